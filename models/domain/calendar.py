"""Working days of Russia: the production calendar with its moved days, under what a region or a late decree says."""

from collections.abc import Iterator
from dataclasses import dataclass
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


def _days(first: date, step: timedelta) -> Iterator[date]:
    day = first
    while True:
        yield day
        day += step
