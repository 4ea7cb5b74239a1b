"""Schools in the standing list and in running road maps."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.people import Change, Changed
from models.domain.lifecycles import OPEN_STATES, WithdrawalReason
from models.domain.plan import Scope
from models.domain.unfolding import unfold
from models.language.frequency import times_in
from models.language.schools import school_key
from models.queries.links import release_served, serve_newcomer
from models.queries.places import known_as
from models.roadmap.planning import Participant, named_by
from models.tables import (
    Assignment,
    Participation,
    RoadMap,
    School,
    Task,
    TaskPeriod,
    TaskSchool,
    Territory,
    Withdrawal,
)
from models.tables.dialect import insert_once


@dataclass(frozen=True, slots=True)
class Joined:
    """How many assignments a change of the list made in running road maps, and how many it took out of them."""

    made: int = 0
    withdrawn: int = 0

    def __add__(self, other: "Joined") -> "Joined":
        return Joined(self.made + other.made, self.withdrawn + other.withdrawn)


def standing_key(name: str) -> str:
    """The form a school is known by; a patron tells schools apart where no place or number does."""
    key = school_key(name)
    patron = () if key.place or key.number is not None else key.patron
    return " ".join((str(key), *patron)).strip()


async def keep_school(session: AsyncSession, territory: Territory, name: str) -> tuple[School, bool]:
    """The territory's school of that name in any of its writings, made when it is new, and whether it is."""
    key = standing_key(name)
    school = await session.scalar(select(School).where(School.territory_id == territory.id, School.key == key))
    if school is not None:
        return school, False
    school = School(territory_id=territory.id, name=name, key=key)
    session.add(school)
    await session.flush()
    return school, True


async def stand_in_list(session: AsyncSession, school: School, in_project: bool, today: date) -> tuple[Change, ...]:
    """Put a school into the standing list; gives what stood otherwise before."""
    standing = await session.scalar(
        select(Participation).where(Participation.school_id == school.id, Participation.roadmap_id.is_(None))
    )
    if standing is None:
        session.add(Participation(school_id=school.id, in_project=in_project, since_on=today))
        await session.flush()
        return ()
    changes: list[Change] = []
    if standing.until_on is not None:
        changes.append(Change(Changed.RETURNED))
    if standing.in_project is not in_project:
        changes.append(Change(Changed.JOINED_PROJECT if in_project else Changed.LEFT_PROJECT))
    standing.in_project, standing.until_on = in_project, None
    return tuple(changes)


async def standing_schools(session: AsyncSession, territory: Territory, today: date) -> list[tuple[School, bool]]:
    """The schools of a municipality that stand in the list, and whether each is in the project."""
    rows = await session.execute(
        select(School, Participation.in_project)
        .join(Participation, and_(Participation.school_id == School.id, Participation.roadmap_id.is_(None)))
        .where(School.territory_id == territory.id, _standing(today))
        .order_by(School.id)
    )
    return [(school, in_project) for school, in_project in rows.all()]


def _standing(today: date) -> ColumnElement[bool]:
    return or_(Participation.until_on.is_(None), Participation.until_on >= today)


async def running_roadmaps(session: AsyncSession, territory: Territory) -> list[RoadMap]:
    """Published maps of the territory and of the region above it that are no archives."""
    rows = await session.scalars(
        select(RoadMap).where(
            RoadMap.archived.is_(False), RoadMap.territory_id.in_([territory.id, territory.parent_id or territory.id])
        )
    )
    return list(rows)


async def join_running(
    session: AsyncSession, territory: Territory, school: School, in_project: bool, today: date, now: datetime
) -> Joined:
    """Carry a school's place in the list into the running road maps: it joins, or joins or leaves the project."""
    joined = Joined()
    roadmaps = await running_roadmaps(session, territory)
    for roadmap in roadmaps:
        joined += await _join(session, roadmap, school, in_project, today, now)
    # Where two rows are one work, a newcomer is asked once, and who loses the one row is asked by the other.
    at_home = Assignment.territory_id == school.territory_id
    if await release_served(session, now, at_home) and not in_project:
        for roadmap in roadmaps:
            await _leave_project(session, roadmap, school, now)
    served = await serve_newcomer(session, school, now) if joined.made else 0
    return joined + Joined(-served)


