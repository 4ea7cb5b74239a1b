"""Requests for help with an assignment."""

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.tasks import HelpBrief
from models.domain.access import Actor
from models.queries.assignments import assignment_for
from models.tables import HelpRequest, Person
from models.tables.base import Rows, columns, table_of


@cache
def _open() -> Select[*tuple[Any, ...]]:
    call = columns(HelpRequest)
    helper, answerer = (table_of(Person).alias(name) for name in ("helper", "answerer"))
    return (
        select(call.text, helper.c.name, call.answer, answerer.c.name)
        .select_from(table_of(HelpRequest))
        .outerjoin(helper, helper.c.id == call.taken_by_id)
        .outerjoin(answerer, answerer.c.id == call.answered_by_id)
        .where(call.assignment_id == bindparam("assignment_id"), call.closed_at.is_(None))
        .order_by(call.id.desc())
        .limit(1)
    )


async def help_brief(session: Rows, assignment_id: int) -> HelpBrief | None:
    """What became so far of the request that stands open."""
    row = (await session.execute(_open(), {"assignment_id": assignment_id})).first()
    return HelpBrief(*row) if row is not None else None


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
