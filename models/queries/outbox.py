"""Statements over the outbox. No actor stands behind them: the machine delivers for everybody."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CursorResult,
    Integer,
    ScalarSelect,
    Select,
    String,
    and_,
    bindparam,
    cast,
    exists,
    func,
    or_,
    select,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.sql.dml import ReturningUpdate

from models.domain.access import Actor
from models.domain.hours import USUAL, Hours
from models.domain.moments import local_day
from models.domain.notices import MessageOutdated, VisitsDue
from models.domain.outbox import DropReason, OutboxState
from models.domain.plan import Kind
from models.queries.people import A_DAY, days_around
from models.queries.walls import NOWHERE
from models.tables import (
    Absence,
    Account,
    Appointment,
    Assignment,
    OutboxRow,
    Person,
    Preferences,
    School,
    StateChange,
    Task,
    Territory,
)
from models.tables.base import columns, table_of
from models.tables.dialect import put_ahead

LATELY = timedelta(minutes=15)
"""Changes older than that were looked at before, or no longer surprise anybody."""
WORTH_REDRAWING = timedelta(days=7)
CHOICES = ("letter_weekday", "digest_hour", "day_begins", "day_ends", "muted")
"""What a person chose for themselves, but for their zone."""
OPEN = (OutboxState.WAITING, OutboxState.CLAIMED)


# On the way of every letter: built once, and sent along with the next statement.
_LAPSED = (
    update(table_of(OutboxRow))
    .where(
        columns(OutboxRow).state == OutboxState.CLAIMED,
        columns(OutboxRow).leased_until <= bindparam("lapsed_at", type_=columns(OutboxRow).leased_until.type),
    )
    .values(state=OutboxState.WAITING, in_doubt=columns(OutboxRow).in_doubt + 1, leased_until=None)
)
_SENT = (
    update(table_of(OutboxRow))
    .where(columns(OutboxRow).id == bindparam("row_id"), columns(OutboxRow).state.in_(OPEN))
    .values(
        state=OutboxState.SENT,
        chat_id=bindparam("to_chat"),
        message_id=bindparam("as_message"),
        settled_at=bindparam("at", type_=columns(OutboxRow).settled_at.type),
        leased_until=None,
    )
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a person is reached, and when. `lost` says that the messenger refused the address.

    `place` is the name of the territory they live by, `above` of the one above it; `away` that they are absent now,
    with the substitute, where there is one; `sent_lately` counts the messages of the last 24 hours.
    """

    person_id: int
    platform: str
    chat_id: str
    lost: bool
    hours: Hours
    zone: str
    place: str | None
    above: str | None
    away: bool
    substitute_id: int | None
    sent_lately: int


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds, held or will hold the role a row is addressed to, with the zone its days are counted in."""

    person_id: int
    zone: str
    since_on: date
    until_on: date | None

    def holds(self, today: date) -> bool:
        return self.since_on <= today and (self.until_on is None or today <= self.until_on)


async def take_back(session: AsyncSession) -> int:
    """Rows whose sender did not come back wait again, in doubt: it may have sent them before it died. How many."""
    left = OutboxRow.state == OutboxState.CLAIMED
    return await _change(session, left, state=OutboxState.WAITING, in_doubt=OutboxRow.in_doubt + 1, leased_until=None)


async def lapse(connection: AsyncConnection, now: datetime) -> None:
    """The same for rows whose lease has lapsed, where nobody waits to hear how many."""
    await put_ahead(connection, _LAPSED, {"lapsed_at": now})


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row in somebody's hands, as it was read."""

    id: int
    person_id: int
    kind: str
    body: dict[str, Any]
    once: str
    lane: int
    role: str | None
    territory_id: int | None
    school_id: int | None
    created_at: datetime
    not_before: datetime
    expires_at: datetime | None
    attempts: int
    in_doubt: int


