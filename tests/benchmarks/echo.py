"""A bare aiogram bot by the book: it answers a press and writes back what the button carried."""

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from tests.benchmarks.load import TOKEN

KEYBOARD = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="ещё", callback_data="again")]])


async def echo(query: CallbackQuery) -> None:
    await query.answer()
    if isinstance(query.message, Message):
        await query.message.edit_text(f"эхо: {query.data}", reply_markup=KEYBOARD)


async def main(base_url: str) -> None:
    dispatcher = Dispatcher()
    dispatcher.callback_query.register(echo)
    bot = Bot(TOKEN, AiohttpSession(api=TelegramAPIServer.from_base(base_url)))
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
