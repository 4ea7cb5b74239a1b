"""A draft goes out as a table, is corrected, and comes back."""

import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from handlers.texts import Texts
from handlers.views import sheets as views
from models.cards.sheets import SheetCard
from models.domain.doubts import DoubtField, DoubtReason
from models.domain.plan import Executor, Kind, Level, Period, Scope
from models.language.timing import PlanYear, read_timing
from models.language.timing_forms import FORMS, Form
from models.roadmap.draft import Column, Doubt, Draft, DraftTask
from models.roadmap.isolated import read_isolated
from models.roadmap.libreoffice import program
from models.roadmap.reader import read_roadmap
from models.roadmap.refusals import SheetAltered, SheetReturned, TooManyRows
from models.roadmap.sheet import COLUMNS, MARK_SHEET, SheetColumn
from models.roadmap.sheet_changes import Comparison, TroubleReason, compare
from models.roadmap.sheet_reading import ReturnedSheet
from models.roadmap.sheet_writing import sheet_file
from tests import gold
from tests.roadmap.office import Grids, corrected, needs_office, sheet, with_parts

TEXTS = Texts()
WORDS = views.vocabulary(TEXTS)
PAGE = "Дорожная карта"
FIRST = 4
"""Lines above the rows: the title, two notes, the headings."""

NUMBER, SECTION, TEXT, TIMING, PERIODS, EXECUTORS, SCHOOLS, INDICATOR, KIND, SCOPE, INCLUDED, QUESTIONS = range(12)

DOUBT = Doubt(
    DoubtField.TIMING,
    DoubtReason.IMPOSSIBLE_DATE,
    "до 31 июня",
    ([{"start": None, "end": "2027-06-30", "rrule": None, "label": None}],),
)
TASK = DraftTask(
    number="1",
    section="Начало",
    text="Семинар для директоров",
    timing_raw="до 01.03.2027",
    periods=(Period(None, date(2027, 3, 1)),),
    frequency_in_text=None,
    executors_raw="УО",
    executors=(Executor.MUNICIPAL_AUTHORITY,),
    mentions=None,
    schools=("Озёрская СОШ № 1",),
    indicator="Справка",
    kind=Kind.EVENT,
    links=(),
    project_only=None,
    scope=Scope.ONCE,
)


def draft_of(*tasks: DraftTask) -> Draft:
    columns = (Column.NUMBER, Column.TEXT, Column.TIMING)
    return Draft("Дорожная карта <500+>", 2027, None, Level.MUNICIPALITY, columns, tasks)


DRAFT = draft_of(TASK, replace(TASK, number="2", doubts=(DOUBT,)), replace(TASK, number="3"))


def table(draft: Draft = DRAFT, left_out: frozenset[int] = frozenset()) -> bytes:
    return sheet_file(views.sheet_of(TEXTS, SheetCard(7, "first", "Озёрский район", draft, left_out)))


def returned(data: bytes) -> ReturnedSheet:
    with pytest.raises(SheetReturned) as came:
        read_roadmap(data, "a.xlsx")
    return ReturnedSheet.from_json(came.value.sheet)


def compared(
    change: Callable[[list[list[str]]], None], draft: Draft = DRAFT, left_out: frozenset[int] = frozenset()
) -> Comparison:
    """What comes of the rows that a person changed."""

    def correct(grids: Grids) -> None:
        rows = grids[PAGE][FIRST:]
        change(rows)
        grids[PAGE][FIRST:] = rows

    return compare(draft, left_out, returned(corrected(table(draft, left_out), correct)), WORDS)


def cell(row: int, column: int, text: str) -> Callable[[list[list[str]]], None]:
    def change(rows: list[list[str]]) -> None:
        rows[row][column] = text

    return change


# --- the table that goes out ---------------------------------------------------------------------------------------


