"""What the bot's client does otherwise than aiogram's own."""

import json
from urllib.parse import parse_qsl

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.methods import EditMessageText, SendDocument, SendMessage
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiohttp import FormData
from aiohttp.payload import BytesPayload

from bot.client import Session

EDIT = EditMessageText(chat_id=7, message_id=1, text="Готово")
SEND = SendMessage(chat_id=7, text="Готово")


@pytest.fixture
def session() -> Session:
    return Session(TelegramAPIServer.from_base("http://127.0.0.1:1"))


@pytest.fixture
def bot(session: Session) -> Bot:
    return Bot("42:TEST", session)


def test_the_answer_to_an_edit_is_that_it_is_done(session: Session, bot: Bot) -> None:
    answer = session.check_response(bot, EDIT, 200, '{"ok": true, "result": {"message_id": 1, "odd": "field"}}')
    assert (answer.ok, answer.result) == (True, True)


def test_a_sent_message_is_known_by_its_number_chat_and_words(session: Session, bot: Bot) -> None:
    sent = {
        "message_id": 5,
        "date": 1_800_000_000,
        "chat": {"id": 7, "type": "private", "first_name": "Ольга"},
        "text": "Готово",
        "entities": [{"type": "bold", "offset": 0, "length": 6}],
        "reply_markup": {"inline_keyboard": [[{"text": "Да", "callback_data": "a:1"}]]},
    }
    answer = session.check_response(bot, SEND, 200, json.dumps({"ok": True, "result": sent}))
    message = answer.result
    assert isinstance(message, Message)
    assert (message.message_id, message.chat.id, message.text, message.bot) == (5, 7, "Готово", bot)
    assert (message.entities, message.reply_markup) == (None, None)


@pytest.mark.parametrize("content", ["<html>Войдите в сеть</html>", '{"ok": true, "result": {"odd": "answer"}}'])
def test_what_is_no_message_is_no_sent_message(session: Session, bot: Bot, content: str) -> None:
    with pytest.raises(ClientDecodeError):
        session.check_response(bot, SEND, 200, content)


def test_a_page_of_a_gateway_is_no_answer_to_an_edit(session: Session, bot: Bot) -> None:
    with pytest.raises(ClientDecodeError):
        session.check_response(bot, EDIT, 200, "<html>Войдите в сеть</html>")


@pytest.mark.parametrize("status", [200, 400])
def test_a_refused_edit_is_refused(session: Session, bot: Bot, status: int) -> None:
    refusal = '{"ok": false, "error_code": 400, "description": "Bad Request: message is not modified"}'
    with pytest.raises(TelegramAPIError, match="not modified"):
        session.check_response(bot, EDIT, status, refusal)


def test_a_plain_form_says_what_aiograms_own_would(session: Session, bot: Bot) -> None:
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да & нет", callback_data="a:1")]])
    body = session.build_form_data(
        bot, SendMessage(chat_id=7, text="а=б&в + «г» %", parse_mode=ParseMode.HTML, reply_markup=keyboard)
    )
    assert isinstance(body, BytesPayload)
    assert body.content_type == "application/x-www-form-urlencoded"
    said = dict(parse_qsl(body.decode()))
    assert (said["chat_id"], said["text"], said["parse_mode"]) == ("7", "а=б&в + «г» %", "HTML")
    assert json.loads(said["reply_markup"])["inline_keyboard"][0][0]["text"] == "Да & нет"


def test_files_go_as_aiogram_sends_them(session: Session, bot: Bot) -> None:
    document = BufferedInputFile(b"1", "a.txt")
    assert isinstance(session.build_form_data(bot, SendDocument(chat_id=7, document=document)), FormData)
