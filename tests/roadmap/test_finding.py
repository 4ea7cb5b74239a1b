"""Which tables are the map, and what their rows are, where documents are laid out in other ways."""

from models.domain.doubts import DoubtField, DoubtReason
from models.roadmap.blocks import Block, Paragraph, Table
from models.roadmap.draft import Column, Draft
from models.roadmap.headings import heading_at
from models.roadmap.reader import draft_of
from tests.language.meanings import meaning

TITLE = Paragraph("План мероприятий на 2025 год")
HEAD = ("№", "Мероприятие", "Срок", "Ответственный")
PLAIN_HEAD = ("Мероприятие", "Срок", "Ответственный")


def read(*blocks: Block) -> Draft:
    return draft_of((TITLE, *blocks), "a.docx")


def texts(draft: Draft) -> list[tuple[str, str | None, str]]:
    return [(task.number, task.section, task.text) for task in draft.tasks]


def test_sections_in_the_words_column_of_a_map_without_numbers() -> None:
    rows = (
        PLAIN_HEAD,
        ("Подготовка", "", ""),
        ("Совещание", "январь", "УО"),
        ("Работа", "", ""),
        ("Семинар", "март", "РМК"),
    )
    assert texts(read(Table(rows))) == [("1", "Подготовка", "Совещание"), ("2", "Работа", "Семинар")]


def test_a_line_that_ends_in_a_stop_is_no_section() -> None:
    rows = (
        PLAIN_HEAD,
        ("Совещание по итогам на базе", "январь", "УО"),
        ("Лесной школы.", "", ""),
        ("Семинар", "март", "РМК"),
    )
    draft = read(Table(rows))
    assert [task.section for task in draft.tasks] == [None, None]
    assert draft.tasks[0].text == "Совещание по итогам на базе Лесной школы."


def test_items_under_a_row_are_its_own() -> None:
    rows = (
        HEAD,
        ("1", "Работа:", "", ""),
        ("", "- семинар", "март", "РМК"),
        ("", "- вебинар", "апрель", "ИРО"),
        ("2", "Отчёт", "май", "ОО"),
    )
    first, second = read(Table(rows)).tasks
    assert (first.number, first.text, first.timing_raw) == ("1", "Работа: - семинар - вебинар", "март | апрель")
    assert meaning(first.periods) == "2025-03-01..2025-03-31 2025-04-01..2025-04-30"
    assert first.executors_raw == "РМК | ИРО"
    assert second.number == "2"


def test_columns_for_afterwards_are_left_out() -> None:
    rows = (
        ("№", "Мероприятие", "Срок", "Фактический срок", "Ответственный", "Отметка об исполнении"),
        ("1", "Отчёт", "май", "20.05", "ОО", "исполнено"),
    )
    draft = read(Table(rows))
    assert draft.columns == (Column.NUMBER, Column.TEXT, Column.TIMING, Column.EXECUTORS)
    assert meaning(draft.tasks[0].periods) == "2025-05-01..2025-05-31"


def test_words_and_timing_are_enough() -> None:
    assert texts(read(Table((("Мероприятие", "Срок"), ("Семинар", "март"))))) == [("1", None, "Семинар")]


def test_a_row_cut_by_a_page_end_is_joined() -> None:
    pages = (
        Table((HEAD, ("1", "Семинар на базе", "с 10", "РМК,"))),
        Table((("", "Лесной школы", "марта по 15 марта", "кураторы"), ("2", "Отчёт", "май", "ОО"))),
    )
    first, second = read(*pages).tasks
    assert (first.text, first.executors_raw) == ("Семинар на базе Лесной школы", "РМК, кураторы")
    assert meaning(first.periods) == "2025-03-10..2025-03-15"
    assert not first.doubts
    assert second.number == "2"


def test_the_end_of_a_row_alone_on_the_last_page() -> None:
    draft = read(Table((HEAD, ("1", "Семинар", "март", "РМК"))), Table((("", "и практикум", "", ""),)))
    assert texts(draft) == [("1", None, "Семинар и практикум")]


def test_tables_of_other_things_are_left_out() -> None:
    others = Table((("№", "Школа", "Директор", "Телефон"), ("1", "Лесная СОШ", "Орлов А. А.", "2-11-12")))
    signed = Table((("", "Начальник управления", "", "Орлов А. А."),))
    narrow = Table((("Согласовано", "12.01.2025"),))
    assert texts(read(Table((HEAD, ("1", "Семинар", "март", "РМК"))), others, signed, narrow)) == [
        ("1", None, "Семинар")
    ]


def test_pages_of_a_map_without_a_heading() -> None:
    pages = (
        Table((("1", "Семинар для учителей", "март", "РМК"), ("2", "Сбор отчётов", "май", "ОО"))),
        Paragraph("Раздел 2. Итоги"),
        Table((("3", "Совещание с директорами", "июнь", "УО"), ("4", "Подготовка приказа", "июль", "УО"))),
    )
    assert texts(read(*pages)) == [
        ("1", None, "Семинар для учителей"),
        ("2", None, "Сбор отчётов"),
        ("3", "Итоги", "Совещание с директорами"),
        ("4", "Итоги", "Подготовка приказа"),
    ]


def test_a_row_without_words_is_doubted() -> None:
    (first, second) = read(Table((HEAD, ("1", "", "март", "РМК"), ("2", "Отчёт", "май", "ОО")))).tasks
    assert [(doubt.field, doubt.reason) for doubt in first.doubts] == [(DoubtField.TEXT, DoubtReason.MISSING)]
    assert not second.doubts


def test_a_heading_that_its_second_row_completes() -> None:
    rows = (("№", "Мероприятие", "Реализация", ""), ("", "", "Срок", "Ответственный"), ("1", "Семинар", "март", "РМК"))
    found = heading_at(rows, 0)
    assert found is not None
    assert (found.rows, found.kinds[2:]) == (2, (Column.TIMING, Column.EXECUTORS))
    assert texts(read(Table(rows))) == [("1", None, "Семинар")]