def test_the_table_shows_every_row_in_words() -> None:
    with CalamineWorkbook.from_filelike(BytesIO(table(left_out=frozenset({2})))) as book:
        visible = {one.name: one.visible for one in book.sheets_metadata}
        rows = book.get_sheet_by_name(PAGE).to_python(skip_empty_area=False)
    assert visible == {PAGE: SheetVisibleEnum.Visible, MARK_SHEET: SheetVisibleEnum.Hidden}
    assert rows[0][0] == "Дорожная карта <500+>"
    assert rows[3][:12] == [TEXTS.label("sheets.heading", column=column) for column in COLUMNS]
    assert rows[4][:12] == [
        "1",
        "Начало",
        "Семинар для директоров",
        "до 01.03.2027",
        "до 1 марта",
        "управление образования",
        "Озёрская СОШ № 1",
        "Справка",
        "мероприятие",
        "один раз на всех",
        "да",
        "",
    ]
    assert rows[5][QUESTIONS] == "Такого дня нет в календаре. В документе: «до 31 июня». Может быть: «до 30 июня»."
    assert [row[INCLUDED] for row in rows[4:]] == ["да", "да", "нет"]


def test_lists_hints_and_the_heading_that_stays() -> None:
    with ZipFile(BytesIO(table())) as package:
        page = package.read("xl/worksheets/sheet1.xml").decode()
    assert page.count('type="list"') == 3
    assert '"каждая школа,один раз на всех,ждём от других"' in page
    assert 'state="frozen"' in page
    assert '<col min="13" max="13"' in page
    assert "autoFilter" in page


def test_what_people_typed_is_no_formula() -> None:
    evil = replace(TASK, text="=HYPERLINK(1)", number="=1+1", section="https://a.example/")
    with ZipFile(BytesIO(table(draft_of(evil)))) as package:
        page = package.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in page
        assert b"<hyperlink" not in page


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.example)
def test_terms_are_written_as_the_grammar_reads_them(form: Form) -> None:
    plan = PlanYear(2027)
    periods = read_timing(form.example, plan).periods
    assert read_timing(views.terms(TEXTS, periods, plan), plan).periods == periods


@pytest.mark.parametrize("source", [pair[0] for pair in gold.corpus()], ids=lambda path: path.name)
def test_terms_of_whole_maps_are_read_back(source: Path) -> None:
    if source.suffix in gold.THROUGH_OFFICE:
        pytest.skip("read through an office program: tested once with the others")
    draft = read_roadmap(source.read_bytes(), source.name)
    for task in draft.tasks:
        assert read_timing(views.terms(TEXTS, task.periods, draft.plan), draft.plan).periods == task.periods


@pytest.mark.parametrize("source", [pair[0] for pair in gold.corpus()], ids=lambda path: path.name)
def test_a_table_that_comes_back_as_it_went_changes_nothing(source: Path) -> None:
    if source.suffix in gold.THROUGH_OFFICE:
        pytest.skip("read through an office program: tested once with the others")
    draft = read_roadmap(source.read_bytes(), source.name)
    assert compare(draft, frozenset(), returned(table(draft)), WORDS) == Comparison()


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize("sort", ["xlsx", "ods"])
def test_an_office_program_saves_the_table_whole(sort: str, tmp_path: Path) -> None:
    office = program()
    assert office is not None
    source, out = tmp_path / "table.xlsx", tmp_path / "out"
    source.write_bytes(table())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", sort, "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    with pytest.raises(SheetReturned) as came:
        read_roadmap((out / f"table.{sort}").read_bytes(), f"table.{sort}")
    assert compare(DRAFT, frozenset(), ReturnedSheet.from_json(came.value.sheet), WORDS) == Comparison()


# --- the table that comes back -------------------------------------------------------------------------------------


async def test_it_is_known_by_its_mark_behind_the_wall() -> None:
    with pytest.raises(SheetReturned) as came:
        await read_isolated(table(), "карта.xlsx")
    sheet = ReturnedSheet.from_json(came.value.sheet)
    assert (sheet.draft_id, sheet.revision, len(sheet.rows)) == (7, "first", 3)
    assert sheet == ReturnedSheet.from_json(sheet.to_json())


