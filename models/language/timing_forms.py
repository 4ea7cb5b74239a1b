"""The grammar of the timing cell, as a table: each form with an example beside it.

To teach the reader a form, add a line to the table it belongs to. Its parts:

- the *pattern*: words separated by blanks. Capitals are the sorts of `timing_words.Word` (DATE, MONTH, NUM …), a step's
  name («неделя», «рабочий_день») is that step in any case, anything else is the word itself. `a|b` is either, `x?` may
  be absent, `кажд~` is any word that begins so, `X+` is a list («вторник, четверг»), `…` is the rest of the phrase,
  `*` any plain word;
- the *builder*: what the words mean, as pieces;
- an *example*, and what it means in a plan for 2027 (`first..last RULE`), checked by the tests.

The longest form that fits wins; of equally long ones, the upper one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from models.domain.doubts import DoubtReason
from models.domain.plan import NoteKind, Relative
from models.language.timing_pieces import Piece, PlanYear, Role, last_day
from models.language.timing_words import STEP_NAMES, Token, Word

DayOf = Callable[[int, int, int], date]


class Phrase(NamedTuple):
    """The words a form has matched, the plan's year, and the way to make a day of three numbers."""

    tokens: tuple[Token, ...]
    plan: PlanYear
    day_of: DayOf

    def all(self, *sorts: Word) -> list[Token]:
        """Return the words of these sorts."""
        return [token for token in self.tokens if token.word in sorts]

    def numbers(self, *sorts: Word) -> list[int]:
        """Return the first number of each word of these sorts."""
        return [token.values[0] for token in self.all(*sorts)]

    def has(self, *names: str) -> bool:
        """Tell whether one of these words is there."""
        return any(token.name in names for token in self.tokens)


Builder = Callable[[Phrase], tuple[Piece, ...]]


@dataclass(frozen=True, slots=True)
class Form:
    """One line of the grammar."""

    pattern: str
    build: Builder
    example: str
    means: str


# --- spans of days -------------------------------------------------------------------------------------------------

_DATED = (
    Word.DATE,
    Word.DAYS,
    Word.MONTH,
    Word.QUARTER,
    Word.HALF,
    Word.TENTH,
    Word.PART,
    Word.YEAR,
    Word.SCHOOL_YEAR,
)


def _span(token: Token, phrase: Phrase) -> tuple[date, date]:
    """Return the first and the last day a dated word covers."""
    year = token.year if token.year is not None else phrase.plan.first
    match token.word:
        case Word.DATE:
            day = phrase.day_of(year, token.values[1], token.values[0])
            return day, day
        case Word.YEAR:
            return (date(year, 1, 1), date(year, 12, 31)) if not phrase.plan.school else _plan_span(phrase)
        case Word.SCHOOL_YEAR:
            return date(year, 9, 1), date(year + 1, 5, 31)
    return _part_of_year(token, year, phrase)


def _plan_span(phrase: Phrase) -> tuple[date, date]:
    return phrase.plan.start, phrase.plan.end


def _part_of_year(token: Token, year: int, phrase: Phrase) -> tuple[date, date]:
    if token.word is Word.MONTH:
        return _months(year, token.values[0], token.values[0])
    number = _one_of(_MOST[token.word], token, phrase)
    if token.word is Word.QUARTER:
        return _months(year, 3 * number - 2, 3 * number)
    if token.word is Word.HALF:
        return _half_year(year, number, phrase.plan)
    month = token.values[1]
    first, last = _PARTS[token.word, number]
    return date(year, month, first), date(year, month, last or last_day(year, month))


def _one_of(most: int, token: Token, phrase: Phrase) -> int:
    """Return which part is named; «последний» is the last, a fifth quarter is as impossible as the 31st of June."""
    number = token.values[0]
    if number == -1:
        return most
    if number > most:
        phrase.day_of(phrase.plan.first, 12, 31 + number)
    return min(number, most)


_MOST = {Word.QUARTER: 4, Word.HALF: 2, Word.TENTH: 3, Word.PART: 2}
_PARTS: dict[tuple[Word, int], tuple[int, int | None]] = {
    (Word.TENTH, 1): (1, 10),
    (Word.TENTH, 2): (11, 20),
    (Word.TENTH, 3): (21, None),
    (Word.PART, 1): (1, 15),
    (Word.PART, 2): (16, None),
}


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, last_day(year, last))


def _half_year(year: int, number: int, plan: PlanYear) -> tuple[date, date]:
    if plan.school:
        return (plan.start, date(plan.first, 12, 31)) if number == 1 else (date(plan.first + 1, 1, 1), plan.end)
    return _months(year, 1, 6) if number == 1 else _months(year, 7, 12)


def _window(start: date, end: date) -> Piece:
    return Piece(Role.WINDOW, start, end)


