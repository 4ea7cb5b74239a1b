"""Virtual time: a loop whose clock leaps over every wait, so that a quarter of an hour passes in a second."""

import asyncio
import selectors
from collections import Counter, deque
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeVar

from bot.delivery.pace import DIRECT, Pace, Rates

T = TypeVar("T")


class Leaping(selectors.SelectSelector):
    """Never waits: what the loop would sleep is added to the clock."""

    now = 1000.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready:
            assert timeout is not None, "everybody waits, and nothing will come"
            self.now += max(timeout, 0)
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.leaping = Leaping()
        super().__init__(self.leaping)

    def time(self) -> float:
        return self.leaping.now


def virtually(main: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run to the end in virtual time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main())


def seconds() -> float:
    return asyncio.get_running_loop().time()


def virtual_pace(rates: Rates | None = None) -> Pace:
    return Pace(rates, seconds=seconds)


@dataclass
class Messenger:
    """Counts what arrives by its own clock; the way there and back takes a while that varies."""

    random: Random
    round_trip: float = 0.05
    arrived: list[tuple[float, str]] = field(default_factory=list)

    async def take(self, chat_id: str) -> None:
        # Two halves that vary apart from each other.
        await asyncio.sleep(self._half())
        self.arrived.append((seconds(), chat_id))
        await asyncio.sleep(self._half())

    def _half(self) -> float:
        return self.round_trip / 2 * self.random.uniform(0.8, 1.4)

    @property
    def moments(self) -> list[float]:
        return [moment for moment, _ in self.arrived]

    @property
    def rate(self) -> float:
        """Messages a second from the first to the last."""
        return (len(self.arrived) - 1) / (self.moments[-1] - self.moments[0])


def worst(moments: Iterable[float], window: float) -> int:
    """The most messages in any window that is open at its end."""
    inside: deque[float] = deque()
    most = 0
    for moment in sorted(moments):
        inside.append(moment)
        while inside[0] <= moment - window + 1e-9:
            inside.popleft()
        most = max(most, len(inside))
    return most


def worst_of_a_chat(arrived: list[tuple[float, str]], window: float) -> int:
    by_chat = {
        chat: [at for at, other in arrived if other == chat]
        for chat, _ in Counter(c for _, c in arrived).most_common(5)
    }
    return max(worst(moments, window) for moments in by_chat.values())


def worst_of_any_chat(arrived: list[tuple[float, str]], window: float) -> int:
    by_chat: dict[str, list[float]] = {}
    for at, chat in arrived:
        by_chat.setdefault(chat, []).append(at)
    return max(worst(moments, window) for moments in by_chat.values())


async def broadcast(pace: Pace, messenger: Messenger, chats: Iterable[str], *, lane: int = 3, hands: int = 5) -> None:
    """Send one message to each, with so many hands."""
    waiting = iter(chats)

    async def hand() -> None:
        for chat_id in waiting:
            async with pace.turn(chat_id, lane):
                await messenger.take(chat_id)

    await asyncio.gather(*(hand() for _ in range(hands)))


async def answer(pace: Pace, messenger: Messenger, chat_id: str) -> float:
    """A direct answer; how long the person waited for it."""
    asked = seconds()
    async with pace.turn(chat_id, DIRECT):
        await messenger.take(chat_id)
    return seconds() - asked
