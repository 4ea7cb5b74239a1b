"""Schools that a draft names and the list does not know."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.emulator.world import World
from handlers.callbacks import AddSchool, AskName, NotOurs, OpenNames, PlaceSchool, SameSchool
from models.domain.access import Role
from models.language.participants import read_lines
from models.tables import Participation, School
from models.usecases import schools
from tests.chat import Chat
from tests.conftest import Clock
from tests.dialogues.conftest import (
    BEGIN,
    BEREZOVKA,
    COORDINATOR,
    DISTRICT,
    KLYUCHI,
    NEIGHBOUR,
    NEIGHBOURS_COORDINATOR,
    OZERSK,
    STRANGER,
    Town,
    opened,
)

HEADING = "№\tМероприятие\tСрок\tОтветственные\n"
MAP = f"""Муниципальная дорожная карта Озёрского района на 2027 год
{HEADING}1\tПосещение МБОУ «Школа села Берёзовка»\tдо 26 марта\tКуратор
2\tАнкетирование педагогов МБОУ «Заречная СОШ № 5»\tдо 30 апреля\tШкола
3\tАнкетирование педагогов МБОУ «Озёрская СОШ №1»\tдо 30 апреля\tШкола
4\tСеминар на базе МБОУ «Гимназия № 3»\tмай\tМуниципальный координатор
"""
BEREZA, AFAR, GYMNASIUM = "«Школа села Берёзовка»", "«Заречная СОШ № 5»", "«Гимназия № 3»"


@pytest.fixture
async def previewed(coordinator: Chat) -> Chat:
    await coordinator.sends_file("карта.txt", MAP.encode())
    return coordinator


async def in_project(town: Town, name: str) -> set[bool]:
    async with town.app.work().reading() as session:
        rows = await session.scalars(
            select(Participation.in_project)
            .join(School, School.id == Participation.school_id)
            .where(School.name == name)
        )
        return set(rows)


async def test_each_unknown_name_is_asked_with_where_it_stands(town: Town, previewed: Chat) -> None:
    coordinator = previewed
    assert "🏫 Школы: уточнить (2)" in coordinator.buttons()
    preview = coordinator.last
    await coordinator.presses("🏫 Школы: уточнить")
    assert coordinator.last.id == preview.id
    coordinator.sees(AFAR, "нет в списке участников", "2 Анкетирование педагогов", "Осталось уточнить: 2")
    assert coordinator.buttons()[-4:] == ["Другая из списка", "Добавить школу", "Не наша, пропустить", "К списку"]
    await coordinator.presses("Добавить школу")
    coordinator.sees(AFAR, DISTRICT, "Она в проекте?")
    await coordinator.presses("Нет, не в проекте")
    assert await in_project(town, "Заречная СОШ № 5") == {False}
    coordinator.sees(GYMNASIUM, "на задачи ответ не влияет", "Осталось уточнить: 1")
    await coordinator.presses("Не наша, пропустить")
    coordinator.sees("Школы документа", f"{AFAR} — Заречная СОШ № 5", f"{GYMNASIUM} — не наша")
    await coordinator.presses("К списку")
    coordinator.sees("Школ-участниц: 5.")
    assert "🏫 Школы: ответы" in coordinator.buttons()
    await coordinator.presses("Опубликовать")
    assert await town.assignment("2", "Заречная СОШ № 5")


async def test_the_likely_school_is_one_tap(town: Town, coordinator: Chat) -> None:
    words = f"Муниципальная дорожная карта Озёрского района на 2027 год\n{HEADING}"
    first = words + "1\tАнкетирование в МБОУ «Школа-лицей посёлка Берёзовка»\tдо 26 марта\tШкола\n"
    await coordinator.sends_file("карта.txt", first.encode())
    await coordinator.presses("🏫 Школы: уточнить (1)")
    assert coordinator.buttons()[0] == f"Это же: {BEREZOVKA}"
    await coordinator.presses(f"Это же: {BEREZOVKA}")
    coordinator.sees("Школы документа", f"— {BEREZOVKA}")
    await coordinator.presses("К списку")
    await coordinator.sends_file("ещё.txt", first.replace("26 марта", "9 июня").encode())
    assert "🏫 Школы: ответы" in coordinator.buttons()
    await coordinator.presses("Опубликовать")
    assert await town.assignment("1", BEREZOVKA)


async def test_any_participant_may_be_chosen_and_an_answer_changed(previewed: Chat) -> None:
    coordinator = previewed
    await coordinator.presses("🏫 Школы: уточнить")
    await coordinator.presses("Другая из списка")
    coordinator.sees("Какая это школа?")
    assert {OZERSK, KLYUCHI} < set(coordinator.buttons())
    await coordinator.presses("← Назад")
    await coordinator.presses("Другая из списка")
    await coordinator.presses(KLYUCHI)
    await coordinator.presses("Не наша")
    await coordinator.presses("Изменить: Заречная")
    coordinator.sees(AFAR, f"Сейчас: {KLYUCHI}.")
    await coordinator.presses("Не наша")
    coordinator.sees(f"{AFAR} — не наша")


async def test_a_region_chooses_the_municipality(town: Town) -> None:
    lines = read_lines(
        "регион;территория;школа;часовой пояс;в проекте\n"
        f"Заозёрская область;{DISTRICT};{OZERSK};Europe/Samara;да\n"
        f"Заозёрская область;{NEIGHBOUR};Лесная СОШ;Europe/Samara;да\n"
    )
    await schools.add_schools(town.app.work(), lines)
    region = await town.resident(STRANGER, Role.COORDINATOR, territory="Заозёрская область")
    words = MAP.replace(
        "Муниципальная дорожная карта Озёрского района", "Региональная дорожная карта Заозёрской области"
    )
    await region.sends_file("карта.txt", words.encode())
    await region.presses("🏫 Школы: уточнить")
    await region.presses("Добавить школу")
    region.sees("В каком муниципалитете эта школа?")
    assert region.buttons() == [NEIGHBOUR, DISTRICT, "← Назад"]
    await region.presses(NEIGHBOUR)
    region.sees(NEIGHBOUR, "Она в проекте?")
    await region.presses("Да, в проекте")
    assert await in_project(town, "Заречная СОШ № 5") == {True}


async def test_answers_survive_a_restart(world: World, clock: Clock, database: Path) -> None:
    clock.set(BEGIN)
    async with opened(world, clock, database) as town:
        coordinator = await town.resident(COORDINATOR, Role.COORDINATOR, territory=DISTRICT)
        await coordinator.sends_file("карта.txt", MAP.encode())
        await coordinator.presses("🏫 Школы: уточнить")
        await coordinator.presses("Не наша")
    async with opened(world, clock, database) as town:
        coordinator = town.known(COORDINATOR)
        await coordinator.says("/roadmap")
        assert "🏫 Школы: уточнить (1)" in coordinator.buttons()


async def test_others_and_late_presses_change_nothing(town: Town, previewed: Chat) -> None:
    coordinator = previewed
    neighbour = await town.resident(NEIGHBOURS_COORDINATOR, Role.COORDINATOR, territory=NEIGHBOUR)
    await coordinator.presses("🏫 Школы: уточнить")
    not_ours = NotOurs.unpack(coordinator.carries("Не наша"))
    draft_id, name = not_ours.draft_id, not_ours.name
    await neighbour.says("/week")
    for press in (
        OpenNames(draft_id=draft_id),
        AskName(draft_id=draft_id, name=name, page=1),
        SameSchool(draft_id=draft_id, name=name, school_id=1),
        PlaceSchool(draft_id=draft_id, name=name, territory_id=1),
        AddSchool(draft_id=draft_id, name=name, territory_id=1, in_project=True),
        not_ours,
    ):
        await neighbour.presses_old(press.pack(), under=neighbour.seen[0])
        assert "недоступна" in neighbour.toast
    await coordinator.presses_old(
        PlaceSchool(draft_id=draft_id, name=name, territory_id=2).pack(), under=coordinator.last
    )
    assert "недоступна" in coordinator.toast
    await coordinator.presses("К списку")
    await coordinator.presses("Не публиковать")
    await coordinator.presses_old(not_ours.pack(), under=coordinator.last)
    assert "всё изменилось" in coordinator.toast
    neighbour.never_sees("Заречная")
