"""`make bench`: how fast the bot is beside a bare aiogram echo bot on the same messenger.

Ratios of one run hold, absolute figures are this machine's. Exits with 1 when one is below what it must be.
"""

import asyncio
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bot.clock import utc_now
from bot.database import open_sessions
from bot.upgrade import upgrade
from models.roadmap.reader import read_roadmap
from models.work import Work
from tests.benchmarks.load import CHATS, PRESSES, TASKS, TOKEN
from tests.benchmarks.news import report as news_report
from tests.benchmarks.reading import report
from tests.house.code import ROOT
from tests.machine.district import put_district
from tests.machine.process import FAST

RUNS = 5
RATIO = 0.35
FIRST_ANSWER = 6.0
FLOOD = 5_000
"""Updates that wait at once."""
FLOOD_MEMORY, STARTED = 40.0, 90.0
"""Megabytes more than at the start; and what a bot that has imported everything holds at least."""
READING = 0.5
"""Seconds, as those above and below say."""

Process = asyncio.subprocess.Process
Command = Sequence[str]


@dataclass(frozen=True, slots=True)
class Run:
    """Updates a second, and seconds from the start of the process to its first answer."""

    rate: float
    first_answer: float


@asynccontextmanager
async def python(*words: str, **environment: str) -> AsyncIterator[Process]:
    """A Python process that does not outlive the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, *words, cwd=ROOT, env={**os.environ, **environment}, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def told(process: Process) -> dict[str, object]:
    assert process.stdout is not None
    return dict(json.loads(await process.stdout.readline()))


async def measure(start: Callable[[str], tuple[Command, dict[str, str]]]) -> Run:
    """One bot against a messenger of its own with all presses waiting."""
    async with python("-m", "tests.benchmarks.messenger", str(PRESSES)) as messenger:
        words, environment = start(str((await told(messenger))["base_url"]))
        began = time.monotonic()
        async with python(*words, **environment):
            times = await told(messenger)
    first, last = float(str(times["first"])), float(str(times["last"]))
    return Run((PRESSES - 1) / (last - first), first - began)


def echo(base_url: str) -> tuple[Command, dict[str, str]]:
    return ("-m", "tests.benchmarks.echo", base_url), {}


def ours(database: Path) -> Callable[[str], tuple[Command, dict[str, str]]]:
    """The real bot on a copy of the database."""

    def start(base_url: str) -> tuple[Command, dict[str, str]]:
        for file in database.parent.glob("run.sqlite3*"):
            file.unlink()
        settings = {
            "TELEGRAM__TOKEN": TOKEN,
            "TELEGRAM__API_BASE": base_url,
            "DATABASE__PATH": shutil.copy(database, database.with_name("run.sqlite3")),
            "LOG__LEVEL": "warning",
            **{f"DELIVERY__{name}": value for name, value in FAST.items()},
        }
        words = ("-m", "bot", "--config", str(database.with_name("none.toml")), "run")
        return words, {f"VEKHA_{name}": str(value) for name, value in settings.items()}

    return start


async def put_database(file: Path, tasks: int = TASKS) -> None:
    url = f"sqlite+aiosqlite:///{file}"
    await upgrade(url)
    async with open_sessions(url) as sessions:
        await put_district(Work(sessions, utc_now), CHATS, tasks=tasks)


def seconds_of_reading(folder: Path) -> tuple[str, float]:
    """The largest road map there is, and how long it takes to read."""
    files = [*(folder / "seeds").glob("*.txt")] or [*(ROOT / "tests" / "data").glob("*.txt")]
    largest = max(files, key=lambda file: file.stat().st_size)
    data = largest.read_bytes()

    def once() -> float:
        began = time.perf_counter()
        read_roadmap(data, largest.name)
        return time.perf_counter() - began

    once()
    return largest.name, median(once() for _ in range(RUNS))


def line(what: str, figure: str, bound: str, good: bool) -> str:
    return f"{what:<44} {figure:>12}   {bound:<10} {'ok' if good else 'TOO SLOW'}"


async def main(folder: Path) -> int:
    with tempfile.TemporaryDirectory() as place:
        database = Path(place) / "seeded.sqlite3"
        await put_database(database)
        pairs = [(await measure(echo), await measure(ours(database))) for _ in range(RUNS)]
    ratio = median(own.rate / bare.rate for bare, own in pairs)
    first = median(own.first_answer for _, own in pairs)
    bare_first = median(bare.first_answer for bare, _ in pairs)
    name, reading = seconds_of_reading(folder)
    say("  ".join(f"{bare.rate:.0f}:{own.rate:.0f}" for bare, own in pairs) + "   updates a second, echo : Vekha")
    say(line("a press that reads and writes, of the echo's", f"{ratio:.2f}", f">= {RATIO}", ratio >= RATIO))
    say(line("first answer after the start", f"{first:.1f} s", f"<= {FIRST_ANSWER} s", first <= FIRST_ANSWER))
    say(f"{'the echo bot alone':<44} {f'{bare_first:.1f} s':>12}")
    say(line(f"reading {name}", f"{reading:.3f} s", f"<= {READING} s", reading <= READING))
    files = report(line, say)
    with tempfile.TemporaryDirectory() as place:
        flood = await flooded(Path(place) / "seeded.sqlite3")
    news = await news_report(line, say)
    good = ratio >= RATIO and first <= FIRST_ANSWER and reading <= READING
    return 0 if good and files and flood and news else 1


async def flooded(database: Path) -> bool:
    """Thousands of updates that wait when the bot starts: all are answered, and memory stays what it is."""
    await put_database(database, FLOOD // len(CHATS))
    async with python("-m", "tests.benchmarks.messenger", str(FLOOD)) as messenger:
        words, environment = ours(database)(str((await told(messenger))["base_url"]))
        async with python(*words, **environment) as bot:
            before = await settled_memory(bot.pid)
            refused = int(str((await told(messenger))["refused"]))
            more = memory(bot.pid, "VmHWM") - before
    say(line(f"{FLOOD} updates at once: refused", str(refused), "0", refused == 0))
    say(line("  memory they take", f"{more:.0f} MB", f"<= {FLOOD_MEMORY:.0f} MB", more <= FLOOD_MEMORY))
    return refused == 0 and more <= FLOOD_MEMORY


def memory(pid: int, what: str) -> float:
    """Megabytes of a process: VmRSS now, VmHWM at its most (proc(5))."""
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(row.split()[1]) / 1024 for row in status.splitlines() if row.startswith(f"{what}:"))


async def settled_memory(pid: int) -> float:
    """What the process holds when it has begun to answer: looked at until it grows no more than by a hundredth."""
    last = 0.0
    while (now := memory(pid, "VmRSS")) > last * 1.01 or now < STARTED:
        last = now
        await asyncio.sleep(0.5)
    return now


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared"))))
