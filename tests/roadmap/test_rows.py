import pytest

from models.domain.doubts import DoubtField, DoubtReason
from models.roadmap.blocks import Row
from models.roadmap.draft import Column
from models.roadmap.rows import PrintedRow, next_number, printed_rows

KINDS = (Column.NUMBER, Column.TEXT, Column.TIMING, Column.EXECUTORS)
UNNUMBERED = KINDS[1:]


def read(*rows: Row, kinds: tuple[Column | None, ...] = KINDS) -> tuple[PrintedRow, ...]:
    return printed_rows(rows, kinds)


def numbers(rows: tuple[PrintedRow, ...]) -> list[str | None]:
    return [row.number for row in rows]


def reasons(rows: tuple[PrintedRow, ...]) -> list[list[DoubtReason]]:
    return [[doubt.reason for doubt in row.doubts] for row in rows]


def test_a_row_broken_by_a_page_is_joined() -> None:
    rows = read(
        ("1.", "Мониторинг изменений в", "01.11", "ФИОКО, региональный"),
        ("", "школах района", "", "координатор"),
        ("2.", "Итоги", "", "УО"),
    )
    assert [row.cell(Column.TEXT) for row in rows] == ["Мониторинг изменений в\nшколах района", "Итоги"]
    assert rows[0].cell(Column.EXECUTORS) == "ФИОКО, региональный\nкоординатор"
    assert reasons(rows) == [[], []]


def test_a_broken_term_is_joined() -> None:
    (row,) = read(("1", "Семинар", "с 10.03 по", "УО"), ("", "", "15.03.2027", ""))
    assert row.cell(Column.TIMING) == "с 10.03 по\n15.03.2027"


def test_a_line_that_may_be_a_row_is_doubted() -> None:
    rows = read(
        ("1", "Семинар.", "март", "УО"), ("", "Приглашаются все желающие.", "", "ШНОР"), ("2", "Итоги", "май", "УО")
    )
    assert numbers(rows) == ["1", "2"]
    assert reasons(rows) == [[DoubtReason.ROW_UNCERTAIN], []]
    assert rows[0].doubts[0].words == "Приглашаются все желающие. ШНОР"


def test_a_lost_number_between_its_neighbours_is_certain() -> None:
    rows = read(
        ("8.", "Посещение первой школы", "14 апреля", "кураторы"),
        ("", "Посещение второй школы", "14 апреля", "кураторы"),
        ("10.", "Посещение третьей школы", "14 апреля", "кураторы"),
    )
    assert numbers(rows) == ["8", "9", "10"]
    assert reasons(rows) == [[], [], []]


@pytest.mark.parametrize("after", [[], [("9", "Итоги", "май", "УО")], [("12", "Итоги", "май", "УО")]])
def test_a_lost_number_that_nothing_settles_is_doubted(after: list[Row]) -> None:
    rows = read(("8", "Семинар", "март", "УО"), ("", "Совещание", "апрель", "УО"), *after)
    assert rows[1].number == "9"
    (doubt,) = rows[1].doubts
    assert (doubt.field, doubt.reason, doubt.words) == (DoubtField.NUMBER, DoubtReason.NUMBER_RESTORED, "Совещание")
    assert "9" in doubt.choices


def test_rows_never_numbered_are_counted() -> None:
    rows = read(("Семинар", "март", "УО"), ("Совещание", "май", "УО"), kinds=UNNUMBERED)
    assert (numbers(rows), reasons(rows)) == (["1", "2"], [[], []])


def test_a_number_printed_in_the_words_is_taken_out() -> None:
    rows = read(("1. Семинар", "март", "УО"), ("2. Совещание", "май", "УО"), kinds=UNNUMBERED)
    assert [(row.number, row.cell(Column.TEXT)) for row in rows] == [("1", "Семинар"), ("2", "Совещание")]


