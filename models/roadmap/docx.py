"""Word documents (.docx) → blocks.

The XML itself is walked: the library repeats a merged cell at each place it covers, and leaves out the numbers that
Word counts by itself.
"""

import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from models.roadmap.blocks import Block, Paragraph, Table
from models.roadmap.grid import Cell, rows_of
from models.roadmap.lists import Lists
from models.roadmap.packages import open_package
from models.roadmap.refusals import FileDamaged

_P, _TBL, _TR, _TC = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_WRAPPERS = frozenset(map(qn, ("w:sdt", "w:sdtContent", "w:ins", "w:smartTag", "w:customXml", "w:moveTo")))
_LEFT_OUT = frozenset(map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:rPr"))) | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_PRINTED = {
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:tab"): "\t",
    qn("w:noBreakHyphen"): "-",
}
_TEXT = qn("w:t")
_TABLE_OF_ITS_OWN = 3
"""From this many columns on a table inside a cell is one of its own, not the cell's words."""
_BROKEN = (
    PackageNotFoundError,
    BadZipFile,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    SyntaxError,
    TypeError,
    ValueError,
    zlib.error,
)
"""What the library raises over broken parts; XML that cannot be parsed is a SyntaxError."""
_DEEPEST = 20
"""Tables inside tables are followed this far."""


def docx_blocks(data: bytes, filename: str) -> tuple[Block, ...]:
    """Read a .docx; raises FileDamaged, FileLocked, MacrosInside, UnpacksTooLarge or UnsafeFile."""
    open_package(data, filename).close()
    try:
        document = Document(BytesIO(data))
        body = document.element.body
        lists = Lists.of(document)
    except _BROKEN as error:
        raise FileDamaged(filename) from error
    if body is None:
        raise FileDamaged(filename)
    return tuple(_blocks(body, lists, 0))


def _blocks(parent: BaseOxmlElement, lists: Lists, depth: int) -> Iterator[Block]:
    for element in _children(parent):
        if element.tag == _P:
            text = _paragraph(element, lists)
            if text.strip():
                yield Paragraph(text)
        elif element.tag == _TBL and depth < _DEEPEST:
            yield from _table(element, lists, depth)


def _children(parent: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Yield an element's children, those inside content controls and accepted changes too."""
    for element in parent.iterchildren():
        if element.tag in _WRAPPERS:
            yield from _children(element)
        elif element.tag not in _LEFT_OUT:
            yield element


def _table(table: BaseOxmlElement, lists: Lists, depth: int) -> Iterator[Block]:
    """Yield a table, and after it the tables that its cells hold for layout's sake."""
    cells: list[Cell] = []
    inner: list[Block] = []
    for place, row in enumerate(element for element in _children(table) if element.tag == _TR):
        cells += _row_cells(row, place, lists, depth, inner)
    rows = rows_of(_grown(cells))
    if any(any(cell.strip() for cell in row) for row in rows):
        yield Table(rows)
    yield from inner


def _row_cells(row: BaseOxmlElement, place: int, lists: Lists, depth: int, inner: list[Block]) -> list[Cell]:
    cells: list[Cell] = []
    column = _number(row, "w:trPr/w:gridBefore", 0)
    for element in _children(row):
        if element.tag != _TC:
            continue
        columns = max(1, _number(element, "w:tcPr/w:gridSpan", 1))
        merged = _goes_up(element)
        text = "" if merged else _cell_text(element, lists, depth, inner)
        cells.append(Cell(place, column, text, 0 if merged else 1, columns))
        column += columns
    return cells


def _grown(cells: Sequence[Cell]) -> list[Cell]:
    """Give a cell the rows of those below that are merged with it (they come with no rows of their own)."""
    grown: dict[tuple[int, int], Cell] = {}
    top: dict[int, tuple[int, int]] = {}
    for cell in cells:
        above = top.get(cell.column)
        if cell.rows == 0 and above is not None and above[0] + grown[above].rows == cell.row:
            first = grown[above]
            grown[above] = Cell(first.row, first.column, first.text, first.rows + 1, first.columns)
        else:
            top[cell.column] = (cell.row, cell.column)
            grown[cell.row, cell.column] = Cell(cell.row, cell.column, cell.text, 1, cell.columns)
    return list(grown.values())


def _goes_up(cell: BaseOxmlElement) -> bool:
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val"), "continue") == "continue"


def _number(element: BaseOxmlElement, path: str, default: int) -> int:
    found = element.find("/".join(map(qn, path.split("/"))))
    value = found.get(qn("w:val")) if found is not None else None
    return min(int(value), 100) if value is not None and value.isdigit() else default


def _cell_text(cell: BaseOxmlElement, lists: Lists, depth: int, inner: list[Block]) -> str:
    lines: list[str] = []
    for block in _blocks(cell, lists, depth + 1):
        if isinstance(block, Paragraph):
            lines.append(block.text)
        elif max(map(len, block.rows)) >= _TABLE_OF_ITS_OWN and len(block.rows) > 1:
            inner.append(block)
        else:
            lines += (" ".join(filter(None, row)) for row in block.rows)
    return "\n".join(lines)


def _paragraph(element: BaseOxmlElement, lists: Lists) -> str:
    label = lists.label(element)
    text = "".join(_printed(element)).strip()
    return f"{label} {text}".strip() if label else text


def _printed(parent: BaseOxmlElement) -> Iterator[str]:
    for element in _children(parent):
        if element.tag == _TEXT:
            yield element.text or ""
        elif element.tag in _PRINTED:
            yield _PRINTED[element.tag]
        else:
            yield from _printed(element)
