"""kill -9 in the middle of a broadcast: a real process, a real database, the emulator over HTTP."""

import asyncio
import sys
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

import pytest

from bot.delivery.sender import HANDS
from bot.emulator.feed import Change
from models.domain.outbox import OutboxState
from models.usecases.outbox import take_back
from tests.delivery.conftest import Stage

ROOT = Path(__file__).parents[2]
PATIENCE = 180
"""Seconds for a process to start and send, on a machine that is busy with other tests."""


@asynccontextmanager
async def begun(stage: Stage, database: Path) -> AsyncIterator[Process]:
    """A sender in a process of its own, which does not outlive the block."""
    api_base = stage.bot.session.api.base.partition("/bot")[0]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.delivery.child", str(database), api_base, cwd=ROOT
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def arrivals(stage: Stage, changes: asyncio.Queue[Change], count: int) -> None:
    """Wait until so many more have arrived, or everybody has the news."""
    while count and not all_told(stage):
        await asyncio.wait_for(changes.get(), PATIENCE)
        count -= 1


def copies(stage: Stage) -> Counter[int]:
    return Counter(call.chat_id for call in stage.sends if call.code == 200 and call.chat_id is not None)


def all_told(stage: Stage) -> bool:
    return len(copies(stage)) == len(stage.world.people)


async def kill_again_and_again(stage: Stage, database: Path, *, people: int, kills: int) -> None:
    random = Random(kills)
    await stage.post.tell_all(await stage.people(range(1000, 1000 + people)))
    with stage.world.subscribe() as changes:
        for _ in range(kills):
            async with begun(stage, database):
                await arrivals(stage, changes, random.randint(1, 2 * people // kills))
    await take_back(stage.post.work)
    await stage.sender().drain()
    await judge(stage, people, kills)


async def judge(stage: Stage, people: int, kills: int) -> None:
    """Nothing lost; what came twice is listed, and is no more than was in flight."""
    told = copies(stage)
    assert len(told) == people
    twice = {chat_id for chat_id, times in told.items() if times > 1}
    rows = await stage.post.rows()
    assert {row.state for row in rows} == {OutboxState.SENT}
    in_doubt = {int(row.chat_id or 0) for row in rows if row.in_doubt}
    assert twice <= in_doubt
    assert told.total() - people <= HANDS * kills
    assert sum(row.in_doubt for row in rows) <= HANDS * kills


@pytest.mark.slow
async def test_told_to_stop_it_ends_well(stage: Stage, database: Path) -> None:
    await stage.post.tell_all(await stage.people(range(1000, 1010)))
    with stage.world.subscribe() as changes:
        async with begun(stage, database) as process:
            await arrivals(stage, changes, 5)
            process.terminate()
            assert await process.wait() == 0
    assert {row.state for row in await stage.post.rows()} <= {OutboxState.SENT, OutboxState.WAITING}
    await stage.sender().drain()
    assert set(copies(stage).values()) == {1}


@pytest.mark.slow
async def test_three_kills(stage: Stage, database: Path) -> None:
    await kill_again_and_again(stage, database, people=150, kills=3)


@pytest.mark.slow
@pytest.mark.proofs
async def test_fifty_kills_in_a_broadcast_to_a_thousand(stage: Stage, database: Path) -> None:
    await kill_again_and_again(stage, database, people=1000, kills=50)