async def claim(connection: AsyncConnection, now: datetime, until: datetime, limit: int) -> list[Claimed]:
    """The first due rows, one a person, by lane and then by age. They are claimed by one statement."""
    rows = await connection.execute(claiming(), {"now": now, "lease": until, "most": limit})
    return sorted((Claimed(*row) for row in rows.all()), key=lambda row: (row.lane, row.not_before, row.id))


@cache
def claiming() -> ReturningUpdate[*tuple[Any, ...]]:
    """The statement that claims `most` rows until `lease` and gives them at once. Built once: it is asked all day."""
    rows, row = table_of(OutboxRow), columns(OutboxRow)
    due, now = rows.alias("due"), bindparam("now", type_=row.not_before.type)
    free = or_(due.c.leased_until.is_(None), due.c.leased_until <= now)
    first = (
        select(due.c.id)
        .where(due.c.state == OutboxState.WAITING, due.c.not_before <= now, free, ~_somebody_before(due.c, now))
        .order_by(due.c.lane, due.c.not_before, due.c.id)
        .limit(bindparam("most", type_=Integer()))
        # Databases without row locks leave this out: there the writer is alone anyway.
        .with_for_update(skip_locked=True)
    )
    return (
        update(rows)
        .where(row.id.in_(first.scalar_subquery()))
        .values(
            state=OutboxState.CLAIMED,
            leased_until=bindparam("lease", type_=row.leased_until.type),
            attempts=row.attempts + 1,
        )
        .returning(*(row[one.name] for one in fields(Claimed)))
    )


def _somebody_before(due: Any, now: BindParameter[datetime]) -> ColumnElement[bool]:
    """The same person has a row in hand, an older one that rests after a failure, or one that is due and goes first."""
    other = table_of(OutboxRow).alias("other").c
    in_hand = other.state == OutboxState.CLAIMED
    resting = and_(other.state == OutboxState.WAITING, other.leased_until > now, other.id < due.id)
    ahead = and_(
        other.state == OutboxState.WAITING,
        other.not_before <= now,
        tuple_(other.lane, other.not_before, other.id) < tuple_(due.lane, due.not_before, due.id),
    )
    return exists().where(other.person_id == due.person_id, other.id != due.id, or_(in_hand, resting, ahead))


async def recipients_of(connection: AsyncConnection, people: Collection[int], now: datetime) -> dict[int, Recipient]:
    """Those of the people who agreed to be written to; an address that is not lost comes before one that is."""
    rows = await connection.execute(_recipients(), {"people": [*people], "a_day_ago": now - A_DAY, **days_around(now)})
    return {row.person_id: _recipient(row, now) for row in rows.all()}


def _sent_lately(person_id: Any) -> ScalarSelect[int]:
    """How many messages the person was sent in the last day; what only changed an older one is not counted."""
    sent = table_of(OutboxRow).alias("sent").c
    return (
        select(func.count(sent.id))
        .where(
            sent.person_id == person_id,
            sent.kind != MessageOutdated.__name__,
            sent.state == OutboxState.SENT,
            sent.settled_at >= bindparam("a_day_ago", type_=sent.settled_at.type),
        )
        .scalar_subquery()
    )


