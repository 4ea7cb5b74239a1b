"""Rows of road maps that may be one work, and the assignments that serve two rows."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.cards.links import LinkRow
from models.domain.access import Actor
from models.domain.lifecycles import State, WithdrawalReason
from models.domain.plan import Executor, Level
from models.domain.refusals import OutOfReach
from models.roadmap.links import LinkedRow, Occurrence, Pair, Suggestion, UnitKey, serving, suggestions
from models.tables import (
    Assignment,
    Document,
    HelpRequest,
    RoadMap,
    School,
    ServedTask,
    StateChange,
    Task,
    TaskLink,
    Territory,
    Withdrawal,
)

_WEIGHTS = {State.WAITING: 0, State.BEFORE_START: 1, State.PLANNED: 2, State.IN_PROGRESS: 3}
_FINISHED = frozenset({State.DONE, State.NOT_HELD})


@dataclass(frozen=True, slots=True)
class Maps:
    """A municipality's running map and its region's of the same year, of which the actor owns one."""

    municipal: RoadMap
    regional: RoadMap
    municipality: Territory
    region: Territory


@dataclass(frozen=True, slots=True)
class Found:
    """A municipal and a regional row of such maps, and what was answered about them."""

    maps: Maps
    municipal: Task
    regional: Task
    link: TaskLink | None

    def cards(self) -> tuple[LinkRow, LinkRow]:
        return row_card(self.municipal, self.maps.municipality), row_card(self.regional, self.maps.region)


@dataclass(frozen=True, slots=True)
class Likely:
    """Rows that were not asked about yet and are likely one work, for so many units."""

    municipal: LinkRow
    regional: LinkRow
    units: int
    referred: bool


def row_card(task: Task, place: Territory) -> LinkRow:
    return LinkRow(task.id, task.number, task.text, task.timing_raw, place.name)


async def likely_links(session: AsyncSession, actor: Actor) -> list[Likely]:
    """What the owner of either map may still be asked, the documents' own references first."""
    found: list[tuple[Suggestion, Likely]] = []
    for maps in await _maps(session, actor):
        found += await _likely(session, maps)
    found.sort(key=lambda one: (not one[0].referred, -one[0].likeness))
    return [likely for _, likely in found]


async def _maps(session: AsyncSession, actor: Actor, *conditions: ColumnElement[bool]) -> list[Maps]:
    municipal, regional = aliased(RoadMap), aliased(RoadMap)
    municipality, region = aliased(Territory), aliased(Territory)
    rows = await session.execute(
        select(municipal, regional, municipality, region)
        .join(municipality, municipality.id == municipal.territory_id)
        .join(region, region.id == municipality.parent_id)
        .join(regional, and_(regional.territory_id == region.id, regional.year == municipal.year))
        .where(
            municipal.level == Level.MUNICIPALITY,
            regional.level == Level.REGION,
            municipal.archived.is_(False),
            regional.archived.is_(False),
            or_(municipal.territory_id.in_(actor.owns), regional.territory_id.in_(actor.owns)),
            *conditions,
        )
        .order_by(municipal.id, regional.id)
    )
    return [Maps(*row) for row in rows.all()]


async def _likely(session: AsyncSession, maps: Maps) -> list[tuple[Suggestion, Likely]]:
    tasks = {task.id: task for task in await session.scalars(_tasks(maps.municipal, maps.regional))}
    answered, linked = await _answered(session, tasks)
    rows = await _linked_rows(session, maps, tasks)
    ours = [row for row in rows if tasks[row.task_id].roadmap_id == maps.municipal.id and row.task_id not in linked]
    theirs = [row for row in rows if tasks[row.task_id].roadmap_id == maps.regional.id]
    units = {row.task_id: row.units for row in rows}
    return [
        (
            one,
            Likely(
                row_card(tasks[one.municipal_id], maps.municipality),
                row_card(tasks[one.regional_id], maps.region),
                len(units[one.municipal_id] & units[one.regional_id]),
                one.referred,
            ),
        )
        for one in suggestions(ours, theirs, answered)
    ]


async def _answered(session: AsyncSession, tasks: Collection[int]) -> tuple[frozenset[Pair], frozenset[int]]:
    """The pairs that were asked about, and the municipal rows that are linked.

    Where the regional row has left its map, the municipal one may be linked to another.
    """
    rows = await session.execute(
        select(TaskLink.municipal_task_id, TaskLink.regional_task_id, TaskLink.accepted, Task.withdrawn_at)
        .join(Task, Task.id == TaskLink.regional_task_id)
        .where(TaskLink.municipal_task_id.in_(tasks))
    )
    answers = rows.all()
    linked = frozenset(ours for ours, _, accepted, withdrawn_at in answers if accepted and withdrawn_at is None)
    return frozenset((ours, theirs) for ours, theirs, _, _ in answers), linked


