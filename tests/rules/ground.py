"""A district with a row of every kind, settled once, and its plain model."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.domain.access import Role
from models.domain.lifecycles import State
from models.domain.plan import Executor, Kind, NoteKind, Period, Scope
from models.roadmap.draft import DraftTask
from models.tables import Absence, Appointment, Assignment, RoadMap, School, Task, Territory
from models.tables.base import table_of
from tests.builders import (
    CURATOR,
    GOVERNOR,
    LINDEN,
    NEIGHBOUR,
    Land,
    between,
    day,
    document,
    row,
    until,
    visit,
)
from tests.rules.plain import Away, District, Duty, Place, Post, Row

BOTH = (Executor.CURATOR, Executor.MUNICIPAL_COORDINATOR)

OF_DISTRICT: tuple[DraftTask, ...] = (
    row("1", until(3, 31)),
    row("2", until(3, 20), by=(Executor.SCHOOL, Executor.CURATOR)),
    visit("3", until(3, 10)),
    row("4", until(3, 17), by=BOTH, kind=Kind.VISIT),
    visit("5", until(3, 17), until(4, 12)),
    document("6", until(3, 26)),
    document("7", until(4, 30), by=(Executor.SCHOOL, Executor.CURATOR)),
    row("8", until(3, 24), by=(Executor.MUNICIPAL_AUTHORITY,), scope=Scope.ONCE),
    row("9", until(3, 12), by=(Executor.MUNICIPAL_COORDINATOR, Executor.SCHOOL), kind=Kind.DOCUMENT, scope=Scope.ONCE),
    row("10", until(3, 30), by=(Executor.FEDERAL,), scope=Scope.WAITING),
    row("11", between(day(3, 8), day(4, 4), "FREQ=WEEKLY")),
    row("12", until(2, 15)),
    visit("13", until(2, 20)),
    document("14", until(2, 25)),
    row("15", Period(None, None, note="по графику", note_kind=NoteKind.OWN_SCHEDULE)),
    row("16", until(3, 15), text="Внести сведения в ИС МЭДК"),
    row("17", until(3, 22), by=(Executor.SCHOOL, Executor.MUNICIPAL_CENTRE)),
)
OF_REGION: tuple[DraftTask, ...] = (
    row("101", until(3, 25)),
    row("102", until(3, 30), by=(Executor.MUNICIPAL_AUTHORITY,), scope=Scope.MUNICIPALITY),
    row("103", until(3, 17), by=(Executor.CURATOR, Executor.REGIONAL_COORDINATOR), kind=Kind.VISIT),
    row("104", until(3, 18), by=(Executor.REGIONAL_AUTHORITY,), scope=Scope.ONCE),
    row("105", until(2, 10)),
    document("106", until(3, 29)),
    row("107", until(3, 30), by=(Executor.REGIONAL_INSTITUTE,), scope=Scope.WAITING),
)
OF_NEIGHBOUR: tuple[DraftTask, ...] = (row("201", until(3, 31)), visit("202", until(3, 17)))
ROWS = {one.number: one for one in (*OF_DISTRICT, *OF_REGION, *OF_NEIGHBOUR)}


async def prepare(land: Land) -> None:
    """Three maps; the curator of two schools directs a third."""
    await land.appoint(CURATOR, Role.DIRECTOR, school=LINDEN)
    await land.publish(*OF_DISTRICT)
    await land.publish(*OF_REGION, by=GOVERNOR)
    await land.publish(*OF_NEIGHBOUR, by=NEIGHBOUR)


@dataclass(frozen=True, slots=True)
class Staff:
    """Who is appointed where, and who is away: that is given, not foretold."""

    posts: list[Post]
    absences: list[Away]


async def staff_of(session: AsyncSession) -> Staff:
    posts = [
        Post(one.person_id, one.role, one.territory_id, one.school_id, one.since_on, one.until_on)
        for one in await _all(session, Appointment)
    ]
    absences = [
        Away(one.person_id, one.since_on, one.until_on)
        for one in await _all(session, Absence)
        if one.cancelled_at is None
    ]
    return Staff(posts, absences)


async def district_of(land: Land) -> District:
    """The plain model of what was published: rows and days are given, where each begins is foretold."""
    async with land.work.reading() as session:
        territories = {one.id: one for one in await _all(session, Territory)}
        schools = {one.id: one.territory_id for one in await _all(session, School)}
        maps = {one.id: one for one in await _all(session, RoadMap)}
        tasks = {one.id: (one.number, maps[one.roadmap_id].territory_id) for one in await _all(session, Task)}
        zones = {key: one.zone for key, one in territories.items()}
        duties = {
            one.id: _duty(
                land, one, Place(one.territory_id, one.school_id, zones[one.territory_id]), *tasks[one.task_id]
            )
            for one in await _all(session, Assignment)
        }
        staff = await staff_of(session)
    parents = {key: one.parent_id for key, one in territories.items()}
    return District(land.clock(), duties, parents, zones, schools, staff.posts, staff.absences)


def _duty(land: Land, found: Any, place: Place, number: str, owner: int) -> Duty:
    """Waiting rows wait; what was due before the day of publication begins before the start."""
    printed = ROWS[number]
    row = Row(
        number=number,
        executors=frozenset(printed.executors or ()),
        owner=owner,
        visit=printed.kind is Kind.VISIT,
        slot=printed.kind is Kind.DOCUMENT,
        waiting=printed.scope is Scope.WAITING,
        medk="МЭДК" in printed.text,
    )
    early = found.due_on is not None and found.due_on < land.clock().date()
    first = State.WAITING if row.waiting else State.BEFORE_START if early else State.PLANNED
    return Duty(row, place, found.due_on, first)


async def _all(session: AsyncSession, table: Any) -> list[Any]:
    return list((await session.execute(select(table_of(table)))).all())
