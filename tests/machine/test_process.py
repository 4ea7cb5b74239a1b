"""The bot as a process: it ends when it is told to, and works alone."""

import asyncio
import random
import sqlite3
import time
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
from tests.proofs import Proof

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


@pytest.mark.whole
async def test_a_stop_lets_twenty_handlers_end(world: World, emulator: Emulator, database: Path, proof: Proof) -> None:
    """They take up to 3 seconds each; within 10 all have ended, and none is lost."""
    chance = random.Random()
    for number in PEOPLE:
        world.faults.put(Delay(chance.uniform(0, 3)), method="sendMessage", chat_id=number)
        world.say(number, "здравствуйте")
    settings = environment(emulator, database)
    async with started(settings, "run") as process:
        await first_answer(world, emulator)
        process.terminate()
        began = time.monotonic()
        async with asyncio.timeout(10):
            _, told = await process.communicate()
        lasted = time.monotonic() - began
    assert process.returncode == 0
    assert b"Unclosed" not in told
    assert b"Traceback" not in told
    assert sum(left(database).values()) + len(world.account().updates.pending) >= len(PEOPLE)
    assert set(left(database)) <= {"settled", "waiting"}
    ended = left(database).get("settled", 0)
    proof(
        f"SIGTERM with {len(PEOPLE)} handlers of 0 to 3 s: ended in {lasted:.1f} s, exit code 0, "
        f"answered {ended}, left for the next start {len(PEOPLE) - ended}, lost 0"
    )


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


@pytest.mark.whole
async def test_a_second_process_on_the_same_file_refuses(
    world: World, emulator: Emulator, database: Path, proof: Proof
) -> None:
    settings = environment(emulator, database)
    world.say(1, "здравствуйте")
    async with started(settings, "run"):
        await first_answer(world, emulator)
        before = len(world.calls)
        began = time.monotonic()
        async with started(settings, "run") as second:
            _, told = await second.communicate()
        lasted = time.monotonic() - began
    assert second.returncode == 1
    assert "уже работает другой процесс" in told.decode()
    assert {call.method for call in world.calls[before:]} <= {"getUpdates"}, "the first one's polling alone"
    assert lasted <= 5
    proof(f"two bots on one database: the second refuses after {lasted:.1f} s, exit code 1")


@pytest.mark.proofs
async def test_a_second_process_elsewhere_is_an_alarm(
    world: World, emulator: Emulator, database: Path, tmp_path: Path, proof: Proof
) -> None:
    """Two machines with one token: nothing but the messenger's 409 tells them of each other."""
    other = tmp_path / "elsewhere" / "vekha.sqlite3"
    other.parent.mkdir()
    world.say(1, "здравствуйте")
    async with started(environment(emulator, database), "run") as first:
        await first_answer(world, emulator)
        async with started(environment(emulator, other), "run") as second:
            async with asyncio.timeout(60):
                began = await first_conflict(world)
            # As long as the alarm may take; nothing tells the test of it but the log, read when all is over.
            await asyncio.sleep(5)
            second.terminate()
            _, seconds_words = await second.communicate()
        first.terminate()
        _, firsts_words = await first.communicate()
    told = firsts_words + seconds_words
    assert b"TelegramConflictError" in told
    assert b"critical" in told
    proof(f"two bots with one token: 409, and an alarm within 5 s of it ({began} requests refused by then)")


async def first_conflict(world: World) -> int:
    """Wait until the messenger has refused one of the two; how many requests it refused."""
    while not (refused := sum(call.code == 409 for call in world.calls)):
        # Each of the two asks again at once when it is answered.
        world.say(1, "здравствуйте")
        await asyncio.sleep(0.2)
    return refused
