"""Days and hours as people type them on a phone: «10.03», «10 марта», «вчера», «12 марта 15:00», «10–17 марта»."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.domain.refusals import DayNotUnderstood, DaysNotUnderstood, MomentNotUnderstood
from models.language.lookalikes import fold

_MONTHS = ("янв", "фев", "мар", "апр", "ма[йя]", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_RELATIVE = {"позавчера": -2, "вчера": -1, "сегодня": 0, "завтра": 1, "послезавтра": 2}

_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_DOTTED = re.compile(r"\b(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2}))?(?![\d:])")
_WORDED = re.compile(r"\b(\d{1,2})\s*(?:-?го\s+)?(" + "|".join(_MONTHS) + r")[а-я]*\.?(?:\s+(\d{4}))?")
_HOUR = re.compile(
    r"(?:\bв\s+)?\b(?P<hour>\d{1,2})\s?[:.\-]\s?(?P<minute>\d{2})\b"
    r"|(?:\bв\s+)?\b(?P<bare>\d{1,2})\s*(?:часов|часа|час|ч)\b\.?(?:\s*(?P<past>\d{1,2})\b(?:\s*мин\w*)?)?"
    r"|\bв\s+(?P<only>\d{1,2})\b(?![./:])"
)
_AFTERNOON = re.compile(r"\b(?:дня|вечера)\b")
_MOSCOW = re.compile(r"\b(?:мск|по москве|по московскому времени)\b")
_ORDER = re.compile(
    r"\b(?:по\s+)?приказ\w*\s*(?:от\s+\S+\s*)?(?:№|N|номер)?\s*(?P<number>\w[\w./-]*)?"
    r"(?:\s*от\s+\d\S*)?",
    re.IGNORECASE,
)
_MONTH = "|".join(_MONTHS)
_ONE_OF_TWO = re.compile(
    r"(?P<iso>\b\d{4}-\d{2}-\d{2}\b)"
    r"|(?P<dotted>\b\d{1,2}[./]\d{1,2}(?:[./](?:\d{4}|\d{2}))?(?!\d))"
    rf"|(?P<worded>\b\d{{1,2}}\s*(?:-?го\s+)?(?:{_MONTH})[а-я]*\.?(?:\s+\d{{4}})?)"
    rf"|(?P<relative>\b(?:{'|'.join(_RELATIVE)})\b)"
    r"|(?P<bare>\b\d{1,2}\b)"
)
_LASTS = re.compile(r"(?:\bна\s+)?\b(?P<count>\d{1,2}|две|три)?\s*(?P<unit>недел|дн|ден|месяц)[а-я]*")
_COUNTS = {"две": 2, "три": 3}
_UP_TO = re.compile(r"\b(?:по|до)\s*$")
_HALF_YEAR = timedelta(days=182)
MOSCOW = "Europe/Moscow"
"""The zone that «мск» after an hour means, whatever the place lives by."""


def day_typed(words: str, today: date) -> date:
    """The day that was meant.

    Raises:
        DayNotUnderstood: there is none in the words, or no such day in the calendar.
    """
    found = _day(fold(words), today)
    if found is None:
        raise DayNotUnderstood(words)
    return found


def days_typed(words: str, today: date) -> tuple[date, date]:
    """The first and the last day that were meant, both inclusive: ahead rather than behind, where no year is named.

    One day alone is the only one, unless «до» or «по» stands before it: then it is the last from today on.

    Raises:
        DaysNotUnderstood: there are none in the words, three or more, or the last comes before the first.
    """
    text = _ORDER.sub(" ", fold(words))
    lasts = _LASTS.search(text)
    days = _lasting(text, lasts, today) if lasts else _between(text, today)
    if days is None or days[0] > days[1]:
        raise DaysNotUnderstood(words)
    return days


def _lasting(text: str, lasts: re.Match[str], today: date) -> tuple[date, date] | None:
    """«На неделю с завтра», «с 10.03 на 14 дней»; how long a month is, nobody can tell."""
    found = list(_ONE_OF_TWO.finditer(text[: lasts.start()] + " " + text[lasts.end() :]))
    since = _ahead(found[0][0], today, today) if len(found) == 1 else None
    count = int(_COUNTS.get(lasts["count"], lasts["count"] or 1))
    days = {"недел": 7 * count, "дн": count, "ден": count}.get(lasts["unit"], 0)
    return (since, since + timedelta(days=days - 1)) if since and days else None


def _between(text: str, today: date) -> tuple[date, date] | None:
    found = list(_ONE_OF_TWO.finditer(text))
    if len(found) not in (1, 2):
        return None
    if len(found) == 1:
        only = _ahead(found[0][0], today, today)
        since = today if _UP_TO.search(text[: found[0].start()]) else only
        return (since, only) if since and only else None
    first, second = found[0][0], found[1][0]
    if found[0]["bare"]:
        # «10–17 марта»: the month stands once.
        last = _ahead(second, today, today)
        since = _of_year(last.year, last.month, int(first)) if last else None
        return (since, last) if since and last else None
    since = _ahead(first, today, today)
    last = _ahead(second, today, since) if since else None
    return (since, last) if since and last else None


def _ahead(words: str, today: date, after: date) -> date | None:
    """The day these words name; of several years the one that comes next, give or take a month."""
    if any(word in words for word in _RELATIVE):
        return _day(words, today)
    return _day(words, after + _HALF_YEAR - timedelta(days=30))


def order_typed(words: str) -> str | None:
    """The number of an order that is named among other words, as it was written."""
    found = _ORDER.search(words)
    return found["number"].rstrip(".-/") if found and found["number"] else None


def moment_typed(words: str, now: datetime, zone: str) -> datetime:
    """The day and the hour that were meant, in that zone; without a day it is today.

    Raises:
        MomentNotUnderstood: no hour in the words, or no such day or hour.
    """
    text = fold(words)
    zone = MOSCOW if _MOSCOW.search(text) else zone
    today = now.astimezone(ZoneInfo(zone)).date()
    day, rest = _day_and_rest(text, today)
    hour = _hour(rest)
    if hour is None or (day is None and _names_a_day(text)):
        raise MomentNotUnderstood(words)
    return datetime.combine(day or today, hour, ZoneInfo(zone))


def _names_a_day(text: str) -> bool:
    return any(pattern.search(text) for pattern in (_ISO, _WORDED))


def _day_and_rest(text: str, today: date) -> tuple[date | None, str]:
    """The day, and the words without it, so that its figures are not taken for an hour."""
    for pattern in (_ISO, _WORDED, _DOTTED):
        found = pattern.search(text)
        if found and _day(found[0], today) is not None:
            return _day(found[0], today), text[: found.start()] + " " + text[found.end() :]
    return _day(text, today), text


def _day(text: str, today: date) -> date | None:
    for word, offset in _RELATIVE.items():
        if re.search(rf"\b{word}\b", text):
            return today + timedelta(days=offset)
    iso = _ISO.search(text)
    if iso:
        return _calendar(int(iso[3]), int(iso[2]), iso[1], today)
    worded = _WORDED.search(text)
    if worded:
        month = next(number for number, stem in enumerate(_MONTHS, start=1) if re.match(stem, worded[2]))
        return _calendar(int(worded[1]), month, worded[3], today)
    dotted = _DOTTED.search(text)
    return _calendar(int(dotted[1]), int(dotted[2]), dotted[3], today) if dotted else None


def _calendar(day: int, month: int, year: str | None, today: date) -> date | None:
    """The day of that year; without a year the nearest one that the calendar has."""
    if year:
        return _of_year(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    near = (_of_year(today.year + step, month, day) for step in range(-4, 5))
    return min((one for one in near if one), key=lambda one: abs(one - today), default=None)


def _of_year(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _hour(text: str) -> time | None:
    found = _HOUR.search(text)
    if not found:
        return None
    hour = int(found["hour"] or found["bare"] or found["only"])
    if _AFTERNOON.search(text) and 1 <= hour < 12:
        hour += 12
    try:
        return time(hour, int(found["minute"] or found["past"] or 0))
    except ValueError:
        return None
