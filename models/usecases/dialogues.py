"""Where a talk stands, kept in the database like everything else: a restart forgets nothing."""

from typing import Any

from models.queries.dialogues import dialogue_at
from models.tables import Dialogue
from models.tables.dialect import upsert
from models.work import Work


async def wait_for(work: Work, platform: str, chat_id: str, step: str, data: dict[str, Any]) -> None:
    """The next words or file of this chat answer that step."""
    async with work:
        row = {"platform": platform, "chat_id": chat_id, "step": step, "data": data, "changed_at": work.now()}
        await upsert(work.session, Dialogue, row)
        await work.commit()


async def forget(work: Work, platform: str, chat_id: str) -> None:
    """Nothing is waited for any more."""
    async with work:
        talk = await dialogue_at(work.session, platform, chat_id)
        if talk is not None:
            await work.session.delete(talk)
        await work.commit()