@pytest.mark.parametrize(
    ("printed", "odd"),
    [
        (["1", "2", "3"], []),
        (["1.1", "1.2", "2.1", "2.2"], []),
        (["1", "1.1", "1.2", "2", "2.1"], []),
        (["1.1.1", "1.1.2", "1.2", "2"], []),
        (["2.9", "2.10", "3"], []),
        (["1", "2", "1", "2"], []),
        (["1", "3"], ["3"]),
        (["1", "2", "2"], ["2"]),
    ],
)
def test_numbers_out_of_order_are_said(printed: list[str], odd: list[str]) -> None:
    rows = read(*[(number, "Семинар", "март", "УО") for number in printed])
    doubts = [doubt for row in rows for doubt in row.doubts]
    assert [doubt.words for doubt in doubts] == odd
    assert {doubt.reason for doubt in doubts} <= {DoubtReason.NUMBER_OUT_OF_ORDER}


@pytest.mark.parametrize(
    "line",
    [
        ("1. Подготовка",),
        ("Раздел 1. Подготовка",),
        ("I. Подготовка", "", "", ""),
        ("Подготовка", "Подготовка", "Подготовка", "Подготовка"),
        ("1", "Подготовка", "", ""),
        ("1.", "Подготовка", "", ""),
        ("", "Подготовка", "", ""),
    ],
)
def test_sections(line: Row) -> None:
    rows = read(("0.1", "Начало", "март", "УО"), line, ("1.1", "Семинар", "март", "УО"), ("1.2", "Итоги", "май", "УО"))
    assert [row.section for row in rows] == [None, "Подготовка", "Подготовка"]
    assert numbers(rows) == ["0.1", "1.1", "1.2"]


def test_the_first_line_may_be_a_section() -> None:
    (row,) = read(("Раздел I. Подготовка", "", "", ""), ("1", "Семинар", "март", "УО"))
    assert row.section == "Подготовка"


def test_a_section_column_is_carried_down() -> None:
    kinds = (Column.NUMBER, Column.SECTION, Column.TEXT, Column.TIMING)
    rows = read(("1", "Риски", "Семинар", "март"), ("2", "", "Вебинар", "май"), kinds=kinds)
    assert [row.section for row in rows] == ["Риски", "Риски"]


def test_furniture_of_the_page_is_dropped() -> None:
    rows = read(
        ("1", "2", "3", "4"),
        ("1", "Семинар", "март", "УО"),
        ("№", "Мероприятие", "Срок", "Ответственный"),
        ("", "", "", ""),
        ("Продолжение таблицы",),
        ("2", "Итоги", "май", "УО"),
        ("* для участников проекта",),
    )
    assert numbers(rows) == ["1", "2"]


def test_a_line_torn_off_joins_the_last_cell() -> None:
    rows = read(("1", "Семинар", "март", "ШНОР,"), ("управление образования",))
    assert rows[0].cell(Column.EXECUTORS) == "ШНОР,\nуправление образования"


def test_too_many_or_too_few_cells_are_doubted() -> None:
    rows = read(("1", "Семинар", "март", "УО", "ещё"), ("2", "Итоги"))
    assert reasons(rows) == [[DoubtReason.CELLS_DISPLACED], [DoubtReason.CELLS_DISPLACED]]


def test_two_columns_of_one_kind_are_joined() -> None:
    kinds = (Column.NUMBER, Column.TEXT, Column.TIMING, Column.TIMING, None)
    (row,) = read(("1", "Семинар", "март", "апрель", "примечание"), kinds=kinds)
    assert row.cell(Column.TIMING) == "март | апрель"
    assert row.cell(Column.LINKS) == ""


def test_a_mark_beside_the_number_belongs_to_the_row() -> None:
    (row,) = read(("5*", "Семинар", "март", "УО"))
    assert (row.number, row.cell(Column.TEXT)) == ("5", "Семинар*")


@pytest.mark.parametrize(("number", "following"), [(None, "1"), ("8", "9"), ("3.9", "3.10"), ("1а", "1а+")])
def test_the_number_that_follows(number: str | None, following: str) -> None:
    assert next_number(number) == following