@cache
def _recipients() -> Select[*tuple[Any, ...]]:
    """Built once. Who serves in two places lives by the first; absences are those of some zone's today."""
    account, person, post, school, chosen, absence = (
        columns(table) for table in (Account, Person, Appointment, School, Preferences, Absence)
    )
    people: BindParameter[Any] = bindparam("people", expanding=True)
    first = (
        select(post.person_id, func.min(func.coalesce(post.territory_id, school.territory_id)).label("territory_id"))
        .outerjoin(table_of(School), school.id == post.school_id)
        .where(
            post.person_id.in_(people),
            post.since_on <= bindparam("tomorrow"),
            or_(post.until_on.is_(None), post.until_on >= bindparam("yesterday")),
        )
        .group_by(post.person_id)
        .subquery()
    )
    place, above = table_of(Territory).alias("place"), table_of(Territory).alias("above")
    absent = and_(
        absence.person_id == account.person_id,
        absence.cancelled_at.is_(None),
        absence.since_on <= bindparam("tomorrow"),
        absence.until_on >= bindparam("yesterday"),
    )
    return (
        select(
            account.person_id,
            account.platform,
            account.chat_id,
            account.unreachable_since,
            *(chosen[name] for name in CHOICES),
            chosen.zone.label("chosen_zone"),
            place.c.zone.label("place_zone"),
            place.c.name.label("place"),
            above.c.name.label("above"),
            absence.since_on,
            absence.until_on,
            absence.substitute_id,
            _sent_lately(account.person_id).label("sent_lately"),
        )
        .join(table_of(Person), person.id == account.person_id)
        .outerjoin(table_of(Preferences), chosen.person_id == account.person_id)
        .outerjoin(first, first.c.person_id == account.person_id)
        .outerjoin(place, place.c.id == first.c.territory_id)
        .outerjoin(above, above.c.id == place.c.parent_id)
        .outerjoin(table_of(Absence), absent)
        .where(account.person_id.in_(people), person.consented_at.is_not(None))
        .order_by(account.unreachable_since.is_(None), account.id.desc(), absence.since_on)
    )


def _recipient(row: Any, now: datetime) -> Recipient:
    hours = _hours(row)
    zone = hours.zone or row.place_zone or NOWHERE
    away = row.since_on is not None and row.since_on <= local_day(now, zone) <= row.until_on
    return Recipient(
        person_id=row.person_id,
        platform=row.platform,
        chat_id=row.chat_id,
        lost=row.unreachable_since is not None,
        hours=hours,
        zone=zone,
        place=row.place,
        above=row.above,
        away=away,
        substitute_id=row.substitute_id if away else None,
        sent_lately=row.sent_lately,
    )


def _hours(row: Any) -> Hours:
    if row.letter_weekday is None:
        return USUAL
    return Preferences(zone=row.chosen_zone, **{name: getattr(row, name) for name in CHOICES}).hours


async def sent_since(session: AsyncSession, people: Collection[int], since: datetime) -> dict[int, list[datetime]]:
    """When each of the people was sent something; what only changed an older message is not counted."""
    rows = await session.execute(
        select(OutboxRow.person_id, OutboxRow.settled_at).where(
            OutboxRow.person_id.in_(people),
            OutboxRow.kind != MessageOutdated.__name__,
            OutboxRow.state == OutboxState.SENT,
            OutboxRow.settled_at >= since,
        )
    )
    moments: dict[int, list[datetime]] = {}
    for person_id, settled_at in rows.all():
        assert settled_at is not None
        moments.setdefault(person_id, []).append(settled_at)
    return moments


async def messages_of(session: AsyncSession, kind: str, once: str, *, besides: int) -> list[OutboxRow]:
    """The rows by which that news stands as a message in people's chats, but in that person's."""
    found = await session.scalars(
        select(OutboxRow).where(
            OutboxRow.kind == kind,
            OutboxRow.once == once,
            OutboxRow.state == OutboxState.SENT,
            OutboxRow.message_id.is_not(None),
            OutboxRow.person_id != besides,
        )
    )
    return list(found)


async def may_have_reached(session: AsyncSession, people: Collection[int], kind: str, once: str) -> bool:
    """Whether one of the people was sent that news, is being sent it, or may have been without an answer."""
    on_its_way = or_(OutboxRow.state.in_((OutboxState.SENT, OutboxState.CLAIMED)), OutboxRow.in_doubt > 0)
    theirs = and_(OutboxRow.person_id.in_(people), OutboxRow.kind == kind, OutboxRow.once == once)
    reached = select(OutboxRow.id).where(theirs, on_its_way)
    return await session.scalar(reached.limit(1)) is not None


