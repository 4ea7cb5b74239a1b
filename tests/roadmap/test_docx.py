from collections.abc import Callable

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import Table

from models.roadmap.blocks import Below, Beside, Paragraph, Row
from models.roadmap.blocks import Table as Rows
from models.roadmap.docx import docx_blocks
from models.roadmap.draft import Column, Draft
from models.roadmap.reader import read_roadmap
from tests.language.meanings import meaning
from tests.roadmap.office import HEAD, add_table, define_list, merge, put_in_list, saved, word

TITLE = "Дорожная карта проекта «500+» в Заречном районе на 2025 год"


def read(data: bytes) -> Draft:
    return read_roadmap(data, "карта.docx")


def rows(data: bytes) -> tuple[Row, ...]:
    (table,) = [block for block in docx_blocks(data, "a.docx") if isinstance(block, Rows)]
    return table.rows


def told(draft: Draft) -> list[tuple[str, str | None, str, str]]:
    return [(task.number, task.section, task.text, meaning(task.periods)) for task in draft.tasks]


def test_lines_and_a_table() -> None:
    blocks = docx_blocks(word(["Приказ", "", "О мерах"], [HEAD]), "a.docx")
    assert blocks == (Paragraph("Приказ"), Paragraph("О мерах"), Rows((HEAD,)))


def test_a_map() -> None:
    draft = read(word([TITLE], [HEAD, ("1", "Семинар", "10 марта", "РМК"), ("2", "Сбор отчётов", "май", "ОО")]))
    assert draft.title == TITLE
    assert told(draft) == [
        ("1", None, "Семинар", "2025-03-10..2025-03-10"),
        ("2", None, "Сбор отчётов", "2025-05-01..2025-05-31"),
    ]
    assert not draft.doubted


def merged(*blocks: tuple[tuple[int, int], tuple[int, int]]) -> Callable[[Table], None]:
    def change(table: Table) -> None:
        for first, last in blocks:
            merge(table, first, last)

    return change


def test_a_merged_cell_is_printed_once() -> None:
    data = word([], [("1", "а", "б"), ("2", "", "в"), ("3", "г", "")], merged(((0, 1), (1, 1)), ((2, 1), (2, 2))))
    first, second, third = rows(data)
    assert (first, second, third) == (("1", "а", "б"), ("2", "а", "в"), ("3", "г", "г"))
    assert isinstance(second[1], Below)
    assert isinstance(third[2], Beside)


def test_a_line_across_is_a_section() -> None:
    table = [HEAD, ("Организационный этап", "", "", ""), ("1", "Семинар", "март", "РМК")]
    draft = read(word([TITLE], table, merged(((1, 0), (1, 3)))))
    assert told(draft) == [("1", "Организационный этап", "Семинар", "2025-03-01..2025-03-31")]


def test_a_timing_over_two_rows_is_both_rows_timing() -> None:
    table = [HEAD, ("1", "Семинар", "март", "РМК"), ("2", "Сбор отчётов", "", "ОО")]
    draft = read(word([TITLE], table, merged(((1, 2), (2, 2)))))
    assert [meaning(task.periods) for task in draft.tasks] == ["2025-03-01..2025-03-31"] * 2
    assert draft.tasks[1].timing_raw == "март"


def test_a_number_and_words_over_two_rows_are_one_row() -> None:
    table = [HEAD, ("1", "Карта: составление и утверждение", "март", "РМК"), ("", "", "май", "УО")]
    draft = read(word([TITLE], table, merged(((1, 0), (2, 0)), ((1, 1), (2, 1)))))
    assert told(draft) == [
        ("1", None, "Карта: составление и утверждение", "2025-03-01..2025-03-31 2025-05-01..2025-05-31")
    ]


