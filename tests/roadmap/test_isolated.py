import io
import json
import sys
from pathlib import Path

import pytest

from models.roadmap import child
from models.roadmap.isolated import read_isolated
from models.roadmap.opening import LARGEST
from models.roadmap.reader import read_roadmap
from models.roadmap.refusals import (
    FormatNotRead,
    ReadingTimedOut,
    ReadingTooHeavy,
    TooLarge,
    YearMissing,
    refusal_from_json,
    refusal_json,
)

SAMPLE = Path(__file__).parents[1] / "data" / "ozersk_2027.txt"
NO_YEAR = "Мероприятие\tСрок\tОтветственный\nСеминар\tмарт\tУО\n".encode()


def python(code: str) -> tuple[str, ...]:
    """A child that does something else."""
    return (sys.executable, "-c", code)


def asked(filename: str, data: bytes, year: int | None = None) -> io.BytesIO:
    return io.BytesIO(json.dumps({"filename": filename, "year": year}).encode() + b"\n" + data)


def test_the_child_answers_with_a_draft() -> None:
    answer = child.answer(asked(SAMPLE.name, SAMPLE.read_bytes()))
    assert answer["draft"] == json.loads(json.dumps(read_roadmap(SAMPLE.read_bytes(), SAMPLE.name).to_json()))


def test_the_child_answers_with_a_refusal() -> None:
    assert child.answer(asked("a.odp", b"abc")) == {
        "refusal": {"code": "FormatNotRead", "values": {"filename": "a.odp", "extension": ".odp"}}
    }
    assert child.answer(asked("a.txt", NO_YEAR))["refusal"]["code"] == "YearMissing"
    assert child.answer(asked("a.txt", NO_YEAR, 2027))["draft"]["document"]["year"] == 2027


@pytest.mark.parametrize(
    "refusal",
    [FormatNotRead("a.doc", ".doc"), TooLarge("a.txt", 3, 2), ReadingTimedOut("a.txt", 20.0), ReadingTooHeavy("a.txt")],
)
def test_refusals_travel(refusal: FormatNotRead) -> None:
    back = refusal_from_json(json.loads(json.dumps(refusal_json(refusal))))
    assert (type(back), vars(back)) == (type(refusal), vars(refusal))


async def test_too_large_a_file_starts_no_child() -> None:
    with pytest.raises(TooLarge):
        await read_isolated(b"\n" * (LARGEST + 1), "a.txt", command=("no such program",))


@pytest.mark.slow
async def test_the_same_draft_comes_back() -> None:
    data = SAMPLE.read_bytes()
    assert await read_isolated(data, SAMPLE.name) == read_roadmap(data, SAMPLE.name)


@pytest.mark.slow
async def test_the_same_refusal_comes_back() -> None:
    with pytest.raises(YearMissing) as refused:
        await read_isolated(NO_YEAR, "без года.txt")
    assert refused.value.filename == "без года.txt"
    assert (await read_isolated(NO_YEAR, "a.txt", year=2027)).year == 2027


@pytest.mark.slow
async def test_a_child_that_hangs_is_ended() -> None:
    with pytest.raises(ReadingTimedOut) as refused:
        await read_isolated(
            b"abc",
            "a.txt",
            seconds=0.2,
            command=python("import signal; signal.pause()"),
        )
    assert refused.value.seconds == 0.2


@pytest.mark.slow
async def test_a_child_that_swells_is_refused() -> None:
    swelling = "from models.roadmap import child; child.limit(memory=2**24); bytearray(2**30)"
    with pytest.raises(ReadingTooHeavy):
        await read_isolated(b"abc", "a.txt", command=python(swelling))


@pytest.mark.slow
async def test_a_child_that_works_too_long_is_refused() -> None:
    busy = "from models.roadmap import child; child.limit(seconds=1)\nwhile True: pass"
    with pytest.raises(ReadingTooHeavy):
        await read_isolated(b"abc", "a.txt", command=python(busy))


@pytest.mark.slow
async def test_a_child_that_breaks_is_our_defect() -> None:
    with pytest.raises(RuntimeError, match="ended with 3"):
        await read_isolated(b"abc", "a.txt", command=python("import sys; sys.exit(3)"))
