"""Trying again what passes by itself."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import structlog

from handlers.errors import PASSING

log = structlog.get_logger()
T = TypeVar("T")

# Seconds; together more than the minute a full disk or a messenger's restart may take.
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 15.0, 15.0, 15.0)


async def patiently(attempt: Callable[[int], Awaitable[T]], pauses: Sequence[float] = PAUSES) -> T:
    """Call `attempt` with its number from 0 on until nothing passing stands in the way.

    Raises:
        Exception: what the attempt after the last pause raised, or at once what does not pass by itself.
    """
    for number, pause in enumerate(pauses):
        try:
            return await attempt(number)
        except PASSING as error:
            log.warning("waiting until it passes", error=str(error), attempt=number + 1)
            await asyncio.sleep(max(pause, getattr(error, "retry_after", 0)))
    return await attempt(len(pauses))