async def _join(
    session: AsyncSession, roadmap: RoadMap, school: School, in_project: bool, today: date, now: datetime
) -> Joined:
    known = await session.scalar(
        select(Participation).where(Participation.roadmap_id == roadmap.id, Participation.school_id == school.id)
    )
    if known is not None and known.in_project is in_project and known.until_on is None:
        return Joined()
    leaves = known is not None and known.in_project and not in_project
    if known is None:
        known = Participation(roadmap_id=roadmap.id, school_id=school.id, in_project=in_project, since_on=today)
        session.add(known)
    known.in_project, known.until_on = in_project, None
    await session.flush()
    if leaves:
        return Joined(withdrawn=await _leave_project(session, roadmap, school, now))
    back = await _come_back(session, roadmap, school, today, now)
    return Joined(back + await _not_yet_due(session, roadmap, school, in_project, today))


async def leave_region(
    session: AsyncSession, territory: Territory, region: Territory, today: date, now: datetime
) -> int:
    """Take a municipality's schools out of the region's running maps; gives how many open assignments left them."""
    running = select(RoadMap.id).where(RoadMap.archived.is_(False), RoadMap.territory_id == region.id)
    schools = select(School.id).where(School.territory_id == territory.id)
    await session.execute(
        update(Participation)
        .where(Participation.roadmap_id.in_(running), Participation.school_id.in_(schools))
        .values(until_on=today - timedelta(days=1))
    )
    at_home = and_(Task.roadmap_id.in_(running), Assignment.territory_id == territory.id)
    left = await _withdraw_open(session, WithdrawalReason.MOVED_AWAY, now, at_home)
    await release_served(session, now, Assignment.territory_id == territory.id)
    return left


async def _leave_project(session: AsyncSession, roadmap: RoadMap, school: School, now: datetime) -> int:
    """Withdraw what is open for the project alone: the school's, and its municipality's after the last school."""
    others = (
        exists()
        .where(Participation.roadmap_id == roadmap.id, Participation.in_project, Participation.until_on.is_(None))
        .where(Participation.school_id == School.id, School.territory_id == school.territory_id)
    )
    return await _withdraw_open(
        session,
        WithdrawalReason.LEFT_PROJECT,
        now,
        and_(Task.roadmap_id == roadmap.id, Task.project_only),
        or_(
            Assignment.school_id == school.id,
            and_(
                Task.scope == Scope.MUNICIPALITY,
                Assignment.school_id.is_(None),
                Assignment.territory_id == school.territory_id,
                ~others,
            ),
        ),
    )


async def _withdraw_open(
    session: AsyncSession, reason: WithdrawalReason, now: datetime, *conditions: ColumnElement[bool]
) -> int:
    rows = await session.scalars(
        select(Assignment)
        .join(Task, Task.id == Assignment.task_id)
        .where(Assignment.state.in_(OPEN_STATES), Assignment.withdrawn_at.is_(None), *conditions)
    )
    withdrawn = [assignment.withdraw(reason, now) for assignment in rows.all()]
    session.add_all(withdrawn)
    await session.flush()
    return len(withdrawn)


async def _come_back(session: AsyncSession, roadmap: RoadMap, school: School, today: date, now: datetime) -> int:
    """What left with the project or the region and is not yet due stands in the plan again."""
    rows = await session.execute(
        select(Assignment, Withdrawal)
        .join(Withdrawal, Withdrawal.assignment_id == Assignment.id)
        .join(Task, Task.id == Assignment.task_id)
        .where(
            Task.roadmap_id == roadmap.id,
            or_(
                Assignment.school_id == school.id,
                and_(Assignment.school_id.is_(None), Assignment.territory_id == school.territory_id),
            ),
            Withdrawal.returned_at.is_(None),
            Withdrawal.reason.in_([WithdrawalReason.LEFT_PROJECT, WithdrawalReason.MOVED_AWAY]),
            or_(Assignment.due_on.is_(None), Assignment.due_on >= today),
            _open_to(roadmap, school),
        )
    )
    found = rows.all()
    for assignment, withdrawal in found:
        assignment.withdrawn_at, withdrawal.returned_at = None, now
    return len(found)