def one(phrase: Phrase) -> tuple[Piece, ...]:
    """One dated word is its own span."""
    return (_window(*_span(phrase.all(*_DATED)[0], phrase)),)


def half(phrase: Phrase) -> tuple[Piece, ...]:
    """A half-year; within a school year its limits are the reader's opinion."""
    (piece,) = one(phrase)
    if not phrase.plan.school:
        return (piece,)
    token = phrase.all(Word.HALF)[0]
    other = _months(phrase.plan.first + 1, 1, 6) if token.values[0] == 2 else _months(phrase.plan.first, 7, 12)
    return (piece._replace(doubt=DoubtReason.AMBIGUOUS, instead=(_window(*other),)),)


def several(phrase: Phrase) -> tuple[Piece, ...]:
    """Days of one month: each is a span of its own."""
    (token,) = phrase.all(Word.DAYS)
    year = token.year if token.year is not None else phrase.plan.first
    month, *days = token.values
    spans = (phrase.day_of(year, month, day) for day in days)
    return tuple(_window(day, day) for day in spans)


def between(phrase: Phrase) -> tuple[Piece, ...]:
    """From the first dated word's first day to the last one's last day."""
    first, last = phrase.all(*_DATED)
    start, end = _span(first, phrase)[0], _span(last, phrase)[1]
    if start > end and last.unsaid:
        return _over_new_year(start, end)
    return (_window(start, end),)


def _over_new_year(start: date, end: date) -> tuple[Piece, ...]:
    later = date(end.year + 1, end.month, last_day(end.year + 1, end.month) if end.day > 27 else end.day)
    return (Piece(Role.WINDOW, start, end, doubt=DoubtReason.BACKWARDS, instead=(_window(start, later),)),)


def day_to_date(phrase: Phrase) -> tuple[Piece, ...]:
    """«27-28.01»: a bare day that takes month and year from the date."""
    (number,), (token,) = phrase.numbers(Word.NUM), phrase.all(Word.DATE)
    end = _span(token, phrase)[1]
    return (_window(phrase.day_of(end.year, end.month, number), end),)


def number_to(phrase: Phrase) -> tuple[Piece, ...]:
    """«I-II кварталы»: the first is named by its number alone."""
    (number,) = phrase.numbers(Word.NUM)
    (token,) = phrase.all(Word.QUARTER, Word.HALF, Word.TENTH)
    first = token._replace(values=(max(number, 1), *token.values[1:]))
    return (_window(_span(first, phrase)[0], _span(token, phrase)[1]),)


def each_number(phrase: Phrase) -> tuple[Piece, ...]:
    """«III, IV кварталы»: the noun belongs to every number."""
    (token,) = phrase.all(Word.QUARTER)
    numbers = [max(number, 1) for number in (*phrase.numbers(Word.NUM), token.values[0])]
    return tuple(_window(*_span(token._replace(values=(number,)), phrase)) for number in numbers)


def nth_weekday_of_month(phrase: Phrase) -> tuple[Piece, ...]:
    """«первый понедельник сентября»: one day."""
    (number,), (weekday,) = phrase.numbers(Word.NTH, Word.NUM), phrase.numbers(Word.WEEKDAY)
    start, end = _span(phrase.all(Word.MONTH)[0], phrase)
    first = 1 + (weekday - start.weekday()) % 7
    last = end.day - (end.weekday() - weekday) % 7
    day = phrase.day_of(start.year, start.month, last if number == -1 else first + 7 * (number - 1))
    return (_window(day, day),)


def vaguely(phrase: Phrase) -> tuple[Piece, ...]:
    """«в начале марта»: a third of the month, and the whole of it as the other reading."""
    (token,) = phrase.all(Word.MONTH)
    third = next(number for stem, number in _THIRDS if any(word.name.startswith(stem) for word in phrase.tokens))
    part = token._replace(word=Word.TENTH, values=(third, token.values[0]))
    whole = _window(*_span(token, phrase))
    return (_window(*_span(part, phrase))._replace(doubt=DoubtReason.AMBIGUOUS, instead=(whole,)),)


_THIRDS = (("начал", 1), ("середин", 2), ("кон", 3))

