from pathlib import Path

import pytest

from models.roadmap.blocks import Paragraph, Table
from models.roadmap.pdf import MOST_PAGES, _Line, _unbroken, _without_furniture, pdf_blocks
from models.roadmap.reader import read_roadmap
from models.roadmap.refusals import FileDamaged, FileLocked, FileRefused, NotRoadMap, ScannedFile, TooManyPages
from tests.roadmap.paper import pdf, words

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
    full = [_Line(line, 5.4, 6.0, 6.0) for line in lines]
    assert _unbroken(full, 5.4, frozenset({"верификация", "Отчёт"})) == text


def test_a_short_line_is_whole() -> None:
    assert _unbroken([_Line("Сбор", 5.4, 40.0, 6.0), _Line("ры", 5.4, 40.0, 6.0)], 5.4, frozenset()) == "Сбор\nры"


def test_a_scan_is_refused() -> None:
    assert refusal_of(pdf(["", "0 0 100 100 re f", words("12")])) is ScannedFile


def test_a_thick_document_is_refused_before_it_is_read() -> None:
    with pytest.raises(TooManyPages) as refused:
        pdf_blocks(pdf([""], count=2_000), "a.pdf")
    assert (refused.value.pages, refused.value.limit) == (2_000, MOST_PAGES)


def test_a_document_that_lies_about_its_pages_is_read_so_far() -> None:
    pages = [words("Twenty letters and some more")] * (MOST_PAGES + 5)
    assert len(pdf_blocks(pdf(pages, count=1), "a.pdf")) == 1


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\ntrailer << /Root 1 0 R >>", b"no pdf at all"])
def test_a_damaged_file_is_refused(data: bytes) -> None:
    assert refusal_of(data) is FileDamaged


def test_a_file_behind_a_password_is_refused() -> None:
    assert refusal_of((CORPUS / "refused" / "locked.pdf").read_bytes()) is FileLocked
