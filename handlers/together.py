"""Questions that many ask at the same time are asked once."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Together(Generic[K, V]):
    """Gathers the keys asked for while an earlier question is on its way, and asks for all of them next.

    A single asker waits for nobody; under load one question answers a whole batch.
    """

    def __init__(self, ask: Callable[[Collection[K]], Awaitable[Mapping[K, V]]]) -> None:
        self._ask = ask
        self._keys: set[K] = set()
        self._next: asyncio.Task[Mapping[K, V]] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def of(self, key: K) -> V:
        """The value for this key; a failed question fails for all who shared it."""
        self._keys.add(key)
        if self._next is None:
            self._next = asyncio.create_task(self._ask_for_all())
        # Who gives up does not take the answer from the others.
        return (await asyncio.shield(self._next))[key]

    async def _ask_for_all(self) -> Mapping[K, V]:
        async with self._one_at_a_time:
            keys, self._keys, self._next = self._keys, set(), None
            return await self._ask(keys)
