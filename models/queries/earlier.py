"""What was due before its map was published, as far as the actor is the one to settle it."""

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.earlier import EarlierCard, EarlierMap, EarlierRow
from models.domain.access import Actor
from models.domain.lifecycles import EarlierScope, State
from models.domain.refusals import OutOfReach
from models.queries.assignments import Found, assignments_where
from models.queries.presses import Said, entered_together
from models.tables import Assignment, RoadMap, StateChange, Task

_WAITS = and_(Assignment.state == State.BEFORE_START, Assignment.withdrawn_at.is_(None), RoadMap.archived.is_(False))


def _settled_by(actor: Actor) -> ColumnElement[bool]:
    """Those of `access.settles`, as a condition."""
    of_region = and_(RoadMap.territory_id.in_(actor.owns), Assignment.territory_id.in_(actor.coordinates))
    return or_(Assignment.territory_id.in_(actor.owns), of_region)


async def earlier_maps(session: AsyncSession, actor: Actor) -> list[EarlierMap]:
    """The maps that hold such tasks, the newest first."""
    rows = await session.execute(
        select(RoadMap.id, RoadMap.title, func.count())
        .select_from(Assignment)
        .join(Task, Task.id == Assignment.task_id)
        .join(RoadMap, RoadMap.id == Task.roadmap_id)
        .where(_WAITS, _settled_by(actor))
        .group_by(RoadMap.id, RoadMap.title)
        .order_by(RoadMap.id.desc())
    )
    return [EarlierMap(*row) for row in rows.all()]


async def earlier_of(session: AsyncSession, actor: Actor, roadmap_id: int) -> EarlierCard:
    """The rows of a map that still wait for the actor's word; none where all is said.

    Raises:
        OutOfReach: a map none of whose tasks is the actor's to settle, or none at all.
    """
    roadmap = await _roadmap_for(session, actor, Task.roadmap_id == roadmap_id)
    rows = await session.execute(
        select(
            Task.id,
            Task.number,
            Task.text,
            func.count(),
            # A territory's document is only evidence; a school's one is what executes the row.
            func.count(Assignment.school_id).filter(Task.needs_document),
            func.min(Assignment.due_on),
            func.max(Assignment.due_on),
        )
        .select_from(Assignment)
        .join(Task, Task.id == Assignment.task_id)
        .join(RoadMap, RoadMap.id == Task.roadmap_id)
        .where(_WAITS, _settled_by(actor), RoadMap.id == roadmap_id)
        .group_by(Task.id, Task.number, Task.text, Task.position)
        .order_by(Task.position)
    )
    found = [
        EarlierRow(task_id, number, text, left, slots, first, last)
        for task_id, number, text, left, slots, first, last in rows
        # What was due before has a day.
        if first is not None and last is not None
    ]
    return EarlierCard(roadmap.id, roadmap.title, tuple(found))


async def row_for(session: AsyncSession, actor: Actor, task_id: int) -> Task:
    """A row that has, or had, tasks for the actor to settle.

    Raises:
        OutOfReach: another's, or none at all.
    """
    await _roadmap_for(session, actor, Task.id == task_id)
    return await session.get_one(Task, task_id)


async def _roadmap_for(session: AsyncSession, actor: Actor, about: ColumnElement[bool]) -> RoadMap:
    found = await session.scalar(
        select(RoadMap)
        .join(Task, Task.roadmap_id == RoadMap.id)
        .join(Assignment, Assignment.task_id == Task.id)
        .where(about, _settled_by(actor), RoadMap.archived.is_(False))
        .limit(1)
    )
    if found is None:
        raise OutOfReach
    return found


def _about(scope: EarlierScope, about_id: int) -> ColumnElement[bool]:
    match scope:
        case EarlierScope.ROADMAP:
            return Task.roadmap_id == about_id
        case EarlierScope.ROW:
            return Task.id == about_id
    return Assignment.id == about_id


async def waiting_earlier(session: AsyncSession, actor: Actor, scope: EarlierScope, about_id: int) -> list[Found]:
    """What waits for the actor's word in a map or a row, the earliest due first.

    Raises:
        OutOfReach: another's map or row, or none at all.
    """
    about = _about(scope, about_id)
    await _roadmap_for(session, actor, about)
    return await assignments_where(session, actor, about, _WAITS, _settled_by(actor))


async def said_together(
    session: AsyncSession, actor: Actor, change: StateChange, scope: EarlierScope, about_id: int
) -> list[Said]:
    """The answers that were given by the same press as that one."""
    return await entered_together(session, actor, change, _about(scope, about_id), _settled_by(actor))
