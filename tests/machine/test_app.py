"""The whole machine over the real dispatcher: what is broken stands alone, and everything else is answered."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot, Dispatcher, Router
from aiogram.types import Message
from sqlalchemy import select, text
from structlog.testing import capture_logs
from structlog.types import EventDict, WrappedLogger

from bot.app import App, running
from bot.client import NoToken, build_bot
from bot.config import Settings, Telegram
from bot.database import AlreadyRunning
from bot.delivery.pace import UNLIMITED
from bot.emulator.errors import unauthorized
from bot.emulator.faults import Refuse
from bot.emulator.server import Emulator
from bot.emulator.world import World
from handlers import errors
from handlers.middlewares import Threshold
from handlers.texts import Texts
from models import work as real
from models.domain.inbox import InboxState
from models.tables import Fact, InboxRow
from models.usecases import machine
from models.work import Sessions, Work
from tests.conftest import Clock
from tests.machine.conftest import ANNA, PETR, TOKEN


@pytest.fixture
def settings(emulator: Emulator, database: Path) -> Settings:
    return Settings.model_validate(
        {"telegram": {"token": TOKEN, "api_base": emulator.base_url}, "database": {"path": database}}
    )


@pytest.fixture
async def app(settings: Settings, clock: Clock) -> AsyncIterator[App]:
    async with running(settings, clock=clock, rates=UNLIMITED) as app:
        yield app


async def rows(work: Work) -> list[InboxRow]:
    async with work.reading() as session:
        return list(await session.scalars(select(InboxRow).order_by(InboxRow.update_id)))


def answers(world: World, user_id: int) -> list[str]:
    return [message.text for message in world.chat(user_id).messages if message.from_bot]


async def test_a_message_is_answered_and_settled(app: App, world: World) -> None:
    world.say(ANNA, "здравствуйте")
    await app.settled()
    assert len(answers(world, ANNA)) == 1
    assert [row.state for row in await rows(app.work())] == [InboxState.SETTLED]


async def test_the_bot_learns_its_name_once(app: App, world: World) -> None:
    assert await machine.username(app.work()) == "vekha_bot"
    assert [call.method for call in world.calls].count("getMe") == 1


async def test_a_name_that_can_not_be_learnt_now_is_asked_next_time(
    settings: Settings, world: World, clock: Clock
) -> None:
    world.faults.put(Refuse(unauthorized()), method="getMe")
    async with running(settings, clock=clock) as app:
        assert await machine.username(app.work()) is None
    async with running(settings, clock=clock) as app:
        assert await machine.username(app.work()) == "vekha_bot"
    async with running(settings, clock=clock):
        assert [call.method for call in world.calls].count("getMe") == 2


def from_anna(world: World, **fields: object) -> dict[str, Any]:
    anna = world.people[ANNA].names() | {"id": ANNA, "is_bot": False}
    chat = {"id": ANNA, "type": "private", "first_name": "Анна"}
    return {"message": {"message_id": 900, "date": 1_800_000_000, "chat": chat, "from": anna, "text": "?"} | fields}


POISONS = {
    "bad date": {"date": "вчера"},
    "date beyond time": {"date": 10**20},
    "text of another kind": {"text": {"not": "words"}},
    "no chat": {"chat": None},
}


@pytest.mark.parametrize("poison", POISONS.values(), ids=POISONS)
async def test_a_poisoned_update_between_two_good_ones(app: App, world: World, poison: dict[str, object]) -> None:
    with capture_logs() as lines:
        world.say(ANNA, "раз")
        world.raw_update(from_anna(world, **poison))
        world.say(ANNA, "два")
        await app.settled()
    assert len(answers(world, ANNA)) == 2
    good, bad, last = await rows(app.work())
    assert [good.state, bad.state, last.state] == [InboxState.SETTLED, InboxState.QUARANTINED, InboxState.SETTLED]
    assert json.loads(bad.body)["update_id"] == bad.update_id, "it is kept as it came"
    alarms = [line["incident"] for line in lines if line["log_level"] == "critical"]
    assert alarms == [bad.incident]


async def test_an_unknown_kind_goes_to_quarantine(app: App, world: World) -> None:
    world.raw_update({"a_new_kind": {"chat": {"id": ANNA}}})
    await app.settled()
    assert [row.state for row in await rows(app.work())] == [InboxState.QUARANTINED]


@pytest.mark.parametrize(
    "strange", [{"from": None}, {"text": "я" * 1_000_000}, {"text": None}], ids=["from nobody", "1 MB", "no words"]
)
async def test_a_strange_update_harms_nobody(app: App, world: World, strange: dict[str, object]) -> None:
    world.say(ANNA, "раз")
    world.raw_update(from_anna(world, **strange))
    world.say(ANNA, "два")
    await app.settled()
    good, _, last = await rows(app.work())
    assert (good.state, last.state) == (InboxState.SETTLED, InboxState.SETTLED)


async def test_five_deliveries_are_one_answer(app: App, world: World) -> None:
    world.say(ANNA, "раз")
    await app.settled()
    (row,) = await rows(app.work())
    for _ in range(4):
        world.redeliver(row.update_id)
    world.say(PETR, "другое")
    await app.settled()
    while (await rows(app.work()))[0].duplicates < 4:
        await app.settled()
    assert len(answers(world, ANNA)) == 1


def failing_once(sessions: Sessions, clock: real.Clock) -> Dispatcher:
    """A bot that falls over one word, and otherwise writes down what it hears before it answers."""
    router = Router()

    async def hear(message: Message, work: Work) -> None:
        if message.text == "упади":
            raise ZeroDivisionError
        async with work:
            work.session.add(Fact(name=f"heard {message.message_id}", value=message.text or ""))
            await work.commit()
        await message.answer(f"слышу: {message.text}")

    router.message.register(hear)
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.update.outer_middleware(Threshold(sessions, clock, Texts()))
    dispatcher.include_routers(errors.build(), router)
    return dispatcher


async def test_after_a_failure_the_person_is_told_and_heard_again(
    settings: Settings, world: World, clock: Clock
) -> None:
    async with running(settings, clock=clock, rates=UNLIMITED, build=failing_once) as app:
        for text in ("раз", "упади", "два"):
            world.say(ANNA, text)
        await app.settled()
        _, failed, _ = await rows(app.work())
    first, apology, last = answers(world, ANNA)
    assert (first, last) == ("слышу: раз", "слышу: два")
    assert failed.state is InboxState.QUARANTINED
    assert failed.incident is not None
    assert failed.incident in apology


async def test_ten_messages_at_once_are_answered_in_order(settings: Settings, world: World, clock: Clock) -> None:
    async with running(settings, clock=clock, rates=UNLIMITED, build=failing_once) as app:
        for number in range(10):
            world.say(ANNA, str(number))
        await app.settled()
    assert answers(world, ANNA) == [f"слышу: {number}" for number in range(10)]


async def test_a_full_disk_is_waited_out(app: App, world: World, sessions: Sessions) -> None:
    """What can't be stored is not confirmed; when there is room again, it is answered."""
    alarm = asyncio.Event()

    def hear(logger: WrappedLogger, level: str, event: EventDict) -> EventDict:
        alarm.set()
        return event

    await set_largest(app, 1)
    with capture_logs(processors=[hear]) as lines:
        world.say(ANNA, "я" * 4000)
        world.say(PETR, "я" * 4000)
        await asyncio.wait_for(alarm.wait(), 5)
        assert world.account().updates.pending
        await set_largest(app, 2**30)
        await app.settled()
    assert len(answers(world, ANNA)) == len(answers(world, PETR)) == 1
    assert [line["event"] for line in lines if "updates" in line["event"]] == [
        "updates do not come",
        "updates come again",
    ]


