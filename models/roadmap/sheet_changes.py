"""What a person changed in the table of a draft: each changed cell understood, or refused with its reason.

A cell counts as changed where it differs from what was given out, so a table that is older than the draft takes back
nothing that was decided meanwhile. A row with a cell that is not understood is not changed at all.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.domain.doubts import DoubtField, DoubtReason
from models.domain.plan import Level, Scope
from models.language.executors import read_executors
from models.language.lookalikes import fold, mend
from models.language.schools import all_schools, named_schools
from models.language.timing import read_timing
from models.roadmap.answers import KEPT, LEFT_OUT, SCOPE
from models.roadmap.draft import Draft, DraftTask, Json, period_json
from models.roadmap.sheet import SheetColumn, Vocabulary
from models.roadmap.sheet_reading import ReturnedRow, ReturnedSheet

_LONGEST = {SheetColumn.NUMBER: 30, SheetColumn.SECTION: 500}
_LONGEST_CELL = 4000
"""Characters of the longest measure that anybody wrote, many times over."""
_MOST_SCHOOLS = 200
_PROPOSING = frozenset((DoubtField.EXECUTORS, DoubtField.MENTIONS, DoubtField.KIND))
_PARTS = re.compile(r"[;\n]+")
_NAMED = re.compile(r"[;,\n]+")


class TroubleReason(StrEnum):
    """Why a cell is not taken."""

    EMPTY = "empty"
    FORMULA = "formula"
    TOO_LONG = "too_long"
    NOT_LISTED = "not_listed"
    NOT_UNDERSTOOD = "not_understood"
    TWO_TERMS = "two_terms"
    """The order's words and the dates were both changed, and say two things."""
    FIXED = "fixed"
    """The column is only to be looked at."""
    QUESTION = "question"
    """Words were written where a question stands: an answer belongs into the cell that is asked about."""


@dataclass(frozen=True, slots=True)
class Change:
    """A decision that the table asks for, in the shape of a draft's answers, with the value that stands now.

    `scope` is whom the row concerns by now.
    """

    row: int
    number: str
    column: SheetColumn
    field: str
    value: Json
    before: Json
    scope: Scope


@dataclass(frozen=True, slots=True)
class Trouble:
    """A cell that is not taken: where it stands, its words, and why."""

    line: int
    number: str
    column: SheetColumn
    reason: TroubleReason
    words: str
    doubt: DoubtReason | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came back against the draft.

    `held` are the numbers of rows with other changes that wait until the trouble is put right; `gone` those of rows
    that are no longer in the table; `added` the Excel lines that no row of the draft answers to; `kept` the numbers of
    rows whose question was wiped away.
    """

    changes: tuple[Change, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    held: tuple[str, ...] = ()
    gone: tuple[Change, ...] = ()
    kept: tuple[Change, ...] = ()
    added: tuple[int, ...] = ()

    @property
    def decisions(self) -> tuple[Change, ...]:
        """All that «yes» would settle."""
        return (*self.changes, *self.kept, *self.gone)

    @property
    def pinned(self) -> tuple[Change, ...]:
        """What stays as the table shows it: whom a row concerns, though its executors or its kind are others now."""
        scoped = {change.row for change in self.changes if change.field == SCOPE}
        moving = {change.row: change for change in self.changes if change.field in _PROPOSING}
        return tuple(
            Change(row, change.number, SheetColumn.SCOPE, SCOPE, change.scope, change.scope, change.scope)
            for row, change in moving.items()
            if row not in scoped
        )


class _NotTakenError(Exception):
    def __init__(self, column: SheetColumn, reason: TroubleReason, doubt: DoubtReason | None = None) -> None:
        super().__init__(column, reason)
        self.column = column
        self.reason = reason
        self.doubt = doubt


@dataclass(frozen=True, slots=True)
class _Edited:
    """One line of the table beside its row: `cells` are those that the person changed."""

    task: DraftTask
    row: int
    line: int
    cells: Mapping[SheetColumn, str]
    formulas: frozenset[SheetColumn]
    left_out: bool


def compare(draft: Draft, left_out: frozenset[int], sheet: ReturnedSheet, words: Vocabulary) -> Comparison:
    """Find what was changed; `draft` is as decided by now, `left_out` its rows that shall not become tasks."""
    seen: dict[int, ReturnedRow] = {}
    added: list[int] = []
    for row in sheet.rows:
        if row.key is None or row.key in seen or row.key not in sheet.sent or row.key >= len(draft.tasks):
            added.append(row.line)
        else:
            seen[row.key] = row
    edited = [_edited(draft.tasks[key], key, row, sheet.sent[key], key in left_out) for key, row in seen.items()]
    judged = [(one, *_judged(one, draft, words)) for one in edited]
    good = [(one, changes) for one, changes, troubles in judged if not troubles]
    return Comparison(
        changes=tuple(change for _, changes in good for change in changes if not change.field.startswith(KEPT)),
        kept=tuple(change for _, changes in good for change in changes if change.field.startswith(KEPT)),
        troubles=tuple(trouble for _, _, troubles in judged for trouble in troubles),
        held=tuple(one.task.number for one, changes, troubles in judged if troubles and changes),
        gone=tuple(_gone(draft, left_out, sheet, seen)),
        added=tuple(added),
    )


def _gone(
    draft: Draft, left_out: frozenset[int], sheet: ReturnedSheet, seen: Mapping[int, ReturnedRow]
) -> Iterator[Change]:
    for key in sheet.sent:
        if key not in seen and key < len(draft.tasks) and key not in left_out:
            task = draft.tasks[key]
            yield Change(key, task.number, SheetColumn.INCLUDED, LEFT_OUT, True, False, task.scope)


def _edited(task: DraftTask, key: int, row: ReturnedRow, sent: Mapping[SheetColumn, str], left_out: bool) -> _Edited:
    cells = {
        column: text
        for column, text in row.cells.items()
        if _plain(text) != _plain(sent.get(column, "")) or column in row.formulas
    }
    return _Edited(task, key, row.line, cells, row.formulas, left_out)


def _plain(text: str) -> str:
    """Line ends and blanks are the programs' own."""
    return " ".join(text.split())


