"""What a sending method carries: words, a file, a keyboard, a reply."""

from bot.emulator import errors
from bot.emulator.calls import Parameters, Upload
from bot.emulator.entities import Formatted, from_json, parse_html, trimmed, utf16, with_found
from bot.emulator.files import Kind, StoredFile, image_size
from bot.emulator.keyboards import ForceReply, InlineKeyboard, Markup, RemoveKeyboard, ReplyKeyboard, read_markup
from bot.emulator.limits import Limits
from bot.emulator.messages import Chat
from bot.emulator.telegram import Telegram


def read_text(given: Parameters, limits: Limits) -> Formatted:
    """The parameter `text` of a message.

    Raises:
        ApiError: 400 for no words, too many of them, or markup that cannot be read.
    """
    raw = given.text("text")
    if not raw:
        raise errors.bad_request("Message text is empty")
    if len(raw.encode()) > limits.raw_text_bytes:
        raise errors.bad_request("Text is too long")
    body = read_formatted(given, limits, raw, "entities")
    if not body.text:
        raise errors.bad_request("Text must be non-empty")
    if utf16(body.text) > limits.text:
        raise errors.bad_request("message is too long")
    return body


def read_caption(given: Parameters, limits: Limits) -> Formatted:
    """The parameter `caption`, which may be absent."""
    body = read_formatted(given, limits, given.text("caption"), "caption_entities")
    if utf16(body.text) > limits.caption:
        raise errors.bad_request("message caption is too long")
    return body


def read_formatted(given: Parameters, limits: Limits, raw: str, entities: str) -> Formatted:
    """`raw` read by the call's `parse_mode`, or with the entities sent beside it."""
    mode = given.text("parse_mode").lower()
    if mode in ("", "none"):
        listed = given.decoded(entities, "entities")
        body = from_json(raw, listed if isinstance(listed, list) else [])
    elif mode == "html":
        body = parse_html(raw)
    else:
        raise errors.bad_request("unsupported parse_mode")
    return with_found(trimmed(body), limits.entities)


def read_reply_markup(given: Parameters, limits: Limits, chat: Chat) -> Markup | None:
    """The parameter `reply_markup` of a new message."""
    return read_markup(given.decoded("reply_markup", "reply keyboard markup"), limits, private=chat.id > 0)


def read_inline(given: Parameters, limits: Limits) -> InlineKeyboard | None:
    """The parameter `reply_markup` of an edit, where only inline keyboards may stand."""
    markup = read_markup(given.decoded("reply_markup", "reply keyboard markup"), limits)
    if markup is not None and not isinstance(markup, InlineKeyboard):
        raise errors.bad_request("Inline keyboard expected")
    return markup


def show_keyboard(chat: Chat, markup: Markup | None) -> None:
    """Lets a keyboard that stands beside the chat appear or go."""
    if isinstance(markup, ReplyKeyboard):
        chat.keyboard = markup
    elif isinstance(markup, RemoveKeyboard):
        chat.keyboard = None
    if isinstance(markup, ReplyKeyboard | ForceReply):
        chat.placeholder = markup.placeholder


def read_reply(given: Parameters, chat: Chat) -> int | None:
    """The message this one answers, in the new spelling (`reply_parameters`) or the old."""
    asked = given.decoded("reply_parameters", "reply parameters")
    fields = asked if isinstance(asked, dict) else {}
    old = {"message_id": given.number("reply_to_message_id"), "allow_sending_without_reply": False}
    reply = Parameters(fields or old)
    message_id = reply.number("message_id")
    if message_id in chat.history:
        return message_id
    if message_id and not reply.flag("allow_sending_without_reply"):
        raise errors.bad_request("message to be replied not found")
    return None


def read_file(telegram: Telegram, given: Parameters, kind: Kind, name: str) -> StoredFile:
    """The file a method sends: uploaded in the same request, or known by its `file_id`.

    Raises:
        ApiError: 400 for no file, an empty one, a wrong id, a photo that is none; 413 for one that is too big.
    """
    upload = given.upload(name)
    if upload is not None:
        return _stored(telegram, upload, kind)
    asked = given.text(name)
    if not asked:
        raise errors.bad_request(f"there is no {kind} in the request")
    if asked.startswith(("http://", "https://")):
        raise errors.bad_request("failed to get HTTP URL content")
    file = telegram.files.get(asked)
    if file is None:
        raise errors.bad_request(_wrong_id(asked))
    if file.kind != kind:
        raise errors.bad_request(f"can't use file of type {file.kind.title()} as {kind.title()}")
    return file


def _wrong_id(asked: str) -> str:
    if asked.startswith("attach://"):
        return "file must be uploaded in the request"
    return "Wrong remote file identifier specified: can't unserialize it. Wrong last symbol"


def _stored(telegram: Telegram, upload: Upload, kind: Kind) -> StoredFile:
    limits, size = telegram.limits, len(upload.content)
    if size == 0:
        raise errors.bad_request("file must be non-empty")
    if size > limits.document_bytes:
        raise errors.too_large()
    if kind == "photo":
        _check_photo(upload.content, limits)
    return telegram.files.put(upload.name, upload.content, kind)


def _check_photo(content: bytes, limits: Limits) -> None:
    if len(content) > limits.photo_bytes:
        raise errors.bad_request("file is too big")
    size = image_size(content)
    if size is None:
        raise errors.bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > 10_000 or max(size) > 20 * min(size):
        raise errors.bad_request("PHOTO_INVALID_DIMENSIONS")


def as_list(given: Parameters, name: str, what: str) -> list[object]:
    """A parameter that must be a JSON array."""
    value = given.decoded(name, what)
    if not isinstance(value, list):
        raise errors.bad_request(f"can't parse {what} JSON object")
    return value


def member(item: object, uploads: Parameters) -> Parameters:
    """One object of an array as parameters of its own, with the request's uploads."""
    fields = item if isinstance(item, dict) else {}
    return Parameters(fields, uploads.uploads)
