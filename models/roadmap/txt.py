"""Text as people copy it out of a document → blocks.

Two manners are read: a row of the table on one line, its cells parted by tabs; and a cell on each line, begun by a tab,
where only the heading tells how many make a row.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.roadmap.blocks import WIDEST, Block, Row, Table, paragraphs
from models.roadmap.columns import heading, is_number

_LEFTOVERS = re.compile(r"\[(?:bookmark|image|footnote): [^\]\n]*\]")
_PAGE_MARK = re.compile(r"^(?:стр(?:аница|\.)?\s*)?-?\s*\d{1,3}\s*-?$", re.IGNORECASE)
_MARKDOWN = re.compile(r"^#{1,6}\s+|\*\*")
_SECTION = re.compile(r"^(?:(?:раздел|этап|блок|модуль|направление)\b|(?:\d{1,2}|[IVX]{1,4})[.)]?\s+\S)", re.IGNORECASE)


def text_blocks(text: str) -> tuple[Block, ...]:
    """Cut a text into paragraphs and its table."""
    lines = [line.rstrip(" \u00a0") for line in _LEFTOVERS.sub("", text).splitlines()]
    rows = sum(line.count("\t") > 1 for line in lines)
    cells = sum(line.startswith("\t") and line.count("\t") == 1 for line in lines)
    return _rows_on_lines(lines) if rows * 4 > cells else _cells_on_lines(lines)


def _plain(line: str) -> str:
    return _MARKDOWN.sub("", line).strip()


# --- a row on a line -----------------------------------------------------------------------------------------------


def _rows_on_lines(lines: Sequence[str]) -> tuple[Block, ...]:
    tabbed = [place for place, line in enumerate(lines) if "\t" in line.strip()]
    if not tabbed:
        return paragraphs(_plain(line) for line in lines)
    first, last = tabbed[0], tabbed[-1] + 1
    before = paragraphs(_plain(line) for line in lines[:first])
    while last < len(lines) and lines[last].strip() and _goes_on_below(lines[last - 1], lines[first:last]):
        last += 1
    after = paragraphs(_plain(line) for line in lines[last:])
    return (*before, Table(tuple(_rows(lines[first:last]))), *after)


def _goes_on_below(line: str, above: Sequence[str]) -> bool:
    """Tell whether the line's row lacks cells, so that the next line belongs to it."""
    width = max(row.count("\t") for row in above)
    return line.count("\t") < width


def _rows(lines: Sequence[str]) -> Iterator[Row]:
    """Rows of cells; a line without tabs between them is a row of one cell."""
    for line in lines:
        if "\t" in line.strip() or ("\t" in line and line.strip()):
            yield tuple(cell.strip() for cell in line.split("\t", WIDEST)[:WIDEST])
        elif line.strip() and not _PAGE_MARK.match(line.strip()):
            yield (_plain(line),)


# --- a cell on a line ----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Cell:
    line: int
    """Where the cell begins."""
    lines: list[str]
    after_blank: bool
    tail: list[str]
    """Lines that stand under a blank one: the cell's own, or, under the table's last cell, what follows the table."""

    @property
    def text(self) -> str:
        return "\n".join(line.strip() for line in self.lines).strip()

    @property
    def whole(self) -> str:
        return "\n".join(line.strip() for line in (*self.lines, *self.tail)).strip()


def _cells_on_lines(lines: Sequence[str]) -> tuple[Block, ...]:
    cells = list(_cells(lines))
    start = _heading_start(cells)
    if start is None:
        return paragraphs(_plain(line) for line in lines)
    width = _width(cells, start)
    rows, after = _grouped(cells[start:], width)
    before = paragraphs(_plain(line) for line in lines[: cells[start].line])
    return (*before, Table(tuple(rows)), *paragraphs(_plain(line) for line in after))


def _cells(lines: Sequence[str]) -> Iterator[_Cell]:
    """Cells in order; the lines above the first tab are a cell of their own."""
    cell = _Cell(0, [], False, [])
    blank = False
    for place, line in enumerate(lines):
        if line.startswith("\t"):
            yield cell
            cell = _Cell(place, [line.strip("\t")], blank, [])
        elif line.strip():
            (cell.tail if cell.tail or (blank and cell.text) else cell.lines).append(line)
        blank = not line.strip("\t ") and not line.startswith("\t")
    yield cell


def _heading_start(cells: Sequence[_Cell]) -> int | None:
    """Find three headings one after the other."""
    kinds = [heading(cell.text) for cell in cells]
    for start in range(len(cells) - 2):
        found = kinds[start : start + 3]
        if None not in found and len(set(found)) == 3:
            return start
    return None


def _width(cells: Sequence[_Cell], start: int) -> int:
    """Count the heading's cells: up to the first number or section."""
    for place in range(start + 3, len(cells)):
        text = cells[place].text
        if is_number(text) or (_SECTION.match(text) and heading(text) is None):
            return place - start
        if cells[place].tail and heading(text) is None:
            return place - start
    return len(cells) - start


def _grouped(cells: Sequence[_Cell], width: int) -> tuple[list[Row], list[str]]:
    rows: list[Row] = []
    row: list[_Cell] = []
    for place, cell in enumerate(cells):
        if len(row) == width or (row and _begins_row(cell, row, width)):
            rows.append(_row(row, width))
            row = []
        following = cells[place + 1] if place + 1 < len(cells) else None
        if not row and _stands_alone(cell, following):
            rows.append((cell.whole,))
        else:
            row.append(cell)
    after = row[-1].tail if len(row) == width else []
    return [*rows, *([_row(row, width)] if row else [])], after


def _row(cells: Sequence[_Cell], width: int) -> Row:
    last = len(cells) == width
    texts = [cell.whole for cell in cells[:-1]]
    return (*texts, cells[-1].text if last else cells[-1].whole)


def _begins_row(cell: _Cell, row: Sequence[_Cell], width: int) -> bool:
    """A number in the middle of a row begins the next one, where it follows this row's own."""
    if not cell.after_blank or not is_number(cell.text) or len(row) * 2 < width:
        return False
    return _next_number(row[0].text) == _bare(cell.text)


def _bare(number: str) -> str:
    return number.strip().rstrip(".)*").lstrip("(")


def _next_number(number: str) -> str:
    head, dot, last = _bare(number).rpartition(".")
    return f"{head}{dot}{int(last) + 1}" if last.isdigit() else ""


def _stands_alone(cell: _Cell, following: _Cell | None) -> bool:
    """A line across the table: words where a number should be, and the next row's number after them."""
    if not cell.text or is_number(cell.text) or following is None:
        return False
    return is_number(following.text) and (following.after_blank or bool(_SECTION.match(cell.text)))
