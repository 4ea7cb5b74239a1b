"""The periods people name in questions, as a table of forms: «на этой неделе», «до 10 марта», «с 1 по 15 мая».

A new form is a row of FORMS: an example, its pattern, and what to make of the match. The first row that fits wins,
so longer forms stand above shorter ones. A date that does not exist (31 June) is no match: its words stay unread.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from models.asking.question import MonthDay, Rel, Span, Weekday

_MONTH_WORDS = (
    "янв(?:ар[ьяею])?|фев(?:рал[ьяею])?|март[аеу]?|апр(?:ел[ьяею])?|ма[йяею]|июн[ьяею]?|июл[ьяею]?|авг(?:уст[аеу]?)?|"
    "сен(?:т(?:ябр[ьяею])?)?|окт(?:ябр[ьяею])?|ноя(?:бр[ьяею])?|дек(?:абр[ьяею])?"
)
_WEEKDAY_WORDS = r"понедельник\w?|вторник\w?|сред[ауые]|четверг\w?|пятниц[ауые]|суббот[ауые]|воскресень[еяю]"
_MONTHS = _MONTH_WORDS.split("|")
_WEEKDAYS = _WEEKDAY_WORDS.split("|")
_ORDINALS = {"перв": 1, "втор": 2, "трет": 3, "четверт": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}

_SPELLED = (
    "январь января январе февраль февраля феврале март марта марте апрель апреля апреле май мая мае июнь июня июне "
    "июль июля июле август августа августе сентябрь сентября сентябре октябрь октября октябре ноябрь ноября ноябре "
    "декабрь декабря декабре понедельник понедельника понедельнику вторник вторника вторнику среда среду среды среде "
    "четверг четверга четвергу пятница пятницу пятницы пятнице суббота субботу субботы воскресенье воскресенья "
    "сегодня завтра послезавтра вчера неделя неделе неделю недели месяц месяца месяце квартал квартала квартале год "
    "года году этой эту этом этот следующий следующая следующее следующие следующей следующую следующем следующего "
    "следующих прошлый прошлая прошлой прошлую прошлом ближайший ближайшая ближайшее ближайшие ближайшей ближайшую "
    "ближайших ближайшем конец конца концу конце начало начала началу начале середина середине середину время дней "
    "дни текущий текущем текущей позднее дальше скоро потом"
)
VOCABULARY: frozenset[str] = frozenset(_SPELLED.split())
"""Words a typing slip is put right to."""

_D = r"(?P<{0}d>0?[1-9]|[12]\d|3[01])(?:-?го|-?е)?"
_M = rf"(?P<{{0}}m>{_MONTH_WORDS})\b\.?"
_Y = r"(?:\s*,?\s*(?P<{0}y>20\d\d)\b(?:\s*(?:год[ау]?|г)\b\.?)?)?"
_NUMERIC = r"(?P<{0}d>0?[1-9]|[12]\d|3[01])[./](?P<{0}m>0[1-9]|1[0-2])(?:[./](?P<{0}y>20\d\d|\d\d))?(?![./]?\d)"
_LOOSE = r"(?P<{0}d>0?[1-9]|[12]\d|3[01])[./](?P<{0}m>0?[1-9]|1[0-2])(?:[./](?P<{0}y>20\d\d|\d\d))?(?![./]?\d)"
_Q = (
    r"(?:(?P<q>[1-4]|i|ii|iii|iv)(?:-?(?:й|ый|ий|м|ом|го))?|(?P<qw>перв|втор|трет|четверт)\w*)\s+(?:квартал\w*|кв\b\.?)"
)
_THIS = r"(?:эт\w+|текущ\w+|нынешн\w+)"
_NEXT = r"(?:следующ\w+|след\b\.?|будущ\w+)"
_PAST = r"(?:прошл\w+|прошедш\w+|предыдущ\w+)"
_NEAR = r"ближайш\w+"
_YEAR = r"(?:год[ау]?|г\.?)"

Made = Span | None


@dataclass(frozen=True, slots=True)
class Form:
    """One way of naming a period: an example, the pattern of folded text, and the span it makes."""

    example: str
    pattern: str
    make: Callable[[re.Match[str]], Made]


def _relative(rel: Rel) -> Callable[[re.Match[str]], Made]:
    return lambda _: Span(rel=rel)


def _day(found: re.Match[str]) -> Made:
    day = _read_day(found, "")
    if isinstance(day, date):
        return Span(start=day, end=day)
    return None if day is None else Span(md=day)


def _from_to(found: re.Match[str]) -> Made:
    """Make a range of two days; the second's month and year serve for the first where that has none."""
    return _range(_read_day(found, "a"), _read_day(found, "b"))


