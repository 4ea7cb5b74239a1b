"""Next steps that were agreed on visits: tasks of one school, in no file of the map they stand in."""

from datetime import date, datetime

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.steps import StepCard
from models.domain.access import Actor
from models.domain.plan import Executor, Kind, Scope
from models.domain.refusals import OutOfReach
from models.queries.assignments import Found, assignments_where
from models.queries.tasks import whole_card
from models.tables import Assignment, Person, Task, Visit


async def put_step(
    session: AsyncSession, actor: Actor, visit: Found, *, number: str, text: str, due_on: date, at: datetime
) -> Task:
    """Make a step a task of the visited school, due on that day."""
    map_of_visit = select(Task.roadmap_id).where(Task.id == visit.task_id).scalar_subquery()
    task = Task(
        roadmap_id=await session.scalar(select(map_of_visit)),
        # Places are unique in a map, and those of a file begin at 0; the step's own is known once it has its number.
        position=-(2**30) - visit.id,
        number=number,
        text=text,
        timing_raw="",
        executors=[Executor.SCHOOL.value],
        links=[],
        kind=Kind.OTHER,
        scope=Scope.SCHOOL,
        step_of_id=visit.id,
        added_by_id=actor.person_id,
        added_at=at,
    )
    session.add(task)
    await session.flush()
    task.position = -task.id
    session.add(_assignment(task, visit, due_on))
    await session.flush()
    return task


def _assignment(task: Task, visit: Found, due_on: date) -> Assignment:
    return Assignment(
        task_id=task.id,
        territory_id=visit.territory_id,
        school_id=visit.school_id,
        period=0,
        occurrence=0,
        due_on=due_on,
    )


async def steps_at(session: AsyncSession, visit: Found) -> int:
    """How many steps were ever agreed on visits of that school."""
    visits = select(Assignment.id).where(Assignment.school_id == visit.school_id)
    return await session.scalar(select(func.count()).where(Task.step_of_id.in_(visits))) or 0


async def steps_of(session: AsyncSession, actor: Actor, visit: Found) -> list[tuple[Found, Task]]:
    """The steps that were agreed on a visit and stand, the earliest due first."""
    rows = await assignments_where(session, actor, Task.step_of_id == visit.id)
    if not rows:
        return []
    tasks = {task.id: task for task in await session.scalars(select(Task).where(Task.step_of_id == visit.id))}
    return [(found, tasks[found.task_id]) for found in rows]


async def step_for(session: AsyncSession, actor: Actor, task_id: int) -> tuple[Task, Found]:
    """A step that stands, at a school within reach.

    Raises:
        OutOfReach: another's, withdrawn, or no step.
    """
    task = await session.get(Task, task_id)
    rows = await assignments_where(session, actor, Task.id == task_id, Task.step_of_id.is_not(None))
    if task is None or not rows:
        raise OutOfReach
    return task, rows[0]


async def step_card(session: AsyncSession, actor: Actor, task_id: int, now: datetime) -> StepCard:
    """A step within reach with whose word it is.

    Raises:
        OutOfReach: another's, withdrawn, or no step.
    """
    task, found = await step_for(session, actor, task_id)
    row = (
        await session.execute(
            select(Person.name, Visit.visited_on, Assignment.id)
            .select_from(Task)
            .join(Person, Person.id == Task.added_by_id)
            .outerjoin(Visit, Visit.assignment_id == Task.step_of_id)
            .outerjoin(Assignment, and_(Assignment.id == Task.step_of_id, Assignment.withdrawn_at.is_(None)))
            .where(Task.id == task.id)
        )
    ).one()
    return StepCard(await whole_card(session, actor, found, now), row.name, row.visited_on, row.id)
