"""A year played out on a copy: by the command, and for a draft."""

import asyncio
import sys
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.config import Calendar, Settings
from bot.database import open_sessions
from bot.rehearsal.child import Answer, Order, answer
from bot.rehearsal.command import rehearse_in_terminal
from bot.rehearsal.copy import copied
from bot.rehearsal.isolated import rehearsing
from bot.rehearsal.rehearse import Asked, DaysWrong, NothingRuns, rehearse_draft, rehearse_plan
from handlers.rehearsal import TooHeavy
from handlers.texts import Texts
from handlers.views.rehearsal import plain, rehearsal_words
from models.cards.outbox import Sent
from models.cards.rehearsal import Diary, Rehearsal
from models.domain.access import Role
from models.domain.calendar import Calendars, WorkCalendar
from models.domain.lifecycles import State
from models.domain.refusals import NoParticipants, OutOfReach
from models.tables import Base
from models.usecases import outbox, people
from models.usecases.asking import AskerUnclear
from models.usecases.outbox import claim_due
from models.usecases.reminders import put_due
from models.work import Sessions
from tests.builders import (
    BEGINNING,
    BIRCH,
    COORDINATOR,
    CURATOR,
    DIRECTOR,
    FOREST,
    LAKE,
    LINDEN,
    NEIGHBOUR,
    NEXT_CURATOR,
    NEXT_DIRECTOR,
    PLATFORM,
    Land,
    at,
    day,
    document,
    row,
    settle,
    until,
    visit,
)
from tests.conftest import Clock

FIRST, LAST = day(3, 8), day(3, 25)
# A year is played in seconds, several of them in a minute.
pytestmark = pytest.mark.slow

ROWS = (row("1", until(3, 12)), visit("2", until(3, 17)), document("3", until(3, 24)))


@pytest.fixture
async def land(sessions: Sessions, clock: Clock) -> Land:
    clock.set(BEGINNING)
    land = Land(sessions, clock)
    await settle(land)
    return land


@pytest.fixture
async def planned(land: Land) -> Land:
    """Both districts have a map."""
    await land.publish(*ROWS)
    await land.publish(*ROWS, by=NEIGHBOUR)
    return land


def of(person: str) -> Asked:
    return Asked(person, first=FIRST, last=LAST)


def of_all(role: Role) -> Asked:
    return Asked(role=role, first=FIRST, last=LAST)


async def rehearsed(land: Land, file: Path, asked: Asked) -> Rehearsal:
    async with copied(file) as sessions:
        return await rehearse_plan(sessions, land.clock(), Texts(), asked)


async def drafted(land: Land, file: Path, draft_id: int, by: str = COORDINATOR) -> Rehearsal:
    actor = await land.actor(by)
    async with copied(file) as sessions:
        return await rehearse_draft(sessions, land.clock(), Texts(), actor.person_id, draft_id)


def said(diary: Diary) -> list[str]:
    return [f"{one.at:%m-%d %H:%M} {plain(one.words).splitlines()[0]}" for one in diary.messages]


async def counts(land: Land) -> dict[str, int]:
    async with land.work.reading() as session:
        return {
            name: await session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }


@pytest.mark.proofs
async def test_a_person_is_told_at_the_hours_of_their_own_wall(planned: Land, database: Path) -> None:
    here = await rehearsed(planned, database, of(DIRECTOR))
    there = await rehearsed(planned, database, of(NEXT_DIRECTOR))
    letters = [[one for one in said(told.diaries[0]) if "Неделя" in one] for told in (here, there)]
    assert letters[0] == letters[1]
    assert letters[0][0] == "03-09 09:00 Неделя 8 марта – 14 марта"
    assert [told.diaries[0].messages[0].at.utcoffset() for told in (here, there)] == [
        at(3, 8, 9).utcoffset(),
        at(3, 8, 9, zone="Asia/Yekaterinburg").utcoffset(),
    ]