def _judged(one: _Edited, draft: Draft, words: Vocabulary) -> tuple[list[Change], list[Trouble]]:
    changes: list[Change] = []
    troubles: list[Trouble] = []
    for column in one.cells:
        try:
            changes += _changes(one, column, draft, words)
        except _NotTakenError as why:
            text = one.cells[why.column]
            troubles.append(Trouble(one.line, one.task.number, why.column, why.reason, text, why.doubt))
    return [change for change in changes if change.value != change.before], troubles


def _changes(one: _Edited, column: SheetColumn, draft: Draft, words: Vocabulary) -> Iterator[Change]:
    _check(one, column)
    if column is SheetColumn.QUESTIONS:
        yield from _kept(one)
        return
    cell = _Cell(one, column, one.cells[column], draft, words)
    if column is SheetColumn.TIMING and SheetColumn.PERIODS in one.cells:
        _check_one_term(cell)
        return
    yield _change(one, column, *_READ[column](cell))


def _change(one: _Edited, column: SheetColumn, field: str, value: Json, before: Json) -> Change:
    return Change(one.row, one.task.number, column, field, value, before, one.task.scope)


def _check(one: _Edited, column: SheetColumn) -> None:
    if column in one.formulas:
        raise _NotTakenError(column, TroubleReason.FORMULA)
    if column is SheetColumn.INDICATOR:
        raise _NotTakenError(column, TroubleReason.FIXED)
    if len(one.cells[column]) > _LONGEST.get(column, _LONGEST_CELL):
        raise _NotTakenError(column, TroubleReason.TOO_LONG)


def _kept(one: _Edited) -> Iterator[Change]:
    """A question that is wiped away: what was understood is right."""
    if one.cells[SheetColumn.QUESTIONS]:
        raise _NotTakenError(SheetColumn.QUESTIONS, TroubleReason.QUESTION)
    for doubt in one.task.doubts:
        yield _change(one, SheetColumn.QUESTIONS, f"{KEPT}{doubt.field}", True, None)


# --- what a cell says ----------------------------------------------------------------------------------------------

_Read = tuple[str, Json, Json]
"""The field, what it shall be, and what it is."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A changed cell with all that it is read by."""

    one: _Edited
    column: SheetColumn
    text: str
    draft: Draft
    words: Vocabulary


def _plain_words(cell: _Cell) -> _Read:
    said, task = mend(cell.text), cell.one.task
    if not said and cell.column is not SheetColumn.SECTION:
        raise _NotTakenError(cell.column, TroubleReason.EMPTY)
    match cell.column:
        case SheetColumn.NUMBER:
            return DoubtField.NUMBER.value, said, task.number
        case SheetColumn.SECTION:
            return DoubtField.SECTION.value, said, task.section or ""
    return DoubtField.TEXT.value, said, task.text


