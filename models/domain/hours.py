"""When a person may be written to: working hours of working days, under what each has chosen for themselves."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.domain.calendar import WorkCalendar
from models.domain.moments import local_moment, monday_of

AHEAD = (1, 3)
"""How many working days before its due day a task is named."""
STALE_AFTER = timedelta(days=2)
"""A letter of the week that could not go for so long is stale."""


class Subject(StrEnum):
    """What a person may do without: planned news alone, never a fact that waits for their word."""

    LETTER = "letter"
    DAY = "day"
    VISITS = "visits"
    WEBINARS = "webinars"


class Wake(StrEnum):
    """How far a piece of news respects people's rest."""

    WORKING = "working"
    """Within the person's hours of a working day."""
    AWAKE = "awake"
    """Within the person's hours of any day: the event itself is on that day."""
    ANY = "any"
    """At any hour: the event is now, or the message makes no sound."""


@dataclass(frozen=True, slots=True)
class Hours:
    """A person's own times; these are what holds until they choose. `zone` stands above their territory's."""

    letter_weekday: int = 0
    digest_hour: time = time(9)
    day_begins: time = time(8)
    day_ends: time = time(20)
    muted: frozenset[Subject] = frozenset()
    zone: str | None = None

    def next_open(self, now: datetime, zone: str, calendar: WorkCalendar, wake: Wake = Wake.WORKING) -> datetime:
        """`now` where the person may be written to, otherwise the next moment at which they may."""
        if wake is Wake.ANY:
            return now
        local = now.astimezone(ZoneInfo(zone))
        day, hour = local.date(), local.time()
        fits = wake is Wake.AWAKE or calendar.is_working(day)
        if fits and self.day_begins <= hour < self.day_ends:
            return now
        if not fits or hour >= self.day_ends:
            day += timedelta(days=1)
        day = day if wake is Wake.AWAKE else calendar.working_from(day)
        return local_moment(day, self.day_begins, zone)


USUAL = Hours()


def letter_day(monday: date, weekday: int, calendar: WorkCalendar) -> date | None:
    """The day a letter of that week comes on: the chosen weekday or the next working day; None in a week of rest."""
    day = calendar.working_from(monday + timedelta(days=weekday))
    return day if monday_of(day) == monday else None


def due_in(today: date, steps: int, calendar: WorkCalendar) -> tuple[date, date]:
    """The due days, first and last, that lie so many working days ahead; days off after the last one count with it."""
    first = calendar.shifted(today, steps)
    return first, calendar.shifted(first, 1) - timedelta(days=1)


def days_named(today: date, calendar: WorkCalendar) -> list[tuple[date, date]]:
    """The due days, first and last, that the list of a day names: the newly late ones, today, and those ahead."""
    return [late_since_last(today, calendar), (today, today), *(due_in(today, steps, calendar) for steps in AHEAD)]


def late_since_last(today: date, calendar: WorkCalendar) -> tuple[date, date]:
    """The due days, first and last, that became overdue after the last working day's morning."""
    return calendar.shifted(today, -1), today - timedelta(days=1)