def _range(start: date | MonthDay | None, end: date | MonthDay | None) -> Made:
    if start is None or end is None:
        return None
    if isinstance(start, MonthDay) and isinstance(end, date):
        start = _real(end.year - (start > MonthDay(end.month, end.day)), start.month, start.day)
    if isinstance(end, MonthDay) and isinstance(start, date):
        end = _real(start.year + (end < MonthDay(start.month, start.day)), end.month, end.day)
    if start is None or end is None or (isinstance(start, date) and isinstance(end, date) and start > end):
        return None
    return Span(start=start, end=end)


def _month(found: re.Match[str]) -> Made:
    month, year = _month_number(found["m"]), found["y"]
    if year is None:
        return Span(month=month)
    return Span(start=date(int(year), month, 1), end=_last_day(month, int(year)))


def _months(found: re.Match[str]) -> Made:
    first, last = _month_number(found["am"]), _month_number(found["bm"])
    if found["y"] is None:
        return Span(start=MonthDay(first, 1), end=_last_day(last, None))
    return _range(MonthDay(first, 1), _last_day(last, int(found["y"])))


def _quarter(found: re.Match[str]) -> Made:
    said = found["q"] or found["qw"]
    quarter = _ORDINALS.get(said) or int(said)
    if found["y"] is None:
        return Span(quarter=quarter)
    year = int(found["y"])
    return Span(start=date(year, 3 * quarter - 2, 1), end=_last_day(3 * quarter, year))


def _third(first: int, last: int) -> Callable[[re.Match[str]], Made]:
    """Make a third of a month, its days `first` to `last`; 0 is the month's last."""

    def make(found: re.Match[str]) -> Made:
        month = _month_number(found["m"])
        end = MonthDay(month, last) if last else _last_day(month, None)
        return Span(start=MonthDay(month, first), end=end)

    return make


def _month_begins(found: re.Match[str]) -> Made:
    return Span(md=MonthDay(_month_number(found["m"]), 1))


def _month_ends(found: re.Match[str]) -> Made:
    month, year = _month_number(found["m"]), found["y"]
    last = _last_day(month, int(year) if year else None)
    return Span(md=last) if isinstance(last, MonthDay) else Span(start=last, end=last)


def _year(found: re.Match[str]) -> Made:
    year = int(found["y"])
    return Span(start=date(year, 1, 1), end=date(year, 12, 31))


def _weekday(found: re.Match[str]) -> Made:
    names = enumerate(_WEEKDAYS)
    return Span(weekday=list(Weekday)[next(at for at, name in names if re.fullmatch(name, found["w"]))])


def _until(make: Callable[[re.Match[str]], Made]) -> Callable[[re.Match[str]], Made]:
    def until(found: re.Match[str]) -> Made:
        span = make(found)
        return span and replace(span, rel=Rel.UNTIL)

    return until


def _before_month(found: re.Match[str]) -> Made:
    """«До мая» ends with April."""
    last = _last_day((_month_number(found["m"]) - 2) % 12 + 1, None)
    return Span(rel=Rel.UNTIL, md=last) if isinstance(last, MonthDay) else None


_PLAIN_DAY = rf"\b{_D.format('')}\s+{_M.format('')}{_Y.format('')}"
_BY = r"\b(?:до|к|ко|не позднее|не позже|по)\s+"
_WEEKDAY = rf"(?P<w>{_WEEKDAY_WORDS})\b"
_MONTH_Y = _M.format("") + _Y.format("")

