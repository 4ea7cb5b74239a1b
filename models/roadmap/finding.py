"""The table of measures among a file's blocks: its columns, its rows over all the tables it was cut into."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.domain.plan import Kind
from models.language.kinds import read_kind
from models.language.lookalikes import fold, mend, squeeze
from models.roadmap.blocks import Block, Guessed, Paragraph, Row, Table
from models.roadmap.columns import by_content, is_number, is_timing
from models.roadmap.draft import Column
from models.roadmap.headings import Heading, heading_at
from models.roadmap.rows import Kinds, follows
from models.roadmap.title import find_title

_SECTION_LINE = re.compile(
    r"^(?:(?:раздел|блок|модуль|направление|этап)\b|(?:\d{1,2}|[IVX]{1,4})[.)]\s+[«\"А-ЯЁ])", re.IGNORECASE
)
_LONGEST_SECTION = 150
_BEGINNING = re.compile(r"\bначал|^с\b|^от\b")
_END = re.compile(r"оконч|заверш|\bкон(?:ец|ца)\b|^по\b|^до\b")
_MOSTLY = 0.6
_RARELY = 3
"""One row of so many with a timing makes a table suspected of measures."""
_LETTERHEAD_ROWS = 4


@dataclass(frozen=True, slots=True)
class Found:
    """The table of measures; rows of one cell are lines across it, an empty row parts the tables it was cut into.

    `above` are the lines before it, `around` the letterhead's as well, `below` those after it; `spanning` tells that
    its two columns of timing are the first and the last day.
    """

    above: tuple[str, ...]
    around: tuple[str, ...]
    kinds: Kinds
    rows: tuple[Row, ...]
    below: tuple[str, ...]
    people: tuple[str, ...] = ()
    """Rows of the other tables: lists of people may be among them."""
    spanning: bool = False
    left_aside: tuple[str, ...] = ()
    """The first lines of further tables that may hold measures and could not be read."""


def find_table(blocks: Sequence[Block]) -> Found | None:
    """Find the table of measures by its heading, or by what its cells hold."""
    for place, block in enumerate(blocks):
        if isinstance(block, Table):
            for at in range(len(block.rows)):
                found = heading_at(block.rows, at)
                if found is not None:
                    return _found(blocks, place, at, found)
    return _without_heading(blocks)


def _found(blocks: Sequence[Block], place: int, at: int, top: Heading) -> Found:
    table = blocks[place]
    assert isinstance(table, Table)
    lines = (squeeze(" ".join(dict.fromkeys(cells))) for cells in table.rows[:at])
    above = [*_texts(blocks[:place]), *(line for line in lines if line)]
    last = _last_number(table.rows[at + top.rows :], top.kinds)
    later = list(_later_tables(blocks[place + 1 :], top.kinds, last))
    others = list(_other_tables(blocks, place, top.kinds, last))
    section = _section_above(above) if any(text for text, _ in later) else None
    title_lines = above[:-1] if section is not None else above
    rows = [*([(section,)] if section is not None else []), *table.rows[at + top.rows :]]
    for text, further in later:
        rows += [(), *([(text,)] if text is not None else []), *further]
    return Found(
        above=tuple(title_lines),
        around=(*_letterheads(blocks[:place]), *above),
        kinds=top.kinds,
        rows=tuple(rows),
        below=tuple(_texts(blocks[place + 1 :])),
        people=tuple(squeeze(" | ".join(row)) for _, other in others for row in other.rows),
        spanning=_spanning(top),
        left_aside=tuple(_left_aside(iter(others), place)),
    )


def _other_tables(blocks: Sequence[Block], place: int, kinds: Kinds, last: str | None) -> Iterator[tuple[int, Table]]:
    """Yield the tables that are no part of the map, and their places."""
    for at, block in enumerate(blocks):
        if not isinstance(block, Table) or at == place:
            continue
        rows = _rows_of_later(block, kinds, last) if at > place else None
        if rows is None:
            yield at, block
        else:
            last = _last_number(rows, kinds) or last


def _left_aside(tables: Iterator[tuple[int, Table]], place: int) -> Iterator[str]:
    """Name the tables below the map that may hold measures, though nobody could tell which column is which."""
    for at, table in tables:
        cells = [cell for row in table.rows for cell in row if cell.strip()]
        timings = sum(map(is_timing, cells))
        if at > place and len(table.rows) > 1 and timings * _RARELY >= len(table.rows):
            yield squeeze(" | ".join(cell for cell in table.rows[0] if cell.strip()))


def _section_above(above: Sequence[str]) -> str | None:
    """Return the line right above the first table where it is a section like those above the later ones."""
    line = above[-1] if above else ""
    return line if _SECTION_LINE.match(line) and len(line) < _LONGEST_SECTION else None


def _last_number(rows: Sequence[Row], kinds: Kinds) -> str | None:
    """Return the last number that stands in the numbers' column."""
    if Column.NUMBER not in kinds:
        return None
    place = list(kinds).index(Column.NUMBER)
    numbers = [row[place] for row in rows if place < len(row) and is_number(row[place])]
    return numbers[-1].strip("().* \n") if numbers else None


