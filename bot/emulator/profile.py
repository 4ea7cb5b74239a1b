"""Methods about the bot itself and about chats: menu, name, descriptions."""

import re

from bot.emulator import errors
from bot.emulator.access import find_chat
from bot.emulator.account import Account
from bot.emulator.calls import Parameters
from bot.emulator.commands import Command, Scope
from bot.emulator.telegram import Telegram

WIDE = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
NARROW = frozenset({"chat", "chat_administrators", "chat_member"})
"""Scopes of a menu that name a chat."""


def get_me(telegram: Telegram, account: Account, given: Parameters) -> object:
    """The bot as getMe tells it."""
    told = account.bot.to_json()
    abilities = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return {**told, **abilities, "can_connect_to_business": False, "has_main_web_app": False}


def done(telegram: Telegram, account: Account, given: Parameters) -> object:
    """Answers logOut and close, which change nothing here."""
    return True


def get_chat(telegram: Telegram, account: Account, given: Parameters) -> object:
    """A chat the bot has seen."""
    chat = find_chat(telegram, account, given)
    if chat.id > 0 and not chat.started:
        raise errors.chat_not_found()
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    )
    told = {**chat.head, "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    pinned = chat.history.get(chat.pinned or 0)
    return {**told, "pinned_message": chat.render(pinned, with_reply=False)} if pinned else told


def set_my_commands(telegram: Telegram, account: Account, given: Parameters) -> object:
    """Sets the menu of one scope and language."""
    asked = given.decoded("commands", "commands")
    if not isinstance(asked, list):
        raise errors.bad_request("Expected an Array of BotCommand")
    if len(asked) > 100:
        raise errors.bad_request("BOT_COMMANDS_TOO_MUCH")
    account.commands.menus[_scope(telegram, account, given)] = tuple(_command(one) for one in asked)
    telegram.changed("commands", account)
    return True


def _command(given: object) -> Command:
    if not isinstance(given, dict):
        raise errors.bad_request("can't parse BotCommand: expected an Object")
    name, description = str(given.get("command", "")).removeprefix("/"), str(given.get("description", ""))
    if not re.fullmatch(r"[a-z0-9_]{1,32}", name):
        raise errors.bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise errors.bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return Command(name, description)


def _scope(telegram: Telegram, account: Account, given: Parameters) -> Scope:
    """Whom the menu is for: everybody where nothing is said."""
    language = given.text("language_code")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise errors.bad_request("invalid language code specified")
    asked = given.decoded("scope", "BotCommandScope")
    if asked is None:
        return Scope(language=language)
    if not isinstance(asked, dict):
        raise errors.bad_request("can't parse BotCommandScope: expected an Object")
    fields = Parameters(asked)
    kind = fields.text("type")
    if kind in WIDE:
        return Scope(kind, language=language)
    if kind not in NARROW:
        raise errors.bad_request("can't parse BotCommandScope: unsupported type specified")
    return Scope(kind, _chat_of_scope(telegram, account, fields), language)


def _chat_of_scope(telegram: Telegram, account: Account, fields: Parameters) -> int:
    if not fields.text("chat_id"):
        raise errors.bad_request("can't parse BotCommandScope: empty chat_id specified")
    chat = find_chat(telegram, account, fields)
    if chat.id > 0 and not chat.started:
        raise errors.chat_not_found()
    return chat.id


def delete_my_commands(telegram: Telegram, account: Account, given: Parameters) -> object:
    """Takes the menu of one scope and language away."""
    account.commands.menus.pop(_scope(telegram, account, given), None)
    telegram.changed("commands", account)
    return True


def get_my_commands(telegram: Telegram, account: Account, given: Parameters) -> object:
    """The menu of one scope and language, without looking further."""
    return [command.to_json() for command in account.commands.menus.get(_scope(telegram, account, given), ())]


_TEXTS = {"name": 64, "description": 512, "short_description": 120}


def _set_text(account: Account, given: Parameters, field: str) -> object:
    text = given.text(field)
    if len(text) > _TEXTS[field]:
        raise errors.bad_request(f"{field.replace('_', ' ')} is too long")
    account.texts[field, given.text("language_code")] = text
    return True


def set_my_name(telegram: Telegram, account: Account, given: Parameters) -> object:
    """Sets the name in one language."""
    return _set_text(account, given, "name")


def set_my_description(telegram: Telegram, account: Account, given: Parameters) -> object:
    """Sets what an empty chat shows, in one language."""
    return _set_text(account, given, "description")


def set_my_short_description(telegram: Telegram, account: Account, given: Parameters) -> object:
    """Sets what the profile shows, in one language."""
    return _set_text(account, given, "short_description")


def get_my_name(telegram: Telegram, account: Account, given: Parameters) -> object:
    """The name in one language, else the common one."""
    own = account.texts.get(("name", given.text("language_code")))
    return {"name": own or account.texts.get(("name", "")) or account.bot.first_name}


def get_my_description(telegram: Telegram, account: Account, given: Parameters) -> object:
    """The description in one language."""
    return {"description": account.texts.get(("description", given.text("language_code")), "")}


def get_my_short_description(telegram: Telegram, account: Account, given: Parameters) -> object:
    """The short description in one language."""
    return {"short_description": account.texts.get(("short_description", given.text("language_code")), "")}
