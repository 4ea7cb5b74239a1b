"""Refusals become words with a way on; anything else is an apology with an incident number."""

import html
from secrets import token_hex

import structlog
from aiogram import Router
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.filters import ExceptionTypeFilter
from aiogram.types import ErrorEvent, Update
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from handlers.screens import Screen, below, show
from handlers.texts import Texts, length
from handlers.views.leaving import cancel_row
from models.domain.refusals import NotYours, OutOfReach, OwnDocument, Refusal, WrongState
from models.usecases import dialogues, people
from models.work import Talk, Work

log = structlog.get_logger(__name__)

TOAST = 200
"""Characters that fit over the screen (Bot API, answerCallbackQuery)."""
PASSING = (TelegramNetworkError, TelegramServerError, TelegramRetryAfter, OperationalError, PoolTimeout)
"""A messenger or a database that is away for a while."""
OVER = (OutOfReach, NotYours, WrongState, OwnDocument)
"""After these no other words can help: the step that waited for them is over."""


class Incident(Exception):
    """A handler failed on an update: the person has been told the number, the trace stands in the log."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


def build() -> Router:
    router = Router(name=__name__)
    router.errors.register(on_refusal, ExceptionTypeFilter(Refusal))
    router.errors.register(on_trouble, ExceptionTypeFilter(*PASSING))
    router.errors.register(on_blocked, ExceptionTypeFilter(TelegramForbiddenError))
    router.errors.register(on_failure)
    return router


async def on_refusal(event: ErrorEvent, work: Work, talk: Talk, texts: Texts) -> None:
    refusal = event.exception
    assert isinstance(refusal, Refusal)
    words = texts(f"errors.{refusal_key(refusal)}", refusal=refusal)
    if talk.step is None or event.update.message is None:
        await _say(event.update, words)
    elif isinstance(refusal, OVER):
        await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id))
        await event.update.message.answer(words)
    else:
        # Other words are waited for: the way out stands beside each refusal.
        await show(event.update.message, Screen(words, (cancel_row(texts),)))


def refusal_key(refusal: Refusal | type[Refusal]) -> str:
    """The text of a refusal bears its name: NotYours → not_yours."""
    name = refusal.__name__ if isinstance(refusal, type) else type(refusal).__name__
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


async def on_trouble(event: ErrorEvent) -> None:
    """What passes by itself is nobody's fault: the update is tried again as a whole, its effect at most once."""
    raise event.exception


async def on_blocked(event: ErrorEvent, work: Work, talk: Talk) -> None:
    """Who blocked the bot can't be answered; what they pressed before stays done."""
    await people.note_reachable(work, talk.platform, talk.chat_id, reachable=False, reason="blocked")


async def on_failure(event: ErrorEvent, texts: Texts) -> None:
    """The apology stands in the chat: a press may be answered already, and a number is to be read again."""
    number = token_hex(3).upper()
    log.error("handler_failed", incident=number, update_id=event.update.update_id, exc_info=event.exception)
    try:
        await _in_chat(event.update, texts("errors.incident", number=number))
    except TelegramAPIError:
        log.warning("apology_not_delivered", incident=number)
    raise Incident(number) from event.exception


async def _say(update: Update, words: str) -> None:
    """Over the screen where a button was pressed (200 characters at most), in the chat otherwise."""
    query, plain = update.callback_query, html.unescape(words)
    if query is not None and "<" not in words and length(plain) <= TOAST:
        await query.answer(plain, show_alert=True)
        return
    if query is not None:
        await query.answer()
    await _in_chat(update, words)


async def _in_chat(update: Update, words: str) -> None:
    if update.callback_query is not None:
        await below(update.callback_query, Screen(words))
    elif update.message is not None:
        await update.message.answer(words)
