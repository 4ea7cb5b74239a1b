import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import ClientSession

from bot.emulator.clock import WoundClock
from bot.emulator.limits import Limits
from bot.emulator.server import Emulator
from bot.emulator.world import World

TOKEN = "42:TEST"
MONDAY = datetime(2027, 3, 1, 6, 0, tzinfo=UTC)
ANNA, PETER, STRANGER = 7, 8, 9


@dataclass
class Answer:
    """What the API said to one call."""

    status: int
    body: dict[str, object]

    @property
    def result(self) -> object:
        assert self.status == 200, self.body
        return self.body["result"]

    @property
    def message_id(self) -> int:
        assert isinstance(self.result, dict)
        number = self.result["message_id"]
        assert isinstance(number, int)
        return number

    @property
    def refusal(self) -> tuple[int, object]:
        assert self.body["ok"] is False
        assert self.body["error_code"] == self.status
        return self.status, self.body["description"]


@dataclass
class Api:
    """Calls the Bot API with JSON."""

    session: ClientSession
    base_url: str
    token: str = TOKEN

    async def __call__(self, method: str, **given: object) -> Answer:
        async with self.session.post(f"{self.base_url}/bot{self.token}/{method}", json=given) as response:
            return Answer(response.status, await response.json())

    async def updates(self, **given: object) -> list[dict[str, object]]:
        found = (await self("getUpdates", **given)).result
        assert isinstance(found, list)
        return found


@dataclass
class Seconds:
    """A counter of real seconds that the test moves."""

    now: float = 100.0
    start: float = field(default=100.0, init=False)

    def __call__(self) -> float:
        return self.now


class QuickSession(AiohttpSession):
    """Closes without the quarter of a second aiogram waits for TLS."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


@pytest.fixture
def clock() -> WoundClock:
    return WoundClock(real=lambda: MONDAY)


@pytest.fixture
def pass_time(clock: WoundClock) -> Callable[..., None]:
    def pass_time(**span: float) -> None:
        clock.wind_by(timedelta(**span))

    return pass_time


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def limits() -> Limits:
    return Limits(conflict_pause=0).without_flood()


@pytest.fixture
def world(clock: WoundClock, seconds: Seconds, limits: Limits) -> World:
    made = World(clock=clock, limits=limits, seconds=seconds)
    made.add_bot(TOKEN, username="vekha_bot")
    made.add_person(ANNA, "Анна", "Лебедева", username="anna")
    made.add_person(PETER, "Пётр", "Северов")
    made.add_person(STRANGER, "Олег")
    made.say(ANNA, "/start")
    made.say(PETER, "/start")
    return made


@pytest.fixture
async def emulator(world: World) -> AsyncIterator[Emulator]:
    async with Emulator(world) as started:
        yield started


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as opened:
        yield opened


@pytest.fixture
def api(session: ClientSession, emulator: Emulator) -> Api:
    return Api(session, emulator.base_url)


@pytest.fixture
async def bot(emulator: Emulator) -> AsyncIterator[Bot]:
    made = Bot(TOKEN, session=QuickSession(api=TelegramAPIServer.from_base(emulator.base_url)))
    yield made
    await made.session.close()


async def until(condition: Callable[[], bool]) -> None:
    """Lets everybody else run until the condition holds."""
    for _ in range(100_000):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never came to that")
