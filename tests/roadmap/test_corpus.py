"""The corpus is read as people read it; `make gold` tells more."""

import asyncio
import json
from pathlib import Path

import pytest

from models.roadmap.isolated import read_isolated
from tests import gold

DOCUMENTS = [(source, expected) for source, expected in gold.corpus() if source.suffix not in gold.THROUGH_OFFICE]


@pytest.mark.parametrize(("source", "expected"), DOCUMENTS, ids=lambda path: path.stem)
def test_every_row_is_right_or_doubted(source: Path, expected: Path) -> None:
    right = gold.score_file(source, expected)
    assert (right["rows"], right["extra"], right["silent"]) == (right["expected"], 0, 0)
    assert right["fully"] == right["expected"]


def test_every_form_is_there() -> None:
    forms = {source.suffix for source in gold.CORPUS.iterdir() if source.is_file()}
    assert forms == {".docx", ".xlsx", ".pdf", ".csv", ".txt", ".odt", ".doc", ".json"}
    assert len(list(gold.CORPUS.glob("*.json"))) >= 12


def test_expected_readings_are_whole() -> None:
    for path in gold.CORPUS.glob("*.json"):
        document = json.loads(path.read_text(encoding="utf-8"))
        assert set(document["document"]) == set(gold.DOCUMENT_FIELDS)
        assert all(set(gold.TASK_FIELDS) <= set(task) for task in document["tasks"])


def test_a_lost_row_is_a_silent_error() -> None:
    one, other = {"number": "1", "text": "а"}, {"number": "2", "text": "б"}
    assert list(gold.paired([other], [one, other])) == [(None, one), (other, other)]
    assert list(gold.paired([one, other], [one])) == [(one, one), (other, None)]


@pytest.mark.slow
@pytest.mark.parametrize(("source", "expected"), gold.corpus(), ids=lambda path: path.name)
def test_the_reader_behind_its_wall_has_room_enough(source: Path, expected: Path) -> None:
    draft = asyncio.run(read_isolated(source.read_bytes(), source.name))
    assert len(draft.tasks) == len(json.loads(expected.read_text(encoding="utf-8"))["tasks"])
