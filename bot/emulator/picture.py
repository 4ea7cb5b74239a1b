"""What the page is told: people, chats and messages as plain JSON."""

from collections.abc import Mapping

from bot.emulator.actors import Person
from bot.emulator.entities import Json
from bot.emulator.feed import Change
from bot.emulator.files import StoredFile
from bot.emulator.keyboards import Button, ReplyKeyboard, Rows
from bot.emulator.messages import Message, Toast
from bot.emulator.world import World


def milliseconds(moment: float) -> int:
    """Seconds since 1970 as JavaScript counts them."""
    return round(moment * 1000)


def person_picture(person: Person, labels: Mapping[int, str]) -> Json:
    """A line of the list of people."""
    label = labels.get(person.id, "")
    return {"id": person.id, "name": person.name, "label": label, "phone": person.phone, "gone": person.deactivated}


def chat_picture(world: World, person: Person) -> Json:
    """A person's whole chat with the bot."""
    chat, account = world.chat(person.id), world.account()
    return {
        "person": person.id,
        "messages": [message_picture(message) for message in chat.messages],
        "keyboard": keyboard_picture(chat.keyboard),
        "placeholder": chat.placeholder,
        "commands": [command.to_json() for command in account.commands.seen_by(person.id, person.language)],
        "blocked": chat.blocked,
        "pinned": chat.pinned,
    }


def message_picture(message: Message) -> Json:
    """One message."""
    origin = message.forwarded_from
    return {
        "id": message.id,
        "mine": not message.from_bot,
        "at": milliseconds(message.sent_at.timestamp()),
        "text": message.text,
        "entities": [entity.to_json() for entity in message.entities],
        "buttons": _rows(message.buttons),
        "file": _file(message.file) if message.file else None,
        "contact": message.contact.to_json() if message.contact else None,
        "replyTo": message.reply_to,
        "edited": message.edited,
        "reaction": message.reaction,
        "forwardedFrom": origin.first_name if origin else "",
    }


def _rows(rows: Rows) -> list[list[Json]]:
    return [[_button(button) for button in row] for row in rows]


def _button(button: Button) -> Json:
    return {
        "text": button.text,
        "data": button.data,
        "url": button.url,
        "style": button.style,
        "copy": button.copy_text,
        "disabled": button.disabled,
        "contact": button.request_contact,
    }


def _file(file: StoredFile) -> Json:
    photo = file.kind == "photo"
    return {"id": file.id, "name": file.name, "size": len(file.content), "photo": photo}


def keyboard_picture(keyboard: ReplyKeyboard | None) -> Json | None:
    """The buttons beside the chat."""
    if keyboard is None:
        return None
    return {"rows": _rows(keyboard.rows), "oneTime": keyboard.one_time, "placeholder": keyboard.placeholder}


def change_picture(change: Change) -> Json:
    """One event of the feed."""
    told: Json = {"kind": change.kind, "chat": change.chat_id}
    if change.message:
        told["message"] = message_picture(change.message)
    if change.message_id:
        told["messageId"] = change.message_id
    return {**told, "toast": _toast(change.toast)} if change.toast else told


def _toast(toast: Toast) -> Json:
    return {"query": toast.query_id, "text": toast.text, "alert": toast.alert, "url": toast.url}