def value_of(column: int, text: str, row: int = 0, draft: Draft = DRAFT) -> tuple[str, object]:
    found = compared(cell(row, column, text), draft)
    assert not found.troubles
    (change,) = found.changes
    assert (change.row, change.number) == (row, draft.tasks[row].number)
    return change.field, change.value


def test_each_cell_becomes_a_decision() -> None:
    until = [{"start": None, "end": "2027-03-15", "rrule": None, "label": None}]
    assert value_of(NUMBER, "1.10") == ("number", "1.10")
    assert value_of(SECTION, "Конец") == ("section", "Конец")
    assert value_of(TEXT, "Cеминaр") == ("text", "Семинар")
    assert value_of(TIMING, "до 15 марта") == ("timing", until)
    assert value_of(PERIODS, "до 15.03.2027") == ("timing", until)
    assert value_of(PERIODS, "без срока") == ("timing", [])
    assert value_of(EXECUTORS, "школа, Куратор") == ("executors", ["school", "curator"])
    assert value_of(EXECUTORS, "кураторы ШНОР") == ("executors", ["curator"])
    assert value_of(SCHOOLS, "Липовская ООШ; СОШ № 5") == ("schools", ["Липовская ООШ", "СОШ № 5"])
    assert value_of(SCHOOLS, "Липовская ООШ, СОШ № 5") == ("schools", ["Липовская ООШ", "СОШ № 5"])
    assert value_of(SCHOOLS, "Школа-сад, корпус 2") == ("schools", ["Школа-сад, корпус 2"])
    assert value_of(SCHOOLS, "все школы") == ("schools", [])
    assert value_of(SCHOOLS, "") == ("schools", [])
    assert value_of(KIND, "Вебинар") == ("kind", "webinar")
    assert value_of(SCOPE, "каждая школа") == ("scope", "school")
    assert value_of(INCLUDED, "нет") == ("left_out", True)


def test_a_map_without_a_column_of_executors_keeps_mentions() -> None:
    draft = draft_of(replace(TASK, executors=None, mentions=(Executor.CURATOR,)))
    assert value_of(EXECUTORS, "школа", draft=draft) == ("mentions", ["school"])


def test_whom_a_row_concerns_stays_as_the_table_shows_it() -> None:
    found = compared(cell(0, EXECUTORS, "школа"))
    assert [(one.field, one.value) for one in found.pinned] == [("scope", Scope.ONCE)]

    def both(rows: list[list[str]]) -> None:
        rows[0][KIND], rows[0][SCOPE] = "посещение", "каждая школа"

    assert compared(both).pinned == ()
    assert compared(cell(0, TEXT, "Другое")).pinned == ()


def test_a_question_that_is_wiped_away_is_settled() -> None:
    found = compared(cell(1, QUESTIONS, ""))
    assert [(one.row, one.field, one.value) for one in found.kept] == [(1, "kept_timing", True)]
    assert found.changes == ()


def trouble_of(column: int, text: str, row: int = 0, draft: Draft = DRAFT) -> tuple[TroubleReason, DoubtReason | None]:
    found = compared(cell(row, column, text), draft)
    assert found.decisions == ()
    (trouble,) = found.troubles
    assert (trouble.line, trouble.words) == (FIRST + row + 1, text)
    assert TEXTS("sheets.trouble", trouble=trouble).startswith(f"Строка {trouble.line} (№ ")
    return trouble.reason, trouble.doubt


