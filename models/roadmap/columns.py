"""What each column holds: by its heading, and where there is none, by its cells."""

import re
from collections.abc import Sequence

from models.language.executors import read_executors
from models.language.links import find_links
from models.language.lookalikes import fold
from models.language.timing import PlanYear, read_timing
from models.roadmap.blocks import Row
from models.roadmap.draft import Column

_HEADINGS: tuple[tuple[Column, re.Pattern[str]], ...] = tuple(
    (column, re.compile(words))
    for column, words in (
        # «срок исполнения» is no executor, «результат мероприятия» no measure: the upper line wins
        (Column.NUMBER, r"^(?:№|n|п/п|номер)(?:\s*п\.?\s*/?\s*п\.?)?\.?$|^№"),
        (Column.EXECUTORS, r"исполнител|ответственн|^кто\b"),
        (
            Column.TIMING,
            (
                r"срок|\bдат[аы]\b|период|врем[яе]|когда|календарн|"
                r"^(?:начало|окончание|завершение|конец)(?: (?:работ|реализаци|исполнени|проведени|мероприяти)\w*)?$"
            ),
        ),
        (
            Column.INDICATOR,
            r"показател|результат|эффект|индикатор|отчетн\w+ документ|форма (?:отчет|представ|заверш)|итог|продукт",
        ),
        (Column.LINKS, r"информационн\w+ (?:сопровожд|ресурс)|ссылк|\bсайт|адрес|источник"),
        (
            Column.SCHOOLS,
            (
                r"^школ|^где\b|^место проведения|^оо$|"
                r"^(?:наименование )?(?:оо|общеобразовательн\w+|образовательн\w+) ?(?:организаци\w*)?$"
            ),
        ),
        (
            Column.TEXT,
            r"мероприяти|задач|действи|содержани|описани|вид\w* (?:работ|деятельност)|работы?$|наименование",
        ),
        (Column.SECTION, r"раздел|направлени|этап|блок"),
    )
)
_AFTERWARDS = re.compile(r"\bфакт|\bотметк|\bперенос|примечани|^статус")
"""Columns that are filled in when the work is done."""
_LONGEST_HEADING = 100
_NUMBER_CELL = re.compile(r"^\(?\d{1,3}(?:\.\d{1,3}){0,3}[.)]?\*?$")
_ENOUGH = 0.6


def heading(cell: str) -> Column | None:
    """Tell what a heading cell announces, or None where it is no heading that is known."""
    words = fold(cell)
    if not words or len(words) > _LONGEST_HEADING or _AFTERWARDS.search(words):
        return None
    return next((column for column, pattern in _HEADINGS if pattern.search(words)), None)


def headings(row: Row) -> tuple[Column | None, ...] | None:
    """Map a row's cells as headings; None where the row is no heading of a road map."""
    kinds = tuple(heading(cell) for cell in row)
    known = {kind for kind in kinds if kind is not None}
    filled = sum(bool(cell.strip()) for cell in row)
    of_a_map = Column.TEXT in known and bool(known & {Column.TIMING, Column.EXECUTORS})
    named = sum(kind is not None for kind in kinds)
    told = len(known) >= 3 or (known == {Column.TEXT, Column.TIMING} and named == filled)
    return kinds if of_a_map and told and named * 2 > filled else None


def is_number(cell: str) -> bool:
    """Tell whether a cell holds a row's number and nothing else."""
    return bool(_NUMBER_CELL.match(cell.strip()))


def by_content(rows: Sequence[Row]) -> tuple[Column | None, ...] | None:
    """Map columns without headings by what their cells look like; None where they are no road map."""
    width = max((len(row) for row in rows), default=0)
    full = [row for row in rows if len(row) == width and sum(bool(cell.strip()) for cell in row) > 1]
    if width < 3 or len(full) < 2:
        return None
    kinds: list[Column | None] = [_sort_of([row[place] for row in full]) for place in range(width)]
    wordy = sorted((place for place in range(width) if kinds[place] is None), key=lambda place: -_length(full, place))
    for place, kind in zip(sorted(wordy[:2]), (Column.TEXT, Column.INDICATOR), strict=False):
        kinds[place] = kind
    return tuple(kinds) if {Column.TEXT, Column.TIMING} <= set(kinds) else None


def _length(rows: Sequence[Row], place: int) -> int:
    return sum(len(row[place]) for row in rows)


def _sort_of(cells: Sequence[str]) -> Column | None:
    filled = [cell for cell in cells if cell.strip()]
    if not filled:
        return None
    tests = (
        (Column.NUMBER, is_number),
        (Column.LINKS, lambda cell: bool(find_links(cell))),
        (Column.TIMING, is_timing),
        (Column.EXECUTORS, _is_executors),
    )
    return next((column for column, test in tests if sum(map(test, filled)) >= _ENOUGH * len(filled)), None)


def is_timing(cell: str) -> bool:
    """Tell whether a cell says when, and nothing else."""
    timing = read_timing(cell, PlanYear(2000))
    return bool(timing.periods) and not any(doubt.reason == "words_unknown" for doubt in timing.doubts)


def _is_executors(cell: str) -> bool:
    read = read_executors(cell)
    return bool(read.codes) and not read.unknown
