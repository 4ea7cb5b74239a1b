"""What the machine learns about itself and keeps."""

from models.tables import Fact
from models.tables.dialect import upsert
from models.work import Work

USERNAME = "username"


async def learn_username(work: Work, username: str) -> None:
    """Keep the bot's name, so that commands without a messenger can make links."""
    async with work:
        await upsert(work.session, Fact, {"name": USERNAME, "value": username})
        await work.commit()


async def username(work: Work) -> str | None:
    """The bot's name, None before the first start."""
    async with work.reading() as session:
        fact = await session.get(Fact, USERNAME)
        return fact.value if fact else None
