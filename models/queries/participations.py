"""Schools in the standing list and in running road maps."""

from datetime import date
from typing import Any

from sqlalchemy import and_, exists, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.domain.plan import Scope
from models.domain.unfolding import unfold
from models.tables import Assignment, Participation, RoadMap, School, Task, TaskPeriod, TaskSchool, Territory
from models.tables.dialect import insert_once


async def keep_school(session: AsyncSession, territory: Territory, name: str, key: str) -> tuple[School, bool]:
    """The territory's school of that key, made when it is new, and whether it is."""
    school = await session.scalar(select(School).where(School.territory_id == territory.id, School.key == key))
    if school is not None:
        return school, False
    school = School(territory_id=territory.id, name=name, key=key)
    session.add(school)
    await session.flush()
    return school, True


async def stand_in_list(session: AsyncSession, school: School, in_project: bool, today: date) -> bool:
    """Put a school into the standing list; gives whether anything changed."""
    standing = await session.scalar(
        select(Participation).where(Participation.school_id == school.id, Participation.roadmap_id.is_(None))
    )
    if standing is None:
        session.add(Participation(school_id=school.id, in_project=in_project, since_on=today))
        await session.flush()
        return True
    changed = standing.in_project != in_project or standing.until_on is not None
    standing.in_project, standing.until_on = in_project, None
    return changed


async def running_roadmaps(session: AsyncSession, territory: Territory) -> list[RoadMap]:
    """Published maps of the territory and of the region above it that are no archives."""
    rows = await session.scalars(
        select(RoadMap).where(
            RoadMap.archived.is_(False), RoadMap.territory_id.in_([territory.id, territory.parent_id or territory.id])
        )
    )
    return list(rows)


async def take_part(session: AsyncSession, roadmap: RoadMap, school: School, in_project: bool, today: date) -> bool:
    """Let a school take part in a running map, also in its project; gives False where it does already."""
    known = await session.scalar(
        select(Participation).where(Participation.roadmap_id == roadmap.id, Participation.school_id == school.id)
    )
    if known is not None:
        joins_project = in_project and not known.in_project
        known.in_project = known.in_project or in_project
        return joins_project
    session.add(Participation(roadmap_id=roadmap.id, school_id=school.id, in_project=in_project, since_on=today))
    await session.flush()
    return True


async def not_yet_due(session: AsyncSession, roadmap: RoadMap, school: School, in_project: bool, today: date) -> int:
    """Give a late school the assignments that are not yet due, and its municipality when it is the first one there.

    Rows that name other schools leave it out. Gives how many there are; what is there already is left as it is.
    """
    named = exists().where(TaskSchool.task_id == Task.id)
    has = exists().where(Assignment.task_id == Task.id, Assignment.school_id == school.id)
    known = exists().where(Assignment.task_id == Task.id, Assignment.territory_id == school.territory_id)
    rows = await session.scalars(
        select(Task).where(
            Task.roadmap_id == roadmap.id,
            or_(and_(Task.scope == Scope.SCHOOL, ~named, ~has), and_(Task.scope == Scope.MUNICIPALITY, ~known)),
            or_(Task.project_only.is_(False), literal(in_project)),
        )
    )
    made: list[dict[str, Any]] = []
    for task in rows.all():
        made += await _terms(session, task, school, today)
    await insert_once(session, Assignment, made)
    return len(made)


async def _terms(session: AsyncSession, task: Task, school: School, today: date) -> list[dict[str, Any]]:
    periods = await session.scalars(select(TaskPeriod).where(TaskPeriod.task_id == task.id).order_by("position"))
    known = [one.period() for one in periods]
    terms = unfold(known, task.scope, today, marking=task.marking, frequency=task.frequency_in_text)
    return [
        {
            "task_id": task.id,
            "territory_id": school.territory_id,
            "school_id": school.id if task.scope is Scope.SCHOOL else None,
            "period": term.period,
            "occurrence": term.occurrence,
            "start_on": term.start,
            "due_on": term.due,
            "label": term.label,
            "state": term.state,
        }
        for term in terms
        if term.due is None or term.due >= today
    ]
