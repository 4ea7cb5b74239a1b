"""The client of the Bot API."""

import json
from functools import cache
from typing import Any, cast
from urllib.parse import urlencode

import structlog
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageCaption,
    EditMessageReplyMarkup,
    EditMessageText,
    Response,
    SendMessage,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType
from aiogram.types import InputFile
from aiohttp.payload import BytesPayload

from bot.config import Telegram
from bot.delivery.connector import Connector
from bot.delivery.gate import HALT, Gate

log = structlog.get_logger()

# The words of Telegram for a press that was answered too late, or before a crash (Bot API server, answerCallbackQuery).
LATE = ("query is too old", "query ID is invalid")

UNREAD = ("reply_markup", "entities")
"""Fields of a sent message (Bot API, Message) that nobody here looks at, and that cost more than all the rest."""

EDITS = (EditMessageText, EditMessageCaption, EditMessageReplyMarkup)
"""Methods that answer with a message or with True (Bot API): here always with True."""


class NoToken(Exception):
    """The settings hold no token, so there is nobody to be."""


@cache
def _held(kind: Any) -> Any:
    """The class of an answer, held for good: pydantic forgets what nobody holds, and builds it anew in 8 ms."""
    return Response[kind]


def _result_of(content: str) -> Any:
    """What the messenger itself gives where all is well; the page of a gateway on the way is none of its answers."""
    try:
        answer = json.loads(content)
    except ValueError:
        return None
    return answer.get("result") if isinstance(answer, dict) and answer.get("ok") is True else None


def _shortened(sent: dict[str, Any]) -> str:
    """The answer with the sent message, as far as anybody here reads it."""
    return json.dumps({"ok": True, "result": {name: value for name, value in sent.items() if name not in UNREAD}})


class Session(AiohttpSession):
    """What is different with us.

    Late answers to presses do no harm; what found no connection was not sent; a plain connection closes at once.
    """

    def __init__(self, api: TelegramAPIServer) -> None:
        super().__init__(api=api)
        self._connector_type = Connector

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        result = _result_of(content) if isinstance(method, (*EDITS, SendMessage)) else None
        if result and isinstance(method, EDITS):
            # The Bot API gives the whole message back, and nobody here looks at it: the dearest part of an answer.
            return cast("Response[TelegramType]", Response[bool](ok=True, result=True))
        if isinstance(result, dict):
            content = _shortened(result)
        _held(method.__returning__)
        try:
            return super().check_response(bot, method, status_code, content)
        except TelegramBadRequest as error:
            if not isinstance(method, AnswerCallbackQuery) or not any(words in error.message for words in LATE):
                raise
            # The note over the screen is lost; the redraw that comes after it must not be.
            log.info("a press was answered too late")
            return cast("Response[TelegramType]", Response[bool](ok=True, result=True))

    def build_form_data(self, bot: Bot, method: TelegramMethod[TelegramType]) -> Any:
        """The body of a request; without files a plain form, which costs a third of what aiohttp's builder does."""
        files: dict[str, InputFile] = {}
        given = method.model_dump(warnings=False).items()
        words = {name: self.prepare_value(value, bot=bot, files=files) for name, value in given}
        if files:
            return super().build_form_data(bot, method)
        # Bytes: of an enumeration's text `urlencode` would take the member's name.
        fields = {name: value.encode() for name, value in words.items() if value}
        return BytesPayload(urlencode(fields).encode(), content_type="application/x-www-form-urlencoded")

    async def close(self) -> None:
        # Only an encrypted connection needs aiogram's quarter of a second at the end.
        if self.api.base.startswith("https:"):
            await super().close()
        elif self._session is not None:
            await self._session.close()


def build_bot(telegram: Telegram, *, halt: float = HALT) -> Bot:
    """The bot at the configured address; `halt` are the seconds between two requests with a token that is refused.

    Raises:
        NoToken: there is none.
    """
    if telegram.token is None:
        raise NoToken
    session = Session(api=TelegramAPIServer.from_base(str(telegram.api_base)))
    session.middleware(Gate(halt=halt))
    return Bot(telegram.token.get_secret_value(), session, DefaultBotProperties(parse_mode=ParseMode.HTML))
