"""Which tables are the map, and what their rows are, where documents are laid out in other ways."""

import pytest

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


MORE = (HEAD, ("1", "Разработка плана", "до 10 марта", "РМК"), ("2", "Посещение школ", "апрель", "кураторы"))


def guessed(draft: Draft) -> list[tuple[str, str, str, list[DoubtField]]]:
    """The rows that came of a second table, and which of their fields are doubted for their columns."""
    return [
        (
            task.number,
            task.text,
            task.timing_raw,
            [doubt.field for doubt in task.doubts if doubt.reason is DoubtReason.COLUMNS_GUESSED],
        )
        for task in draft.tasks[2:]
    ]


def test_a_wider_table_without_a_heading_is_joined_and_doubted() -> None:
    later = (("3", "Курсы", "сентябрь", "ИРО", "Справки"), ("4", "Итоги", "декабрь", "РМК", "Протокол"))
    both = [DoubtField.TIMING, DoubtField.EXECUTORS]
    draft = read(Table(MORE), Table(later))
    assert guessed(draft) == [("3", "Курсы", "сентябрь", both), ("4", "Итоги", "декабрь", both)]
    assert draft.left_aside == ()


def test_a_narrower_one_in_another_order_too() -> None:
    later = (("сентябрь", "Курсы для учителей", "ИРО"), ("декабрь", "Совещание по итогам", "РМК"))
    both = [DoubtField.TIMING, DoubtField.EXECUTORS]
    assert guessed(read(Table(MORE), Table(later))) == [
        ("3", "Курсы для учителей", "сентябрь", both),
        ("4", "Совещание по итогам", "декабрь", both),
    ]


def test_a_table_that_counts_on_is_joined_whatever_it_says() -> None:
    later = (("3", "Курсы", "по плану ИРО", "Иванов И. И."), ("4", "Итоги", "как решим", "РМК"))
    assert [number for number, *_ in guessed(read(Table(MORE), Table(later)))] == ["3", "4"]


def test_what_may_be_measures_and_cannot_be_told_is_named() -> None:
    schedule = (("1", "Лесная СОШ", "12.03.2025"), ("2", "Озёрская СОШ", "13.03.2025"))
    draft = read(Table(MORE), Table(schedule))
    assert len(draft.tasks) == 2
    assert draft.left_aside == ("1 | Лесная СОШ | 12.03.2025",)


def test_lists_of_people_are_no_measures() -> None:
    people = (("№", "ФИО", "Должность"), ("1", "Иванов Иван Иванович", "директор"))
    draft = read(Table(MORE), Table(people))
    assert (len(draft.tasks), draft.left_aside) == (2, ())


SPAN_HEADS = [
    ("Начало", "Окончание"),
    ("Дата начала", "Дата завершения"),
    ("Начало реализации", "Окончание реализации"),
]


@pytest.mark.parametrize("heads", SPAN_HEADS)
def test_the_first_and_the_last_day_in_two_columns_are_one_term(heads: tuple[str, str]) -> None:
    rows = (
        ("№", "Мероприятие", *heads, "Ответственный"),
        ("1", "Семинар", "10.03", "15.03.2025", "РМК"),
        ("2", "Курсы", "март", "май", "ИРО"),
        ("3", "Отчёт", "", "20 мая", "школа"),
        ("4", "Опрос", "с 3 июня", "по 5 июня", "школа"),
        ("5", "Консультации", "постоянно", "", "РМК"),
        ("6", "Помощь", "1 апреля", "", "РМК"),
        ("7", "Выезды", "октябрь", "", "РМК"),
    )
    tasks = read(Table(rows)).tasks
    assert [meaning(task.periods) for task in tasks] == [
        "2025-03-10..2025-03-15",
        "2025-03-01..2025-05-31",
        "..2025-05-20",
        "2025-06-03..2025-06-05",
        "2025-01-01..2025-12-31",
        "2025-04-01..2025-12-31",
        "2025-10-01..2025-12-31",
    ]
    assert [[doubt.reason for doubt in task.doubts] for task in tasks] == [[]] * 5 + [[DoubtReason.OPEN_ENDED]] * 2
