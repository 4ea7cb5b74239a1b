"""The loop stands still for five seconds at the very moment at which a reminder falls due."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.app import running
from bot.clock import utc_now
from bot.config import Settings
from bot.delivery.pace import UNLIMITED
from bot.emulator.feed import Change
from bot.emulator.limits import Limits
from bot.emulator.server import Emulator
from bot.emulator.world import World
from bot.schedule import Step, ticking
from models.work import Sessions, Work
from tests.machine.conftest import TOKEN
from tests.machine.district import put_district
from tests.machine.webinars import announce
from tests.proofs import Proof

DIRECTOR = 101
QUARTER = timedelta(minutes=15)
TICK = 5.0
"""Seconds: the shortest that the settings allow."""


def stand_still(seconds: float) -> None:
    """What a long calculation in the loop does to everybody."""
    time.sleep(seconds)


async def blocked_at(due: float, seconds: float, step: float, is_due: Callable[[], bool]) -> float:
    """A step every so many seconds, a loop that stands still when the hour comes; how late the step saw it."""
    seen = asyncio.Event()

    async def look() -> None:
        if is_due():
            seen.set()

    loop = asyncio.get_running_loop()
    async with ticking([Step("look", look, step)]):
        loop.call_at(due, stand_still, seconds)
        async with asyncio.timeout(30):
            await seen.wait()
    return loop.time() - due


async def test_a_tick_that_comes_late_comes() -> None:
    loop = asyncio.get_running_loop()
    due = loop.time() + 0.05
    late = await blocked_at(due, 0.3, 0.05, lambda: loop.time() >= due)
    assert late <= 0.3 + 2 * 0.05 + 0.2


@pytest.mark.proofs
async def test_a_reminder_whose_second_is_lost_goes_a_tick_later(
    sessions: Sessions, database: Path, proof: Proof
) -> None:
    world = World(clock=utc_now, limits=Limits(conflict_pause=0).without_flood())
    world.add_bot(TOKEN)
    world.add_person(DIRECTOR, "Директор")
    world.chat(DIRECTOR).started = True
    work = Work(sessions, utc_now)
    await put_district(work, [DIRECTOR])
    due = utc_now() + timedelta(seconds=8)
    async with Emulator(world) as emulator:
        settings = Settings.model_validate(
            {
                "telegram": {"token": TOKEN, "api_base": emulator.base_url},
                "database": {"path": database},
                "schedule": {"tick": TICK},
            }
        )
        async with running(settings, rates=UNLIMITED):
            await announce(work, due + QUARTER)
            asyncio.get_running_loop().call_later((due - utc_now()).total_seconds(), stand_still, 5)
            with world.subscribe() as changes:
                arrived = await reminded(changes)
    late = (arrived - due).total_seconds()
    assert 5 <= late <= 5 + TICK + 1
    proof(f"the loop blocked for 5 s at the due second: the reminder {late:.1f} s late, of {5 + TICK:.0f} allowed")


async def reminded(changes: asyncio.Queue[Change]) -> datetime:
    """When the reminder came; the day before is told of in another message."""
    async with asyncio.timeout(60):
        while True:
            change = await changes.get()
            if change.message is not None and change.message.from_bot and "Скоро начало" in change.message.text:
                return change.message.sent_at
