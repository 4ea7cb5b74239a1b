"""What changes in the world, for whoever looks on."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from bot.emulator.messages import Message, Toast

ChangeKind = Literal["message", "edited", "deleted", "toast", "chat", "people", "commands", "clock", "typing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One event; `message` for sent and edited ones, `message_id` alone for a deleted one."""

    kind: ChangeKind
    chat_id: int = 0
    bot_id: int = 0
    message: Message | None = None
    message_id: int = 0
    toast: Toast | None = None


@dataclass(slots=True)
class Feed:
    """Hands every change to everybody who subscribed."""

    queues: list[asyncio.Queue[Change]] = field(default_factory=list)

    def tell(self, change: Change) -> None:
        """Gives `change` to all listeners; nobody waits."""
        for queue in self.queues:
            queue.put_nowait(change)

    @contextmanager
    def subscribe(self) -> Iterator[asyncio.Queue[Change]]:
        """A queue that gets every change until the block ends."""
        queue: asyncio.Queue[Change] = asyncio.Queue()
        self.queues.append(queue)
        try:
            yield queue
        finally:
            self.queues.remove(queue)
