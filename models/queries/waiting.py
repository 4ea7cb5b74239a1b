"""Documents that have waited too long: for who judges them, and for the coordinator of who does not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.tasks import SlowCurator, WaitingDocument
from models.domain.access import Actor, Role
from models.domain.lifecycles import Verdict
from models.domain.moments import local_day
from models.domain.waiting import COORDINATORS_REMINDED, CURATORS_REMINDED
from models.queries.people import SCHOOL_PEOPLE, away_on, current
from models.queries.reminders import Asked
from models.queries.walls import Wall
from models.tables import (
    Appointment,
    Assignment,
    Document,
    DocumentDecision,
    Person,
    Preferences,
    School,
    Task,
    Territory,
)

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Judge:
    """Somebody appointed to a school: its curator who is there, or one of its own people."""

    person_id: int
    name: str
    role: Role


def _waits() -> ColumnElement[bool]:
    """The version that stands and that nobody has judged."""
    newer = Document.__table__.alias("newer")
    superseded = select(newer.c.id).where(
        newer.c.assignment_id == Document.assignment_id,
        newer.c.version > Document.version,
        newer.c.verdict != Verdict.WITHDRAWN,
    )
    return and_(
        Document.verdict == Verdict.SENT, Assignment.withdrawn_at.is_(None), ~superseded.correlate(Document).exists()
    )


def _since() -> Any:
    """Since when: a lifted confirmation begins anew."""
    said = select(func.max(DocumentDecision.decided_at)).where(DocumentDecision.document_id == Document.id)
    return func.coalesce(said.correlate(Document).scalar_subquery(), Document.sent_at)


def _last_day(wall: Wall, steps: int) -> date:
    """What began to wait on that day or before has waited for so many working days."""
    return wall.calendar.shifted(wall.today, -steps)


def _through(wall: Wall, day: date) -> datetime:
    return wall.moment(day + A_DAY, time())


async def overdue_documents(
    session: AsyncSession, actor: Actor, wall: Wall
) -> tuple[tuple[WaitingDocument, ...], tuple[SlowCurator, ...]]:
    """What has waited two working days for the actor's own word, and whose curators have let it wait for four."""
    if not actor.curates and not actor.owns:
        return (), ()
    rows = (await session.execute(_overdue(actor, wall))).all()
    if not rows:
        return (), ()
    judges = await _judges_at(session, {row.school_id for row in rows}, wall)
    mine: list[WaitingDocument] = []
    slow: dict[int, SlowCurator] = {}
    for row in rows:
        days = wall.calendar.between(local_day(row.since, row.zone), wall.today)
        able = _able(judges.get(row.school_id, []), row.sent_by_id)
        if actor.person_id in able or (not able and _stands_in(actor, row)):
            mine.append(WaitingDocument(row.id, row.number, row.school, local_day(row.sent_at, row.zone), days))
        elif days >= COORDINATORS_REMINDED and row.territory_id in actor.owns:
            for person_id, name in able.items():
                slow[person_id] = _slower(slow.get(person_id), person_id, name, days)
    return tuple(mine), tuple(sorted(slow.values(), key=lambda one: -one.days))


