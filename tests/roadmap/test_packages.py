"""Office files that would do harm, and those that are broken."""

import zipfile
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from models.roadmap.packages import LARGEST_UNPACKED, MOST_PARTS, open_package
from models.roadmap.reader import read_roadmap
from models.roadmap.refusals import (
    FileDamaged,
    FileLocked,
    FileRefused,
    MacrosInside,
    TooManyRows,
    UnpacksTooLarge,
    UnsafeFile,
)
from tests.roadmap.office import HEAD, sheet, with_parts, word

CORPUS = Path(__file__).parent / "corpus"
PLAIN = word(["План на 2025 год"], [HEAD, ("1", "Семинар", "март", "РМК")])
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(100)


def packed(parts: dict[str, bytes], sort: int = ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", sort) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return file.getvalue()


def refusal_of(data: bytes, filename: str = "a.docx") -> type[FileRefused]:
    with pytest.raises(FileRefused) as refused:
        read_roadmap(data, filename)
    return type(refused.value)


def test_a_plain_document_is_opened() -> None:
    assert read_roadmap(PLAIN, "a.docx").tasks
    assert open_package(packed({"a.txt": b"abc"}, ZIP_STORED), "a.docx").namelist() == ["a.txt"]


@pytest.mark.parametrize(
    "part",
    [
        ENTITIES,
        ENTITIES.decode().encode("utf-16-le"),
        b" " * 70_000 + b"<!DOCTYPE x SYSTEM 'http://a.example/x.dtd'><x/>",
    ],
)
def test_entities_are_refused(part: bytes) -> None:
    assert refusal_of(with_parts(PLAIN, word__document_xml=part)) is UnsafeFile


def test_macros_are_refused() -> None:
    assert refusal_of(with_parts(PLAIN, word__vbaProject_bin=b"\0")) is MacrosInside
    assert refusal_of(PLAIN, "a.docm") is MacrosInside
    assert refusal_of(with_parts(sheet(HEAD), xl__vbaProject_bin=b"\0"), "a.xlsx") is MacrosInside


def test_a_bomb_that_says_so_is_refused() -> None:
    data = packed({"word/document.xml": bytes(LARGEST_UNPACKED + 1)})
    assert len(data) < 200_000
    assert refusal_of(data) is UnpacksTooLarge


def test_a_bomb_that_lies_is_refused() -> None:
    data = bytearray(packed({"word/document.xml": bytes(LARGEST_UNPACKED + 1)}))
    directory = data.rindex(b"PK\x01\x02")
    for place in (22, directory + 24):
        data[place : place + 4] = (10).to_bytes(4, "little")
    assert ZipFile(BytesIO(data)).infolist()[0].file_size == 10
    assert refusal_of(bytes(data)) is UnpacksTooLarge


def test_a_swarm_of_parts_is_refused() -> None:
    assert refusal_of(packed({f"{n}.xml": b"" for n in range(MOST_PARTS + 1)}, ZIP_STORED)) is UnpacksTooLarge


def test_a_password_is_asked_for() -> None:
    assert refusal_of(LOCKED) is FileLocked
    assert refusal_of(LOCKED, "a.xlsx") is FileLocked
    data = bytearray(packed({"a.xml": b"abc"}))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert refusal_of(bytes(data)) is FileLocked


@pytest.mark.parametrize(
    "data",
    [
        PLAIN[: len(PLAIN) // 2],
        packed({"a.txt": b"abc"}),
        packed({"word/document.xml": b"abc" * 100}, ZIP_BZIP2),
        with_parts(PLAIN, word__document_xml=b"<w:document"),
        with_parts(PLAIN, word__document_xml=b"<x/>"),
    ],
)
def test_broken_packages_are_refused(data: bytes) -> None:
    assert refusal_of(data) is FileDamaged


def test_a_broken_workbook_is_refused() -> None:
    assert refusal_of(with_parts(sheet(HEAD), xl__workbook_xml=b"<workbook"), "a.xlsx") is FileDamaged
    assert refusal_of(packed({"a.txt": b"abc"}), "a.xlsx") is FileDamaged


def test_a_part_that_is_not_where_it_should_be() -> None:
    data = bytearray(packed({"a.xml": b"abc" * 50}))
    data[0:4] = b"XXXX"
    with pytest.raises(FileDamaged):
        open_package(bytes(data), "a.docx")
    garbled = bytearray(packed({"a.xml": b"abc" * 50}))
    garbled[36:44] = b"\xff" * 8
    with pytest.raises(FileDamaged):
        open_package(bytes(garbled), "a.docx")


def test_a_sheet_of_a_hundred_thousand_rows() -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 100_001))
    xml = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%b</sheetData></worksheet>'
    assert refusal_of(with_parts(sheet(HEAD), xl__worksheets__sheet1_xml=xml % rows), "a.xlsx") is TooManyRows


def test_names_that_lie() -> None:
    assert read_roadmap(PLAIN, "a.doc").tasks
    assert refusal_of((CORPUS / "refused" / "locked.pdf").read_bytes(), "a.docx") is FileLocked
    assert zipfile.is_zipfile(BytesIO(PLAIN))
