"""A sender in a process of its own, to be killed: `python -m tests.delivery.child DATABASE API_BASE`."""

import asyncio
import signal
import sys
from datetime import UTC, datetime

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode

from bot.client import Session
from bot.database import open_sessions
from bot.delivery.pace import Pace, Rates
from bot.delivery.sender import Sender
from tests.delivery.mail import TOKEN, say_number

NOON = datetime(2027, 3, 9, 12, tzinfo=UTC)


async def send(database: str, api_base: str) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    bot = Bot(
        TOKEN, Session(api=TelegramAPIServer.from_base(api_base)), DefaultBotProperties(parse_mode=ParseMode.HTML)
    )
    async with open_sessions(f"sqlite+aiosqlite:///{database}") as sessions:
        await Sender(sessions, bot, lambda: NOON, Pace(Rates(200)), say_number, alone=True).run(stop)
    await bot.session.close()


if __name__ == "__main__":
    asyncio.run(send(*sys.argv[1:3]))
