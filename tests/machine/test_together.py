"""Questions asked at the same time are asked once."""

import asyncio
from collections.abc import Collection

import pytest

from handlers.together import Together


class Asked:
    """Answers with the key doubled, and remembers what was asked at once."""

    def __init__(self) -> None:
        self.questions: list[set[int]] = []
        self.begun = asyncio.Event()
        self.broken = False

    async def __call__(self, keys: Collection[int]) -> dict[int, int]:
        self.questions.append({*keys})
        self.begun.set()
        await asyncio.sleep(0)
        if self.broken:
            raise OSError("no disk")
        return {key: key * 2 for key in keys}


async def test_neighbours_share_one_question_and_get_their_own_answers() -> None:
    asked = Asked()
    together = Together(asked)
    assert await asyncio.gather(*(together.of(key) for key in (1, 2, 3, 2))) == [2, 4, 6, 4]
    assert asked.questions == [{1, 2, 3}]


async def test_who_comes_while_a_question_is_on_its_way_is_in_the_next() -> None:
    asked = Asked()
    together = Together(asked)
    first = asyncio.create_task(together.of(1))
    await asked.begun.wait()
    assert [*await asyncio.gather(together.of(1), together.of(2))] == [2, 4]
    assert await first == 2
    assert asked.questions == [{1}, {1, 2}]


async def test_a_later_asker_never_gets_an_earlier_answer() -> None:
    asked = Asked()
    together = Together(asked)
    await together.of(1)
    await together.of(1)
    assert asked.questions == [{1}, {1}]


async def test_a_failure_is_everybodys_and_passes() -> None:
    asked = Asked()
    together = Together(asked)
    asked.broken = True
    failed = await asyncio.gather(together.of(1), together.of(2), return_exceptions=True)
    assert [type(one) for one in failed] == [OSError, OSError]
    asked.broken = False
    assert await together.of(1) == 2


async def test_who_gives_up_takes_no_answer_from_the_others() -> None:
    asked = Asked()
    together = Together(asked)
    leaving, staying = asyncio.create_task(together.of(1)), asyncio.create_task(together.of(2))
    await asyncio.sleep(0)
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    assert await staying == 4
