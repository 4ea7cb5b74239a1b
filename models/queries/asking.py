"""What a question may name and what its answer is counted from, never further than the actor reaches."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.asking.known import Known, KnownPerson, KnownSchool, KnownTask, KnownTerritory
from models.cards.asking import Contact, Days
from models.cards.webinars import WebinarCard
from models.domain.access import Actor, Role
from models.domain.lifecycles import OPEN_STATES, State, Verdict
from models.domain.moments import local_day, local_moment
from models.domain.plan import Executor, Kind, Level
from models.domain.recurrence import Turn
from models.domain.tallies import Line, PlanRow, Unit
from models.queries.assignments import Found, assignments_where, standing_documents
from models.queries.people import away_until, current, within, zone_of
from models.queries.tasks import is_own, right_of
from models.queries.webinars import invited_to, webinar_card
from models.tables import (
    Appointment,
    Assignment,
    Document,
    Person,
    RoadMap,
    School,
    ServedTask,
    Task,
    Territory,
    Webinar,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which assignments a question is about; whatever it does not say is None."""

    schools: frozenset[int] | None = None
    territory: int | None = None
    number: str | None = None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """The territories whose schools the actor sees, and those above them."""

    territories: frozenset[int]
    above: frozenset[int]


async def known_to(session: AsyncSession, actor: Actor, now: datetime) -> Known:
    """All that the actor may name."""
    today = local_day(now, await zone_of(session, actor))
    reach = await _reach(session, actor)
    return Known(
        schools=await _schools(session, actor),
        tasks=await _tasks(session, actor),
        people=await _people(session, actor, reach, today),
        territories=await _territories(session, reach),
    )


async def _reach(session: AsyncSession, actor: Actor) -> Reach:
    rows = await session.execute(
        select(Territory.id, Territory.parent_id)
        .outerjoin(School, School.territory_id == Territory.id)
        .where(within(actor, Territory.id, School.id))
        .distinct()
    )
    found = rows.all()
    ids = frozenset(row.id for row in found)
    return Reach(ids, frozenset(row.parent_id for row in found if row.parent_id is not None) - ids)


async def _schools(session: AsyncSession, actor: Actor) -> tuple[KnownSchool, ...]:
    rows = await session.execute(
        select(School.id, School.name)
        .where(within(actor, School.territory_id, School.id))
        .order_by(School.name, School.id)
    )
    return tuple(KnownSchool(row.id, row.name) for row in rows)


async def _tasks(session: AsyncSession, actor: Actor) -> tuple[KnownTask, ...]:
    rows = await session.execute(
        select(Task.number, Task.text)
        .join(RoadMap, RoadMap.id == Task.roadmap_id)
        .where(
            RoadMap.archived.is_(False),
            _tasks_in_reach(actor),
        )
        .order_by(Task.roadmap_id, Task.position)
    )
    return tuple(dict.fromkeys(KnownTask(row.number, row.text) for row in rows))


def _in_reach(actor: Actor) -> ColumnElement[bool]:
    return and_(within(actor, Assignment.territory_id, Assignment.school_id), Assignment.withdrawn_at.is_(None))


def _tasks_in_reach(actor: Actor) -> ColumnElement[bool]:
    """The rows of assignments in reach, and the rows that these serve beside their own."""
    served = select(ServedTask.task_id).join(Assignment, Assignment.id == ServedTask.assignment_id)
    return or_(
        Task.id.in_(select(Assignment.task_id).where(_in_reach(actor))), Task.id.in_(served.where(_in_reach(actor)))
    )


async def _territories(session: AsyncSession, reach: Reach) -> tuple[KnownTerritory, ...]:
    rows = await session.execute(
        select(Territory.id, Territory.name).where(Territory.id.in_(reach.territories)).order_by(Territory.id)
    )
    return tuple(KnownTerritory(row.id, row.name) for row in rows)


async def _people(session: AsyncSession, actor: Actor, reach: Reach, today: date) -> tuple[KnownPerson, ...]:
    rows = await session.execute(
        select(Person.id, Person.name)
        .join(Appointment, Appointment.person_id == Person.id)
        .outerjoin(School, School.id == Appointment.school_id)
        .where(_seen_post(actor, reach, today))
        .distinct()
        .order_by(Person.name, Person.id)
    )
    return tuple(KnownPerson(row.id, row.name) for row in rows)


def _seen_post(actor: Actor, reach: Reach, today: date) -> ColumnElement[bool]:
    """Posts of people who agreed to be kept: at schools in reach, at their territories and at the region above."""
    return and_(
        Person.consented_at.is_not(None),
        current(today),
        or_(
            within(actor, School.territory_id, Appointment.school_id),
            Appointment.territory_id.in_(reach.territories | reach.above),
        ),
    )


