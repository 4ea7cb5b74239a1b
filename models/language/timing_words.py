"""The words of a timing cell: what each means by itself, before the grammar puts them together."""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import NamedTuple


class Word(StrEnum):
    """The sorts of words that the forms of the grammar are written in.

    `DATE 12.03.2027` · `DAYS 5, 12 и 19 марта` · `MONTH март 2027` · `QUARTER 1 квартал` · `HALF 2 полугодие` ·
    `TENTH 3 декада мая` · `PART первая половина мая` · `YEAR 2027 г.` · `SCHOOL_YEAR 2026/2027 учебный год` ·
    `WEEKDAY четверг` · `NTH второй` · `NUM 27` · `TIMES 2 раза` · `TIME 15:00` · `RHYTHM еженедельно` · `STEP месяц`
    """

    DATE = "DATE"
    DAYS = "DAYS"
    MONTH = "MONTH"
    QUARTER = "QUARTER"
    HALF = "HALF"
    TENTH = "TENTH"
    PART = "PART"
    YEAR = "YEAR"
    SCHOOL_YEAR = "SCHOOL_YEAR"
    SCHOOL_QUARTER = "SCHOOL_QUARTER"
    WEEKDAY = "WEEKDAY"
    NTH = "NTH"
    NUM = "NUM"
    TIMES = "TIMES"
    TIME = "TIME"
    RHYTHM = "RHYTHM"
    STEP = "STEP"
    HOLIDAYS = "HOLIDAYS"
    PLAIN = "PLAIN"
    OTHER = "OTHER"


class Token(NamedTuple):
    """One word with what it says. `values` depend on the sort; where a year is among them, it is the last."""

    word: Word
    text: str
    """As printed."""
    name: str
    """What a form calls it: the sort, or the plain word itself in one spelling."""
    start: int
    end: int
    values: tuple[int, ...] = ()
    year: int | None = None
    dated: bool = False
    """Whether the token belongs to a year, said or unsaid."""
    unsaid: bool = False
    """Whether the year was not printed with the token."""

    def in_year(self, year: int) -> "Token":
        """Return the same token with its year said."""
        return self._replace(year=year, unsaid=True)


_MONTHS = (
    r"янв(?:ар[а-яё]{1,2})?",
    r"фев(?:р(?:ал[а-яё]{1,2})?)?",
    r"мар(?:т[а-я]{0,2})?",
    r"апр(?:ел[а-яё]{1,2})?",
    r"ма[йяюе]|маем",
    r"июн[а-яё]{0,2}",
    r"июл[а-яё]{0,2}",
    r"авг(?:уст[а-я]{0,2})?",
    r"сен(?:т(?:ябр[а-яё]{1,2})?)?",
    r"окт(?:ябр[а-яё]{1,2})?",
    r"ноя(?:б(?:р[а-яё]{1,2})?)?",
    r"дек(?:абр[а-яё]{1,2})?",
)
_MONTH = "(?:" + "|".join(_MONTHS) + r")\b\.?"
_G = r"(?:\s*(?:г\.?\s?г?(?![а-яё])\.?|год[аоуым]{0,2}\b))?"
_Y4 = r"(?:19|20)\d\d"
_AFTER_YEAR = rf"(?:[\s,(]*(?:{_Y4}(?!\d)|\d\d(?=\s*г(?:\b|од)))\)?{_G})?"
_ROMAN = r"IV|I{1,3}|V"
_NTH_WORDS = r"перв[а-я]+|втор[а-я]+|трет[а-я]+|четв[её]рт(?:ый|ого|ом|ой|ую|ая|ое)|пят(?:ый|ого|ая|ую)|последн[а-я]+"
_SMALL = r"один|одного|дв[аеу]х?|три|тр[её]х|четыр[её]х?|пят[ьи]|шест[ьи]"
_COUNT = rf"(?:\d+|{_SMALL})"
_NTH = rf"(?:{_NTH_WORDS}|(?:{_ROMAN}|[1-5])(?:-?(?:ый|ой|ий|ая|ую|ое|ей|го|му|й|я|ю|е|м))?)"

