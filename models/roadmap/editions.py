"""What a changed edition of a road map changes: which row became which, and what is different about it."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from models.domain.editions import RowChange
from models.domain.plan import Marking
from models.domain.unfolding import Term
from models.language.lookalikes import fold
from models.roadmap.answers import KEPT, LEFT_OUT, Answers
from models.roadmap.draft import Draft, DraftTask
from models.roadmap.planning import has_slot

Rows = Mapping[int, DraftTask]
"""Rows by their place in the file (from 0)."""
Words = Mapping[tuple[int, int], bool]
"""What the coordinator said of an old and a new row: whether they are the same."""

SAME_ROW = "same_row"
"""The field of a draft's answer about a pair: {"old": place, "same": yes or no}; the row is the new one."""

SURE = 0.7
UNSURE = 0.4
"""Likeness of texts under one number: from SURE on they are one row, from UNSURE on it is asked."""
SURE_ELSEWHERE = 0.85
UNSURE_ELSEWHERE = 0.65
"""Likeness of texts under different numbers."""

EDITION = 0.6
PERHAPS = 0.3
"""Share of rows in common: from EDITION on it is an edition of the map, from PERHAPS on it is asked."""

_WORD = re.compile(r"[a-zа-я]{3,}|\d+")
_FIGURE = re.compile(r"\d+|\b(?:перв|втор|трет|четв[её]рт|пят|шест)(?=[а-яё]*\b)|\b[ivx]+\b")
_STEM = 5
_ENDINGS = "аеийоуыьюя"


class Field(StrEnum):
    """What about a row can be different."""

    NUMBER = "number"
    TEXT = "text"
    TIMING = "timing"
    TIMING_WORDS = "timing_words"
    EXECUTORS = "executors"
    SCHOOLS = "schools"
    KIND = "kind"
    SCOPE = "scope"
    INDICATOR = "indicator"
    SECTION = "section"
    LINKS = "links"
    PROJECT = "project"
    DOCUMENT = "document"


