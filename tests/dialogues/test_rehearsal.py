"""A coordinator sees the year before it begins; and a rehearsal tells the very messages that will come."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App, running, with_all_features
from bot.config import Calendar, Settings
from bot.delivery.pace import UNLIMITED
from bot.emulator.entities import parse_html
from bot.emulator.server import Emulator
from bot.emulator.world import World
from bot.rehearsal.child import Order, answer
from bot.rehearsal.copy import copied
from bot.rehearsal.isolated import rehearsing
from bot.rehearsal.rehearse import Asked, rehearse_plan
from handlers.callbacks import RehearseDraft
from handlers.rehearsal import RehearsalRefused, Rehearse, TooHeavy
from handlers.texts import Texts
from models.cards.rehearsal import Rehearsal
from models.domain.access import Role
from models.domain.refusals import WrongState
from models.usecases import roadmaps
from tests.chat import Chat
from tests.conftest import Clock
from tests.dialogues.conftest import (
    BEGIN,
    BEREZOVKA,
    COORDINATOR,
    CURATOR,
    DATA,
    DIRECTOR,
    DISTRICT,
    NEIGHBOURS_COORDINATOR,
    OTHER_DIRECTOR,
    OZERSK,
    STRANGER,
    TOKEN,
    Town,
    joins,
)
from tests.dialogues.test_webinars import announces

MAP = "ozersk_2027.txt"
LAST = date(2027, 3, 28)

Told = list[tuple[str, str, tuple[tuple[str, ...], ...]]]


async def test_the_year_is_seen_before_it_is_published(
    town: Town, coordinator: Chat, curator: Chat, director: Chat
) -> None:
    await coordinator.sends_file(MAP, (DATA / MAP).read_bytes())
    await coordinator.presses("🎭 Репетиция")
    summary, file = coordinator.new
    assert "Репетиция: 4 марта 2027 года – " in summary.text
    assert (
        "Как если бы карту опубликовали сейчас и никто ничего не отмечал. Никому ничего не отправлено." in summary.text
    )
    for role in ("• директора: в неделю в среднем ", "• кураторы: в неделю в среднем ", "• координаторы: "):
        assert role in summary.text
    assert file.file is not None
    assert file.file.name == "Репетиция.txt"
    words = file.file.content.decode("utf-8-sig")
    assert f"— директор, {OZERSK}" in words
    assert "вт 9 марта 2027, 09:00\n\nНеделя 8 марта" in words
    for other in (curator, director):
        other.sees_nothing_new()
    await coordinator.presses("К списку", under=summary)
    assert "🎭 Репетиция" in coordinator.buttons(coordinator.sees("Распознано"))
    await coordinator.presses("Опубликовать")
    coordinator.sees("Опубликовано")


@asynccontextmanager
async def rehearsed_by(rehearse: Rehearse, world: World, clock: Clock, database: Path) -> AsyncIterator[App]:
    """The bot at work with another way to rehearse."""
    async with Emulator(world) as emulator:
        settings = Settings.model_validate(
            {"telegram": {"token": TOKEN, "api_base": emulator.base_url}, "database": {"path": database}}
        )
        build = with_all_features(Texts(), rehearse)
        async with running(settings, clock=clock, rates=UNLIMITED, build=build) as app:
            yield app


async def sends_a_map(world: World, app: App) -> Chat:
    await joins(app.work(), COORDINATOR, Role.COORDINATOR, territory=DISTRICT)
    world.chat(COORDINATOR).started = True
    coordinator = Chat(world, COORDINATOR, app.settled)
    await coordinator.sends_file(MAP, (DATA / MAP).read_bytes())
    return coordinator


async def test_others_are_answered_while_a_year_is_played(world: World, clock: Clock, database: Path) -> None:
    clock.set(BEGIN)
    answers: list[str] = []

    async def long(person_id: int, draft_id: int, now: datetime) -> Rehearsal:
        with world.subscribe() as changes:
            world.say(STRANGER, "/start")
            async with asyncio.timeout(10):
                while not answers:
                    await changes.get()
                    answers.extend(one.text for one in world.chat(STRANGER).messages if one.from_bot)
        raise TooHeavy

    async with rehearsed_by(long, world, clock, database) as app:
        coordinator = await sends_a_map(world, app)
        await coordinator.presses("🎭 Репетиция")
        assert len(answers) == 1
        coordinator.sees("Проиграть год не получилось", "python -m bot rehearse")


async def test_over_another_database_it_is_said(world: World, clock: Clock, database: Path) -> None:
    clock.set(BEGIN)
    elsewhere = Settings.model_validate({"database": {"url": "postgresql+asyncpg://localhost/vekha"}})
    async with rehearsed_by(rehearsing(elsewhere), world, clock, database) as app:
        coordinator = await sends_a_map(world, app)
        await coordinator.presses("🎭 Репетиция")
        coordinator.sees("Репетиция пока умеет работать только с базой данных SQLite.")


async def test_what_cannot_be_published_is_said_in_place_of_a_year(world: World, clock: Clock, database: Path) -> None:
    clock.set(BEGIN)

    async def here(person_id: int, draft_id: int, now: datetime) -> Rehearsal:
        """The child's own answer, without a process of its own."""
        order = Order(file=database, person_id=person_id, draft_id=draft_id, now=now, calendar=Calendar())
        raise RehearsalRefused((await answer(order)).refused or "")

    async with rehearsed_by(here, world, clock, database) as app:
        coordinator = await sends_a_map(world, app)
        preview = coordinator.last
        await coordinator.presses("Опубликовать")
        await coordinator.presses_old(RehearseDraft(draft_id=1).pack(), under=preview)
        assert coordinator.last.text == parse_html(Texts()("errors.wrong_state", refusal=WrongState())).text