SPANS = (
    Form("DATE", one, "22.01.2027", "2027-01-22..2027-01-22"),
    Form("DATE", one, "9 апреля 2027г.", "2027-04-09..2027-04-09"),
    Form("DATE", one, "10.03.27 г.", "2027-03-10..2027-03-10"),
    Form("DAYS", several, "5, 12 и 19 марта", "2027-03-05..2027-03-05 2027-03-12..2027-03-12 2027-03-19..2027-03-19"),
    Form("с|со? DATE -|по|до DATE", between, "29.01- 15.02.2027", "2027-01-29..2027-02-15"),
    Form("с|со? DATE -|по|до DATE", between, "с 10.03. по 02.04.2027 г.", "2027-03-10..2027-04-02"),
    Form("с|со? NUM -|по|до DATE", day_to_date, "27-28.01.2027", "2027-01-27..2027-01-28"),
    Form("с|со? NUM -|по|до DATE", day_to_date, "с 13 по 24 сентября", "2027-09-13..2027-09-24"),
    Form("в? MONTH", one, "февраль", "2027-02-01..2027-02-28"),
    Form("в? MONTH", one, "в октябре, 2027", "2027-10-01..2027-10-31"),
    Form("с|со? MONTH -|по MONTH", between, "Май-декабрь", "2027-05-01..2027-12-31"),
    Form("с|со? DATE -|по MONTH", between, "с 10 марта по май", "2027-03-10..2027-05-31"),
    Form("с|со? MONTH -|по|до DATE", between, "март - 15 апреля", "2027-03-01..2027-04-15"),
    Form("в? QUARTER", one, "1 квартал 2027г.", "2027-01-01..2027-03-31"),
    Form("в? QUARTER", one, "в III кв. 2027 года", "2027-07-01..2027-09-30"),
    Form("QUARTER -|по QUARTER", between, "1 квартал - 2 квартал 2027", "2027-01-01..2027-06-30"),
    Form("NUM - QUARTER", number_to, "I-II кварталы", "2027-01-01..2027-06-30"),
    Form("NUM+ ,|и? QUARTER", each_number, "III, IV кварталы", "2027-07-01..2027-09-30 2027-10-01..2027-12-31"),
    Form("в|во? NTH|NUM WEEKDAY MONTH", nth_weekday_of_month, "первый понедельник сентября", "2027-09-06..2027-09-06"),
    Form("в|во? HALF", half, "второе полугодие 2027 г.", "2027-07-01..2027-12-31"),
    Form("в|во? TENTH", one, "вторая декада мая", "2027-05-11..2027-05-20"),
    Form("в|во? TENTH", one, "III декада февраля", "2027-02-21..2027-02-28"),
    Form("NUM - TENTH", number_to, "1-2 декада июня", "2027-06-01..2027-06-20"),
    Form("в|во? PART", one, "вторая половина апреля", "2027-04-16..2027-04-30"),
    Form("в? начал~|середин~|конец|конце MONTH", vaguely, "в конце марта", "2027-03-21..2027-03-31"),
    Form("в? течени~ DATE|MONTH|QUARTER|HALF", one, "в течение марта", "2027-03-01..2027-03-31"),
    Form("в? период с DATE по|до DATE", between, "в период с 1 марта по 5 мая", "2027-03-01..2027-05-05"),
    Form("в? период с NUM по|до DATE", day_to_date, "в период с 1 по 10 марта", "2027-03-01..2027-03-10"),
    Form("в? YEAR", one, "2027 г.", "2027-01-01..2027-12-31"),
    Form("SCHOOL_YEAR", one, "2027/2028 учебный год", "2027-09-01..2028-05-31"),
)

# --- last days and first days --------------------------------------------------------------------------------------


def until(phrase: Phrase) -> tuple[Piece, ...]:
    """The dated word's last day is the due day."""
    return (Piece(Role.UNTIL, end=_span(phrase.all(*_DATED)[0], phrase)[1]),)


def until_each(phrase: Phrase) -> tuple[Piece, ...]:
    """«до 1 марта и 1 сентября»: one word for both."""
    return tuple(Piece(Role.UNTIL, end=_span(token, phrase)[1]) for token in phrase.all(*_DATED))


def until_month(phrase: Phrase) -> tuple[Piece, ...]:
    """«до марта» may or may not hold March itself."""
    start, end = _span(phrase.all(*_DATED)[0], phrase)
    before = Piece(Role.UNTIL, end=date.fromordinal(start.toordinal() - 1))
    return (Piece(Role.UNTIL, end=end, doubt=DoubtReason.AMBIGUOUS, instead=(before,)),)


def until_year_end(phrase: Phrase) -> tuple[Piece, ...]:
    """The last day of the plan's year."""
    school_year = PlanYear(phrase.plan.first - 1 + phrase.plan.school, school=True)
    return (Piece(Role.UNTIL, end=school_year.end if phrase.has("учебного") else phrase.plan.end),)


def later(phrase: Phrase) -> tuple[Piece, ...]:
    """«после 10 марта»: from the day after."""
    last = _span(phrase.all(*_DATED)[0], phrase)[1]
    return (Piece(Role.SINCE, start=date.fromordinal(last.toordinal() + 1)),)


def since(phrase: Phrase) -> tuple[Piece, ...]:
    """The dated word's first day begins something."""
    return (Piece(Role.SINCE, start=_span(phrase.all(*_DATED)[0], phrase)[0]),)


