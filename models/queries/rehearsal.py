"""What a rehearsal changes in its copy before it begins, and whom and what it finds there.

No actor stands behind most of these: they run on a copy that nobody else ever sees.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.rehearsal import Span
from models.domain.access import Actor, Role
from models.domain.outbox import OutboxState
from models.tables import (
    Account,
    Appointment,
    Assignment,
    Invitation,
    InvitedSchool,
    OutboxRow,
    Participation,
    Person,
    RoadMap,
    School,
    Task,
    Territory,
    Webinar,
)
from models.tables.base import columns, table_of


async def unsay_since(session: AsyncSession, since: datetime) -> None:
    """What was put after that moment is not said yet; what is in the real sender's hands is."""
    await session.execute(delete(OutboxRow).where(OutboxRow.created_at > since))
    said = update(OutboxRow).where(OutboxRow.state == OutboxState.CLAIMED)
    await session.execute(said.values(state=OutboxState.SENT, leased_until=None, settled_at=since))


async def open_all_doors(session: AsyncSession, platform: str, at: datetime) -> None:
    """Everybody who is appointed has agreed, and can be reached."""
    await session.execute(update(Person).where(Person.consented_at.is_(None)).values(consented_at=at))
    await session.execute(update(Account).values(unreachable_since=None, unreachable_reason=None))
    homeless = await session.scalars(
        select(Appointment.person_id).distinct().where(~exists().where(Account.person_id == Appointment.person_id))
    )
    session.add_all(Account(person_id=one, platform=platform, chat_id=f"rehearsal {one}") for one in homeless)
    await session.flush()


async def unopened_invitations(session: AsyncSession) -> list[tuple[Invitation, list[int]]]:
    """The personal links nobody has opened, the newest first, each with its schools."""
    found = list(
        await session.scalars(select(Invitation).where(Invitation.used_at.is_(None)).order_by(Invitation.id.desc()))
    )
    schools: dict[int, list[int]] = {}
    for one in await session.scalars(select(InvitedSchool).order_by(InvitedSchool.school_id)):
        schools.setdefault(one.invitation_id, []).append(one.school_id)
    return [(one, schools.get(one.id, [])) for one in found]


async def posts_held(session: AsyncSession, today: date) -> set[tuple[Role, int | None, int | None, str]]:
    """Who holds what now or later: role, territory, school, and the name."""
    rows = await session.execute(
        select(Appointment.role, Appointment.territory_id, Appointment.school_id, Person.name)
        .join(Person, Person.id == Appointment.person_id)
        .where(_not_over(today))
    )
    return {(row.role, row.territory_id, row.school_id, row.name) for row in rows}


async def schools_without_director(session: AsyncSession, today: date) -> list[int]:
    """Those that stand in the list of participants, and that nobody directs or will."""
    directed = exists().where(
        Appointment.school_id == Participation.school_id, Appointment.role == Role.DIRECTOR, _not_over(today)
    )
    rows = await session.scalars(
        select(Participation.school_id)
        .where(
            Participation.roadmap_id.is_(None),
            or_(Participation.until_on.is_(None), Participation.until_on >= today),
            ~directed,
        )
        .order_by(Participation.school_id)
    )
    return list(rows)


def _not_over(today: date) -> Any:
    return or_(Appointment.until_on.is_(None), Appointment.until_on >= today)


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody with a post from that day on; `within` says that all their posts are within reach."""

    person_id: int
    since_on: date
    within: bool


async def people_of(session: AsyncSession, today: date, actor: Actor | None) -> list[Expected]:
    """Everybody with a post, now or later, within the actor's territories, or anywhere."""
    rows = await session.execute(
        select(
            Appointment.person_id,
            Appointment.since_on,
            func.coalesce(Appointment.territory_id, School.territory_id).label("place"),
        )
        .outerjoin(School, School.id == Appointment.school_id)
        .where(_not_over(today))
        .order_by(Appointment.person_id)
    )
    posts: dict[int, list[tuple[date, int]]] = {}
    for row in rows:
        posts.setdefault(row.person_id, []).append((row.since_on, row.place))
    return [
        Expected(person_id, min(since for since, _ in theirs), actor is None or places <= actor.coordinates)
        for person_id, theirs in posts.items()
        if (places := {place for _, place in theirs}) and (actor is None or places & actor.coordinates)
    ]


async def plan_span(session: AsyncSession, actor: Actor | None) -> Span | None:
    """From the first publication of the running maps to their last due day; None where nothing runs."""
    wanted = (
        select(func.min(RoadMap.published_at), func.max(Assignment.due_on))
        .join(Task, Task.roadmap_id == RoadMap.id)
        .join(Assignment, Assignment.task_id == Task.id)
        .where(RoadMap.archived.is_(False), Assignment.withdrawn_at.is_(None))
    )
    if actor is not None:
        wanted = wanted.where(Assignment.territory_id.in_(actor.coordinates))
    published_at, last_due_on = (await session.execute(wanted)).one()
    return Span(published_at.date(), last_due_on) if last_due_on else None


async def webinar_moments(session: AsyncSession, since: datetime) -> list[datetime]:
    """When the webinars begin that are still ahead at that moment."""
    rows = await session.scalars(
        select(Webinar.starts_at).where(Webinar.starts_at >= since, Webinar.cancelled_at.is_(None)).distinct()
    )
    return sorted(rows)


async def zones_of_places(session: AsyncSession) -> list[str]:
    return list(await session.scalars(select(Territory.zone).distinct().order_by(Territory.zone)))


async def mark_all_sent(session: AsyncSession, sent: Sequence[tuple[int, str]], at: datetime) -> None:
    """All of these rows, each with the chat it went to, are sent."""
    row = columns(OutboxRow)
    statement = (
        update(table_of(OutboxRow))
        .where(row.id == bindparam("which"))
        .values(state=OutboxState.SENT, settled_at=at, leased_until=None, chat_id=bindparam("to"), message_id=row.id)
    )
    connection = await session.connection()
    await connection.execute(statement, [{"which": row_id, "to": chat_id} for row_id, chat_id in sent])
