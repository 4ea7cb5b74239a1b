"""Which rows of a municipal and of a regional road map are likely the same work."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from models.domain.access import CURATOR_EXECUTORS, SCHOOL_EXECUTORS
from models.domain.plan import Executor, Kind
from models.language.lookalikes import fold
from models.language.schools import named_schools

Pair = tuple[int, int]
"""A municipal row and a regional one, by their ids."""
UnitKey = tuple[int, int | None]
"""A territory, and a school of it or the territory itself."""

LIKE = 0.55
"""From this likeness of words on (0 to 1) two rows may be one work."""
LIKE_WITHOUT_DAYS = 0.75
"""The same where nothing can be said of their days."""
RARE = 3
"""An address that stands in more rows of one map than this is a site's, not a row's."""
_NEAR = timedelta(days=14)
_BEFORE = timedelta(days=31)
"""How long before its last day a term begins that names no first day."""

_WORD = re.compile(r"[а-яa-z]{3,}")
_STEM = 5
_SAID_EVERYWHERE = frozenset(
    word[:_STEM]
    for word in _WORD.findall(
        "организация организовать организует провести проведение обеспечить обеспечение осуществить осуществление "
        "принять участие участников участниц проекта проект школ школы школе школу школах шнор для при под над или "
        "том числе рамках реализации дорожной карты моу мбоу мкоу маоу гбоу гкоу сош оош гимназии лицея"
    )
)
_STAGES = (
    ("первичн", "повторн", "итогов", "промежуточн", "заключительн"),
    ("первого этапа", "второго этапа", "третьего этапа"),
    ("1 этап", "2 этап", "3 этап", "1-й этап", "2-й этап"),
    ("первое полугоди", "второе полугоди"),
)
_REFERENCE = re.compile(
    r"(?:п\.|пп\.|пункт\w*|№)\s*(?P<before>\d+(?:\.\d+)*)\.?\s*(?:региональн\w*|рдк\b)"
    r"|(?:региональн\w+[^.;,]{0,30}|рдк\s*)[,(]?\s*(?:п\.|пп\.|пункт\w*|№)\s*(?P<after>\d+(?:\.\d+)*)"
)


@dataclass(frozen=True)
class LinkedRow:
    """What of a published row tells whether another is the same work; `units` are those it still asks."""

    task_id: int
    number: str
    text: str
    indicator: str | None
    links: tuple[str, ...]
    kind: Kind
    executors: frozenset[Executor]
    terms: tuple[tuple[date | None, date | None], ...]
    units: frozenset[UnitKey]

    @cached_property
    def words(self) -> frozenset[str]:
        return _work_words(self.text)

    @cached_property
    def stages(self) -> tuple[frozenset[str], ...]:
        return _stages(self.text)

    @cached_property
    def references(self) -> frozenset[str]:
        """The numbers of regional rows that the row's words name."""
        found = _REFERENCE.finditer(fold(f"{self.text} {self.indicator or ''}"))
        return frozenset(one["before"] or one["after"] for one in found)


# A region's rows are compared with those of each of its municipalities: their words are taken apart once.
@lru_cache(maxsize=4096)
def _work_words(text: str) -> frozenset[str]:
    """The stems that say what the work is: no school's name, nothing that stands in every row."""
    plain = text
    for name in named_schools(text):
        plain = plain.replace(name, " ")
    return frozenset(word[:_STEM] for word in _WORD.findall(fold(plain))) - _SAID_EVERYWHERE


@lru_cache(maxsize=4096)
def _stages(text: str) -> tuple[frozenset[str], ...]:
    plain = fold(text)
    return tuple(frozenset(word for word in words if word in plain) for words in _STAGES)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two rows that are likely one work; `referred` where the document itself says so."""

    municipal_id: int
    regional_id: int
    likeness: float
    referred: bool


def suggestions(
    municipal: Sequence[LinkedRow], regional: Sequence[LinkedRow], answered: Collection[Pair]
) -> list[Suggestion]:
    """For each municipal row the likeliest regional one that was not asked about yet, the surest first."""
    common = _rare_addresses(municipal) & _rare_addresses(regional)
    best = (_best(row, regional, answered, common) for row in municipal)
    found = [one for one in best if one is not None]
    return sorted(found, key=lambda one: (not one.referred, -one.likeness))


def _rare_addresses(rows: Sequence[LinkedRow]) -> frozenset[str]:
    counts: dict[str, int] = {}
    for row in rows:
        for address in set(row.links):
            counts[address] = counts.get(address, 0) + 1
    return frozenset(address for address, count in counts.items() if count <= RARE)


def _best(
    row: LinkedRow, regional: Sequence[LinkedRow], answered: Collection[Pair], common: frozenset[str]
) -> Suggestion | None:
    scored = [
        one
        for other in regional
        if (row.task_id, other.task_id) not in answered and (one := _compared(row, other, common)) is not None
    ]
    return max(scored, key=lambda one: (one.referred, one.likeness), default=None)


def _compared(municipal: LinkedRow, regional: LinkedRow, common: frozenset[str]) -> Suggestion | None:
    if not municipal.units & regional.units:
        return None
    likeness = likeness_of(municipal, regional)
    referred = regional.number.rstrip(".") in municipal.references or bool(
        common.intersection(municipal.links, regional.links)
    )
    if not referred and not _may_be_one(municipal, regional, likeness):
        return None
    return Suggestion(municipal.task_id, regional.task_id, likeness, referred)


def _may_be_one(municipal: LinkedRow, regional: LinkedRow, likeness: float) -> bool:
    if municipal.kind is not regional.kind or not _same_people(municipal.executors, regional.executors):
        return False
    if _other_stage(municipal, regional):
        return False
    together = terms_meet(municipal.terms, regional.terms)
    return likeness >= (LIKE_WITHOUT_DAYS if together is None else LIKE) and together is not False


def likeness_of(left: LinkedRow, right: LinkedRow) -> float:
    """How much of the shorter row's words the longer holds, and how many both share: 0 to 1."""
    shared, shorter = left.words & right.words, min(len(left.words), len(right.words))
    if not shared or (shorter < 2 and left.words != right.words):
        return 0.0
    return 0.6 * len(shared) / shorter + 0.4 * len(shared) / len(left.words | right.words)


