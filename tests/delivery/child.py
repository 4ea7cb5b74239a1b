"""A sender in a process of its own, to be killed: `python -m tests.delivery.child DATABASE API_BASE`."""

import asyncio
import signal
import sys
from datetime import datetime

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode

from bot.client import Session
from bot.database import open_sessions
from bot.delivery.pace import Pace, Rates
from bot.delivery.sender import Sender
from handlers.news import composer
from handlers.texts import Texts
from tests.conftest import NOON
from tests.delivery.mail import TOKEN


def noon() -> datetime:
    """It is always noon, whenever the tests run."""
    return NOON


async def send(database: str, api_base: str) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    bot = Bot(
        TOKEN, Session(api=TelegramAPIServer.from_base(api_base)), DefaultBotProperties(parse_mode=ParseMode.HTML)
    )
    async with open_sessions(f"sqlite+aiosqlite:///{database}") as sessions:
        compose = composer(sessions, noon, Texts())
        await Sender(sessions, bot, noon, Pace(Rates(200)), compose, alone=True).run(stop)
    await bot.session.close()


if __name__ == "__main__":
    asyncio.run(send(*sys.argv[1:3]))
