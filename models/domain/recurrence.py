"""A period's occurrences: the days, or the calendar steps, that become assignments."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr

from models.domain.plan import Period

_NAMED_DAY = ("BYDAY", "BYMONTHDAY", "BYSETPOS", "BYYEARDAY")
_DAY = timedelta(days=1)
_TURN = re.compile(r"(?<!\S)(\d+)/(\d+)$")


@dataclass(frozen=True, slots=True)
class Turn:
    """The n-th (from 1) of several times within one step; all of them are due on its last day."""

    nth: int
    of: int

    def __str__(self) -> str:
        return f"{self.nth}/{self.of}"

    @classmethod
    def apart(cls, label: str | None) -> "tuple[str, Turn | None]":
        """Take a kept label apart into the words of the row and the turn behind them."""
        found = _TURN.search(label or "")
        if label is None or found is None:
            return label or "", None
        return label[: found.start()].rstrip(), cls(int(found[1]), int(found[2]))


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One assignment's term: both days inclusive, `index` counts from 0 within its period."""

    index: int
    start: date | None
    due: date
    label: str | None
    turn: Turn | None = None


def occurrences(period: Period) -> tuple[Occurrence, ...]:
    """Give a period's occurrences, first to last; a period without a last day has none.

    A rule with a named day gives its dates. A rule without one gives steps (calendar week, month, quarter …), each
    cut to the period's window and due on its last day there; where something is wanted several times within a step,
    each time is an occurrence. Raises ValueError for a rule outside RFC 5545.
    """
    if period.end is None:
        return ()
    spans = [*_spans(period, period.end)]
    turns = _turns(period)
    found = ((first, last, turn) for first, last in spans for turn in turns)
    return tuple(Occurrence(index, first, last, period.label, turn) for index, (first, last, turn) in enumerate(found))


def _turns(period: Period) -> tuple[Turn | None, ...]:
    if period.times is None or period.times < 2 or (period.rrule is not None and _names_a_day(period.rrule)):
        return (None,)
    return tuple(Turn(nth, period.times) for nth in range(1, period.times + 1))


def _spans(period: Period, end: date) -> Iterable[tuple[date | None, date]]:
    if period.rrule is None:
        return [(period.start, end)]
    start = period.start or date(end.year, 1, 1)
    return (_dates if _names_a_day(period.rrule) else _steps)(period.rrule, start, end)


def _names_a_day(rule: str) -> bool:
    return "FREQ=DAILY" in rule or any(part in rule for part in _NAMED_DAY)


def _dates(rule: str, start: date, end: date) -> Iterator[tuple[date, date]]:
    for moment in rrulestr(rule, dtstart=_midnight(start)).xafter(_midnight(start), inc=True):
        if moment.date() > end:
            return
        yield moment.date(), moment.date()


def _steps(rule: str, start: date, end: date) -> Iterator[tuple[date, date]]:
    """Calendar steps that touch the window: several months are counted from January, years from the window's start."""
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
        # «Раз в год» of a school year is once, though the year turns within it.
        return day
    if length.months:
        return date(day.year, day.month - (day.month - 1) % length.months, 1)
    return day - timedelta(days=day.weekday())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
