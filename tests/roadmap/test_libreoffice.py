"""Old and free documents. Those that need LibreOffice are skipped where it is not installed."""

import stat
from pathlib import Path

import pytest

from models.roadmap import libreoffice
from models.roadmap.libreoffice import converted_blocks
from models.roadmap.reader import read_roadmap
from models.roadmap.refusals import FileDamaged, FileLocked, FormatNotRead, MacrosInside, ReadingTimedOut
from tests.roadmap.office import HEAD, needs_office, with_parts, word

CORPUS = Path(__file__).parent / "corpus"
ODT = (CORPUS / "stepnoy_2022.odt").read_bytes()


def put_program(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Stand a program of our own in LibreOffice's place on the path."""
    office = folder / "soffice"
    office.write_text(f"#!/bin/sh\n{script}\n")
    office.chmod(office.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:/bin:/usr/bin")


def test_without_the_program_the_format_is_not_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FormatNotRead) as refused:
        converted_blocks(ODT, "Карта.ODT")
    assert refused.value.extension == ".odt"


def test_harm_is_refused_before_the_program_sees_it() -> None:
    with pytest.raises(MacrosInside):
        converted_blocks(with_parts(ODT, Basic__Standard__Module1_xml=b"<x/>"), "a.odt")


def test_a_password_is_seen_in_the_second_sector() -> None:
    data = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000))
    data[512:514], data[523] = b"\xec\xa5", 1
    with pytest.raises(FileLocked):
        converted_blocks(bytes(data), "a.doc")


def test_a_document_is_converted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "made.docx").write_bytes(word(["План на 2025 год"], [HEAD, ("1", "Семинар", "март", "РМК")]))
    put_program(tmp_path, monkeypatch, f'mkdir -p "$9"; cp "{tmp_path}/made.docx" "$9/source.docx"')
    assert [task.text for task in read_roadmap(b"{\\rtf1}", "a.rtf").tasks] == ["Семинар"]


def test_what_cannot_be_converted_is_damaged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    put_program(tmp_path, monkeypatch, "exit 1")
    with pytest.raises(FileDamaged):
        converted_blocks(b"abc", "a.doc")


def test_a_program_that_hangs_is_ended_with_its_helpers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    put_program(tmp_path, monkeypatch, "cat /dev/zero >/dev/null & wait")
    monkeypatch.setattr(libreoffice, "SECONDS", 0.2)
    with pytest.raises(ReadingTimedOut):
        converted_blocks(b"abc", "a.doc")


@needs_office
@pytest.mark.slow
def test_the_old_format_is_read() -> None:
    name = "zaozerny_2025.doc"
    assert len(read_roadmap((CORPUS / name).read_bytes(), name).tasks) == 4
