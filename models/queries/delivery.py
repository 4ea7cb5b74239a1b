"""What became of the news: how much was planned, sent, and not delivered, and why."""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.cards.delivery import DeliveryCard, Undelivered, UnreachableCard
from models.domain.access import Actor, Role
from models.domain.outbox import DropReason, OutboxState
from models.queries.people import current
from models.tables import Account, Appointment, OutboxRow, Person, School, Territory

FAILINGS = frozenset({DropReason.UNREACHABLE, DropReason.IN_DOUBT, DropReason.EXPIRED})
"""Reasons for which somebody did not get what they should have; by the others all is as it should be."""
SHOWN = 20
"""How many people a report names."""


def _failed() -> ColumnElement[bool]:
    dropped = and_(OutboxRow.state == OutboxState.DROPPED, OutboxRow.reason.in_(FAILINGS))
    return or_(dropped, OutboxRow.state == OutboxState.DEAD)


def _between(since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(OutboxRow.created_at >= since, OutboxRow.created_at < until)


def _place_of(post: type[Appointment]) -> ColumnElement[int | None]:
    return func.coalesce(post.territory_id, School.territory_id)


async def coordinators_of_failures(
    session: AsyncSession, territories: Collection[int], today: date, since: datetime, until: datetime
) -> list[int]:
    """The coordinators of those territories to whose people, or people below, something was not delivered."""
    lead, place = aliased(Appointment), aliased(Territory)
    found = await session.scalars(
        select(lead.person_id)
        .select_from(OutboxRow)
        .join(Appointment, Appointment.person_id == OutboxRow.person_id)
        .outerjoin(School, School.id == Appointment.school_id)
        .join(place, place.id == _place_of(Appointment))
        .join(lead, or_(lead.territory_id == place.id, lead.territory_id == place.parent_id))
        .where(
            _between(since, until),
            _failed(),
            current(today),
            lead.role == Role.COORDINATOR,
            lead.since_on <= today,
            or_(lead.until_on.is_(None), lead.until_on >= today),
            lead.territory_id.in_(territories),
        )
        .distinct()
    )
    return sorted(found)


def _theirs(actor: Actor, today: date) -> Select[int]:
    """The people who serve in the territories the actor coordinates."""
    return (
        select(Appointment.person_id)
        .outerjoin(School, School.id == Appointment.school_id)
        .where(current(today), _place_of(Appointment).in_(actor.coordinates))
    )


async def delivery_card(
    session: AsyncSession, actor: Actor, today: date, since: datetime, until: datetime
) -> DeliveryCard:
    """What was planned for the actor's people between two moments, and what became of it."""
    rows = await session.execute(
        select(OutboxRow.state, OutboxRow.reason, OutboxRow.person_id, Person.name)
        .join(Person, Person.id == OutboxRow.person_id)
        .where(_between(since, until), OutboxRow.person_id.in_(_theirs(actor, today)))
        .order_by(Person.name, OutboxRow.id)
    )
    states: Counter[OutboxState] = Counter()
    failed: Counter[tuple[str, DropReason | None]] = Counter()
    for row in rows.all():
        states[row.state] += 1
        if row.state is OutboxState.DEAD:
            failed[row.name, None] += 1
        elif row.state is OutboxState.DROPPED and row.reason in FAILINGS:
            failed[row.name, DropReason(row.reason)] += 1
    undelivered = tuple(Undelivered(name, reason, count) for (name, reason), count in failed.items())
    return DeliveryCard(
        planned=states.total(),
        sent=states[OutboxState.SENT],
        waiting=states[OutboxState.WAITING] + states[OutboxState.CLAIMED],
        not_needed=states[OutboxState.DROPPED] + states[OutboxState.DEAD] - failed.total(),
        undelivered=undelivered,
    )


async def unreachable_people(session: AsyncSession, actor: Actor, today: date) -> tuple[UnreachableCard, ...]:
    """Who of the actor's people can't be written to, since when, and what the messenger says of it."""
    other = aliased(Account)
    reachable = select(other.id).where(other.person_id == Account.person_id, other.unreachable_since.is_(None))
    rows = await session.execute(
        select(Person.name, Account.unreachable_since.label("since"), Account.unreachable_reason.label("reason"))
        .join(Person, Person.id == Account.person_id)
        .where(
            Account.unreachable_since.is_not(None),
            ~reachable.exists(),
            Account.person_id.in_(_theirs(actor, today)),
        )
        .order_by(Person.name)
    )
    return tuple(UnreachableCard(row.name, row.since, row.reason) for row in rows.all())
