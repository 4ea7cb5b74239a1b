"""The clock ticks: what is due and not told yet is put into the outbox.

The question is always what is due and not told, never what was planned for this minute: a tick that runs twice changes
nothing, a missed one is caught up, and what is stale by then is not put at all.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from models.domain.calendar import COUNTRY, Calendars, WorkCalendar
from models.domain.hours import STALE_AFTER, USUAL, Subject, days_named, letter_day
from models.domain.moments import local_day, local_moment, monday_of
from models.domain.notices import (
    DayBegan,
    DeliveryFailed,
    MessageOutdated,
    Notice,
    Nudged,
    VisitsAhead,
    VisitsDue,
    WebinarSoon,
    WebinarTomorrow,
    WeekBegan,
)
from models.queries.delivery import coordinators_of_failures
from models.queries.outbox import outdated_messages
from models.queries.reminders import Asked, muting, told, with_something_due, with_visits, without_letter
from models.queries.waiting import with_waiting_documents
from models.queries.walls import Wall, walls
from models.queries.webinars import invited_to, place_of, webinars_until
from models.tables import Webinar
from models.work import Work

VISITS_HOUR = time(8, 30)
EVE_HOUR = time(17)
EVENING = time(20)
"""What is said of a day is stale by then."""
REPORT_HOUR = time(9, 30)
REDRAWN = tuple(kind.__name__ for kind in (WeekBegan, DayBegan, VisitsDue, Nudged))
"""Messages that show tasks: they are redrawn when a colleague has marked one of them."""
SOON = timedelta(minutes=15)
"""How long before its beginning a webinar is announced for the last time."""
LATE = timedelta(minutes=10)
"""How long after its beginning the link is still worth sending."""
A_DAY = timedelta(days=1)
NOT_TOO_EARLY = timedelta(days=3)
"""How long before its day a webinar is announced for the first time, at the most."""
QUARTER = timedelta(minutes=15)
AT_ONCE = 1_000
"""Pieces of news put with one transaction: between two of them others get their turn at the writer."""


@dataclass(frozen=True, slots=True)
class Due:
    """News for several people, good until `expires_at`."""

    people: Sequence[int]
    notice: Notice
    once: str
    expires_at: datetime


async def put_due(work: Work, calendars: Calendars = COUNTRY, *, since: datetime | None = None) -> int:
    """Put all that is due now; gives how many pieces of news were put. `calendars` say who rests when.

    `since` is the last tick that asked. People's hours are quarters, so within one nothing becomes due by the clock
    alone, and the dear questions about everybody are asked once; without `since` all is asked.
    """
    now = work.now()
    asked_before = since is not None and since <= now and _quarter(since) == _quarter(now)
    async with work.reading() as session:
        found = [due async for due in _by_the_minute(session, calendars, now)]
        if not asked_before:
            found += [due async for due in _by_the_quarter(session, calendars, now)]
    put = [(person_id, due) for due in found for person_id in due.people]
    for start in range(0, len(put), AT_ONCE):
        async with work:
            for person_id, due in put[start : start + AT_ONCE]:
                work.tell(person_id, due.notice, once=due.once, expires_at=due.expires_at)
            await work.commit()
    return len(put)


def _quarter(moment: datetime) -> int:
    return int(moment.timestamp() // QUARTER.total_seconds())


async def _by_the_quarter(session: AsyncSession, calendars: Calendars, now: datetime) -> AsyncIterator[Due]:
    """What comes at an hour of the day."""
    for wall in await walls(session, calendars, now):
        for due in await _of_wall(session, wall):
            if due.people:
                yield due


async def _by_the_minute(session: AsyncSession, calendars: Calendars, now: datetime) -> AsyncIterator[Due]:
    """What follows an event."""
    for one in await outdated_messages(session, REDRAWN, now):
        yield Due([one.person_id], MessageOutdated(one.row_id), one.once, now + A_DAY)
    for webinar in await webinars_until(session, now - LATE, now + NOT_TOO_EARLY + A_DAY):
        calendar = calendars.at(*await place_of(session, webinar))
        for said in (_eve(now, webinar, calendar), _soon(now, webinar)):
            if said is not None and (due := await _invited(session, now, webinar, *said)).people:
                yield due


async def _of_wall(session: AsyncSession, wall: Wall) -> list[Due]:
    letters = await _letters(session, wall)
    lettered = {person_id for due in letters for person_id in due.people}
    days = [await _day(session, wall, lettered)] if wall.works else []
    visits = [await _visits(session, wall), *([await _visits_ahead(session, wall)] if wall.works else [])]
    reports = [await _report(session, wall)] if wall.works else []
    return [due for due in (*visits, *letters, *days, *reports) if due is not None]


async def _letters(session: AsyncSession, wall: Wall) -> list[Due]:
    """Those of today by each one's hour, and those of the days before that did not go."""
    found = []
    for days_ago in range(STALE_AFTER.days + 1):
        day = wall.today - timedelta(days=days_ago)
        monday = monday_of(day)
        weekdays = frozenset(n for n in range(7) if letter_day(monday, n, wall.calendar) == day)
        stale_at = wall.moment(day, USUAL.digest_hour) + STALE_AFTER
        if not weekdays or wall.now >= stale_at or (not days_ago and wall.hour < USUAL.day_begins):
            continue
        once = monday.isoformat()
        asked = Asked(wall, WeekBegan.__name__, once, Subject.LETTER, by_now=not days_ago)
        found.append(Due(await without_letter(session, asked, weekdays), WeekBegan(monday), once, stale_at))
    return found