FORMS: tuple[Form, ...] = (
    # from … to
    Form(
        "с 1 по 15 марта",
        rf"\b(?:с\s+)?{_D.format('a')}\s*(?:по|до|-)\s*{_D.format('b')}\s+{_M.format('b')}{_Y.format('b')}",
        _from_to,
    ),
    Form(
        "с 1 марта по 15 апреля",
        rf"\bс\s+{_D.format('a')}\s+{_M.format('a')}{_Y.format('a')}\s*(?:по|до|-)\s*{_D.format('b')}\s+{_M.format('b')}{_Y.format('b')}",
        _from_to,
    ),
    Form(
        "с 01.03 по 15.04",
        rf"\b(?:с\s+)?{_NUMERIC.format('a')}\s*(?:по|до|-)\s*{_NUMERIC.format('b')}",
        _from_to,
    ),
    Form("с марта по май", rf"\b(?:с\s+)?{_M.format('a')}\s*(?:по|до|-)\s*{_M.format('b')}{_Y.format('')}", _months),
    # the ends of a period
    Form("до конца недели", r"\b(?:до|на|к)\s+кон[ец]\w*\s+(?:этой\s+)?недели", _relative(Rel.THIS_WEEK)),
    Form("до конца месяца", r"\b(?:до|на|к|в)\s+кон[ец]\w*\s+(?:этого\s+)?месяца", _relative(Rel.REST_OF_MONTH)),
    Form("до конца квартала", r"\b(?:до|на|к|в)\s+кон[ец]\w*\s+(?:этого\s+)?квартала", _relative(Rel.THIS_QUARTER)),
    Form("до конца года", r"\b(?:до|на|к|в)\s+кон[ец]\w*\s+(?:этого\s+)?года", _relative(Rel.THIS_YEAR)),
    Form("до конца мая", rf"\b(?:до|к)\s+кон[ец]\w*\s+{_MONTH_Y}", _until(_month_ends)),
    Form("на конец мая", rf"\b(?:на|за)\s+кон[ец]\w*\s+{_MONTH_Y}", _month_ends),
    Form("на начало мая", rf"\b(?:на|к)\s+начал\w\s+{_M.format('')}", _month_begins),
    Form("в начале мая", rf"\b(?:в\s+)?начал\w\s+{_M.format('')}", _third(1, 10)),
    Form("в середине мая", rf"\b(?:в\s+)?середин\w\s+{_M.format('')}", _third(11, 20)),
    Form("в конце мая", rf"\b(?:в\s+)?кон[ец]\w*\s+{_M.format('')}", _third(21, 0)),
    # until
    Form("до 10 марта", rf"{_BY}{_D.format('')}\s+{_M.format('')}{_Y.format('')}", _until(_day)),
    Form("до 10.03", rf"\b(?:до|к|не позднее)\s+{_LOOSE.format('')}", _until(_day)),
    Form("по 10.03", rf"\bпо\s+{_NUMERIC.format('')}", _until(_day)),
    Form("к пятнице", rf"\b(?:до|к|ко)\s+{_WEEKDAY}", _until(_weekday)),
    Form("до мая", rf"\b(?:до|к)\s+{_M.format('')}(?!\w)", _before_month),
    # days
    Form("21 июня", _PLAIN_DAY, _day),
    Form("на 1.6", rf"\bна\s+{_LOOSE.format('')}", _day),
    Form("21.06", rf"\b{_NUMERIC.format('')}", _day),
    Form("2027-06-21", r"\b(?P<y>20\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])\b", _day),
    # quarters, months, years
    Form("во втором квартале", rf"\b{_Q}{_Y.format('')}", _quarter),
    Form("в апреле", rf"\b{_MONTH_Y}", _month),
    Form("за 2027 год", rf"\b(?P<y>20\d\d)\s*{_YEAR}", _year),
    # days and weeks by their distance
    Form("послезавтра", r"\bпослезавтра\b", _relative(Rel.AFTER_TOMORROW)),
    Form("сегодня", r"\b(?:сегодня(?:шн\w+(?:\s+день)?)?|на данный момент|на текущий момент)\b", _relative(Rel.TODAY)),
    Form("завтра", r"\bзавтра(?:шн\w+(?:\s+день)?)?\b", _relative(Rel.TOMORROW)),
    Form("вчера", r"\bвчера(?:шн\w+(?:\s+день)?)?\b", _relative(Rel.YESTERDAY)),
    Form("на следующей неделе", rf"\b{_NEXT}\s+недел\w+", _relative(Rel.NEXT_WEEK)),
    Form("на прошлой неделе", rf"\b{_PAST}\s+недел\w+", _relative(Rel.LAST_WEEK)),
    Form("на этой неделе", rf"\b(?:{_THIS}\s+)?недел[еюяи]\b", _relative(Rel.THIS_WEEK)),
    Form("в следующем месяце", rf"\b{_NEXT}\s+месяц\w*", _relative(Rel.NEXT_MONTH)),
    Form("в прошлом месяце", rf"\b{_PAST}\s+месяц\w*", _relative(Rel.LAST_MONTH)),
    Form("в этом месяце", rf"\b(?:{_THIS}\s+)?месяц[еа]?\b", _relative(Rel.THIS_MONTH)),
    Form("в следующем квартале", rf"\b{_NEXT}\s+квартал\w*", _relative(Rel.NEXT_QUARTER)),
    Form("в этом квартале", rf"\b(?:{_THIS}\s+)?квартал[е]?\b", _relative(Rel.THIS_QUARTER)),
    Form("в этом году", rf"\b(?:{_THIS}\s+)год\w?\b", _relative(Rel.THIS_YEAR)),
    Form("за год", r"\b(?:за|на)\s+(?:весь\s+)?год\b", _relative(Rel.THIS_YEAR)),
    Form("в пятницу", rf"\b(?:{_THIS}\s+|{_NEAR}\s+)?{_WEEKDAY}", _weekday),
    # what comes next
    Form(
        "в ближайшее время",
        r"\b(?:в\s+)?ближайш(?:ее\s+врем\w+|(?:ие|их|ей|ую|ем)(?:\s+(?:дн\w+|недел\w+))?)\b",
        _relative(Rel.UPCOMING),
    ),
    Form("ближайший", rf"\b{_NEAR}\b", _relative(Rel.NEXT)),
    Form("следующие", r"\bследующ(?:ие|их)\b", _relative(Rel.UPCOMING)),
    Form("следующий", r"\bследующ\w+\b", _relative(Rel.NEXT)),
    Form("скоро", r"\b(?:скоро|дальше|потом|впереди)\b", _relative(Rel.UPCOMING)),
)