async def test_days_off_of_the_settings_hold(planned: Land, database: Path) -> None:
    rest = Calendars(WorkCalendar(days_off=frozenset({day(3, 9)})))
    async with copied(database) as sessions:
        told = await rehearse_plan(sessions, planned.clock(), Texts(rest), of(DIRECTOR))
    assert "03-10 09:00 Неделя 8 марта – 14 марта" in said(told.diaries[0])


async def test_the_words_are_the_very_screens(planned: Land, database: Path) -> None:
    told = await rehearsed(planned, database, of(CURATOR))
    (visits,) = [one for one in told.diaries[0].messages if f"{one.at:%m-%d %H:%M}" == "03-17 08:30"]
    assert "Мероприятие 2" in visits.words
    assert f"✅ {LAKE} — посещена" in [label for buttons in visits.buttons for label in buttons]


async def test_nothing_is_changed_or_sent(planned: Land, database: Path) -> None:
    before = await counts(planned)
    draft = await planned.receive(row("9", until(5, 1)))
    after = await counts(planned)
    await rehearsed(planned, database, of_all(Role.DIRECTOR))
    await drafted(planned, database, draft.draft_id)
    assert await counts(planned) == after != before


async def test_a_redrawn_message_is_none(planned: Land, database: Path) -> None:
    """The letter has gone, and then the coordinator marked one of its tasks."""
    planned.clock.set(at(3, 9, 9))
    await put_due(planned.work)
    for card in await claim_due(planned.work, 100, timedelta(minutes=1)):
        await outbox.settle(planned.work, card.id, Sent(card.chat_id, card.id))
    await planned.turns((await planned.assignment("1", LAKE)).id, State.DONE)
    assert await put_due(planned.work) > 0
    assert await planned.news("MessageOutdated") != []
    (diary,) = (await rehearsed(planned, database, Asked(DIRECTOR, first=day(3, 9), last=LAST))).diaries
    assert [one for one in said(diary) if one.startswith("03-09")] == []
    assert diary.messages != ()


async def test_a_role_is_told_of_in_short_and_its_busiest_in_words(planned: Land, database: Path) -> None:
    told = await rehearsed(planned, database, of_all(Role.CURATOR))
    loads = {one.part.person.name: one.load.most for one in told.each}
    assert set(loads) == {CURATOR, "Елена Громова", NEXT_CURATOR}
    (diary,) = told.diaries
    assert diary.load.most == max(loads.values()) == loads[diary.part.person.name]
    (role,) = [one for one in told.loads if one.role is Role.CURATOR]
    assert (role.people, role.played, role.busiest) == (3, 3, diary.part.person.name)
    assert role.load.messages == sum(one.load.messages for one in told.each)


async def test_people_who_have_not_come_or_are_lost_take_part(planned: Land, database: Path) -> None:
    await people.invite(planned.work, Role.DIRECTOR, schools=(BIRCH,), name="Лишняя Вторая")
    await people.invite(planned.work, Role.CURATOR, schools=(LAKE,), name="Нина Новая")
    await people.invite(planned.work, Role.CURATOR, schools=(LAKE,), name="Нина Новая")
    await people.note_reachable(planned.work, PLATFORM, DIRECTOR, reachable=False)
    await planned.forgets_consent(CURATOR)
    told = await rehearsed(planned, database, of_all(Role.CURATOR))
    messages = {one.part.person.name: one.load.messages for one in told.each}
    assert messages["Нина Новая"] == messages[CURATOR] > 0
    assert len(told.each) == 4
    told = await rehearsed(planned, database, of_all(Role.DIRECTOR))
    messages = {one.part.person.name: one.load.messages for one in told.each}
    assert messages[DIRECTOR] > 0
    assert "Лишняя Вторая" not in messages


async def test_who_begins_later_is_told_from_then_on(planned: Land, database: Path) -> None:
    await planned.serves(NEXT_DIRECTOR, since=day(3, 15))
    told = await rehearsed(planned, database, of_all(Role.DIRECTOR))
    assert NEXT_DIRECTOR in [one.part.person.name for one in told.each]
    (diary,) = (await rehearsed(planned, database, of(NEXT_DIRECTOR))).diaries
    assert [one.split()[1] for one in said(diary) if "Неделя" in one] == ["09:00"] * 2
    assert said(diary)[0].startswith("03-15 09:00 Неделя 15 марта")