def test_what_is_not_understood_is_told() -> None:
    assert trouble_of(TEXT, "") == (TroubleReason.EMPTY, None)
    assert trouble_of(NUMBER, "") == (TroubleReason.EMPTY, None)
    assert trouble_of(PERIODS, "") == (TroubleReason.EMPTY, None)
    assert trouble_of(EXECUTORS, "") == (TroubleReason.EMPTY, None)
    assert trouble_of(KIND, "") == (TroubleReason.EMPTY, None)
    assert trouble_of(NUMBER, "1" * 31) == (TroubleReason.TOO_LONG, None)
    assert trouble_of(TIMING, "31 июня") == (TroubleReason.NOT_UNDERSTOOD, DoubtReason.IMPOSSIBLE_DATE)
    assert trouble_of(TIMING, "15.03.2026") == (TroubleReason.NOT_UNDERSTOOD, DoubtReason.OTHER_YEAR)
    assert trouble_of(PERIODS, "до марта") == (TroubleReason.NOT_UNDERSTOOD, DoubtReason.AMBIGUOUS)
    assert trouble_of(PERIODS, "когда-нибудь") == (TroubleReason.NOT_UNDERSTOOD, DoubtReason.WORDS_UNKNOWN)
    assert trouble_of(PERIODS, "с 1 мая") == (TroubleReason.NOT_UNDERSTOOD, DoubtReason.OPEN_ENDED)
    assert trouble_of(EXECUTORS, "добрые люди") == (TroubleReason.NOT_UNDERSTOOD, None)
    assert trouble_of(SCHOOLS, "…; ?") == (TroubleReason.NOT_UNDERSTOOD, None)
    assert trouble_of(KIND, "праздник") == (TroubleReason.NOT_LISTED, None)
    assert trouble_of(SCOPE, "каждый муниципалитет") == (TroubleReason.NOT_LISTED, None)
    assert trouble_of(INCLUDED, "может быть") == (TroubleReason.NOT_LISTED, None)
    assert trouble_of(INDICATOR, "Отчёт") == (TroubleReason.FIXED, None)
    assert trouble_of(QUESTIONS, "до 30 июня", 1) == (TroubleReason.QUESTION, None)


def test_two_terms_of_one_row_must_agree() -> None:
    def differ(rows: list[list[str]]) -> None:
        rows[0][TIMING], rows[0][PERIODS] = "до 15 марта", "до 16 марта"

    def agree(rows: list[list[str]]) -> None:
        rows[0][TIMING], rows[0][PERIODS] = "до 15.03", "до 15 марта"

    assert [one.reason for one in compared(differ).troubles] == [TroubleReason.TWO_TERMS]
    assert [one.field for one in compared(agree).changes] == ["timing"]


def test_nothing_of_a_row_in_trouble_is_taken() -> None:
    def change(rows: list[list[str]]) -> None:
        rows[0][TEXT], rows[0][KIND] = "Новые слова", "праздник"
        rows[1][TEXT] = "Другие слова"

    found = compared(change)
    assert [(one.row, one.field) for one in found.changes] == [(1, "text")]
    assert found.held == ("1",)


def test_rows_taken_away_put_in_and_sorted() -> None:
    def delete(rows: list[list[str]]) -> None:
        del rows[1]

    def add(rows: list[list[str]]) -> None:
        rows.append(["4", "", "Новое", "май"])
        rows.append(list(rows[0]))

    def turn(rows: list[list[str]]) -> None:
        rows.reverse()
        rows[0][TEXT] = "Третье"

    gone = compared(delete).gone
    assert [(one.row, one.number, one.field, one.value) for one in gone] == [(1, "2", "left_out", True)]
    assert compared(delete, left_out=frozenset({1})).gone == ()
    assert compared(add).added == (FIRST + 4, FIRST + 5)
    assert compared(add).decisions == ()
    assert [(one.row, one.value) for one in compared(turn).changes] == [(2, "Третье")]


