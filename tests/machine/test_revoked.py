"""The token is revoked while the bot is at work, as a real process: an alarm, and hardly a request."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import utc_now
from bot.emulator.calls import Call
from bot.emulator.errors import unauthorized
from bot.emulator.faults import Refuse
from bot.emulator.limits import Limits
from bot.emulator.server import Emulator
from bot.emulator.world import World
from models.work import Sessions, Work
from tests.machine.conftest import TOKEN
from tests.machine.district import put_district
from tests.machine.process import environment, started
from tests.machine.webinars import announce
from tests.proofs import Proof

DIRECTORS = range(101, 121)
WATCHED = 100
"""Seconds."""


@pytest.fixture
def world() -> World:
    world = World(clock=utc_now, limits=Limits(conflict_pause=0).without_flood())
    world.add_bot(TOKEN)
    for number in DIRECTORS:
        world.add_person(number, f"Директор {number}")
    return world


def refused(world: World) -> list[Call]:
    return [call for call in world.calls if call.code == 401]


@pytest.mark.proofs
async def test_a_revoked_token_is_an_alarm_and_no_busy_loop(
    world: World, emulator: Emulator, sessions: Sessions, database: Path, proof: Proof
) -> None:
    work = Work(sessions, utc_now)
    await put_district(work, DIRECTORS)
    async with started(environment(emulator, database), "run") as process:
        with world.subscribe() as changes:
            world.say(DIRECTORS[0], "/week")
            while (await changes.get()).kind != "message" or not world.chat(DIRECTORS[0]).messages[-1].from_bot:
                pass
        world.faults.put(Refuse(unauthorized()), times=None)
        # News that waits for nobody's hours, whenever this runs: everybody is reminded of it with the next tick.
        await announce(work, utc_now() + timedelta(minutes=14))
        # Somebody writes: that ends the long request that waits at the messenger.
        world.say(DIRECTORS[1], "/week")
        await asyncio.sleep(WATCHED)
        process.terminate()
        _, told = await process.communicate()
    calls = refused(world)
    first = min(call.seconds for call in calls)
    at_once = [call for call in calls if call.seconds - first < 1]
    later = sorted(call.seconds for call in calls if call not in at_once)
    gaps = [after - before for before, after in zip([first, *later], later, strict=False)]
    assert later
    assert min(gaps) >= 29.5
    assert b"Unauthorized" in told
    assert b"critical" in told
    assert b"stopped" in told, "the sender tried, too"
    assert len(at_once) <= 8
    proof(
        f"token revoked for {WATCHED} s: {len(at_once)} requests when it happened, then {len(later)}, "
        f"never two within {min(gaps):.0f} s; alarms {told.count(b'critical')}"
    )
