"""Updates that wait for a bot: numbered, kept for their time, given until confirmed."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.emulator.entities import Json

UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds a bot gets only when it names them."""
_REMEMBERED = 1000


@dataclass(frozen=True, slots=True)
class Pending:
    """An update and the moment after which it is no longer given."""

    body: Json
    expires_at: datetime

    @property
    def id(self) -> int:
        """The update's number."""
        number = self.body["update_id"]
        return number if isinstance(number, int) else 0


@dataclass(slots=True)
class UpdateQueue:
    """One bot's queue; `next_id` only grows."""

    clock: Callable[[], datetime]
    next_id: int
    pending: list[Pending] = field(default_factory=list)
    again: list[Pending] = field(default_factory=list)
    given: dict[int, Pending] = field(default_factory=dict)
    allowed: frozenset[str] | None = None
    """Kinds the bot asked for; None is everything but `UNASKED`."""
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def takes(self, kind: str) -> bool:
        """Whether the bot wants updates of this kind."""
        return kind in self.allowed if self.allowed is not None else kind not in UNASKED

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Remembers `allowed_updates`; None leaves what was asked last time, an empty list is the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def put(self, kind: str, body: Json, seconds: int) -> int | None:
        """Queues an update for `seconds`; None when the bot does not want it."""
        return self.put_raw({kind: body}, seconds) if self.takes(kind) else None

    def put_raw(self, body: Json, seconds: int) -> int:
        """Queues an update whatever it holds; an `update_id` of its own is kept."""
        number = body.get("update_id")
        update_id = number if isinstance(number, int) else self.next_id
        self.next_id = max(self.next_id, update_id + 1)
        update = Pending({"update_id": update_id, **body}, self.clock() + timedelta(seconds=seconds))
        self._remember(update)
        self.pending.append(update)
        self.arrived.set()
        return update_id

    def _remember(self, update: Pending) -> None:
        self.given[update.id] = update
        if len(self.given) > _REMEMBERED:
            del self.given[next(iter(self.given))]

    def repeat(self, update_id: int) -> None:
        """Gives one of the last 1000 updates once more, even a confirmed one, as when a confirmation is lost."""
        self.again.append(self.given[update_id])
        self.arrived.set()

    def confirm(self, offset: int) -> None:
        """Forgets everything before `offset`; a negative one keeps only the last -offset updates."""
        if offset < 0:
            self.pending = self.pending[offset:]
        else:
            self.pending = [update for update in self.pending if update.id >= offset]

    def settle(self, update: Pending) -> None:
        """Forgets one update that was delivered, or that nobody needs any more."""
        for waiting in (self.again, self.pending):
            if update in waiting:
                waiting.remove(update)
                return

    def live(self) -> list[Pending]:
        """What is still worth giving, oldest first."""
        now = self.clock()
        self.pending = [update for update in self.pending if update.expires_at > now]
        return self.pending

    def take(self, limit: int) -> list[Json]:
        """Up to `limit` updates; they stay until confirmed."""
        batch = [*self.again, *self.live()][:limit]
        self.again = self.again[len(batch) :]
        if not batch:
            self.arrived.clear()
        return [update.body for update in batch]
