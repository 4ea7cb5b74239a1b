"""Comma, semicolon or tab separated values → blocks."""

import csv
from io import StringIO

from models.roadmap.blocks import Block, Table

_DELIMITERS = ";,\t"


def delimited_blocks(text: str) -> tuple[Block, ...]:
    """Read rows with quoted cells; the delimiter is the one that cuts the most lines alike."""
    rows = csv.reader(StringIO(text.lstrip("\ufeff"), newline=""), delimiter=_delimiter(text))
    try:
        return (Table(tuple(tuple(cell.strip() for cell in row) for row in rows if any(row))),)
    except csv.Error:
        return (Table(tuple((line,) for line in text.splitlines() if line.strip())),)


def _delimiter(text: str) -> str:
    return max(_DELIMITERS, key=text.count)
