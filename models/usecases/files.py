"""Files that people sent come into the bot's own folder. No person asks for it: the machine does it for everybody."""

from datetime import timedelta

from models.cards.files import KeptCard, UnkeptCard
from models.queries.files import copy_of, unkept
from models.tables import File
from models.work import Work

MOST_ATTEMPTS = 12
"""After so many failures, within some two days, a file is left to the messenger alone."""
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=12)


async def files_to_keep(work: Work, most: int) -> tuple[UnkeptCard, ...]:
    """The next files that lie with the messenger alone, the oldest first."""
    async with work.reading() as session:
        return await unkept(session, work.now(), MOST_ATTEMPTS, most)


async def note_kept(work: Work, number: int, sha256: str, size: int) -> None:
    """The file lies in the folder under that hash; its size is in bytes."""
    async with work:
        file = await work.session.get_one(File, number)
        file.sha256, file.size, file.stored_at = sha256, size, work.now()
        file.failure = file.try_at = None
        await work.commit()


async def note_failure(work: Work, number: int, why: str, *, for_good: bool) -> None:
    """It could not be fetched: it is tried again, ever more seldom, unless that can't help."""
    async with work:
        file = await work.session.get_one(File, number)
        pause = min(FIRST_PAUSE * 2**file.attempts, LONGEST_PAUSE)
        file.attempts = MOST_ATTEMPTS if for_good else file.attempts + 1
        file.failure, file.try_at = why, work.now() + pause
        await work.commit()


async def kept_copy(work: Work, handle: str) -> KeptCard | None:
    """Our copy of what the messenger knows by that handle, None where there is none."""
    async with work.reading() as session:
        return await copy_of(session, handle)