def _overdue(actor: Actor, wall: Wall) -> Select[*tuple[Any, ...]]:
    since = _since().label("since")
    return (
        select(
            Document.id,
            Document.sent_at,
            Document.sent_by_id,
            Task.number,
            School.id.label("school_id"),
            School.name.label("school"),
            Assignment.territory_id,
            Territory.zone,
            since,
        )
        .join(Assignment, Assignment.id == Document.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(School, School.id == Assignment.school_id)
        .join(Territory, Territory.id == Assignment.territory_id)
        .where(
            _waits(),
            _since() < _through(wall, _last_day(wall, CURATORS_REMINDED)),
            or_(Assignment.school_id.in_(actor.curates), Assignment.territory_id.in_(actor.owns)),
        )
        .order_by(since, Document.id)
    )


async def _judges_at(session: AsyncSession, schools: Collection[int], wall: Wall) -> dict[int | None, list[Judge]]:
    """The curators who are there, and the schools' own people, by school."""
    there = ~away_on(Appointment.person_id, wall.today)
    rows = await session.execute(
        select(Appointment.school_id, Person.id, Person.name, Appointment.role)
        .join(Person, Person.id == Appointment.person_id)
        .where(
            Appointment.school_id.in_(schools),
            current(wall.today),
            or_(and_(Appointment.role == Role.CURATOR, there), Appointment.role.in_(SCHOOL_PEOPLE)),
        )
        .order_by(Person.id)
    )
    found: dict[int | None, list[Judge]] = {}
    for school_id, person_id, name, role in rows.all():
        found.setdefault(school_id, []).append(Judge(person_id, name, role))
    return found


def _able(judges: Collection[Judge], sent_by: int) -> dict[int, str]:
    """The curators who may judge what that person sent, by number with their names."""
    insiders = {one.person_id for one in judges if one.role in SCHOOL_PEOPLE} | {sent_by}
    return {one.person_id: one.name for one in judges if one.role is Role.CURATOR and one.person_id not in insiders}


def _stands_in(actor: Actor, row: Any) -> bool:
    """Without a curator the coordinator judges, but for their own school or document."""
    own_school = row.school_id in actor.directs or row.sent_by_id == actor.person_id
    return row.territory_id in actor.owns and not own_school


def _slower(before: SlowCurator | None, person_id: int, name: str, days: int) -> SlowCurator:
    count = before.count + 1 if before else 1
    return SlowCurator(person_id, name, count, max(days, before.days if before else 0))


async def with_waiting_documents(session: AsyncSession, asked: Asked) -> list[int]:
    """Whom a document has today begun to wait for too long, and who has not been told.

    A coordinator is told a day later too: on the day of their letter no list comes.
    """
    wall = asked.wall
    fresh = _began(wall, CURATORS_REMINDED, CURATORS_REMINDED)
    late = _began(wall, COORDINATORS_REMINDED, COORDINATORS_REMINDED + 1)
    rows = await session.execute(
        select(Assignment.school_id, Assignment.territory_id, Document.sent_by_id, late.label("late"))
        .select_from(Document)
        .join(Assignment, Assignment.id == Document.assignment_id)
        .where(_waits(), Assignment.territory_id.in_(wall.territories), or_(fresh, late))
        .distinct()
    )
    found = rows.all()
    if not found:
        return []
    judges = await _judges_at(session, {row.school_id for row in found}, wall)
    able = {row.school_id: _able(judges.get(row.school_id, []), row.sent_by_id) for row in found}
    schools = {row.school_id for row in found if not row.late}
    territories = {row.territory_id for row in found if row.late or not able[row.school_id]}
    return await _untold(session, asked, schools, territories)


def _began(wall: Wall, first: int, last: int) -> ColumnElement[bool]:
    """It began to wait so many working days ago, from the smaller to the greater number."""
    opens = _through(wall, _last_day(wall, last + 1))
    began: ColumnElement[bool] = and_(_since() >= opens, _since() < _through(wall, _last_day(wall, first)))
    return began


async def _untold(
    session: AsyncSession, asked: Asked, schools: Collection[int], territories: Collection[int]
) -> list[int]:
    wall = asked.wall
    curators = and_(Appointment.role == Role.CURATOR, Appointment.school_id.in_(schools))
    coordinators = and_(Appointment.role == Role.COORDINATOR, Appointment.territory_id.in_(territories))
    people = await session.scalars(
        select(Appointment.person_id)
        .outerjoin(School, School.id == Appointment.school_id)
        .outerjoin(Preferences, Preferences.person_id == Appointment.person_id)
        .where(
            or_(curators, coordinators),
            current(wall.today),
            wall.hangs_at(func.coalesce(Appointment.territory_id, School.territory_id)),
            asked.listens(Appointment.person_id),
            asked.untold(Appointment.person_id),
        )
        .distinct()
        .order_by(Appointment.person_id)
    )
    return list(people)
