"""A letter to many against a limit that the messenger enforces: how much of it is used, and what is refused.

Two processes: the messenger, and the bot with its database. `measure` gives what the messenger saw.
"""

import asyncio
import json
import sys
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.clock import utc_now
from bot.database import open_sessions
from bot.emulator.faults import Delay
from bot.emulator.limits import Flood, Limits
from bot.emulator.server import Emulator
from bot.emulator.world import World
from bot.upgrade import upgrade
from handlers.callbacks import MarkDone
from models.usecases.reminders import put_due
from models.work import Work
from tests.benchmarks.load import TOKEN, TUESDAY
from tests.house.code import ROOT
from tests.machine.district import put_district

FIRST_CHAT = 1
RESTED, BETWEEN = 2.0, 0.1
"""Seconds since the letter after which its button is pressed, and between two presses."""


@dataclass(frozen=True, slots=True)
class Mail:
    """What the messenger saw: messages a second from the first to the last, the worst second, and refusals.

    `answers` are the seconds that each press in the meantime waited for its message to be redrawn.
    """

    rate: float
    worst: int
    refused: int
    answers: Sequence[float] = ()


def worst_second(moments: Sequence[float]) -> int:
    """The most messages in any window of one second."""
    worst = first = 0
    for last, moment in enumerate(moments):
        while moments[first] <= moment - 1:
            first += 1
        worst = max(worst, last - first + 1)
    return worst


async def messenger(count: int, per_second: int, delay: float, presses: bool) -> None:
    """Serve until so many messages were taken; prints where, and at the end what was seen."""
    flood = replace(Flood(), bot_per_second=per_second)
    world = World(clock=utc_now, limits=replace(Limits(), flood=flood))
    world.add_bot(TOKEN)
    for chat in range(FIRST_CHAT, FIRST_CHAT + count):
        world.add_person(chat, f"Директор {chat}")
        world.chat(chat).started = True
    if delay:
        for method in ("sendMessage", "editMessageText"):
            world.faults.put(Delay(delay), method=method, times=None)
    async with Emulator(world) as emulator:
        say(base_url=emulator.base_url)
        answers = await watch(world, count, presses=presses)
        moments = [call.seconds for call in world.calls if call.method == "sendMessage" and call.code == 200]
        refused = sum(call.code == 429 for call in world.calls)
        rate = (count - 1) / (moments[-1] - moments[0])
        say(rate=rate, worst=worst_second(moments), refused=refused, answers=answers)


async def watch(world: World, count: int, *, presses: bool) -> list[float]:
    """How long each press waited, until all letters came; who has their letter for a while presses its button.

    Whoever presses at once would wait for the second that one chat has to rest between two messages.
    """
    loop = asyncio.get_running_loop()
    came = 0
    answers: list[float] = []
    letters: deque[tuple[float, int, int]] = deque()
    pressed: dict[int, float] = {}
    pressed_at = 0.0
    with world.subscribe() as changes:
        while came < count:
            change = await changes.get()
            now = loop.time()
            if change.kind == "message" and change.message is not None:
                came += 1
                letters.append((now, change.chat_id, change.message.id))
            elif change.kind == "edited" and change.chat_id in pressed:
                answers.append(now - pressed.pop(change.chat_id))
            if presses and letters and letters[0][0] <= now - RESTED and pressed_at <= now - BETWEEN:
                _, chat, message = letters.popleft()
                pressed[chat] = pressed_at = now
                world.forge(chat, message, MarkDone(assignment_id=chat, origin="c").pack())
    return answers


def say(**words: object) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


async def put_letters(file: Path, count: int) -> None:
    """So many directors with a task each, and the letter of the week waits for all of them."""
    url = f"sqlite+aiosqlite:///{file}"
    await upgrade(url)
    async with open_sessions(url) as sessions:
        work = Work(sessions, lambda: TUESDAY)
        await put_district(work, range(FIRST_CHAT, FIRST_CHAT + count))
        await put_due(work)


@asynccontextmanager
async def _process(*words: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *words, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _told(process: asyncio.subprocess.Process) -> dict[str, Any]:
    assert process.stdout is not None
    return dict(json.loads(await process.stdout.readline()))


async def measure(file: Path, count: int, per_second: int, delay: float = 0.0, *, presses: bool = False) -> Mail:
    """Send so many letters within a limit of so many a second, each answered after `delay` seconds."""
    async with _process(
        "tests.benchmarks.letters", str(count), str(per_second), str(delay), str(int(presses))
    ) as served:
        api_base = (await _told(served))["base_url"]
        async with _process("tests.benchmarks.mailbot", str(file), api_base, str(per_second)):
            return Mail(**await _told(served))


if __name__ == "__main__":
    asyncio.run(messenger(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), sys.argv[4] == "1"))
