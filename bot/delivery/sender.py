"""The loop that carries news out: claims rows, hands each to the courier, settles what became of it."""

import asyncio
import math
import random
from collections.abc import Callable, Collection
from datetime import timedelta

import structlog
from aiogram import Bot
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.delivery.brake import Brake
from bot.delivery.courier import Compose, Courier
from bot.delivery.pace import Pace
from bot.patience import patiently
from handlers.together import Together
from models.cards.outbox import OutboxCard, Outcome
from models.domain.calendar import COUNTRY, Calendars
from models.usecases.outbox import claim_due, next_due, settle_all, take_back
from models.work import Clock, Sessions, Work

log = structlog.get_logger(__name__)

# Rows in hand at once: as many may be in doubt after a crash.
HANDS = 5
# Messages a second for which one hand is enough, while the others read, word and settle.
A_HAND = 12
# A row in hand is nobody else's for so long: more than the longest request and the longest wait for a turn.
LEASE = timedelta(minutes=2)
# Seconds. News that nobody woke us for, such as another process's, waits no longer.
POLL = 2.0
# Seconds for the sends in flight when the sender is to stop.
GRACE = 8.0


def hands_for(per_second: float | None) -> int:
    """How many rows are to be in hand for such a pace; more only where the messenger takes much more than usual."""
    return max(HANDS, math.ceil((per_second or 0) / A_HAND))


class Sender:
    """Sends what is due, at most `hands` rows at once. One sender a bot: the pace is counted here.

    `compose` words a row at the moment it is sent, or says why it is not to be said; `chance` gives 0 to 1;
    `calendars` say who rests when.
    `alone` says that no other sender can be at work: what an earlier life left in hand is taken back at the start, and
    not only when its lease lapses.
    """

    def __init__(
        self,
        sessions: Sessions,
        bot: Bot,
        clock: Clock,
        pace: Pace,
        compose: Compose,
        *,
        calendars: Calendars = COUNTRY,
        alone: bool = False,
        hands: int = HANDS,
        poll: float = POLL,
        grace: float = GRACE,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._sessions = sessions
        self._clock = clock
        self._pace = pace
        self._calendars = calendars
        self._alone = alone
        self._hands = hands
        self._poll = poll
        self._grace = grace
        self._brake = Brake(pace.seconds, chance)
        self._courier = Courier(sessions, bot, clock, pace, compose, self._brake, chance=chance)
        self._settling = Together(self._settle)
        self._in_hand: dict[int, asyncio.Task[None]] = {}
        self._claiming = asyncio.Lock()
        self._bell = asyncio.Event()

    def wake(self) -> None:
        """There may be news."""
        self._bell.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Send until told to stop; what is in flight then is awaited and settled."""
        ringing = asyncio.create_task(self._ring_on(stop))
        try:
            await self._take_over()
            while not stop.is_set():
                self._bell.clear()
                await self._rest(await self._round())
        finally:
            ringing.cancel()
            await self._put_down()

    async def drain(self) -> None:
        """Send all that is due now. What has to wait, for a pause or another try, is left waiting."""
        while True:
            await self._claim()
            if not self._in_hand:
                return
            await asyncio.wait(self._in_hand.values(), return_when=asyncio.FIRST_COMPLETED)

    async def _take_over(self) -> None:
        if self._alone:
            taken_back = await patiently(lambda _: take_back(self._work()))
            log.info("outbox_taken_over", in_doubt=taken_back)

    async def _ring_on(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._bell.set()

    async def _rest(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._bell.wait()
        except TimeoutError:
            return

    async def _round(self) -> float:
        """Take up what there is; seconds to rest unless the bell rings, as it does whenever a hand is free."""
        if blocked := self._blocked():
            return blocked
        try:
            if await self._claim():
                return self._poll
            due = await next_due(self._work())
        except (DBAPIError, PoolTimeout) as error:
            log.warning("outbox_out_of_reach", error=type(error).__name__)
            return self._poll
        return min(self._poll, (due - self._clock()).total_seconds()) if due else self._poll

    def _blocked(self) -> float:
        """Seconds in which nobody is sent anything."""
        return max(self._pace.paused(), self._brake.left())

    async def _claim(self) -> bool:
        """Claim rows for free hands, several with one statement; whether there were any."""
        async with self._claiming:
            free = self._free_hands()
            if not free:
                return bool(self._in_hand)
            cards = await claim_due(self._work(), free, LEASE, self._calendars)
            for card in cards:
                self._take_up(card)
            return bool(cards)

    def _take_up(self, card: OutboxCard) -> None:
        if card.id in self._in_hand:
            # The clock was wound over the lease; the row is under way all the same.
            return
        task = asyncio.create_task(self._deliver(card), name=f"outbox {card.id}")
        self._in_hand[card.id] = task
        task.add_done_callback(lambda _: self._lay_down(card.id))

    def _free_hands(self) -> int:
        if self._blocked():
            return 0
        if self._brake.is_on:
            return 0 if self._in_hand else 1
        # Half of the hands at once: claiming for each single hand would double the statements.
        return self._hands - len(self._in_hand) if len(self._in_hand) <= self._hands // 2 else 0

    async def _deliver(self, card: OutboxCard) -> None:
        outcome = await self._courier.deliver(card)
        # A row that was sent and can't be settled would be sent again when its lease lapses.
        await patiently(lambda _: self._settling.of((card.id, outcome)))

    async def _settle(self, settled: Collection[tuple[int, Outcome]]) -> dict[tuple[int, Outcome], None]:
        await settle_all(self._work(), settled)
        return dict.fromkeys(settled)

    def _lay_down(self, row_id: int) -> None:
        task = self._in_hand.pop(row_id)
        if not task.cancelled() and (error := task.exception()):
            log.critical("row_left_in_hand", row=row_id, exc_info=error)
        self._bell.set()

    async def _put_down(self) -> None:
        if self._in_hand:
            _, unfinished = await asyncio.wait(self._in_hand.values(), timeout=self._grace)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)

    def _work(self) -> Work:
        return Work(self._sessions, self._clock)
