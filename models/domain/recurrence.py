"""A period's occurrences: the days, or the calendar steps, that become assignments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr

from models.domain.plan import Period

_NAMED_DAY = ("BYDAY", "BYMONTHDAY", "BYSETPOS", "BYYEARDAY")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One assignment's term: both days inclusive, `index` counts from 0 within its period."""

    index: int
    start: date | None
    due: date
    label: str | None


def occurrences(period: Period) -> tuple[Occurrence, ...]:
    """Give a period's occurrences, first to last; a period without a last day has none.

    A rule with a named day gives its dates. A rule without one gives steps (calendar week, month, quarter …), each
    cut to the period's window and due on its last day there. Raises ValueError for a rule outside RFC 5545.
    """
    if period.end is None:
        return ()
    if period.rrule is None:
        return (Occurrence(0, period.start, period.end, period.label),)
    start = period.start or date(period.end.year, 1, 1)
    spans = (_dates if _names_a_day(period.rrule) else _steps)(period.rrule, start, period.end)
    return tuple(Occurrence(index, first, last, period.label) for index, (first, last) in enumerate(spans))


def _names_a_day(rule: str) -> bool:
    return "FREQ=DAILY" in rule or any(part in rule for part in _NAMED_DAY)


def _dates(rule: str, start: date, end: date) -> Iterator[tuple[date, date]]:
    for moment in rrulestr(rule, dtstart=_midnight(start)).xafter(_midnight(start), inc=True):
        if moment.date() > end:
            return
        yield moment.date(), moment.date()


def _steps(rule: str, start: date, end: date) -> Iterator[tuple[date, date]]:
    """Calendar steps that touch the window; steps of several months are aligned to January."""
    length = _step(rule)
    first = _step_start(length, start)
    count = 0
    while first + length * count <= end:
        following = first + length * (count + 1)
        yield max(first + length * count, start), min(following - _DAY, end)
        count += 1


def _step(rule: str) -> relativedelta:
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    interval = int(parts.get("INTERVAL", "1"))
    if interval < 1:
        raise ValueError(rule)
    match parts.get("FREQ"):
        case "WEEKLY":
            return relativedelta(weeks=interval)
        case "MONTHLY":
            return relativedelta(months=interval)
        case "YEARLY":
            return relativedelta(years=interval)
    raise ValueError(rule)


def _step_start(length: relativedelta, day: date) -> date:
    if length.years:
        return date(day.year, 1, 1)
    if length.months:
        return date(day.year, day.month - (day.month - 1) % length.months, 1)
    return day - timedelta(days=day.weekday())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
