"""Excel sheets (.xlsx, and through the same library .xls and .ods) → blocks: a table for each run of filled rows."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TypeAlias
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from models.roadmap.blocks import MOST_ROWS, Block, runs
from models.roadmap.grid import Cell, rows_of
from models.roadmap.ods import CONTENT, MOST_CELLS, OdsSheet, Place, ods_sheets
from models.roadmap.packages import is_package, open_package, read_part
from models.roadmap.refusals import FileDamaged, FileLocked, SheetAltered, SheetReturned, TooManyRows
from models.roadmap.sheet import MARK_SHEET
from models.roadmap.sheet_reading import is_mark, is_page, returned_sheet

Value: TypeAlias = int | float | str | bool | time | date | datetime | timedelta
_ERRORS = ("#", "Err:")
"""How office programs show that a formula has failed."""
_BOOK_PART = "xl/workbook.xml"
_SHEET_PART = re.compile(r"^xl/worksheets/[^/]+\.xml$")
_ROW = re.compile(rb"<row[ />]")
_CELL = re.compile(rb"<c\s([^>]*[^/>])>(.*?)</c>", re.DOTALL)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_FORMULA = re.compile(rb"<f[ >](?:[^<]*>)?([^<]*)</f>|<f>([^<]*)</f>")
_ANY_FORMULA = re.compile(rb"<f[ />]")
_VALUE = re.compile(rb"<v>([^<]+)</v>")
_FAILED = re.compile(rb'\bt="e"')
_SHEET = re.compile(rb"<sheet\s[^>]*>")
_RELATION = re.compile(rb"<Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')


def xlsx_blocks(data: bytes, filename: str) -> tuple[Block, ...]:
    """Read a workbook's visible sheets.

    Raises FileDamaged, FileLocked, TooManyRows and what packages refuse; SheetReturned or SheetAltered where it is no
    road map but the table of a draft.
    """
    beside = _look_beside(data, filename)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            _look_for_mark(book, data, filename)
            return tuple(_book_blocks(book, beside, filename))
    except PasswordError as error:
        raise FileLocked(filename) from error
    except (CalamineError, ValueError, OverflowError) as error:
        raise FileDamaged(filename) from error


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside a sheet's values: formulas without an answer, and merged cells where calamine knows none."""

    formulas: Mapping[Place, str] = field(default_factory=dict)
    merged: Sequence[tuple[Place, Place]] = ()


def _look_beside(data: bytes, filename: str) -> dict[str, _Beside]:
    """Look through a package before any library opens it, sheet by sheet."""
    if not is_package(data):
        return {}
    with open_package(data, filename) as package:
        if CONTENT in package.namelist():
            sheets = ods_sheets(package, filename)
            return {name: _Beside(sheet.unanswered, sheet.merged) for name, sheet in sheets.items()}
        return {name: _Beside(formulas) for name, formulas in _unanswered(package, filename).items()}


def _book_blocks(book: CalamineWorkbook, beside: Mapping[str, _Beside], filename: str) -> Iterator[Block]:
    for sheet in book.sheets_metadata:
        if sheet.visible is SheetVisibleEnum.Visible:
            page = book.get_sheet_by_name(sheet.name)
            yield from _sheet_blocks(page, beside.get(sheet.name, _Beside()), filename)


