"""Whatever is done to a file of any sort, the reader answers with a draft or with a refusal of its own."""

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypeAlias

import xlsxwriter
from docx import Document
from docx.exceptions import InvalidSpanError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xlsxwriter.worksheet import Worksheet

from models.roadmap.draft import Draft
from models.roadmap.reader import read_roadmap
from models.roadmap.refusals import FileRefused
from tests.roadmap.office import HEAD, add_table, excel, merge, saved, with_parts

CORPUS = Path(__file__).parent / "corpus"
WHOLE = ("lugovsky_2025.docx", "verkhnelesnoy_2026.xlsx", "sosnovsky_2025.pdf", "beloyarsky_2022.csv")
CELLS = ("", "1", "2.1.", "Семинар", "март", "до 31.02", "РМК", "Раздел 1. Работа", "№", "Срок", "=A1", "Ответственный")
quickly = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])

Place: TypeAlias = tuple[int, int]


def block_of(first: Place, last: Place) -> tuple[Place, Place]:
    """The block of cells that two of its corners span."""
    return (min(first[0], last[0]), min(first[1], last[1])), (max(first[0], last[0]), max(first[1], last[1]))


places = st.tuples(st.integers(0, 4), st.integers(0, 3))
blocks = st.builds(block_of, places, places)
texts = st.text(st.characters(codec="utf-8"), max_size=60)
cells = st.lists(st.lists(st.sampled_from(CELLS), min_size=4, max_size=4), min_size=5, max_size=5)


@cache
def whole(name: str) -> bytes:
    return (CORPUS / name).read_bytes()


def check(data: bytes, filename: str) -> None:
    try:
        draft = read_roadmap(data, filename)
    except FileRefused:
        return
    assert Draft.from_json(draft.to_json()) == draft
    assert all(task.number for task in draft.tasks)


@quickly
@given(st.sampled_from(WHOLE), st.floats(0, 1), st.binary(min_size=1, max_size=8))
def test_bytes_changed_anywhere(name: str, where: float, change: bytes) -> None:
    data = bytearray(whole(name))
    place = int(where * (len(data) - len(change)))
    data[place : place + len(change)] = change
    check(bytes(data), name)


@quickly
@given(st.sampled_from(WHOLE), st.floats(0, 1))
def test_files_cut_short(name: str, where: float) -> None:
    check(whole(name)[: int(where * len(whole(name)))], name)


@quickly
@given(st.sampled_from((".docx", ".xlsx", ".xls", ".ods", ".pdf", ".csv", ".txt")), st.binary(max_size=300))
def test_any_bytes_under_any_name(extension: str, data: bytes) -> None:
    for begin in (b"", b"PK\x03\x04", b"%PDF-1.7\n"):
        check(begin + data, f"a{extension}")
    check(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + data, "a.xls")


@quickly
@given(cells, st.lists(blocks, max_size=3))
def test_tables_merged_at_will_in_word(rows: list[list[str]], merged: list[tuple[Place, Place]]) -> None:
    document = Document()
    document.add_paragraph("План на 2025 год")
    table = add_table(document, [HEAD, *rows])
    for first, last in merged:
        with suppress(InvalidSpanError, ValueError):  # two blocks that overlap
            merge(table, first, last)
    check(saved(document), "a.docx")


def written(rows: list[list[str]], block: tuple[Place, Place]) -> Callable[[xlsxwriter.Workbook, Worksheet], None]:
    (top, left), (bottom, right) = block

    def write(_: xlsxwriter.Workbook, page: Worksheet) -> None:
        page.write_row(0, 0, HEAD)
        for place, row in enumerate(rows, start=1):
            page.write_row(place, 0, row)
        if (top, left) != (bottom, right):
            page.merge_range(top + 1, left, bottom + 1, right, "март")

    return write


@quickly
@given(cells, blocks)
def test_tables_merged_at_will_in_excel(rows: list[list[str]], block: tuple[Place, Place]) -> None:
    check(excel({"План на 2025 год": written(rows, block)}), "a.xlsx")


@quickly
@given(texts, st.sampled_from(("word__document_xml", "word__numbering_xml", "word__styles_xml")))
def test_any_text_in_place_of_a_part(text: str, part: str) -> None:
    check(with_parts(whole("lugovsky_2025.docx"), **{part: text.encode()}), "a.docx")
    check(with_parts(whole("lugovsky_2025.docx"), **{part: f"<x>{text}</x>".encode()}), "a.docx")


@quickly
@given(texts, st.sampled_from(("xl__workbook_xml", "xl__worksheets__sheet1_xml", "xl__sharedStrings_xml")))
def test_any_text_in_place_of_a_sheet(text: str, part: str) -> None:
    check(with_parts(whole("verkhnelesnoy_2026.xlsx"), **{part: f"<x>{text}</x>".encode()}), "a.xlsx")
