"""Assignments, fetched only as far as the actor reaches."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.domain.access import Actor
from models.domain.plan import Kind
from models.domain.refusals import OutOfReach
from models.queries.people import within
from models.tables import Assignment, Document, HelpRequest, Person, RoadMap, School, StateChange, Task, Territory


@dataclass(frozen=True, slots=True)
class Found:
    """An assignment with the row, the unit and the place it belongs to; `owner_id` is the territory of the map."""

    assignment: Assignment
    task: Task
    territory: Territory
    school: School | None
    owner_id: int

    @property
    def is_visit(self) -> bool:
        return self.task.kind is Kind.VISIT and self.school is not None

    @property
    def takes_document(self) -> bool:
        """Executed by sending its document. A territory's document is only evidence."""
        return self.task.needs_document and self.school is not None

    @property
    def unit(self) -> str:
        return self.school.name if self.school else self.territory.name


def _rows(reach: ColumnElement[bool]) -> Select[Assignment, Task, Territory, School, int]:
    return (
        select(Assignment, Task, Territory, School, RoadMap.territory_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(RoadMap, RoadMap.id == Task.roadmap_id)
        .join(Territory, Territory.id == Assignment.territory_id)
        .outerjoin(School, School.id == Assignment.school_id)
        .where(reach, Assignment.withdrawn_at.is_(None))
    )


# Statements for one assignment stand on the hottest path: they are built once, since building cost more than asking.
@cache
def _one_within_reach() -> Select[Assignment, Task, Territory, School, int]:
    reach = or_(
        Assignment.territory_id.in_(bindparam("territories", expanding=True)),
        Assignment.school_id.in_(bindparam("schools", expanding=True)),
    )
    return _rows(reach).where(Assignment.id == bindparam("assignment_id"))


@cache
def _last_change() -> Select[StateChange, str]:
    return (
        select(StateChange, Person.name)
        .join(Person, Person.id == StateChange.person_id)
        .where(StateChange.assignment_id == bindparam("assignment_id"))
        .order_by(StateChange.id.desc())
        .limit(1)
    )


@cache
def _standing_documents() -> Select[Document]:
    later = aliased(Document)
    return (
        select(Document)
        .outerjoin(later, and_(later.assignment_id == Document.assignment_id, later.version > Document.version))
        .where(Document.assignment_id.in_(bindparam("assignment_ids", expanding=True)), later.id.is_(None))
    )


@cache
def _open_help() -> Select[int]:
    return select(HelpRequest.assignment_id).where(
        HelpRequest.assignment_id.in_(bindparam("assignment_ids", expanding=True)), HelpRequest.closed_at.is_(None)
    )


def _found(row: Row[Assignment, Task, Territory, School, int]) -> Found:
    assignment, task, territory, school, owner_id = row
    return Found(assignment, task, territory, school, owner_id)


async def assignment_for(session: AsyncSession, actor: Actor, assignment_id: int) -> Found:
    """One assignment within reach.

    Raises:
        OutOfReach: another's, withdrawn, or none at all.
    """
    places = {"territories": list(actor.coordinates), "schools": list(actor.schools)}
    row = (await session.execute(_one_within_reach(), places | {"assignment_id": assignment_id})).first()
    if row is None:
        raise OutOfReach
    return _found(row)


async def assignments_where(session: AsyncSession, actor: Actor, *conditions: ColumnElement[bool]) -> list[Found]:
    """All within reach that meet the conditions, the earliest due first; days unknown come last."""
    statement = (
        _rows(within(actor, Assignment.territory_id, Assignment.school_id))
        .where(*conditions)
        .order_by(Assignment.due_on.is_(None), Assignment.due_on, Task.position, Assignment.school_id, Assignment.id)
    )
    return [_found(row) for row in (await session.execute(statement)).all()]


async def last_change(session: AsyncSession, assignment_id: int) -> tuple[StateChange, str] | None:
    """The newest entry of an assignment's journal with the name of who made it; undone ones count too."""
    row = (await session.execute(_last_change(), {"assignment_id": assignment_id})).first()
    return (row[0], row[1]) if row else None


async def standing_documents(session: AsyncSession, assignment_ids: Sequence[int]) -> dict[int, Document]:
    """The newest version of each assignment's document."""
    rows = await session.scalars(_standing_documents(), {"assignment_ids": assignment_ids})
    return {document.assignment_id: document for document in rows}


async def open_help(session: AsyncSession, assignment_ids: Sequence[int]) -> set[int]:
    """Those of the assignments for which help was asked and nobody has closed the request."""
    rows = await session.scalars(_open_help(), {"assignment_ids": assignment_ids})
    return set(rows)


async def change_for(session: AsyncSession, actor: Actor, change_id: int) -> tuple[Found, StateChange]:
    """A journal's entry with its assignment, within reach.

    Raises:
        OutOfReach: another's, or none at all.
    """
    change = await session.get(StateChange, change_id)
    if change is None:
        raise OutOfReach
    return await assignment_for(session, actor, change.assignment_id), change


async def open_help_of(session: AsyncSession, actor: Actor, assignment_id: int) -> HelpRequest | None:
    """The request for help that stands open for an assignment within reach."""
    await assignment_for(session, actor, assignment_id)
    return await session.scalar(
        select(HelpRequest).where(HelpRequest.assignment_id == assignment_id, HelpRequest.closed_at.is_(None))
    )


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
