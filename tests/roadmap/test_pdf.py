from pathlib import Path

import pytest

from models.domain.doubts import DoubtReason
from models.roadmap.blocks import Paragraph, Table
from models.roadmap.draft import Draft
from models.roadmap.narrow import CellLine, unbroken
from models.roadmap.pdf import MOST_PAGES, _printed_once, _without_furniture, pdf_blocks
from models.roadmap.reader import read_roadmap
from models.roadmap.refusals import (
    ColumnsUnclear,
    FileDamaged,
    FileLocked,
    FileRefused,
    NotRoadMap,
    ReadingTooHeavy,
    ScannedFile,
    TooManyPages,
)
from tests.roadmap.paper import Rows, pdf, table, words

CORPUS = Path(__file__).parent / "corpus"


def refusal_of(data: bytes) -> type[FileRefused]:
    with pytest.raises(FileRefused) as refused:
        pdf_blocks(data, "a.pdf")
    return type(refused.value)


def test_lines_between_tables_and_page_numbers() -> None:
    blocks = pdf_blocks((CORPUS / "olkhovsky_2024.pdf").read_bytes(), "a.pdf")
    assert blocks[0] == Paragraph("Приложение № 1 к приказу управления образования от 15.01.2024 № 12-о")
    assert blocks[1] == Paragraph("Дорожная карта реализации проекта «500+» в Ольховском районе на 2024 год")
    assert all(isinstance(block, Table) for block in blocks[2:])
    assert len(blocks) > 4


def test_a_line_that_goes_on_is_one_paragraph() -> None:
    text = words("Plan of work for all schools", y=700) + words("of the district", y=680) + words("Order", y=660)
    assert pdf_blocks(pdf([text]), "a.pdf") == (
        Paragraph("Plan of work for all schools\nof the district"),
        Paragraph("Order"),
    )


def test_a_text_without_a_table_is_no_map() -> None:
    with pytest.raises(NotRoadMap):
        read_roadmap(pdf([words("Dear colleagues, please send reports")]), "a.pdf")


def test_what_stands_on_every_page_is_read_once() -> None:
    pages = [[Paragraph(f"Лист {n} из 3"), Paragraph(f"Строка {n}"), Paragraph("Приказ № 7")] for n in (1, 2, 3)]
    pages[1].append(Paragraph("- 2 -"))
    assert [block for block in _without_furniture(pages) if isinstance(block, Paragraph)] == [
        Paragraph("Строка 1"),
        Paragraph("Приказ № 7"),
        Paragraph("Строка 2"),
        Paragraph("Приказ № 7"),
        Paragraph("Строка 3"),
    ]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("координато", "р, кураторы"), "координатор, кураторы"),
        (("Ответствен", "ные"), "Ответственные"),
        (("принимаемых", "мер"), "принимаемых\nмер"),
        (("муниципальный", "координатор"), "муниципальный\nкоординатор"),
        (("Формирование", ": до мая"), "Формирование: до мая"),
        (("Отчёт", "и план"), "Отчёт\nи план"),
        (("Отчёт", "Справка"), "Отчёт\nСправка"),
        (("до", "10 марта"), "до\n10 марта"),
        (("два слова", "ра"), "два слова\nра"),
        (("верифи", "кация"), "верификация"),
    ],
)
def test_words_broken_by_a_narrow_column(lines: tuple[str, ...], text: str) -> None:
    full = [CellLine(line, 5.4, 6.0, 6.0) for line in lines]
    assert unbroken(full, 5.4, frozenset({"верификация", "Отчёт"})) == text


def test_a_short_line_is_whole() -> None:
    assert unbroken([CellLine("Сбор", 5.4, 40.0, 6.0), CellLine("ры", 5.4, 40.0, 6.0)], 5.4, frozenset()) == "Сбор\nры"


def test_a_scan_is_refused() -> None:
    assert refusal_of(pdf(["", "0 0 100 100 re f", words("12")])) is ScannedFile