LIMITS = (
    Form("до|к|ко|по DATE", until, "До 31.05.2027", "..2027-05-31"),
    Form("до|к DATE ,|и DATE", until_each, "до 1 марта и 1 сентября", "..2027-03-01 ..2027-09-01"),
    Form("в? срок до|по|к DATE", until, "в срок до 15 марта", "..2027-03-15"),
    Form("не позднее|позже чем? DATE", until, "Не позднее 23.02.2027", "..2027-02-23"),
    Form("в? срок не позднее|позже DATE", until, "в срок не позднее 23.02.2027", "..2027-02-23"),
    Form("не позднее|позже MONTH|QUARTER|HALF", until, "не позднее мая", "..2027-05-31"),
    Form("до|по|к конц~|окончани~ MONTH|QUARTER|HALF|YEAR", until, "до конца марта", "..2027-03-31"),
    Form("до MONTH|QUARTER|HALF", until_month, "до марта", "..2027-03-31"),
    Form("до конц~|окончани~ учебного|календарного|текущего? год", until_year_end, "до конца года", "..2027-12-31"),
    Form("после|позже DATE|MONTH|QUARTER|HALF", later, "после 10 марта", "2027-03-11..2027-12-31"),
    Form("начиная? с|со DATE|MONTH|QUARTER|HALF", since, "начиная с 1 марта", "2027-03-01..2027-12-31"),
)

# --- the whole time ------------------------------------------------------------------------------------------------


def always(phrase: Phrase) -> tuple[Piece, ...]:
    """The whole plan."""
    return (Piece(Role.ALWAYS, *_plan_span(phrase)),)


def school_year(phrase: Phrase) -> tuple[Piece, ...]:
    """The whole plan; of a calendar year the reader cannot tell which part was meant."""
    (piece,) = always(phrase)
    if phrase.plan.school:
        return (piece,)
    spring = Piece(Role.ALWAYS, phrase.plan.start, date(phrase.plan.first, 5, 31))
    return (piece._replace(doubt=DoubtReason.AMBIGUOUS, instead=(spring,)),)


WHOLE = (
    Form("постоянн~|систематически|регулярно|непрерывно|круглогодичн~", always, "Постоянно", "2027-01-01..2027-12-31"),
    Form("в? течени~ всего|календарного|текущего? год", always, "в течение года", "2027-01-01..2027-12-31"),
    Form("в? течени~ всего? учебного год", school_year, "в течение учебного года", "2027-01-01..2027-12-31"),
    Form("в? течени~ YEAR", one, "в течение 2027 года", "2027-01-01..2027-12-31"),
    Form("в? течени~ всего? SCHOOL_YEAR", one, "в течение 2027/28 уч. года", "2027-09-01..2028-05-31"),
    Form("весь|всего|всем период~ …", always, "весь период", "2027-01-01..2027-12-31"),
    Form(
        "в|на? течени~|протяжении всего? период~|срока …", always, "в течение периода проекта", "2027-01-01..2027-12-31"
    ),
    Form("за весь|всего? период~|время …", always, "за период проекта", "2027-01-01..2027-12-31"),
    Form("весь|всего год", always, "весь год", "2027-01-01..2027-12-31"),
    Form("весь|всего учебный|учебного год", school_year, "весь учебный год", "2027-01-01..2027-12-31"),
)

# --- rhythms -------------------------------------------------------------------------------------------------------

_DAYS_OF_WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WORKDAYS = ",".join(_DAYS_OF_WEEK[:5])
_FREQUENCIES: tuple[tuple[str, int], ...] = (
    ("DAILY", 1),
    ("DAILY", 1),
    ("WEEKLY", 1),
    ("MONTHLY", 1),
    ("MONTHLY", 3),
    ("MONTHLY", 6),
    ("YEARLY", 1),
)
"""Frequency and interval of each step, in the order of STEP_NAMES."""


def _every(step: int, count: int = 1) -> str:
    frequency, interval = _FREQUENCIES[step]
    if step == STEP_NAMES.index("рабочий_день"):
        return f"FREQ=WEEKLY;BYDAY={_WORKDAYS}"
    return f"FREQ={frequency}" + (f";INTERVAL={interval * count}" if interval * count > 1 else "")


def _rhythm(rule: str, times: int | None = None) -> tuple[Piece, ...]:
    return (Piece(Role.RHYTHM, rule=rule, times=times),)


def rhythm(phrase: Phrase) -> tuple[Piece, ...]:
    """«еженедельно», «каждый месяц»: one step after another."""
    (step,) = phrase.numbers(Word.RHYTHM, Word.STEP)
    return _rhythm(_every(step))


def every_few(phrase: Phrase) -> tuple[Piece, ...]:
    """«каждые две недели»."""
    (count,), (step,) = phrase.numbers(Word.NUM, Word.NTH), phrase.numbers(Word.STEP)
    return _rhythm(_every(step, count))


def so_often(phrase: Phrase) -> tuple[Piece, ...]:
    """«2 раза в месяц»: how often within a step."""
    (step,) = phrase.numbers(Word.STEP)
    return _so_often(phrase, _every(step))


