"""Direct answers wait for their turn too: before all rows, and out of the same buckets."""

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.delivery.pace import Pace, has_turn

# The beginnings of the methods that the messenger counts as messages, and what is not counted all the same.
SPENDING = ("send", "edit", "copy", "forward")
FREE = frozenset({"sendChatAction"})

# A person's answer is tried again after a 429, so often and after so many seconds at the most.
TRIES = 3
PATIENCE = 60.0


class Limiter(BaseRequestMiddleware):
    """Register it with the bot's session; a send of the sender's, which has its turn already, passes through."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        if has_turn() or not spends(method):
            return await make_request(bot, method)
        return await self._paced(make_request, bot, method)

    async def _paced(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        chat_id = chat_of(method)
        tries = 0
        while True:
            try:
                async with self._pace.turn(chat_id):
                    return await make_request(bot, method)
            except TelegramRetryAfter as error:
                self._pace.flooded(chat_id, error.retry_after)
                tries += 1
                if tries == TRIES or error.retry_after > PATIENCE:
                    raise


def spends(method: TelegramMethod[TelegramType]) -> bool:
    """Whether the messenger counts it as a message."""
    name = method.__api_method__
    return name.startswith(SPENDING) and name not in FREE


def chat_of(method: TelegramMethod[TelegramType]) -> str:
    """The chat it goes to; what has none, such as the edit of an inline message, shares one of its own."""
    return str(getattr(method, "chat_id", None) or "")
