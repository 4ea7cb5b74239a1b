"""PDF files with text → blocks: tables by their lines, what stands between them as lines of text.

Each page is read by itself; that a table or a row goes on over a page's end is seen later, by the rows.
"""

import re
import struct
import time
import zlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import pdfplumber
from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import dict_value, int_value
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.text import extract_text, extract_words

from models.language.hyphens import whole_lines, whole_words
from models.roadmap.blocks import Block, Paragraph, Table
from models.roadmap.grid import Cell, rows_of
from models.roadmap.headings import heading_at
from models.roadmap.narrow import CellLine, unbroken, words_inside
from models.roadmap.pdf_columns import ColumnsUnclearError, Line, Word, laid_out, lines_of
from models.roadmap.refusals import (
    ColumnsUnclear,
    FileDamaged,
    FileLocked,
    ReadingTooHeavy,
    ScannedFile,
    TooManyPages,
)

MOST_PAGES = 60
"""What is read in the time a reader has."""
SECONDS = 18.0
"""What the pages of a document may take of the time that a reader has."""
_SOON = 3.0
"""Seconds after which the rest is told by what the first pages took."""
_LEAST_LETTERS = 20
"""A document with fewer is a scan: a stamp or a page number is all the text there is."""
_HAIR = 3.0
"""Points between two lines that are drawn as one."""
_SETTINGS = {"snap_tolerance": _HAIR, "join_tolerance": _HAIR, "intersection_tolerance": _HAIR}
_PAGE_NUMBER = re.compile(
    r"^\W*(?:(?:стр(?:аница|\.)?|лист|с\.)\s*)?\d{1,3}(?:\s*(?:из|/)\s*\d{1,3})?\W*$", re.IGNORECASE
)
_HEADING_LINES = 5
_HEADINGS = (r"мероприяти|содержание", r"\bсрок|\bдат[аы]\b", r"ответствен|исполнител")
_DIGITS = re.compile(r"\d+")
_BROKEN = (
    PdfminerException,
    PDFException,
    PSException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What the library raises over broken files: it trusts every number in them."""

Box = tuple[float, float, float, float]
_Char = dict[str, object]
_SHADOW = 1.0
"""Points between a letter and the same one printed over it."""


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter of a page as the library describes it, and its middle."""

    char: _Char
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class _Part:
    """A table, or a line of text, and how far down the page it stands."""

    top: float
    block: Block


def pdf_blocks(data: bytes, filename: str, clock: Callable[[], float] = time.monotonic) -> tuple[Block, ...]:
    """Read a PDF; raises FileDamaged, FileLocked, ReadingTooHeavy, ScannedFile or TooManyPages."""
    try:
        _count_pages(data, filename)
        with pdfplumber.open(BytesIO(data)) as document:
            printed = document.pages[:MOST_PAGES]
            pages = [_page_blocks(page) for page in _in_time(printed, filename, clock)]
            # Pages forget what was read of them; the few files that need it are looked through again.
            unruled = None if _has_heading(pages) else _unruled(_in_time(printed, filename, clock))
    except (PDFPasswordIncorrect, PdfminerException) as error:
        raise _refusal(error, filename) from error
    except ColumnsUnclearError as error:
        raise ColumnsUnclear(filename) from error
    except _BROKEN as error:
        raise FileDamaged(filename) from error
    if sum(map(_letters, pages)) < _LEAST_LETTERS:
        raise ScannedFile(filename)
    if unruled is not None:
        return unruled
    if not any(isinstance(block, Table) for page in pages for block in page) and _speaks_of_a_map(pages):
        raise ColumnsUnclear(filename)
    return tuple(_joined(_without_furniture(pages)))


def _in_time(pages: Sequence[Page], filename: str, clock: Callable[[], float]) -> Iterator[Page]:
    """Yield page by page; what plainly cannot be read in time is refused soon, and not when the time is over."""
    began = clock()
    for done, page in enumerate(pages, start=1):
        yield page
        spent = clock() - began
        if spent > _SOON and spent / done * len(pages) > SECONDS:
            raise ReadingTooHeavy(filename)


def _has_heading(pages: Sequence[Sequence[Block]]) -> bool:
    tables = (block for page in pages for block in page if isinstance(block, Table))
    return any(heading_at(table.rows, at) is not None for table in tables for at in range(len(table.rows)))


def _speaks_of_a_map(pages: Sequence[Sequence[Block]]) -> bool:
    """Tell a map whose table is only words from a letter: all its headings are named somewhere in a few lines."""
    lines = [block.text.lower() for page in pages for block in page if isinstance(block, Paragraph)]
    return any(
        all(re.search(heading, " ".join(lines[place : place + _HEADING_LINES])) for heading in _HEADINGS)
        for place in range(len(lines))
    )


def _unruled(pages: Iterable[Page]) -> tuple[Block, ...] | None:
    """Read a table without ruling lines by the places of its words; None where there is none.

    Raises:
        ColumnsUnclearError: there is one, and its columns are not plain.
    """
    lines: list[Line] = []
    for place, page in enumerate(pages):
        words = extract_words(_printed_once(page.chars))
        lines += lines_of(place, [Word(one["text"], one["x0"], one["x1"], one["top"], one["bottom"]) for one in words])
        page.close()
    return laid_out(lines)


def _refusal(error: Exception, filename: str) -> FileDamaged | FileLocked:
    cause = error.args[0] if error.args else None
    locked = isinstance(error, PDFPasswordIncorrect) or isinstance(cause, PDFPasswordIncorrect)
    return FileLocked(filename) if locked else FileDamaged(filename)


def _count_pages(data: bytes, filename: str) -> None:
    """Refuse a document of too many pages by its own table of contents, before any page is looked at."""
    catalog = PDFDocument(PDFParser(BytesIO(data))).catalog
    pages = int_value(dict_value(catalog.get("Pages")).get("Count", 0))
    if pages > MOST_PAGES:
        raise TooManyPages(filename, pages, MOST_PAGES)


def _letters(blocks: Sequence[Block]) -> int:
    texts = (block.text if isinstance(block, Paragraph) else "".join(map("".join, block.rows)) for block in blocks)
    return sum(letter.isalpha() for text in texts for letter in text)


def _page_blocks(page: Page) -> list[Block]:
    letters = [_letter(char) for char in _printed_once(page.chars)]
    parts: list[_Part] = []
    for found in page.find_tables(_SETTINGS):
        inside = [letter for letter in letters if _within(letter, found.bbox)]
        taken = set(map(id, inside))
        letters = [letter for letter in letters if id(letter) not in taken]
        rows = rows_of(_cells(found.cells, inside))
        if any(any(row) for row in rows):
            parts.append(_Part(found.bbox[1], Table(rows)))
    parts += _lines(letters)
    page.close()
    return [part.block for part in sorted(parts, key=lambda part: part.top)]


def _printed_once(chars: Sequence[_Char]) -> list[_Char]:
    """Letters without those printed over themselves, as programs make bold ones, in the order of the page.

    The library's own way looks each letter up among all the others: a full page would take seconds.
    """
    kept: list[_Char] = []
    seen: dict[tuple[object, ...], list[tuple[float, float]]] = {}
    for char in chars:
        x, y = _number(char["x0"]), _number(char["top"])
        look = char["text"], char["fontname"], char["size"], char["upright"]
        corners = [(look, round(x + aside), round(y + below)) for aside in (-0.5, 0.5) for below in (-0.5, 0.5)]
        near = (place for corner in corners for place in seen.get(corner, ()))
        if any(abs(x - left) <= _SHADOW and abs(y - top) <= _SHADOW for left, top in near):
            continue
        kept.append(char)
        for corner in dict.fromkeys(corners):
            seen.setdefault(corner, []).append((x, y))
    return kept


def _letter(char: _Char) -> _Letter:
    x0, x1, top, bottom = (_number(char[name]) for name in ("x0", "x1", "top", "bottom"))
    return _Letter(char, (x0 + x1) / 2, (top + bottom) / 2)


def _number(value: object) -> float:
    return value if isinstance(value, float) else float(str(value))


def _within(letter: _Letter, box: Box) -> bool:
    return box[0] <= letter.x <= box[2] and box[1] <= letter.y <= box[3]


def _cells(boxes: Sequence[Box], letters: Sequence[_Letter]) -> Iterator[Cell]:
    """Turn drawn boxes into cells of a grid, each with the letters inside it."""
    columns = _edges([box[0] for box in boxes] + [box[2] for box in boxes])
    rows = _edges([box[1] for box in boxes] + [box[3] for box in boxes])
    lines = [list(_cell_lines(near, box)) for box, near in zip(boxes, _near(letters, boxes, rows), strict=True)]
    margin = min((line.left for cell in lines for line in cell), default=0.0)
    words = words_inside(lines)
    for box, cell in zip(boxes, lines, strict=True):
        left, right = _place(columns, box[0]), _place(columns, box[2])
        upper, lower = _place(rows, box[1]), _place(rows, box[3])
        text = whole_lines(unbroken(cell, margin, words)).strip()
        yield Cell(upper, left, text, max(1, lower - upper), max(1, right - left))


def _near(letters: Sequence[_Letter], boxes: Sequence[Box], rows: Sequence[float]) -> Iterator[list[_Letter]]:
    """Yield for each box the letters of its rows and the next ones, so that not all letters are tried for each."""
    bands: dict[int, list[_Letter]] = {}
    for letter in letters:
        bands.setdefault(_place(rows, letter.y), []).append(letter)
    for box in boxes:
        upper, lower = _place(rows, box[1]), _place(rows, box[3])
        yield [letter for band in range(upper - 1, lower + 2) for letter in bands.get(band, ())]


def _edges(values: Iterable[float]) -> list[float]:
    """Return the lines of a grid in order, those a hair apart as one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _HAIR:
            edges.append(value)
    return edges


def _place(edges: Sequence[float], value: float) -> int:
    return max(0, bisect_right(edges, value + 0.01) - 1)


def _cell_lines(letters: Sequence[_Letter], box: Box) -> Iterator[CellLine]:
    for row in _rows_of_letters([letter for letter in letters if _within(letter, box)]):
        text = extract_text([letter.char for letter in row]).strip()
        if text:
            first, last = min(row, key=lambda one: one.x), max(row, key=lambda one: one.x)
            left, right = _number(first.char["x0"]) - box[0], box[2] - _number(last.char["x1"])
            yield CellLine(text, left, right, _number(first.char["x1"]) - _number(first.char["x0"]))


def _rows_of_letters(letters: Sequence[_Letter]) -> list[list[_Letter]]:
    """Part letters into lines, from the top down."""
    edges = _edges(letter.y for letter in letters)
    rows: dict[int, list[_Letter]] = {}
    for letter in letters:
        rows.setdefault(_place(edges, letter.y), []).append(letter)
    return [rows[place] for place in sorted(rows)]


def _lines(letters: Sequence[_Letter]) -> Iterator[_Part]:
    """Yield the lines of text outside tables."""
    for row in _rows_of_letters(letters):
        text = extract_text([letter.char for letter in row]).strip()
        if text:
            yield _Part(min(letter.y for letter in row), Paragraph(text))


# --- pages put together --------------------------------------------------------------------------------------------


def _without_furniture(pages: Sequence[Sequence[Block]]) -> Iterator[Block]:
    """Yield the blocks of all pages but page numbers, and the lines that stand on top or below of every page."""
    ends = Counter(_shape(block) for page in pages for block in {id(end): end for end in _ends(page)}.values())
    for number, page in enumerate(pages):
        for block in page:
            at_the_end = any(block is end for end in _ends(page))
            repeated = number > 0 and ends[_shape(block)] > 1
            if not (at_the_end and isinstance(block, Paragraph) and (_PAGE_NUMBER.match(block.text) or repeated)):
                yield block


def _ends(page: Sequence[Block]) -> Sequence[Block]:
    return (page[0], page[-1]) if page else ()


def _shape(block: Block) -> str:
    return _DIGITS.sub("#", block.text) if isinstance(block, Paragraph) else ""


def _joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """Join lines of one sentence: a line that begins with a small letter goes on with the one above."""
    waiting = ""
    for block in blocks:
        if isinstance(block, Paragraph) and waiting and block.text[:1].islower():
            waiting = f"{waiting}\n{block.text}"
            continue
        if waiting:
            yield Paragraph(whole_words(waiting))
        waiting = ""
        if isinstance(block, Paragraph):
            waiting = block.text
        else:
            yield block
    if waiting:
        yield Paragraph(whole_words(waiting))
