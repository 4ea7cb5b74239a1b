"""The bot as a process: it ends when it is told to, and works alone."""

import asyncio
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.clock import utc_now
from bot.emulator.faults import Delay
from bot.emulator.limits import Limits
from bot.emulator.server import Emulator
from bot.emulator.world import World
from tests.machine.conftest import TOKEN
from tests.machine.process import environment, started

pytestmark = pytest.mark.slow

PEOPLE = range(1, 21)


@pytest.fixture
def world() -> World:
    world = World(clock=utc_now, limits=Limits(conflict_pause=0).without_flood())
    world.add_bot(TOKEN)
    for number in PEOPLE:
        world.add_person(number, f"Прохожий {number}")
    return world


def answered(world: World) -> int:
    return sum(any(message.from_bot for message in world.chat(number).messages) for number in PEOPLE)


def left(database: Path) -> dict[str, int]:
    with closing(sqlite3.connect(database)) as connection:
        return dict(connection.execute("SELECT state, count(*) FROM inbox GROUP BY state").fetchall())


async def first_answer(world: World, emulator: Emulator) -> None:
    with world.subscribe() as changes:
        while not answered(world):
            await changes.get()


async def test_a_stop_lets_twenty_handlers_end(world: World, emulator: Emulator, database: Path) -> None:
    """They take up to 3 seconds each; within 10 all have ended, and none is lost."""
    chance = random.Random()
    for number in PEOPLE:
        world.faults.put(Delay(chance.uniform(0, 3)), method="sendMessage", chat_id=number)
        world.say(number, "здравствуйте")
    settings = environment(emulator, database)
    async with started(settings, "run") as process:
        await first_answer(world, emulator)
        process.terminate()
        async with asyncio.timeout(10):
            _, told = await process.communicate()
    assert process.returncode == 0
    assert b"Unclosed" not in told
    assert b"Traceback" not in told
    assert sum(left(database).values()) + len(world.account().updates.pending) >= len(PEOPLE)
    assert set(left(database)) <= {"settled", "waiting"}


async def test_what_a_stop_left_is_answered_after_the_next_start(
    world: World, emulator: Emulator, database: Path
) -> None:
    settings = environment(emulator, database)
    world.faults.put(Delay(60), method="sendMessage", times=3)
    for number in PEOPLE:
        world.say(number, "здравствуйте")
    async with started(settings, "run") as process:
        await first_answer(world, emulator)
        process.terminate()
        async with asyncio.timeout(15):
            await process.communicate()
    assert process.returncode == 0
    async with started(settings, "run"):
        with world.subscribe() as changes:
            while answered(world) < len(PEOPLE):
                await changes.get()


async def test_a_second_process_on_the_same_file_refuses(world: World, emulator: Emulator, database: Path) -> None:
    settings = environment(emulator, database)
    world.say(1, "здравствуйте")
    async with started(settings, "run"):
        await first_answer(world, emulator)
        async with started(settings, "run") as second:
            _, told = await second.communicate()
    assert second.returncode == 1
    assert "уже работает другой процесс" in told.decode()
