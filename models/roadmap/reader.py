"""A file → a draft: the whole way, in order."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from models.language.lookalikes import squeeze
from models.language.persons import read_roles
from models.language.timing import PlanYear
from models.roadmap.blocks import MOST_ROWS, Block, Paragraph, Table
from models.roadmap.draft import Column, Draft
from models.roadmap.finding import find_table
from models.roadmap.opening import open_blocks
from models.roadmap.refusals import NotRoadMap, TooManyRows, YearMissing
from models.roadmap.rows import PrintedRow, printed_rows
from models.roadmap.title import find_place, find_title, find_year
from models.roadmap.understanding import Shared, read_row

_NOTE_OF_MARK = re.compile(r"^\s*\*.*(?:участни|проект)", re.IGNORECASE)


def read_roadmap(data: bytes, filename: str, *, year: int | None = None) -> Draft:
    """Read a road map; `year` answers YearMissing. Raises nothing but the reader's refusals."""
    return draft_of(open_blocks(data, filename), filename, year=year)


def draft_of(blocks: Sequence[Block], filename: str, *, year: int | None = None) -> Draft:
    """Understand a file's blocks; raises NotRoadMap, TooManyRows and YearMissing."""
    if sum(len(block.rows) for block in blocks if isinstance(block, Table)) > MOST_ROWS:
        raise TooManyRows(filename, MOST_ROWS)
    found = find_table(blocks)
    if found is None:
        raise NotRoadMap(filename)
    printed = printed_rows(found.rows, found.kinds)
    if not _is_a_map(printed):
        raise NotRoadMap(filename)
    title = find_title(found.above)
    plan = PlanYear(year) if year else find_year(title, found.around, _cells(printed))
    if plan is None:
        raise YearMissing(filename)
    place = find_place(title, found.around)
    columns = tuple(kind for kind in found.kinds if kind is not None)
    shared = Shared(
        plan=plan,
        level=place.level,
        columns=columns,
        marked=_uses_marks(printed, found.below),
        spanning=found.spanning,
        roles=read_roles(_texts(blocks), found.people),
    )
    return Draft(
        title=title or _fallback_title(found.above, filename),
        year=plan.first,
        territory=place.territory,
        level=place.level,
        columns=columns,
        tasks=tuple(read_row(row, shared) for row in printed),
        school_year=plan.school,
        left_aside=found.left_aside,
    )


def _is_a_map(rows: Sequence[PrintedRow]) -> bool:
    """A map has measures, and most of them have a timing or an executor."""
    told = sum(bool(row.cell(Column.TIMING) or row.cell(Column.EXECUTORS)) for row in rows if row.cell(Column.TEXT))
    return told > 0 and told * 2 >= len(rows)


def _cells(rows: Sequence[PrintedRow]) -> list[str]:
    return [row.cell(Column.TIMING) for row in rows]


def _fallback_title(above: Sequence[str], filename: str) -> str:
    return squeeze(above[-1]) if above else PurePath(filename).stem


def _uses_marks(rows: Sequence[PrintedRow], below: Sequence[str]) -> bool:
    explained = any(_NOTE_OF_MARK.match(text) for text in below)
    return explained and any("*" in row.cell(Column.TEXT) for row in rows)


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    return (block.text for block in blocks if isinstance(block, Paragraph))
