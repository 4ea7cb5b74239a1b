"""News at the country's size: planning, sending at the limit, presses meanwhile, and a flood of updates."""

import asyncio
import json
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import quantiles
from typing import Any

from bot.clock import utc_now
from bot.database import open_sessions
from bot.upgrade import upgrade
from models.work import Work
from tests.benchmarks.country import PEOPLE, put_country
from tests.benchmarks.letters import Mail, measure, put_letters
from tests.house.code import ROOT

MONDAY, NOTHING = 3.0, 0.1
"""Seconds for all letters of the country from what is due to rows, and for a tick that finds nothing."""
MONDAY_MEMORY = 60.0
"""Megabytes more."""
USED = 0.985
"""Of the limit."""
ANSWER = 1.5
"""Seconds within which 95 of 100 presses are answered while letters go out."""

Line = Callable[[str, str, str, bool], str]
Say = Callable[[str], None]


@asynccontextmanager
async def python(*words: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *words, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def planning(file: Path) -> dict[str, dict[str, float]]:
    url = f"sqlite+aiosqlite:///{file}"
    await upgrade(url)
    async with open_sessions(url) as sessions:
        await put_country(Work(sessions, utc_now))
    async with python("tests.benchmarks.planning", str(file)) as process:
        assert process.stdout is not None
        found: dict[str, Any] = json.loads(await process.stdout.readline())
    return found


async def mail(seeded: Path, count: int, per_second: int, delay: float = 0.0, *, presses: bool = False) -> Mail:
    """Letters from a copy of the database, where they wait."""
    file = Path(shutil.copy(seeded, seeded.with_name(f"{count}-{per_second}-{presses}.sqlite3")))
    return await measure(file, count, per_second, delay, presses=presses)


async def seeded(place: Path, count: int) -> Path:
    file = place / f"letters-{count}.sqlite3"
    await put_letters(file, count)
    return file


async def report(line: Line, say: Say) -> bool:
    """Print the figures; whether all of them keep within their bounds."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        found = await planning(place / "country.sqlite3")
        fast = await mail(await seeded(place, 2_000), 2_000, 300)
        few = await seeded(place, 300)
        slow = await mail(few, 300, 30, 0.05)
        pressed = await mail(few, 300, 30, 0.05, presses=True)
    ninety_fifth = quantiles(pressed.answers, n=20)[-1] if len(pressed.answers) > 1 else float("inf")
    monday, idle = found["monday"], max(found[name]["seconds"] for name in ("night", "soon_after"))
    more = found["memory"]["more"]
    put_in_time = monday["seconds"] <= MONDAY and monday["put"] >= PEOPLE
    checks = [
        ("letters of the whole country put", f"{monday['seconds']:.2f} s", f"<= {MONDAY} s", put_in_time),
        ("memory it takes", f"{more:.0f} MB", f"<= {MONDAY_MEMORY:.0f} MB", more <= MONDAY_MEMORY),
        ("a tick with nothing due", f"{idle:.3f} s", f"<= {NOTHING} s", idle <= NOTHING),
        *_mailed("2,000 letters at 300 a second", fast, 300),
        *_mailed("300 letters at 30 a second, 50 ms away", slow, 30),
        ("95 of 100 presses in the midst of them", f"{ninety_fifth:.2f} s", f"<= {ANSWER} s", ninety_fifth <= ANSWER),
    ]
    say(f"{'a look at everybody, once a quarter of an hour':<44} {found['new_quarter']['seconds']:>10.2f} s")
    for check in checks:
        say(line(*check))
    return all(good for *_, good in checks)


def _mailed(what: str, seen: Mail, per_second: int) -> list[tuple[str, str, str, bool]]:
    used = seen.rate / per_second
    return [
        (what, f"{used:.1%}", f">= {USED:.1%}", used >= USED),
        ("  its worst second", str(seen.worst), f"<= {per_second}", seen.worst <= per_second),
        ("  refused with 429", str(seen.refused), "0", seen.refused == 0),
    ]