async def drop_untold(session: AsyncSession, kind: str, once: str, now: datetime) -> int:
    """That news is not told any more where it still waits; how many would have been told.

    A row in a sender's hands is read again before it is sent, so it is left to the sender.
    """
    untold = and_(OutboxRow.kind == kind, OutboxRow.once == once, OutboxRow.state == OutboxState.WAITING)
    return await _change(
        session, untold, state=OutboxState.DROPPED, reason=DropReason.TAKEN_BACK, settled_at=now, leased_until=None
    )


@dataclass(frozen=True, slots=True)
class Outdated:
    """A message that shows an assignment as it was before somebody else's entry in the journal."""

    row_id: int
    person_id: int
    change_id: int

    @property
    def once(self) -> str:
        return f"{self.row_id}/{self.change_id}"


async def outdated_messages(session: AsyncSession, kinds: Collection[str], now: datetime) -> list[Outdated]:
    """Messages of those kinds about work that another person has changed lately, not yet redrawn for it."""
    lately = select(StateChange.id).where(StateChange.entered_at >= now - LATELY).limit(1)
    if await session.scalar(lately) is None:
        # Most of the day nothing has: a database without statistics would look through all that was ever sent.
        return []
    same_unit = or_(
        Appointment.school_id == Assignment.school_id,
        and_(Assignment.school_id.is_(None), Appointment.territory_id == Assignment.territory_id),
    )
    # A coordinator whom the row names too has the school in the day's list of visits.
    visit_listed = and_(
        Task.kind == Kind.VISIT,
        OutboxRow.kind == VisitsDue.__name__,
        OutboxRow.once == cast(Assignment.due_on, String),
    )
    same_place = or_(Appointment.school_id == Assignment.school_id, Appointment.territory_id == Assignment.territory_id)
    rows = await session.execute(
        select(OutboxRow.id, OutboxRow.person_id, func.max(StateChange.id).label("change_id"))
        .select_from(StateChange)
        .join(Assignment, Assignment.id == StateChange.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Appointment, and_(same_place, Appointment.person_id != StateChange.person_id))
        .join(OutboxRow, OutboxRow.person_id == Appointment.person_id)
        .where(
            or_(same_unit, visit_listed),
            StateChange.entered_at >= now - LATELY,
            OutboxRow.kind.in_(kinds),
            OutboxRow.state == OutboxState.SENT,
            OutboxRow.message_id.is_not(None),
            OutboxRow.settled_at >= now - WORTH_REDRAWING,
            OutboxRow.settled_at <= StateChange.entered_at,
        )
        .group_by(OutboxRow.id, OutboxRow.person_id)
        .order_by(OutboxRow.id)
    )
    found = [Outdated(row.id, row.person_id, row.change_id) for row in rows.all()]
    put = await session.scalars(
        select(OutboxRow.once).where(
            OutboxRow.kind == MessageOutdated.__name__,
            OutboxRow.person_id.in_({one.person_id for one in found}),
            OutboxRow.once.in_({one.once for one in found}),
        )
    )
    known = set(put)
    return [one for one in found if one.once not in known]


async def message_of(session: AsyncSession, actor: Actor, row_id: int) -> OutboxRow | None:
    """The row by which a message stands in the actor's own chat."""
    return await session.scalar(
        select(OutboxRow).where(
            OutboxRow.id == row_id, OutboxRow.person_id == actor.person_id, OutboxRow.message_id.is_not(None)
        )
    )


async def defer(session: AsyncSession, row_id: int, until: datetime) -> None:
    """The row waits for its hour, and nothing of the person's waits behind it; it was not tried."""
    values = {"not_before": until, "leased_until": None, "attempts": OutboxRow.attempts - 1}
    await _change(session, _open(row_id), state=OutboxState.WAITING, **values)


