"""What is due and not told yet."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, func, or_, select, true, union
from sqlalchemy.ext.asyncio import AsyncSession

from models.domain.access import COORDINATOR_EXECUTORS, CURATOR_EXECUTORS, SCHOOL_EXECUTORS, Role
from models.domain.hours import USUAL, Subject
from models.domain.lifecycles import OPEN_STATES
from models.domain.plan import Executor, Kind, Level
from models.queries.people import SCHOOL_PEOPLE, away_on, current
from models.queries.walls import Wall
from models.tables import Account, Appointment, Assignment, OutboxRow, Preferences, RoadMap, School, Task

Days = tuple[date, date]
"""The first and the last, both inclusive."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Planned news that are looked for: whose wall it is, their kind and key, and what may have been muted.

    With `by_now` each person's own hour must have come; who was put news of the kind `unless` today needs no other.
    """

    wall: Wall
    kind: str
    once: str
    subject: Subject
    by_now: bool = False
    unless: str | None = None

    def untold(self, person_id: Any) -> ColumnElement[bool]:
        told = exists().where(
            OutboxRow.person_id == person_id, OutboxRow.kind == self.kind, OutboxRow.once == self.once
        )
        if self.unless is None:
            return ~told
        midnight = self.wall.moment(self.wall.today, time())
        spared = exists().where(
            OutboxRow.person_id == person_id, OutboxRow.kind == self.unless, OutboxRow.created_at >= midnight
        )
        return and_(~told, ~spared)

    def listens(self, person_id: Any) -> ColumnElement[bool]:
        """Who came in, is there, did not do without it, and, where asked, whose own hour of the day has come."""
        hour_has_come = func.coalesce(Preferences.digest_hour, USUAL.digest_hour) <= self.wall.hour
        return and_(
            exists().where(Account.person_id == person_id),
            ~away_on(person_id, self.wall.today),
            or_(Preferences.muted.is_(None), ~cast(Preferences.muted, String).contains(f'"{self.subject}"')),
            hour_has_come if self.by_now else true(),
        )


def _who_chose(weekdays: frozenset[int]) -> ColumnElement[bool]:
    """On a day that is nobody's usual one only those few are looked at who chose it."""
    if USUAL.letter_weekday in weekdays:
        return true()
    chosen = select(Preferences.person_id).where(Preferences.letter_weekday.in_(weekdays))
    return Appointment.person_id.in_(chosen)


async def without_letter(session: AsyncSession, asked: Asked, weekdays: frozenset[int]) -> list[int]:
    """People of that wall whose letter comes on one of the weekdays and who have not been put this one.

    Who lives by two walls goes by the first.
    """
    wall = asked.wall
    place = func.coalesce(Appointment.territory_id, School.territory_id)
    home = (
        select(Appointment.person_id, func.min(place).label("territory_id"))
        .outerjoin(School, School.id == Appointment.school_id)
        .where(current(wall.today), _who_chose(weekdays))
        .group_by(Appointment.person_id)
        .subquery()
    )
    found = await session.scalars(
        select(home.c.person_id)
        .outerjoin(Preferences, Preferences.person_id == home.c.person_id)
        .where(
            wall.hangs_at(home.c.territory_id),
            func.coalesce(Preferences.letter_weekday, USUAL.letter_weekday).in_(weekdays),
            asked.listens(home.c.person_id),
            asked.untold(home.c.person_id),
        )
        .order_by(home.c.person_id)
    )
    return list(found)


async def with_something_due(session: AsyncSession, asked: Asked, days: Sequence[Days]) -> list[int]:
    """Who has work of their own due on one of the days and has not been told."""
    due = _due(asked.wall, days)
    tasks = await _executors(session, due)
    return await _people(
        session,
        _at_schools(asked, due, SCHOOL_PEOPLE, _naming(tasks, SCHOOL_EXECUTORS)),
        _at_schools(asked, due, {Role.CURATOR}, _naming(tasks, CURATOR_EXECUTORS)),
        _of_territories(asked, and_(due, Assignment.school_id.is_(None)), tasks),
    )


