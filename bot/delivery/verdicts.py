"""What the messenger's answer means for a row: aiogram's exceptions become values, by one table of descriptions."""

import re
from dataclasses import dataclass

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError, ConnectionTimeoutError, InvalidURL

from models.cards.outbox import InDoubt, Moved, Sent, Unreachable


@dataclass(frozen=True, slots=True)
class TooFast:
    """429: nothing goes there for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Trouble:
    """The messenger is away or not well, and has surely not sent it: to be tried again, ever more seldom."""

    words: str


@dataclass(frozen=True, slots=True)
class Unparsed:
    """It does not understand our tags; it may understand bare words."""

    words: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """It does not know us any more: the token is revoked or wrong."""

    words: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The message that was to be redrawn is there no more, or can't be changed."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A mistake of ours; trying again would not help."""

    words: str


Verdict = Sent | TooFast | Moved | Trouble | InDoubt | Unreachable | Unparsed | Stopped | Gone | Refused

# Words of a description, and the code under which the account is marked. The first that fits counts.
UNREACHABLE = (
    ("bot was blocked by the user", "blocked"),
    ("user_is_blocked", "blocked"),
    ("user is deactivated", "deactivated"),
    ("input_user_deactivated", "deactivated"),
    ("bot can't initiate conversation", "never_wrote"),
    ("bot can't send messages to bots", "a_bot"),
    ("bot was kicked", "kicked"),
    ("bot is not a member", "kicked"),
    ("group chat was deactivated", "chat_closed"),
    ("chat_write_forbidden", "no_rights"),
    ("not enough rights", "no_rights"),
    ("have no rights to send", "no_rights"),
    ("chat not found", "not_found"),
    ("user not found", "not_found"),
    ("peer_id_invalid", "not_found"),
)
FORBIDDEN = "forbidden"

UNPARSED = ("can't parse entities", "can't parse message text", "can't find end of", "entity_bounds_invalid")
GONE = ("message to edit not found", "message can't be edited", "message_id_invalid", "no text in the message")
UNCHANGED = "message is not modified"

# Seconds to wait on a 429 that names none.
PAUSE = 5.0

# Telegram's tokens, wherever they stand, and the part of an address that holds one, however short.
TOKEN = re.compile(r"(?<=/bot)\d+:[\w-]+|\b\d{6,}:[\w-]{30,}", re.ASCII)


def verdict_of(error: Exception) -> Verdict:
    """What an exception of a request means. What is no answer of the messenger's at all is a mistake of ours."""
    match error:
        case TelegramRetryAfter():
            return TooFast(float(error.retry_after))
        case TelegramMigrateToChat():
            return Moved(str(error.migrate_to_chat_id))
        case TelegramUnauthorizedError() | TelegramNotFound():
            # A token of a wrong shape makes the whole address unknown: 404.
            return Stopped(cleaned(error))
        case TelegramServerError():
            return Trouble(cleaned(error))
        case ClientDecodeError():
            return _garbled(error)
        case TelegramNetworkError():
            return _cut(error)
        case TelegramAPIError():
            return _described(error)
    return Refused(cleaned(error))


def _described(error: TelegramAPIError) -> Verdict:
    words = error.message.lower()
    for fragment, code in UNREACHABLE:
        if fragment in words:
            return Unreachable(code)
    if isinstance(error, TelegramForbiddenError):
        return Unreachable(FORBIDDEN)
    if "too many requests" in words:
        return TooFast(PAUSE)
    if isinstance(error, TelegramBadRequest) and any(fragment in words for fragment in UNPARSED):
        return Unparsed(cleaned(error))
    if any(fragment in words for fragment in GONE):
        return Gone()
    if UNCHANGED in words:
        return Sent(str(getattr(error.method, "chat_id", "")), None)
    return Refused(cleaned(error))


def _cut(error: TelegramNetworkError) -> Verdict:
    """Whether the request had left when the line broke."""
    if isinstance(error, TelegramEntityTooLarge):
        return Refused(cleaned(error))
    match error.__cause__:
        case InvalidURL():
            return Refused(cleaned(error))
        case ClientConnectorError() | ConnectionTimeoutError():
            return Trouble(cleaned(error))
    return InDoubt()


def _garbled(error: ClientDecodeError) -> Verdict:
    """An answer that can't be read. What is no JSON comes from a gateway on the way; what says ok was carried out."""
    if not isinstance(error.data, dict):
        return Trouble("no JSON")
    message = error.data.get("result")
    if not error.data.get("ok") or not isinstance(message, dict):
        return InDoubt()
    return Sent(str(message.get("chat", {}).get("id", "")), message.get("message_id"))


def cleaned(error: Exception) -> str:
    """The words of an exception for the log: the token is part of every address, and addresses stand in errors."""
    return TOKEN.sub("<token>", f"{type(error).__name__}: {error}")
