"""The client of the Bot API."""

from functools import cache
from typing import Any, cast

import structlog
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import AnswerCallbackQuery, Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.config import Telegram

log = structlog.get_logger()

# The words of Telegram for a press that was answered too late, or before a crash (Bot API server, answerCallbackQuery).
LATE = ("query is too old", "query ID is invalid")


class NoToken(Exception):
    """The settings hold no token, so there is nobody to be."""


@cache
def _held(kind: Any) -> Any:
    """The class of an answer, held for good: pydantic forgets what nobody holds, and builds it anew in 8 ms."""
    return Response[kind]


class Session(AiohttpSession):
    """What is different with us: late answers to presses do no harm, and a plain connection closes at once."""

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        _held(method.__returning__)
        try:
            return super().check_response(bot, method, status_code, content)
        except TelegramBadRequest as error:
            if not isinstance(method, AnswerCallbackQuery) or not any(words in error.message for words in LATE):
                raise
            # The note over the screen is lost; the redraw that comes after it must not be.
            log.info("a press was answered too late")
            return cast("Response[TelegramType]", Response[bool](ok=True, result=True))

    async def close(self) -> None:
        # Only an encrypted connection needs aiogram's quarter of a second at the end.
        if self.api.base.startswith("https:"):
            await super().close()
        elif self._session is not None:
            await self._session.close()


def build_bot(telegram: Telegram) -> Bot:
    """The bot at the configured address.

    Raises:
        NoToken: there is none.
    """
    if telegram.token is None:
        raise NoToken
    session = Session(api=TelegramAPIServer.from_base(str(telegram.api_base)))
    return Bot(telegram.token.get_secret_value(), session, DefaultBotProperties(parse_mode=ParseMode.HTML))
