"""The composition root: builds the parts, starts them in order, and stops them in the opposite one."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import AiogramError
from aiogram.types import Update

from bot.client import build_bot
from bot.clock import utc_now
from bot.config import Delivery, Settings
from bot.database import alone_at, open_sessions
from bot.delivery.limiter import Limiter
from bot.delivery.pace import UNLIMITED, Pace, Rates
from bot.delivery.sender import Sender, hands_for
from bot.delivery.spare import Spare
from bot.inbox import Inbox
from bot.keeping import Keeper
from bot.menus import A_SECOND, Menus
from bot.rehearsal.isolated import rehearsing
from bot.schedule import Step, ticking
from bot.shelf import Shelf
from bot.updates import WANTED, Updates
from bot.upgrade import sqlite_file, upgrade
from handlers.arrival import Arrival
from handlers.news import composer
from handlers.rehearsal import Rehearse
from handlers.routing import build_dispatcher
from handlers.texts import Texts
from models.cards.inbox import InboxCard
from models.usecases import files, machine, reminders
from models.usecases import inbox as inbox_rows
from models.work import Clock, Sessions, Work

log = structlog.get_logger()

HOUR = 3600

BuildDispatcher = Callable[[Sessions, Clock], Dispatcher]


def with_all_features(texts: Texts, rehearse: Rehearse) -> BuildDispatcher:
    """The dispatcher that the product runs with."""
    return lambda sessions, clock: build_dispatcher(sessions, clock, texts, rehearse)


class UnknownKind(Exception):
    """An update of a kind that was not asked for."""


@dataclass(frozen=True, slots=True)
class App:
    """The running parts, for whoever composes them: the `run` command, the playground, the tests."""

    sessions: Sessions
    clock: Clock
    bot: Bot
    inbox: Inbox
    updates: Updates
    sender: Sender
    keeper: Keeper
    steps: tuple[Step, ...]
    parts: list[asyncio.Task[None]] = field(default_factory=list)

    def work(self) -> Work:
        """A piece of work no update stands behind."""
        return Work(self.sessions, self.clock)

    async def tick(self) -> None:
        """Do at once, and once, what the schedule does again and again."""
        for step in self.steps:
            await step.run()

    async def settled(self) -> None:
        """Wait until every update that waits at the messenger is answered, and nothing more is due to be sent."""
        # An update counts as waiting at the messenger until it is stored and in hand; so nothing slips between the two.
        while (await self.bot.get_webhook_info()).pending_update_count:
            await self.inbox.idle()
        await self.inbox.idle()
        await self.sender.drain()

    async def until(self, stop: asyncio.Event) -> None:
        """Work until told to stop.

        Raises:
            Exception: what broke one of the parts that work by themselves; the process had better begin anew.
        """
        stopped = asyncio.create_task(stop.wait())
        done, _ = await asyncio.wait({stopped, *self.parts}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        for part in done - {stopped}:
            part.result()


@asynccontextmanager
async def running(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    rates: Rates | None = None,
    build: BuildDispatcher | None = None,
) -> AsyncIterator[App]:
    """The whole bot at work for as long as the block lasts. `rates` stand above those of the settings.

    Raises:
        AlreadyRunning: another process works on the same file.
        NoToken: the settings hold none.
    """
    async with AsyncExitStack() as stack:
        bot = build_bot(settings.telegram)
        stack.push_async_callback(bot.session.close)
        sessions = await stack.enter_async_context(_database(settings.database.address))
        app = _assemble(settings, sessions, bot, clock, rates or _rates(settings.delivery), build)
        await _learn_username(app)
        async with _at_work(app):
            yield app


@asynccontextmanager
async def _database(url: str) -> AsyncIterator[Sessions]:
    """The database of the newest shape, and ours alone where it is a file."""
    with ExitStack() as stack:
        file = sqlite_file(url)
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            stack.enter_context(alone_at(file))
        copy = await upgrade(url)
        if copy is not None:
            log.warning("the database was brought up to date", copy=copy.name)
        async with open_sessions(url) as sessions:
            yield sessions


def _rates(delivery: Delivery) -> Rates:
    return Rates(delivery.per_second, delivery.chat_per_second, delivery.group_per_minute)


def _assemble(
    settings: Settings, quiet: Sessions, bot: Bot, clock: Clock, rates: Rates, build: BuildDispatcher | None
) -> App:
    texts = Texts(settings.calendar.calendars)
    build = build or with_all_features(texts, rehearsing(settings))
    pace = Pace(rates)
    bot.session.middleware(Limiter(pace))
    shelf = Shelf(settings.files_folder)
    bot.session.middleware(Spare(shelf, lambda handle: files.kept_copy(Work(quiet, clock), handle)))
    # Beside an SQLite file nobody else can be at work: what an earlier life left in hand is ours.
    alone = sqlite_file(settings.database.address) is not None
    compose, hands = composer(quiet, clock, texts), hands_for(rates.per_second)
    sender = Sender(quiet, bot, clock, pace, compose, calendars=texts.calendars, alone=alone, hands=hands)
    sessions = replace(quiet, ring=sender.wake)
    inbox = Inbox(sessions, clock, partial(_feed, build(sessions, clock), bot))

    asked_at: datetime | None = None

    async def put_due() -> None:
        nonlocal asked_at
        began_at = clock()
        await reminders.put_due(Work(sessions, clock), texts.calendars, since=asked_at)
        asked_at = began_at

    async def forget_settled() -> None:
        await inbox_rows.forget_settled(Work(sessions, clock), older_than=timedelta(days=settings.inbox.keep_days))

    unhurried = Pace(replace(UNLIMITED, per_second=min(rates.per_second, A_SECOND)) if rates.per_second else UNLIMITED)
    menus = Menus(quiet, bot, clock, texts, unhurried)

    steps = (
        Step("put_due", put_due, settings.schedule.tick),
        Step("menus", menus.look, settings.schedule.tick),
        Step("forget_settled", forget_settled, HOUR),
    )
    keeper = Keeper(quiet, bot, clock, shelf)
    return App(sessions, clock, bot, inbox, Updates(bot, inbox.room, inbox.store), sender, keeper, steps)


async def _feed(dispatcher: Dispatcher, bot: Bot, card: InboxCard) -> None:
    """Hand a stored update to the dispatcher.

    Raises:
        ValidationError, UnknownKind: it is none that aiogram or we could understand.
    """
    update = Update.model_validate_json(card.body, context={"bot": bot})
    if not update.model_fields_set.intersection(WANTED):
        raise UnknownKind(card.update_id)
    await dispatcher.feed_update(bot, update, arrival=Arrival(card.update_id, card.applied))


async def _learn_username(app: App) -> None:
    """Ask once who we are. A messenger that is away now is asked at the next start."""
    if await machine.username(app.work()) is not None:
        return
    try:
        me = await app.bot.me()
    except AiogramError as error:
        log.warning("the bot's name is not known yet", error=str(error))
    else:
        await machine.learn_username(app.work(), me.username or "")


@asynccontextmanager
async def _at_work(app: App) -> AsyncIterator[None]:
    """What came before is taken up first, so that nothing new overtakes it; polling ends before the handlers do."""
    stop = asyncio.Event()
    app.parts.append(asyncio.create_task(app.sender.run(stop), name="sender"))
    try:
        await app.inbox.start()
        app.parts.append(asyncio.create_task(app.updates.run(), name="updates"))
        app.parts.append(asyncio.create_task(app.keeper.run(), name="keeper"))
        async with ticking(app.steps):
            yield
    finally:
        for endless in app.parts[1:]:
            endless.cancel()
        stop.set()
        parts = asyncio.gather(*app.parts, return_exceptions=True)
        await app.inbox.stop()
        await parts
