"""Which schools a person is to visit, which visit each one is, and who was there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.tasks import TaskCard, VisitBrief, VisitsCard
from models.domain.access import Actor, named_as_coordinator
from models.domain.lifecycles import OPEN_STATES, State
from models.domain.moments import local_day
from models.domain.plan import Executor, Kind
from models.domain.visits import PlannedVisit, VisitTurn, turns_of
from models.language.stages import stage_said
from models.queries.assignments import Found, assignments_where
from models.queries.people import zone_of
from models.queries.presses import Said, entered_together
from models.queries.tasks import UNDO, is_own, list_cards, right_of
from models.tables import Assignment, Person, StateChange, Task, Visit, VisitCompanion

AHEAD = timedelta(days=14)

_TO_SCHOOLS = and_(Task.kind == Kind.VISIT, Assignment.school_id.is_not(None))


async def visits_around(session: AsyncSession, actor: Actor, now: datetime, day: date) -> VisitsCard:
    """The actor's visits due on that day, done or not, and the open ones before it and within a fortnight."""
    rows = await assignments_where(
        session,
        actor,
        _TO_SCHOOLS,
        or_(
            and_(Assignment.due_on == day, Assignment.state.in_(OPEN_STATES | {State.DONE})),
            and_(Assignment.due_on <= day + AHEAD, Assignment.state.in_(OPEN_STATES)),
        ),
    )
    own = [found for found in rows if in_person(actor, found)]
    today = local_day(now, await zone_of(session, actor))
    cards = await list_cards(session, actor, own, now)
    return VisitsCard(day, today, tuple(await with_briefs(session, actor, own, cards, now)))


async def visits_to_mark(session: AsyncSession, actor: Actor, day: date) -> list[Found]:
    """The actor's open visits due on that day."""
    due = and_(Assignment.due_on == day, Assignment.state.in_(OPEN_STATES))
    rows = await assignments_where(session, actor, _TO_SCHOOLS, due)
    return [found for found in rows if in_person(actor, found)]


async def visits_marked_together(session: AsyncSession, actor: Actor, change: StateChange, day: date) -> list[Said]:
    """The visits due on that day that were marked by the same press as that one."""
    return await entered_together(session, actor, change, _TO_SCHOOLS, Assignment.due_on == day)


