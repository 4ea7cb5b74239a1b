"""The workers of the inbox: updates of one chat in order, chats beside each other; a poisoned update stands alone."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from secrets import token_hex

import structlog

from bot.patience import PAUSES, patiently
from bot.settling import Settling
from handlers.errors import PASSING, Incident
from models.cards.inbox import InboxCard, Incoming
from models.usecases import inbox
from models.work import AppliedBefore, Clock, Sessions, Work

log = structlog.get_logger()

# Updates that are stored but not handled; polling pauses beyond it. Measured: it saves memory, not time.
IN_HAND = 64
# Seconds to wait for half of the hand to be free when it was full: a batch of two costs as much as one of thirty.
GATHER = 0.05

Handle = Callable[[InboxCard], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: between tries of one update, and for handlers to end after a stop."""

    pauses: tuple[float, ...] = PAUSES
    stop: float = 8


class Inbox:
    """Keeps what arrives and hands it to `handle`."""

    def __init__(
        self,
        sessions: Sessions,
        clock: Clock,
        handle: Handle,
        *,
        limit: int = IN_HAND,
        patience: Patience | None = None,
    ) -> None:
        self._sessions = sessions
        self._clock = clock
        self._handle = handle
        self._limit = limit
        self._patience = patience or Patience()
        self._settling = Settling(sessions, clock)
        self._chats: dict[str, deque[InboxCard]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._in_hand = 0
        self._freed = asyncio.Event()
        self._stopping = False

    async def start(self) -> None:
        """Take up what an earlier life left, before anything new may come."""
        self._settling.start()
        last: int | None = None
        while cards := await inbox.take_up(self._work(), after=last, limit=await self.room()):
            self._hand_over(cards)
            last = cards[-1].update_id

    async def room(self) -> int:
        """Wait until something more may be taken in hand; how many updates."""
        if self._in_hand >= self._limit:
            await self._fewer_than(self._limit)
            with suppress(TimeoutError):
                async with asyncio.timeout(GATHER):
                    await self._fewer_than(self._limit // 2 + 1)
        return self._limit - self._in_hand

    async def _fewer_than(self, count: int) -> None:
        while self._in_hand >= count:
            self._freed.clear()
            await self._freed.wait()

    async def store(self, batch: Sequence[Incoming]) -> None:
        """Commit the batch and hand over what is new in it."""
        stored = await inbox.store(self._work(), batch)
        if stored.duplicates:
            log.info("updates came again", duplicates=stored.duplicates)
        self._hand_over(stored.cards)

    @property
    def busy(self) -> bool:
        """Whether anything is in hand."""
        return bool(self._tasks)

    async def idle(self) -> None:
        """Wait until everything in hand is handled and settled."""
        while self._tasks:
            await asyncio.wait(self._tasks)
        await self._settling.flush()

    async def stop(self) -> None:
        """Begin nothing more, let handlers end; those that take too long are undone and left for the next start."""
        self._stopping = True
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=self._patience.stop)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._settling.stop()

    def _work(self) -> Work:
        return Work(self._sessions, self._clock)

    def _hand_over(self, cards: Sequence[InboxCard]) -> None:
        self._in_hand += len(cards)
        for card in cards:
            if card.chat in self._chats:
                self._chats[card.chat].append(card)
            else:
                self._chats[card.chat] = deque([card])
                self._begin(card.chat)

    def _begin(self, chat: str) -> None:
        task = asyncio.create_task(self._talk(chat), name=f"chat {chat}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _talk(self, chat: str) -> None:
        """All that waits in one chat, in order."""
        waiting = self._chats[chat]
        while waiting and not self._stopping:
            await self._answer(waiting[0])
            waiting.popleft()
            self._in_hand -= 1
            self._freed.set()
        del self._chats[chat]

    async def _answer(self, card: InboxCard) -> None:
        try:
            await patiently(lambda attempt: self._attempt(card, attempt), self._patience.pauses)
        except Exception as error:
            await self._quarantine(card, error)
        else:
            self._settling.add(card.update_id)

    async def _attempt(self, card: InboxCard, attempt: int) -> None:
        """Handle the update; when it is tried again, what was committed meanwhile is known."""
        applied = card.applied or (attempt > 0 and await inbox.was_applied(self._work(), card.update_id))
        with suppress(AppliedBefore):
            await self._handle(replace(card, applied=applied))

    async def _quarantine(self, card: InboxCard, error: Exception) -> None:
        """Put the update aside for good, so that its neighbours go on; the alarm sounds once."""
        incident = error.number if isinstance(error, Incident) else token_hex(3).upper()
        # Who was told a number has been logged with the trace.
        trace = None if isinstance(error, Incident) else error
        log.critical("an update went to quarantine", incident=incident, update_id=card.update_id, exc_info=trace)
        try:
            await patiently(lambda _: inbox.quarantine(self._work(), card.update_id, incident), self._patience.pauses)
        except PASSING as trouble:
            log.critical("quarantine could not be written", incident=incident, error=str(trouble))
