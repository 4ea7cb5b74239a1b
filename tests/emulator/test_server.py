import asyncio
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramBadRequest, TelegramUnauthorizedError
from aiogram.types import BufferedInputFile, Message, ReplyParameters
from aiohttp import ClientSession

from bot.emulator.faults import flood
from bot.emulator.server import Emulator
from bot.emulator.world import World
from tests.emulator import echo
from tests.emulator.conftest import ANNA, TOKEN, Api, until


async def text_sent(world: World, session: ClientSession, method: str, address: str, **body: Any) -> str:
    async with session.request(method, address, **body) as response:
        assert response.status == 200
    return world.chat(ANNA).last.text


async def test_parameters_come_in_four_ways(world: World, session: ClientSession, emulator: Emulator) -> None:
    address = f"{emulator.base_url}/bot{TOKEN}/sendMessage"
    given = {"chat_id": str(ANNA)}
    assert await text_sent(world, session, "GET", f"{address}?chat_id={ANNA}&text=1") == "1"
    assert await text_sent(world, session, "POST", address, data={**given, "text": "2"}) == "2"
    assert await text_sent(world, session, "POST", address, json={"chat_id": ANNA, "text": "3"}) == "3"
    with_query = f"{address}?text=4"
    assert await text_sent(world, session, "POST", with_query, json=given) == "4"


async def test_json_that_is_none(session: ClientSession, emulator: Emulator) -> None:
    address = f"{emulator.base_url}/bot{TOKEN}/sendMessage"
    for body in ("{", "[]"):
        async with session.post(address, data=body, headers={"Content-Type": "application/json"}) as response:
            assert response.status == 400


async def test_names_of_methods_in_any_letters(api: Api) -> None:
    assert (await api("GETME")).status == 200


async def test_an_unknown_method(api: Api) -> None:
    assert (await api("sendDice")).refusal == (404, "Not Found: method not found")


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("42:WRONG", "Unauthorized"),
        ("43:TEST", "Unauthorized"),
        ("word", "Unauthorized: invalid token specified"),
        ("x:y", "Unauthorized: invalid token specified"),
    ],
)
async def test_a_wrong_token(world: World, api: Api, token: str, words: str) -> None:
    api.token = token
    assert (await api("getMe")).refusal == (401, words)
    assert world.calls[0].code == 401


async def test_the_server_says_when_to_come_back(world: World, session: ClientSession, emulator: Emulator) -> None:
    world.faults.put(flood(7))
    async with session.get(f"{emulator.base_url}/bot{TOKEN}/getMe") as response:
        assert (response.status, response.headers["Retry-After"]) == (429, "7")


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example"}, {"Host": "evil.example:80"}, {"Origin": "http://evil.example"}, {"Origin": "null"}],
)
@pytest.mark.parametrize("path", ["/", "/play/config", f"/bot{TOKEN}/getMe"])
async def test_other_sites_are_kept_out(
    session: ClientSession, emulator: Emulator, path: str, headers: dict[str, str]
) -> None:
    async with session.get(emulator.base_url + path, headers=headers) as response:
        assert response.status == 403


async def test_it_listens_on_this_machine_alone(emulator: Emulator) -> None:
    assert emulator.base_url == f"http://127.0.0.1:{emulator.port}"
    assert emulator.port > 0


async def test_aiogram_is_at_home(world: World, bot: Bot) -> None:
    assert (await bot.me()).username == "vekha_bot"
    world.say(ANNA, "вот план")
    message = await bot.send_message(
        ANNA, "<b>Да</b>", parse_mode="HTML", reply_parameters=ReplyParameters(message_id=3)
    )
    assert message.reply_to_message is not None
    edited = await message.edit_text("Нет")
    assert isinstance(edited, Message)
    assert edited.text == "Нет"
    sent = await bot.send_document(ANNA, BufferedInputFile("текст".encode(), "акт № 1.txt"), caption="акт")
    assert sent.document is not None
    assert sent.document.file_name == "акт № 1.txt"
    file = await bot.get_file(sent.document.file_id)
    assert file.file_path is not None
    content = await bot.download_file(file.file_path)
    assert content is not None
    assert content.read() == "текст".encode()
    assert (await bot.get_chat(ANNA)).first_name == "Анна"
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await bot.delete_message(ANNA, 99)
    with pytest.raises(TelegramUnauthorizedError):
        await Bot("42:WRONG", session=bot.session).get_me()


async def test_a_conversation_with_the_echo(world: World, bot: Bot) -> None:
    bot.default.parse_mode = "HTML"
    talk: Dispatcher = echo.dispatcher()
    polling = asyncio.create_task(talk.start_polling(bot, handle_signals=False, close_bot_session=False))
    world.say(ANNA, "/start дом")
    chat = world.chat(ANNA)
    await until(lambda: "дом" in chat.last.text)
    world.say(ANNA, "Письмо недели")
    await until(lambda: "Просрочено" in chat.last.text)
    letter = chat.last.id
    world.press(ANNA, letter, "✅ 12 сделано")
    await until(lambda: "✅ 12 сделано · 1" in chat.history[letter].labels and len(chat.toasts) == 1)
    world.press(ANNA, letter, "✋ 12 нужна помощь")
    await until(lambda: len(chat.toasts) == 2)
    assert chat.toasts[-1].alert
    world.press(ANNA, letter, "📎 12 документ")
    await until(lambda: chat.last.file_name == "концепция.txt")
    world.share_contact(ANNA, "+79000000007")
    await until(lambda: chat.last.text == "Ваш номер принят.")
    world.send_file(ANNA, "план.docx", b"x", caption="вот")
    await until(lambda: chat.last.from_bot and chat.last.file_name == "план.docx")
    await talk.stop_polling()
    await polling
