"""Cards invented from their types, with the worst words that people, schools and orders bear.

Everything is taken from annotations, so a new card is invented without a line here; what is counted from lines is
counted by its own `of`. What a type cannot tell (a code in a string, a rule) stands in `CODES`, what holds of several
fields together in `AGREEMENTS`, and what is made in another way in `MAKERS`.
"""

import collections.abc
import enum
import inspect
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any, Union

from models.cards.asking import TaskTerms, Understood, When
from models.cards.earlier import EarlierMap, EarlierRowCard
from models.cards.editions import AcceptedCard, PastRow, ToldRow
from models.cards.roadmaps import DraftCard, DraftRow
from models.cards.tasks import TaskCard
from models.domain.doubts import DoubtField, DoubtReason
from models.domain.editions import RowChange
from models.domain.fatigue import Load
from models.domain.lifecycles import State, is_overdue
from models.domain.plan import Executor, Kind, Period, Scope
from models.domain.tallies import Line
from models.language.timing import PlanYear
from models.roadmap.draft import Doubt, DraftTask, Json, period_json
from models.roadmap.editions import Compared, Field, Pair, differences
from models.roadmap.sheet import SheetColumn
from models.roadmap.sheet_changes import Change
from models.roadmap.typed import Heard

FAMILY = "👩‍👩‍👧‍👦"
PIECES = (
    *("<b>", "</b>", "<", ">", "&", "&amp;", "&lt;", "&#34;", '"', "'", "«", "»", "</a>", "<tg-time", "<!--", "]]>"),
    *("\u202e", "\u200b", "\u200d", "\u2060", "\ufeff", "\u0301", "\u00a0", "\u00ad"),
    *("😀", "🏫", FAMILY, "🇷🇺", "👍🏽", "❗️", "𝓐"),
    *(
        "{{ 7 * 7 }}",
        "{% raw %}",
        "%s",
        "{0}",
        "\\",
        "_",
        "*",
        "`",
        "@director",
        "/start",
        "#год",
        "https://a.ru/?a=1&b=2",
    ),
    *("Озёрская", "школа", "№ 1", "им. А. С. Пушкина", "О'Нил", "Анна-Мария", "муниципальное бюджетное учреждение"),
)
EMOJI = FAMILY * 64
"""Sixty-four signs on the screen, 704 as the messenger counts."""

LONGEST = {"text": 4000, "number": 30, "timing": 400, "timing_raw": 400, "words": 400, "remark_text": 4096}
NAME = 250
"""Characters of the longest name of a school that stands in a charter."""

