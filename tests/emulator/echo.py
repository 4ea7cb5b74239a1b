"""A bot to try the page with: `python -m tests.emulator.echo [PORT]`, then open the address it prints.

It repeats what is said, shows every kind of button, sends files back, and knows three commands.
"""

import asyncio
import sys
from datetime import UTC, datetime, timedelta

from aiogram import Bot, Dispatcher, F
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CallbackQuery,
    CopyTextButton,
    DisabledButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
)

from bot.emulator.clock import WoundClock
from bot.emulator.server import Emulator
from bot.emulator.world import World

TOKEN = "42:PLAYGROUND"

LETTER = """<b>Неделя с 1 по 5 марта</b>
Озёрская СОШ № 1

<b>Просрочено</b>
7. Анкета самодиагностики — до 26 февраля
<b>На этой неделе</b>
12. Концепция развития — до <tg-time unix="{due}" format="wDt">пт 5 марта, 18:00 МСК</tg-time>
14. Посещение школы куратором (1 этап)

<blockquote expandable>Слова приказа: «Разработать концепцию развития и среднесрочную программу развития школы
с учётом рисковых профилей, согласовать с куратором и муниципальным координатором,
разместить в ИС МЭДК не позднее указанного срока».</blockquote>
Памятка: <a href="https://example.org/memo">как заполнить</a>, код <code>А-12</code>. Приглашение коллеге: \
https://t.me/vekha_bot?start=pK3x9"""


def keyboard(number: int = 0) -> InlineKeyboardMarkup:
    count = f" · {number}" if number else ""
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [
                InlineKeyboardButton(text=f"✅ 12 сделано{count}", callback_data=f"done:{number}", style="success"),
                InlineKeyboardButton(text="✋ 12 нужна помощь", callback_data="help", style="danger"),
            ],
            [InlineKeyboardButton(text="📎 12 документ", callback_data="file", style="primary")],
            [
                InlineKeyboardButton(text="Сайт", url="https://example.org/"),
                InlineKeyboardButton(text="Код", copy_text=CopyTextButton(text="А-12")),
                InlineKeyboardButton(text="Уже закрыто", disabled=DisabledButton()),
            ],
        ]
    )


async def start(message: Message, command: CommandObject) -> None:
    row = [KeyboardButton(text="Письмо недели"), KeyboardButton(text="Мой телефон", request_contact=True)]
    markup = ReplyKeyboardMarkup(keyboard=[row], resize_keyboard=True)
    invited = f" Вы пришли по ссылке <code>{command.args}</code>." if command.args else ""
    await message.answer(f"Здравствуйте!{invited} Я повторяю всё, что мне пишут.", reply_markup=markup)


async def letter(message: Message) -> None:
    due = int((message.date + timedelta(days=4)).timestamp())
    await message.answer(LETTER.format(due=due), reply_markup=keyboard())


async def press_done(query: CallbackQuery) -> None:
    number = int((query.data or "done:0").partition(":")[2]) + 1
    if isinstance(query.message, Message):
        await query.message.edit_reply_markup(reply_markup=keyboard(number))
    await query.answer("Отмечено: сделано")


async def press_help(query: CallbackQuery) -> None:
    await query.answer("Куратор увидит вашу просьбу сегодня до 18:00.", show_alert=True)


async def press_file(query: CallbackQuery) -> None:
    await query.answer()
    if isinstance(query.message, Message):
        await query.message.answer_document(BufferedInputFile("Пример".encode(), "концепция.txt"), caption="Образец")


async def take_contact(message: Message) -> None:
    contact, sender = message.contact, message.from_user
    mine = contact is not None and sender is not None and contact.user_id == sender.id
    await message.answer("Ваш номер принят." if mine else "Это не ваш номер.")


async def repeat(message: Message) -> None:
    await message.send_copy(message.chat.id, reply_to_message_id=message.message_id)


def dispatcher() -> Dispatcher:
    made = Dispatcher()
    made.message.register(start, CommandStart())
    made.message.register(letter, Command("week"))
    made.message.register(letter, F.text == "Письмо недели")
    made.message.register(take_contact, F.contact)
    made.message.register(repeat)
    made.callback_query.register(press_done, F.data.startswith("done"))
    made.callback_query.register(press_help, F.data == "help")
    made.callback_query.register(press_file, F.data == "file")
    return made


def district(world: World) -> dict[int, str]:
    world.add_bot(TOKEN)
    world.add_person(7, "Анна", "Лебедева", phone="+7 900 000-00-07")
    world.add_person(8, "Пётр", "Северов")
    world.add_person(9, "Ольга", "Каменева")
    world.add_person(10, "Игорь", "Полевой")
    return {
        7: "Директор, Озёрская СОШ № 1",
        8: "Куратор двух школ",
        9: "Координатор, Озёрский район",
        10: "Директор, Заречная ООШ",
    }


async def main(port: int) -> None:
    clock = WoundClock()
    clock.wind_to(datetime(2027, 3, 1, 6, 0, tzinfo=UTC))
    world = World(clock=clock, seconds=lambda: clock().timestamp())
    labels = district(world)
    async with Emulator(world, port=port, title="Веха: эхо", labels=labels) as emulator:
        sys.stdout.write(f"{emulator.base_url}\n")
        sys.stdout.flush()
        session = AiohttpSession(api=TelegramAPIServer.from_base(emulator.base_url))
        bot = Bot(TOKEN, session=session, default=DefaultBotProperties(parse_mode="HTML"))
        await bot.set_my_commands(
            [
                BotCommand(command="start", description="начать сначала"),
                BotCommand(command="week", description="письмо недели"),
                BotCommand(command="help", description="что я умею"),
            ]
        )

        async def tick(now: datetime) -> None:
            if (now.hour, now.minute) != (6, 0):
                return
            for user_id in labels:
                if world.chat(user_id).started:
                    await bot.send_message(user_id, f"Доброе утро, сегодня {now:%d.%m.%Y}")

        emulator.on_wind(tick)
        await dispatcher().start_polling(bot, handle_signals=True)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 8088))
