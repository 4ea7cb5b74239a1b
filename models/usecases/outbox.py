"""What may happen to news on its way out: it is claimed, and settled as sent, waiting again, dropped or dead."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from models.cards.outbox import (
    Dead,
    Dropped,
    InDoubt,
    Later,
    Moved,
    OutboxCard,
    Outcome,
    Sent,
    Unreachable,
    Unreadable,
)
from models.domain.access import Role
from models.domain.calendar import COUNTRY, Calendars
from models.domain.hours import Wake
from models.domain.moments import local_day, local_moment
from models.domain.notices import DIGESTS, MessageOutdated, Notice, unpack, wake_of_kind
from models.domain.outbox import DropReason, Lane, OutboxState
from models.queries import outbox as rows
from models.queries.outbox import Claimed, Holder, Recipient
from models.work import Work

# How often a row may leave without an answer before it is given up.
DOUBTS = 2
# Answers get lost in swarms: the second try comes when the trouble has likely passed.
DOUBT_PAUSE = timedelta(seconds=30)
# Messages for one person on one day, whatever their kinds: a guard against our own faults.
MOST_A_DAY = 10
A_DAY = timedelta(days=1)


async def claim_due(work: Work, limit: int, lease: timedelta, calendars: Calendars = COUNTRY) -> tuple[OutboxCard, ...]:
    """The next rows to send, at most `limit` and one a person, now in the caller's hands for as long as the lease.

    Lanes go first, then age. A person's rows keep their order: none is claimed while another one of that person is in
    hand, or an older one waits after a failure. Rows of a lapsed lease come back first, counted as in doubt.

    What comes outside a person's hours waits for them; `calendars` say who rests when.

    What can't be sent is dropped here with its reason: expired, an address that was lost, a role that was lost (its
    present holders are told instead, once), an absence (the substitute is told instead), a day that had enough, or
    nobody to write to. Who has no account or has not agreed yet is not waited for: on joining a person sees how things
    stand, and a heap of old news would only hide it.

    Nothing comes back only when nothing can be claimed now.
    """
    while True:
        async with work:
            await rows.lapse(work.connection, work.now())
            claimed = await rows.claim(work.connection, work.now(), work.now() + lease, limit)
            cards = await _sort_out(work, claimed, calendars)
            await work.commit()
        if cards or not claimed:
            return cards


async def _sort_out(work: Work, claimed: Sequence[Claimed], calendars: Calendars) -> tuple[OutboxCard, ...]:
    """The cards of the rows that can be sent; the others are closed, or wait for their hour."""
    if not claimed:
        return ()
    people = {row.person_id for row in claimed}
    recipients = await rows.recipients_of(work.connection, people, work.now())
    busy = {one.person_id for one in recipients.values() if one.sent_lately >= MOST_A_DAY}
    sent = await rows.sent_since(work.session, busy, work.now() - A_DAY) if busy else {}
    in_a_role = [row.id for row in claimed if row.role is not None]
    holders = await rows.holders_for(work.session, in_a_role) if in_a_role else {}
    cards = []
    for row in claimed:
        recipient = recipients.get(row.person_id)
        reason = _obstacle(work, row, recipient, holders.get(row.id))
        if reason is None and recipient is not None:
            reason = _spare(work, row, recipient, sent.get(row.person_id, []))
        opens_at = _opens_at(work, row, recipient, calendars)
        if reason is None and row.expires_at is not None and row.expires_at <= opens_at:
            reason = DropReason.EXPIRED
        if reason is not None:
            await rows.close(work.session, row.id, OutboxState.DROPPED, reason, work.now())
        elif opens_at > work.now():
            await rows.defer(work.session, row.id, opens_at)
        else:
            assert recipient is not None
            cards.append(_card(row, recipient))
    return tuple(cards)


def _obstacle(
    work: Work, row: Claimed, recipient: Recipient | None, holders: Sequence[Holder] | None
) -> DropReason | None:
    if row.expires_at is not None and row.expires_at <= work.now():
        return DropReason.EXPIRED
    if holders is not None and row.person_id not in (holding := _holding(holders, work.now())):
        _hand_on(work, row, holding)
        return DropReason.ROLE_LOST
    if recipient is None:
        return DropReason.NO_ACCOUNT
    return DropReason.UNREACHABLE if recipient.lost else None


def _spare(work: Work, row: Claimed, recipient: Recipient, sent: Sequence[datetime]) -> DropReason | None:
    """Who is away is spared all, and everybody what exceeds a day's measure; a silent change is nobody's burden."""
    if row.kind == MessageOutdated.__name__:
        return None
    if recipient.away:
        # A letter or list of one's own is for nobody else: a substitute's says all that they answer for.
        if recipient.substitute_id is not None and row.kind not in DIGESTS:
            _hand_on(work, row, {recipient.substitute_id})
        return DropReason.ABSENT
    midnight = local_moment(local_day(work.now(), recipient.zone), time(), recipient.zone)
    full = sum(moment >= midnight for moment in sent) >= MOST_A_DAY
    return DropReason.CAPPED if full and wake_of_kind(row.kind) is not Wake.ANY else None


def _opens_at(work: Work, row: Claimed, recipient: Recipient | None, calendars: Calendars) -> datetime:
    """When the person may be sent it: now, or at the hour they can be written to again."""
    if recipient is None:
        return work.now()
    calendar = calendars.at(recipient.above, recipient.place)
    return recipient.hours.next_open(work.now(), recipient.zone, calendar, wake_of_kind(row.kind))


def _holding(holders: Sequence[Holder], now: datetime) -> set[int]:
    return {holder.person_id for holder in holders if holder.holds(local_day(now, holder.zone))}


def _hand_on(work: Work, row: Claimed, heirs: set[int]) -> None:
    """Tell those who answer for it now; what can't be read can't be told."""
    notice = _notice(row)
    for heir in sorted(heirs) if not isinstance(notice, Unreadable) else ():
        work.tell(
            heir,
            notice,
            once=row.once,
            role=_role(row),
            territory_id=row.territory_id,
            school_id=row.school_id,
            expires_at=row.expires_at,
        )


def _card(row: Claimed, recipient: Recipient) -> OutboxCard:
    return OutboxCard(
        id=row.id,
        person_id=row.person_id,
        chat_id=recipient.chat_id,
        platform=recipient.platform,
        notice=_notice(row),
        role=_role(row),
        territory_id=row.territory_id,
        school_id=row.school_id,
        lane=Lane(row.lane),
        attempts=row.attempts,
        in_doubt=row.in_doubt,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )


def _role(row: Claimed) -> Role | None:
    return Role(row.role) if row.role is not None else None


def _notice(row: Claimed) -> Notice:
    try:
        return unpack(row.kind, row.body)
    except (KeyError, TypeError, ValueError):
        return Unreadable(row.kind)


async def settle(work: Work, row_id: int, outcome: Outcome) -> None:
    """What became of a claimed row; see `settle_all`."""
    await settle_all(work, [(row_id, outcome)])


async def settle_all(work: Work, settled: Iterable[tuple[int, Outcome]]) -> None:
    """What became of claimed rows, with one commit. A row that somebody settled before is left as it is.

    InDoubt lets the row go once more, and ends it the second time. Unreachable marks the account and drops all that
    waits for the person. Moved changes the address and leaves the row in hand.
    """
    async with work:
        for row_id, outcome in settled:
            await _settle(work, row_id, outcome)
        await work.commit()


async def _settle(work: Work, row_id: int, outcome: Outcome) -> None:
    session, now = work.session, work.now()
    match outcome:
        case Sent(chat_id, message_id):
            await rows.mark_sent(work.connection, row_id, chat_id, message_id, now)
        case Later(until):
            await rows.put_back(session, row_id, until)
        case InDoubt():
            await _doubt(work, row_id)
        case Dropped(reason):
            await rows.close(session, row_id, OutboxState.DROPPED, reason, now)
        case Dead(incident):
            await rows.close(session, row_id, OutboxState.DEAD, incident, now)
        case _:
            await _change_address(work, row_id, outcome)


async def _doubt(work: Work, row_id: int) -> None:
    doubts = await rows.count_doubt(work.session, row_id)
    if doubts >= DOUBTS:
        await rows.close(work.session, row_id, OutboxState.DROPPED, DropReason.IN_DOUBT, work.now())
    else:
        await rows.put_back(work.session, row_id, work.now() + DOUBT_PAUSE)


async def _change_address(work: Work, row_id: int, outcome: Unreachable | Moved) -> None:
    account = await rows.account_behind(work.session, row_id)
    if account is None:
        await rows.close(work.session, row_id, OutboxState.DROPPED, DropReason.NO_ACCOUNT, work.now())
    elif isinstance(outcome, Moved):
        await rows.move(work.session, account, outcome.chat_id)
    else:
        account.lose(outcome.reason, work.now())
        await rows.close_all_of(work.session, account.person_id, DropReason.UNREACHABLE, work.now())


async def take_back(work: Work) -> int:
    """An earlier life of the only sender left rows in hand: they wait again, counted as in doubt. How many."""
    async with work:
        count = await rows.take_back(work.session)
        await work.commit()
    return count


async def next_due(work: Work) -> datetime | None:
    """When something may become claimable that is not so now; None when nothing waits for its hour."""
    async with work.reading() as session:
        return await rows.next_moment(session, work.now())
