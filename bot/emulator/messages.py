"""Messages and the chats they stand in, as a person sees them and as the Bot API tells them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from bot.emulator.actors import Bot, Sender
from bot.emulator.entities import EMPTY, Entity, Formatted, Json
from bot.emulator.files import StoredFile
from bot.emulator.html import to_html
from bot.emulator.keyboards import Button, InlineKeyboard, ReplyKeyboard, Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A shared phone number; `user_id` is None when the sender typed somebody in by hand."""

    phone: str
    first_name: str
    user_id: int | None = None

    def to_json(self) -> Json:
        """The Bot API's Contact."""
        told: Json = {"phone_number": self.phone, "first_name": self.first_name}
        return told if self.user_id is None else {**told, "user_id": self.user_id}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message as it stands now; an edit puts a new value in its place.

    `text` is the words without markup (of a file: its caption), `html` the same words with it.
    """

    id: int
    chat_id: int
    sender: Sender
    sent_at: datetime
    body: Formatted = EMPTY
    file: StoredFile | None = None
    contact: Contact | None = None
    reply_to: int | None = None
    keyboard: InlineKeyboard | None = None
    edited_at: datetime | None = None
    album: str | None = None
    forwarded_from: Sender | None = None
    forwarded_at: datetime | None = None
    reaction: str = ""
    protected: bool = False
    service: Json = field(default_factory=dict)
    """Fields of service messages (`migrate_to_chat_id`, …), given as they are."""

    @property
    def text(self) -> str:
        """The words; of a file, its caption."""
        return self.body.text

    @property
    def entities(self) -> tuple[Entity, ...]:
        """What the markup meant."""
        return self.body.entities

    @property
    def html(self) -> str:
        """The words with markup, in one canonical spelling."""
        return to_html(self.body)

    @property
    def from_bot(self) -> bool:
        """Whether a bot wrote it."""
        return isinstance(self.sender, Bot)

    @property
    def edited(self) -> bool:
        """Whether it was changed after it had been sent."""
        return self.edited_at is not None

    @property
    def buttons(self) -> Rows:
        """The inline keyboard, row by row."""
        return self.keyboard.rows if self.keyboard else ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The texts of all inline buttons."""
        return tuple(button.text for row in self.buttons for button in row)

    @property
    def file_name(self) -> str | None:
        """Name of the document, None for other messages."""
        return self.file.name if self.file and self.file.kind == "document" else None

    @property
    def is_photo(self) -> bool:
        """Whether the file is a photo."""
        return self.file is not None and self.file.kind == "photo"

    def button(self, data_or_text: str) -> Button | None:
        """The inline button with this text or, failing that, this callback data."""
        every = list(self.keyboard.buttons()) if self.keyboard else []
        by_text = next((one for one in every if one.text == data_or_text), None)
        return by_text or next((one for one in every if one.data == data_or_text), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Toast:
    """A callback answer: a line over the chat, or a window to close when `alert`."""

    query_id: str
    user_id: int
    text: str
    alert: bool
    url: str | None
    at: datetime


@dataclass(slots=True)
class Chat:
    """A conversation: its messages by id, the reply keyboard shown in it, its toasts."""

    id: int
    head: Json
    """The Bot API's Chat object."""
    history: dict[int, Message] = field(default_factory=dict)
    keyboard: ReplyKeyboard | None = None
    placeholder: str = ""
    pinned: int | None = None
    toasts: list[Toast] = field(default_factory=list)
    started: bool = False
    blocked: bool = False

    @property
    def messages(self) -> tuple[Message, ...]:
        """All messages, oldest first."""
        return tuple(self.history.values())

    @property
    def last(self) -> Message:
        """The newest message."""
        return next(reversed(self.history.values()))

    def from_bot(self) -> Iterator[Message]:
        """What the bot wrote, oldest first."""
        return (message for message in self.history.values() if message.from_bot)

    def render(self, message: Message, *, with_reply: bool = True) -> Json:
        """The Bot API's Message."""
        told: Json = {
            "message_id": message.id,
            "from": message.sender.to_json(),
            "chat": self.head,
            "date": int(message.sent_at.timestamp()),
            **_edit(message),
            **_forward(message),
            **_content(message),
            **message.service,
        }
        if with_reply and message.reply_to in self.history:
            told["reply_to_message"] = self.render(self.history[message.reply_to], with_reply=False)
        return told


def _edit(message: Message) -> Json:
    told: Json = {}
    if message.edited_at:
        told["edit_date"] = int(message.edited_at.timestamp())
    if message.album:
        told["media_group_id"] = message.album
    if message.protected:
        told["has_protected_content"] = True
    if message.keyboard:
        told["reply_markup"] = message.keyboard.to_json()
    return told


def _forward(message: Message) -> Json:
    if message.forwarded_from is None or message.forwarded_at is None:
        return {}
    date, user = int(message.forwarded_at.timestamp()), message.forwarded_from.to_json()
    return {
        "forward_origin": {"type": "user", "date": date, "sender_user": user},
        "forward_from": user,
        "forward_date": date,
    }


def _content(message: Message) -> Json:
    file = message.file
    if file is not None:
        own: Json = {"document": file.document()} if file.kind == "document" else {"photo": file.sizes()}
        return {**own, **_words(message.body, "caption", "caption_entities")}
    if message.contact is not None:
        return {"contact": message.contact.to_json()}
    return _words(message.body, "text", "entities")


def _words(body: Formatted, text: str, entities: str) -> Json:
    if not body.text:
        return {}
    told: Json = {text: body.text}
    return {**told, entities: [one.to_json() for one in body.entities]} if body.entities else told
