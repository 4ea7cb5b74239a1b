"""Comma, semicolon or tab separated values → blocks."""

import csv
from collections import Counter
from collections.abc import Iterable
from io import StringIO
from itertools import islice

from models.roadmap.blocks import MOST_ROWS, WIDEST, Block, Row, runs

_DELIMITERS = (";", ",", "\t")


def delimited_blocks(text: str) -> tuple[Block, ...]:
    """Read rows with quoted cells, no more than a map may have and one; the delimiter cuts the most lines alike."""
    readings = [_rows(text.lstrip("\ufeff"), delimiter) for delimiter in _DELIMITERS]
    return tuple(runs(max(readings, key=_evenness)))


def _rows(text: str, delimiter: str) -> tuple[Row, ...]:
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        return tuple(tuple(cell.strip() for cell in row[:WIDEST]) for row in islice(rows, MOST_ROWS + 1))
    except csv.Error:
        return tuple((line,) for line in text.splitlines()[: MOST_ROWS + 1])


def _evenness(rows: Iterable[Row]) -> tuple[int, int]:
    """Count the rows that are as wide as most; of equal counts, the more cells the better."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return count, width
