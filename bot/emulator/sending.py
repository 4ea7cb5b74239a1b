"""Methods that put messages into chats."""

from dataclasses import replace
from typing import TypedDict, Unpack

from bot.emulator import errors
from bot.emulator.access import find_chat, find_message, open_chat, spend
from bot.emulator.account import Account
from bot.emulator.actors import Sender
from bot.emulator.calls import Parameters
from bot.emulator.content import (
    as_list,
    member,
    read_caption,
    read_file,
    read_reply,
    read_reply_markup,
    read_text,
    show_keyboard,
)
from bot.emulator.entities import Formatted, Json
from bot.emulator.files import StoredFile
from bot.emulator.keyboards import InlineKeyboard, Markup
from bot.emulator.messages import Chat, Contact, Message
from bot.emulator.telegram import Telegram


class _Content(TypedDict, total=False):
    body: Formatted
    file: StoredFile | None
    contact: Contact | None
    album: str | None
    forwarded_from: Sender | None


def _post(
    telegram: Telegram, account: Account, given: Parameters, chat: Chat, markup: Markup | None,
    **content: Unpack[_Content],
) -> Json:  # fmt: skip
    """Puts one message into the chat and tells it as the API's Message."""
    message = Message(
        id=telegram.next_message_id(account, chat),
        chat_id=chat.id,
        sender=account.bot,
        sent_at=telegram.clock(),
        reply_to=read_reply(given, chat),
        keyboard=markup if isinstance(markup, InlineKeyboard) else None,
        forwarded_at=telegram.clock() if content.get("forwarded_from") else None,
        protected=given.flag("protect_content"),
        **content,
    )
    show_keyboard(chat, markup)
    telegram.post(account, chat, message)
    if markup is not None and not isinstance(markup, InlineKeyboard):
        telegram.changed("chat", account, chat.id)
    return chat.render(message)


def send_message(telegram: Telegram, account: Account, given: Parameters) -> object:
    """Sends words."""
    body = read_text(given, telegram.limits)
    chat = open_chat(telegram, account, given)
    markup = read_reply_markup(given, telegram.limits, chat)
    read_reply(given, chat)
    spend(account, chat)
    return _post(telegram, account, given, chat, markup, body=body)


def send_document(telegram: Telegram, account: Account, given: Parameters) -> object:
    """Sends a file."""
    return _send_file(telegram, account, given, "document")


def send_photo(telegram: Telegram, account: Account, given: Parameters) -> object:
    """Sends a picture."""
    return _send_file(telegram, account, given, "photo")


def _send_file(telegram: Telegram, account: Account, given: Parameters, kind: str) -> object:
    file = read_file(telegram, given, "photo" if kind == "photo" else "document", kind)
    body = read_caption(given, telegram.limits)
    chat = open_chat(telegram, account, given)
    markup = read_reply_markup(given, telegram.limits, chat)
    read_reply(given, chat)
    spend(account, chat)
    return _post(telegram, account, given, chat, markup, body=body, file=file)


def send_media_group(telegram: Telegram, account: Account, given: Parameters) -> object:
    """Sends documents or photos as an album, which counts as so many messages."""
    items = [member(item, given) for item in as_list(given, "media", "media")]
    _check_album(items)
    parts = [_album_part(telegram, item) for item in items]
    chat = open_chat(telegram, account, given)
    spend(account, chat, len(parts))
    album = f"{account.next_message_id:017d}"
    return [
        _post(telegram, account, given, chat, None, body=body, file=file, album=album if len(parts) > 1 else None)
        for file, body in parts
    ]


def _check_album(items: list[Parameters]) -> None:
    kinds = {item.text("type") for item in items}
    if not items:
        raise errors.bad_request("there are no messages to send")
    if len(items) > 10:
        raise errors.bad_request("too many messages to send as an album")
    if not kinds <= {"document", "photo"}:
        raise errors.bad_request("can't parse InputMedia: type must be one of document, photo")
    if len(kinds) > 1:
        raise errors.bad_request("document can't be mixed with other media types")


def _album_part(telegram: Telegram, item: Parameters) -> tuple[StoredFile, Formatted]:
    kind = "photo" if item.text("type") == "photo" else "document"
    file = read_file(telegram, item, "photo" if kind == "photo" else "document", "media")
    return file, read_caption(item, telegram.limits)


def copy_message(telegram: Telegram, account: Account, given: Parameters) -> object:
    """Sends the same content anew; a caption given replaces the old one."""
    chat = open_chat(telegram, account, given)
    source = find_message(find_chat(telegram, account, given, "from_chat_id"), given, "message to copy")
    if source.service:
        raise errors.bad_request("message can't be copied")
    markup = read_reply_markup(given, telegram.limits, chat)
    body = read_caption(given, telegram.limits) if given.text("caption") and source.file else source.body
    spend(account, chat)
    told = _post(telegram, account, given, chat, markup, body=body, file=source.file, contact=source.contact)
    return {"message_id": told["message_id"]}


def forward_message(telegram: Telegram, account: Account, given: Parameters) -> object:
    """Sends a message on, with its origin."""
    chat = open_chat(telegram, account, given)
    source = find_message(find_chat(telegram, account, given, "from_chat_id"), given, "message to forward")
    if source.protected or source.service:
        raise errors.bad_request("message can't be forwarded")
    spend(account, chat)
    return _post(
        telegram, account, given, chat, None,
        body=source.body, file=source.file, contact=source.contact,
        forwarded_from=source.forwarded_from or source.sender,
    )  # fmt: skip


def send_chat_action(telegram: Telegram, account: Account, given: Parameters) -> object:
    """Lets onlookers see the bot typing."""
    chat = open_chat(telegram, account, given)
    if given.text("action") not in _ACTIONS:
        raise errors.bad_request("wrong parameter action in request")
    telegram.changed("typing", account, chat.id)
    return True


_ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip


def set_message_reaction(telegram: Telegram, account: Account, given: Parameters) -> object:
    """Sets one emoji under a message, or none."""
    chat = open_chat(telegram, account, given)
    message = find_message(chat, given, "message to react")
    asked = given.decoded("reaction", "reaction types")
    emoji = [str(one.get("emoji", "")) for one in asked if isinstance(one, dict)] if isinstance(asked, list) else []
    if len(emoji) > 1:
        raise errors.bad_request("REACTIONS_TOO_MANY")
    if emoji and emoji[0] not in _REACTIONS:
        raise errors.bad_request("REACTION_INVALID")
    telegram.put_back(account, chat, replace(message, reaction="".join(emoji)))
    return True


_REACTIONS = frozenset("👍👎🔥🎉🤔👏🙏👌💯🤝👀✍🏆⚡🥰😁🤯😱😢🤩👻🎄☃🤗🫡🆒💘")


def pin_chat_message(telegram: Telegram, account: Account, given: Parameters) -> object:
    """Pins a message."""
    chat = open_chat(telegram, account, given)
    chat.pinned = find_message(chat, given, "message to pin").id
    telegram.changed("chat", account, chat.id)
    return True
