"""How long it takes to find what is due in the whole country and to put it into the outbox, and with what memory.

Runs in a process of its own, whose memory is looked at; prints a line of JSON.
"""

import asyncio
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.database import open_sessions
from models.usecases.reminders import put_due
from models.work import Work

MONDAY = datetime(2027, 3, 15, 7, 5, tzinfo=UTC)
"""Past nine in Kaliningrad and not yet eight in the evening on Kamchatka: everybody's letter is due."""
WEDNESDAY = datetime(2027, 3, 17, 7, 5, tzinfo=UTC)
NIGHT = datetime(2027, 3, 14, 0, 0, tzinfo=UTC)
"""A Sunday: nothing is due anywhere."""


def megabytes(what: str) -> float:
    """Of this process: VmRSS now, VmHWM at its most since the last reset (proc(5))."""
    rows = Path("/proc/self/status").read_text().splitlines()
    return next(int(row.split()[1]) / 1024 for row in rows if row.startswith(f"{what}:"))


def forget_the_peak() -> None:
    """The peak of the imports is not what planning takes."""
    Path("/proc/self/clear_refs").write_text("5")


async def main(file: Path) -> None:
    async with open_sessions(f"sqlite+aiosqlite:///{file}") as sessions:
        moment = NIGHT
        work = Work(sessions, lambda: moment)

        async def tick(since: datetime | None = None) -> dict[str, float]:
            began = time.perf_counter()
            count = await put_due(work, since=since)
            return {"seconds": time.perf_counter() - began, "put": count}

        await tick()
        before = megabytes("VmRSS")
        forget_the_peak()
        found = {"night": await tick()}
        moment = MONDAY
        found["monday"] = await tick()
        found["soon_after"] = await tick(since=MONDAY)
        found["new_quarter"] = await tick()
        moment = WEDNESDAY
        found["wednesday"] = await tick()
    sys.stdout.write(json.dumps(found | {"memory": {"more": megabytes("VmHWM") - before}}) + "\n")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
