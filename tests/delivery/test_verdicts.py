"""The table of descriptions, a test each, as the Bot API words them."""

from typing import Any

import pytest
from aiogram import exceptions as telegram
from aiogram.methods import EditMessageText, SendMessage
from aiohttp import (
    ClientConnectorError,
    ClientOSError,
    ConnectionTimeoutError,
    InvalidURL,
    ServerDisconnectedError,
    SocketTimeoutError,
)
from aiohttp.client_reqrep import ConnectionKey

from bot.delivery.verdicts import (
    FORBIDDEN,
    PAUSE,
    Refused,
    Stopped,
    TooFast,
    Trouble,
    Unparsed,
    Verdict,
    cleaned,
    verdict_of,
)
from models.cards.outbox import InDoubt, Moved, Sent, Unreachable

METHOD = SendMessage(chat_id=7, text="Добрый день")
NOBODY = ConnectionKey("127.0.0.1", 1, False, True, None, None, None)


def bad_request(words: str) -> Verdict:
    return verdict_of(telegram.TelegramBadRequest(METHOD, f"Bad Request: {words}"))


def forbidden(words: str) -> Verdict:
    return verdict_of(telegram.TelegramForbiddenError(METHOD, f"Forbidden: {words}"))


def cut_by(cause: Exception) -> Verdict:
    error = telegram.TelegramNetworkError(METHOD, f"{type(cause).__name__}: {cause}")
    error.__cause__ = cause
    return verdict_of(error)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("bot was blocked by the user", "blocked"),
        ("user is deactivated", "deactivated"),
        ("bot can't initiate conversation with a user", "never_wrote"),
        ("bot can't send messages to bots", "a_bot"),
        ("bot was kicked from the supergroup chat", "kicked"),
        ("bot was kicked from the group chat", "kicked"),
        ("bot is not a member of the channel chat", "kicked"),
        ("something Telegram thought of later", FORBIDDEN),
    ],
)
def test_403_is_a_person_out_of_reach(words: str, code: str) -> None:
    assert forbidden(words) == Unreachable(code)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("chat not found", "not_found"),
        ("user not found", "not_found"),
        ("PEER_ID_INVALID", "not_found"),
        ("USER_IS_BLOCKED", "blocked"),
        ("INPUT_USER_DEACTIVATED", "deactivated"),
        ("group chat was deactivated", "chat_closed"),
        ("CHAT_WRITE_FORBIDDEN", "no_rights"),
        ("not enough rights to send text messages to the chat", "no_rights"),
        ("have no rights to send a message", "no_rights"),
    ],
)
def test_400_that_means_the_same(words: str, code: str) -> None:
    assert bad_request(words) == Unreachable(code)


@pytest.mark.parametrize(
    "words",
    [
        'can\'t parse entities: Unsupported start tag "div" at byte offset 0',
        "can't parse message text: byte offset 3",
        "can't find end of the entity starting at byte offset 10",
        "ENTITY_BOUNDS_INVALID",
    ],
)
def test_400_that_plain_words_may_cure(words: str) -> None:
    assert isinstance(bad_request(words), Unparsed)


@pytest.mark.parametrize(
    "words",
    [
        "message is too long",
        "message text is empty",
        "BUTTON_DATA_INVALID",
        "reply markup is too long",
        "wrong file identifier/HTTP URL specified",
    ],
)
def test_400_of_our_own_making(words: str) -> None:
    assert bad_request(words) == Refused(f"TelegramBadRequest: Telegram server says - Bad Request: {words}")


def test_what_is_so_already_is_sent() -> None:
    method = EditMessageText(chat_id=7, message_id=1, text="Добрый день")
    words = "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
    assert verdict_of(telegram.TelegramBadRequest(method, words)) == Sent("7", None)


def test_429() -> None:
    assert verdict_of(telegram.TelegramRetryAfter(METHOD, "Too Many Requests", 35)) == TooFast(35)
    nameless = telegram.TelegramAPIError(METHOD, "Too Many Requests: retry later")
    assert verdict_of(nameless) == TooFast(PAUSE)


def test_a_group_that_moved() -> None:
    assert verdict_of(telegram.TelegramMigrateToChat(METHOD, "upgraded", -1001234)) == Moved("-1001234")


@pytest.mark.parametrize(
    "error",
    [
        telegram.TelegramUnauthorizedError(METHOD, "Unauthorized"),
        telegram.TelegramNotFound(METHOD, "Not Found"),
    ],
)
def test_a_token_nobody_knows_stops_everything(error: Exception) -> None:
    assert isinstance(verdict_of(error), Stopped)


@pytest.mark.parametrize(
    "error",
    [
        telegram.TelegramServerError(METHOD, "Bad Gateway"),
        telegram.RestartingTelegram(METHOD, "Internal Server Error: restart"),
        telegram.ClientDecodeError("no", ValueError(), "<html>502 Bad Gateway</html>"),
    ],
)
def test_5xx_is_trouble_that_passes(error: Exception) -> None:
    assert isinstance(verdict_of(error), Trouble)


@pytest.mark.parametrize(
    "cause",
    [
        ClientConnectorError(NOBODY, ConnectionRefusedError(111, "refused")),
        ConnectionTimeoutError("Connection timeout to host"),
    ],
)
def test_what_never_left_is_trouble_too(cause: Exception) -> None:
    assert isinstance(cut_by(cause), Trouble)


@pytest.mark.parametrize(
    "cause",
    [ServerDisconnectedError(), ClientOSError(104, "reset"), SocketTimeoutError("read"), TimeoutError()],
)
def test_what_left_and_was_not_answered_is_in_doubt(cause: Exception) -> None:
    assert cut_by(cause) == InDoubt()


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ({"ok": True, "result": {"message_id": 12, "chat": {"id": 7}, "later": {}}}, Sent("7", 12)),
        ({"ok": True, "result": True}, InDoubt()),
        ({"ok": False, "strange": 1}, InDoubt()),
    ],
)
def test_an_answer_that_our_library_cannot_read(answer: Any, verdict: Verdict) -> None:
    assert verdict_of(telegram.ClientDecodeError("no", ValueError(), answer)) == verdict


@pytest.mark.parametrize(
    "error",
    [
        telegram.TelegramEntityTooLarge(METHOD, "Request Entity Too Large"),
        telegram.TelegramConflictError(METHOD, "Conflict"),
        KeyError("a bug"),
    ],
)
def test_the_rest_is_a_mistake_of_ours(error: Exception) -> None:
    assert isinstance(verdict_of(error), Refused)


def test_an_address_that_is_none_is_ours() -> None:
    assert isinstance(cut_by(InvalidURL("http//")), Refused)


def test_the_token_never_gets_into_words() -> None:
    cause = ConnectionTimeoutError("Connection timeout to host https://api.telegram.org/bot42:TEST/sendMessage")
    verdict = cut_by(cause)
    assert isinstance(verdict, Trouble)
    assert "TEST" not in verdict.words
    assert "bot<token>/sendMessage" in verdict.words
    assert "127.0.0.1:8081" in cleaned(ValueError("127.0.0.1:8081"))
    assert cleaned(ValueError("123456789:AAF-0123456789abcdefghijklmnopqrs_tu")) == "ValueError: <token>"