async def with_visits(session: AsyncSession, asked: Asked, days: Sequence[Days]) -> list[int]:
    """Who is to visit a school on one of the days, as its curator or as a coordinator whom the row names."""
    due = and_(_due(asked.wall, days), Task.kind == Kind.VISIT, Assignment.school_id.is_not(None))
    tasks = await _executors(session, due)
    return await _people(
        session,
        _at_schools(asked, due, {Role.CURATOR}, _naming(tasks, CURATOR_EXECUTORS)),
        _of_territories(asked, due, _naming(tasks, COORDINATOR_EXECUTORS[Level.MUNICIPALITY])),
        _of_owners(asked, due, _naming(tasks, COORDINATOR_EXECUTORS[Level.REGION])),
    )


def _due(wall: Wall, days: Sequence[Days]) -> ColumnElement[bool]:
    return and_(
        Assignment.territory_id.in_(wall.territories),
        or_(*(Assignment.due_on.between(first, last) for first, last in days)),
        Assignment.state.in_(OPEN_STATES),
        Assignment.withdrawn_at.is_(None),
    )


async def _executors(session: AsyncSession, due: ColumnElement[bool]) -> dict[int, frozenset[str]]:
    """The tasks that are due, with those they name: some dozens stand behind thousands of assignments."""
    ids = select(Assignment.task_id).join(Task, Task.id == Assignment.task_id).where(due).distinct()
    rows = await session.execute(select(Task.id, Task.executors).where(Task.id.in_(ids)))
    return {task_id: frozenset(executors) for task_id, executors in rows.all()}


def _naming(tasks: Mapping[int, frozenset[str]], executors: frozenset[Executor]) -> list[int]:
    return [task_id for task_id, named in tasks.items() if named & executors]


def _at_schools(
    asked: Asked, due: ColumnElement[bool], roles: Collection[Role], tasks: Collection[int]
) -> Select[int] | None:
    """Those who hold a role at the very school the assignment is for."""
    if not tasks:
        return None
    who = select(Appointment.person_id).join(Assignment, Assignment.school_id == Appointment.school_id)
    return _untold(who, asked, due, roles, tasks)


def _of_territories(asked: Asked, due: ColumnElement[bool], tasks: Collection[int]) -> Select[int] | None:
    """The coordinators of the territory the assignment belongs to."""
    if not tasks:
        return None
    who = select(Appointment.person_id).join(Assignment, Assignment.territory_id == Appointment.territory_id)
    return _untold(who, asked, due, {Role.COORDINATOR}, tasks)


def _of_owners(asked: Asked, due: ColumnElement[bool], tasks: Collection[int]) -> Select[int] | None:
    """The coordinators of the region whose map concerns its municipalities."""
    if not tasks:
        return None
    who = (
        select(Appointment.person_id)
        .join(RoadMap, RoadMap.territory_id == Appointment.territory_id)
        .join(Assignment, and_(Assignment.task_id.in_(tasks), Assignment.territory_id != RoadMap.territory_id))
    )
    return _untold(who, asked, and_(due, Task.roadmap_id == RoadMap.id), {Role.COORDINATOR}, tasks)


def _untold(
    who: Select[int],
    asked: Asked,
    due: ColumnElement[bool],
    roles: Collection[Role],
    tasks: Collection[int],
) -> Select[int]:
    wall = asked.wall
    return (
        who.join(Task, Task.id == Assignment.task_id)
        .outerjoin(Preferences, Preferences.person_id == Appointment.person_id)
        .where(
            due,
            Assignment.task_id.in_(tasks),
            Appointment.role.in_(roles),
            current(wall.today),
            wall.hangs_at(Assignment.territory_id),
            asked.listens(Appointment.person_id),
            asked.untold(Appointment.person_id),
        )
        .distinct()
    )


async def _people(session: AsyncSession, *parts: Select[int] | None) -> list[int]:
    asked = [part for part in parts if part is not None]
    if not asked:
        return []
    found = await session.execute(union(*asked))
    return sorted(row.person_id for row in found.all())


async def muting(session: AsyncSession, people: Collection[int], subject: Subject) -> set[int]:
    """Those of the people who do without it."""
    rows = await session.execute(
        select(Preferences.person_id, Preferences.muted).where(Preferences.person_id.in_(people))
    )
    return {person_id for person_id, muted in rows.all() if subject in muted}


async def told(session: AsyncSession, kind: str, once: str) -> set[int]:
    """The people who have been put that news."""
    rows = await session.scalars(select(OutboxRow.person_id).where(OutboxRow.kind == kind, OutboxRow.once == once))
    return set(rows)