def so_often_in_steps(phrase: Phrase) -> tuple[Piece, ...]:
    """«1 раз в 2 недели»: a step of several."""
    (step,), (count,) = phrase.numbers(Word.STEP), phrase.numbers(Word.NUM)
    return _so_often(phrase, _every(step, count))


def count(phrase: Phrase) -> tuple[Piece, ...]:
    """«2 раза», said of the rhythm or the span that stands elsewhere in the cell."""
    return _counts(Piece(Role.COUNT), phrase)


def _so_often(phrase: Phrase, rule: str) -> tuple[Piece, ...]:
    (piece,) = _rhythm(rule)
    return _counts(piece, phrase)


def _counts(piece: Piece, phrase: Phrase) -> tuple[Piece, ...]:
    """Give a piece its count. «2-3 раза» is either, and of what is only a limit nobody knows how much is wanted."""
    least, *more = (number if number > 1 else None for number in phrase.all(Word.TIMES)[0].values)
    counted = piece._replace(times=least)
    if phrase.has("чаще", "более", "до"):
        more = [None]
    other = tuple(piece._replace(times=one) for one in more if one != least)
    return (counted._replace(doubt=DoubtReason.AMBIGUOUS, instead=other),) if other else (counted,)


def on_weekdays(phrase: Phrase) -> tuple[Piece, ...]:
    """Every week, on named days."""
    return _rhythm(f"FREQ=WEEKLY;BYDAY={_byday(phrase)}")


def _byday(phrase: Phrase, prefix: str = "") -> str:
    return ",".join(prefix + _DAYS_OF_WEEK[day] for day in sorted(set(phrase.numbers(Word.WEEKDAY))))


def nth_weekday(phrase: Phrase) -> tuple[Piece, ...]:
    """Every month, on its n-th or last weekday."""
    days = ",".join(_byday(phrase, str(number)) for number in phrase.numbers(Word.NTH, Word.NUM))
    return _rhythm(f"FREQ=MONTHLY;BYDAY={days}")


def nth_or_every_nth(phrase: Phrase) -> tuple[Piece, ...]:
    """«каждую вторую среду»: the month's second one, or every other week."""
    (piece,) = nth_weekday(phrase)
    (number,) = phrase.numbers(Word.NTH, Word.NUM)
    other = _rhythm(f"FREQ=WEEKLY;INTERVAL={number};BYDAY={_byday(phrase)}") if number > 1 else ()
    return (piece._replace(doubt=DoubtReason.AMBIGUOUS, instead=other),) if other else (piece,)


def last_workday(_phrase: Phrase) -> tuple[Piece, ...]:
    """The last working day of each month."""
    return _rhythm(f"FREQ=MONTHLY;BYDAY={_WORKDAYS};BYSETPOS=-1")


def last_day_of_month(_phrase: Phrase) -> tuple[Piece, ...]:
    """The last day of each month."""
    return _rhythm("FREQ=MONTHLY;BYMONTHDAY=-1")


def on_day_of_month(phrase: Phrase) -> tuple[Piece, ...]:
    """Every month (or what the rhythm says), on a day named by its number."""
    days = ",".join(str(day) for day in phrase.numbers(Word.NUM))
    steps = phrase.numbers(Word.RHYTHM) or [STEP_NAMES.index("месяц")]
    return _rhythm(f"{_every(steps[0])};BYMONTHDAY={days}")


def weekdays_alone(phrase: Phrase) -> tuple[Piece, ...]:
    """Weekdays that belong to a rhythm or a date named elsewhere in the cell."""
    return (Piece(Role.DAYS, rule=_byday(phrase)),)


def nth_weekday_alone(phrase: Phrase) -> tuple[Piece, ...]:
    """The n-th weekday that belongs to a rhythm named elsewhere in the cell."""
    (number,) = phrase.numbers(Word.NTH)
    return (Piece(Role.DAYS, rule=_byday(phrase, str(number))),)


def without(_phrase: Phrase) -> tuple[Piece, ...]:
    """«кроме июля»: an exception that no rule here carries; the person decides."""
    return (Piece(Role.EXCEPT, doubt=DoubtReason.WORDS_UNKNOWN),)


_YEAR = "2027-01-01..2027-12-31"
_SO_OFTEN = "не? реже|менее|чаще|более|до? чем? по? TIMES"

