"""The client of the Bot API."""

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode

from bot.config import Telegram


class NoToken(Exception):
    """The settings hold no token, so there is nobody to be."""


class Session(AiohttpSession):
    """The session without its quarter of a second at the end, which only an encrypted connection needs."""

    async def close(self) -> None:
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
