"""Marks on answered updates, written in groups: losing one repeats an answer and never an effect."""

import asyncio
from contextlib import suppress

import structlog

from handlers.errors import PASSING
from models.usecases import inbox
from models.work import Clock, Sessions, Work

log = structlog.get_logger()

# A group is written when it is this large, or this many seconds after its first mark.
GROUP = 32
DELAY = 0.1


class Settling:
    """Collects the updates that are answered and settles them together."""

    def __init__(self, sessions: Sessions, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock
        self._answered: set[int] = set()
        self._some = asyncio.Event()
        self._many = asyncio.Event()
        self._writing = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="settling")

    def add(self, update_id: int) -> None:
        self._answered.add(update_id)
        self._some.set()
        if len(self._answered) >= GROUP:
            self._many.set()

    async def flush(self) -> None:
        """Write what is collected; what the disk refuses is kept for the next time."""
        async with self._writing:
            group = set(self._answered)
            self._some.clear()
            self._many.clear()
            if not group:
                return
            try:
                await inbox.settle(Work(self._sessions, self._clock), group)
            except PASSING as error:
                log.warning("answered updates could not be marked", error=str(error), count=len(group))
            else:
                self._answered -= group

    async def stop(self) -> None:
        """Write the last group."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        await self.flush()

    async def _run(self) -> None:
        while True:
            await self._some.wait()
            with suppress(TimeoutError):
                async with asyncio.timeout(DELAY):
                    await self._many.wait()
            await self.flush()