def _later_tables(
    blocks: Sequence[Block], kinds: Kinds, last: str | None
) -> Iterator[tuple[str | None, Sequence[Row]]]:
    """Yield the rows of the tables that go on with the map, each with the section's line above it."""
    section: str | None = None
    for block in blocks:
        if isinstance(block, Paragraph):
            line = mend(block.text)
            section = line if _SECTION_LINE.match(line) and len(line) < _LONGEST_SECTION else section
            continue
        rows = _rows_of_later(block, kinds, last)
        if rows is not None:
            last = _last_number(rows, kinds) or last
            yield section, rows
        section = None


def _rows_of_later(table: Table, kinds: Kinds, last: str | None = None) -> Sequence[Row] | None:
    """Return a later table's rows in the columns of the first; None where it is no part of the map.

    `last` is the number of the row above it, so that a table that counts on is known by that alone.
    """
    for at in range(min(len(table.rows), 3)):
        found = heading_at(table.rows, at)
        if found is not None:
            lines = [row for row in table.rows[:at] if len(row) == 1]
            return [*lines, *(_turned(row, found.kinds, kinds) for row in table.rows[at + found.rows :])]
    if _goes_on(table, kinds):
        return table.rows
    return _guessed(table, kinds, last)


def _guessed(table: Table, kinds: Kinds, last: str | None) -> Sequence[Row] | None:
    """Return the rows of a table of measures laid out in another way, without a heading: every one will be doubted."""
    own = by_content(table.rows)
    if own is None:
        same = max(map(len, table.rows)) == len(kinds)
        own = tuple(kinds) if same and _counts_on(table, last) else None
    elif not (_counts_on(table, last) or (Column.NUMBER not in own and _speaks_of_measures(table.rows, own))):
        own = None
    if own is None:
        return None
    return [
        row
        if len(row) == 1
        else tuple(Guessed(cell) for cell in _turned((*row, *[""] * (len(own) - len(row))), own, kinds))
        for row in table.rows
    ]


def _counts_on(table: Table, last: str | None) -> bool:
    """Tell whether a table's first number comes after the last that was read; a list that begins anew is another."""
    numbers = [row[0].strip("().* \n") for row in table.rows if row and is_number(row[0])]
    return bool(numbers) and last is not None and numbers[0] != "1" and follows(last, numbers[0])


def _turned(row: Row, own: Kinds, kinds: Kinds) -> Row:
    """Put a row's cells into the order of other columns."""
    if len(row) == 1 or tuple(own) == tuple(kinds):
        return row
    cells = {kind: cell for kind, cell in zip(own, row, strict=False) if kind is not None}
    return tuple(cells.get(kind, "") if kind is not None else "" for kind in kinds)


def _goes_on(table: Table, kinds: Kinds) -> bool:
    """Tell whether a table without a heading is the first one's next page: as wide, with timing where it stood."""
    width = max(map(len, table.rows))
    if width != len(kinds) or Column.TIMING not in kinds:
        return False
    timing = kinds.index(Column.TIMING)
    full = [row for row in table.rows if len(row) == width and sum(bool(cell.strip()) for cell in row) > 1]
    told = [row[timing] for row in full if row[timing].strip()]
    if not told:
        rows = [row for row in table.rows if len(row) == width]
        return len(rows) == 1 and _ends_a_row(rows[0], kinds)
    return sum(map(is_timing, told)) >= _MOSTLY * len(told)


def _ends_a_row(row: Row, kinds: Kinds) -> bool:
    """Tell the end of a row that a page cut from a signature under the table, which begins as sentences do."""
    numbered = Column.NUMBER in kinds and bool(row[kinds.index(Column.NUMBER)].strip())
    text = row[kinds.index(Column.TEXT)].strip()
    return not numbered and not text[:1].isupper()


def _spanning(top: Heading) -> bool:
    """Tell whether two columns of timing are headed «начало» and «окончание»."""
    words = [fold(word) for word, kind in zip(top.words, top.kinds, strict=True) if kind is Column.TIMING]
    return len(words) == 2 and bool(_BEGINNING.search(words[0])) and bool(_END.search(words[1]))


def _without_heading(blocks: Sequence[Block]) -> Found | None:
    for place, block in enumerate(blocks):
        if isinstance(block, Table):
            kinds = by_content(block.rows)
            above = _texts(blocks[:place])
            if kinds is not None and (find_title(above) or _speaks_of_measures(block.rows, kinds)):
                rows = [*block.rows]
                for section, further in _later_tables(blocks[place + 1 :], kinds, _last_number(rows, kinds)):
                    rows += [(), *([(section,)] if section is not None else []), *further]
                around = (*_letterheads(blocks[:place]), *above)
                return Found(tuple(above), around, kinds, tuple(rows), tuple(_texts(blocks[place + 1 :])))
    return None


def _speaks_of_measures(rows: Sequence[Row], kinds: Kinds) -> bool:
    """Tell measures from people or goods: most rows say what is done."""
    texts = [row[kinds.index(Column.TEXT)] for row in rows if len(row) == len(kinds)]
    return sum(read_kind(text, None) is not Kind.OTHER for text in texts) * 2 >= len(texts)


def _texts(blocks: Sequence[Block]) -> list[str]:
    return [mend(block.text) for block in blocks if isinstance(block, Paragraph)]


def _letterheads(blocks: Sequence[Block]) -> list[str]:
    """Return what small tables above the map say: an order's heading is often laid out as one."""
    tables = [block for block in blocks if isinstance(block, Table) and len(block.rows) <= _LETTERHEAD_ROWS]
    return [mend(cell) for table in tables for row in table.rows for cell in row if cell.strip()]
