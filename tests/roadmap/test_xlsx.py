from datetime import UTC, date, datetime

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from models.domain.doubts import DoubtField
from models.roadmap.blocks import MOST_ROWS, Below, Paragraph, Table
from models.roadmap.draft import Draft
from models.roadmap.reader import read_roadmap
from models.roadmap.refusals import TooManyRows
from models.roadmap.xlsx import xlsx_blocks
from tests.language.meanings import meaning
from tests.roadmap.office import HEAD, excel, sheet

TITLE = "План мероприятий («дорожная карта») Полянского округа на 2026 год"


def read(data: bytes) -> Draft:
    return read_roadmap(data, "карта.xlsx")


def told(draft: Draft) -> list[tuple[str, str | None, str, str]]:
    return [(task.number, task.section, task.text, meaning(task.periods)) for task in draft.tasks]


def test_a_map_with_its_title_on_the_sheet() -> None:
    draft = read(sheet((TITLE,), (), HEAD, (1, "Семинар", "март", "РМК"), (2, "Сбор отчётов", "до 15.05", "ОО")))
    assert (draft.title, draft.year, draft.territory) == (TITLE, 2026, "Полянского округа")
    assert told(draft) == [
        ("1", None, "Семинар", "2026-03-01..2026-03-31"),
        ("2", None, "Сбор отчётов", "..2026-05-15"),
    ]
    assert not draft.doubted


def write_dates(book: xlsxwriter.Workbook, page: Worksheet) -> None:
    day, hour = (book.add_format({"num_format": sort}) for sort in ("dd.mm.yyyy", "dd.mm.yyyy hh:mm"))
    page.merge_range(0, 0, 0, 3, TITLE)
    page.write_row(1, 0, HEAD)
    page.write_row(2, 0, ("1.9", "Семинар"))
    page.write_datetime(2, 2, date(2026, 3, 10), day)
    page.write_row(3, 0, (1.1, "Вебинар"))
    page.write_datetime(3, 2, datetime(2026, 3, 12, 15, 30, tzinfo=UTC), hour)
    page.merge_range(2, 3, 3, 3, "РМК")
    page.merge_range(4, 0, 4, 3, "Раздел 2. Итоги")
    page.write_row(5, 0, ("2.1", "Отчёт", "май", "ОО"))


def test_dates_numbers_and_merged_cells() -> None:
    draft = read(excel({"План": write_dates}))
    assert told(draft) == [
        ("1.9", None, "Семинар", "2026-03-10..2026-03-10"),
        ("1.10", None, "Вебинар", "2026-03-12..2026-03-12 at 15:30"),
        ("2.1", "Итоги", "Отчёт", "2026-05-01..2026-05-31"),
    ]
    assert [task.executors_raw for task in draft.tasks] == ["РМК", "РМК", "ОО"]


def test_merged_cells_are_printed_once() -> None:
    (table,) = xlsx_blocks(excel({"План": write_dates}), "a.xlsx")
    assert isinstance(table, Table)
    assert table.rows[0] == (TITLE,)
    assert isinstance(table.rows[3][3], Below)
    assert table.rows[4] == ("Раздел 2. Итоги",)


def test_values_as_people_see_them() -> None:
    (table,) = xlsx_blocks(sheet(("а", 57.0, 2.5, True, False), ("б", -3, "", 0, "57")), "a.xlsx")
    assert table == Table((("а", "57", "2.5", "да", "нет"), ("б", "-3", "", "0", "57")))


def test_sheets_that_are_hidden_are_not_read() -> None:
    def hidden(_: xlsxwriter.Workbook, page: Worksheet) -> None:
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, ("9", "Черновик", "март", "РМК"))
        page.hide()

    def shown(_: xlsxwriter.Workbook, page: Worksheet) -> None:
        page.write(0, 0, TITLE)

    assert xlsx_blocks(excel({"План": shown, "Старый": hidden}), "a.xlsx") == (Paragraph(TITLE),)


def test_a_map_on_the_second_sheet() -> None:
    def first(_: xlsxwriter.Workbook, page: Worksheet) -> None:
        page.write_row(0, 0, ("Школа", "Директор", "Телефон"))
        page.write_row(1, 0, ("Лесная СОШ", "Орлова Е. В.", "2-14-15"))

    assert told(read(excel({"Школы": first, "План": write_dates})))[0][0] == "1.9"


def test_signatures_under_the_table_are_no_row() -> None:
    rows = (HEAD, (1, "Семинар", "март", "РМК"), (), ("", "Начальник управления", "", "Ветрова И. Н."))
    draft = read(sheet((TITLE,), *rows))
    assert [(task.text, task.executors_raw, task.doubts) for task in draft.tasks] == [("Семинар", "РМК", ())]


def with_formulas(book: xlsxwriter.Workbook, page: Worksheet) -> None:
    page.write_row(0, 0, (TITLE,))
    page.write_row(1, 0, HEAD)
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    for place in (2, 3, 4):
        page.write_formula(place, 0, "=ROW()-2", None, place - 1)
    page.write_row(2, 1, ("Семинар", "март", "РМК"))
    page.write(3, 1, "Отчёт")
    page.write_formula(3, 2, "=DATE(2026,5,12)", day, 46154)
    page.write_formula(3, 3, '=D3&""', None, "")
    page.write_formula(4, 1, '="Сбор"&F1', None, "")
    page.write_formula(4, 2, "=1/0", None, "#DIV/0!")
    page.write(4, 3, "ОО")


def test_a_formula_is_its_value_or_a_doubt() -> None:
    draft = read(excel({"План": with_formulas}))
    assert [task.number for task in draft.tasks] == ["1", "2", "3"]
    assert meaning(draft.tasks[1].periods) == "2026-05-12..2026-05-12"
    assert [{doubt.field for doubt in task.doubts} for task in draft.tasks] == [
        set(),
        {DoubtField.EXECUTORS},
        {DoubtField.TEXT, DoubtField.TIMING},
    ]


def test_too_long_a_sheet_is_refused() -> None:
    def write(_: xlsxwriter.Workbook, page: Worksheet) -> None:
        for place in range(MOST_ROWS + 1):
            page.write(place, 0, place)

    with pytest.raises(TooManyRows) as refused:
        read(excel({"Лист1": write}))
    assert refused.value.limit == MOST_ROWS


def test_two_cells_far_apart_are_refused() -> None:
    def write(_: xlsxwriter.Workbook, page: Worksheet) -> None:
        page.write(0, 0, "а")
        page.write(1_048_575, 16_383, "б")

    with pytest.raises(TooManyRows):
        read(excel({"Лист1": write}))


def test_a_number_that_became_a_date() -> None:
    def write(book: xlsxwriter.Workbook, page: Worksheet) -> None:
        page.write_row(0, 0, (TITLE,))
        page.write_row(1, 0, HEAD)
        page.write_row(2, 0, ("1.1", "Семинар", "март", "РМК"))
        page.write_datetime(3, 0, date(2026, 2, 1), book.add_format({"num_format": "d.m"}))
        page.write_row(3, 1, ("Отчёт", "май", "ОО"))

    assert [task.number for task in read(excel({"План": write})).tasks] == ["1.1", "1.2"]