async def holders_for(session: AsyncSession, row_ids: Collection[int]) -> dict[int, list[Holder]]:
    """For each row that is addressed to a role: everybody who was ever appointed to it at that very place."""
    same_place = or_(Appointment.territory_id == OutboxRow.territory_id, Appointment.school_id == OutboxRow.school_id)
    rows = await session.execute(
        select(OutboxRow.id, Appointment.person_id, Territory.zone, Appointment.since_on, Appointment.until_on)
        .join(Appointment, and_(Appointment.role == OutboxRow.role, same_place))
        .outerjoin(School, School.id == Appointment.school_id)
        .join(Territory, Territory.id == func.coalesce(Appointment.territory_id, School.territory_id))
        .where(OutboxRow.id.in_(row_ids))
        .order_by(Appointment.person_id)
    )
    found: dict[int, list[Holder]] = {row_id: [] for row_id in row_ids}
    for row_id, person_id, zone, since_on, until_on in rows:
        found[row_id].append(Holder(person_id, zone, since_on, until_on))
    return found


async def account_behind(session: AsyncSession, row_id: int) -> Account | None:
    """The account the row was to be sent to: the one that `recipients_of` names."""
    person = select(OutboxRow.person_id).where(OutboxRow.id == row_id)
    return await session.scalar(
        select(Account)
        .where(Account.person_id == person.scalar_subquery())
        .order_by(Account.unreachable_since.is_not(None), Account.id)
        .limit(1)
    )


async def move(session: AsyncSession, account: Account, chat_id: str) -> None:
    """The account's new address, unless another account has it already."""
    taken = select(Account.id).where(Account.platform == account.platform, Account.chat_id == chat_id)
    if await session.scalar(taken) is None:
        account.chat_id = chat_id


async def close(session: AsyncSession, row_id: int, state: OutboxState, reason: str, at: datetime) -> None:
    """The row is not sent, with the reason."""
    await _change(session, _open(row_id), state=state, reason=reason, settled_at=at, leased_until=None)


async def close_all_of(session: AsyncSession, person_id: int, reason: DropReason, at: datetime) -> None:
    """Whatever waits for that person."""
    theirs = and_(OutboxRow.person_id == person_id, OutboxRow.state.in_(OPEN))
    await _change(session, theirs, state=OutboxState.DROPPED, reason=reason, settled_at=at, leased_until=None)


async def mark_sent(
    connection: AsyncConnection, row_id: int, chat_id: str, message_id: int | None, at: datetime
) -> None:
    """The row is sent, also where its lease lapsed in the meantime."""
    given = {"row_id": row_id, "to_chat": chat_id, "as_message": message_id, "at": at}
    await put_ahead(connection, _SENT, given)


async def put_back(session: AsyncSession, row_id: int, until: datetime) -> None:
    """The row waits again, and nobody claims it until then; its place among the person's rows stays its own."""
    await _change(session, _open(row_id), state=OutboxState.WAITING, leased_until=until)


async def count_doubt(session: AsyncSession, row_id: int) -> int:
    """One doubt more; gives how many there are now, 0 for a row that is settled."""
    doubts = await session.scalar(
        update(OutboxRow)
        .where(_open(row_id))
        .values(in_doubt=OutboxRow.in_doubt + 1)
        .returning(OutboxRow.in_doubt)
        .execution_options(synchronize_session=False)
    )
    return doubts or 0


def _open(row_id: int) -> ColumnElement[bool]:
    return and_(OutboxRow.id == row_id, OutboxRow.state.in_(OPEN))


async def _change(session: AsyncSession, which: ColumnElement[bool], **values: object) -> int:
    changed = await session.execute(
        update(OutboxRow).where(which).values(**values).execution_options(synchronize_session=False)
    )
    assert isinstance(changed, CursorResult)
    return changed.rowcount


async def next_moment(session: AsyncSession, now: datetime) -> datetime | None:
    """When, after `now`, a waiting row falls due, a rest is over, or a lease lapses."""
    due = select(func.min(OutboxRow.not_before).label("at")).where(
        OutboxRow.state == OutboxState.WAITING, OutboxRow.not_before > now
    )
    free = select(func.min(OutboxRow.leased_until)).where(OutboxRow.state.in_(OPEN), OutboxRow.leased_until > now)
    moments = union_all(due, free).subquery()
    soonest: datetime | None = await session.scalar(select(func.min(moments.c.at)))
    return soonest