async def test_a_neighbour_gets_nothing(town: Town, coordinator: Chat) -> None:
    await coordinator.sends_file(MAP, (DATA / MAP).read_bytes())
    neighbour = await town.resident(NEIGHBOURS_COORDINATOR, Role.COORDINATOR, territory="Лесной район")
    await neighbour.says("/help")
    draft = await roadmaps.open_draft(town.app.work(), await town.actor(COORDINATOR))
    assert draft is not None
    await neighbour.presses_old(RehearseDraft(draft_id=draft.draft_id).pack(), under=neighbour.last)
    neighbour.never_sees("Репетиция")
    neighbour.never_sees(OZERSK)
    director = await town.resident(OTHER_DIRECTOR, Role.DIRECTOR, schools=(BEREZOVKA,))
    await director.says("/help")
    await director.presses_old(RehearseDraft(draft_id=draft.draft_id).pack(), under=director.last)
    director.never_sees("Репетиция")


def half_hours(first: datetime, last: date) -> Iterator[datetime]:
    """The working hours of the days, and every five minutes where something begins at an odd time."""
    moment = first
    while moment.date() <= last:
        if 7 <= moment.hour < 21:
            yield moment
        odd = moment.date() == date(2027, 3, 17) and 14 <= moment.hour < 16
        moment += timedelta(minutes=5 if odd else 30)


def kept(file: Path) -> Path:
    """The database as it is now, whatever the bot does in it afterwards."""
    snapshot = file.with_name("snapshot.sqlite3")
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(snapshot)) as target:
        source.backup(target)
    return snapshot


async def told_to(name: str, snapshot: Path) -> Told:
    asked = Asked(name, first=BEGIN.date(), last=LAST)
    async with copied(snapshot) as sessions:
        (diary,) = (await rehearse_plan(sessions, BEGIN, Texts(), asked)).diaries
    return [(f"{one.at:%m-%d %H:%M}", parse_html(one.words).text, one.buttons) for one in diary.messages]


@pytest.mark.proofs
async def test_what_is_told_is_what_comes(
    town: Town, roadmap: None, coordinator: Chat, curator: Chat, director: Chat, database: Path
) -> None:
    """The same weeks rehearsed and then lived through: the same words, buttons and hours."""
    await announces(coordinator, "17 марта 14:50")
    chats = {COORDINATOR: coordinator, CURATOR: curator, DIRECTOR: director}
    read = {user_id: len(chat.seen) for user_id, chat in chats.items()}
    snapshot = kept(database)
    told = {user_id: await told_to((await town.actor(user_id)).name, snapshot) for user_id in chats}
    came: dict[int, Told] = {user_id: [] for user_id in chats}
    for moment in half_hours(BEGIN, LAST):
        town.clock.set(moment)
        await town.app.tick()
        await town.app.settled()
        for user_id, chat in chats.items():
            for message in chat.seen[read[user_id] :]:
                labels = tuple(tuple(button.text for button in row) for row in message.buttons)
                came[user_id].append((f"{moment:%m-%d %H:%M}", message.text, labels))
            read[user_id] = len(chat.seen)
    assert told == came
    assert len(came[DIRECTOR]) >= 5
    assert any("14:35" in when for when, _, _ in came[DIRECTOR])
