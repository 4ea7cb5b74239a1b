"""Files made to hurt, sent the way people send them: refused with a reason, soon, while the bot goes on."""

import asyncio
import time
from collections.abc import Callable

import pytest

from models.roadmap.isolated import read_isolated
from models.roadmap.refusals import (
    FileDamaged,
    FileLocked,
    FileRefused,
    MacrosInside,
    NotRoadMap,
    ReadingTooHeavy,
    TooManyPages,
    TooManyRows,
    UnpacksTooLarge,
    UnsafeFile,
)
from tests.roadmap.office import HEAD, sheet, with_parts
from tests.roadmap.paper import pdf
from tests.roadmap.test_packages import ENTITIES, LOCKED, PLAIN, packed

SOON = 5.0
"""Seconds, the start of the process included."""


def long_sheet() -> bytes:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 100_001))
    begin = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return with_parts(sheet(HEAD), xl__worksheets__sheet1_xml=begin + rows + b"</sheetData></worksheet>")


def deep_document() -> bytes:
    """Tables inside tables, two hundred deep."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    inside = "<w:tbl><w:tr><w:tc>" * 200 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 200
    return with_parts(PLAIN, word__document_xml=f"<w:document {space}><w:body>{inside}</w:body></w:document>".encode())


def endless_line() -> bytes:
    return ("семинар " * 1_000_000).encode()


def endless_cells() -> bytes:
    return b";" * 2_000_000


ATTACKS: dict[str, tuple[str, Callable[[], bytes], tuple[type[FileRefused], ...]]] = {
    "a zip bomb": ("a.docx", lambda: packed({"word/document.xml": bytes(101 * 2**20)}), (UnpacksTooLarge,)),
    "entities": ("a.docx", lambda: with_parts(PLAIN, word__document_xml=ENTITIES), (UnsafeFile,)),
    "macros": ("a.xlsx", lambda: with_parts(sheet(HEAD), xl__vbaProject_bin=b"\0"), (MacrosInside,)),
    "a long sheet": ("a.xlsx", long_sheet, (TooManyRows,)),
    "a thick pdf": ("a.pdf", lambda: pdf(["0 0 1 1 re f"] * 2_000), (TooManyPages,)),
    "a password": ("a.docx", lambda: LOCKED, (FileLocked,)),
    "deep tables": ("a.docx", deep_document, (FileDamaged, NotRoadMap)),
    "one endless line": ("a.txt", endless_line, (ReadingTooHeavy,)),
    "a million lines": ("a.csv", lambda: b"1;2;3\n" * 400_000, (TooManyRows,)),
    "endless cells": ("a.csv", endless_cells, (NotRoadMap,)),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ATTACKS)
async def test_an_attack_is_refused_soon(name: str) -> None:
    filename, make, refusals = ATTACKS[name]
    data = make()
    began = time.perf_counter()
    with pytest.raises(refusals):
        await read_isolated(data, filename)
    assert time.perf_counter() - began < SOON


@pytest.mark.slow
async def test_others_are_served_meanwhile() -> None:
    longest = 0.0

    async def others() -> None:
        nonlocal longest
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0)
            longest = max(longest, time.perf_counter() - began)

    serving = asyncio.create_task(others())
    with pytest.raises(FileRefused):
        await read_isolated(ATTACKS["a zip bomb"][1](), "a.docx")
    serving.cancel()
    assert longest < 1.0