RHYTHMS = (
    Form("RHYTHM", rhythm, "Еженедельно", f"{_YEAR} FREQ=WEEKLY"),
    Form("RHYTHM", rhythm, "ежеквартально", f"{_YEAR} FREQ=MONTHLY;INTERVAL=3"),
    Form("кажд~ STEP", rhythm, "каждый месяц", f"{_YEAR} FREQ=MONTHLY"),
    Form("кажд~ STEP", rhythm, "каждое полугодие", f"{_YEAR} FREQ=MONTHLY;INTERVAL=6"),
    Form("кажд~ NUM|NTH STEP", every_few, "каждые две недели", f"{_YEAR} FREQ=WEEKLY;INTERVAL=2"),
    Form(f"{_SO_OFTEN} в|за|на? кажд~? STEP", so_often, "Не реже 1 раза в месяц", f"{_YEAR} FREQ=MONTHLY"),
    Form(f"{_SO_OFTEN} в|за|на? кажд~? STEP", so_often, "раз в неделю", f"{_YEAR} FREQ=WEEKLY"),
    Form(f"{_SO_OFTEN} в|за|на? кажд~? STEP", so_often, "2 раза в полугодие", f"{_YEAR} FREQ=MONTHLY;INTERVAL=6 x2"),
    Form(f"{_SO_OFTEN} в|за|на? кажд~? STEP", so_often, "дважды в год", f"{_YEAR} FREQ=YEARLY x2"),
    Form(
        f"{_SO_OFTEN} в|за? течени~? учебн~|календарн~|текущ~? STEP",
        so_often,
        "3 раза в течение учебного года",
        f"{_YEAR} FREQ=YEARLY x3",
    ),
    Form(f"{_SO_OFTEN} в|за NUM STEP", so_often_in_steps, "1 раз в 2 недели", f"{_YEAR} FREQ=WEEKLY;INTERVAL=2"),
    Form(_SO_OFTEN, count, "2 раза в сентябре", "2027-09-01..2027-09-30 x2"),
    Form(_SO_OFTEN, count, "ежемесячно (3 раза)", f"{_YEAR} FREQ=MONTHLY x3"),
    Form("кажд~|по WEEKDAY+", on_weekdays, "Каждый четверг", f"{_YEAR} FREQ=WEEKLY;BYDAY=TH"),
    Form("кажд~|по WEEKDAY+", on_weekdays, "по пятницам", f"{_YEAR} FREQ=WEEKLY;BYDAY=FR"),
    Form(
        "RHYTHM ,|(|:? в|во|по? кажд~? WEEKDAY+ )?",
        on_weekdays,
        "Еженедельно вторник, четверг",
        f"{_YEAR} FREQ=WEEKLY;BYDAY=TU,TH",
    ),
    Form("кажд~ неделя ,? в|во|по? WEEKDAY+", on_weekdays, "каждую неделю в среду", f"{_YEAR} FREQ=WEEKLY;BYDAY=WE"),
    Form("кажд~ NTH|NUM WEEKDAY", nth_or_every_nth, "каждую вторую среду", f"{_YEAR} FREQ=MONTHLY;BYDAY=2WE"),
    Form(
        "RHYTHM? ,? в|во|кажд~? NTH|NUM WEEKDAY кажд~? месяц",
        nth_weekday,
        "каждый последний четверг месяца",
        f"{_YEAR} FREQ=MONTHLY;BYDAY=-1TH",
    ),
    Form(
        "в|во|кажд~? NTH|NUM ,|и NTH|NUM WEEKDAY кажд~? месяц",
        nth_weekday,
        "первый и третий вторник месяца",
        f"{_YEAR} FREQ=MONTHLY;BYDAY=1TU,3TU",
    ),
    Form(
        "RHYTHM? ,? в|кажд~|до? NTH рабочий_день кажд~? месяц?",
        last_workday,
        "последний рабочий день месяца",
        f"{_YEAR} FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    ),
    Form(
        "RHYTHM? ,? в|кажд~? NTH день кажд~? месяц",
        last_day_of_month,
        "последний день месяца",
        f"{_YEAR} FREQ=MONTHLY;BYMONTHDAY=-1",
    ),
    Form(
        "RHYTHM? ,? кажд~|до|к|не? позднее? NUM+ числ~ кажд~|текущего|отчетного? месяц?",
        on_day_of_month,
        "до 5 числа каждого месяца",
        f"{_YEAR} FREQ=MONTHLY;BYMONTHDAY=5",
    ),
    Form(
        "RHYTHM ,? до|к|не? позднее? NUM", on_day_of_month, "ежемесячно до 25-го", f"{_YEAR} FREQ=MONTHLY;BYMONTHDAY=25"
    ),
    Form("кроме|исключая MONTH+|HOLIDAYS+|WEEKDAY+", without, "ежемесячно, кроме июля", f"{_YEAR} FREQ=MONTHLY"),
    Form(
        "за исключением MONTH+|HOLIDAYS+|WEEKDAY+", without, "ежемесячно, за исключением июля", f"{_YEAR} FREQ=MONTHLY"
    ),
    Form("в|во|по? WEEKDAY+", weekdays_alone, "вторник 2 марта 2027", "2027-03-02..2027-03-02"),
    Form("в|во? NTH WEEKDAY", nth_weekday_alone, "ежемесячно (вторая среда)", f"{_YEAR} FREQ=MONTHLY;BYDAY=2WE"),
)

# --- words instead of days -----------------------------------------------------------------------------------------


def _note(kind: NoteKind) -> Builder:
    piece = Piece(Role.NOTE, note=kind)
    return lambda _phrase: (piece,)


as_needed = _note(NoteKind.AS_NEEDED)
own_schedule = _note(NoteKind.OWN_SCHEDULE)
holidays = _note(NoteKind.HOLIDAYS)
school_quarter = _note(NoteKind.SCHOOL_QUARTER)
after_something = _note(NoteKind.RELATIVE)


def counted(phrase: Phrase) -> tuple[Piece, ...]:
    """«в течение 3 рабочих дней после …»: a last day that counts from another event."""
    count, step = phrase.numbers(Word.NUM)[0], phrase.all(Word.STEP)[0]
    before = phrase.has("за")
    at = max(place for place, token in enumerate(phrase.tokens) if token is step)
    words = [token for token in phrase.tokens[at + 1 :] if token.name not in _ANCHOR_BEGINS]
    days = count * 7 if step.name == "неделя" else count
    unit = "workday" if step.name == "рабочий_день" else "day"
    anchor = " ".join(token.text for token in words)
    relative = Relative(days, unit, "before" if before else "after", anchor)
    return (Piece(Role.NOTE, note=NoteKind.RELATIVE, relative=relative),)


_ANCHOR_BEGINS = frozenset(("после", "со", "с", "от", "до", "дня", "день", "момента", "даты"))

NOTES = (
    Form("по необходимости …", as_needed, "по необходимости", "note as_needed"),
    Form("по мере *? …", as_needed, "по мере необходимости", "note as_needed"),
    Form("при необходимости|наличии …", as_needed, "При необходимости", "note as_needed"),
    Form("по запрос~|требовани~|обращени~|заявк~ …", as_needed, "по запросам школ", "note as_needed"),
    Form(
        "по|согласно *? *? план~|график~|расписани~|циклограмм~ …",
        own_schedule,
        "по отдельному плану",
        "note own_schedule",
    ),
    Form(
        "в соответствии с *? *? план~|график~|расписани~|циклограмм~ …",
        own_schedule,
        "в соответствии с графиком школы",
        "note own_schedule",
    ),
    Form("в|во|на? период|время|день? HOLIDAYS YEAR?", holidays, "в период осенних каникул", "note holidays"),
    Form("SCHOOL_QUARTER", school_quarter, "2 четверть", "note school_quarter"),
    Form(
        "по|в конц~|окончани~|итог~|завершени~ SCHOOL_QUARTER",
        school_quarter,
        "по окончании четверти",
        "note school_quarter",
    ),
    Form("не? реже|менее? TIMES в|за|на? SCHOOL_QUARTER", school_quarter, "1 раз в четверть", "note school_quarter"),
    Form(
        "не? позднее? чем? в? течени~|через? NUM календарн~? рабочий_день|день|неделя после|с|со|от день|момента? …",
        counted,
        "в течение 3 рабочих дней после посещения",
        "note relative +3 workday",
    ),
    Form(
        "не? позднее|позже? чем? за NUM календарн~? рабочий_день|день|неделя до …",
        counted,
        "не позднее чем за 5 дней до посещения",
        "note relative -5 day",
    ),
    Form("после *? …", after_something, "после проведения вебинара", "note relative"),
    Form("по окончани~|завершени~|итог~|результат~ …", after_something, "по итогам посещения", "note relative"),
)

# --- hours ---------------------------------------------------------------------------------------------------------


def hour(phrase: Phrase) -> tuple[Piece, ...]:
    """An hour of the day."""
    token = phrase.all(Word.TIME)[0]
    hours, minutes = token.values
    return (Piece(Role.TIME, time=f"{hours:02}:{minutes:02}"),)


HOURS = (
    Form("в|с? TIME", hour, "10 марта в 15.00", "2027-03-10..2027-03-10 at 15:00"),
    Form("с TIME -|до|по TIME", hour, "10 марта с 10.00 до 12.00", "2027-03-10..2027-03-10 at 10:00"),
)

FORMS: tuple[Form, ...] = SPANS + LIMITS + WHOLE + RHYTHMS + NOTES + HOURS

# --- matching ------------------------------------------------------------------------------------------------------

_SORTS = frozenset(word.value for word in Word)
_LIST_BREAKS = frozenset((",", "и", ";", "/"))


@dataclass(frozen=True, slots=True)
class _Element:
    names: frozenset[str]
    stems: tuple[str, ...]
    optional: bool = False
    many: bool = False

    def fits(self, token: Token) -> bool:
        if token.name in self.names:
            return True
        if token.word is not Word.PLAIN:
            return token.word is Word.STEP and "STEP" in self.names
        return token.name.startswith(self.stems) or ("*" in self.names and token.name[0].isalpha())


@dataclass(frozen=True, slots=True)
class _Matcher:
    form: Form
    elements: tuple[_Element, ...]
    open_end: bool

    def may_begin_with(self, token: Token) -> bool:
        """Tell whether a word fits the first element, or one that optional elements stand before."""
        for element in self.elements:
            if element.fits(token):
                return True
            if not element.optional:
                return False
        return False

    def length(self, tokens: Sequence[Token], at: int) -> int:
        """Return how many words the form takes from here on, or 0."""
        end = _farthest(self.elements, tokens, at)
        return (_rest_of_phrase(tokens, end) if end > at and self.open_end else max(end, at)) - at


def _rest_of_phrase(tokens: Sequence[Token], start: int) -> int:
    end = start
    while end < len(tokens) and _goes_on(tokens[end]):
        end += 1
    while start < end < len(tokens) and tokens[end - 1].name in _LIMITING:
        end -= 1
    return end


_LIMITING = frozenset(("до", "с", "со", "по", "к", "в", "не", "позднее", "позже", "срок", "начиная", "начала", "конца"))
"""Words before a date that belong to it, not to the phrase in front of it."""


def _goes_on(token: Token) -> bool:
    return token.word in (Word.PLAIN, Word.OTHER) and token.name not in (";", ",")


def _farthest(elements: Sequence[_Element], tokens: Sequence[Token], at: int, place: int = 0) -> int:
    """Return where the words that fit these elements, from `place` on, end at the farthest; -1 where none fit."""
    if place == len(elements):
        return at
    element = elements[place]
    best = _farthest(elements, tokens, at, place + 1) if element.optional else -1
    for end in _element_ends(element, tokens, at):
        best = max(best, _farthest(elements, tokens, end, place + 1))
    return best


def _element_ends(element: _Element, tokens: Sequence[Token], at: int) -> list[int]:
    """Return the ends of the words that one element may take: one word, or the beginnings of a list."""
    ends: list[int] = []
    while at < len(tokens) and element.fits(tokens[at]):
        at += 1
        ends.append(at)
        if not element.many:
            break
        if at < len(tokens) and tokens[at].name in _LIST_BREAKS:
            at += 1
    return ends


def _element(text: str) -> _Element:
    optional, many = text.endswith("?"), "+" in text
    names = text.replace("+", "").rstrip("?").split("|")
    stems = tuple(name[:-1] for name in names if name.endswith("~"))
    return _Element(frozenset(name for name in names if not name.endswith("~")), stems, optional, many)


@cache
def _matchers() -> tuple[_Matcher, ...]:
    return tuple(_matcher(form) for form in FORMS)


def _matcher(form: Form) -> _Matcher:
    words = form.pattern.split()
    open_end = words[-1] == "…"
    return _Matcher(form, tuple(_element(word) for word in words if word != "…"), open_end)


_LONGEST_SHAPE = 24
"""Words of a cell whose shape is worth remembering; longer ones are hardly ever alike."""

Shape = tuple[tuple[Word, str], ...]
Found = tuple[Form, int, int]
"""A form, and the places of its first word and of the one after its last."""


@lru_cache(maxsize=1024)
def _beginning_with(word: Word, name: str) -> tuple[_Matcher, ...]:
    """The forms that a word may begin, so that the others need not be tried."""
    first = Token(word, name, name, 0, 0)
    return tuple(matcher for matcher in _matchers() if matcher.may_begin_with(first))


def phrases_of(tokens: Sequence[Token]) -> tuple[Found, ...]:
    """Cut words into phrases, from the left, the longest form first; words that no form takes stand between them."""
    if len(tokens) > _LONGEST_SHAPE:
        return tuple(_phrases(tokens))
    return _phrases_of_shape(tuple([(token.word, token.name) for token in tokens]))


@lru_cache(maxsize=4096)
def _phrases_of_shape(shape: Shape) -> tuple[Found, ...]:
    """Which forms fit is decided by the sorts of words alone: «до 1 марта» and «до 15.04.2027» are of one shape."""
    return tuple(_phrases([Token(word, name, name, 0, 0) for word, name in shape]))


def _phrases(tokens: Sequence[Token]) -> Iterator[Found]:
    at = 0
    while at < len(tokens):
        found = longest_form(tokens, at)
        if found is None:
            at += 1
            continue
        form, length = found
        yield form, at, at + length
        at += length


def longest_form(tokens: Sequence[Token], at: int) -> tuple[Form, int] | None:
    """Find the form that takes the most words from here on, and how many."""
    best: tuple[Form, int] | None = None
    for matcher in _beginning_with(tokens[at].word, tokens[at].name):
        length = matcher.length(tokens, at)
        if length > (best[1] if best else 0):
            best = matcher.form, length
    return best
