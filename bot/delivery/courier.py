"""One row's way: worded, its turn awaited, sent, and the answer judged."""

import html
import random
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from secrets import token_hex

import structlog
from aiogram import Bot
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.delivery.brake import Brake, backoff
from bot.delivery.pace import NotYet, Pace
from bot.delivery.verdicts import Gone, Refused, Stopped, TooFast, Trouble, Unparsed, Verdict, verdict_of
from handlers.screens import Screen, redraw, send
from models.cards.outbox import Dead, Dropped, InDoubt, Later, Moved, OutboxCard, Outcome, Sent, Unreachable
from models.domain.outbox import DropReason
from models.domain.refusals import OutOfReach
from models.usecases.outbox import settle
from models.work import Clock, Sessions, Work

log = structlog.get_logger(__name__)

Compose = Callable[[OutboxCard], Awaitable[Screen | DropReason]]

# Seconds. A row whose turn is further away goes back, so that it holds nobody's hands.
PATIENCE = 5.0
# Seconds between two tries with a token that is refused.
HALT = 30.0

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def new_incident() -> str:
    """A number to find the story in the log by."""
    return token_hex(3).upper()


class Courier:
    """Delivers single rows; it never holds a transaction while it waits for anybody."""

    def __init__(
        self,
        sessions: Sessions,
        bot: Bot,
        clock: Clock,
        pace: Pace,
        compose: Compose,
        brake: Brake,
        *,
        chance: Callable[[], float] = random.random,
        incident: Callable[[], str] = new_incident,
    ) -> None:
        self._sessions = sessions
        self._bot = bot
        self._clock = clock
        self._pace = pace
        self._compose = compose
        self._brake = brake
        self._chance = chance
        self._incident = incident

    async def deliver(self, card: OutboxCard) -> Outcome:
        """What became of the row."""
        if card.in_doubt:
            log.warning("in_doubt", row=card.id, times=card.in_doubt, step="sent again")
        try:
            screen = await self._compose(card)
        except OutOfReach:
            return Dropped(DropReason.NO_LONGER_TRUE)
        except (DBAPIError, PoolTimeout) as error:
            log.warning("database_out_of_reach", row=card.id, error=type(error).__name__)
            return self._later(backoff(card.attempts, self._chance))
        except Exception as error:
            # Whatever a view may raise ends its own row and stops no other.
            return self._bury(card, type(error).__name__, error)
        if isinstance(screen, DropReason):
            return Dropped(screen)
        return await self._carry(card, screen)

    async def _carry(self, card: OutboxCard, screen: Screen) -> Outcome:
        verdict = await self._send(card, screen)
        if isinstance(verdict, Moved):
            await settle(Work(self._sessions, self._clock), card.id, verdict)
            card = replace(card, chat_id=verdict.chat_id)
            verdict = await self._send(card, screen)
        if isinstance(verdict, Unparsed):
            log.critical("unparsed", incident=self._incident(), row=card.id, words=verdict.words)
            verdict = await self._send(card, replace(screen, text=bare(screen.text)))
        return self._judge(card, verdict)

    async def _send(self, card: OutboxCard, screen: Screen) -> Verdict | Later:
        try:
            async with self._pace.turn(card.chat_id, card.lane, patience=PATIENCE):
                if screen.replaces is not None:
                    await redraw(self._bot, card.chat_id, screen.replaces, screen)
                    return Sent(card.chat_id, screen.replaces)
                message = await send(self._bot, card.chat_id, screen)
        except NotYet as wait:
            return self._later(wait.seconds)
        except Exception as error:
            return verdict_of(error)
        return Sent(str(message.chat.id), message.message_id)

    def _judge(self, card: OutboxCard, verdict: Verdict | Later) -> Outcome:
        match verdict:
            case Later():
                return verdict
            case Trouble() | InDoubt() | Stopped():
                return self._brake_for(card, verdict)
        self._brake.release()
        match verdict:
            case Sent():
                return verdict
            case Gone():
                return Dropped(DropReason.GONE)
            case Unreachable(reason):
                log.info("unreachable", row=card.id, person=card.person_id, reason=reason)
                return verdict
            case TooFast(seconds):
                log.warning("too_fast", row=card.id, seconds=seconds)
                self._pace.flooded(card.chat_id, seconds)
                return self._later(seconds)
            case Refused(words) | Unparsed(words):
                return self._bury(card, words)
            case _:
                return self._bury(card, "moved twice")

    def _brake_for(self, card: OutboxCard, verdict: Trouble | InDoubt | Stopped) -> Outcome:
        """The messenger is away, or does not know us: everybody waits."""
        if isinstance(verdict, Stopped):
            log.critical("stopped", row=card.id, words=verdict.words)
            self._brake.press(HALT)
            return self._later(HALT)
        self._brake.press()
        if isinstance(verdict, InDoubt):
            log.warning("in_doubt", row=card.id, step="no answer")
            return verdict
        log.warning("trouble", row=card.id, words=verdict.words)
        return self._later(backoff(card.attempts, self._chance))

    def _later(self, seconds: float) -> Later:
        return Later(self._clock() + timedelta(seconds=seconds))

    def _bury(self, card: OutboxCard, words: str, error: Exception | None = None) -> Dead:
        incident = self._incident()
        log.critical("dead", incident=incident, row=card.id, news=card.notice, words=words, exc_info=error)
        return Dead(incident)


def bare(text: str) -> str:
    """The words without their tags, safe to be read as HTML."""
    return html.escape(html.unescape(_TAG.sub("", text)), quote=False)
