"""A messenger on the loopback, and a bot's client for it."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot

from bot.client import build_bot
from bot.config import Telegram
from bot.emulator.limits import Limits
from bot.emulator.server import Emulator
from bot.emulator.world import World
from tests.conftest import Clock

TOKEN = "42:TEST"
ANNA = 7
PETR = 8


@pytest.fixture
def world(clock: Clock) -> World:
    world = World(clock=clock, limits=Limits(conflict_pause=0).without_flood())
    world.add_bot(TOKEN, username="vekha_bot")
    world.add_person(ANNA, "Анна", "Лебедева")
    world.add_person(PETR, "Пётр", "Озеров")
    return world


@pytest.fixture
async def emulator(world: World) -> AsyncIterator[Emulator]:
    async with Emulator(world) as emulator:
        yield emulator


@pytest.fixture
async def bot(emulator: Emulator) -> AsyncIterator[Bot]:
    bot = build_bot(Telegram.model_validate({"token": TOKEN, "api_base": emulator.base_url}), halt=0)
    yield bot
    await bot.session.close()