def test_a_thick_document_is_refused_before_it_is_read() -> None:
    with pytest.raises(TooManyPages) as refused:
        pdf_blocks(pdf([""], count=2_000), "a.pdf")
    assert (refused.value.pages, refused.value.limit) == (2_000, MOST_PAGES)


class Slow:
    """A clock by which each page takes a second; it counts how often it was looked at."""

    def __init__(self) -> None:
        self.looks = 0

    def __call__(self) -> float:
        self.looks += 1
        return float(self.looks)


def test_what_cannot_be_read_in_time_is_refused_soon() -> None:
    """Of sixty pages four are enough to know; ten are read."""
    page, slow = words("План работы школ района на текущий год"), Slow()
    with pytest.raises(ReadingTooHeavy):
        pdf_blocks(pdf([page] * MOST_PAGES), "a.pdf", slow)
    assert slow.looks == 1 + 4
    assert pdf_blocks(pdf([page] * 10), "a.pdf", Slow()) == (Paragraph("План работы школ района на текущий год"),)


def test_letters_printed_over_themselves_are_read_once() -> None:
    """Programs without a bold font print twice, a hair aside; letters that only look alike stay."""
    plan = "План поддержки 11 школ района"
    bold = words(plan, x=72) + words(plan, x=72.4, y=700.3)
    assert pdf_blocks(pdf([bold + words(plan, y=680)]), "a.pdf") == (Paragraph(plan), Paragraph(plan))


class Place(float):
    """A place on the page that counts how often it is compared with another."""

    compared = 0

    def __sub__(self, other: float) -> float:
        Place.compared += 1
        return float(self) - float(other)


