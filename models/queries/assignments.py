"""Assignments, fetched only as far as the actor reaches."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.tasks import DocumentBrief
from models.domain.access import Actor, Role
from models.domain.lifecycles import State, Verdict
from models.domain.plan import Kind
from models.domain.refusals import OutOfReach
from models.queries.people import within
from models.tables import (
    Assignment,
    Document,
    HelpRequest,
    NotHeldRequest,
    Person,
    RoadMap,
    School,
    StateChange,
    Task,
    Territory,
)
from models.tables.base import Rows, columns, table_of


@dataclass(frozen=True, slots=True)
class Found:
    """An assignment as it was read, with the row, the unit and the place it belongs to.

    `place` is the name of its territory, `owner_id` the territory of the map; the zone is the territory's.
    """

    id: int
    territory_id: int
    school_id: int | None
    start_on: date | None
    due_on: date | None
    label: str | None
    state: State
    done_on: date | None
    number: str
    text: str
    timing: str
    kind: Kind
    executors: list[str]
    needs_document: bool
    place: str
    zone: str
    school: str | None
    owner_id: int
    task_id: int
    help_open: bool
    in_medk: bool
    medk_on: date | None
    not_held_open: bool
    section: str | None

    @property
    def is_visit(self) -> bool:
        return self.kind is Kind.VISIT and self.school_id is not None

    @property
    def takes_document(self) -> bool:
        """Executed by sending its document. A territory's document is only evidence."""
        return self.needs_document and self.school_id is not None

    @property
    def unit(self) -> str:
        return self.school or self.place


@cache
def _rows() -> Select[*tuple[Any, ...]]:
    """The columns of `Found` in its order. Plain columns: on the hottest path entities cost more than the database."""
    one, task, place, school = (columns(table) for table in (Assignment, Task, Territory, School))
    roadmap, call, plea = columns(RoadMap), columns(HelpRequest), columns(NotHeldRequest)
    return (
        select(
            one.id,
            one.territory_id,
            one.school_id,
            one.start_on,
            one.due_on,
            one.label,
            one.state,
            one.done_on,
            task.number,
            task.text,
            task.timing_raw,
            task.kind,
            task.executors,
            task.needs_document,
            place.name,
            place.zone,
            school.name,
            roadmap.territory_id,
            task.id,
            exists().where(call.assignment_id == one.id, call.closed_at.is_(None)),
            task.in_medk,
            one.medk_on,
            exists().where(plea.assignment_id == one.id, plea.closed_at.is_(None), plea.accepted.is_(None)),
            task.section,
        )
        .join(table_of(Task), task.id == one.task_id)
        .join(table_of(RoadMap), roadmap.id == task.roadmap_id)
        .join(table_of(Territory), place.id == one.territory_id)
        .outerjoin(table_of(School), school.id == one.school_id)
        .where(one.withdrawn_at.is_(None))
    )


# Statements for one assignment stand on the hottest path: they are built once, since building cost more than asking.
@cache
def _one() -> Select[*tuple[Any, ...]]:
    return _rows().where(columns(Assignment).id == bindparam("assignment_id"))


@dataclass(frozen=True, slots=True)
class LastChange:
    """The newest entry of an assignment's journal with the name of who made it."""

    id: int
    person_id: int
    person: str
    on_behalf: Role | None
    entered_at: datetime
    undoes_id: int | None
    comment: str | None


@cache
def _last_change() -> Select[*tuple[Any, ...]]:
    change, person = columns(StateChange), columns(Person)
    return (
        select(
            change.id,
            change.person_id,
            person.name,
            change.on_behalf,
            change.entered_at,
            change.undoes_id,
            change.comment,
        )
        .join(table_of(Person), person.id == change.person_id)
        .where(change.assignment_id == bindparam("assignment_id"))
        .order_by(change.id.desc())
        .limit(1)
    )