def test_a_number_over_rows_with_words_of_their_own_is_doubted() -> None:
    table = [HEAD, ("1", "Семинар", "март", "РМК"), ("", "Отчёт", "май", "УО")]
    draft = read(word([TITLE], table, merged(((1, 0), (2, 0)))))
    assert [task.number for task in draft.tasks] == ["1"]
    assert draft.doubted


def test_a_heading_of_two_rows() -> None:
    table = [
        ("№", "Мероприятие", "Реализация", "", "Итог"),
        ("", "", "Срок", "Исполнитель", ""),
        ("1", "Семинар", "март", "РМК", "Справка"),
    ]
    change = merged(((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (0, 3)), ((0, 4), (1, 4)))
    draft = read(word([TITLE], table, change))
    assert draft.columns == (Column.NUMBER, Column.TEXT, Column.TIMING, Column.EXECUTORS, Column.INDICATOR)
    assert told(draft) == [("1", None, "Семинар", "2025-03-01..2025-03-31")]


def test_two_columns_of_executors_under_one_heading() -> None:
    table = [
        ("№", "Мероприятие", "Срок", "Ответственные", ""),
        ("", "", "", "муниципалитет", "школа"),
        ("1", "Семинар", "март", "РМК", "школьный координатор"),
    ]
    change = merged(((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (1, 2)), ((0, 3), (0, 4)))
    (task,) = read(word([TITLE], table, change)).tasks
    assert task.executors_raw == "РМК | школьный координатор"
    assert task.executors == ("municipal_centre", "school_coordinator")
    assert not task.doubts


def test_beginning_and_end_in_two_columns() -> None:
    table = [
        ("№", "Мероприятие", "Срок", "", "Ответственный"),
        ("", "", "начало", "окончание", ""),
        ("1", "Диагностика", "03.03.2025", "14.03.2025", "РМК"),
    ]
    change = merged(((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (0, 3)), ((0, 4), (1, 4)))
    (task,) = read(word([TITLE], table, change)).tasks
    assert task.timing_raw == "03.03.2025 | 14.03.2025"
    assert meaning(task.periods) == "2025-03-03..2025-03-14"
    assert not task.doubts


def test_repeated_headings_and_numbers_of_columns_are_no_rows() -> None:
    numbers = ("1", "2", "3", "4")
    table = [HEAD, numbers, ("1", "Семинар", "март", "РМК"), HEAD, numbers, ("2", "Отчёт", "май", "ОО")]
    assert [task.number for task in read(word([TITLE], table)).tasks] == ["1", "2"]


def test_numbers_of_lists_are_restored() -> None:
    document = Document()
    document.add_paragraph(TITLE)
    define_list(document, 50, [("decimal", "%1."), ("decimal", "%1.%2.")])
    define_list(document, 51, [("upperRoman", "%1."), ("russianLower", "%2)"), ("bullet", "•")])
    table = add_table(
        document, [HEAD, ("", "Семинар", "март", "РМК"), ("", "Отчёт", "май", "ОО"), ("", "Сбор", "май", "ОО")]
    )
    for place, depth in ((1, 0), (2, 1), (3, 1)):
        put_in_list(table.cell(place, 0).paragraphs[0], 50, depth)
    for depth in (0, 1, 2):
        put_in_list(document.add_paragraph("пункт"), 51, depth)
    data = saved(document)
    assert [task.number for task in read(data).tasks] == ["1", "1.1", "1.2"]
    assert [block.text for block in docx_blocks(data, "a.docx") if isinstance(block, Paragraph)][1:] == [
        "I. пункт",
        "а) пункт",
        "пункт",
    ]


def test_a_list_that_comes_with_a_style() -> None:
    document = Document()
    define_list(document, 60, [("decimal", "%1)")], start=3)
    style = document.styles.add_style("Пункт", 1)
    style.element.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="60"/></w:numPr>'))
    document.styles.add_style("Подпункт", 1).base_style = style
    document.add_paragraph("раз", style="Пункт")
    document.add_paragraph("два", style="Подпункт")
    assert docx_blocks(saved(document), "a.docx") == (Paragraph("3) раз"), Paragraph("4) два"))


def test_a_table_inside_a_cell() -> None:
    document = Document()
    outer = document.add_table(1, 1)
    outer.cell(0, 0).paragraphs[0].text = TITLE
    inner = outer.cell(0, 0).add_table(2, 4)
    for place, row in enumerate([HEAD, ("1", "Семинар", "март", "РМК")]):
        for at, text in enumerate(row):
            inner.cell(place, at).text = text
    assert told(read(saved(document))) == [("1", None, "Семинар", "2025-03-01..2025-03-31")]


def test_a_small_table_inside_a_cell_is_its_words() -> None:
    document = Document()
    document.add_paragraph(TITLE)
    table = add_table(document, [HEAD, ("1", "Семинары:", "март", "РМК")])
    inner = table.cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "первый", "второй"
    (task,) = read(saved(document)).tasks
    assert task.text == "Семинары: первый второй"


def test_several_tables_with_sections_between() -> None:
    document = Document()
    for line in (TITLE, "1. Организация работы"):
        document.add_paragraph(line)
    add_table(document, [HEAD, ("1.1", "Семинар", "март", "РМК")])
    document.add_paragraph("2. Подведение итогов")
    add_table(document, [("№", "Срок", "Мероприятие", "Исполнитель"), ("2.1", "май", "Отчёт", "ОО")])
    draft = read(saved(document))
    assert draft.title == TITLE
    assert told(draft) == [
        ("1.1", "Организация работы", "Семинар", "2025-03-01..2025-03-31"),
        ("2.1", "Подведение итогов", "Отчёт", "2025-05-01..2025-05-31"),
    ]


def test_other_tables_are_no_rows() -> None:
    document = Document()
    add_table(document, [("Администрация\nЗаречного района", "УТВЕРЖДАЮ\n12.01.2025")])
    document.add_paragraph("План мероприятий на 2025 год")
    add_table(document, [HEAD, ("1", "Семинар", "март", "РМК")])
    add_table(document, [("", "Отчёт", "май", "ОО")])
    document.add_paragraph("Состав рабочей группы")
    add_table(document, [("№", "ФИО", "Должность", "Телефон"), ("1", "Соколова А. П.", "методист", "2-15-40")])
    draft = read(saved(document))
    assert draft.territory == "Заречного района"
    assert [task.number for task in draft.tasks] == ["1", "2"]


def test_changes_count_as_accepted() -> None:
    document = Document()
    paragraph = document.add_paragraph("План ")
    for xml in (
        "<w:del {ns}><w:r><w:delText>старый</w:delText></w:r></w:del>",
        "<w:ins {ns}><w:r><w:t>новый</w:t><w:noBreakHyphen/><w:t>год</w:t><w:br/><w:t>да</w:t></w:r></w:ins>",
    ):
        paragraph._p.append(parse_xml(xml.format(ns=nsdecls("w"))))
    assert docx_blocks(saved(document), "a.docx") == (Paragraph("План новый-год\nда"),)


@pytest.mark.parametrize("shift", [0, 1])
def test_borders_moved_by_a_hair_are_no_columns(shift: int) -> None:
    """Seven columns of the grid, of which each row uses four cells in its own way."""
    document = Document()
    document.add_paragraph(TITLE)
    table = add_table(document, [(*HEAD[:2], "", *HEAD[2:], ""), ("1", "Семинар", "", "март", "РМК", "")])
    merge(table, (0, 1), (0, 2))
    merge(table, (0, 4), (0, 5))
    merge(table, (1, 0 + shift), (1, 1 + shift)) if shift else merge(table, (1, 1), (1, 2))
    merge(table, (1, 4), (1, 5))
    assert told(read(saved(document))) == [("1", None, "Семинар", "2025-03-01..2025-03-31")]
