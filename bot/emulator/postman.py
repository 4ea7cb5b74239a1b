"""Delivery to a webhook: one queue for each chat, its head until it is taken."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.emulator.account import Account, Webhook
from bot.emulator.entities import Json
from bot.emulator.updates import Pending

_PATIENCE = ClientTimeout(total=60)
_LONGEST_PAUSE = 60.0


@dataclass(slots=True)
class Postman:
    """Posts one bot's updates as long as the webhook it was made for is set.

    An update that is refused is posted again at once, then after `pause`, twice `pause` and so on up to a minute (or
    as long as `Retry-After` says), and keeps later updates of its chat waiting; other chats go on.
    """

    account: Account
    pause: float
    webhook: Webhook = field(init=False)
    busy: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.webhook = self.account.webhook

    async def work(self) -> None:
        """Delivers until another webhook, or none, is set."""
        room = asyncio.Semaphore(self.webhook.max_connections)
        arrived = self.account.updates.arrived
        async with ClientSession(timeout=_PATIENCE) as session, asyncio.TaskGroup() as group:
            while self._is_wanted():
                arrived.clear()
                for update in list(self._heads()):
                    self.busy.add(queue_of(update.body))
                    group.create_task(self._deliver(session, room, update))
                await arrived.wait()

    def _is_wanted(self) -> bool:
        return self.account.webhook is self.webhook

    def _heads(self) -> Iterator[Pending]:
        """The first update of each chat that is not being delivered."""
        seen = set(self.busy)
        for update in [*self.account.updates.again, *self.account.updates.live()]:
            queue = queue_of(update.body)
            if queue not in seen:
                seen.add(queue)
                yield update

    async def _deliver(self, session: ClientSession, room: asyncio.Semaphore, update: Pending) -> None:
        attempt = 0
        while self._is_wanted() and update.expires_at > self.account.updates.clock():
            async with room:
                taken, wait = await self._post(session, update)
            if taken:
                break
            attempt += 1
            await asyncio.sleep(wait or (attempt > 1) * min(self.pause * 2 ** (attempt - 2), _LONGEST_PAUSE))
        if self._is_wanted():
            self.account.updates.settle(update)
        self.busy.discard(queue_of(update.body))
        self.account.updates.arrived.set()

    async def _post(self, session: ClientSession, update: Pending) -> tuple[bool, float]:
        """Whether the update was taken, and the pause the receiver asked for."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook.secret} if self.webhook.secret else {}
        try:
            async with session.post(self.webhook.url, json=update.body, headers=headers) as response:
                asked = response.headers.get("Retry-After", "")
                return response.ok, min(float(asked), 3600.0) if asked.isdigit() else 0.0
        except (ClientError, TimeoutError):
            return False, 0.0


def queue_of(body: Json) -> str:
    """Which queue an update stands in: its chat's, by kind; updates without a chat share one."""
    kind, told = next(((key, value) for key, value in body.items() if key != "update_id"), ("", {}))
    inner = told if isinstance(told, dict) else {}
    message = inner.get("message", inner)
    chat = message.get("chat") if isinstance(message, dict) else None
    return f"{kind}:{chat.get('id') if isinstance(chat, dict) else ''}"
