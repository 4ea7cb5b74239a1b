"""Keyboards under and beside messages: `reply_markup` in, values out."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.emulator.entities import Json
from bot.emulator.errors import ApiError, bad_request
from bot.emulator.limits import Limits

_STYLES = ("primary", "danger", "success", "link")


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One button; an inline one carries callback `data` or a `url`, one of the reply keyboard only its text."""

    text: str
    data: str | None = None
    url: str | None = None
    style: str | None = None
    copy_text: str | None = None
    disabled: bool = False
    request_contact: bool = False
    other: Json = field(default_factory=dict)
    """What the emulator keeps and gives back without acting on it (web_app, switch_inline_query, …)."""

    def to_json(self) -> Json:
        """The Bot API's button."""
        known: Json = {"callback_data": self.data, "url": self.url, "style": self.style}
        told = {name: value for name, value in known.items() if value is not None}
        copy: Json = {} if self.copy_text is None else {"copy_text": {"text": self.copy_text}}
        marks: Json = {"disabled": {}} if self.disabled else {}
        contact: Json = {"request_contact": True} if self.request_contact else {}
        return {"text": self.text, **told, **copy, **marks, **contact, **self.other}


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class InlineKeyboard:
    """Buttons under a message."""

    rows: Rows

    def buttons(self) -> Iterator[Button]:
        """All buttons, row by row."""
        return (button for row in self.rows for button in row)

    def to_json(self) -> Json:
        """The Bot API's InlineKeyboardMarkup."""
        return {"inline_keyboard": [[button.to_json() for button in row] for row in self.rows]}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyKeyboard:
    """Buttons instead of the phone's keyboard; pressing one says its text."""

    rows: Rows
    one_time: bool = False
    persistent: bool = False
    placeholder: str = ""


@dataclass(frozen=True, slots=True)
class RemoveKeyboard:
    """Takes the reply keyboard away."""


@dataclass(frozen=True, slots=True)
class ForceReply:
    """Opens the person's answer as a reply to this message."""

    placeholder: str = ""


Markup = InlineKeyboard | ReplyKeyboard | RemoveKeyboard | ForceReply


def read_markup(given: object, limits: Limits, *, private: bool = True) -> Markup | None:
    """Reads a decoded `reply_markup`; None when there is nothing in it.

    Raises:
        ApiError: 400 for wrong shapes and for keyboards beyond the limits.
    """
    if given is None:
        return None
    if not isinstance(given, dict):
        raise bad_request("Object expected as reply markup")
    keyboard = _rows(given, "keyboard")
    if keyboard:
        return _reply_keyboard(given, keyboard, private=private)
    inline = _rows(given, "inline_keyboard")
    if inline:
        return _inline_keyboard(inline, limits)
    if given.get("remove_keyboard"):
        return RemoveKeyboard()
    return ForceReply(str(given.get("input_field_placeholder") or "")) if given.get("force_reply") else None


def _rows(given: Json, name: str) -> list[list[object]]:
    rows = given.get(name) or []
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        whole = f'Field "{name}" of the InlineKeyboardMarkup' if name == "inline_keyboard" else f'Field "{name}"'
        raise bad_request(f"{whole} must be an Array of Arrays")
    return [row for row in rows if row]


def _inline_keyboard(rows: list[list[object]], limits: Limits) -> InlineKeyboard:
    read = tuple(tuple(_inline_button(button) for button in row) for row in rows)
    keyboard = InlineKeyboard(read)
    if any(len(row) > limits.buttons_in_row for row in read) or sum(map(len, read)) > limits.buttons:
        raise bad_request("reply markup is too long")
    if any(len((button.data or "").encode()) > limits.callback_data_bytes for button in keyboard.buttons()):
        raise bad_request("BUTTON_DATA_INVALID")
    return keyboard


def _button_error(kind: str, words: str) -> ApiError:
    return bad_request(f"can't parse {kind} button: {words}")


def _common(given: Json, kind: str) -> tuple[str, str | None]:
    """The text and the style every button may have."""
    text, style = given.get("text"), given.get("style") or None
    if not isinstance(text, str):
        raise _button_error(kind, 'Can\'t find field "text"' if text is None else 'Field "text" must be of type String')
    if not text.strip():
        raise bad_request(f"{kind} button text must be non-empty")
    if style is not None and style not in _STYLES:
        raise _button_error(kind, "invalid button style specified")
    return text.strip(), None if style is None else str(style)


_ACTIONS = ("web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat", "pay", "callback_game")


def _inline_button(given: object) -> Button:
    if not isinstance(given, dict):
        raise _button_error("inline keyboard", "InlineKeyboardButton must be an Object")
    text, style = _common(given, "inline keyboard")
    data, url, copy = given.get("callback_data"), given.get("url"), given.get("copy_text")
    other = {name: given[name] for name in _ACTIONS if name in given}
    disabled = given.get("disabled") is not None
    if not (data or url or copy or other or disabled):
        raise _button_error("inline keyboard", "Text buttons are unallowed in the inline keyboard")
    return Button(
        text=text,
        style=style,
        data=str(data) if data and not url else None,
        url=_button_url(str(url)) if url else None,
        copy_text=_copied(copy) if copy else None,
        disabled=disabled,
        other=other,
    )


def _button_url(url: str) -> str:
    has_scheme = url.lower().startswith(("http://", "https://", "tg://", "ton://"))
    if not has_scheme and "." not in url.split("/", maxsplit=1)[0]:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return url if has_scheme else f"http://{url}"


def _copied(given: object) -> str:
    text = given.get("text") if isinstance(given, dict) else None
    if not isinstance(text, str) or not 1 <= len(text) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return text


def _reply_keyboard(given: Json, rows: list[list[object]], *, private: bool) -> ReplyKeyboard:
    read = tuple(tuple(_reply_button(button, private=private) for button in row) for row in rows)
    return ReplyKeyboard(
        rows=read,
        one_time=bool(given.get("one_time_keyboard")),
        persistent=bool(given.get("is_persistent")),
        placeholder=str(given.get("input_field_placeholder") or ""),
    )


def _reply_button(given: object, *, private: bool) -> Button:
    if isinstance(given, str):
        given = {"text": given}
    if not isinstance(given, dict):
        raise _button_error("keyboard", "KeyboardButton must be a String or an Object")
    text, style = _common(given, "keyboard")
    contact = bool(given.get("request_contact"))
    if contact and not private:
        raise bad_request("phone number can be requested in private chats only")
    return Button(text=text, style=style, request_contact=contact)