_PATTERNS: tuple[tuple[Word, str], ...] = (
    (Word.SCHOOL_YEAR, rf"{_Y4}\s*[/-]\s*(?:20)?\d\d\s*(?:уч[а-я]*\.?\s*г[а-я]*\.?(?:\s*г\.?)?)"),
    (Word.DATE, rf"{_Y4}-\d\d-\d\d(?!\d)"),
    (
        Word.DAYS,
        rf"\d{{1,2}}(?:\s*(?:,|\bи\b)\s*\d{{1,2}})+(?:\s+{_MONTH}|\.\d{{2}}(?:\.{_Y4})?(?![\d.])){_AFTER_YEAR}",
    ),
    (Word.TIME, r"(?:(?<=в )|(?<=с ))\d{1,2}[:.-](?:00|15|30|45)(?![\d.])(?:\s*(?:ч\b\.?|час[а-я]*))?"),
    (Word.TIME, r"\d{1,2}\s*(?:ч\.?|час[а-я]*)\s*\d\d\s*мин[а-я]*\.?"),
    (Word.TIME, r"(?:[01]?\d|2[0-3])\.(?:00|[2-5]\d)(?![\d.])"),
    (Word.TIME, r"\d{1,2}:\d\d(?!\d)(?:\s*(?:ч\b\.?|час[а-я]*))?|\d{1,2}(?:[.-]\d\d)?\s*(?:ч\b\.?|час(?:ов|а)?\b)"),
    (Word.DATE, rf"\d{{1,2}}\s?[./]\s?\d{{1,2}}\s?[./]\s?(?:{_Y4}|\d\d)(?!\d|[.]\d){_G}"),
    (Word.DATE, rf"\d\d[. ]?\d\d[. ]?{_Y4}(?!\d){_G}"),
    (Word.DATE, r"\d{1,2}\.\d{1,2}\.?(?!\d|[.]\d)"),
    (Word.DATE, rf"\d{{1,2}}(?:-?(?:го|ое|е))?(?:\s*|[.,]){_MONTH}{_AFTER_YEAR}"),
    (Word.TENTH, rf"{_NTH}\s+декад[а-я]+\s+{_MONTH}{_AFTER_YEAR}"),
    (Word.PART, rf"{_NTH}\s+половин[а-я]+\s+{_MONTH}{_AFTER_YEAR}"),
    (Word.QUARTER, rf"{_NTH}\s*(?:кварт(?:ал[а-я]*)?\b|кв\b)\.?{_AFTER_YEAR}"),
    (Word.HALF, rf"{_NTH}\s*(?:полугоди[а-я]+|половин[а-я]+\s+(?:учебного\s+)?года?){_AFTER_YEAR}"),
    (
        Word.SCHOOL_QUARTER,
        rf"(?:(?:{_NTH}|кажд[а-я]+)\s+)?(?:(?:учебн[а-я]+|школьн[а-я]+)\s+)?четверт(?:и|ь|ью|ей|ям|ях)\b",
    ),
    (Word.MONTH, rf"{_MONTH}{_AFTER_YEAR}"),
    (Word.WEEKDAY, r"понедельник[а-я]*|вторник[а-я]*|сред(?:а|у|ы|е|ой|ам)\b|четверг[а-я]*|пятниц[а-я]+"),
    (Word.WEEKDAY, r"суббот[а-я]+|воскресень[а-я]+|(?:пн|вт|ср|чт|пт|сб|вс)\b\.?"),
    (Word.YEAR, rf"{_Y4}(?!\d){_G}"),
    (Word.RHYTHM, r"ежедневн[а-я]*|еженедельн[а-я]*|ежемесячн[а-я]*|ежеквартальн[а-я]*|ежегодн[а-я]*|поквартально"),
    (Word.RHYTHM, r"помесячно|понедельно"),
    (Word.HOLIDAYS, r"(?:(?:осенн|зимн|весенн|летн)[а-я]+\s+)?(?:школьн[а-я]+\s+)?каникул[а-я]*(?:\s+врем[а-я]+)?"),
    (
        Word.STEP,
        r"рабоч[а-я]+\s+дн[а-я]+|рабоч[а-я]+\s+день|день|дн[яейи]{1,2}|недел[а-я]+|месяц[а-я]*|мес\.?(?![а-я])",
    ),
    (Word.STEP, r"квартал[а-я]*|полугоди[а-я]*|полгода|год[ау]?\b"),
    (Word.NTH, rf"(?:{_NTH_WORDS})\b"),
    (Word.TIMES, rf"(?:(?:{_COUNT}\s*(?:-|\bили\b)\s*)?{_COUNT}(?:-?х)?\s*(?:раза?\b|р\.(?=\s*(?:в|за)\b))|раза?\b)"),
    (Word.TIMES, r"(?:однократно|единожды|дважды|двукратно|трижды|тр[её]хкратно|четырежды)\b"),
    (
        Word.NUM,
        rf"\d+(?:-?(?:го|й|я|ю|ое|е|х|ти)\b)?|(?:{_ROMAN})\b|(?:один|одного|дв[аеу]х?|три|тр[её]х|четыре|пять)\b",
    ),
    (Word.PLAIN, r"[а-яё]+(?:-[а-яё]+)*\.?|[-,;:()/+]"),
    (Word.OTHER, r"\S"),
)
_FROM_DIGIT_ALONE = frozenset((Word.SCHOOL_YEAR, Word.DATE, Word.DAYS, Word.TIME, Word.YEAR))
_FROM_DIGIT_TOO = frozenset(
    (Word.TENTH, Word.PART, Word.QUARTER, Word.HALF, Word.SCHOOL_QUARTER, Word.TIMES, Word.NUM, Word.OTHER)
)
_FIRST_LETTERS = {
    Word.TENTH: "пвтч",
    Word.PART: "пвтч",
    Word.QUARTER: "пвтч",
    Word.HALF: "пвтч",
    Word.SCHOOL_QUARTER: "пвтчкуш",
    Word.MONTH: "яфмаисонд",
    Word.WEEKDAY: "пвсч",
    Word.RHYTHM: "еп",
    Word.HOLIDAYS: "озвлшк",
    Word.STEP: "рднмкпг",
    Word.NTH: "пвтч",
    Word.TIMES: "оедтчпшр",
    Word.NUM: "одтчп",
    Word.PLAIN: "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    Word.OTHER: "абвгдежзийклмнопрстуфхцчшщъыьэюя",
}
"""The Russian letters that a sort of words may begin with, so that the others need not be tried."""