async def plan_days(session: AsyncSession, actor: Actor) -> Days | None:
    """The first and the last day of all terms in reach."""
    first, last = (
        await session.execute(
            select(func.min(func.coalesce(Assignment.start_on, Assignment.due_on)), func.max(Assignment.due_on))
            .join(Task, Task.id == Assignment.task_id)
            .join(RoadMap, RoadMap.id == Task.roadmap_id)
            .where(_in_reach(actor), RoadMap.archived.is_(False))
        )
    ).one()
    return (first, last) if first and last else None


async def lines_of(session: AsyncSession, actor: Actor, now: datetime, wanted: Wanted) -> list[Line]:
    """The assignments in reach that are wanted, the earliest due first; days unknown come last.

    Archived road maps and withdrawn rows are not there. A region has tens of thousands, so what they share is fetched
    apart from them. What serves a further row stands there once, under its own; a question about a row by its number
    finds what serves it.
    """
    rows, units = await _plan_rows(session, actor, wanted), await _units(session, actor, now)
    newest = (
        select(Document.assignment_id, func.max(Document.version).label("version"))
        .where(Document.verdict != Verdict.WITHDRAWN)
        .group_by(Document.assignment_id)
        .subquery()
    )
    found = await session.execute(
        select(
            Assignment.id,
            Assignment.task_id,
            Assignment.territory_id,
            Assignment.school_id,
            Assignment.start_on,
            Assignment.due_on,
            Assignment.label,
            Assignment.state,
            Assignment.done_on,
            Document.verdict,
        )
        .join(Task, Task.id == Assignment.task_id)
        .outerjoin(newest, newest.c.assignment_id == Assignment.id)
        .outerjoin(
            Document, and_(Document.assignment_id == newest.c.assignment_id, Document.version == newest.c.version)
        )
        .where(_in_reach(actor), Assignment.task_id.in_(_wanted_tasks(wanted)), *_at_wanted(wanted))
        .order_by(Assignment.due_on.is_(None), Assignment.due_on, Task.position, Assignment.school_id, Assignment.id)
    )
    lines = [
        Line(id_, rows[task], units[territory, school], start, due, label, state, done, verdict)
        for id_, task, territory, school, start, due, label, state, done, verdict in found.all()
    ]
    if wanted.number is None:
        return lines
    lines += await _serving_lines(session, actor, wanted, rows, units)
    return sorted(lines, key=lambda line: (line.due_on is None, line.due_on or date.max))


async def _serving_lines(
    session: AsyncSession,
    actor: Actor,
    wanted: Wanted,
    rows: dict[int, PlanRow],
    units: dict[tuple[int, int | None], Unit],
) -> list[Line]:
    """What counts for a wanted row in place of its own assignments: the state of the one, the days of the other."""
    own = aliased(Assignment)
    found = await session.execute(
        select(own, Assignment.id, Assignment.state, Assignment.done_on)
        .join(ServedTask, ServedTask.in_place_of_id == own.id)
        .join(Assignment, Assignment.id == ServedTask.assignment_id)
        .where(_in_reach(actor), ServedTask.task_id.in_(_wanted_tasks(wanted)), *_at_wanted(wanted))
        .order_by(own.due_on, own.school_id, own.id)
    )
    both = found.all()
    documents = await standing_documents(session, [id_ for _, id_, _, _ in both])
    return [
        Line(
            id_,
            rows[left.task_id],
            units[left.territory_id, left.school_id],
            left.start_on,
            left.due_on,
            left.label,
            state,
            done,
            documents[id_].verdict if id_ in documents else None,
        )
        for left, id_, state, done in both
    ]


def _wanted_tasks(wanted: Wanted) -> Select[int]:
    tasks = select(Task.id).join(RoadMap, RoadMap.id == Task.roadmap_id).where(RoadMap.archived.is_(False))
    if wanted.number is not None:
        tasks = tasks.where(Task.number.in_([wanted.number, f"{wanted.number}."]))
    return tasks if wanted.kind is None else tasks.where(Task.kind == wanted.kind)


