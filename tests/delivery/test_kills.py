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
from sqlalchemy import select

from bot.delivery.sender import HANDS
from bot.emulator.feed import Change
from handlers.news import composer
from handlers.texts import Texts
from models.domain.moments import monday_of
from models.domain.notices import WeekBegan
from models.domain.outbox import OutboxState
from models.tables import Account
from models.usecases.outbox import take_back
from tests.delivery.conftest import Stage
from tests.machine.district import put_district
from tests.proofs import Proof

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


async def put_letter(stage: Stage, people: int) -> None:
    """The letter of the week waits for so many directors, each of whom has something to do."""
    chats = range(1000, 1000 + people)
    for chat_id in chats:
        stage.world.add_person(chat_id, "Нина")
        stage.world.chat(chat_id).started = True
    await put_district(stage.post.work, chats)
    async with stage.post.work as work:
        for person_id in await work.session.scalars(select(Account.person_id)):
            work.tell(person_id, WeekBegan(monday_of(work.now().date())), once="1")
        await work.commit()


async def the_rest(stage: Stage) -> None:
    """Send what the last life left."""
    await stage.sender(composer(stage.sessions, stage.clock, Texts())).drain()


async def arrivals(stage: Stage, changes: asyncio.Queue[Change], count: int) -> None:
    """Wait until so many more have arrived, or everybody has the news."""
    while count and not all_told(stage):
        await asyncio.wait_for(changes.get(), PATIENCE)
        count -= 1


def copies(stage: Stage) -> Counter[int]:
    return Counter(call.chat_id for call in stage.sends if call.code == 200 and call.chat_id is not None)


def all_told(stage: Stage) -> bool:
    return len(copies(stage)) == len(stage.world.people)


async def in_hand(stage: Stage) -> set[tuple[int, int]]:
    """Rows that the killed life had in flight, each with the number of its claim."""
    return {(row.id, row.attempts) for row in await stage.post.rows() if row.state is OutboxState.CLAIMED}


async def kill_again_and_again(stage: Stage, database: Path, *, people: int, kills: int) -> str:
    """Kill the sender that often, each time after so many messages and a moment more; tells what was counted."""
    chance = Random(kills)
    await put_letter(stage, people)
    at_stake: set[tuple[int, int]] = set()
    with stage.world.subscribe() as changes:
        for _ in range(kills):
            async with begun(stage, database):
                await arrivals(stage, changes, chance.randint(1, 2 * people // kills))
                # Not only between the messenger's word and its answer.
                await asyncio.sleep(chance.choice((0, chance.uniform(0, 0.02))))
            at_stake |= await in_hand(stage)
    await take_back(stage.post.work)
    await the_rest(stage)
    return await judge(stage, people, kills, len(at_stake))


async def judge(stage: Stage, people: int, kills: int, at_stake: int) -> str:
    """Nothing lost; what came twice is listed, and is no more than was in flight."""
    told = copies(stage)
    assert len(told) == people
    twice = {chat_id for chat_id, times in told.items() if times > 1}
    rows = await stage.post.rows()
    assert {row.state for row in rows} == {OutboxState.SENT}
    doubted = {int(row.chat_id or 0): row.in_doubt for row in rows if row.in_doubt}
    assert twice <= set(doubted)
    repeated = told.total() - people
    assert all(told[chat_id] - 1 <= doubted[chat_id] for chat_id in twice)
    assert repeated <= at_stake <= HANDS * kills
    assert sum(doubted.values()) == at_stake
    return (
        f"sender killed {kills} times in a letter to {people:,}: "
        f"lost {people - len(told)}, repeated {repeated}, in doubt {at_stake}"
    )


@pytest.mark.slow
async def test_told_to_stop_it_ends_well(stage: Stage, database: Path) -> None:
    await put_letter(stage, 10)
    with stage.world.subscribe() as changes:
        async with begun(stage, database) as process:
            await arrivals(stage, changes, 5)
            process.terminate()
            assert await process.wait() == 0
    assert {row.state for row in await stage.post.rows()} <= {OutboxState.SENT, OutboxState.WAITING}
    await the_rest(stage)
    assert set(copies(stage).values()) == {1}


@pytest.mark.slow
async def test_three_kills(stage: Stage, database: Path, proof: Proof) -> None:
    proof(await kill_again_and_again(stage, database, people=150, kills=3))


@pytest.mark.proofs
async def test_fifty_kills_in_a_broadcast_to_a_thousand(stage: Stage, database: Path, proof: Proof) -> None:
    proof(await kill_again_and_again(stage, database, people=1000, kills=50))