async def set_largest(app: App, pages: int) -> None:
    """SQLite grows its file no further than that, and never below what it has."""
    async with (work := app.work()):
        await work.session.execute(text(f"PRAGMA max_page_count={pages}"))


async def test_a_second_app_on_the_same_file_refuses(app: App, settings: Settings) -> None:
    with pytest.raises(AlreadyRunning):
        async with running(settings):
            pass


async def test_a_tick_runs_every_step(app: App, clock: Clock) -> None:
    async with (work := app.work()):
        work.session.add(InboxRow(update_id=1, chat="7", body="", state=InboxState.SETTLED, received_at=work.now()))
        work.session.add(
            InboxRow(
                update_id=2, chat="7", body="", state=InboxState.SETTLED, received_at=work.now(), settled_at=work.now()
            )
        )
        await work.commit()
    clock.move(days=8)
    await app.tick()
    assert [row.update_id for row in await rows(app.work())] == [1]


async def test_a_broken_part_ends_the_app(app: App) -> None:
    async def break_down() -> None:
        raise ZeroDivisionError

    app.parts.append(asyncio.create_task(break_down()))
    with pytest.raises(ZeroDivisionError):
        await app.until(asyncio.Event())


async def test_the_app_ends_when_it_is_told_to(app: App) -> None:
    stop = asyncio.Event()
    stop.set()
    await app.until(stop)


def test_without_a_token_there_is_nobody_to_be() -> None:
    with pytest.raises(NoToken):
        build_bot(Telegram())


async def test_an_encrypted_connection_is_closed_with_care() -> None:
    bot: Bot = build_bot(Telegram.model_validate({"token": TOKEN}))
    await bot.session.close()
    assert bot.session.api.base.startswith("https://api.telegram.org/")