async def _day(session: AsyncSession, wall: Wall, lettered: set[int]) -> Due | None:
    """The day's list, for whom no letter says the same today."""
    ends = wall.moment(wall.today, EVENING)
    if not wall.moment(wall.today, USUAL.day_begins) <= wall.now < ends:
        return None
    asked = Asked(wall, DayBegan.__name__, wall.today.isoformat(), Subject.DAY, by_now=True, unless=WeekBegan.__name__)
    due = await with_something_due(session, asked, days_named(wall.today, wall.calendar))
    people = sorted({*due, *await with_waiting_documents(session, asked)})
    return Due([one for one in people if one not in lettered], DayBegan(wall.today), asked.once, ends)


async def _visits(session: AsyncSession, wall: Wall) -> Due | None:
    today, ends = wall.today, wall.moment(wall.today, EVENING)
    if not wall.moment(today, VISITS_HOUR) <= wall.now < ends:
        return None
    asked = Asked(wall, VisitsDue.__name__, today.isoformat(), Subject.VISITS)
    return Due(await with_visits(session, asked, [(today, today)]), VisitsDue(today), asked.once, ends)


async def _visits_ahead(session: AsyncSession, wall: Wall) -> Due | None:
    """On the evening of a working day: the visits up to the next one, days off between them included."""
    today, ends = wall.today, wall.moment(wall.today, EVENING)
    if not wall.moment(today, EVE_HOUR) <= wall.now < ends:
        return None
    first, last = today + A_DAY, wall.calendar.shifted(today, 1)
    asked = Asked(wall, VisitsAhead.__name__, today.isoformat(), Subject.VISITS)
    return Due(await with_visits(session, asked, [(first, last)]), VisitsAhead(first, last), asked.once, ends)


async def _report(session: AsyncSession, wall: Wall) -> Due | None:
    """The morning's word on what could not be delivered since the last working morning; no word where all was."""
    today, ends = wall.today, wall.moment(wall.today, EVENING)
    until = wall.moment(today, REPORT_HOUR)
    if not until <= wall.now < ends:
        return None
    since = wall.moment(wall.calendar.shifted(today, -1), REPORT_HOUR)
    once = today.isoformat()
    people = await coordinators_of_failures(session, wall.territories, today, since, until)
    known = await told(session, DeliveryFailed.__name__, once)
    notice = DeliveryFailed(since, until)
    return Due([one for one in people if one not in known], notice, once, ends)


def _eve(now: datetime, webinar: Webinar, calendar: WorkCalendar) -> tuple[Notice, datetime] | None:
    """On the working day before; after a long rest the day before will do, and the news waits for the morning."""
    day = local_day(webinar.starts_at, webinar.zone)
    eve = calendar.shifted(day, -1)
    eve = eve if day - eve <= NOT_TOO_EARLY else day - A_DAY
    ends = webinar.starts_at - SOON
    if not local_moment(eve, EVE_HOUR, webinar.zone) <= now < ends:
        return None
    return WebinarTomorrow(webinar.id, webinar.revision), ends


def _soon(now: datetime, webinar: Webinar) -> tuple[Notice, datetime] | None:
    ends = webinar.starts_at + LATE
    if not webinar.starts_at - SOON <= now < ends:
        return None
    return WebinarSoon(webinar.id, webinar.revision), ends


async def _invited(session: AsyncSession, now: datetime, webinar: Webinar, notice: Notice, ends: datetime) -> Due:
    once = f"{webinar.id}/{webinar.revision}"
    people = await invited_to(session, webinar, local_day(now, webinar.zone))
    spared = await told(session, type(notice).__name__, once) | await muting(session, people, Subject.WEBINARS)
    return Due([person for person in people if person not in spared], notice, once, ends)
