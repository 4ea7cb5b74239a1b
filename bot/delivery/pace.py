"""Pacing: nobody sends faster than the messenger takes, and nobody sends in bursts.

A bucket holds slots. Who sends takes one; it is free again a window after the answer came back, less what a round trip
takes at least: the next message needs that long between leaving and being answered too. So no window of the messenger's
own clock sees more messages than there are slots, however the round trips vary, and almost nothing of the limit is
given away.
"""

import asyncio
import heapq
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

# Before all lanes of domain.outbox.Lane.
DIRECT = 0

# Windows, in seconds.
SECOND = 1.0
MINUTE = 60.0

# Seconds by which a waiter stands behind another one of the same chat.
STEP = 0.001

# Seconds: a round trip that takes longer is not counted on.
SURE_AT_MOST = 0.25
# The shortest round trip seen is not yet the shortest there is. It is not trusted before there are so many answers;
# then a sixth is taken off, and ever less as they grow more.
FEW = 30

# Up to this share of the whole bot's limit a 429 can't mean the whole bot.
QUIET = 0.25

Seconds = Callable[[], float]
Wait = Callable[[float], Awaitable[object]]

_has_turn: ContextVar[bool] = ContextVar("has_turn", default=False)


@dataclass(frozen=True, slots=True)
class Rates:
    """Messages of the whole bot a second, of one chat a second, of a group a minute. None lifts a limit."""

    per_second: float | None = 28.0
    chat_per_second: float | None = 1.0
    group_per_minute: float | None = 20.0


UNLIMITED = Rates(None, None, None)


