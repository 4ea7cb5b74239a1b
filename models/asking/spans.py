"""From a period's name to its days.

Weeks run from Monday to Sunday. A day, month or quarter without a year is taken in the year that brings it nearest to
`today` (the future wins a tie); where `within` gives the road map's first and last day, a year that puts it inside
them goes before nearness, so that «в апреле» asked in November of a calendar-year map is this year's April.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from models.asking.question import MonthDay, Rel, Span, Weekday

Days = tuple[date, date]

UPCOMING_DAYS = 14
"""How far «ближайшие» looks, today included."""

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)


def resolve(span: Span, today: date, within: Days | None = None) -> Days:
    """Give the first and last day meant, both inclusive; «до …» starts today, or on its last day where that is past.

    Raises:
        ValueError: the span names nothing.
    """
    if span.rel is Rel.UNTIL:
        last = resolve(replace(span, rel=None), today, within)[1]
        return min(today, last), last
    if span.rel is not None:
        return _RELATIVE[span.rel](today)
    if span.weekday is not None:
        return _coming(span.weekday, today)
    if isinstance(span.start, date) and isinstance(span.end, date):
        return span.start, span.end
    return _nearest(span, today, within)


def _nearest(span: Span, today: date, within: Days | None) -> Days:
    candidates = [_in_year(span, year) for year in range(max(today.year - 2, 1), min(today.year + 2, 9998) + 1)]
    return min(candidates, key=lambda days: (not _inside(days, within), _distance(days, today), -days[0].toordinal()))


def _in_year(span: Span, year: int) -> Days:
    match span:
        case Span(md=MonthDay() as day):
            return day.in_year(year), day.in_year(year)
        case Span(month=int() as month):
            return _months(year, month, month)
        case Span(quarter=int() as quarter):
            return _months(year, 3 * quarter - 2, 3 * quarter)
        case Span(start=MonthDay() as start, end=MonthDay() as end):
            return start.in_year(year), end.in_year(year if start <= end else year + 1)
    raise ValueError("a span that names no period")


def _inside(days: Days, within: Days | None) -> bool:
    return within is not None and days[0] <= within[1] and within[0] <= days[1]


def _distance(days: Days, today: date) -> int:
    if days[0] <= today <= days[1]:
        return 0
    return min(abs((days[0] - today).days), abs((days[1] - today).days))


def _months(year: int, first: int, last: int) -> Days:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _coming(weekday: Weekday, today: date) -> Days:
    ahead = (list(Weekday).index(weekday) - today.weekday()) % 7
    day = today + ahead * _DAY
    return day, day


def _week(day: date) -> Days:
    monday = day - day.weekday() * _DAY
    return monday, monday + 6 * _DAY


def _month(day: date) -> Days:
    return _months(day.year, day.month, day.month)


def _quarter(day: date) -> Days:
    first = (day.month - 1) // 3 * 3 + 1
    return _months(day.year, first, first + 2)


def _day(day: date) -> Days:
    return day, day


def _upcoming(today: date) -> Days:
    return today, today + (UPCOMING_DAYS - 1) * _DAY


def _open_ahead(today: date) -> Days:
    """«Следующий» has no last day: a year ahead is as far as a road map goes."""
    return today, today + 365 * _DAY


_RELATIVE: Mapping[Rel, Callable[[date], Days]] = MappingProxyType(
    {
        Rel.TODAY: _day,
        Rel.TOMORROW: lambda today: _day(today + _DAY),
        Rel.AFTER_TOMORROW: lambda today: _day(today + 2 * _DAY),
        Rel.YESTERDAY: lambda today: _day(today - _DAY),
        Rel.THIS_WEEK: _week,
        Rel.NEXT_WEEK: lambda today: _week(today + _WEEK),
        Rel.LAST_WEEK: lambda today: _week(today - _WEEK),
        Rel.THIS_MONTH: _month,
        Rel.REST_OF_MONTH: lambda today: (today, _month(today)[1]),
        Rel.NEXT_MONTH: lambda today: _month(_month(today)[1] + _DAY),
        Rel.LAST_MONTH: lambda today: _month(_month(today)[0] - _DAY),
        Rel.THIS_QUARTER: _quarter,
        Rel.NEXT_QUARTER: lambda today: _quarter(_quarter(today)[1] + _DAY),
        Rel.THIS_YEAR: lambda today: _months(today.year, 1, 12),
        Rel.UPCOMING: _upcoming,
        Rel.NEXT: _open_ahead,
    }
)