async def test_a_school_without_a_director_has_one_for_the_time_being(planned: Land, database: Path) -> None:
    await planned.serves(DIRECTOR, until=day(3, 1))
    await planned.serves(NEXT_DIRECTOR, until=day(3, 1))
    await people.invite(planned.work, Role.DIRECTOR, schools=(FOREST,))
    told = await rehearsed(planned, database, of_all(Role.DIRECTOR))
    places = sorted(one.part.person.posts[0].places[0] for one in told.each)
    assert places == sorted([LAKE, BIRCH, LINDEN, FOREST])
    assert [one.load.messages > 0 for one in told.each] == [True] * 4


async def test_a_clock_that_is_set_back_tells_again_what_was_told(planned: Land, database: Path) -> None:
    ahead = await rehearsed(planned, database, of(DIRECTOR))
    planned.clock.set(at(4, 20, 12))
    back = await rehearsed(planned, database, of(DIRECTOR))
    assert said(back.diaries[0]) == said(ahead.diaries[0]) != []


@pytest.mark.proofs
async def test_the_days_are_those_of_the_running_maps(planned: Land, database: Path) -> None:
    told = await rehearsed(planned, database, Asked(DIRECTOR))
    assert (told.first, told.last) == (day(3, 4), day(4, 7))
    planned.clock.set(at(12, 1, 12))
    told = await rehearsed(planned, database, Asked(DIRECTOR))
    assert (told.first, told.last) == (day(3, 4), day(4, 7))


async def test_days_that_cannot_be_played(land: Land, database: Path) -> None:
    with pytest.raises(NothingRuns):
        await rehearsed(land, database, Asked(DIRECTOR, first=FIRST))
    for first, last in [(day(3, 8), day(3, 7)), (day(3, 8), date(2030, 1, 1))]:
        with pytest.raises(DaysWrong):
            await rehearsed(land, database, Asked(DIRECTOR, first=first, last=last))


async def test_nobody_and_several(planned: Land, database: Path) -> None:
    for name in ("Никто", "ольга"):
        await planned.comes_in("Ольга Зимина", Role.DIRECTOR, at_schools=(FOREST,))
        with pytest.raises(AskerUnclear):
            await rehearsed(planned, database, of(name))


async def test_a_draft_is_played_as_if_it_were_published_now(land: Land, database: Path) -> None:
    draft = await land.receive(*ROWS)
    told = await drafted(land, database, draft.draft_id)
    assert (told.first, told.last) == (day(3, 4), day(4, 7))
    assert {one.role: (one.people, one.played) for one in told.loads} == {
        Role.COORDINATOR: (1, 1),
        Role.CURATOR: (2, 2),
        Role.DIRECTOR: (3, 3),
        Role.SCHOOL_COORDINATOR: (1, 1),
    }
    words = rehearsal_words(Texts(), told, draft=True)
    assert "Мероприятие 2" in words
    assert "Неделя 8 марта" in words


async def test_a_neighbours_school_does_not_exist(planned: Land, database: Path) -> None:
    """Who also serves next door is counted, and never shown."""
    await planned.comes_in(CURATOR, Role.CURATOR, at_schools=(FOREST,))
    draft = await planned.receive(row("9", until(5, 1)))
    told = await drafted(planned, database, draft.draft_id)
    assert FOREST not in rehearsal_words(Texts(), told, draft=True)
    (curators,) = [one for one in told.loads if one.role is Role.CURATOR]
    assert curators.people == 2
    assert CURATOR not in [one.part.person.name for one in told.diaries]


async def test_anothers_draft_is_out_of_reach(land: Land, database: Path) -> None:
    draft = await land.receive(*ROWS)
    with pytest.raises(OutOfReach):
        await drafted(land, database, draft.draft_id, by=NEIGHBOUR)


