"""What calamine does not tell of a free spreadsheet (.ods): its formulas, its merged cells, how far it reaches."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import TypeAlias
from xml.etree.ElementTree import Element, ParseError, iterparse
from zipfile import ZipFile

from models.roadmap.blocks import MOST_ROWS
from models.roadmap.packages import read_part
from models.roadmap.refusals import FileDamaged, TooManyRows

Place: TypeAlias = tuple[int, int]

CONTENT = "content.xml"
MOST_CELLS = 1_000_000
"""Of a sheet, the empty ones between the filled ones counted: they are kept as well."""

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICES_OWN = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_CELLS = frozenset((f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"))


@dataclass(slots=True)
class OdsSheet:
    """A sheet beside its values; places are row and column, from 0.

    `unanswered` are the formulas that failed or that nobody has reckoned, `formulas` the places of all.
    """

    unanswered: dict[Place, str] = field(default_factory=dict)
    formulas: set[Place] = field(default_factory=set)
    merged: list[tuple[Place, Place]] = field(default_factory=list)


def ods_sheets(package: ZipFile, filename: str) -> dict[str, OdsSheet]:
    """Look through the sheets, by their names.

    Raises FileDamaged or TooManyRows.
    """
    content = read_part(package, CONTENT, filename)
    sheets: dict[str, OdsSheet] = {}
    try:
        # S314: a package with a document type or an entity is refused before any part of it is parsed
        for name, row, element in _rows(content):
            _look(sheets.setdefault(name, OdsSheet()), row, element, filename)
    except (ParseError, ValueError) as error:
        raise FileDamaged(filename) from error
    return sheets


def _rows(content: bytes) -> Iterator[tuple[str, int, Element]]:
    """Yield the rows of each sheet with their places; tables inside of cells are not looked into."""
    names: list[str] = []
    row = 0
    for event, element in iterparse(BytesIO(content), events=("start", "end")):  # noqa: S314
        if element.tag == f"{_TABLE}table":
            if event == "end":
                names.pop()
                continue
            names.append(element.get(f"{_TABLE}name", ""))
            row = row if len(names) > 1 else 0
        elif element.tag == f"{_TABLE}table-row" and event == "end" and len(names) == 1:
            yield names[0], row, element
            row += _times(element, "number-rows-repeated")
            element.clear()


def _look(sheet: OdsSheet, row: int, element: Element, filename: str) -> None:
    """Note what is in a row; one that is repeated is looked at in each of its places."""
    cells = [(column, cell) for column, cell in _cells(element) if _is_filled(cell)]
    if not cells:
        return
    last_row = row + _times(element, "number-rows-repeated") - 1
    last_column = max(column + _times(cell, "number-columns-repeated") - 1 for column, cell in cells)
    if last_row >= MOST_ROWS or (last_row + 1) * (last_column + 1) > MOST_CELLS:
        raise TooManyRows(filename, MOST_ROWS)
    for column, cell in cells:
        for place in ((at, column + aside) for at in range(row, last_row + 1) for aside in range(_repeated(cell))):
            _note(sheet, place, cell)


def _cells(row: Element) -> Iterator[tuple[int, Element]]:
    column = 0
    for cell in row:
        if cell.tag in _CELLS:
            yield column, cell
            column += _repeated(cell)


def _repeated(cell: Element) -> int:
    return _times(cell, "number-columns-repeated")


def _times(element: Element, name: str) -> int:
    return max(1, int(element.get(f"{_TABLE}{name}", "1")))


def _is_filled(cell: Element) -> bool:
    return (
        cell.get(f"{_OFFICE}value-type") is not None
        or cell.get(f"{_TABLE}formula") is not None
        or cell.find(f"{_TEXT}p") is not None
    )


def _note(sheet: OdsSheet, place: Place, cell: Element) -> None:
    rows, columns = _times(cell, "number-rows-spanned"), _times(cell, "number-columns-spanned")
    if rows > 1 or columns > 1:
        sheet.merged.append((place, (place[0] + rows - 1, place[1] + columns - 1)))
    formula = cell.get(f"{_TABLE}formula")
    if formula is not None:
        sheet.formulas.add(place)
        if _has_failed(cell):
            sheet.unanswered[place] = formula.partition("=")[2] or formula


def _has_failed(cell: Element) -> bool:
    """Whether a formula shows an error, or nothing at all: no program has reckoned it."""
    shown = "".join(text for part in cell.iter(f"{_TEXT}p") for text in part.itertext())
    return cell.get(f"{_OFFICES_OWN}value-type") == "error" or not shown.strip()
