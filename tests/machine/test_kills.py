"""kill -9 at any moment: nothing a person pressed is lost, and nothing is done twice."""

import asyncio
import random
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.clock import utc_now
from bot.emulator.calls import Call
from bot.emulator.faults import CutBefore
from bot.emulator.feed import Change
from bot.emulator.limits import Limits
from bot.emulator.messages import Message
from bot.emulator.server import Emulator
from bot.emulator.world import World
from models.domain.inbox import InboxState
from models.domain.lifecycles import State
from models.tables import InboxRow, StateChange
from models.work import Sessions, Work
from tests.machine.conftest import TOKEN
from tests.machine.district import put_district
from tests.machine.process import environment, started
from tests.proofs import Proof

DIRECTORS = range(101, 109)
PATIENCE = 180
"""Seconds a person may wait for an answer, a restart included."""


@pytest.fixture
def world() -> World:
    world = World(clock=utc_now, limits=Limits(conflict_pause=0).without_flood())
    world.add_bot(TOKEN)
    for number in DIRECTORS:
        world.add_person(number, f"Директор {number}")
    return world


@pytest.fixture
async def bench(sessions: Sessions) -> Work:
    """The same database, looked at from the test."""
    work = Work(sessions, utc_now)
    await put_district(work, DIRECTORS)
    return work


@dataclass(slots=True)
class Director:
    """Presses ✅ and «Отменить» in turn, each when the other has been answered, until told to stop."""

    world: World
    number: int
    presses: int = 0

    async def work_until(self, over: asyncio.Event) -> None:
        with self.world.subscribe() as changes:
            self.world.say(self.number, "/week")
            letter = await self._shown(changes, "md:", 0)
            while not over.is_set():
                wanted = "tb:" if self.presses % 2 == 0 else "md:"
                self.world.press(self.number, letter.id, self._button(letter, "md:" if wanted == "tb:" else "tb:"))
                self.presses += 1
                letter = await self._shown(changes, wanted, letter.id)

    async def _shown(self, changes: asyncio.Queue[Change], prefix: str, message_id: int) -> Message:
        """The letter, once it bears a button of that kind."""
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    await changes.get()
                    for message in self.world.chat(self.number).messages:
                        if message.from_bot and message_id in (0, message.id) and self._button(message, prefix):
                            return message
        except TimeoutError:
            chat = self.world.chat(self.number)
            seen = [(message.text, message.buttons) for message in chat.messages]
            raise AssertionError(f"{self.number} waits for {prefix} and sees {seen} {chat.toasts[-2:]}") from None

    @staticmethod
    def _button(message: Message, prefix: str) -> str:
        buttons = (button for row in message.buttons for button in row)
        return next((button.data for button in buttons if (button.data or "").startswith(prefix)), "") or ""


@dataclass(slots=True)
class Killer:
    """Kills the process while it waits for an answer of the messenger, or a little later."""

    chance: random.Random
    process: asyncio.subprocess.Process | None = None
    calls_left: int = 0
    seen: list[str] = field(default_factory=list)

    def aim(self, process: asyncio.subprocess.Process, most: int) -> None:
        self.process, self.calls_left = process, self.chance.randint(1, most)

    def __call__(self, call: Call) -> bool:
        """Looks on at every call and never spoils one."""
        self.calls_left -= 1
        if self.calls_left == 0 and self.process is not None:
            self.seen.append(call.method)
            delay = self.chance.choice((0.0, self.chance.uniform(0, 0.02)))
            asyncio.get_running_loop().call_later(delay, self._kill, self.process)
        return False

    @staticmethod
    def _kill(process: asyncio.subprocess.Process) -> None:
        with suppress(ProcessLookupError):
            process.kill()


async def survive(world: World, database: Path, work: Work, *, kills: int, most: int) -> str:
    """Kill the bot that often, each time within its first `most` calls; tells what was counted."""
    killer = Killer(random.Random())
    world.faults.put(CutBefore(), when=killer, times=None)
    directors = [Director(world, number) for number in DIRECTORS]
    over = asyncio.Event()
    async with Emulator(world) as emulator, asyncio.TaskGroup() as tasks:
        settings = environment(emulator, database)
        talks = [tasks.create_task(director.work_until(over)) for director in directors]
        for _ in range(kills):
            async with started(settings, "run") as process:
                killer.aim(process, most)
                _, told = await process.communicate()
                assert process.returncode == -9, told.decode()
        over.set()
        async with started(settings, "run") as process:
            await asyncio.wait(talks)
            process.terminate()
            _, told = await process.communicate()
            assert process.returncode == 0, told.decode()
    await check_journal(work, {director.number: director.presses for director in directors})
    presses = sum(director.presses for director in directors)
    return f"bot killed {kills} times under {presses:,} presses: lost 0, done twice 0"


async def check_journal(work: Work, presses: dict[int, int]) -> None:
    """Each press stands in the journal once: done and undone in turn, and no update is left."""
    entries: dict[int, list[State]] = defaultdict(list)
    async with work.reading() as session:
        for change in await session.scalars(select(StateChange).order_by(StateChange.id)):
            entries[change.assignment_id].append(change.to_state)
        states = dict((await session.execute(select(InboxRow.state, func.count()).group_by(InboxRow.state))).all())
    wanted = {number: [(State.DONE, State.PLANNED)[turn % 2] for turn in range(presses[number])] for number in presses}
    assert entries == wanted
    assert set(states) == {InboxState.SETTLED}
    assert states[InboxState.SETTLED] == sum(presses.values()) + len(presses)


@pytest.mark.slow
async def test_three_kills_lose_nothing_and_double_nothing(
    world: World, database: Path, bench: Work, proof: Proof
) -> None:
    proof(await survive(world, database, bench, kills=3, most=40))


@pytest.mark.proofs
async def test_fifty_kills_lose_nothing_and_double_nothing(
    world: World, database: Path, bench: Work, proof: Proof
) -> None:
    proof(await survive(world, database, bench, kills=50, most=400))
