"""Requests for help with an assignment."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.domain.access import Actor
from models.queries.assignments import assignment_for
from models.tables import HelpRequest


async def open_help_of(session: AsyncSession, actor: Actor, assignment_id: int) -> HelpRequest | None:
    """The request for help that stands open for an assignment within reach."""
    await assignment_for(session, actor, assignment_id)
    return await session.scalar(
        select(HelpRequest).where(HelpRequest.assignment_id == assignment_id, HelpRequest.closed_at.is_(None))
    )


async def helps_with(session: AsyncSession, actor: Actor, assignment_id: int) -> list[int]:
    """All requests for help with an assignment within reach, open and closed."""
    await assignment_for(session, actor, assignment_id)
    found = await session.scalars(select(HelpRequest.id).where(HelpRequest.assignment_id == assignment_id))
    return list(found)