def _term(cell: _Cell) -> _Read:
    before = [period_json(period) for period in cell.one.task.periods]
    return DoubtField.TIMING.value, _periods(cell, cell.text), before


def _periods(cell: _Cell, text: str) -> list[Json]:
    if fold(text) == fold(cell.words.no_term):
        return []
    if not text:
        raise _NotTakenError(cell.column, TroubleReason.EMPTY)
    timing = read_timing(text, cell.draft.plan)
    if timing.doubts:
        raise _NotTakenError(cell.column, TroubleReason.NOT_UNDERSTOOD, timing.doubts[0].reason)
    return [period_json(period) for period in timing.periods]


def _check_one_term(cell: _Cell) -> None:
    """Both cells of a term were changed: they must say one thing."""
    if _periods(cell, cell.text) != _periods(cell, cell.one.cells[SheetColumn.PERIODS]):
        raise _NotTakenError(SheetColumn.TIMING, TroubleReason.TWO_TERMS)


def _executors(cell: _Cell) -> _Read:
    known = {fold(label): code for label, code in cell.words.executors.items()}
    parts = [fold(part) for part in _NAMED.split(cell.text) if part.strip()]
    if not parts:
        raise _NotTakenError(cell.column, TroubleReason.EMPTY)
    codes = [known.get(part) for part in parts]
    if None in codes:
        read = read_executors(cell.text)
        if read.unknown or read.otherwise is not None or not read.codes:
            raise _NotTakenError(cell.column, TroubleReason.NOT_UNDERSTOOD)
        codes = [*read.codes]
    task = cell.one.task
    field = DoubtField.MENTIONS if task.executors is None else DoubtField.EXECUTORS
    value = list(dict.fromkeys(code.value for code in codes if code is not None))
    return field.value, value, [code.value for code in task.acting]


def _schools(cell: _Cell) -> _Read:
    before = list(cell.one.task.schools)
    if not cell.text or all_schools(cell.text):
        return DoubtField.SCHOOLS.value, [], before
    parts = [part for part in map(mend, _PARTS.split(cell.text)) if part]
    names = [name for part in parts for name in _names(part)]
    if len(names) > _MOST_SCHOOLS or not all(any(map(str.isalnum, name)) for name in names):
        raise _NotTakenError(cell.column, TroubleReason.NOT_UNDERSTOOD)
    return DoubtField.SCHOOLS.value, list(dict.fromkeys(names)), before


def _names(part: str) -> list[str]:
    """Take names apart at commas where a school stands on each side; a name may hold a comma of its own."""
    pieces = [piece.strip() for piece in part.split(",")]
    return pieces if len(pieces) > 1 and all(map(named_schools, pieces)) else [part]


def _kind(cell: _Cell) -> _Read:
    return DoubtField.KIND.value, _listed(cell, cell.words.kinds), cell.one.task.kind.value


def _scope(cell: _Cell) -> _Read:
    value = _listed(cell, cell.words.scopes)
    if value == Scope.MUNICIPALITY and cell.draft.level is Level.MUNICIPALITY:
        raise _NotTakenError(cell.column, TroubleReason.NOT_LISTED)
    return SCOPE, value, cell.one.task.scope.value


def _included(cell: _Cell) -> _Read:
    return LEFT_OUT, not _listed(cell, cell.words.included), cell.one.left_out


def _listed(cell: _Cell, choices: Mapping[str, Json]) -> Json:
    known = {fold(label): value for label, value in choices.items()}
    if fold(cell.text) not in known:
        raise _NotTakenError(cell.column, TroubleReason.NOT_LISTED if cell.text else TroubleReason.EMPTY)
    return known[fold(cell.text)]


_READ: Mapping[SheetColumn, Callable[[_Cell], _Read]] = {
    SheetColumn.NUMBER: _plain_words,
    SheetColumn.SECTION: _plain_words,
    SheetColumn.TEXT: _plain_words,
    SheetColumn.TIMING: _term,
    SheetColumn.PERIODS: _term,
    SheetColumn.EXECUTORS: _executors,
    SheetColumn.SCHOOLS: _schools,
    SheetColumn.KIND: _kind,
    SheetColumn.SCOPE: _scope,
    SheetColumn.INCLUDED: _included,
}
