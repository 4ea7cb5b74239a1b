"""A rehearsal behind a wall: it works in a child process while the bot answers others, and one at a time."""

import asyncio
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.config import Settings
from bot.rehearsal.child import Answer, Order
from bot.upgrade import sqlite_file
from handlers.rehearsal import NotHere, RehearsalRefused, Rehearse, TooHeavy
from models.cards.rehearsal import Rehearsal

SECONDS = 180.0
COMMAND = (sys.executable, "-m", "bot.rehearsal.child")
_HOME = Path(__file__).resolve().parents[2]


def rehearsing(settings: Settings, *, seconds: float = SECONDS, command: Sequence[str] = COMMAND) -> Rehearse:
    """What the conversation asks for a rehearsal with."""
    file = sqlite_file(settings.database.address)
    one_at_a_time = asyncio.Semaphore(1)

    async def rehearse(person_id: int, draft_id: int, now: datetime) -> Rehearsal:
        if file is None:
            raise NotHere
        order = Order(file=file.absolute(), person_id=person_id, draft_id=draft_id, now=now, calendar=settings.calendar)
        async with one_at_a_time:
            told = await _ask(order, seconds, command)
        if told.rehearsal is None:
            raise RehearsalRefused(told.refused or "")
        return told.rehearsal

    return rehearse


async def _ask(order: Order, seconds: float, command: Sequence[str]) -> Answer:
    """The child's answer.

    Raises:
        TooHeavy: it came to a limit.
        RuntimeError: it ended otherwise, with what it wrote; that is a defect of ours.
    """
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=_HOME)
    try:
        out, err = await asyncio.wait_for(child.communicate(order.model_dump_json().encode() + b"\n"), seconds)
    except TimeoutError as error:
        raise TooHeavy from error
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode == 0:
        return Answer.model_validate_json(out)
    if (child.returncode is not None and child.returncode < 0) or b"MemoryError" in err:
        raise TooHeavy
    raise RuntimeError(f"the rehearsal ended with {child.returncode}: {err.decode(errors='replace')}")
