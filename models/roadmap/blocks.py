"""What every file becomes before it is understood: paragraphs and tables, in printed order, nothing interpreted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

MOST_ROWS = 10_000
"""A road map has hundreds; what has more is something else."""
WIDEST = 200
"""Cells of a row; those beyond are no road map's."""
Row: TypeAlias = tuple[str, ...]
"""A row's cells as printed, line breaks kept. A row of one cell only is a line across the table."""


class Repeated(str):
    """The words of a merged cell, at a place that the cell covers and was not printed at again."""

    __slots__ = ()


class Beside(Repeated):
    """Repeated to the right of where it was printed."""

    __slots__ = ()


class Below(Repeated):
    """Repeated under where it was printed."""

    __slots__ = ()


class Guessed(str):
    """The words of a cell whose column was told by what it holds, or by where it stands, and not by its heading."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of text outside tables."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; what stands above the heading may be among them."""

    rows: tuple[Row, ...]


Block: TypeAlias = Paragraph | Table


def paragraphs(texts: Iterable[str]) -> tuple[Paragraph, ...]:
    """Make paragraphs of the texts that hold anything."""
    return tuple(Paragraph(text) for text in texts if text.strip())


def runs(rows: Iterable[Row]) -> Iterator[Block]:
    """Cut a sheet's rows at its blank ones: each run is a table, or lines of text where no row has two cells."""
    for filled, run in groupby(rows, key=lambda row: any(cell.strip() for cell in row)):
        if filled:
            yield from _run(tuple(run))


def _run(rows: tuple[Row, ...]) -> Iterator[Block]:
    if any(sum(bool(cell.strip()) for cell in row) > 1 for row in rows):
        yield Table(rows)
    else:
        yield from (Paragraph("".join(row)) for row in rows)
