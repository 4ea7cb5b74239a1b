"""What is due and not told yet."""

from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.domain.access import CURATOR_EXECUTORS, Role
from models.domain.lifecycles import OPEN_STATES
from models.domain.plan import Kind
from models.queries.people import current
from models.tables import Account, Appointment, Assignment, OutboxRow, School, Task, Territory

LETTER_ROLES = frozenset({Role.DIRECTOR, Role.SCHOOL_COORDINATOR, Role.CURATOR})


async def zones(session: AsyncSession) -> list[str]:
    return list(await session.scalars(select(Territory.zone).distinct().order_by(Territory.zone)))


async def without_letter(session: AsyncSession, zone: str, today: date, kind: str, once: str) -> list[int]:
    """People of that zone who get letters and have not been put this one; who lives by two zones goes by the first."""
    place = func.coalesce(Appointment.territory_id, School.territory_id)
    home = (
        select(Appointment.person_id, func.min(place).label("territory_id"))
        .outerjoin(School, School.id == Appointment.school_id)
        .where(current(today), Appointment.role.in_(LETTER_ROLES))
        .group_by(Appointment.person_id)
        .subquery()
    )
    rows = await session.scalars(
        select(home.c.person_id)
        .join(Territory, Territory.id == home.c.territory_id)
        .join(Account, Account.person_id == home.c.person_id)
        .outerjoin(
            OutboxRow,
            and_(OutboxRow.person_id == home.c.person_id, OutboxRow.kind == kind, OutboxRow.once == once),
        )
        .where(Territory.zone == zone, OutboxRow.id.is_(None))
        .distinct()
        .order_by(home.c.person_id)
    )
    return list(rows)


async def with_visits(session: AsyncSession, zone: str, today: date, kind: str) -> list[int]:
    """Curators of that zone with a visit due today who have not been put the day's list."""
    rows = await session.execute(
        select(Appointment.person_id, Task.executors)
        .join(Assignment, Assignment.school_id == Appointment.school_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Territory, Territory.id == Assignment.territory_id)
        .outerjoin(
            OutboxRow,
            and_(
                OutboxRow.person_id == Appointment.person_id,
                OutboxRow.kind == kind,
                OutboxRow.once == today.isoformat(),
            ),
        )
        .where(
            Territory.zone == zone,
            Appointment.role == Role.CURATOR,
            current(today),
            Task.kind == Kind.VISIT,
            Assignment.due_on == today,
            Assignment.state.in_(OPEN_STATES),
            Assignment.withdrawn_at.is_(None),
            OutboxRow.id.is_(None),
        )
    )
    return sorted({person for person, executors in rows.all() if CURATOR_EXECUTORS & {*executors}})


async def told(session: AsyncSession, kind: str, once: str) -> set[int]:
    """The people who have been put that news."""
    rows = await session.scalars(select(OutboxRow.person_id).where(OutboxRow.kind == kind, OutboxRow.once == once))
    return set(rows)