def _sheet_blocks(sheet: CalamineSheet, beside: _Beside, filename: str) -> Iterator[Block]:
    if sheet.total_height > MOST_ROWS:
        raise TooManyRows(filename, MOST_ROWS)
    values = [[_words(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), formula in beside.formulas.items():
        if row < len(values) and column < len(values[row]) and _is_no_answer(values[row][column]):
            values[row][column] = f"={formula}"
    _keep_ends_of_numbers(values)
    merged = sheet.merged_cell_ranges or beside.merged
    rows = rows_of(_cells(values, [(first, last) for first, last in merged if first != last]))
    yield from runs(rows)


def _is_no_answer(value: str) -> bool:
    return value in ("", "0") or value.startswith(_ERRORS)


def _cells(values: Sequence[Sequence[str]], merged: Sequence[tuple[Place, Place]]) -> Iterator[Cell]:
    """Yield the cells of the part that is filled, each merged range once."""
    used = [column for row in values for column, value in enumerate(row) if value.strip()]
    left, right = min(used, default=0), max(used, default=-1)
    reach = {first: (last[0] - first[0] + 1, min(last[1], right) - first[1] + 1) for first, last in merged}
    covered = {
        (row, column)
        for first, last in merged
        for row in range(first[0], min(last[0], len(values) - 1) + 1)
        for column in range(first[1], min(last[1], right) + 1)
        if (row, column) != first
    }
    for row, cells in enumerate(values):
        for column in range(left, right + 1):
            if (row, column) not in covered:
                rows, columns = reach.get((row, column), (1, 1))
                yield Cell(row, column, cells[column].strip(), min(rows, len(values) - row), max(1, columns))


# --- the table of a draft that comes back ---------------------------------------------------------------------------


def _look_for_mark(book: CalamineWorkbook, data: bytes, filename: str) -> None:
    if MARK_SHEET not in book.sheet_names:
        return
    mark = _grid(book, MARK_SHEET, filename)
    if not is_mark(mark):
        return
    sheets = [sheet for sheet in book.sheets_metadata if sheet.name != MARK_SHEET]
    shown = [sheet.name for sheet in sheets if sheet.visible is SheetVisibleEnum.Visible]
    name = next((name for name in shown if is_page(mark, _grid(book, name, filename))), None)
    if name is None:
        raise SheetAltered(filename)
    others = [other for other in shown if other != name]
    sheet = returned_sheet(mark, _grid(book, name, filename), _formula_places(data, name, filename), others, filename)
    raise SheetReturned(filename, sheet.to_json())


def _grid(book: CalamineWorkbook, name: str, filename: str) -> list[list[str]]:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height > MOST_ROWS:
        raise TooManyRows(filename, MOST_ROWS)
    return [[_words(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]


def _formula_places(data: bytes, name: str, filename: str) -> frozenset[Place]:
    """Find every formula of a sheet, reckoned or not: nobody typed the words that it shows."""
    if not is_package(data):
        return frozenset()
    with open_package(data, filename) as package:
        names = package.namelist()
        if CONTENT in names:
            return frozenset(ods_sheets(package, filename).get(name, OdsSheet()).formulas)
        if _BOOK_PART not in names:
            return frozenset()
        parts = [part for part, sheet in _sheet_names(package, filename).items() if sheet == name and part in names]
        cells = [cell for part in parts for cell in _CELL.finditer(read_part(package, part, filename))]
    places = (_REFERENCE.search(cell[1]) for cell in cells if _ANY_FORMULA.search(cell[2]))
    return frozenset((int(place[2]) - 1, _column(place[1])) for place in places if place is not None)


# --- values as people see them -------------------------------------------------------------------------------------


def _words(value: Value) -> str:
    match value:
        case str():
            return value
        case bool():
            return "да" if value else "нет"
        case datetime():
            hour = f" {value:%H:%M}" if value.time() != time() else ""
            return f"{value:%d.%m.%Y}{hour}"
        case date():
            return f"{value:%d.%m.%Y}"
        case time():
            return f"{value:%H:%M}"
        case float() if value.is_integer():
            return str(int(value))
    return str(value)


def _keep_ends_of_numbers(values: list[list[str]]) -> None:
    """A number kept as a number loses its last zero: after 3.9 comes 3.1, printed 3.10."""
    width = max(map(len, values), default=0)
    for column in range(width):
        previous = ""
        for row in values:
            match = re.fullmatch(r"(\d{1,2})\.(\d{1,2})", row[column])
            if match and previous.startswith(f"{match[1]}.") and _is_ten(previous, match[2]):
                row[column] = f"{match[0]}0"
            if row[column].strip():
                previous = row[column].strip()


def _is_ten(previous: str, last: str) -> bool:
    """Tell whether `last` is what is left of the number after the previous one's: 9 → 1, 19 → 2."""
    before = previous.rpartition(".")[2]
    return before.isdigit() and str(int(before) + 1) == f"{last}0"


# --- formulas without an answer ------------------------------------------------------------------------------------


def _unanswered(package: ZipFile, filename: str) -> dict[str, dict[Place, str]]:
    """Find the formulas that nobody has reckoned, or that failed, by sheet and place; count the rows on the way."""
    parts = [name for name in package.namelist() if _SHEET_PART.match(name)]
    found = {part: _formulas(read_part(package, part, filename), filename) for part in parts}
    if not any(found.values()):
        return {}
    names = _sheet_names(package, filename)
    return {names[part]: formulas for part, formulas in found.items() if part in names}


def _formulas(xml: bytes, filename: str) -> dict[Place, str]:
    if sum(1 for _ in _ROW.finditer(xml)) > MOST_ROWS:
        raise TooManyRows(filename, MOST_ROWS)
    found: dict[Place, str] = {}
    last_row = last_column = 0
    for cell in _CELL.finditer(xml):
        reference = _REFERENCE.search(cell[1])
        if reference is None:
            continue
        place = int(reference[2]) - 1, _column(reference[1])
        last_row, last_column = max(last_row, place[0]), max(last_column, place[1])
        formula = _FORMULA.search(cell[2])
        if formula and (_FAILED.search(cell[1]) or _VALUE.search(cell[2]) is None):
            found[place] = (formula[1] or formula[2] or b"").decode("utf-8", "replace")
    if last_row >= MOST_ROWS or (last_row + 1) * (last_column + 1) > MOST_CELLS:
        raise TooManyRows(filename, MOST_ROWS)
    return found


def _column(letters: bytes) -> int:
    """Return a column's place: A is 0, AA is 26."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1


def _sheet_names(package: ZipFile, filename: str) -> dict[str, str]:
    """Return the sheets' names by their parts."""
    relations = {
        attributes.get("Id"): attributes.get("Target", "")
        for attributes in map(
            _attributes, _RELATION.findall(read_part(package, "xl/_rels/workbook.xml.rels", filename))
        )
    }
    sheets = map(_attributes, _SHEET.findall(read_part(package, _BOOK_PART, filename)))
    return {
        f"xl/{relations.get(sheet.get('r:id'), '').removeprefix('/xl/')}": sheet.get("name", "") for sheet in sheets
    }


def _attributes(tag: bytes) -> dict[str, str]:
    return {name.decode(): value.decode("utf-8", "replace") for name, value in _ATTRIBUTE.findall(tag)}
