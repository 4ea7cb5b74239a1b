import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from random import Random

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode

from bot.client import Session
from bot.delivery.pace import UNLIMITED, Pace, Rates
from bot.delivery.sender import Sender
from bot.emulator.calls import Call
from bot.emulator.limits import Limits
from bot.emulator.server import Emulator
from bot.emulator.world import World
from handlers.screens import Screen
from models.cards.outbox import OutboxCard
from models.domain.outbox import DropReason
from models.work import Sessions, Work
from tests.conftest import Clock
from tests.delivery.mail import TOKEN, Post, say_number

Compose = Callable[[OutboxCard], Awaitable[Screen | DropReason]]


@dataclass(slots=True)
class Stopwatch:
    """Counts only what somebody waits by it."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now

    async def wait(self, seconds: float) -> None:
        until = self.now + seconds
        await asyncio.sleep(0)
        # Several who wait at the same time wait together.
        self.now = max(self.now, until)


@dataclass(slots=True)
class Stage:
    """A sender before the emulator, and the hands of all clocks."""

    world: World
    bot: Bot
    sessions: Sessions
    clock: Clock
    post: Post
    stopwatch: Stopwatch

    def sender(
        self,
        compose: Compose = say_number,
        *,
        rates: Rates = UNLIMITED,
        pace: Pace | None = None,
        alone: bool = False,
        hands: int = 5,
        poll: float = 60,
        grace: float = 8,
    ) -> Sender:
        chance = Random(5).random
        return Sender(
            self.sessions,
            self.bot,
            self.clock,
            pace or self.pace(rates),
            compose,
            alone=alone,
            hands=hands,
            poll=poll,
            grace=grace,
            chance=chance,
        )

    def pace(self, rates: Rates) -> Pace:
        return Pace(rates, seconds=self.stopwatch, wait=self.stopwatch.wait)

    def wind(self, seconds: float) -> None:
        self.clock.move(seconds=seconds)
        self.stopwatch.now += seconds

    async def person(self, chat_id: int) -> int:
        """Somebody in both worlds, who has pressed Start."""
        self.world.add_person(chat_id, "Нина")
        self.world.say(chat_id, "/start")
        return await self.post.person(chat_id)

    async def people(self, chats: range) -> list[int]:
        for chat_id in chats:
            self.world.add_person(chat_id, "Нина")
            self.world.say(chat_id, "/start")
        return await self.post.people(chats)

    @property
    def sends(self) -> list[Call]:
        """What the messenger was asked to send, however it answered."""
        return [call for call in self.world.calls if call.method.startswith("send")]

    def read(self, chat_id: int) -> list[str]:
        """What stands in the chat from the bot."""
        return [message.text for message in self.world.chat(chat_id).messages if message.from_bot]


@pytest.fixture
async def stage(clock: Clock, sessions: Sessions, work: Work) -> AsyncIterator[Stage]:
    stopwatch = Stopwatch()
    world = World(clock=clock, limits=Limits().without_flood(), seconds=stopwatch)
    world.add_bot(TOKEN)
    async with Emulator(world) as emulator:
        session = Session(api=TelegramAPIServer.from_base(emulator.base_url))
        bot = Bot(TOKEN, session, DefaultBotProperties(parse_mode=ParseMode.HTML))
        try:
            yield Stage(world, bot, sessions, clock, Post(work), stopwatch)
        finally:
            await session.close()
