"""The schedule ticks, survives a step that fails, and ends after the running one."""

import asyncio

from structlog.testing import capture_logs
from structlog.types import EventDict, WrappedLogger

from bot.schedule import Step, ticking

SOON = 0.01


async def test_steps_come_again_and_again() -> None:
    turns = 0
    enough = asyncio.Event()

    async def step() -> None:
        nonlocal turns
        turns += 1
        if turns == 3:
            enough.set()

    async with ticking([Step("step", step, SOON)]), asyncio.timeout(5):
        await enough.wait()
    assert turns >= 3


async def test_a_step_that_fails_is_an_alarm_and_has_its_next_turn() -> None:
    turns = 0
    again = asyncio.Event()

    async def step() -> None:
        nonlocal turns
        turns += 1
        if turns == 1:
            raise ValueError("once")
        again.set()

    with capture_logs() as lines:
        async with ticking([Step("step", step, SOON)]), asyncio.timeout(5):
            await again.wait()
    alarms = [line for line in lines if line["log_level"] == "critical"]
    assert [line["step"] for line in alarms] == ["step"]


async def test_no_step_overtakes_itself_and_the_end_waits_for_it() -> None:
    begun, ended, told = asyncio.Event(), asyncio.Event(), asyncio.Event()
    running = 0

    async def long() -> None:
        nonlocal running
        running += 1
        assert running == 1
        begun.set()
        await told.wait()
        running -= 1
        ended.set()

    def hear(logger: WrappedLogger, level: str, event: EventDict) -> EventDict:
        told.set()
        return event

    with capture_logs(processors=[hear]) as lines:
        async with ticking([Step("long", long, SOON)]), asyncio.timeout(5):
            await begun.wait()
            await told.wait()
    assert ended.is_set()
    assert running == 0
    assert lines[0]["event"] == "a tick takes longer than its turn"
