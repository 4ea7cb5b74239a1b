"""What letters and lists say: of one's own tasks, of the schools one looks after, of a whole territory."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.tasks import Behind, Held, ListCard, ListKind, TerritoryFigures, WaitingDocument, WeekCard
from models.domain.access import SCHOOL_EXECUTORS, Actor
from models.domain.hours import days_named
from models.domain.lifecycles import OPEN_STATES, State, Verdict
from models.domain.moments import local_day
from models.domain.notices import DIGESTS
from models.domain.outbox import DropReason
from models.queries.assignments import assignments_where
from models.queries.delivery import unreachable_people
from models.queries.people import current
from models.queries.tasks import list_cards, own_assignments, week_cards
from models.queries.waiting import overdue_documents
from models.queries.walls import Wall
from models.tables import Appointment, Assignment, Document, OutboxRow, School, Task, Territory
from models.tables.base import columns, table_of

CURATORS_LEARN = 3
"""After how many working days a school's debt stands in its curator's letter."""
COORDINATORS_LEARN = 7
"""And in the coordinator's."""
HELD_FOR = timedelta(days=7)
"""How long a letter remembers what a full day had no room for."""


async def letter_card(session: AsyncSession, actor: Actor, wall: Wall, monday: date) -> WeekCard:
    """The letter of that week as it stands now, with what the actor's roles add to their own tasks."""
    return (await letter_cards(session, [(actor, wall)], wall.now, monday))[actor.person_id]


async def letter_cards(
    session: AsyncSession, readers: Collection[tuple[Actor, Wall]], now: datetime, monday: date
) -> dict[int, WeekCard]:
    """The letters of several people. Schools' people, who are the most by far, share all statements."""
    actors = [actor for actor, _ in readers]
    weeks = await week_cards(session, actors, now, monday)
    holding = await _held_of(session, actors, now)
    return {
        actor.person_id: replace(
            weeks[actor.person_id],
            documents=await waiting_documents(session, actor, now) if actor.curates else (),
            behind=await behind(session, actor, wall),
            figures=await _figures(session, actor, wall.today) if actor.coordinates else None,
            unreachable=await unreachable_people(session, actor, wall.today) if actor.coordinates else (),
            held=holding.get(actor.person_id, ()),
        )
        for actor, wall in readers
    }


async def day_card(session: AsyncSession, actor: Actor, wall: Wall) -> ListCard:
    """What a day's message names: today's, those ahead, and what is late since the last list."""
    today = wall.today
    days = or_(*(Assignment.due_on.between(*span) for span in days_named(today, wall.calendar)))
    done_today = and_(Assignment.state == State.DONE, Assignment.done_on == today)
    rows = await own_assignments(session, actor, days, or_(Assignment.state.in_(OPEN_STATES), done_today))
    cards = await list_cards(session, actor, rows, wall.now)
    documents, slow = await overdue_documents(session, actor, wall)
    return ListCard(
        kind=ListKind.DAY,
        day=today,
        late=tuple(card for card in cards if card.due_on and card.due_on < today),
        today=tuple(card for card in cards if card.due_on == today),
        soon=tuple(card for card in cards if card.due_on and card.due_on > today),
        several_schools=len(actor.schools) > 1,
        held=await held(session, actor, wall.now),
        documents=documents,
        slow=slow,
    )


async def late_card(session: AsyncSession, actor: Actor, wall: Wall, asked_by: str | None = None) -> ListCard:
    """All of the actor's own that is late, and what was done of it today."""
    done_today = and_(Assignment.state == State.DONE, Assignment.done_on == wall.today)
    rows = await own_assignments(
        session, actor, Assignment.due_on < wall.today, or_(Assignment.state.in_(OPEN_STATES), done_today)
    )
    cards = await list_cards(session, actor, rows, wall.now)
    return ListCard(ListKind.LATE, wall.today, tuple(cards), several_schools=len(actor.schools) > 1, asked_by=asked_by)


async def waiting_documents(session: AsyncSession, actor: Actor, now: datetime) -> tuple[WaitingDocument, ...]:
    """Documents of the actor's schools that wait for a curator's word, the oldest first."""
    newer = Document.__table__.alias("newer")
    rows = await session.execute(
        select(Document.id, Document.assignment_id, Document.sent_at)
        .join(Assignment, Assignment.id == Document.assignment_id)
        .outerjoin(
            newer,
            and_(
                newer.c.assignment_id == Document.assignment_id,
                newer.c.version > Document.version,
                newer.c.verdict != Verdict.WITHDRAWN,
            ),
        )
        .where(
            Assignment.school_id.in_(actor.curates),
            Document.verdict == Verdict.SENT,
            Document.sent_by_id != actor.person_id,
            newer.c.id.is_(None),
        )
        .order_by(Document.sent_at, Document.id)
    )
    documents = {row.assignment_id: row for row in rows.all()}
    found = {one.id: one for one in await assignments_where(session, actor, Assignment.id.in_(documents))}
    return tuple(
        WaitingDocument(row.id, found[key].number, found[key].unit, local_day(row.sent_at, found[key].zone))
        for key, row in documents.items()
        if key in found
    )