def _any_of(sorts: Callable[[Word], bool]) -> re.Pattern[str]:
    patterns = (
        rf"(?P<w{index}>(?:\b|(?<!\w)){pattern})" for index, (word, pattern) in enumerate(_PATTERNS) if sorts(word)
    )
    return re.compile("|".join(patterns), re.IGNORECASE)


def _of_letter(letter: str) -> re.Pattern[str]:
    return _any_of(lambda word: letter in _FIRST_LETTERS.get(word, ""))


_ANY = _any_of(lambda _: True)
"""What begins with neither a digit nor a Russian letter."""
_BEGINNINGS = {
    **dict.fromkeys("0123456789", _any_of(lambda word: word in _FROM_DIGIT_ALONE | _FROM_DIGIT_TOO)),
    **{letter: _of_letter(small) for small in _FIRST_LETTERS[Word.PLAIN] for letter in (small, small.upper())},
}
"""Patterns by the first character: only the sorts that may begin so."""
_MARKS = frozenset("-,;:()/+")

_MONTH_BEGINNINGS = {
    beginning: number
    for number, beginnings in enumerate(
        ("янв", "фев", "мар", "апр", "май мая маю мае", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"), start=1
    )
    for beginning in beginnings.split()
}
_MONTH_NAME = re.compile(_MONTH, re.IGNORECASE)
_INTEGERS = re.compile(r"\d+")
_NTH_STEMS = (("перв", 1), ("втор", 2), ("трет", 3), ("четв", 4), ("пят", 5), ("последн", -1))
_ROMANS = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
_COUNTS = (("од", 1), ("ед", 1), ("дв", 2), ("тр", 3), ("четыр", 4), ("пят", 5), ("шест", 6), ("раз", 1))
_COUNTED = re.compile(_COUNT, re.IGNORECASE)
_WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_WEEKDAY_STEMS = ("понед", "вторн", "сред", "четв", "пятн", "субб", "воскр")
STEP_NAMES = ("рабочий_день", "день", "неделя", "месяц", "квартал", "полугодие", "год")
_STEPS = (
    ("рабоч", 0),
    ("ден", 1),
    ("дн", 1),
    ("недел", 2),
    ("мес", 3),
    ("кварт", 4),
    ("полуг", 5),
    ("полго", 5),
    ("год", 6),
)
_RHYTHMS = (
    ("ежедн", 1),
    ("еженед", 2),
    ("понед", 2),
    ("ежемес", 3),
    ("помес", 3),
    ("ежекв", 4),
    ("покв", 4),
    ("ежег", 6),
)


def words_of(cell: str) -> tuple[Token, ...]:
    """Cut a cell (clean letters, see `lookalikes.see_through`) into its words; nothing is dropped."""
    return tuple(_tokens(cell))


def _tokens(cell: str) -> Iterator[Token]:
    at = 0
    while at < len(cell):
        letter = cell[at]
        if letter == " ":
            at += 1
            continue
        if letter in _MARKS:
            at += 1
            yield Token(Word.PLAIN, letter, letter, at - 1, at)
            continue
        found = _BEGINNINGS.get(letter, _ANY).match(cell, at)
        if found is None:
            at += 1
            continue
        at = found.end()
        assert found.lastgroup is not None
        word, named, read = _SORTS[found.lastgroup]
        text = found.group()
        values, year, dated = read(text)
        yield Token(word, text, named(text, values), found.start(), at, values, year, dated)


Reading = tuple[tuple[int, ...], int | None, bool]


def _nothing(_text: str) -> Reading:
    return (), None, False


Namer = Callable[[str, tuple[int, ...]], str]


def _namer(word: Word) -> Namer:
    """Return what gives a token its name: the sort's own, a step's, or the plain word in one spelling."""
    if word is Word.PLAIN:
        return lambda text, _values: text.lower().replace("ё", "е").rstrip(".")
    if word is Word.STEP:
        return lambda _text, values: STEP_NAMES[values[0]]
    name = word.value
    return lambda _text, _values: name


def _year(text: str) -> int | None:
    """Find the year in what is left of a token: four digits, or two."""
    numbers = _INTEGERS.findall(text)
    if not numbers:
        return None
    last = int(numbers[-1])
    return last + 2000 if last < 100 else last


def _date(text: str) -> Reading:
    name = _MONTH_NAME.search(text)
    if name:
        return (_first_number(text), _month(name.group())), _year(text[name.end() :]), True
    numbers = [int(number) for number in _INTEGERS.findall(text)]
    if len(numbers) == 1 or numbers[0] > 1900 or numbers[-1] > 12_000:
        return _undotted(text, numbers)
    return (numbers[0], numbers[1]), (_year(str(numbers[2])) if len(numbers) > 2 else None), True


def _undotted(text: str, numbers: list[int]) -> Reading:
    if numbers[0] > 1900 and len(numbers) == 3:
        return (numbers[2], numbers[1]), numbers[0], True
    digits = "".join(_INTEGERS.findall(text))
    return (int(digits[:2]), int(digits[2:4])), int(digits[4:8]), True


def _days(text: str) -> Reading:
    name = _MONTH_NAME.search(text)
    if name:
        days = [int(number) for number in _INTEGERS.findall(text[: name.start()])]
        return (_month(name.group()), *days), _year(text[name.end() :]), True
    head, _, tail = text.partition(".")
    numbers = [int(number) for number in _INTEGERS.findall(tail)]
    days = [int(number) for number in _INTEGERS.findall(head)]
    return (numbers[0], *days), (numbers[1] if len(numbers) > 1 else None), True


def _month_alone(text: str) -> Reading:
    name = _MONTH_NAME.search(text)
    assert name is not None
    return (_month(name.group()),), _year(text[name.end() :]), True


def _nth_of_month(text: str) -> Reading:
    name = _MONTH_NAME.search(text)
    assert name is not None
    return (_nth(text), _month(name.group())), _year(text[name.end() :]), True


def _nth_of_year(text: str) -> Reading:
    rest = text.split(maxsplit=1)[-1] if " " in text else text[1:]
    return (_nth(text),), _year(rest), True


def _year_alone(text: str) -> Reading:
    return (), _year(text), True


def _school_year(text: str) -> Reading:
    return (), _first_number(text), False


def _weekday(text: str) -> Reading:
    small = text.lower()
    for day, (short, stem) in enumerate(zip(_WEEKDAYS, _WEEKDAY_STEMS, strict=True)):
        if small.startswith(stem) or small.rstrip(".") == short:
            return (day,), None, False
    raise ValueError(text)


def _time(text: str) -> Reading:
    numbers = [int(number) for number in _INTEGERS.findall(text)]
    return (numbers[0], numbers[1] if len(numbers) > 1 else 0), None, False


def _count(text: str) -> Reading:
    if text[0].isdigit():
        return (_first_number(text),), None, False
    if text.upper() in _ROMANS:
        return (_ROMANS[text.upper()],), None, False
    return (_by_stem(text, _COUNTS),), None, False


def _times(text: str) -> Reading:
    """How often; two numbers where the cell leaves it open: «2-3 раза»."""
    counts = _COUNTED.findall(text) or [text]
    return tuple(int(one) if one.isdigit() else _by_stem(one, _COUNTS) for one in counts), None, False


def _nth_alone(text: str) -> Reading:
    return (_nth(text),), None, False


def _step(text: str) -> Reading:
    return (_by_stem(text, _STEPS),), None, False


def _rhythm(text: str) -> Reading:
    return (_by_stem(text, _RHYTHMS),), None, False


_READERS: dict[Word, Callable[[str], Reading]] = {
    Word.DATE: _date,
    Word.DAYS: _days,
    Word.MONTH: _month_alone,
    Word.QUARTER: _nth_of_year,
    Word.HALF: _nth_of_year,
    Word.TENTH: _nth_of_month,
    Word.PART: _nth_of_month,
    Word.YEAR: _year_alone,
    Word.SCHOOL_YEAR: _school_year,
    Word.SCHOOL_QUARTER: _nothing,
    Word.WEEKDAY: _weekday,
    Word.NTH: _nth_alone,
    Word.NUM: _count,
    Word.TIMES: _times,
    Word.TIME: _time,
    Word.RHYTHM: _rhythm,
    Word.STEP: _step,
    Word.HOLIDAYS: _nothing,
    Word.PLAIN: _nothing,
    Word.OTHER: _nothing,
}


_SORTS = {f"w{index}": (word, _namer(word), _READERS[word]) for index, (word, _) in enumerate(_PATTERNS)}
"""By the name of a pattern's group: the sort, its names, its values."""


def _first_number(text: str) -> int:
    found = _INTEGERS.search(text)
    assert found is not None
    return int(found.group())


def _month(name: str) -> int:
    return _MONTH_BEGINNINGS[name[:3].lower()]


def _nth(text: str) -> int:
    first = re.split(r"[\s-]", text, maxsplit=1)[0]
    if first[0].isdigit():
        return int(first[0])
    roman = re.match(_ROMAN, first)
    return _ROMANS[roman.group()] if roman else _by_stem(first, _NTH_STEMS)


def _by_stem(text: str, stems: tuple[tuple[str, int], ...]) -> int:
    small = text.lower().replace("ё", "е")
    return next(value for stem, value in stems if small.startswith(stem))