GAP = " / "
"""Stands where words were taken out, so that their neighbours do not become neighbours of each other."""


def take_period(text: str) -> tuple[Span | None, str]:
    """Find the first period a folded text names; give it and the text without its words."""
    for pattern, make in _compiled():
        for found in pattern.finditer(text):
            span = make(found)
            if span is not None:
                return span, text[: found.start()] + GAP + text[found.end() :]
    return None, text


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Made]], ...]:
    return tuple((re.compile(form.pattern), form.make) for form in FORMS)


def _read_day(found: re.Match[str], side: str) -> date | MonthDay | None:
    groups = found.groupdict()
    day = int(groups[f"{side}d"])
    month = _month_number(groups.get(f"{side}m") or groups["bm"])
    year = groups.get(f"{side}y")
    if year is None:
        return MonthDay(month, day) if _real(2024, month, day) else None
    return _real(int(year) if len(year) > 2 else 2000 + int(year), month, day)


def _month_number(said: str) -> int:
    if said.isdecimal():
        return int(said)
    return next(at for at, pattern in enumerate(_MONTHS, start=1) if re.fullmatch(pattern, said))


def _last_day(month: int, year: int | None) -> date | MonthDay:
    """Give a month's last day; without a year February has 28."""
    for day in (31, 30, 29, 28):
        real = _real(year or 2023, month, day)
        if real:
            return real if year else MonthDay(month, day)
    raise ValueError(f"no month {month}")


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
