"""The disk takes nothing for a while, under the bot as a real process: nothing is confirmed, nothing is lost."""

import asyncio
import resource
from contextlib import suppress
from pathlib import Path

import pytest

from bot.clock import utc_now
from bot.emulator.feed import Change
from bot.emulator.limits import Limits
from bot.emulator.server import Emulator
from bot.emulator.world import World
from tests.machine.conftest import TOKEN
from tests.machine.process import environment, started
from tests.machine.test_process import left
from tests.proofs import Proof

PEOPLE = range(1, 21)
FULL = 60
"""Seconds."""
UNLIMITED = resource.RLIM_INFINITY


@pytest.fixture
def world() -> World:
    world = World(clock=utc_now, limits=Limits(conflict_pause=0).without_flood())
    world.add_bot(TOKEN)
    for number in PEOPLE:
        world.add_person(number, f"Прохожий {number}")
    return world


def let_write(process: asyncio.subprocess.Process, largest: int) -> None:
    """No file of the process may be written beyond so many bytes: with 0 the disk is full, and as good as read-only."""
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (largest, UNLIMITED))


def answered(world: World, times: int) -> bool:
    return all(sum(message.from_bot for message in world.chat(number).messages) >= times for number in PEOPLE)


async def everybody_answered(world: World, changes: asyncio.Queue[Change], times: int) -> None:
    async with asyncio.timeout(180):
        while not answered(world, times):
            with suppress(TimeoutError):
                await asyncio.wait_for(changes.get(), 1)


@pytest.mark.proofs
async def test_a_disk_that_takes_nothing(world: World, emulator: Emulator, database: Path, proof: Proof) -> None:
    async with started(environment(emulator, database), "run") as process:
        with world.subscribe() as changes:
            for number in PEOPLE:
                world.say(number, "здравствуйте")
            await everybody_answered(world, changes, 1)
            let_write(process, 0)
            for number in PEOPLE:
                world.say(number, "вы здесь?")
            await asyncio.sleep(FULL)
            kept = len(world.account().updates.pending)
            asked = sum(call.method == "getUpdates" for call in world.calls)
            assert kept == len(PEOPLE)
            assert not answered(world, 2)
            # A process that had ended could not be told this.
            let_write(process, UNLIMITED)
            await everybody_answered(world, changes, 2)
        process.terminate()
        _, told = await process.communicate()
    assert process.returncode == 0, told.decode()
    assert left(database) == {"settled": 2 * len(PEOPLE)}
    assert told.count(b"updates do not come") == 1
    assert told.count(b"updates come again") == 1
    # Tries become rarer: half a second, one, two, four and so on.
    assert asked <= 10 + FULL / 5
    proof(
        f"a disk that takes nothing for {FULL} s: confirmed meanwhile {len(PEOPLE) - kept} of {kept}, "
        f"alarms 1, answered after {2 * len(PEOPLE)} of {2 * len(PEOPLE)}"
    )