ID = 2**53 - 1
LAST_DAY = date(2028, 12, 31)
RULES = (
    *("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=MONTHLY", "FREQ=DAILY"),
    *("FREQ=MONTHLY;INTERVAL=3", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYMONTHDAY=5,20", "FREQ=YEARLY"),
    *("FREQ=MONTHLY;BYDAY=2TU,-1FR", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=WEEKLY;INTERVAL=2"),
)
ZONES = ("Europe/Kaliningrad", "Europe/Moscow", "Asia/Sakhalin", "Asia/Kamchatka", "Asia/Srednekolymsk")
ORIGINS = ("c", "w2027-12-27", "v2027-12-28", "cmo0", "cw2027-12-27")

A_FILE = "a file"
"""Stands for what the messenger keeps: whoever sends the screen puts the number of a real file in its place."""

CODES: Mapping[str, tuple[Any, ...]] = {
    "rrule": RULES,
    "frequency": RULES,
    "frequency_in_text": RULES,
    "zone": ZONES,
    "origin": ORIGINS,
    "opened_from": ("c", "v2027-12-28", "mo0", f"s{2**53 - 1}"),
    "unit_of_time": ("day", "workday"),
    "direction": ("before", "after"),
    "time": ("09:00", "23:59"),
    "file_id": (A_FILE,),
    "years": ((2026, 2027),),
    "letter_weekday": tuple(range(5)),
}
"""Fields and parameters that hold a code in a string, by name."""


class CannotInventError(Exception):
    """A type for which there is no way yet: say it in `MAKERS`, or in `CODES` by the name of its field."""


class Inventor:
    """Invents values of any type; the same chance, the same values."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.depth = 0

    def of(self, kind: Any, name: str = "") -> Any:
        """A value of that type, for a field or a parameter of that name.

        Raises:
            CannotInventError: nobody has said how.
        """
        if name in CODES and kind is not bool:
            return self._code(kind, name)
        if (maker := MAKERS.get(kind)) is not None:
            return maker(self)
        if typing.get_origin(kind) is not None or isinstance(kind, types.UnionType):
            return self._composed(kind, name)
        return self._plain(kind, name)

    def _code(self, kind: Any, name: str) -> Any:
        codes = CODES[name]
        if type(None) in typing.get_args(kind):
            codes = (*codes, None)
        return self.chance.choice(codes)

    def _composed(self, kind: Any, name: str) -> Any:
        origin, inner = typing.get_origin(kind), typing.get_args(kind)
        if origin in (Union, types.UnionType):
            return self.of(self.chance.choice(inner), name)
        if origin is typing.Literal:
            return self.chance.choice(inner)
        if origin is tuple and inner[-1] is not Ellipsis:
            return tuple(self.of(one, name) for one in inner)
        if origin in (dict, Mapping, collections.abc.Mapping):
            return {self.of(inner[0], name): self.of(inner[1], name) for _ in range(self._many())}
        return self._several(kind, origin, inner[0], name)

    def _several(self, kind: Any, origin: Any, inner: Any, name: str) -> Any:
        gathered = next((made for made, kinds in _COLLECTIONS.items() if origin in kinds), None)
        if gathered is None:
            raise CannotInventError(kind, name)
        return gathered(list(self.lines()) if inner is Line else [self.of(inner, name) for _ in range(self._many())])

    def lines(self) -> tuple[Line, ...]:
        """At least one, some of the same row and some of the same unit."""
        lines = [self.of(Line) for _ in range(max(1, self._many()))]
        rows, units = [line.row for line in lines[:3]], [line.at for line in lines[:3]]
        return tuple(replace(line, row=self.chance.choice(rows), at=self.chance.choice(units)) for line in lines)

    def _many(self) -> int:
        """How many there are: few as a rule, many at times, fewer the deeper they stand."""
        most = (40, 8, 3, 2)[min(self.depth, 3)]
        return self.chance.choice((0, 1, 1, 2, 3, min(most, 3), most))

    def _plain(self, kind: Any, name: str) -> Any:
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            return self.chance.choice(list(kind))
        if is_dataclass(kind):
            return self._card(kind)
        for base, made in _PLAIN.items():
            if kind is base:
                return made(self, name)
        raise CannotInventError(kind, name)

    def _card(self, kind: Any) -> Any:
        self.depth += 1
        try:
            if inspect.ismethod(counting := getattr(kind, "of", None)):
                return counting(**self.arguments(counting))
            hints = hints_of(kind)
            made = kind(**{one.name: self.of(hints[one.name], one.name) for one in fields(kind) if one.init})
        finally:
            self.depth -= 1
        agree = AGREEMENTS.get(kind)
        return made if agree is None else agree(self, made)

    def arguments(self, function: Callable[..., Any]) -> dict[str, Any]:
        """What a function asks for, by its annotations."""
        hints = hints_of(function)
        return {name: self.of(hints[name], name) for name in inspect.signature(function).parameters}

    def words(self, name: str = "") -> str:
        """What somebody is called, or wrote: never without a letter, never longer than anybody could write it."""
        if name == "link":
            return f"https://example.ru/{self.chance.choice(PIECES).strip()}?a=1&b={self.chance.choice(PIECES).strip()}"
        longest = LONGEST.get(name, NAME)
        if self.chance.random() < 0.05:
            return (EMOJI if longest >= NAME else "🏫" * 8)[:1024]
        count = self.chance.choice((1, 2, 3, 5, 8, 400))
        made = "".join(self.chance.choice(PIECES) + self.chance.choice(("", " ")) for _ in range(count))
        return f"{self.chance.choice(PIECES)}я{made}"[:longest].strip()

    def day(self) -> date:
        return LAST_DAY - timedelta(days=self.chance.randrange(730))

    def moment(self) -> datetime:
        return datetime.combine(self.day(), time(self.chance.randrange(24), 30), UTC)

    def number(self, name: str) -> int:
        if name in ("year", "years"):
            return 2027
        return ID if name.endswith("_id") else self.chance.choice((0, 1, 2, 5, 21, 97, 1000))


_COLLECTIONS: Mapping[Callable[[list[Any]], Any], tuple[Any, ...]] = {
    tuple: (tuple, collections.abc.Sequence, collections.abc.Collection, collections.abc.Iterable),
    list: (list,),
    frozenset: (frozenset,),
    set: (set,),
}

_PLAIN: Mapping[Any, Callable[[Inventor, str], Any]] = {
    bool: lambda inventor, _: inventor.chance.random() < 0.5,
    int: lambda inventor, name: inventor.number(name),
    str: lambda inventor, name: inventor.words(name),
    float: lambda inventor, name: float(inventor.number(name)),
    bytes: lambda inventor, _: inventor.words().encode(),
    date: lambda inventor, _: inventor.day(),
    datetime: lambda inventor, _: inventor.moment(),
    time: lambda inventor, _: time(inventor.chance.randrange(24), 30),
    type(None): lambda inventor, _: None,
}


@cache
def hints_of(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


# --- what only holds together as a whole -------------------------------------------------------------------------


def reading(inventor: Inventor, field: DoubtField) -> Json:
    """A reading of that field in its own JSON shape."""
    match field:
        case DoubtField.TIMING:
            return [period_json(period) for period in inventor.of(tuple[Period, ...])]
        case DoubtField.EXECUTORS | DoubtField.MENTIONS:
            return [str(code) for code in inventor.of(tuple[Executor, ...])]
        case DoubtField.SCHOOLS:
            return [inventor.words("name") for _ in range(3)]
        case DoubtField.KIND:
            return str(inventor.of(Kind))
    return inventor.words("text")


def _doubt(inventor: Inventor) -> Doubt:
    field = inventor.of(DoubtField)
    choices = [reading(inventor, field) for _ in range(inventor.chance.randrange(4))]
    return Doubt(field, inventor.of(DoubtReason), inventor.words("words"), tuple(choices))


_ABOUT = {
    SheetColumn.TIMING: DoubtField.TIMING,
    SheetColumn.PERIODS: DoubtField.TIMING,
    SheetColumn.EXECUTORS: DoubtField.EXECUTORS,
    SheetColumn.SCHOOLS: DoubtField.SCHOOLS,
    SheetColumn.KIND: DoubtField.KIND,
}


def _change(inventor: Inventor) -> Change:
    column = inventor.of(SheetColumn)
    return Change(
        inventor.number("row"),
        inventor.words("number"),
        column,
        "field",
        _cell(inventor, column),
        _cell(inventor, column),
        inventor.of(Scope),
    )


def _cell(inventor: Inventor, column: SheetColumn) -> Json:
    if column is SheetColumn.SCOPE:
        return str(inventor.of(Scope))
    if column is SheetColumn.INCLUDED:
        return inventor.chance.random() < 0.5
    return reading(inventor, _ABOUT.get(column, DoubtField.TEXT))


def _heard(inventor: Inventor) -> Heard:
    field = inventor.of(DoubtField)
    reason = inventor.of(DoubtReason | None)
    return Heard(tuple(reading(inventor, field) for _ in range(2)), reason, inventor.words("words"))


MAKERS: Mapping[Any, Callable[[Inventor], Any]] = {
    Doubt: _doubt,
    Heard: _heard,
    Change: _change,
    PlanYear: lambda _: PlanYear(2027),
    # what a table that came back holds is compared, and never told of by itself
    dict[str, Any]: lambda _: {},
}


# --- what holds of several fields together -----------------------------------------------------------------------


def _task(inventor: Inventor, task: TaskCard) -> TaskCard:
    done_on = inventor.day() if task.state is State.DONE else None
    return replace(task, done_on=done_on, overdue=is_overdue(task.state, task.due_on, task.today))


def _line(inventor: Inventor, line: Line) -> Line:
    return replace(line, done_on=inventor.day() if line.state is State.DONE else None)


def _understood(inventor: Inventor, understood: Understood) -> Understood:
    period = understood.question.slots.period
    first, last = sorted((inventor.day(), inventor.day()))
    return replace(understood, days=None if period is None else (first, last))


def _when(inventor: Inventor, when: When) -> When:
    """Days of doing are of what is done."""
    done = tuple(replace(line, state=State.DONE, done_on=inventor.day()) for line in inventor.lines())
    return replace(when, tasks=(TaskTerms.of_done(done),)) if when.done else when


def _draft_row(inventor: Inventor, row: DraftRow) -> DraftRow:
    return replace(row, frequency_open=row.frequency_open and row.frequency is not None)


def _draft(inventor: Inventor, draft: DraftCard) -> DraftCard:
    """Rows stand in their places, and there is one at least."""
    rows = draft.rows or (inventor.of(DraftRow),)
    return replace(draft, rows=tuple(replace(row, index=place) for place, row in enumerate(rows)))


def _compared(inventor: Inventor, row: Compared) -> Compared:
    """A row that is in neither edition is none; what is there in both differs in something."""
    old, new, fields_ = _editions(inventor, row.old, row.new)
    pair = Pair(None if old is None else row.pair.old or 0, None if new is None else row.pair.new or 0, row.pair.unsure)
    both = old is not None and new is not None
    return Compared(replace(pair, unsure=pair.unsure and both), old, new, fields_)


def _editions(
    inventor: Inventor, old: DraftTask | None, new: DraftTask | None
) -> tuple[DraftTask | None, DraftTask | None, frozenset[Field]]:
    if old is None and new is None:
        new = inventor.of(DraftTask)
    if old is None or new is None:
        return old, new, frozenset()
    return old, new, differences(old, new)


def _past_row(inventor: Inventor, row: PastRow) -> PastRow:
    old, new, fields_ = _editions(inventor, row.old, row.new)
    return PastRow(Compared(Pair(0, 0), old, new, fields_).changes, old, new, fields_, row.states)


def _told_row(inventor: Inventor, row: ToldRow) -> ToldRow:
    before, after, fields_ = _editions(inventor, row.before, row.after)
    return replace(row, before=before, after=after, fields=fields_)


def _accepted(inventor: Inventor, card: AcceptedCard) -> AcceptedCard:
    return replace(card, counts={change.value: inventor.number("count") for change in RowChange})


def _earlier(inventor: Inventor, row: EarlierRowCard) -> EarlierRowCard:
    """What was due before the start had a day."""
    return replace(row, tasks=tuple(replace(task, due_on=inventor.day()) for task in row.tasks))


def _load(inventor: Inventor, load: Load) -> Load:
    return replace(load, monday=inventor.day() if load.most else None)


AGREEMENTS: Mapping[Any, Callable[[Inventor, Any], Any]] = {
    TaskCard: _task,
    Line: _line,
    Understood: _understood,
    When: _when,
    DraftRow: _draft_row,
    DraftCard: _draft,
    Compared: _compared,
    PastRow: _past_row,
    ToldRow: _told_row,
    AcceptedCard: _accepted,
    EarlierMap: lambda _, one: replace(one, left=max(one.left, 1)),
    EarlierRowCard: _earlier,
    Load: _load,
}
