"""Working days of Russia: the production calendar with its moved days, under what a region or a late decree says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import holidays

_DAY = timedelta(days=1)


@lru_cache(maxsize=1)
def _russia() -> holidays.HolidayBase:
    return holidays.country_holidays("RU")


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The country's calendar under what is known here: `days_off` and `working_days` stand above it."""

    days_off: frozenset[date] = frozenset()
    working_days: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        if day in self.working_days:
            return True
        return day not in self.days_off and bool(_russia().is_working_day(day))

    def working_from(self, day: date) -> date:
        """That day if it is a working one, otherwise the next that is."""
        return next(one for one in _days(day, _DAY) if self.is_working(one))

    def shifted(self, day: date, steps: int) -> date:
        """So many working days later, or earlier where `steps` is negative; 0 gives the day itself."""
        towards = _DAY if steps > 0 else -_DAY
        working = (one for one in _days(day + towards, towards) if self.is_working(one))
        for _ in range(abs(steps)):
            day = next(working)
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and with `end`; 0 where `end` is not later."""
        return sum(self.is_working(start + _DAY * step) for step in range(1, (end - start).days + 1))

    def over(self, other: "WorkCalendar") -> "WorkCalendar":
        """This calendar where it says something of a day, the other one elsewhere."""
        return WorkCalendar(
            (other.days_off - self.working_days) | self.days_off,
            (other.working_days - self.days_off) | self.working_days,
        )


@dataclass(frozen=True, slots=True)
class Calendars:
    """The calendar that holds everywhere, and under the name of a region or a municipality what holds there."""

    common: WorkCalendar = field(default_factory=WorkCalendar)
    local: Mapping[str, WorkCalendar] = field(default_factory=dict)

    def at(self, *places: str | None) -> WorkCalendar:
        """The calendar of a place, given from the widest to the narrowest; the narrower one prevails."""
        calendar = self.common
        for place in places:
            if place is not None and place in self.local:
                calendar = self.local[place].over(calendar)
        return calendar


COUNTRY = Calendars()
"""Where nothing is known but the country's own calendar."""


def _days(first: date, step: timedelta) -> Iterator[date]:
    day = first
    while True:
        yield day
        day += step
