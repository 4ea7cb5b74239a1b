"""Marks that were changed with a note."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.corrections import CorrectedCard
from models.domain.access import CURATOR_EXECUTORS, Actor, Role
from models.domain.lifecycles import State
from models.domain.plan import Executor
from models.queries.assignments import Found, change_for, newest_change
from models.queries.people import SCHOOL_PEOPLE, coordinators_of, holders_at_school
from models.queries.tasks import card_of
from models.tables import Person, StateChange, Visit


async def corrected_card(session: AsyncSession, actor: Actor, change_id: int, now: datetime) -> CorrectedCard:
    """What was changed of an assignment within reach.

    Raises:
        OutOfReach: another's, or none at all.
    """
    found, change = await change_for(session, actor, change_id)
    by = await session.get_one(Person, change.person_id)
    newest = await newest_change(session, found.id)
    return CorrectedCard(
        task=card_of(actor, found, now),
        by=by.name,
        was=change.from_state,
        was_on=change.from_day,
        became=change.to_state,
        became_on=change.happened_on if change.to_state is State.DONE else None,
        note=change.comment or "",
        stands=newest.id == change.id,
    )


async def concerned(session: AsyncSession, actor: Actor, found: Found, today: date) -> set[int]:
    """Who hears of it: whose mark it was, and the people who answer for the task; not the actor."""
    last = await session.scalar(
        select(StateChange.person_id)
        .where(StateChange.assignment_id == found.id)
        .order_by(StateChange.id.desc())
        .limit(1)
    )
    people = {last} if last is not None else set()
    return (people | set(await _answering(session, found, today))) - {actor.person_id}


async def _answering(session: AsyncSession, found: Found, today: date) -> list[int]:
    if found.school_id is None:
        return await coordinators_of(session, found.territory_id, today)
    curated = CURATOR_EXECUTORS & {Executor(code) for code in found.executors}
    roles = SCHOOL_PEOPLE | (frozenset({Role.CURATOR}) if curated else frozenset())
    return await holders_at_school(session, found.school_id, roles, today)


async def redate_visit(session: AsyncSession, found: Found, visited_on: date) -> None:
    """Let a visit be of that day. One that was forgotten with its mark is noted again as it was marked."""
    visit = await session.get(Visit, found.id)
    if visit is not None:
        visit.visited_on = visited_on
        return
    mark = (
        await session.scalars(
            select(StateChange)
            .where(
                StateChange.assignment_id == found.id,
                StateChange.to_state == State.DONE,
                # Another day under a mark makes it nobody else's.
                StateChange.from_state != State.DONE,
            )
            .order_by(StateChange.undoes_id.is_not(None), StateChange.id.desc())
            .limit(1)
        )
    ).one()
    session.add(
        Visit(
            assignment_id=found.id,
            visited_on=visited_on,
            marked_by_id=mark.person_id,
            marked_at=mark.entered_at,
        )
    )