def _tasks(*roadmaps: RoadMap) -> Select[Task]:
    """The rows of the maps' files: what was agreed on a visit is nobody else's work."""
    rows = Task.roadmap_id.in_([one.id for one in roadmaps])
    return select(Task).where(rows, Task.step_of_id.is_(None)).order_by(Task.position)


async def _linked_rows(session: AsyncSession, maps: Maps, tasks: Mapping[int, Task]) -> list[LinkedRow]:
    """The rows that still ask somebody of that municipality."""
    # A district has thousands; whole rows of them are not needed here.
    found = await session.execute(
        select(
            Assignment.task_id, Assignment.territory_id, Assignment.school_id, Assignment.start_on, Assignment.due_on
        ).where(
            Assignment.task_id.in_(tasks),
            Assignment.territory_id == maps.municipality.id,
            Assignment.withdrawn_at.is_(None),
        )
    )
    standing: dict[int, tuple[set[UnitKey], set[tuple[date | None, date | None]]]] = {}
    for task_id, territory_id, school_id, start, due in found:
        units, terms = standing.setdefault(task_id, (set(), set()))
        units.add((territory_id, school_id))
        terms.add((start, due))
    return [_linked_row(tasks[task_id], *standing[task_id]) for task_id in sorted(standing)]


def _linked_row(task: Task, units: Iterable[UnitKey], terms: Iterable[tuple[date | None, date | None]]) -> LinkedRow:
    return LinkedRow(
        task_id=task.id,
        number=task.number,
        text=task.text,
        indicator=task.indicator,
        links=tuple(task.links),
        kind=task.kind,
        executors=frozenset(Executor(code) for code in task.executors),
        terms=tuple(terms),
        units=frozenset(units),
    )


async def link_for(session: AsyncSession, actor: Actor, municipal_task_id: int, regional_task_id: int) -> Found:
    """A municipal and a regional row of running maps of one year, where the actor owns either map.

    Raises:
        OutOfReach: another's, no such rows, or rows that can't be one work.
    """
    municipal = await session.get(Task, municipal_task_id)
    regional = await session.get(Task, regional_task_id)
    if municipal is None or regional is None or municipal.step_of_id or regional.step_of_id:
        raise OutOfReach
    for maps in await _maps(session, actor):
        if (maps.municipal.id, maps.regional.id) == (municipal.roadmap_id, regional.roadmap_id):
            link = await session.get(TaskLink, (municipal_task_id, regional_task_id))
            return Found(maps, municipal, regional, link)
    raise OutOfReach


async def serve(session: AsyncSession, found: Found, link: TaskLink, now: datetime) -> int:
    """Let one assignment of each unit count for both rows; gives how many do. What leaves keeps its reason."""
    return await _serve(session, found.municipal, found.regional, link, now)


async def _serve(
    session: AsyncSession,
    municipal: Task,
    regional: Task,
    link: TaskLink,
    now: datetime,
    *conditions: ColumnElement[bool],
) -> int:
    ours = await _by_unit(session, municipal, regional, *conditions)
    theirs = await _by_unit(session, regional, municipal, *conditions)
    known = {one.id: one for unit in (*ours.values(), *theirs.values()) for one in unit}
    busy = await _busy(session, known)
    served = 0
    for unit in ours.keys() & theirs.keys():
        for stays, leaves in serving(
            [_occurrence(municipal, one, busy) for one in ours[unit]],
            [_occurrence(regional, one, busy) for one in theirs[unit]],
        ):
            session.add(ServedTask(assignment_id=stays, in_place_of_id=leaves, task_id=known[leaves].task_id))
            session.add(known[leaves].withdraw(WithdrawalReason.LINKED, now, link.answered_by_id))
            served += 1
    await session.flush()
    return served


async def _by_unit(
    session: AsyncSession, task: Task, other: Task, *conditions: ColumnElement[bool]
) -> dict[UnitKey, list[Assignment]]:
    """A row's standing assignments that do not serve the other row yet, unit by unit."""
    serving_it = select(ServedTask.assignment_id).where(ServedTask.task_id == other.id)
    units: dict[UnitKey, list[Assignment]] = {}
    rows = await session.scalars(
        select(Assignment)
        .where(
            Assignment.task_id == task.id,
            Assignment.withdrawn_at.is_(None),
            Assignment.id.not_in(serving_it),
            *conditions,
        )
        .order_by(Assignment.id)
    )
    for one in rows:
        units.setdefault((one.territory_id, one.school_id), []).append(one)
    return units


async def _busy(session: AsyncSession, known: Mapping[int, Assignment]) -> set[int]:
    """Those on which somebody's document or open request for help hangs, or another row's count."""
    documents = select(Document.assignment_id).where(Document.assignment_id.in_(known))
    requests = select(HelpRequest.assignment_id).where(
        HelpRequest.assignment_id.in_(known), HelpRequest.closed_at.is_(None)
    )
    serving_others = select(ServedTask.assignment_id).where(ServedTask.assignment_id.in_(known))
    return {
        assignment_id
        for statement in (documents, requests, serving_others)
        for assignment_id in await session.scalars(statement)
    }


