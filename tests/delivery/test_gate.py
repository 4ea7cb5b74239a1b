"""With a token that is refused the whole bot asks once in half a minute."""

import asyncio

import pytest
from aiogram.exceptions import TelegramUnauthorizedError

from bot.delivery.gate import HALT, Gate
from bot.emulator.errors import unauthorized
from bot.emulator.faults import Delay, Refuse, server_error
from tests.delivery.conftest import Stage

pytestmark = pytest.mark.usefixtures("gate")


@pytest.fixture
def gate(stage: Stage) -> None:
    stage.bot.session.middleware(Gate(stage.stopwatch))


async def ask(stage: Stage) -> bool:
    """Whether the token is known."""
    try:
        await stage.bot.get_me()
    except TelegramUnauthorizedError:
        return False
    return True


async def test_one_request_in_half_a_minute(stage: Stage) -> None:
    stage.world.faults.put(Refuse(unauthorized()), times=None)
    for _ in range(100):
        assert not await ask(stage)
        stage.wind(3)
    assert len(stage.world.calls) == 300 / HALT


async def test_one_asks_for_all(stage: Stage) -> None:
    stage.world.faults.put(Refuse(unauthorized()))
    assert not await ask(stage)
    stage.world.faults.put(Delay(0.05))
    stage.wind(HALT)
    assert sorted(await asyncio.gather(*(ask(stage) for _ in range(3)))) == [False, False, True]
    assert len(stage.world.calls) == 2


async def test_when_it_is_known_again_everybody_passes(stage: Stage) -> None:
    stage.world.faults.put(Refuse(unauthorized()))
    assert not await ask(stage)
    stage.wind(HALT)
    assert [await ask(stage) for _ in range(3)] == [True] * 3


async def test_other_trouble_closes_nothing(stage: Stage) -> None:
    stage.world.faults.put(server_error(), times=2)
    for _ in range(2):
        with pytest.raises(Exception, match="Internal Server Error"):
            await stage.bot.get_me()
    assert await ask(stage)


async def test_other_trouble_on_the_way_back_lets_the_next_one_ask(stage: Stage) -> None:
    stage.world.faults.put(Refuse(unauthorized()))
    assert not await ask(stage)
    stage.wind(HALT)
    stage.world.faults.put(server_error())
    with pytest.raises(Exception, match="Internal Server Error"):
        await stage.bot.get_me()
    assert await ask(stage)