def _at_wanted(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    if wanted.schools is not None:
        yield Assignment.school_id.in_(wanted.schools)
    if wanted.territory is not None:
        below = select(Territory.id).where(Territory.parent_id == wanted.territory)
        yield or_(Assignment.territory_id == wanted.territory, Assignment.territory_id.in_(below))


async def _plan_rows(session: AsyncSession, actor: Actor, wanted: Wanted) -> dict[int, PlanRow]:
    rows = await session.execute(
        select(Task.id, Task.number, Task.text, Task.timing_raw, Task.kind, Task.executors, RoadMap.territory_id)
        .join(RoadMap, RoadMap.id == Task.roadmap_id)
        .where(Task.id.in_(_wanted_tasks(wanted)), _tasks_in_reach(actor))
    )
    return {
        row.id: PlanRow(
            row.id,
            row.number,
            row.text,
            row.timing_raw,
            row.kind,
            tuple(Executor(code) for code in row.executors),
            row.territory_id,
        )
        for row in rows
    }


async def _units(session: AsyncSession, actor: Actor, now: datetime) -> dict[tuple[int, int | None], Unit]:
    """The territories in reach, and the schools there that are."""
    territories = await session.execute(
        select(Territory.id, Territory.name, Territory.zone).where(
            Territory.id.in_((await _reach(session, actor)).territories)
        )
    )
    units: dict[tuple[int, int | None], Unit] = {
        (row.id, None): Unit(row.id, row.name, None, None, local_day(now, row.zone)) for row in territories
    }
    schools = await session.execute(
        select(School.id, School.name, School.territory_id).where(within(actor, School.territory_id, School.id))
    )
    for row in schools:
        units[row.territory_id, row.id] = replace(units[row.territory_id, None], school_id=row.id, school=row.name)
    return units


async def webinars_between(session: AsyncSession, actor: Actor, now: datetime, days: Days) -> list[WebinarCard]:
    """Webinars of the actor, given or attended, on those days of the actor's own zone, past ones too."""
    zone = await zone_of(session, actor)
    reach = await _reach(session, actor)
    rows = await session.scalars(
        select(Webinar)
        .where(
            Webinar.territory_id.in_(reach.territories | reach.above),
            Webinar.starts_at >= local_moment(days[0], time(), zone),
            Webinar.starts_at < local_moment(days[1] + timedelta(days=1), time(), zone),
            Webinar.cancelled_at.is_(None),
        )
        .order_by(Webinar.starts_at, Webinar.id)
    )
    return [
        await webinar_card(session, actor, webinar, now) for webinar in rows if await _own(session, actor, webinar, now)
    ]


async def _own(session: AsyncSession, actor: Actor, webinar: Webinar, now: datetime) -> bool:
    if webinar.territory_id in actor.coordinates:
        return True
    return actor.person_id in await invited_to(session, webinar, local_day(now, webinar.zone))


@dataclass(frozen=True, slots=True)
class Sought:
    """Whose names are asked for; whatever is not said is None."""

    people: frozenset[int] | None = None
    roles: frozenset[Role] | None = None
    schools: frozenset[int] | None = None
    territory: int | None = None
    level: Level | None = None


async def contacts_of(session: AsyncSession, actor: Actor, now: datetime, sought: Sought) -> list[Contact]:
    """The people in reach who are sought, in each of their roles there.

    At a school stand its people, its territory's coordinators and those of the region above.
    """
    today = local_day(now, await zone_of(session, actor))
    reach = await _reach(session, actor)
    absent = aliased(Person)
    rows = await session.execute(
        select(
            Person.id,
            Person.name,
            Appointment.role,
            func.coalesce(School.name, Territory.name).label("place"),
            absent.name.label("acting_for"),
            away_until(Person.id, today).label("away_until"),
        )
        .join(Appointment, Appointment.person_id == Person.id)
        .outerjoin(absent, absent.id == Appointment.acting_for_id)
        .outerjoin(School, School.id == Appointment.school_id)
        .outerjoin(Territory, Territory.id == Appointment.territory_id)
        .where(_seen_post(actor, reach, today), *_sought(sought))
        .order_by("place", Appointment.role, Person.name, Person.id)
    )
    return [Contact(*row) for row in rows.all()]


def _sought(sought: Sought) -> Iterable[ColumnElement[bool]]:
    if sought.people is not None:
        yield Person.id.in_(sought.people)
    if sought.roles is not None:
        yield Appointment.role.in_(sought.roles)
    if sought.schools is not None:
        homes = select(School.territory_id).where(School.id.in_(sought.schools))
        above = select(Territory.parent_id).where(Territory.id.in_(homes))
        yield or_(
            Appointment.school_id.in_(sought.schools),
            Appointment.territory_id.in_(homes),
            Appointment.territory_id.in_(above),
        )
    if sought.territory is not None:
        yield or_(Appointment.territory_id == sought.territory, School.territory_id == sought.territory)
    if sought.level is not None:
        yield Territory.level == sought.level


async def tasks_to_mark(
    session: AsyncSession, actor: Actor, today: date, number: str | None, shown: Collection[int]
) -> list[Found]:
    """What the actor may mean by a status in words.

    Of the shown ones those that are open, or all where none is. Else what is open and has begun, in the actor's own
    name where there is any, and where nothing has begun, the nearest of each row and unit. A row is also found by the
    number of one that it serves. Of what is wanted several times, the one that is due first is meant; where all of a
    row is over, the latest, so that it can be said whose mark it is.
    """
    conditions: list[ColumnElement[bool]] = [Assignment.id.in_(shown)] if shown else [Assignment.state.in_(OPEN_STATES)]
    if number is not None:
        conditions.append(_numbered(number))
    elif not shown:
        # A coordinator reaches thousands; a bare word can only be about what they answer for themselves.
        conditions += [_for_own_units(actor), Assignment.start_on.is_(None) | (Assignment.start_on <= today)]
    rows = [found for found in await assignments_where(session, actor, *conditions) if right_of(actor, found)]
    if shown:
        return _earliest([found for found in rows if found.state in OPEN_STATES] or rows)
    own = [found for found in rows if is_own(actor, found)] or rows
    if not own and number is not None:
        return await _over(session, actor, number)
    return _earliest([found for found in own if _begun(found, today)] or own)


async def _over(session: AsyncSession, actor: Actor, number: str) -> list[Found]:
    """The latest of each row and unit that is done or not held."""
    over = Assignment.state.in_({State.DONE, State.NOT_HELD})
    rows = [one for one in await assignments_where(session, actor, over, _numbered(number)) if right_of(actor, one)]
    own = [found for found in rows if is_own(actor, found)] or rows
    return _nearest(reversed(own))


async def tasks_to_tick(
    session: AsyncSession, actor: Actor, today: date, number: str | None, shown: Collection[int]
) -> list[Found]:
    """What the actor may mean by «внесено в ИС МЭДК»: the first that is not, at whatever state it is.

    What is entered already is meant where nothing else is.
    """
    conditions: list[ColumnElement[bool]] = [Task.in_medk.is_(True)]
    conditions += [Assignment.id.in_(shown)] if shown else []
    conditions += [_numbered(number)] if number is not None else [_for_own_units(actor)]
    rows = [found for found in await assignments_where(session, actor, *conditions) if right_of(actor, found)]
    own = [found for found in rows if is_own(actor, found)] or rows
    left = [found for found in own if found.medk_on is None]
    return _earliest([found for found in left if _begun(found, today)] or left or own)


def _numbered(number: str) -> ColumnElement[bool]:
    """The assignments of rows of that number, and those that count for such a row in place of its own."""
    rows = Task.number.in_([number, f"{number}."])
    served = select(ServedTask.assignment_id).where(ServedTask.task_id.in_(select(Task.id).where(rows)))
    return or_(rows, Assignment.id.in_(served))


def _for_own_units(actor: Actor) -> ColumnElement[bool]:
    own_territory = and_(Assignment.school_id.is_(None), Assignment.territory_id.in_(actor.owns))
    return or_(Assignment.school_id.in_(actor.schools), own_territory)


def _begun(found: Found, today: date) -> bool:
    begins = found.start_on or found.due_on
    return begins is not None and begins <= today


def _earliest(rows: Sequence[Found]) -> list[Found]:
    """Of each row and unit what is due first; the days stand in order."""
    first = {(found.task_id, found.territory_id, found.school_id): found.due_on for found in reversed(rows)}
    return _first_of_turns(
        found for found in rows if found.due_on == first[found.task_id, found.territory_id, found.school_id]
    )


def _first_of_turns(rows: Iterable[Found]) -> list[Found]:
    first: dict[tuple[int, int, int | None, date | None, str], Found] = {}
    for found in rows:
        label, _ = Turn.apart(found.label)
        first.setdefault((found.task_id, found.territory_id, found.school_id, found.due_on, label), found)
    return list(first.values())


def _nearest(rows: Iterable[Found]) -> list[Found]:
    nearest: dict[tuple[int, int, int | None], Found] = {}
    for found in rows:
        nearest.setdefault((found.task_id, found.territory_id, found.school_id), found)
    return list(nearest.values())


async def people_called(session: AsyncSession, words: str) -> list[KnownPerson]:
    """The people of that number, of that very name, or with those words in their name."""
    rows = await session.execute(select(Person.id, Person.name).order_by(Person.name, Person.id))
    people = [KnownPerson(row.id, row.name) for row in rows]
    wanted = words.casefold().split()
    exact = [one for one in people if words.strip() == str(one.id) or one.name.casefold().split() == wanted]
    return exact or [one for one in people if {*wanted} <= {*one.name.casefold().split()}]
