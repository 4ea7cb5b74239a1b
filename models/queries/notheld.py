"""Somebody's word that a task is not held, and what the coordinator said to it."""

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.tasks import NotHeldBrief
from models.domain.access import Actor, settles
from models.queries.assignments import Found, assignment_for
from models.tables import NotHeldRequest, Person
from models.tables.base import Rows, columns, table_of


@cache
def _open() -> Select[*tuple[Any, ...]]:
    plea, person = columns(NotHeldRequest), columns(Person)
    return (
        select(plea.id, plea.reason, person.name, person.id)
        .join(table_of(Person), person.id == plea.asked_by_id)
        .where(plea.assignment_id == bindparam("assignment_id"), plea.closed_at.is_(None), plea.accepted.is_(None))
        .order_by(plea.id.desc())
        .limit(1)
    )


async def not_held_brief(session: Rows, actor: Actor, found: Found) -> NotHeldBrief | None:
    """The word that waits for a decision, as this actor may see it."""
    row = (await session.execute(_open(), {"assignment_id": found.id})).first()
    if row is None:
        return None
    request_id, reason, name, person_id = row
    decides = settles(actor, territory_id=found.territory_id, owner_id=found.owner_id)
    return NotHeldBrief(request_id, reason, name, mine=person_id == actor.person_id, may_decide=decides)


async def open_not_held_of(session: AsyncSession, actor: Actor, assignment_id: int) -> NotHeldRequest | None:
    """The word that waits for a decision about an assignment within reach."""
    await assignment_for(session, actor, assignment_id)
    return await session.scalar(
        select(NotHeldRequest).where(
            NotHeldRequest.assignment_id == assignment_id,
            NotHeldRequest.closed_at.is_(None),
            NotHeldRequest.accepted.is_(None),
        )
    )


async def not_held_words(session: AsyncSession, actor: Actor, assignment_id: int) -> list[NotHeldRequest]:
    """All that was said so of an assignment within reach, decided or not, the oldest first."""
    await assignment_for(session, actor, assignment_id)
    found = await session.scalars(
        select(NotHeldRequest).where(NotHeldRequest.assignment_id == assignment_id).order_by(NotHeldRequest.id)
    )
    return list(found)