def test_an_old_table_takes_back_nothing() -> None:
    """What was decided since it went out stays, where the person did not change that very cell."""
    sheet = returned(corrected(table(), lambda grids: grids[PAGE][FIRST].__setitem__(TEXT, "Новые слова")))
    since = draft_of(replace(TASK, kind=Kind.WEBINAR, number="9"), *DRAFT.tasks[1:])
    found = compare(since, frozenset({1}), sheet, WORDS)
    assert [(one.field, one.before, one.value) for one in found.changes] == [
        ("text", "Семинар для директоров", "Новые слова")
    ]
    settled = draft_of(replace(TASK, text="Новые слова"), *DRAFT.tasks[1:])
    assert compare(settled, frozenset(), sheet, WORDS).decisions == ()


def test_columns_may_be_moved_or_dropped_and_sheets_added_or_renamed() -> None:
    def correct(grids: Grids) -> None:
        page = [[row[1], row[0], *row[2:INDICATOR], *row[INDICATOR + 1 :]] for row in grids.pop(PAGE)]
        page[FIRST][0] = "Иной раздел"
        grids |= {"Мой лист": page, "Черновик": [["заметка"]]}

    sheet = returned(corrected(table(), correct))
    assert (sheet.missing, sheet.others) == ((SheetColumn.INDICATOR,), ("Черновик",))
    assert [(one.field, one.value) for one in compare(DRAFT, frozenset(), sheet, WORDS).changes] == [
        ("section", "Иной раздел")
    ]


def test_a_formula_is_no_answer() -> None:
    data = table()
    with ZipFile(BytesIO(data)) as package:
        page = package.read("xl/worksheets/sheet1.xml")
    start = page.index(b'<c r="C5"')
    end = page.index(b"</c>", start)
    cell = page[start:end].split(b">")[0].replace(b't="s"', b't="str"') + b"><f>A1</f><v>x</v>"
    found = compare(
        DRAFT,
        frozenset(),
        returned(with_parts(data, xl__worksheets__sheet1_xml=page[:start] + cell + page[end:])),
        WORDS,
    )
    assert [(one.line, one.column, one.reason) for one in found.troubles] == [
        (5, SheetColumn.TEXT, TroubleReason.FORMULA)
    ]


def no_page(grids: Grids) -> None:
    grids[PAGE] = [["что-то", "другое"]]


def no_headings(grids: Grids) -> None:
    del grids[PAGE][FIRST - 1]


def no_keys(grids: Grids) -> None:
    grids[PAGE] = [row[:12] for row in grids[PAGE]]


def no_key_left(grids: Grids) -> None:
    grids[PAGE][FIRST:] = [row[:12] for row in grids[PAGE][FIRST:]]


@pytest.mark.parametrize("spoil", [no_page, no_headings, no_keys, no_key_left])
def test_a_table_spoilt_beyond_reading(spoil: Callable[[Grids], None]) -> None:
    with pytest.raises(SheetAltered):
        read_roadmap(corrected(table(), spoil), "a.xlsx")


def test_a_sheet_of_that_name_is_not_yet_a_mark() -> None:
    with pytest.raises(Exception, match=r"a\.xlsx") as refused:
        read_roadmap(corrected(sheet(["a"]), lambda grids: grids.update({MARK_SHEET: [["a"]]})), "a.xlsx")
    assert not isinstance(refused.value, SheetReturned | SheetAltered)


def test_a_forged_table_is_as_bounded_as_any_file() -> None:
    def swell(grids: Grids) -> None:
        grids[MARK_SHEET] += [[""]] * 12_000 + [["1"]]

    with pytest.raises(TooManyRows):
        read_roadmap(corrected(table(), swell), "a.xlsx")


def test_forged_marks_name_no_row_that_is_not_there() -> None:
    def forge(grids: Grids) -> None:
        grids[PAGE][FIRST][12] = "99999999999999999999"
        grids[PAGE][FIRST + 1][12] = "500"
        grids[MARK_SHEET][3][12] = "500"

    sheet = returned(corrected(table(), forge))
    assert compare(DRAFT, frozenset(), sheet, WORDS).added == (FIRST + 1, FIRST + 2)
