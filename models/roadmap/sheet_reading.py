"""A workbook that bears the hidden mark → the table of a draft that came back. Nothing in it is understood here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.language.lookalikes import fold
from models.roadmap.refusals import SheetAltered
from models.roadmap.sheet import COLUMNS, KEY_COLUMN, MARK, SheetColumn

Grid = Sequence[Sequence[str]]
_KNOWN = 8
"""Of the headings so many must be found for the row of headings to be one."""
_LONGEST_ID = 16
"""Digits."""


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """One line as it came: `line` is its number in Excel, `key` the row of the draft (from 0), None for a new line.

    `formulas` are the columns where a formula stands instead of words.
    """

    line: int
    key: int | None
    cells: Mapping[SheetColumn, str]
    formulas: frozenset[SheetColumn] = frozenset()

    def to_json(self) -> dict[str, Any]:
        return {"line": self.line, "key": self.key, "cells": dict(self.cells), "formulas": sorted(self.formulas)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "ReturnedRow":
        cells = {SheetColumn(column): text for column, text in values["cells"].items()}
        return cls(values["line"], values["key"], cells, frozenset(map(SheetColumn, values["formulas"])))


@dataclass(frozen=True, slots=True)
class ReturnedSheet:
    """The table as it came, and `sent`: each row's cells as they were given out.

    `missing` are columns that are gone, `others` the names of sheets that were not ours.
    """

    draft_id: int
    revision: str
    sent: Mapping[int, Mapping[SheetColumn, str]]
    rows: tuple[ReturnedRow, ...]
    missing: tuple[SheetColumn, ...] = ()
    others: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "draft_id": self.draft_id,
            "revision": self.revision,
            "sent": [[row, dict(cells)] for row, cells in self.sent.items()],
            "rows": [row.to_json() for row in self.rows],
            "missing": list(self.missing),
            "others": list(self.others),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "ReturnedSheet":
        sent = {row: {SheetColumn(column): text for column, text in cells.items()} for row, cells in values["sent"]}
        return cls(
            draft_id=values["draft_id"],
            revision=values["revision"],
            sent=sent,
            rows=tuple(map(ReturnedRow.from_json, values["rows"])),
            missing=tuple(map(SheetColumn, values["missing"])),
            others=tuple(values["others"]),
        )


def is_mark(grid: Grid) -> bool:
    """Tell whether a hidden sheet's cells are our mark."""
    return len(grid) > 1 and len(grid[0]) >= 4 and grid[0][0] == MARK and _number(grid[0][1]) is not None


def is_page(mark: Grid, page: Grid) -> bool:
    """Tell whether a sheet is the one that people were given: renamed or not, it has our headings."""
    return _heading(page, _headings(mark))[0] is not None


def returned_sheet(
    mark: Grid, page: Grid, formulas: frozenset[tuple[int, int]], others: Sequence[str], filename: str
) -> ReturnedSheet:
    """Put the two sheets' cells together.

    Raises:
        SheetAltered: the headings or the hidden column are gone.
    """
    draft_id = _number(mark[0][1])
    sent = {
        key: _by_column(row) for row in mark[2:] if len(row) > KEY_COLUMN and (key := _key(row[KEY_COLUMN])) is not None
    }
    at, places, key_place = _heading(page, _headings(mark))
    if draft_id is None or at is None or key_place is None:
        raise SheetAltered(filename)
    rows = tuple(
        _row(place, page[place], places, key_place, formulas)
        for place in range(at + 1, len(page))
        if any(_cell(page[place], column).strip() for column in places.values())
    )
    if rows and sent and all(row.key is None for row in rows):
        raise SheetAltered(filename)
    missing = tuple(kind for kind in COLUMNS if kind not in places)
    return ReturnedSheet(draft_id, mark[0][2], sent, rows, missing, tuple(others))


def _headings(mark: Grid) -> dict[str, SheetColumn]:
    return {fold(text): kind for kind, text in zip(COLUMNS, mark[1], strict=False)}


def _by_column(row: Sequence[str]) -> dict[SheetColumn, str]:
    return dict(zip(COLUMNS, row, strict=False))


def _heading(page: Grid, headings: Mapping[str, SheetColumn]) -> tuple[int | None, dict[SheetColumn, int], int | None]:
    """Find the row of headings: its place, where each column stands now, and the hidden one."""
    for at, row in enumerate(page):
        places = {headings[fold(cell)]: column for column, cell in enumerate(row) if fold(cell) in headings}
        if len(places) >= _KNOWN:
            return at, places, next((column for column, cell in enumerate(row) if cell == MARK), None)
    return None, {}, None


def _row(
    place: int,
    row: Sequence[str],
    places: Mapping[SheetColumn, int],
    key_place: int,
    formulas: frozenset[tuple[int, int]],
) -> ReturnedRow:
    return ReturnedRow(
        line=place + 1,
        key=_key(_cell(row, key_place)),
        cells={kind: _cell(row, column).strip() for kind, column in places.items()},
        formulas=frozenset(kind for kind, column in places.items() if (place, column) in formulas),
    )


def _cell(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LONGEST_ID else None


def _key(text: str) -> int | None:
    number = _number(text)
    return number - 1 if number else None