_CHANGE_OF = {Field.NUMBER: RowChange.RENUMBERED, Field.TIMING: RowChange.MOVED}


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of the old map and what became of it; None where there is none. An unsure pair is asked about."""

    old: int | None
    new: int | None
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """A pair with its rows, and what is different about them."""

    pair: Pair
    old: DraftTask | None
    new: DraftTask | None
    fields: frozenset[Field] = frozenset()

    @property
    def changes(self) -> tuple[RowChange, ...]:
        """What happened to the row, the gravest first; nothing where it is as it was."""
        if self.new is None:
            return (RowChange.REMOVED,)
        if self.old is None:
            return (RowChange.ADDED,)
        found = {_CHANGE_OF.get(field, RowChange.REWORDED) for field in self.fields}
        return tuple(change for change in RowChange if change in found)


def compare(old: Rows, new: Rows, words: Words | None = None) -> list[Compared]:
    """Every row of both editions once: those of the new one in its order, then those that are gone."""
    return [_compared(pair, old, new) for pair in pair_rows(old, new, words)]


def _compared(pair: Pair, old: Rows, new: Rows) -> Compared:
    before = None if pair.old is None else old[pair.old]
    after = None if pair.new is None else new[pair.new]
    fields = differences(before, after) if before and after else frozenset[Field]()
    return Compared(pair, before, after, fields)


def differences(old: DraftTask, new: DraftTask) -> frozenset[Field]:
    """The fields in which two rows differ. Blanks, capitals and a full stop at the end are no difference."""
    found = {field for field, seen in _SEEN.items() if seen(old) != seen(new)}
    if Field.TIMING in found:
        found.discard(Field.TIMING_WORDS)
    return frozenset(found)


def _plain(text: str | None) -> str:
    return fold(text or "").rstrip(" .;,")


_SEEN: Mapping[Field, Callable[[DraftTask], Hashable]] = {
    Field.NUMBER: lambda row: _plain(row.number),
    Field.TEXT: lambda row: _plain(row.text),
    Field.TIMING: lambda row: (
        row.periods,
        row.marking,
        row.frequency_in_text if row.marking is Marking.EACH else None,
    ),
    Field.TIMING_WORDS: lambda row: (_plain(row.timing_raw), row.frequency_in_text),
    Field.EXECUTORS: lambda row: (frozenset(row.acting), _plain(row.executors_raw)),
    Field.SCHOOLS: lambda row: frozenset(_plain(name) for name in row.schools),
    Field.KIND: lambda row: row.kind,
    Field.SCOPE: lambda row: row.scope,
    Field.INDICATOR: lambda row: _plain(row.indicator),
    Field.SECTION: lambda row: _plain(row.section),
    Field.LINKS: lambda row: frozenset(row.links),
    Field.PROJECT: lambda row: bool(row.project_only),
    Field.DOCUMENT: has_slot,
}


# --- which row became which --------------------------------------------------------------------------------------


def pair_rows(old: Rows, new: Rows, words: Words | None = None) -> list[Pair]:
    """Pair the rows of two editions; each is paired at most once, those alone stand beside None.

    The coordinator's word comes first, then equal words, then likeness; the number weighs between texts that are
    alike. A number under which an entirely other text stands is another row.
    """
    said = words or {}
    pairing = _Pairing(old, new, {pair for pair, same in said.items() if not same})
    pairing.take(pair for pair, same in said.items() if same)
    for key in (_all_of_it, _number_and_text, _text_and_terms, _text):
        pairing.take(_in_order(pairing.rest_old, pairing.rest_new, key))
    for (before, after), sure in _by_likeness(pairing.rest_old, pairing.rest_new):
        pairing.take([(before, after)], unsure=not sure)
    return pairing.pairs()


class _Pairing:
    """Pairs on their way: what is taken stays taken."""

    def __init__(self, old: Rows, new: Rows, forbidden: Collection[tuple[int, int]]) -> None:
        self.rest_old, self.rest_new = dict(old), dict(new)
        self._all_new = new
        self._forbidden = forbidden
        self._of_new: dict[int, Pair] = {}

    def take(self, pairs: Iterable[tuple[int, int]], *, unsure: bool = False) -> None:
        for before, after in pairs:
            free = before in self.rest_old and after in self.rest_new
            if free and (before, after) not in self._forbidden:
                del self.rest_old[before], self.rest_new[after]
                self._of_new[after] = Pair(before, after, unsure)

    def pairs(self) -> list[Pair]:
        found = [self._of_new.get(after, Pair(None, after)) for after in self._all_new]
        return found + [Pair(before, None) for before in self.rest_old]


def _all_of_it(row: DraftTask) -> Hashable:
    return tuple(seen(row) for seen in _SEEN.values())


def _number_and_text(row: DraftTask) -> Hashable:
    return _plain(row.number), _plain(row.text)


def _text_and_terms(row: DraftTask) -> Hashable:
    return _plain(row.text), row.periods, row.scope


def _text(row: DraftTask) -> Hashable:
    return _plain(row.text)


def _in_order(old: Rows, new: Rows, key: Callable[[DraftTask], Hashable]) -> list[tuple[int, int]]:
    """Rows with the same key, the first with the first."""
    waiting: dict[Hashable, list[int]] = {}
    for place, row in old.items():
        waiting.setdefault(key(row), []).append(place)
    found = []
    for place, row in new.items():
        if before := waiting.get(key(row)):
            found.append((before.pop(0), place))
    return found


@dataclass(frozen=True, slots=True)
class _Seen:
    """What of a row is compared with every other row, made once."""

    number: str
    figures: tuple[str, ...]
    stems: Counter[str]

    @classmethod
    def of(cls, row: DraftTask) -> "_Seen":
        return cls(_plain(row.number), _figures(row.text), _stems(row.text))


def _by_likeness(old: Rows, new: Rows) -> list[tuple[tuple[int, int], bool]]:
    """Pairs that may be one row, and whether they are so for sure; the likeliest first."""
    was = {place: _Seen.of(row) for place, row in old.items()}
    now = {place: _Seen.of(row) for place, row in new.items()}
    rated = []
    for before, one in was.items():
        for after, other in now.items():
            elsewhere = one.number != other.number
            alike = _dice(one.stems, other.stems)
            if alike >= (UNSURE_ELSEWHERE if elsewhere else UNSURE):
                sure = alike >= (SURE_ELSEWHERE if elsewhere else SURE) and one.figures == other.figures
                rated.append((not sure, -alike, elsewhere, abs(before - after), before, after))
    return [((before, after), not unsure) for unsure, *_, before, after in sorted(rated)]


def _figures(text: str) -> tuple[str, ...]:
    """The numbers in a text: «1 этап» and «второй этап» are two rows however alike they are."""
    return tuple(sorted(_FIGURE.findall(text.casefold())))


def likeness(one: str, other: str) -> float:
    """How much of their words two texts share, from 0 to 1; endings do not count."""
    return _dice(_stems(one), _stems(other))


def _stems(text: str) -> Counter[str]:
    return Counter(word[:_STEM].rstrip(_ENDINGS) for word in _WORD.findall(fold(text)))


def _dice(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    shared = sum(min(count, other[stem]) for stem, count in one.items() if stem in other)
    return 2 * shared / total if total else 0.0


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same but for blanks, capitals and a full stop at the end."""
    return _plain(one) == _plain(other)


