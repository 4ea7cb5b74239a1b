"""Office files made in memory with the libraries that people's programs use, or are close to."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from python_calamine import CalamineWorkbook

from models.roadmap.libreoffice import program
from models.roadmap.sheet import MARK_SHEET

Rows = Sequence[Sequence[str]]
REQUIRED = os.environ.get("VEKHA_OFFICE") == "required"
"""Where CI says so, a missing LibreOffice is a failure."""
needs_office = pytest.mark.skipif(program() is None and not REQUIRED, reason="LibreOffice is not installed")
HEAD = ("№ п/п", "Мероприятие", "Срок", "Ответственный")


def word(lines: Iterable[str], rows: Rows, change: Callable[[Table], None] | None = None) -> bytes:
    """A document of lines and one table; `change` may merge cells."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    table = add_table(document, rows)
    if change is not None:
        change(table)
    return saved(document)


def add_table(document: WordDocument, rows: Rows) -> Table:
    """Add a table with these cells, row by row."""
    table: Table = document.add_table(len(rows), max(map(len, rows)))
    table.style = "Table Grid"
    fill(table, rows)
    return table


def fill(table: Table, rows: Rows) -> None:
    for place, row in enumerate(rows):
        for at, text in enumerate(row):
            table.cell(place, at).text = text


def merge(table: Table, first: tuple[int, int], last: tuple[int, int]) -> None:
    """Merge a block of cells; what the first one says stays."""
    text = table.cell(*first).text
    table.cell(*first).merge(table.cell(*last)).text = text


def saved(document: WordDocument) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def define_list(document: WordDocument, number: int, levels: Sequence[tuple[str, str]], start: int = 1) -> None:
    """Define a numbered list: the sort and the pattern of each of its levels."""
    numbering = document.part.numbering_part.element
    inner = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{sort}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for depth, (sort, pattern) in enumerate(levels)
    )
    kind = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{inner}</w:abstractNum>')
    numbering.insert(0, kind)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))


def put_in_list(paragraph: Paragraph, number: int, depth: int = 0) -> None:
    """Make a paragraph an item of a list."""
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def tag(name: str) -> str:
    return qn(name)


def excel(sheets: Mapping[str, Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], None]]) -> bytes:
    """A workbook whose sheets are written by functions."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"remove_timezone": True}) as book:
        for name, write in sheets.items():
            write(book, book.add_worksheet(name))
    return file.getvalue()


def sheet(*rows: Sequence[object]) -> bytes:
    """A workbook of one sheet with these values."""

    def write(_: xlsxwriter.Workbook, page: xlsxwriter.worksheet.Worksheet) -> None:
        for place, row in enumerate(rows):
            page.write_row(place, 0, row)

    return excel({"Лист1": write})


Grids = dict[str, list[list[str]]]


def corrected(data: bytes, correct: Callable[[Grids], None], hidden: str = MARK_SHEET) -> bytes:
    """The same workbook as a person leaves it who changed some cells: every sheet's words, written anew."""
    with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
        grids = {
            name: [[str(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
            for name in book.sheet_names
        }
    correct(grids)
    file = BytesIO()
    with xlsxwriter.Workbook(file) as written:
        for name, rows in grids.items():
            page = written.add_worksheet(name)
            for place, row in enumerate(rows):
                page.write_row(place, 0, row)
            if name == hidden:
                page.hide()
    return file.getvalue()


def with_parts(data: bytes, **parts: bytes) -> bytes:
    """The same archive with some parts replaced or added; «__» in a name stands for a slash, «_» for a dot."""
    names = {name.replace("__", "/").replace("_", "."): content for name, content in parts.items()}
    file = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in names:
                new.writestr(part.filename, old.read(part))
        for name, content in names.items():
            new.writestr(name, content)
    return file.getvalue()