async def test_what_cannot_be_published_cannot_be_played(land: Land, database: Path) -> None:
    draft = await land.receive(row("1", until(5, 1), schools=("Неведомая СОШ",)))
    with pytest.raises(NoParticipants):
        await drafted(land, database, draft.draft_id)


def python(code: str) -> tuple[str, ...]:
    """A child that does something else."""
    return (sys.executable, "-c", code)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("import time; time.sleep(60)", TooHeavy),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", TooHeavy),
        ("raise MemoryError", TooHeavy),
        ("raise ValueError", RuntimeError),
    ],
    ids=["hangs", "is stopped", "swells", "is broken"],
)
async def test_a_child_that_fails(database: Path, clock: Clock, code: str, error: type[Exception]) -> None:
    settings = Settings.model_validate({"database": {"path": database}})
    with pytest.raises(error):
        await rehearsing(settings, seconds=2, command=python(code))(1, 1, clock())


async def test_what_the_child_answers_survives_the_way_back(land: Land, database: Path) -> None:
    draft = await land.receive(*ROWS)
    answers = []
    for name in (COORDINATOR, NEIGHBOUR):
        person_id = (await land.actor(name)).person_id
        order = Order(
            file=database, person_id=person_id, draft_id=draft.draft_id, now=land.clock(), calendar=Calendar()
        )
        order = Order.model_validate_json(order.model_dump_json())
        answers.append(Answer.model_validate_json((await answer(order)).model_dump_json()))
    played, refused = answers
    assert played.rehearsal == await drafted(land, database, draft.draft_id)
    assert (refused.rehearsal, refused.refused) == (None, Texts()("errors.out_of_reach"))


async def _kept(file: Path, clock: Clock) -> None:
    async with open_sessions(f"sqlite+aiosqlite:///{file}") as sessions:
        land = Land(sessions, clock)
        await settle(land)
        await land.publish(*ROWS)


@pytest.fixture
def settings(database: Path, clock: Clock) -> Settings:
    """A database at rest, with a map."""
    clock.set(BEGINNING)
    asyncio.run(_kept(database, clock))
    return Settings.model_validate({"database": {"path": database}})


def command(settings: Settings, clock: Clock, asked: Asked) -> int:
    return asyncio.run(rehearse_in_terminal(settings, asked, clock))


def test_the_file_stays_as_it_is(
    settings: Settings, clock: Clock, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sha256(database.read_bytes()).hexdigest()
    assert command(settings, clock, of(DIRECTOR)) == 0
    assert sha256(database.read_bytes()).hexdigest() == before
    assert [file.name for file in database.parent.iterdir()] == [database.name]
    printed = capsys.readouterr().out
    assert printed.startswith(
        "Репетиция: 8–25 марта 2027 года\n"
        "Как если бы никто ничего не отмечал. Ничего не отправлено, ничего не изменено.\n"
    )
    assert f"{DIRECTOR} — директор, {LAKE}" in printed
    assert "\nвт 9 марта 2027, 09:00\n\nНеделя 8 марта" in printed
    assert "[✅ 1] [✋ Помощь]" in printed


def test_what_the_command_refuses(
    settings: Settings, clock: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = Settings.model_validate({"database": {"path": tmp_path / "none.sqlite3"}})
    elsewhere = Settings.model_validate({"database": {"url": "postgresql+asyncpg://localhost/vekha"}})
    codes = [
        command(settings, clock, of("Никто")),
        command(settings, clock, Asked(DIRECTOR, first=FIRST, last=day(3, 1))),
        command(nowhere, clock, of(DIRECTOR)),
        command(elsewhere, clock, of(DIRECTOR)),
    ]
    assert codes == [1, 1, 1, 1]
    told = capsys.readouterr()
    assert told.out == ""
    assert [line.split(" ")[0] for line in told.err.splitlines()] == ["Нет", "Последний", "Опубликованной", "Репетиция"]
    assert not (tmp_path / "none.sqlite3").exists()
