"""Tables of a PDF without ruling lines: columns told by where the words stand, rows by their numbers or by the gaps.

The line of headings says how many columns there are; where one ends and the next begins is the strip between two
headings that the fewest lines cross. What is not plain is marked as guessed, and a table whose strips are crossed too
often is none that can be read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from statistics import median

from models.language.hyphens import whole_lines
from models.roadmap.blocks import Block, Guessed, Paragraph, Row, Table
from models.roadmap.columns import headings, is_number
from models.roadmap.draft import Column
from models.roadmap.narrow import CellLine, unbroken, words_inside

_SECTION = re.compile(
    r"^(?:раздел|направление|этап|блок|модуль)\b|^(?:\d{1,2}|[IVX]{1,4})[.)]\s+[А-ЯЁ«]", re.IGNORECASE
)
_SPEAKS = re.compile(r"мероприят|задач|действ|содержан|описан|вид|работ|наименован", re.IGNORECASE)
"""No headings of a map are without one of these."""
_SEARCHED = 300
"""Lines from the beginning among which the headings must be."""
_HEADING_LINES = 4
_FEWEST, _MOST_COLUMNS = 3, 20
_APART = (0.9, 0.6, 1.4)
"""Gaps between two headings, in heights of a letter: the usual one, a tight and a wide setting."""
_BLANK = 0.6
"""A gap between two words of one cell, in heights of a letter."""
_CLEAR = 0.6
"""A strip between two columns, in heights of a letter: the blanks of a few lines may stand under each other too."""
_GRAIN = 0.5
"""Points to which strips are measured."""
_CROSSED = 0.12
"""Of the lines so many may cross a strip: sections and notes run over all columns."""
_LOOSE = 1.45
"""A step from line to line that parts rows, in heights of a letter."""
_NEAR = 3.0
"""A step to what may belong to the row above though it stands apart, in heights of a letter."""
_BAND = 0.4
"""A blank band between two rows, in heights of a letter."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page and its box, in points from the upper left."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """Words beside each other, from the left; `page` is the place of their page."""

    page: int
    words: tuple[Word, ...]

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def height(self) -> float:
        return median(word.bottom - word.top for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class _Heading:
    """The headings' words and boxes, and the lines they stand on."""

    kinds: tuple[Column | None, ...]
    words: tuple[str, ...]
    spans: tuple[tuple[float, float], ...]
    first: int
    after: int


@dataclass(frozen=True, slots=True)
class _Cut:
    """A line cut into cells; `across` where it runs over a strip, and `unsure` where only just."""

    line: Line
    cells: tuple[tuple[Word, ...], ...]
    across: bool


class ColumnsUnclearError(Exception):
    """There is a line of headings, and what stands below it cannot be parted."""


def lines_of(page: int, words: Sequence[Word]) -> list[Line]:
    """Put a page's words into lines, from the top down."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda one: ((one.top + one.bottom) / 2, one.x0)):
        middle = (word.top + word.bottom) / 2
        above = lines[-1] if lines else []
        if above and middle - (above[0].top + above[0].bottom) / 2 < (word.bottom - word.top) * 0.5:
            above.append(word)
        else:
            lines.append([word])
    return [Line(page, tuple(sorted(line, key=lambda one: one.x0))) for line in lines]


def laid_out(lines: Sequence[Line]) -> tuple[Block, ...] | None:
    """Read the lines of all pages as one table; None where no line is its heading.

    Raises:
        ColumnsUnclearError: the heading is there, the columns are not plain.
    """
    found = _heading(lines)
    if found is None:
        return None
    top = _whole_heading(found, lines)
    body = _without_repeats(lines[top.after :], lines[top.first : top.after])
    cut = _cut(body, _strips(top, body))
    rows, rest = _rows(cut, top)
    if not rows:
        raise ColumnsUnclearError
    first = top.first
    if (
        first
        and _SECTION.match(lines[first - 1].text)
        and any(len(row) == 1 and _SECTION.match(row[0]) for row in rows)
    ):
        first -= 1
        rows.insert(0, (lines[first].text,))
    above = (Paragraph(line.text) for line in lines[:first])
    below = (Paragraph(line.text) for line in rest)
    return (*above, Table((top.words, *rows)), *below)


# --- the heading ---------------------------------------------------------------------------------------------------


def _heading(lines: Sequence[Line]) -> _Heading | None:
    """Find the headings: on one line or a few, as few as name the most columns."""
    first = next((at for at in range(min(len(lines), _SEARCHED)) if any(_headings_from(lines, at))), None)
    if first is None:
        return None
    # A line above, such as a section's, is none of theirs where they do without it.
    starts = range(first, min(first + _HEADING_LINES, len(lines)))
    found = [heading for at in starts for heading in _headings_from(lines, at)]
    return max(found, key=lambda one: (len(set(one.kinds) - {None}), -(one.after - one.first)))


def _headings_from(lines: Sequence[Line], at: int) -> Iterator[_Heading]:
    for apart in _APART:
        for count in range(1, _HEADING_LINES + 1):
            heading = _heading_on(lines, at, count, apart)
            if heading is not None:
                yield heading


def _whole_heading(top: _Heading, lines: Sequence[Line]) -> _Heading:
    """Take in the lines below that go on with the headings: each of their words is small, as no row's beginning is."""
    after = top.after
    while after < len(lines) and after - top.first < _HEADING_LINES and _goes_on(lines[after], lines[after - 1]):
        after += 1
    return replace(top, after=after)


def _goes_on(line: Line, above: Line) -> bool:
    near = line.page == above.page and line.top - above.top < above.height * 2
    return near and all(word.text[:1].islower() or word.text.startswith(("(", "/")) for word in line.words)


def _heading_on(lines: Sequence[Line], at: int, count: int, apart: float) -> _Heading | None:
    chosen = lines[at : at + count]
    if (
        len(chosen) < count
        or chosen[0].page != chosen[-1].page
        or not any(_SPEAKS.search(line.text) for line in chosen)
    ):
        return None
    gap = apart * median(line.height for line in chosen)
    clusters: list[list[Word]] = []
    reach = 0.0
    for word in sorted((word for line in chosen for word in line.words), key=lambda one: one.x0):
        if clusters and word.x0 - reach < gap:
            clusters[-1].append(word)
        else:
            clusters.append([word])
        reach = max(reach, word.x1) if len(clusters[-1]) > 1 else word.x1
    if not _FEWEST <= len(clusters) <= _MOST_COLUMNS:
        return None
    words = tuple(_read(cluster) for cluster in clusters)
    kinds = headings(words)
    # Every cluster is a heading that is known: of others nobody could say where their column ends.
    if kinds is None or any(map(is_number, words)):
        return None
    spans = tuple((min(word.x0 for word in one), max(word.x1 for word in one)) for one in clusters)
    return _Heading(kinds, words, spans, at, at + count)


def _read(words: Sequence[Word]) -> str:
    return whole_lines("\n".join(line.text for line in lines_of(0, words))).replace("\n", " ")


def _without_repeats(lines: Sequence[Line], heading: Sequence[Line]) -> list[Line]:
    """Leave out headings that are printed again on the next pages, and the lines of numbers that pages bear."""
    said = {line.text for line in heading}
    ends = {id(page[-1]) for page in _pages(lines) if len(page) > 1} | {id(page[0]) for page in _pages(lines)[1:]}
    return [
        line
        for line in lines
        if line.text not in said
        and not (id(line) in ends and len(line.words) == 1 and line.text.strip("-–— ").isdigit())
    ]


def _pages(lines: Sequence[Line]) -> list[list[Line]]:
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    return list(pages.values())


# --- columns -------------------------------------------------------------------------------------------------------


def _strips(top: _Heading, body: Sequence[Line]) -> list[float]:
    """Return where each column but the first begins: the middle of the emptiest strip between two headings."""
    return [_strip(left, right, body) for left, right in pairwise(top.spans)]


def _strip(left: tuple[float, float], right: tuple[float, float], body: Sequence[Line]) -> float:
    begin, end = (left[0] + left[1]) / 2, (right[0] + right[1]) / 2
    clear = _CLEAR * median(line.height for line in body) if body else 0.0
    crossed = _crossed(begin, end, body)
    for most in range(min(crossed), round(max(2, _CROSSED * len(body))) + 1):
        first, last = _longest_run(crossed, most)
        if (last - first) * _GRAIN >= clear:
            return begin + (first + last) / 2 * _GRAIN
    raise ColumnsUnclearError


def _crossed(begin: float, end: float, body: Sequence[Line]) -> list[int]:
    """Count the words over each grain of the way from one place to the other."""
    size = max(1, int((end - begin) / _GRAIN))
    steps = [0] * (size + 1)
    for word in (word for line in body for word in line.words):
        first, after = (min(size, max(0, round((x - begin) / _GRAIN))) for x in (word.x0, word.x1))
        steps[first] += 1
        steps[after] -= 1
    return list(accumulate(steps))[:size]


def _longest_run(crossed: Sequence[int], most: int) -> tuple[int, int]:
    """Return where the longest stretch begins and ends that no more words cross."""
    best, first = (0, 0), 0
    for place, count in enumerate(crossed):
        if count > most:
            first = place + 1
        elif place + 1 - first > best[1] - best[0]:
            best = first, place + 1
    return best


def _cut(body: Sequence[Line], strips: Sequence[float]) -> list[_Cut]:
    cut = [_Cut(line, _cells(line, strips), _runs_across(line, strips)) for line in body]
    return [replace(one, across=one.across or _is_section(cut, place)) for place, one in enumerate(cut)]


def _is_section(cut: Sequence[_Cut], place: int) -> bool:
    """Tell a section's line, too short to run across: alone in one of the first cells, and named or parted as such."""
    one = cut[place]
    filled = [at for at, cell in enumerate(one.cells) if cell]
    if len(filled) != 1 or filled[0] > 1 or is_number(one.line.text) or one.line.text[0].islower():
        return False
    parted = _steps_wide(cut, place) and (place + 1 == len(cut) or _steps_wide(cut, place + 1))
    return parted or bool(_SECTION.match(one.line.text))


def _cells(line: Line, strips: Sequence[float]) -> tuple[tuple[Word, ...], ...]:
    cells: list[list[Word]] = [[] for _ in range(len(strips) + 1)]
    for word in line.words:
        middle = (word.x0 + word.x1) / 2
        cells[sum(strip < middle for strip in strips)].append(word)
    return tuple(map(tuple, cells))


def _said(cell: Sequence[Word]) -> str:
    return " ".join(word.text for word in cell)


def _runs_across(line: Line, strips: Sequence[float]) -> bool:
    """Tell whether words go on over a strip, with no more than a blank between them."""
    if any(word.x0 < strip < word.x1 for word in line.words for strip in strips):
        return True
    gaps = ((left.x1, right.x0) for left, right in pairwise(line.words))
    return any(x1 < strip < x0 and x0 - x1 < _BLANK * line.height for x1, x0 in gaps for strip in strips)


# --- rows ----------------------------------------------------------------------------------------------------------


def _rows(cut: Sequence[_Cut], top: _Heading) -> tuple[list[Row], list[Line]]:
    """Put lines together into rows; what stands below the last of them is no part of the table."""
    starts = _starts(cut, top)
    if not starts:
        return [], []
    last = _end_of_last(cut, starts[-1])
    loose = last < len(cut) and not cut[last].across and _is_near(cut, last)
    inside = [one for one in cut[:last] if not one.across]
    columns = range(len(top.kinds))
    reach = [max((one.cells[place][-1].x1 for one in inside if one.cells[place]), default=0.0) for place in columns]
    known = words_inside([[*_cell_lines(inside, place, reach[place])] for place in columns])
    rows: list[Row] = []
    for start, group in _groups(cut[:last], starts):
        lines = [(one.line.text,) for one in group if one.across]
        rows += lines if start is None else [_row(group, top, reach, known)]
    if loose:
        # What stands close below may be the end of the last row.
        rows[-1] = tuple(map(Guessed, rows[-1]))
    return rows, [one.line for one in cut[last:]]


def _starts(cut: Sequence[_Cut], top: _Heading) -> list[int]:
    """Return the lines that begin rows: those with a number, or where there are none, those after a wide step."""
    if Column.NUMBER in top.kinds:
        at = top.kinds.index(Column.NUMBER)
        numbered = [place for place, one in enumerate(cut) if not one.across and is_number(_said(one.cells[at]))]
        centred = numbered and any(not one.across for one in cut[: numbered[0]])
        return _of_bands(cut, numbered) if centred else numbered
    if Column.TIMING not in top.kinds:
        raise ColumnsUnclearError
    timing, text = top.kinds.index(Column.TIMING), top.kinds.index(Column.TEXT)
    return [
        place
        for place, one in enumerate(cut)
        if not one.across and one.cells[timing] and one.cells[text] and (place == 0 or _steps_wide(cut, place))
    ]


def _of_bands(cut: Sequence[_Cut], numbered: Sequence[int]) -> list[int]:
    """Where numbers stand at the middle of their rows' height, a row is a band of lines with blank space around it.

    Raises:
        ColumnsUnclearError: a band holds no number, or several.
    """
    bands = [0]
    bottom = cut[0].line.bottom
    for place in range(1, len(cut)):
        line, above = cut[place].line, cut[place - 1]
        if line.page != above.line.page or line.top - bottom > _BAND * line.height or cut[place].across or above.across:
            bands.append(place)
            bottom = line.bottom
        bottom = max(bottom, line.bottom)
    counted = [
        (start, sum(start <= number < end for number in numbered), cut[start].across)
        for start, end in pairwise((*bands, len(cut)))
    ]
    within = [(start, count) for start, count, across in counted if not across and start <= numbered[-1]]
    if any(count != 1 for _, count in within):
        raise ColumnsUnclearError
    return [start for start, _ in within]


def _steps_wide(cut: Sequence[_Cut], place: int) -> bool:
    """Tell whether a line stands farther below the one above than lines of one cell do."""
    if place == 0 or cut[place - 1].line.page != cut[place].line.page:
        return True
    line = cut[place].line
    return line.top - cut[place - 1].line.top > line.height * _LOOSE


def _end_of_last(cut: Sequence[_Cut], start: int) -> int:
    """Return where the last row ends: before a line that runs across, or that stands apart."""
    end = start + 1
    while end < len(cut) and not cut[end].across and not _steps_wide(cut, end):
        end += 1
    return end


def _is_near(cut: Sequence[_Cut], place: int) -> bool:
    line, above = cut[place].line, cut[place - 1].line
    return line.page == above.page and line.top - above.top < line.height * _NEAR


def _groups(cut: Sequence[_Cut], starts: Sequence[int]) -> Iterator[tuple[int | None, Sequence[_Cut]]]:
    """Yield the lines before the first row, and each row's own; lines that run across part rows."""
    yield None, cut[: starts[0]]
    for start, end in pairwise((*starts, len(cut))):
        own = start + 1
        while own < end and not cut[own].across:
            own += 1
        yield start, cut[start:own]
        yield None, cut[own:end]


def _row(group: Sequence[_Cut], top: _Heading, reach: Sequence[float], known: frozenset[str]) -> Row:
    cells = tuple(
        whole_lines(unbroken([*_cell_lines(group, place, right)], 0.0, known)).strip()
        for place, right in enumerate(reach)
    )
    return cells if _plain(group, cells, top) else tuple(map(Guessed, cells))


def _cell_lines(group: Sequence[_Cut], place: int, right: float) -> Iterator[CellLine]:
    """Yield the lines of one cell; its column reaches as far as the longest of them all."""
    for cell in filter(None, (one.cells[place] for one in group)):
        first, last = cell[0], cell[-1]
        yield CellLine(_said(cell), 0.0, right - last.x1, (first.x1 - first.x0) / len(first.text))


def _plain(group: Sequence[_Cut], cells: Row, top: _Heading) -> bool:
    """Tell whether a row leaves no room for doubt: its words and its term begin on its first line."""
    first = group[0].cells
    told = [
        place
        for place, kind in enumerate(top.kinds)
        if kind in (Column.TEXT, Column.TIMING, Column.EXECUTORS) and cells[place]
    ]
    return all(first[place] for place in told) and not _said(first[top.kinds.index(Column.TEXT)])[:1].islower()