class NotYet(Exception):
    """The turn is further away than the caller would wait: so many seconds at least."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(slots=True)
class Bucket:
    """`slots` messages in any `window` of seconds; `freed` is a heap of the moments at which slots come back."""

    slots: int
    window: float
    in_flight: int = 0
    freed: list[float] = field(default_factory=list)

    @classmethod
    def of(cls, rate: float, window: float, empty_until: float, now: float) -> "Bucket":
        """`rate` messages in a window, none of them before `empty_until`."""
        slots = max(1, math.floor(rate))
        freed = [empty_until] * slots if empty_until > now else []
        return cls(slots, window * slots / rate, freed=freed)

    @property
    def spacing(self) -> float:
        """Seconds between two messages that are sent evenly."""
        return self.window / self.slots

    def opens_at(self, now: float) -> float:
        """The earliest moment with a free slot; one whose answer is still out takes a window from now at least."""
        if self.used(now) < self.slots:
            return now
        return self.freed[0] if self.freed else now + self.window - SURE_AT_MOST

    def take(self) -> None:
        self.in_flight += 1

    def give_back(self, counted_at: float) -> None:
        """The answer is here, or will never be; the message was counted then or before."""
        self.in_flight -= 1
        heapq.heappush(self.freed, counted_at + self.window)

    def used(self, now: float) -> int:
        """Slots that are taken."""
        while self.freed and self.freed[0] <= now:
            heapq.heappop(self.freed)
        return self.in_flight + len(self.freed)


@dataclass(slots=True)
class Chat:
    """What one chat may take, and until when it takes nothing."""

    buckets: tuple[Bucket, ...]
    paused_until: float = -math.inf

    def opens_at(self, now: float) -> float:
        return max((now, self.paused_until, *(bucket.opens_at(now) for bucket in self.buckets)))

    def is_idle(self, now: float) -> bool:
        return self.paused_until <= now and not any(bucket.used(now) for bucket in self.buckets)


@dataclass(frozen=True, slots=True)
class Waiter:
    """Somebody in the queue: a smaller lane goes first, then who came first."""

    lane: int
    number: int
    chat_id: str

    def comes_before(self, other: "Waiter") -> bool:
        return (self.lane, self.number) < (other.lane, other.number)


class Pace:
    """The queue for the right to send.

    `seconds` is a clock that only counts, `wait` sleeps by it. All buckets are empty for one full window after the
    start: what an earlier life sent is not known.
    """

    def __init__(
        self, rates: Rates | None = None, *, seconds: Seconds = time.monotonic, wait: Wait = asyncio.sleep
    ) -> None:
        self._rates = rates or Rates()
        self.seconds = seconds
        self._wait = wait
        self._start = seconds()
        self._whole = tuple(self._buckets((self._rates.per_second, SECOND)))
        self._chats: dict[str, Chat] = {}
        self._queue: list[Waiter] = []
        self._number = 0
        self._paused_until = self._even_from = -math.inf
        self._swept_at = self._start
        self._answers = 0
        self._shortest = math.inf
        self._sure = 0.0

    @asynccontextmanager
    async def turn(self, chat_id: str | int, lane: int = DIRECT, *, patience: float = math.inf) -> AsyncIterator[None]:
        """Waits for the turn, and holds the slots until the answer is here.

        Raises:
            NotYet: the turn is more than `patience` seconds away.
        """
        chat = await self._queued(str(chat_id), lane, patience)
        took_at = self.seconds()
        token = _has_turn.set(True)
        try:
            yield
            self._measure(self.seconds() - took_at)
        finally:
            _has_turn.reset(token)
            self._give_back(chat)

    def pause(self, seconds: float, chat_id: str | int | None = None) -> None:
        """Nothing is sent for so long: to one chat, or by the whole bot."""
        until = self.seconds() + seconds
        if chat_id is None:
            self._paused_until = max(self._paused_until, until)
        else:
            chat = self._chat(str(chat_id))
            chat.paused_until = max(chat.paused_until, until)

    def paused(self) -> float:
        """Seconds until the whole bot may send again."""
        return max(0.0, self._paused_until - self.seconds())

    def flooded(self, chat_id: str | int, seconds: float) -> None:
        """The messenger answered 429 there. Only that chat pauses where the limit is plainly its own, otherwise all.

        A group has a limit of its own. With any other chat it is plain while the bot sends little, and no second chat
        complains.
        """
        self.pause(seconds, chat_id if self._is_its_own(str(chat_id)) else None)

    @property
    def chats(self) -> int:
        """How many chats are remembered."""
        return len(self._chats)

    def _is_its_own(self, chat_id: str) -> bool:
        if _is_group(chat_id):
            return True
        now = self.seconds()
        others = (chat for name, chat in self._chats.items() if name != chat_id and not _is_group(name))
        if any(chat.paused_until > now for chat in others):
            return False
        return all(bucket.used(now) <= bucket.slots * QUIET for bucket in self._whole)

    async def _queued(self, chat_id: str, lane: int, patience: float) -> Chat:
        self._number += 1
        waiter = Waiter(lane, self._number, chat_id)
        self._queue.append(waiter)
        try:
            while (delay := self._delay(waiter)) > 0:
                if delay > patience:
                    raise NotYet(delay)
                await self._wait(delay)
            return self._take(chat_id)
        finally:
            self._queue.remove(waiter)

    def _delay(self, waiter: Waiter) -> float:
        """Seconds until the waiter's turn can come at the earliest, with those before it served first."""
        now = self.seconds()
        whole = self._whole_opens_at(now)
        own = self._chat(waiter.chat_id).opens_at(now)
        for other in self._queue:
            if not other.comes_before(waiter):
                continue
            if other.chat_id == waiter.chat_id:
                own = max(own, whole) + STEP
            elif self._chat(other.chat_id).opens_at(now) <= whole:
                whole += self._spacing
        return max(whole, own) - now

    def _whole_opens_at(self, now: float) -> float:
        return max((now, self._paused_until, self._even_from, *(each.opens_at(now) for each in self._whole)))

    @property
    def _spacing(self) -> float:
        return self._whole[0].spacing if self._whole else 0.0

    def _take(self, chat_id: str) -> Chat:
        now = self.seconds()
        # A turn that came late is made up for by the next one, never by more.
        self._even_from = max(self._even_from, now - self._spacing) + self._spacing
        self._forget_idle(now)
        chat = self._chat(chat_id)
        for bucket in (*self._whole, *chat.buckets):
            bucket.take()
        return chat

    def _give_back(self, chat: Chat) -> None:
        now = self.seconds()
        for bucket in self._whole:
            bucket.give_back(now - self._sure)
        # One chat's speed is not worth the risk that the shortest way has not been seen yet.
        for bucket in chat.buckets:
            bucket.give_back(now)

    def _chat(self, chat_id: str) -> Chat:
        if chat_id not in self._chats:
            limits = [(self._rates.chat_per_second, SECOND)]
            if _is_group(chat_id):
                limits.append((self._rates.group_per_minute, MINUTE))
            self._chats[chat_id] = Chat(tuple(self._buckets(*limits)))
        return self._chats[chat_id]

    def _buckets(self, *limits: tuple[float | None, float]) -> Iterable[Bucket]:
        now = self.seconds()
        return (Bucket.of(rate, window, self._start + window, now) for rate, window in limits if rate is not None)

    def _measure(self, round_trip: float) -> None:
        """Learn what a round trip takes at least."""
        self._answers += 1
        self._shortest = min(self._shortest, round_trip)
        if self._answers >= FEW:
            self._sure = min(self._shortest * (1 - 1 / math.sqrt(self._answers + 6)), SURE_AT_MOST)

    def _forget_idle(self, now: float) -> None:
        """Memory follows the last window, not the number of people."""
        if now - self._swept_at >= SECOND:
            self._swept_at = now
            awaited = {waiter.chat_id for waiter in self._queue}
            self._chats = {name: chat for name, chat in self._chats.items() if name in awaited or not chat.is_idle(now)}


def has_turn() -> bool:
    """Whether the running task is inside a turn."""
    return _has_turn.get()


def _is_group(chat_id: str) -> bool:
    """Groups have negative numbers, channels may have names."""
    return chat_id.startswith(("-", "@"))
