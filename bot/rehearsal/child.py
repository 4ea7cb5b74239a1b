"""A rehearsal of a draft as a process of its own: `python -m bot.rehearsal.child`.

In: one line of JSON, an Order. Out: an Answer as JSON. It gives way to everybody else on the machine; its limits are
set after the imports, so they count the work alone.
"""

import asyncio
import os
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel

from bot.config import Calendar
from bot.rehearsal.copy import copied
from bot.rehearsal.rehearse import NothingRuns, rehearse_draft
from bot.tuning import calm_collector
from handlers.errors import refusal_key
from handlers.texts import Texts
from handlers.views.rehearsal import nothing_runs
from models.cards.rehearsal import Rehearsal
from models.domain.refusals import Refusal
from models.roadmap.child import limit

MEMORY = 600 * 2**20
"""Bytes above what the imports took."""
SECONDS = 120
"""Of processor time; the parent watches the clock on the wall."""
PATIENT = 5
"""How far it steps back behind other processes (nice)."""


class Order(BaseModel):
    """The database, the draft and who wants to see it played, and the moment it would be published at."""

    file: Path
    person_id: int
    draft_id: int
    now: datetime
    calendar: Calendar


class Answer(BaseModel):
    """What was played, or the words in which it was refused, as HTML."""

    rehearsal: Rehearsal | None = None
    refused: str | None = None


async def answer(order: Order) -> Answer:
    """Play the draft."""
    texts = Texts(order.calendar.calendars)
    async with copied(order.file) as sessions:
        calm_collector()
        try:
            told = await rehearse_draft(sessions, order.now, texts, order.person_id, order.draft_id)
        except Refusal as refusal:
            return Answer(refused=texts(f"errors.{refusal_key(refusal)}", refusal=refusal))
        except NothingRuns:
            return Answer(refused=nothing_runs(texts))
    return Answer(rehearsal=told)


def main() -> None:
    """Answer once, over the standard streams."""
    order = Order.model_validate_json(sys.stdin.buffer.readline())
    limit(MEMORY, SECONDS)
    # Windows knows no such steps.
    with suppress(AttributeError):
        os.nice(PATIENT)
    sys.stdout.buffer.write(asyncio.run(answer(order)).model_dump_json().encode())


if __name__ == "__main__":
    main()
