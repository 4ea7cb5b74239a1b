"""Free spreadsheets: written part by part, as LibreOffice writes them, and once by LibreOffice itself."""

import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from models.domain.doubts import DoubtField
from models.roadmap.blocks import MOST_ROWS, Below, Table
from models.roadmap.draft import Draft
from models.roadmap.libreoffice import program
from models.roadmap.reader import read_roadmap
from models.roadmap.refusals import FileDamaged, FileRefused, MacrosInside, SheetReturned, TooManyRows, UnsafeFile
from models.roadmap.sheet import SheetColumn
from models.roadmap.sheet_changes import TroubleReason, compare
from models.roadmap.sheet_reading import ReturnedSheet
from models.roadmap.xlsx import xlsx_blocks
from tests.language.meanings import meaning
from tests.roadmap.office import excel, needs_office
from tests.roadmap.test_sheets import DRAFT, WORDS, table
from tests.roadmap.test_xlsx import with_formulas

_SPACES = " ".join(
    f'xmlns:{name}="{address}"'
    for name, address in (
        ("office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
        ("table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
        ("text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
        ("calcext", "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"),
    )
)
SORT = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{SORT}"/></manifest:manifest>'
)
TITLE = "План мероприятий («дорожная карта») Полянского округа на 2026 год"


def cell(words: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{words}</text:p></table:table-cell>'


def row(*cells: str, more: str = "") -> str:
    printed = "".join(one if one.startswith("<") else cell(one) for one in cells)
    return f"<table:table-row {more}>{printed}</table:table-row>"


HEADING = row(cell(TITLE)) + row("№ п/п", "Мероприятие", "Срок", "Ответственный")


def ods(*rows: str, before: str = "", parts: dict[str, str] | None = None) -> bytes:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {_SPACES}><office:body>'
        f'<office:spreadsheet><table:table table:name="План">{"".join(rows)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    file = BytesIO()
    with ZipFile(file, "w") as package:
        package.writestr("mimetype", SORT)
        package.writestr("META-INF/manifest.xml", MANIFEST)
        package.writestr("content.xml", content)
        for name, text in (parts or {}).items():
            package.writestr(name, text)
    return file.getvalue()


def read(data: bytes) -> Draft:
    return read_roadmap(data, "карта.ods")


FAILED = (
    '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
    'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
)
UNKNOWN = cell("#NAME?", 'table:formula="of:=СРОК(2)" calcext:value-type="error"')
UNRECKONED = '<table:table-cell table:formula="of:=[.D3]"/>'
RECKONED = cell("РМК", 'table:formula="of:=[.D3]"')


def test_a_formula_is_its_value_or_a_doubt() -> None:
    draft = read(
        ods(
            HEADING,
            row("1", "Семинар", "март", RECKONED),
            row("2", "Отчёт", FAILED, UNRECKONED),
            row("3", UNKNOWN, "май", "ОО"),
        )
    )
    assert [(task.text, task.timing_raw, task.executors_raw) for task in draft.tasks] == [
        ("Семинар", "март", "РМК"),
        ("Отчёт", "=1/0", "=[.D3]"),
        ("=СРОК(2)", "май", "ОО"),
    ]
    assert [{doubt.field for doubt in task.doubts} for task in draft.tasks] == [
        set(),
        {DoubtField.TIMING, DoubtField.EXECUTORS},
        {DoubtField.TEXT},
    ]


def test_places_are_counted_through_what_is_repeated() -> None:
    """Empty columns and rows are written once with their number, and a cell under a merged one is covered."""
    merged = cell("Семинар", 'table:number-rows-spanned="2"')
    covered = "<table:covered-table-cell/>"
    empty = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    aside = '<table:table-cell table:number-columns-repeated="2"/>'
    (found,) = xlsx_blocks(ods(empty, row(aside, merged, "а"), row(aside, covered, FAILED)), "a.ods")
    assert found == Table((("Семинар", "а"), ("Семинар", "=1/0")))
    assert isinstance(found.rows[1][0], Below)


def test_a_line_across_the_table_is_a_section() -> None:
    across = cell("Раздел 2. Итоги", 'table:number-columns-spanned="4"')
    covered = '<table:covered-table-cell table:number-columns-repeated="3"/>'
    draft = read(ods(HEADING, row("1", "Семинар", "март", "РМК"), row(across, covered), row("2", "Отчёт", "май", "ОО")))
    assert [(task.number, task.section) for task in draft.tasks] == [("1", None), ("2", "Итоги")]


@pytest.mark.parametrize(
    "last",
    [
        row("1", more=f'table:number-rows-repeated="{MOST_ROWS}"'),
        row('<table:table-cell table:number-columns-repeated="16000"/>', "а", more='table:number-rows-repeated="100"'),
        row(cell("а", 'table:number-columns-repeated="1000000"')),
    ],
)
def test_what_reaches_too_far_is_refused_before_it_is_unfolded(last: str) -> None:
    with pytest.raises(TooManyRows):
        read(ods(HEADING, last))


def test_rows_that_hold_nothing_are_no_rows() -> None:
    rest = row('<table:table-cell table:number-columns-repeated="16384"/>', more='table:number-rows-repeated="1048570"')
    assert len(read(ods(HEADING, row("1", "Семинар", "март", "РМК"), rest)).tasks) == 1


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (ods(HEADING, "<table:table-row>"), FileDamaged),
        (ods(row("1", more='table:number-rows-repeated="many"')), FileDamaged),
        (ods(before='<!DOCTYPE a [<!ENTITY a "aaaa">]>'), UnsafeFile),
        (ods(HEADING, parts={"Basic/Standard/Module1.xml": "<a/>"}), MacrosInside),
    ],
)
def test_what_is_not_sound_is_refused(data: bytes, refusal: type[FileRefused]) -> None:
    with pytest.raises(refusal):
        read(data)


CELL = b"<table:table-cell"


def saved_as_ods(data: bytes, folder: Path) -> bytes:
    """The workbook as LibreOffice saves it."""
    office = program()
    assert office is not None
    (folder / "book.xlsx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "ods", "--outdir", str(folder / "out")]
    subprocess.run([*command, str(folder / "book.xlsx")], check=True, capture_output=True)
    return (folder / "out" / "book.ods").read_bytes()


@pytest.mark.slow
@needs_office
def test_formulas_that_an_office_program_saved(tmp_path: Path) -> None:
    draft = read(saved_as_ods(excel({"План": with_formulas}), tmp_path))
    assert [task.number for task in draft.tasks] == ["1", "2", "3"]
    assert meaning(draft.tasks[1].periods) == "2026-05-12..2026-05-12"
    # the program has reckoned the words and the executors by itself; one divided by nothing stays an error
    assert [{doubt.field for doubt in task.doubts} for task in draft.tasks] == [set(), set(), {DoubtField.TIMING}]


@pytest.mark.slow
@needs_office
def test_a_formula_in_the_table_that_comes_back_is_no_answer(tmp_path: Path) -> None:
    data = saved_as_ods(table(), tmp_path)
    with ZipFile(BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    content = parts["content.xml"]
    start = content.rindex(CELL, 0, content.index(f"<text:p>{DRAFT.tasks[0].text}</text:p>".encode()))
    formula = CELL + b' table:formula="of:=[.A1]"'
    parts["content.xml"] = content[:start] + formula + content[start + len(CELL) :]
    file = BytesIO()
    with ZipFile(file, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    with pytest.raises(SheetReturned) as came:
        read(file.getvalue())
    found = compare(DRAFT, frozenset(), ReturnedSheet.from_json(came.value.sheet), WORDS)
    assert [(one.column, one.reason) for one in found.troubles] == [(SheetColumn.TEXT, TroubleReason.FORMULA)]
