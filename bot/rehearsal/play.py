"""A time played out on a copy: the clock is wound from moment to moment, and what would be sent is written down."""

from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.delivery.courier import Compose
from bot.rehearsal.moments import Moments, checkpoints
from handlers.news import composer
from handlers.screens import Screen
from handlers.texts import Texts
from models.cards.outbox import Dropped, OutboxCard
from models.cards.rehearsal import RehearsedMessage
from models.domain.outbox import DropReason
from models.domain.refusals import OutOfReach
from models.usecases import rehearsal
from models.usecases.outbox import claim_due, next_due, settle
from models.usecases.reminders import put_due
from models.work import Sessions, Work

ALL = 1_000_000
"""Rows claimed at once: there is one a person."""
LEASE = timedelta(days=1)
A_DAY = timedelta(days=1)


@dataclass(slots=True)
class Hand:
    """A clock that shows what it is set to; always aware UTC."""

    moment: datetime

    def __call__(self) -> datetime:
        return self.moment

    def set(self, moment: datetime) -> None:
        self.moment = moment.astimezone(UTC)


class Trial(Work):
    """Work that comes to nothing: what it did is undone at its end."""

    async def commit(self, *, fresh: bool = True) -> None:
        """Nothing is made true."""


@dataclass(slots=True)
class Play:
    """Plays on; what the watched ones would receive from `first` to `last` by their own clock is kept, by number."""

    sessions: Sessions
    clock: Hand
    texts: Texts
    watched: dict[int, ZoneInfo]
    first: date
    last: date
    kept: dict[int, list[RehearsedMessage]] = field(default_factory=dict)

    async def until(self, end: datetime) -> None:
        """Let the time pass up to and with `end`."""
        begins = self.clock()
        moments = Moments(self._is_due)
        zones = await rehearsal.zones(self._work())
        events = await rehearsal.moments_of_events(self._work())
        checks = checkpoints(begins.date() - A_DAY, end.date() + A_DAY, zones, events)
        await self._act()
        for check in [*(one for one in checks if begins < one < end), end]:
            await self._pass(moments, check)

    async def _pass(self, moments: Moments, check: datetime) -> None:
        """From one checkpoint to the next, stopping wherever something becomes due or has waited for its hour."""
        while self.clock() < check:
            waiting = await next_due(self._work())
            limit = min(check, waiting) if waiting is not None else check
            async with aclosing(moments.stops(self.clock(), limit)) as stops:
                async for stop in stops:
                    self.clock.set(stop)
                    if await self._act():
                        moments.met(stop)
                    waiting = await next_due(self._work())
                    if waiting is not None and waiting < limit:
                        break
                else:
                    self.clock.set(limit)
                    if limit == waiting:
                        await self._act()

    async def _is_due(self, moment: datetime) -> bool:
        return await put_due(Trial(self.sessions, lambda: moment), self.texts.calendars) > 0

    async def _act(self) -> bool:
        """Do what the running bot does at this moment: put what is due, and send all that waits. Whether any was."""
        put = await put_due(self._work(), self.texts.calendars)
        compose = composer(self.sessions, self.clock, self.texts)
        while cards := await claim_due(self._work(), ALL, LEASE, self.texts.calendars):
            sent = [card for card in cards if card.person_id not in self.watched or await self._said(card, compose)]
            await rehearsal.settle_all(self._work(), sent)
        return put > 0

    async def _said(self, card: OutboxCard, compose: Compose) -> bool:
        """Write down what a watched person is sent; False where the news is not to be said, and then it is dropped."""
        try:
            screen = await compose(card)
        except OutOfReach:
            screen = DropReason.NO_LONGER_TRUE
        if isinstance(screen, DropReason):
            await settle(self._work(), card.id, Dropped(screen))
            return False
        local = self.clock().astimezone(self.watched[card.person_id])
        # What only redraws an older message in its place comes to nobody.
        if screen.replaces is None and self.first <= local.date() <= self.last:
            self.kept.setdefault(card.person_id, []).append(_message(local, screen))
        return True

    def _work(self) -> Work:
        return Work(self.sessions, self.clock)


def _message(at: datetime, screen: Screen) -> RehearsedMessage:
    buttons = tuple(tuple(button.text for button in row) for row in screen.rows)
    return RehearsedMessage(at, screen.text, buttons, screen.attachment.name if screen.attachment else None)