@cache
def _standing_documents() -> Select[*tuple[Any, ...]]:
    one = columns(Document)
    later = table_of(Document).alias("later")
    return (
        select(
            one.assignment_id,
            one.id,
            one.version,
            one.verdict,
            one.remark,
            one.remark_text,
            one.words,
            one.sent_at,
            one.decided_at,
        )
        .select_from(table_of(Document))
        .outerjoin(
            later,
            and_(
                later.c.assignment_id == one.assignment_id,
                later.c.version > one.version,
                later.c.verdict != Verdict.WITHDRAWN,
            ),
        )
        .where(
            one.assignment_id.in_(bindparam("assignment_ids", expanding=True)),
            one.verdict != Verdict.WITHDRAWN,
            later.c.id.is_(None),
        )
    )


async def assignment_for(session: Rows, actor: Actor, assignment_id: int) -> Found:
    """One assignment within reach.

    Raises:
        OutOfReach: another's, withdrawn, or none at all.
    """
    row = (await session.execute(_one(), {"assignment_id": assignment_id})).first()
    found = _found(row) if row is not None else None
    if found is None or not actor.reaches(found.territory_id, found.school_id):
        raise OutOfReach
    return found


def _found(row: Row[*tuple[Any, ...]]) -> Found:
    return Found(*row)


async def assignments_where(session: AsyncSession, actor: Actor, *conditions: ColumnElement[bool]) -> list[Found]:
    """All within reach that meet the conditions, the earliest due first; days unknown come last."""
    statement = (
        _rows()
        .where(within(actor, Assignment.territory_id, Assignment.school_id), *conditions)
        .order_by(Assignment.due_on.is_(None), Assignment.due_on, Task.position, Assignment.school_id, Assignment.id)
    )
    return [_found(row) for row in (await session.execute(statement)).all()]


async def assignments_asked(
    session: Rows, actors: Collection[Actor], statement: Select[*tuple[Any, ...]], values: dict[str, Any]
) -> list[Found]:
    """What a statement that was built once by `in_reach` gives within the reach of any of the actors."""
    reach = {
        "coordinates": list({territory for actor in actors for territory in actor.coordinates}),
        "schools": list({school for actor in actors for school in actor.schools}),
    }
    return [_found(row) for row in (await session.execute(statement, values | reach)).all()]


def in_reach(*conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The statement of `assignments_where`, to be built once and asked by `assignments_asked`."""
    one, task = columns(Assignment), columns(Task)
    within_reach = or_(
        one.territory_id.in_(bindparam("coordinates", expanding=True)),
        one.school_id.in_(bindparam("schools", expanding=True)),
    )
    return (
        _rows()
        .where(within_reach, *conditions)
        .order_by(one.due_on.is_(None), one.due_on, task.position, one.school_id, one.id)
    )


async def last_change(session: Rows, assignment_id: int) -> LastChange | None:
    """The newest entry; ones that were undone count too."""
    row = (await session.execute(_last_change(), {"assignment_id": assignment_id})).first()
    return LastChange(*row) if row is not None else None


async def standing_documents(session: Rows, assignment_ids: Sequence[int]) -> dict[int, DocumentBrief]:
    """The newest version of each assignment's document; one that was withdrawn is none."""
    rows = await session.execute(_standing_documents(), {"assignment_ids": assignment_ids})
    return {assignment_id: DocumentBrief(*brief) for assignment_id, *brief in rows}


async def change_for(session: AsyncSession, actor: Actor, change_id: int) -> tuple[Found, StateChange]:
    """A journal's entry with its assignment, within reach.

    Raises:
        OutOfReach: another's, or none at all.
    """
    change = await session.get(StateChange, change_id)
    if change is None:
        raise OutOfReach
    return await assignment_for(session, actor, change.assignment_id), change


async def newest_change(session: AsyncSession, assignment_id: int) -> StateChange:
    """The newest entry of a journal that has one.

    Raises:
        sqlalchemy.exc.NoResultFound: nothing was ever entered.
    """
    return (
        await session.scalars(
            select(StateChange)
            .where(StateChange.assignment_id == assignment_id)
            .order_by(StateChange.id.desc())
            .limit(1)
        )
    ).one()
