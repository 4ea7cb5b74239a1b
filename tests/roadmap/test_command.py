import json
from pathlib import Path

import pytest

from bot.reading import REFUSED_CODE, read_command

DATA = Path(__file__).parents[1] / "data"


def test_a_draft_for_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    assert read_command(DATA / "ozersk_2027.txt", as_json=False, year=None) == 0
    said = capsys.readouterr().out
    assert "Озёрском районе · 2027 · 24 / 1 ?" in said
    assert "10 марта 2027 г. → 2027-03-10 · municipal_coordinator, curator · visit · school" in said
    assert "? timing: impossible_date «до 31 июня 2027 г.»" in said


def test_a_draft_for_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    assert read_command(DATA / "region_2027.txt", as_json=True, year=None) == 0
    assert len(json.loads(capsys.readouterr().out)["tasks"]) == 8


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.txt", "", "Файл пустой."),
        ("a.odp", "abc", "здесь не читаются"),
        ("a.docx", "abc", "повреждён"),
        ("a.docm", "abc", "макросы"),
        ("a.png", "abc", "изображение"),
        ("a.txt", "Мероприятие\tСрок\tОтветственный\nСеминар\tмарт\tУО\n", "--year"),
    ],
)
def test_a_refusal_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, said: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert read_command(tmp_path / name, as_json=False, year=None) == REFUSED_CODE
    assert said in capsys.readouterr().err


def test_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert read_command(tmp_path / "нет.txt", as_json=True, year=None) == REFUSED_CODE
    assert "нет.txt" in capsys.readouterr().err
