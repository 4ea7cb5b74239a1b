"""Updates come in by long polling: a batch is stored and committed, and only then confirmed by the next request."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramConflictError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import DeleteWebhook, TelegramMethod
from sqlalchemy.exc import DBAPIError

from models.cards.inbox import Incoming

# An edited message is left out on purpose: a step that was answered is over, and an edit must not take it again.
WANTED = ("message", "callback_query", "my_chat_member")

# Seconds: how long the messenger holds an empty request, and how much longer we wait for its answer.
HOLD = 25
ANSWER = 10

log = structlog.get_logger()

Store = Callable[[Sequence[Incoming]], Awaitable[None]]
Room = Callable[[], Awaitable[int]]


class RawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates whose answer stays as it came, so that one strange update does not spoil the batch."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int | None = None
    timeout: int | None = None
    allowed_updates: list[str] | None = None


@dataclass(frozen=True, slots=True)
class Pauses:
    """Seconds to wait before the next request: after a conflict, a refused token, and the steps of other troubles."""

    conflict: float = 3
    unauthorized: float = 30
    steps: tuple[float, ...] = (0.5, 1, 2, 4, 8, 15)


class Updates:
    """The poller. `room` waits until something more may be taken, `store` keeps a batch and hands it on."""

    def __init__(self, bot: Bot, room: Room, store: Store, *, pauses: Pauses | None = None, hold: int = HOLD) -> None:
        self._bot = bot
        self._room = room
        self._store = store
        self._pauses = pauses or Pauses()
        self._hold = hold
        self._offset: int | None = None
        self._trouble: str | None = None
        self._failures = 0

    async def run(self) -> None:
        """Poll until cancelled. Troubles are waited out; what was not stored is not confirmed and comes again."""
        while True:
            try:
                await self._poll()
            except (AiogramError, DBAPIError, OSError) as error:
                await self._wait_out(error)
            else:
                self._recover()

    async def _poll(self) -> None:
        limit = await self._room()
        batch = await self._bot(
            RawUpdates(offset=self._offset, limit=min(limit, 100), timeout=self._hold, allowed_updates=[*WANTED]),
            request_timeout=self._hold + ANSWER,
        )
        if batch:
            await self._store([incoming(update) for update in batch])
            # The last id, not the greatest ever seen: after a silent week the messenger begins anew at any number.
            self._offset = batch[-1]["update_id"] + 1

    async def _wait_out(self, error: Exception) -> None:
        trouble = type(error).__name__
        if trouble != self._trouble:
            log.critical("updates do not come", trouble=trouble, error=str(error))
        self._trouble = trouble
        if isinstance(error, TelegramConflictError) and "webhook" in error.message:
            await self._leave_webhook()
        await asyncio.sleep(self._pause_after(error))
        self._failures += 1

    def _pause_after(self, error: Exception) -> float:
        if isinstance(error, TelegramConflictError):
            return self._pauses.conflict
        if isinstance(error, TelegramUnauthorizedError):
            return self._pauses.unauthorized
        if isinstance(error, TelegramRetryAfter):
            return error.retry_after
        return self._pauses.steps[min(self._failures, len(self._pauses.steps) - 1)]

    async def _leave_webhook(self) -> None:
        """A webhook left by an earlier bot keeps every update from a poller."""
        try:
            await self._bot(DeleteWebhook(drop_pending_updates=False))
        except AiogramError as error:
            log.warning("the webhook stays", error=str(error))

    def _recover(self) -> None:
        if self._trouble is not None:
            log.warning("updates come again", trouble=self._trouble)
        self._trouble, self._failures = None, 0


def incoming(update: dict[str, Any]) -> Incoming:
    """The update with the chat whose order it belongs to; one of no chat stands for itself."""
    update_id = update["update_id"]
    chat = _chat_of(update)
    body = json.dumps(update, ensure_ascii=False, separators=(",", ":"))
    return Incoming(update_id, str(chat) if chat is not None else f"update {update_id}", body)


def _chat_of(update: dict[str, Any]) -> int | None:
    for kind in WANTED:
        match update.get(kind):
            case {"message": {"chat": {"id": int(chat)}}} | {"chat": {"id": int(chat)}} | {"from": {"id": int(chat)}}:
                return chat
    return None
