"""The table of a draft → an Excel file that is pleasant to correct."""

from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from models.roadmap.sheet import COLUMNS, KEY_COLUMN, MARK, MARK_SHEET, Sheet, SheetColumn, SheetRow

_WIDTHS = {
    SheetColumn.NUMBER: 7,
    SheetColumn.SECTION: 18,
    SheetColumn.TEXT: 46,
    SheetColumn.TIMING: 19,
    SheetColumn.PERIODS: 22,
    SheetColumn.EXECUTORS: 24,
    SheetColumn.SCHOOLS: 22,
    SheetColumn.INDICATOR: 24,
    SheetColumn.KIND: 14,
    SheetColumn.SCOPE: 17,
    SheetColumn.INCLUDED: 10,
    SheetColumn.QUESTIONS: 36,
}
"""In characters."""
_MIDDLE = frozenset((SheetColumn.NUMBER, SheetColumn.KIND, SheetColumn.SCOPE, SheetColumn.INCLUDED))
_FIXED = frozenset((SheetColumn.TIMING, SheetColumn.QUESTIONS))
"""What is there to be looked at first of all: the order's own words, and what is asked."""
_INK, _GREY, _PALE, _LINE = "#1F3A5F", "#5B6675", "#8A94A0", "#C9D2DC"
_DOUBTED, _QUIET, _OUT, _PAPER = "#FFE8A8", "#F4F6F9", "#ECEEF0", "#FFFFFF"
_HEADING_HEIGHT, _TITLE_HEIGHT, _NOTE_HEIGHT = 34, 26, 17
_LINE_HEIGHT, _MOST_HEIGHT = 14.5, 400.0
"""In points; Excel itself shows no row higher."""
_HINT = 255
"""Characters that fit beside a chosen cell."""


def sheet_file(sheet: Sheet) -> bytes:
    """Write the table: headings that stay in sight, lists to choose from, doubted cells in colour, a hidden mark."""
    file = BytesIO()
    # Nothing typed by people shall become a formula or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": sheet.title, "keywords": f"{MARK} {sheet.draft_id} {sheet.revision}"})
        page = book.add_worksheet(sheet.name)
        formats = _Formats(book)
        first = _write_head(page, sheet, formats)
        for place, row in enumerate(sheet.rows, start=first):
            _write_row(page, place, row, formats)
        _set_up(page, sheet, first)
        _write_mark(book.add_worksheet(MARK_SHEET), sheet)
    return file.getvalue()


