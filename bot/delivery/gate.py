"""A token nobody knows: after a 401 one request in half a minute asks whether it is known again, for everybody."""

import math
import time

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramUnauthorizedError
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.delivery.pace import Seconds

# Seconds between two requests with a token that is refused.
HALT = 30.0


class Gate(BaseRequestMiddleware):
    """Register it first. The poller, the sender and the handlers each wait by themselves; only together they are few.

    While it is closed, whoever comes is refused here with the words of the messenger.
    """

    def __init__(self, seconds: Seconds = time.monotonic, halt: float = HALT) -> None:
        self._seconds = seconds
        self._halt = halt
        self._opens_at = -math.inf
        self._refused: str | None = None
        self._asking = False

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        if self._refused is None:
            return await self._pass(make_request, bot, method)
        if self._asking or self._seconds() < self._opens_at:
            raise TelegramUnauthorizedError(method, self._refused)
        self._asking = True
        try:
            return await self._pass(make_request, bot, method)
        finally:
            self._asking = False

    async def _pass(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        try:
            response = await make_request(bot, method)
        except TelegramUnauthorizedError as error:
            self._refused = error.message
            self._opens_at = self._seconds() + self._halt
            raise
        self._refused = None
        return response
