"""Restarts under load: kill -9 and up again, and what waited meanwhile is answered."""

import asyncio
import time
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

PEOPLE = range(1, 101)
RESTARTS = 20
WAITING = 1000
START = 15
CATCHING_UP = 60
PATIENCE = 180


@pytest.fixture
def world() -> World:
    world = World(clock=utc_now, limits=Limits(conflict_pause=0).without_flood())
    world.add_bot(TOKEN)
    for number in PEOPLE:
        world.add_person(number, f"Прохожий {number}")
    return world


def say(world: World, count: int) -> None:
    """So many messages, of everybody in turn."""
    for number in range(count):
        world.say(PEOPLE[number % len(PEOPLE)], "здравствуйте")


def said(world: World) -> int:
    return sum(not message.from_bot for number in PEOPLE for message in world.chat(number).messages)


async def answers(changes: asyncio.Queue[Change], count: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while count > 0:
            change = await changes.get()
            count -= change.kind == "message" and change.message is not None and change.message.from_bot


def waits(world: World, database: Path) -> bool:
    """Whether anything is at the messenger still, or stored and not answered."""
    return bool(world.account().updates.live()) or set(left(database)) != {"settled"}


async def caught_up(world: World, database: Path, changes: asyncio.Queue[Change]) -> None:
    async with asyncio.timeout(PATIENCE):
        while waits(world, database):
            with suppress(TimeoutError):
                await asyncio.wait_for(changes.get(), 0.1)


@pytest.mark.proofs
async def test_restarts_under_load(world: World, emulator: Emulator, database: Path, proof: Proof) -> None:
    settings = environment(emulator, database)
    starts, catches = [], []
    for _ in range(RESTARTS):
        say(world, WAITING)
        with world.subscribe() as changes:
            began = time.monotonic()
            async with started(settings, "run") as process:
                await answers(changes, 1)
                starts.append(time.monotonic() - began)
                await caught_up(world, database, changes)
                catches.append(time.monotonic() - began - starts[-1])
                # Under load to the last: these are in hand when it dies.
                say(world, 50)
                await answers(changes, 10)
                process.kill()
                await process.communicate()
    async with started(settings, "run") as process:
        with world.subscribe() as changes:
            await caught_up(world, database, changes)
        process.terminate()
        await process.communicate()
    assert left(database) == {"settled": said(world)}
    assert max(starts) <= START
    assert max(catches) <= CATCHING_UP
    proof(
        f"{RESTARTS} restarts under load: the slowest start {max(starts):.1f} s, {WAITING:,} waiting updates caught up "
        f"in {max(catches):.1f} s at most, unanswered 0 of {said(world):,}"
    )
