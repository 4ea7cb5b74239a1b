"""Methods that change or remove messages."""

from dataclasses import replace
from datetime import timedelta

from bot.emulator import errors
from bot.emulator.access import find_message, open_chat, spend
from bot.emulator.account import Account
from bot.emulator.calls import Parameters
from bot.emulator.content import read_caption, read_inline, read_text
from bot.emulator.messages import Chat, Message
from bot.emulator.telegram import Telegram


def _own_message(chat: Chat, account: Account, given: Parameters) -> Message:
    """The bot's own message an edit names."""
    if not given.text("message_id"):
        raise errors.bad_request("Message identifier is not specified")
    message = find_message(chat, given, "message to edit")
    if message.sender != account.bot or message.forwarded_from or message.service:
        raise errors.bad_request("message can't be edited")
    return message


def _replace(telegram: Telegram, account: Account, chat: Chat, old: Message, new: Message) -> object:
    if new == old:
        raise errors.not_modified()
    spend(account, chat)
    edited = replace(new, edited_at=telegram.clock())
    telegram.put_back(account, chat, edited)
    return chat.render(edited)


def edit_message_text(telegram: Telegram, account: Account, given: Parameters) -> object:
    """Changes the words; without `reply_markup` the inline keyboard goes."""
    body = read_text(given, telegram.limits)
    chat = open_chat(telegram, account, given)
    message = _own_message(chat, account, given)
    if message.file or message.contact:
        raise errors.bad_request("there is no text in the message to edit")
    keyboard = read_inline(given, telegram.limits)
    return _replace(telegram, account, chat, message, replace(message, body=body, keyboard=keyboard))


def edit_message_caption(telegram: Telegram, account: Account, given: Parameters) -> object:
    """Changes the caption of a file; without `reply_markup` the inline keyboard goes."""
    body = read_caption(given, telegram.limits)
    chat = open_chat(telegram, account, given)
    message = _own_message(chat, account, given)
    if not message.file:
        raise errors.bad_request("there is no caption in the message to edit")
    keyboard = read_inline(given, telegram.limits)
    return _replace(telegram, account, chat, message, replace(message, body=body, keyboard=keyboard))


def edit_message_reply_markup(telegram: Telegram, account: Account, given: Parameters) -> object:
    """Changes the buttons; without `reply_markup` the inline keyboard goes."""
    chat = open_chat(telegram, account, given)
    message = _own_message(chat, account, given)
    keyboard = read_inline(given, telegram.limits)
    return _replace(telegram, account, chat, message, replace(message, keyboard=keyboard))


def delete_message(telegram: Telegram, account: Account, given: Parameters) -> object:
    """Removes a message: in a private chat anybody's, elsewhere the bot's own, up to 48 hours old."""
    chat = open_chat(telegram, account, given)
    message = find_message(chat, given, "message to delete")
    if telegram.clock() - message.sent_at > timedelta(seconds=telegram.limits.delete_seconds):
        raise errors.bad_request("message can't be deleted for everyone")
    if chat.id < 0 and message.sender != account.bot:
        raise errors.bad_request("message can't be deleted")
    telegram.remove(account, chat, message.id)
    return True
