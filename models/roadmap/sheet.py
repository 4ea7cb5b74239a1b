"""A draft as a table that people correct in Excel: what its cells hold, and the hidden mark by which it is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.domain.plan import Executor, Kind, Scope

MARK_SHEET = "_vekha"
"""The hidden sheet: a line that says whose table it is, the headings, and each row as it was sent."""
MARK = "vekha-draft-1"


class SheetColumn(StrEnum):
    """What a column of the table holds, in the order in which they stand."""

    NUMBER = "number"
    SECTION = "section"
    TEXT = "text"
    TIMING = "timing"
    PERIODS = "periods"
    EXECUTORS = "executors"
    SCHOOLS = "schools"
    INDICATOR = "indicator"
    KIND = "kind"
    SCOPE = "scope"
    INCLUDED = "included"
    QUESTIONS = "questions"


COLUMNS = tuple(SheetColumn)
KEY_COLUMN = len(COLUMNS)
"""The hidden column that goes with each row, wherever it is sorted to: the row's place in the draft, from 1."""

Cells = Mapping[SheetColumn, str]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of the draft in words; `row` is its place, from 0."""

    row: int
    cells: Cells
    doubted: frozenset[SheetColumn] = frozenset()
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole table in words; `choices` are the lists to choose from, `hints` what is said beside a chosen cell."""

    draft_id: int
    revision: str
    name: str
    title: str
    notes: tuple[str, ...]
    headings: Cells
    rows: tuple[SheetRow, ...]
    choices: Mapping[SheetColumn, tuple[str, ...]]
    hints: Cells


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the words of the closed lists mean, as they were written."""

    kinds: Mapping[str, Kind]
    scopes: Mapping[str, Scope]
    executors: Mapping[str, Executor]
    included: Mapping[str, bool]
    no_term: str
    """How a row without any term is written."""
