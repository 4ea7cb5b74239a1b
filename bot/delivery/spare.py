"""Where the messenger does not know a file any more, our own copy of it is sent instead."""

from collections.abc import Awaitable, Callable

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import Response, SendDocument, SendPhoto, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import FSInputFile

from bot.shelf import Shelf
from models.cards.files import KeptCard

log = structlog.get_logger(__name__)

# Words of a description by which the messenger says that it has no such file, in small letters.
NO_SUCH_FILE = ("file identifier", "file_id", "file reference", "file is temporarily unavailable")

SHOWING = {SendDocument: "document", SendPhoto: "photo"}
"""Methods that show a file, and what it is called in each."""

Copies = Callable[[str], Awaitable[KeptCard | None]]
"""Our copy of what the messenger knows by a handle."""


class Spare(BaseRequestMiddleware):
    """Register it with the bot's session; whatever is no file of ours passes through."""

    def __init__(self, shelf: Shelf, copies: Copies) -> None:
        self._shelf = shelf
        self._copies = copies

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        try:
            return await make_request(bot, method)
        except TelegramBadRequest as error:
            again = await self._with_own_copy(method) if is_unknown(error) else None
            if again is None:
                raise
            return await make_request(bot, again)

    async def _with_own_copy(self, method: TelegramMethod[TelegramType]) -> TelegramMethod[TelegramType] | None:
        handle = handle_in(method)
        copy = await self._copies(handle) if handle is not None else None
        path = self._shelf.path_of(copy.sha256) if copy is not None else None
        if copy is None or path is None or not path.exists():
            return None
        log.warning("own_copy_sent", sha256=copy.sha256)
        own = FSInputFile(path, filename=copy.name or path.name)
        return method.model_copy(update={SHOWING[type(method)]: own})


def is_unknown(error: TelegramBadRequest) -> bool:
    """Whether the messenger says that it has no such file."""
    return any(words in error.message.lower() for words in NO_SUCH_FILE)


def handle_in(method: TelegramMethod[TelegramType]) -> str | None:
    """By what handle the method names a file."""
    shown = getattr(method, SHOWING.get(type(method), ""), None)
    return shown if isinstance(shown, str) else None
