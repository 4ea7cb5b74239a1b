"""Cells that cover places of a grid → rows, each cell printed once.

Files draw a table finer than people see it: a border moved by hair's breadth in one row is a column of its own. So the
columns are those of the row with the most cells, and the other rows are laid over them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.roadmap.blocks import Below, Beside, Row


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the grid: where it begins (from 0), how far it reaches, and its words."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


def rows_of(cells: Iterable[Cell]) -> tuple[Row, ...]:
    """Lay cells out as rows; a cell over the whole width is a line across the table."""
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    height = max((cell.row + cell.rows for cell in ordered), default=0)
    present: list[list[Cell]] = [[] for _ in range(height)]
    for cell in ordered:
        for row in range(cell.row, cell.row + cell.rows):
            present[row].append(cell)
    for row_cells in present:
        row_cells.sort(key=lambda cell: cell.column)
    fullest = max(present, key=len, default=[])
    starts = [cell.column for cell in fullest]
    return tuple(_row(place, row_cells, starts) for place, row_cells in enumerate(present) if row_cells)


def _row(place: int, cells: Sequence[Cell], starts: Sequence[int]) -> Row:
    if len(cells) == 1 and len(starts) > 1 and _covers_all(cells[0], starts):
        return (cells[0].text if cells[0].row == place else "",)
    if len(cells) == len(starts):
        return tuple(_text(cell, place) for cell in cells)
    row = [""] * len(starts)
    for cell in cells:
        covered = _covered(cell, starts)
        if covered:
            row[covered[0]] = _joined(row[covered[0]], _text(cell, place))
        for at in covered[1:]:
            row[at] = _beside(cell, place)
    return tuple(row)


def _covers_all(cell: Cell, starts: Sequence[int]) -> bool:
    return cell.column <= starts[0] and cell.column + cell.columns > starts[-1]


def _covered(cell: Cell, starts: Sequence[int]) -> list[int]:
    """Return the columns that begin inside a cell; a cell narrower than its column takes the one it lies in."""
    inside = [at for at, start in enumerate(starts) if cell.column <= start < cell.column + cell.columns]
    before = [at for at, start in enumerate(starts) if start <= cell.column]
    return inside or before[-1:]


def _text(cell: Cell, place: int) -> str:
    return cell.text if cell.row == place else Below(cell.text)


def _beside(cell: Cell, place: int) -> str:
    return Beside(cell.text) if cell.row == place else Below(cell.text)


def _joined(one: str, other: str) -> str:
    return f"{one} {other}" if one and other else one or other
