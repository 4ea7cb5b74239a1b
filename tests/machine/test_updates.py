"""Nothing is confirmed before it is stored; troubles are waited out, and an alarm sounds once."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
from aiogram import Bot
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.emulator.errors import unauthorized
from bot.emulator.faults import CutAfter, CutBefore, Garble, Refuse, flood
from bot.emulator.world import World
from bot.updates import WANTED, Pauses, Updates, incoming
from models.cards.inbox import Incoming
from tests.machine.conftest import ANNA, PETR

AT_ONCE = Pauses(conflict=0, unauthorized=0, steps=(0,))


class Shelf:
    """Keeps what is stored, and wakes whoever waits for it."""

    def __init__(self) -> None:
        self.kept: list[Incoming] = []
        self.sizes: list[int] = []
        self.refusals = 0
        self._changed = asyncio.Condition()

    async def room(self) -> int:
        return 2

    async def store(self, batch: Sequence[Incoming]) -> None:
        if self.refusals:
            self.refusals -= 1
            raise OperationalError("INSERT", None, OSError("disk full"))
        async with self._changed:
            self.kept += batch
            self.sizes.append(len(batch))
            self._changed.notify_all()

    async def holds(self, count: int) -> list[str]:
        async with self._changed, asyncio.timeout(5):
            await self._changed.wait_for(lambda: len(self.kept) >= count)
        return [one.body for one in self.kept]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
async def polling(bot: Bot, shelf: Shelf) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(Updates(bot, shelf.room, shelf.store, pauses=AT_ONCE).run())
    yield task
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_only_what_is_stored_is_confirmed(world: World, shelf: Shelf, polling: object) -> None:
    shelf.refusals = 2
    for text in ("раз", "два", "три"):
        world.say(ANNA, text)
    bodies = await shelf.holds(3)
    assert [any(text in body for body in bodies) for text in ("раз", "два", "три")] == [True] * 3
    offsets = [call.parameters.number("offset") for call in world.calls if call.method == "getUpdates"]
    assert offsets[:3] == [0, 0, 0], "a batch that was not stored is asked for again"
    assert shelf.sizes == [2, 1], "no more is asked for than there is room"


@pytest.mark.parametrize(
    "fault",
    [CutBefore(), CutAfter(), Garble(), Refuse(unauthorized()), flood(0)],
    ids=lambda fault: type(fault).__name__,
)
async def test_polling_goes_on_after(fault: CutBefore, world: World, shelf: Shelf, bot: Bot) -> None:
    world.faults.put(fault, method="getUpdates", times=2)
    world.say(ANNA, "раз")
    with capture_logs() as lines:
        task = asyncio.create_task(Updates(bot, shelf.room, shelf.store, pauses=AT_ONCE).run())
        await shelf.holds(1)
        world.say(ANNA, "два")
        await shelf.holds(2)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert [line["log_level"] for line in lines] == ["critical", "warning"], "one alarm, and one all-clear"


async def test_a_second_poller_is_an_alarm_and_both_go_on(world: World, shelf: Shelf, bot: Bot) -> None:
    with capture_logs() as lines:
        tasks = [asyncio.create_task(Updates(bot, shelf.room, shelf.store, pauses=AT_ONCE).run()) for _ in range(2)]
        world.say(ANNA, "раз")
        await shelf.holds(1)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    assert {line["trouble"] for line in lines} <= {"TelegramConflictError"}


async def test_a_forgotten_webhook_is_left(world: World, shelf: Shelf, bot: Bot) -> None:
    await bot.set_webhook("https://example.org/old")
    world.say(ANNA, "раз")
    task = asyncio.create_task(Updates(bot, shelf.room, shelf.store, pauses=AT_ONCE).run())
    await shelf.holds(1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_pauses_are_calm(bot: Bot, shelf: Shelf) -> None:
    pauses = Pauses()
    assert (pauses.conflict, pauses.unauthorized) == (3, 30)
    assert list(pauses.steps) == sorted(pauses.steps)


async def test_a_strange_update_spoils_no_batch(world: World, shelf: Shelf, polling: object) -> None:
    world.say(ANNA, "раз")
    world.raw_update({"message": {"date": "вчера", "chat": 5, "text": ["?"]}})
    world.say(PETR, "два")
    await shelf.holds(3)
    assert [one.chat for one in shelf.kept] == [str(ANNA), f"update {shelf.kept[1].update_id}", str(PETR)]


@pytest.mark.parametrize(
    ("update", "chat"),
    [
        ({"message": {"chat": {"id": 5}}}, "5"),
        ({"callback_query": {"from": {"id": 6}, "message": {"chat": {"id": 5}}}}, "5"),
        ({"callback_query": {"from": {"id": 6}}}, "6"),
        ({"my_chat_member": {"chat": {"id": 5}, "from": {"id": 6}}}, "5"),
        ({"poll": {"id": "5"}}, "update 1"),
        ({"message": None}, "update 1"),
    ],
)
def test_the_chat_whose_order_an_update_keeps(update: dict[str, object], chat: str) -> None:
    assert incoming({"update_id": 1, **update}).chat == chat


def test_edits_are_not_asked_for() -> None:
    assert WANTED == ("message", "callback_query", "my_chat_member")