def _same_people(left: frozenset[Executor], right: frozenset[Executor]) -> bool:
    """Whether somebody could do both: of the schools, of the curators, or of the authorities."""
    return not left or not right or bool(set(_groups(left)) & set(_groups(right)))


def _groups(executors: frozenset[Executor]) -> Iterator[str]:
    if executors & SCHOOL_EXECUTORS:
        yield "school"
    if executors & CURATOR_EXECUTORS:
        yield "curator"
    if executors - SCHOOL_EXECUTORS - CURATOR_EXECUTORS:
        yield "territory"


def _other_stage(left: LinkedRow, right: LinkedRow) -> bool:
    """A first visit is not a repeated one, however like the rest of the words."""
    return any(mine and theirs and not mine & theirs for mine, theirs in zip(left.stages, right.stages, strict=True))


def terms_meet(
    left: Sequence[tuple[date | None, date | None]], right: Sequence[tuple[date | None, date | None]]
) -> bool | None:
    """Whether two rows' terms overlap, give or take a fortnight; None where one of them names no day."""
    ours, theirs = list(_windows(left)), list(_windows(right))
    if not ours or not theirs:
        return None
    return any(a <= d + _NEAR and c <= b + _NEAR for a, b in ours for c, d in theirs)


def _windows(terms: Sequence[tuple[date | None, date | None]]) -> Iterator[tuple[date, date]]:
    for start, due in terms:
        if due is not None:
            yield start or due - _BEFORE, due


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One assignment of a linked row, as far as it matters which of two stays."""

    assignment_id: int
    start: date | None
    due: date | None
    weight: int
    """How much was done about it already; the heavier of two stays."""
    takes_document: bool
    finished: bool
    bound: bool
    """People's own things hang on it (a document, a request for help): it can't leave the plan."""


def serving(municipal: Sequence[Occurrence], regional: Sequence[Occurrence]) -> list[tuple[int, int]]:
    """Which assignment of a unit stays and which it serves in place of: (stays, leaves).

    Of two the one stays about which more was done; as much about both, the municipal one. Nothing leaves that holds
    somebody's document or request, nothing that is finished where the other is too, and no bare mark stands for a
    document.
    """
    pairs = (_stays(one, other) for one, other in _matched(municipal, regional))
    return [pair for pair in pairs if pair is not None]


def _matched(
    municipal: Sequence[Occurrence], regional: Sequence[Occurrence]
) -> Iterator[tuple[Occurrence, Occurrence]]:
    ours, theirs = sorted(municipal, key=_when), sorted(regional, key=_when)
    if len(ours) == len(theirs):
        yield from zip(ours, theirs, strict=True)
        return
    left = list(ours)
    for other in theirs:
        near = [one for one in left if terms_meet([(one.start, one.due)], [(other.start, other.due)])]
        if near:
            nearest = min(near, key=lambda one: abs(_when(one)[1] - _when(other)[1]))
            left.remove(nearest)
            yield nearest, other


def _when(one: Occurrence) -> tuple[bool, date, int]:
    return one.due is None, one.due or date.min, one.assignment_id


def _stays(municipal: Occurrence, regional: Occurrence) -> tuple[int, int] | None:
    if municipal.finished and regional.finished:
        return None
    stays, leaves = (regional, municipal) if _prevails(regional, municipal) else (municipal, regional)
    if leaves.bound or leaves.finished or (leaves.takes_document and not stays.takes_document):
        return None
    return stays.assignment_id, leaves.assignment_id


def _prevails(regional: Occurrence, municipal: Occurrence) -> bool:
    rank, other = ((one.finished, one.bound, one.takes_document, one.weight) for one in (regional, municipal))
    return rank > other
