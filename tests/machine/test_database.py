"""Nothing is lost between transactions, and a database is one process's alone."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from bot.database import AlreadyRunning, alone_at, look_for_another, open_sessions
from models.domain.inbox import InboxState
from models.tables import Fact, InboxRow
from models.work import AppliedBefore, Clock, Sessions, Work

TASKS = 20
TURNS = 20


async def put_counter(work: Work) -> None:
    async with work:
        work.session.add(Fact(name="counter", value="0"))
        await work.commit()


async def counter(work: Work) -> int:
    async with work.reading() as session:
        return int(await session.scalar(select(Fact.value).where(Fact.name == "counter")) or 0)


async def add_one(sessions: Sessions, clock: Clock) -> None:
    async with (work := Work(sessions, clock)):
        fact = await work.session.get(Fact, "counter")
        assert fact is not None
        fact.value = str(int(fact.value) + 1)
        await work.commit()


async def test_twenty_tasks_lose_no_update_and_meet_no_lock(sessions: Sessions, clock: Clock, work: Work) -> None:
    await put_counter(work)

    async def one_task() -> None:
        for _ in range(TURNS):
            await add_one(sessions, clock)

    async with asyncio.TaskGroup() as tasks:
        for _ in range(TASKS):
            tasks.create_task(one_task())
    assert await counter(work) == TASKS * TURNS


async def test_two_processes_wait_for_each_other(database: Path, sessions: Sessions, clock: Clock, work: Work) -> None:
    """A second pool of connections stands for the second process: a command beside the running bot."""
    await put_counter(work)
    async with open_sessions(f"sqlite+aiosqlite:///{database}") as others, asyncio.TaskGroup() as tasks:
        for place in (sessions, others) * 10:
            tasks.create_task(add_one(place, clock))
    assert await counter(work) == 20


async def test_what_is_not_committed_is_undone(work: Work) -> None:
    async with work:
        work.session.add(Fact(name="a", value="1"))
        await work.session.flush()
    with pytest.raises(ZeroDivisionError):
        await fail_inside(work)
    async with work.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Fact)) == 0


async def fail_inside(work: Work) -> None:
    async with work:
        work.session.add(Fact(name="b", value="1"))
        await work.session.flush()
        raise ZeroDivisionError


async def test_a_cancelled_transaction_leaves_no_lock(sessions: Sessions, clock: Clock, work: Work) -> None:
    """Two hundred times, at every await a transaction has."""
    await put_counter(work)
    for steps in range(200):
        task = asyncio.create_task(add_one(sessions, clock))
        for _ in range(steps % 40):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    before = await counter(work)
    async with asyncio.timeout(5):
        await add_one(sessions, clock)
    assert await counter(work) == before + 1


async def test_readers_can_change_nothing(work: Work) -> None:
    async with work.reading() as session:
        with pytest.raises(OperationalError, match="readonly"):
            await session.execute(text("DELETE FROM facts"))


async def test_a_session_is_there_only_inside(work: Work) -> None:
    with pytest.raises(RuntimeError):
        _ = work.session


async def test_a_naive_moment_is_refused(work: Work, clock: Clock) -> None:
    async with work:
        work.session.add(InboxRow(update_id=1, chat="7", body="{}", received_at=clock().replace(tzinfo=None)))
        with pytest.raises(Exception, match="a moment without a zone"):
            await work.session.flush()


async def put_effect(work: Work, name: str) -> None:
    async with work:
        work.session.add(Fact(name=name, value="done"))
        await work.commit()


async def test_an_effect_and_its_mark_are_one(sessions: Sessions, clock: Clock, work: Work) -> None:
    async with work:
        work.session.add(InboxRow(update_id=1, chat="7", body="{}", received_at=clock()))
        await work.commit()
    await put_effect(Work(sessions, clock, update_id=1), "1")
    with pytest.raises(AppliedBefore):
        await put_effect(Work(sessions, clock, update_id=1, applied=True), "2")
    async with work.reading() as session:
        row = await session.get(InboxRow, 1)
        assert row is not None
        assert (row.state, row.applied_at) == (InboxState.APPLIED, clock())
        assert await session.scalar(select(Fact.name)) == "1"


async def test_a_repeat_of_what_stands_already_is_no_refusal(sessions: Sessions, clock: Clock, work: Work) -> None:
    async with (again := Work(sessions, clock, update_id=1, applied=True)):
        again.session.add(Fact(name="effect", value="done"))
        await again.commit(fresh=False)
    async with work.reading() as session:
        assert await session.get(Fact, "effect") is None


def test_a_file_is_one_process_s_alone(tmp_path: Path) -> None:
    file = tmp_path / "vekha.sqlite3"
    with alone_at(file), pytest.raises(AlreadyRunning), alone_at(file):
        pass
    with alone_at(file):
        pass


def test_who_comes_second_sees_the_first_at_once(tmp_path: Path) -> None:
    file = tmp_path / "vekha.sqlite3"
    url = f"sqlite+aiosqlite:///{file}"
    look_for_another(url)
    assert not file.exists()
    file.touch()
    with alone_at(file), pytest.raises(AlreadyRunning):
        look_for_another(url)
    look_for_another(url)
    look_for_another("postgresql+asyncpg://localhost/vekha")
