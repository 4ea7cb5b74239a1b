"""Days on which somebody is away."""

from datetime import date, timedelta
from enum import StrEnum

from models.domain.refusals import AbsencePast


class Ready(StrEnum):
    """Days that are offered ready."""

    TODAY = "today"
    TOMORROW = "tomorrow"
    WEEK = "week"
    FORTNIGHT = "fortnight"


_DAYS = {Ready.TODAY: (0, 1), Ready.TOMORROW: (1, 1), Ready.WEEK: (1, 7), Ready.FORTNIGHT: (1, 14)}
"""In how many days each begins, and how long it lasts."""


def ready_days(ready: Ready, today: date) -> tuple[date, date]:
    """The first and the last of the days, both inclusive."""
    ahead, lasts = _DAYS[ready]
    first = today + timedelta(days=ahead)
    return first, first + timedelta(days=lasts - 1)


def from_today(since: date, until: date, today: date) -> tuple[date, date]:
    """The days that are still to come: nobody acted for the absent person on those that have passed.

    Raises:
        AbsencePast: all of them have.
    """
    if until < today:
        raise AbsencePast(until)
    return max(since, today), until