def _occurrence(task: Task, one: Assignment, busy: set[int]) -> Occurrence:
    return Occurrence(
        assignment_id=one.id,
        start=one.start_on,
        due=one.due_on,
        weight=_WEIGHTS.get(one.state, 0),
        takes_document=task.needs_document and one.school_id is not None,
        finished=one.state in _FINISHED,
        bound=one.id in busy,
    )


async def counted(session: AsyncSession, found: Found) -> tuple[int, int]:
    """How many assignments of the municipality count for both rows, and how many of the regional row stand alone."""
    both = await session.scalar(select(func.count()).select_from(_served_of(found).subquery()))
    linked = _served_of(found).subquery()
    alone = await session.scalar(
        select(func.count())
        .select_from(Assignment)
        .where(
            Assignment.task_id == found.regional.id,
            Assignment.territory_id == found.maps.municipality.id,
            Assignment.withdrawn_at.is_(None),
            Assignment.id.not_in(select(linked.c.assignment_id)),
        )
    )
    return both or 0, alone or 0


def _served_of(found: Found) -> Select[ServedTask]:
    stays = aliased(Assignment)
    one_way = and_(stays.task_id == found.municipal.id, ServedTask.task_id == found.regional.id)
    other_way = and_(stays.task_id == found.regional.id, ServedTask.task_id == found.municipal.id)
    return select(ServedTask).join(stays, stays.id == ServedTask.assignment_id).where(or_(one_way, other_way))


async def acted_since(session: AsyncSession, found: Found, link: TaskLink) -> bool:
    """Whether somebody has moved an assignment that counts for both rows since they were linked."""
    served = _served_of(found).subquery()
    return bool(
        await session.scalar(
            select(
                exists().where(
                    StateChange.assignment_id.in_(select(served.c.assignment_id)),
                    StateChange.entered_at > link.answered_at,
                )
            )
        )
    )


async def part(session: AsyncSession, found: Found, now: datetime) -> None:
    """Each row asks for itself again."""
    await _restore(session, list(await session.scalars(_served_of(found))), now)


async def release_served(session: AsyncSession, now: datetime, *conditions: ColumnElement[bool]) -> int:
    """Where an assignment that counted for two rows has left the plan, the other row asks for itself again.

    `conditions` are about the assignment that has left. Gives how many came back.
    """
    rows = await session.scalars(
        select(ServedTask)
        .join(Assignment, Assignment.id == ServedTask.assignment_id)
        .where(Assignment.withdrawn_at.is_not(None), *conditions)
    )
    served = list(rows)
    await _restore(session, served, now)
    return len(served)


async def _restore(session: AsyncSession, served: Iterable[ServedTask], now: datetime) -> None:
    for one in served:
        left = await session.get_one(Assignment, one.in_place_of_id)
        left.withdrawn_at = None
        reasons = await session.scalars(
            select(Withdrawal).where(
                Withdrawal.assignment_id == left.id,
                Withdrawal.reason == WithdrawalReason.LINKED,
                Withdrawal.returned_at.is_(None),
            )
        )
        for reason in reasons:
            reason.returned_at = now
        await session.delete(one)
    await session.flush()


async def serve_newcomer(session: AsyncSession, school: School, now: datetime) -> int:
    """A school that joins running maps is asked once, too, where their rows are linked; gives how often."""
    at_home, at_school = RoadMap.territory_id == school.territory_id, Assignment.school_id == school.id
    return await _serve_again(session, at_home, now, at_school)


async def serve_anew(session: AsyncSession, roadmap: RoadMap, now: datetime) -> int:
    """What an edition of a map put in is asked once where its rows are linked; gives how much of it counts for both."""
    tasks = select(Task.id).where(Task.roadmap_id == roadmap.id)
    of_map = or_(TaskLink.municipal_task_id.in_(tasks), TaskLink.regional_task_id.in_(tasks))
    return await _serve_again(session, of_map, now)


async def _serve_again(
    session: AsyncSession, which: ColumnElement[bool], now: datetime, *conditions: ColumnElement[bool]
) -> int:
    """Serve what came to linked rows of running maps since; `which` links, and `conditions` of the assignments."""
    municipal, regional = aliased(Task), aliased(Task)
    rows = await session.execute(
        select(TaskLink, municipal, regional)
        .join(municipal, municipal.id == TaskLink.municipal_task_id)
        .join(regional, regional.id == TaskLink.regional_task_id)
        .join(RoadMap, RoadMap.id == municipal.roadmap_id)
        .where(TaskLink.accepted, RoadMap.archived.is_(False), which)
        .order_by(municipal.id, regional.id)
    )
    served = 0
    for link, ours, theirs in rows.all():
        served += await _serve(session, ours, theirs, link, now, *conditions)
    return served