def share_in_common(old: Rows, new: Rows) -> float:
    """How much of two maps is the same work, from 0 to 1: by the words of their rows, not by their names."""
    total = len(old) + len(new)
    sure = sum(1 for pair in pair_rows(old, new) if pair.old is not None and pair.new is not None and not pair.unsure)
    return 2 * sure / total if total else 0.0


# --- what was decided before ---------------------------------------------------------------------------------------


def carried(old: Draft, decided: Answers, new: Draft) -> dict[tuple[int, str], Any]:
    """The decisions about the old file that still fit the new one: those about what it prints in the same way."""
    pairs = pair_rows(dict(enumerate(old.tasks)), dict(enumerate(new.tasks)))
    new_of = {pair.old: pair.new for pair in pairs if not pair.unsure}
    found: dict[tuple[int, str], Any] = {}
    for (row, field), value in decided.items():
        place = new_of.get(row)
        if place is not None and field != SAME_ROW and _still_fits(field, old.tasks[row], new.tasks[place]):
            found[place, field] = value
    return found


def _still_fits(field: str, old: DraftTask, new: DraftTask) -> bool:
    name = field.removeprefix(KEPT)
    before, after = old.to_json(), new.to_json()
    asked = [[doubt.to_json() for doubt in row.doubts if doubt.field.value == name] for row in (old, new)]
    return asked[0] == asked[1] and all(before[one] == after[one] for one in _PRINTED.get(name, _WHOLE))


_WHOLE = ("text", "timing_raw", "periods", "executors_raw", "kind", "scope")
_PRINTED: Mapping[str, tuple[str, ...]] = {
    LEFT_OUT: ("text",),
    "timing": ("timing_raw", "periods"),
    "scope": ("scope", "kind"),
    **{name: (name,) for name in ("executors", "mentions", "schools", "kind", "number", "text", "section")},
}


# --- which term became which ----------------------------------------------------------------------------------------

Place = tuple[int, int]
"""A term's place in its row: period and occurrence."""
T = TypeVar("T")


def pair_terms(old: Sequence[Term], new: Sequence[Term]) -> dict[Place, Term]:
    """What each term of a row became, by its old place; a term that is gone is absent.

    The same days are the same term, then the same last day, then the same label; the rest goes to the nearest term in
    their order, so that a mark never wanders further than it must.
    """
    rest_old, rest_new = list(old), list(new)
    found: dict[Place, Term] = {}
    for key in (_days, _last_day, _label):
        for before, after in _same(rest_old, rest_new, key):
            found[before.period, before.occurrence] = after
            rest_old.remove(before)
            rest_new.remove(after)
    for before, after in _nearest(rest_old, rest_new):
        found[before.period, before.occurrence] = after
    return found


def _days(term: Term) -> Hashable:
    return term.start, term.due, term.label


def _last_day(term: Term) -> Hashable:
    return term.due


def _label(term: Term) -> Hashable:
    return term.label


def _same(old: Sequence[Term], new: Sequence[Term], key: Callable[[Term], Hashable]) -> list[tuple[Term, Term]]:
    waiting: dict[Hashable, list[Term]] = {}
    for term in old:
        if key(term) is not None:
            waiting.setdefault(key(term), []).append(term)
    return [(waiting[key(term)].pop(0), term) for term in new if waiting.get(key(term))]


def _nearest(old: Sequence[Term], new: Sequence[Term]) -> list[tuple[Term, Term]]:
    """As many pairs as there can be, in order, with the least distance between their last days altogether."""
    if len(old) > len(new):
        return [(before, after) for after, before in _nearest(new, old)]
    best: list[list[float]] = [[0.0] * (len(new) + 1)]
    for before in old:
        row = [float("inf")]
        for place, after in enumerate(new):
            row.append(min(row[place], best[-1][place] + _distance(before, after)))
        best.append(row)
    return _traced(best, old, new)


def _traced(best: list[list[float]], old: Sequence[T], new: Sequence[T]) -> list[tuple[T, T]]:
    found = []
    place = len(new)
    for index in range(len(old), 0, -1):
        while best[index][place] == best[index][place - 1]:
            place -= 1
        place -= 1
        found.append((old[index - 1], new[place]))
    return found[::-1]


def _distance(one: Term, other: Term) -> int:
    if one.due is None or other.due is None:
        return 0 if one.due is other.due else 400
    return abs((one.due - other.due).days)