def _late_for(wall: Wall, steps: int) -> ColumnElement[bool]:
    """Due so many working days ago or earlier, and still open."""
    return and_(
        Assignment.due_on <= wall.calendar.shifted(wall.today, -steps),
        Assignment.state.in_(OPEN_STATES),
        Assignment.withdrawn_at.is_(None),
        Assignment.school_id.is_not(None),
    )


async def _asked_of_schools(session: AsyncSession, late: ColumnElement[bool]) -> list[int]:
    """The tasks that the schools' own people answer for; a curator's own stand in their letter anyway."""
    ids = select(Assignment.task_id).where(late).distinct()
    rows = await session.execute(select(Task.id, Task.executors).where(Task.id.in_(ids)))
    return [row.id for row in rows.all() if SCHOOL_EXECUTORS & {*row.executors}]


async def behind(session: AsyncSession, actor: Actor, wall: Wall) -> tuple[Behind, ...]:
    """Schools that are late: a curator's for three working days, a coordinator's for seven; the latest first.

    A school the actor directs is left out: its debts stand among their own.
    """
    reach: list[ColumnElement[bool]] = []
    if actor.curates:
        late_there = and_(Assignment.school_id.in_(actor.curates), _late_for(wall, CURATORS_LEARN))
        reach.append(and_(late_there, Assignment.task_id.in_(await _asked_of_schools(session, late_there))))
    if actor.coordinates:
        reach.append(and_(Assignment.territory_id.in_(actor.coordinates), _late_for(wall, COORDINATORS_LEARN)))
    if not reach:
        return ()
    late, since = func.count(Assignment.id).label("late"), func.min(Assignment.due_on).label("since")
    rows = await session.execute(
        select(School.id, School.name, Territory.name.label("place"), late, since)
        .join(School, School.id == Assignment.school_id)
        .join(Territory, Territory.id == Assignment.territory_id)
        .where(or_(*reach), Assignment.school_id.not_in(actor.directs))
        .group_by(School.id, School.name, Territory.name)
        .order_by(late.desc(), School.name)
    )
    return tuple(Behind(row.id, row.name, row.place, row.late, row.since) for row in rows.all())


async def _figures(session: AsyncSession, actor: Actor, today: date) -> TerritoryFigures:
    """Waiting rows, those from before the beginning and those not held count nowhere."""
    done = case((Assignment.state == State.DONE, 1), else_=0)
    late = case((and_(Assignment.state.in_(OPEN_STATES), Assignment.due_on < today), 1), else_=0)
    row = (
        await session.execute(
            select(func.count(Assignment.id), func.coalesce(func.sum(done), 0), func.coalesce(func.sum(late), 0)).where(
                Assignment.territory_id.in_(actor.coordinates),
                Assignment.due_on <= today,
                Assignment.state.in_({*OPEN_STATES, State.DONE}),
                Assignment.withdrawn_at.is_(None),
            )
        )
    ).one()
    due, is_done, is_late = row
    return TerritoryFigures(due, is_done, is_late, several_places=len(actor.coordinates) > 1)


async def held(session: AsyncSession, actor: Actor, now: datetime) -> tuple[Held, ...]:
    """What a full day had no room for, since the last letter or list that said so."""
    return (await _held_of(session, [actor], now)).get(actor.person_id, ())


async def _held_of(session: AsyncSession, actors: Collection[Actor], now: datetime) -> dict[int, tuple[Held, ...]]:
    given = {"people": [actor.person_id for actor in actors], "floor": now - HELD_FOR}
    found: dict[int, tuple[Held, ...]] = {}
    for person_id, kind, count in await session.execute(_held(), given):
        found[person_id] = (*found.get(person_id, ()), Held(kind, count))
    return found


@cache
def _held() -> Select[*tuple[Any, ...]]:
    """Built once: every letter asks it."""
    row, said = columns(OutboxRow), table_of(OutboxRow).alias("said")
    floor = bindparam("floor", type_=row.settled_at.type)
    said_at = (
        select(func.max(said.c.settled_at))
        .where(said.c.person_id == row.person_id, said.c.kind.in_(DIGESTS), said.c.message_id.is_not(None))
        .correlate(table_of(OutboxRow))
        .scalar_subquery()
    )
    return (
        select(row.person_id, row.kind, func.count(row.id))
        .where(
            row.person_id.in_(bindparam("people", expanding=True)),
            row.reason == DropReason.CAPPED,
            row.settled_at > floor,
            row.settled_at > func.coalesce(said_at, floor),
        )
        .group_by(row.person_id, row.kind)
        .order_by(row.person_id, row.kind)
    )


async def debtors(session: AsyncSession, actor: Actor, wall: Wall) -> list[int]:
    """The people of the schools that stand in the actor's letter as late, each once."""
    schools = [school.school_id for school in await behind(session, actor, wall)]
    people = await session.scalars(
        select(Appointment.person_id)
        .where(Appointment.school_id.in_(schools), current(wall.today), Appointment.person_id != actor.person_id)
        .distinct()
        .order_by(Appointment.person_id)
    )
    return list(people)