class _Formats:
    """The looks of cells, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, str, bool], Format] = {}
        self.title = book.add_format({"bold": True, "font_size": 15, "font_color": _INK, "valign": "vcenter"})
        self.note = book.add_format({"font_size": 10, "font_color": _GREY, "valign": "vcenter"})
        self.heading = book.add_format(
            {
                "bold": True,
                "font_size": 10,
                "font_color": "#FFFFFF",
                "bg_color": _INK,
                "border": 1,
                "border_color": _LINE,
                "align": "center",
                "valign": "vcenter",
                "text_wrap": True,
            }
        )

    def cell(self, column: SheetColumn, row: SheetRow) -> Format:
        paper = _DOUBTED if column in row.doubted else _OUT if row.left_out else _paper(column)
        ink = _PALE if row.left_out else "#000000"
        key = paper, ink, column in _MIDDLE
        if key not in self._made:
            self._made[key] = self._book.add_format(
                {
                    "font_size": 10,
                    "font_color": ink,
                    "bg_color": paper,
                    "border": 1,
                    "border_color": _LINE,
                    "align": "center" if column in _MIDDLE else "left",
                    "indent": 0 if column in _MIDDLE else 1,
                    "valign": "top",
                    "text_wrap": True,
                    # Text: what is typed as 3.10 stays 3.10, and what is typed as a day stays as it was typed.
                    "num_format": "@",
                }
            )
        return self._made[key]


def _paper(column: SheetColumn) -> str:
    return _QUIET if column in _FIXED else _PAPER


def _write_head(page: Worksheet, sheet: Sheet, formats: _Formats) -> int:
    """Write what stands above the rows, and return the place of the first of them."""
    page.write_string(0, 0, sheet.title, formats.title)
    page.set_row(0, _TITLE_HEIGHT)
    for place, note in enumerate(sheet.notes, start=1):
        page.write_string(place, 0, note, formats.note)
        page.set_row(place, _NOTE_HEIGHT)
    at = len(sheet.notes) + 1
    page.set_row(at, _HEADING_HEIGHT)
    for column, kind in enumerate(COLUMNS):
        page.write_string(at, column, sheet.headings[kind], formats.heading)
        page.set_column(column, column, _WIDTHS[kind])
    page.write_string(at, KEY_COLUMN, MARK, formats.heading)
    page.set_column(KEY_COLUMN, KEY_COLUMN, 4, None, {"hidden": True})
    return at + 1


def _write_row(page: Worksheet, place: int, row: SheetRow, formats: _Formats) -> None:
    for column, kind in enumerate(COLUMNS):
        page.write_string(place, column, row.cells[kind], formats.cell(kind, row))
    page.write_string(place, KEY_COLUMN, str(row.row + 1))
    page.set_row(place, _height(row))


def _height(row: SheetRow) -> float:
    """Points that hold the row's longest cell: not every program finds the height of wrapped words by itself."""
    lines = max(_lines(row.cells[kind], _WIDTHS[kind]) for kind in COLUMNS)
    return min(_LINE_HEIGHT * lines + 4, _MOST_HEIGHT)


def _lines(text: str, width: int) -> int:
    return sum(_wrapped(line, width) for line in text.split("\n"))


def _wrapped(line: str, width: int) -> int:
    """How many lines the words take in a column so wide, laid out as programs do."""
    lines, used = 1, 0
    for word in line.split():
        needed = len(word) + (used > 0)
        if used and used + needed > width:
            lines, used, needed = lines + 1, 0, len(word)
        used += needed
        lines, used = lines + (used - 1) // width, (used - 1) % width + 1
    return lines


def _set_up(page: Worksheet, sheet: Sheet, first: int) -> None:
    last = first + max(len(sheet.rows), 1) - 1
    page.freeze_panes(first, COLUMNS.index(SheetColumn.TEXT) + 1)
    # The hidden column too: a row that is sorted away takes its mark along.
    page.autofilter(first - 1, 0, last, KEY_COLUMN)
    for column, kind in enumerate(COLUMNS):
        _offer(page, sheet, kind, (first, column, last, column))
    page.hide_gridlines(2)
    page.set_zoom(90)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    page.repeat_rows(first - 1)
    page.set_footer("&C&P / &N")
    page.print_area(0, 0, last, len(COLUMNS) - 1)


def _offer(page: Worksheet, sheet: Sheet, kind: SheetColumn, place: tuple[int, int, int, int]) -> None:
    """Lay a list, or only a hint, over a column."""
    choices, hint = sheet.choices.get(kind, ()), sheet.hints.get(kind, "")
    if not choices and not hint:
        return
    said = {"input_title": sheet.headings[kind][:32], "input_message": hint[:_HINT]} if hint else {}
    rule = {"validate": "list", "source": list(choices)} if choices else {"validate": "any"}
    page.data_validation(*place, rule | said)


def _write_mark(page: Worksheet, sheet: Sheet) -> None:
    page.hide()
    page.write_row(0, 0, (MARK, str(sheet.draft_id), sheet.revision, sheet.name))
    page.write_row(1, 0, [sheet.headings[kind] for kind in COLUMNS])
    for place, row in enumerate(sheet.rows, start=2):
        for column, kind in enumerate(COLUMNS):
            page.write_string(place, column, row.cells[kind])
        page.write_string(place, KEY_COLUMN, str(row.row + 1))