def test_a_letter_is_compared_with_its_neighbours_alone() -> None:
    """The library compares each letter with all the others: four times the letters would be sixteen times the work."""

    def comparisons(letters: int) -> int:
        look = {"text": "о", "fontname": "Times", "size": 3.0, "upright": True}
        page = [{**look, "x0": Place(40 + n % 50 * 3), "top": Place(20 + n // 50 * 4)} for n in range(letters)]
        Place.compared = 0
        assert len(_printed_once([*page, *page])) == letters
        return Place.compared

    assert comparisons(50) > 50
    assert comparisons(2_000) < 5 * comparisons(500)


def test_a_document_that_lies_about_its_pages_is_read_so_far() -> None:
    pages = [words("Twenty letters and some more")] * (MOST_PAGES + 5)
    assert len(pdf_blocks(pdf(pages, count=1), "a.pdf")) == 1


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\ntrailer << /Root 1 0 R >>", b"no pdf at all"])
def test_a_damaged_file_is_refused(data: bytes) -> None:
    assert refusal_of(data) is FileDamaged


def test_a_file_behind_a_password_is_refused() -> None:
    assert refusal_of((CORPUS / "refused" / "locked.pdf").read_bytes()) is FileLocked


# --- tables without ruling lines -----------------------------------------------------------------------------------

ROWS = (
    ("№", "Мероприятие", "Срок", "Ответственный"),
    ("1", "Семинар «Как читать рисковый профиль школы» для директоров", "до 10 марта", "РМК, кураторы"),
    ("2", "Посещение школ", "апрель", "кураторы"),
    ("3", "Отчёт о выполнении плана и его обсуждение на совете", "до 5 мая", "школа"),
)
WIDTHS = (30, 230, 110, 130)
TITLE = words("Дорожная карта Лесного района на 2025 год", 40, 800)


def unruled(rows: Rows = ROWS, *, more: str = "") -> Draft:
    return read_roadmap(pdf([TITLE + table(rows, WIDTHS, ruled=False) + more]), "a.pdf")


def printed(draft: Draft) -> list[tuple[str, str, str, str | None]]:
    return [(task.number, task.text, task.timing_raw, task.executors_raw) for task in draft.tasks]


def test_columns_are_told_by_the_places_of_words() -> None:
    draft = unruled()
    ruled = read_roadmap(pdf([TITLE + table(ROWS, WIDTHS)]), "a.pdf")
    assert printed(draft) == printed(ruled) == [tuple(row) for row in ROWS[1:]]
    assert draft.doubted == ()


def test_what_stands_below_the_last_row_is_no_part_of_it() -> None:
    assert printed(unruled(more=words("Начальник управления          В. Н. Лугова", 40, 600, 8))) == printed(unruled())


def test_a_row_whose_term_begins_on_a_later_line_is_doubted() -> None:
    rows = (*ROWS, ("4", "Круглый стол", "", "РМК"))
    late = words("декабрь", 303, 676, 8)
    draft = unruled(rows, more=late)
    assert draft.tasks[3].timing_raw == "декабрь"
    assert {doubt.reason for doubt in draft.tasks[3].doubts} == {DoubtReason.COLUMNS_GUESSED}
    assert draft.doubted == (draft.tasks[3],)


def test_what_stands_close_below_the_last_row_makes_it_doubted() -> None:
    draft = unruled(more=words("и завучи", 413, 680, 8))
    assert [task.number for task in draft.doubted] == ["3"]


def test_rows_without_numbers_are_told_by_the_gaps() -> None:
    rows = [row[1:] for row in ROWS]
    draft = read_roadmap(pdf([TITLE + table(rows, WIDTHS[1:], ruled=False)]), "a.pdf")
    assert [task.text for task in draft.tasks] == [row[1] for row in ROWS[1:]]


def test_a_page_that_goes_on_needs_no_heading() -> None:
    first = TITLE + table(ROWS[:3], WIDTHS, ruled=False) + words("1", 300, 20, 8)
    second = words("2", 300, 820, 8) + table(ROWS[3:], WIDTHS, ruled=False)
    assert printed(read_roadmap(pdf([first, second]), "a.pdf")) == printed(unruled())


def test_numbers_in_the_middle_of_their_rows() -> None:
    places = (43, 73, 303, 413)
    lines = (
        (0, "", "Семинар для директоров", "", ""),
        (9, "1", "", "до 10 марта", "РМК"),
        (18, "", "и завучей", "", ""),
        (40, "", "Отчёт о выполнении", "", ""),
        (49, "2", "", "до 5 мая", "школа"),
        (58, "", "плана", "", ""),
    )
    drawn = "".join(words(text, x, 760, 8) for text, x in zip(ROWS[0], places, strict=True))
    for down, *cells in lines:
        drawn += "".join(words(text, x, 740 - down, 8) for text, x in zip(cells, places, strict=True) if text)
    draft = read_roadmap(pdf([TITLE + drawn]), "a.pdf")
    assert printed(draft) == [
        ("1", "Семинар для директоров и завучей", "до 10 марта", "РМК"),
        ("2", "Отчёт о выполнении плана", "до 5 мая", "школа"),
    ]
    assert len(draft.doubted) == 2


def test_columns_that_run_into_each_other_are_refused_with_a_sentence() -> None:
    crowded = [
        words(f"{n} Семинар для директоров школ до 1{n} марта кураторы и школы района", 43, 740 - 12 * n, 8)
        for n in range(1, 9)
    ]
    heading = "".join(words(text, x, 745, 8) for text, x in zip(ROWS[0], (43, 100, 160, 220), strict=True))
    with pytest.raises(ColumnsUnclear):
        read_roadmap(pdf([TITLE + heading + "".join(crowded)]), "a.pdf")


def test_a_map_whose_heading_is_only_words_is_refused_with_a_sentence() -> None:
    lines = ("Мероприятие, срок, ответственный", "1. Семинар, до 10 марта, РМК", "2. Отчёт, май, школа")
    drawn = "".join(words(text, 40, 760 - 14 * place) for place, text in enumerate(lines))
    with pytest.raises(ColumnsUnclear):
        read_roadmap(pdf([TITLE + drawn]), "a.pdf")