def _open_to(roadmap: RoadMap, school: School) -> ColumnElement[bool]:
    """Rows for the project alone only while the school is in it."""
    inside = exists().where(
        Participation.roadmap_id == roadmap.id, Participation.school_id == school.id, Participation.in_project
    )
    return or_(Task.project_only.is_(False), inside)


async def _not_yet_due(session: AsyncSession, roadmap: RoadMap, school: School, in_project: bool, today: date) -> int:
    """Give a late school the assignments that are not yet due, and its municipality when it is the first one there.

    Rows that name other schools leave it out; those whose words name it do not. Gives how many there are; what is
    there already is left as it is.
    """
    meant = await _naming(session, roadmap, school)
    named = exists().where(TaskSchool.task_id == Task.id)
    has = exists().where(Assignment.task_id == Task.id, Assignment.school_id == school.id)
    known = exists().where(Assignment.task_id == Task.id, Assignment.territory_id == school.territory_id)
    rows = await session.scalars(
        select(Task).where(
            Task.roadmap_id == roadmap.id,
            # What was agreed with one school is no other's.
            Task.step_of_id.is_(None),
            Task.withdrawn_at.is_(None),
            or_(
                and_(Task.scope == Scope.SCHOOL, or_(~named, Task.id.in_(meant)), ~has),
                and_(Task.scope == Scope.MUNICIPALITY, ~known),
            ),
            _open_to(roadmap, school),
        )
    )
    made: list[dict[str, Any]] = []
    for task in rows.all():
        made += await _terms(session, task, school, today)
    await insert_once(session, Assignment, made)
    return len(made)


async def _naming(session: AsyncSession, roadmap: RoadMap, school: School) -> set[int]:
    """The rows whose words name that school; names nobody bore until now are noted as its own."""
    everybody = await _taking_part(session, roadmap)
    rows = await session.scalars(
        select(TaskSchool)
        .join(Task, Task.id == TaskSchool.task_id)
        .where(Task.roadmap_id == roadmap.id, or_(TaskSchool.school_id.is_(None), TaskSchool.school_id == school.id))
    )
    meant: set[int] = set()
    for printed in rows.all():
        if printed.school_id is None and named_by(printed.name, everybody) == school.id:
            printed.school_id = school.id
        if printed.school_id == school.id:
            meant.add(printed.task_id)
    return meant


async def _taking_part(session: AsyncSession, roadmap: RoadMap) -> list[Participant]:
    names = await known_as(session, await session.get_one(Territory, roadmap.territory_id))
    rows = await session.execute(
        select(School, Participation.in_project)
        .join(Participation, Participation.school_id == School.id)
        .where(Participation.roadmap_id == roadmap.id)
        .order_by(School.name, School.id)
    )
    return [
        Participant(school.id, school.name, school.territory_id, in_project, names.get(school.id, frozenset()))
        for school, in_project in rows.all()
    ]


async def _terms(session: AsyncSession, task: Task, school: School, today: date) -> list[dict[str, Any]]:
    periods = await session.scalars(select(TaskPeriod).where(TaskPeriod.task_id == task.id).order_by("position"))
    return [
        {
            "task_id": task.id,
            "territory_id": school.territory_id,
            "school_id": school.id if task.scope is Scope.SCHOOL else None,
            "period": term.period,
            "occurrence": term.occurrence,
            "start_on": term.start,
            "due_on": term.due,
            "label": term.named,
            "state": term.state,
        }
        for term in unfold(
            [one.period() for one in periods],
            task.scope,
            today,
            marking=task.marking,
            frequency=task.frequency_in_text,
            times=times_in(task.frequency_in_text, task.text, task.indicator),
        )
        if term.due is None or term.due >= today
    ]
