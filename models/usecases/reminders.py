"""The clock ticks: what is due and not told yet is put into the outbox.

A tick that runs twice changes nothing, a missed one is caught up.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from models.domain.moments import local_day, local_moment, monday_of
from models.domain.notices import Notice, VisitsDue, WebinarSoon, WebinarTomorrow, WeekBegan
from models.queries.reminders import told, with_visits, without_letter, zones
from models.queries.webinars import invited_to, webinars_until
from models.tables import Webinar
from models.work import Work

LETTER_HOUR = time(9)
LETTER_LASTS = timedelta(days=2)
"""A letter of the week that could not go by Wednesday morning is stale."""
VISITS_HOUR = time(8, 30)
EVENING = time(20)
EVE_HOUR = time(17)
SOON = timedelta(minutes=15)
"""How long before its beginning a webinar is announced for the last time."""
LATE = timedelta(minutes=10)
"""How long after its beginning the link is still worth sending."""


@dataclass(frozen=True, slots=True)
class Due:
    """News for several people, good until `expires_at`."""

    people: list[int]
    notice: Notice
    once: str
    expires_at: datetime


async def put_due(work: Work) -> int:
    """Put all that is due now; gives how many pieces of news were put."""
    async with work.reading() as session:
        found = [due async for due in _all_due(session, work.now())]
    put = [(person, due) for due in found for person in due.people]
    if not put:
        return 0
    async with work:
        for person, due in put:
            work.tell(person, due.notice, once=due.once, expires_at=due.expires_at)
        await work.commit()
    return len(put)


async def _all_due(session: AsyncSession, now: datetime) -> AsyncIterator[Due]:
    for zone in await zones(session):
        today = local_day(now, zone)
        for due in (await _letters(session, now, zone, today), await _visits(session, now, zone, today)):
            if due is not None:
                yield due
    for webinar in await webinars_until(session, now - LATE, now + timedelta(days=2)):
        for due in (await _eve(session, now, webinar), await _soon(session, now, webinar)):
            if due is not None:
                yield due


async def _letters(session: AsyncSession, now: datetime, zone: str, today: date) -> Due | None:
    monday = monday_of(today)
    begins = local_moment(monday, LETTER_HOUR, zone)
    if not begins <= now < begins + LETTER_LASTS:
        return None
    once = monday.isoformat()
    people = await without_letter(session, zone, today, WeekBegan.__name__, once)
    return Due(people, WeekBegan(monday), once, begins + LETTER_LASTS)


async def _visits(session: AsyncSession, now: datetime, zone: str, today: date) -> Due | None:
    ends = local_moment(today, EVENING, zone)
    if not local_moment(today, VISITS_HOUR, zone) <= now < ends:
        return None
    people = await with_visits(session, zone, today, VisitsDue.__name__)
    return Due(people, VisitsDue(today), today.isoformat(), ends)


async def _eve(session: AsyncSession, now: datetime, webinar: Webinar) -> Due | None:
    eve = local_day(webinar.starts_at, webinar.zone) - timedelta(days=1)
    ends = webinar.starts_at - SOON
    if not local_moment(eve, EVE_HOUR, webinar.zone) <= now < ends:
        return None
    return await _invited(session, now, webinar, WebinarTomorrow(webinar.id, webinar.revision), ends)


async def _soon(session: AsyncSession, now: datetime, webinar: Webinar) -> Due | None:
    ends = webinar.starts_at + LATE
    if not webinar.starts_at - SOON <= now < ends:
        return None
    return await _invited(session, now, webinar, WebinarSoon(webinar.id, webinar.revision), ends)


async def _invited(session: AsyncSession, now: datetime, webinar: Webinar, notice: Notice, ends: datetime) -> Due:
    once = f"{webinar.id}/{webinar.revision}"
    known = await told(session, type(notice).__name__, once)
    people = await invited_to(session, webinar, local_day(now, webinar.zone))
    return Due([person for person in people if person not in known], notice, once, ends)
