"""Talks in progress."""

from sqlalchemy.ext.asyncio import AsyncSession

from models.tables import Dialogue


async def dialogue_at(session: AsyncSession, platform: str, chat_id: str) -> Dialogue | None:
    return await session.get(Dialogue, (platform, chat_id))