async def visits_just_marked(session: AsyncSession, actor: Actor, day: date, since: datetime) -> list[Said]:
    """What the actor's latest press from that moment on marked of the visits due on that day, as far as it stands."""
    latest = (
        select(StateChange)
        .join(Assignment, Assignment.id == StateChange.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .where(
            _TO_SCHOOLS,
            Assignment.due_on == day,
            StateChange.person_id == actor.person_id,
            StateChange.to_state == State.DONE,
            StateChange.undoes_id.is_(None),
            StateChange.entered_at >= since,
        )
        .order_by(StateChange.id.desc())
        .limit(1)
    )
    change = await session.scalar(latest)
    marked = await visits_marked_together(session, actor, change, day) if change is not None else []
    return [one for one in marked if one.stands]


def in_person(actor: Actor, found: Found) -> bool:
    """Whether the visit is the actor's own: at their school, or where the row names them as coordinator."""
    if is_own(actor, found):
        return True
    right = right_of(actor, found)
    return (
        right is not None
        and right.on_behalf is None
        and named_as_coordinator(
            actor,
            [Executor(code) for code in found.executors],
            territory_id=found.territory_id,
            owner_id=found.owner_id,
        )
    )


# --- which visit, and who was there ------------------------------------------------------------------------------


async def with_briefs(
    session: AsyncSession, actor: Actor, rows: Sequence[Found], cards: Sequence[TaskCard], now: datetime
) -> list[TaskCard]:
    """The cards of these visits, each with which of its school's visits it is and who was there."""
    if not rows:
        return []
    turns = await _turns(session, [found.school_id for found in rows])
    there = await people_there(session, [found for found in rows if found.state is State.DONE])
    return [
        replace(card, visit=brief_of(actor, found, turns.get(found.id), there.get(found.id), now))
        for found, card in zip(rows, cards, strict=True)
    ]


async def _turns(session: AsyncSession, schools: Collection[int | None]) -> dict[int, VisitTurn]:
    rows = await session.execute(
        select(
            Assignment.id,
            Task.roadmap_id,
            Task.id.label("task_id"),
            Assignment.school_id,
            Assignment.due_on,
            Assignment.label,
            Assignment.state,
            Task.text,
        )
        .join(Task, Task.id == Assignment.task_id)
        .where(_TO_SCHOOLS, Assignment.school_id.in_({*schools}), Assignment.withdrawn_at.is_(None))
    )
    return turns_of(
        PlannedVisit(
            row.id,
            row.roadmap_id,
            row.task_id,
            row.school_id,
            row.due_on,
            row.label,
            row.state,
            stage_said(row.label or "") or stage_said(row.text),
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class There:
    """Somebody who was at a visit; `marked` says that the mark is theirs, `joined_at` when another joined it."""

    person_id: int
    name: str
    marked: bool
    on_behalf: bool = False
    joined_at: datetime | None = None


async def people_there(session: AsyncSession, rows: Sequence[Found]) -> dict[int, tuple[There, ...]]:
    """Who marked each of these visits, and who joined, by assignment."""
    if not rows:
        return {}
    ids = [found.id for found in rows]
    people: dict[int, tuple[There, ...]] = {}
    marked = await session.execute(
        select(Visit.assignment_id, Person.id, Person.name, StateChange.on_behalf)
        .join(Person, Person.id == Visit.marked_by_id)
        .outerjoin(
            StateChange,
            and_(
                StateChange.assignment_id == Visit.assignment_id,
                StateChange.person_id == Visit.marked_by_id,
                StateChange.entered_at == Visit.marked_at,
            ),
        )
        .where(Visit.assignment_id.in_(ids))
    )
    for assignment_id, person_id, name, on_behalf in marked:
        people[assignment_id] = (There(person_id, name, marked=True, on_behalf=on_behalf is not None),)
    joined = await session.execute(
        select(VisitCompanion.assignment_id, Person.id, Person.name, VisitCompanion.joined_at)
        .join(Person, Person.id == VisitCompanion.person_id)
        .join(Visit, Visit.assignment_id == VisitCompanion.assignment_id)
        .where(VisitCompanion.assignment_id.in_(ids), VisitCompanion.joined_at >= Visit.marked_at)
        .order_by(VisitCompanion.joined_at, Person.id)
    )
    for assignment_id, person_id, name, joined_at in joined:
        one = There(person_id, name, marked=False, joined_at=joined_at)
        people[assignment_id] = (*people.get(assignment_id, ()), one)
    return people


def brief_of(
    actor: Actor, found: Found, turn: VisitTurn | None, people: tuple[There, ...] | None, now: datetime
) -> VisitBrief:
    """What a list says of one visit. `people` are those who marked and joined it."""
    there = [one for one in people or () if not one.on_behalf]
    mine = next((one for one in there if one.person_id == actor.person_id), None)
    entered = next((one.name for one in people or () if one.on_behalf), None)
    return VisitBrief(
        turn,
        tuple(one.name for one in there),
        entered_by=entered,
        was_there=mine is not None,
        may_join=found.state is State.DONE and mine is None and in_person(actor, found),
        may_leave=mine is not None and mine.joined_at is not None and now <= mine.joined_at + UNDO,
    )


async def companions_at(session: AsyncSession, rows: Sequence[Found], since: datetime) -> set[int]:
    """Those of the visits that somebody joined at that moment or later."""
    joined = select(VisitCompanion.assignment_id).where(
        VisitCompanion.assignment_id.in_([found.id for found in rows]), VisitCompanion.joined_at >= since
    )
    return set(await session.scalars(joined.distinct()))
