"""A coordinator changes a mark that stands, with a note that all concerned read."""

import pytest
from sqlalchemy import select

from handlers.callbacks import ChooseCorrection, OpenCorrection
from models.domain.access import Role
from models.domain.lifecycles import Correction, State
from models.tables import Assignment, AuditEntry, Visit
from models.usecases.corrections import CORRECTED
from tests.chat import Chat
from tests.dialogues.conftest import COORDINATOR, DEPUTY, OZERSK, Town

pytestmark = pytest.mark.usefixtures("roadmap")

CORRECT = "Исправить отметку"


async def stands(town: Town, number: str) -> State:
    async with town.app.work().reading() as session:
        return (await session.get_one(Assignment, await town.assignment(number, OZERSK))).state


async def marks(town: Town, chat: Chat, number: str) -> None:
    await town.opens(chat, number)
    await chat.presses("✅ Сделано")
    town.clock.move(hours=1)


async def test_not_done_with_a_note_is_told_to_all_concerned(town: Town, director: Chat, coordinator: Chat) -> None:
    deputy = await town.resident(DEPUTY, Role.SCHOOL_COORDINATOR, schools=(OZERSK,))
    await marks(town, director, "2.8")
    await town.opens(coordinator, "2.8")
    card = coordinator.last
    await coordinator.presses(CORRECT)
    assert coordinator.last.id == card.id
    assert coordinator.buttons() == ["Не сделано", "Сделано в другой день", "Не проводится", "← Назад"]
    await coordinator.presses("Не сделано")
    coordinator.sees("Почему исправляете?")
    await coordinator.says("вебинара не было")
    coordinator.sees("2.8. Участие", "▶️ В работе", "Примечание: «вебинара не было»")
    for chat in (director, deputy):
        chat.sees(
            "Отметка исправлена", "2.8", "Было: сделано 4 марта. Стало: не сделано.", "Соколова Марина: «вебинара"
        )
    assert await stands(town, "2.8") is State.IN_PROGRESS
    async with town.app.work().reading() as session:
        (kept,) = await session.scalars(select(AuditEntry).where(AuditEntry.action == CORRECTED))
    assert (kept.person_id, kept.detail["note"]) == ((await town.actor(COORDINATOR)).person_id, "вебинара не было")
    await director.presses("Открыть задачу")
    director.sees("2.8. Участие", "▶️ В работе", "Примечание: «вебинара не было»")


async def test_another_day_asks_for_the_day_and_then_for_the_note(
    town: Town, director: Chat, coordinator: Chat
) -> None:
    await marks(town, director, "2.8")
    await town.opens(coordinator, "2.8")
    await coordinator.presses(CORRECT)
    await coordinator.presses("Сделано в другой день")
    await coordinator.says("2 марта")
    coordinator.sees("сделано 2 марта", "Почему исправляете?")
    await coordinator.says("по протоколу")
    coordinator.sees("✅ Сделано 2 марта, внесено 4 марта · Соколова Марина", "Примечание: «по протоколу»")
    director.sees("Было: сделано 4 марта. Стало: сделано 2 марта.")


async def test_a_correction_is_undone_and_its_news_with_it(town: Town, director: Chat, coordinator: Chat) -> None:
    await marks(town, director, "2.8")
    await town.opens(coordinator, "2.8")
    await coordinator.presses(CORRECT)
    await coordinator.presses("Не сделано")
    await coordinator.says("ошибка")
    told = director.sees("Отметка исправлена")
    town.clock.move(minutes=1)
    await coordinator.presses("Отменить")
    coordinator.sees("2.8. Участие", "✅ Сделано 4 марта")
    assert director.sees("С тех пор отметка изменилась").id == told.id
    assert await stands(town, "2.8") is State.DONE


async def test_a_visit_is_corrected_and_its_day_with_it(town: Town, curator: Chat, coordinator: Chat) -> None:
    await marks(town, curator, "2.1")
    async with town.app.work().reading() as session:
        (before,) = [(one.visited_on, one.marked_by_id, one.marked_at) for one in await session.scalars(select(Visit))]
    await town.opens(coordinator, "2.1")
    await coordinator.presses(CORRECT)
    await coordinator.presses("Не сделано")
    await coordinator.says("не приезжали")
    curator.sees("Отметка исправлена", "2.1", "Стало: не сделано")
    async with town.app.work().reading() as session:
        assert list(await session.scalars(select(Visit))) == []
    await coordinator.presses("Отменить")
    async with town.app.work().reading() as session:
        (after,) = [(one.visited_on, one.marked_by_id, one.marked_at) for one in await session.scalars(select(Visit))]
    assert after == before


async def test_what_is_not_held_is_brought_back(town: Town, director: Chat, coordinator: Chat) -> None:
    await coordinator.says("2.8 не проводится, отменили")
    if coordinator.buttons()[0].startswith("2.8"):
        await coordinator.presses(f"2.8 · 11 марта · {OZERSK}")
    town.clock.move(hours=1)
    await town.opens(coordinator, "2.8")
    await coordinator.presses(CORRECT)
    assert coordinator.buttons() == ["Вернуть в план", "Сделано, указать день", "← Назад"]
    await coordinator.presses("Вернуть в план")
    await coordinator.says("всё-таки будет")
    director.sees("Отметка исправлена", "Было: не проводится. Стало: не сделано.", "«всё-таки будет»")
    assert await stands(town, "2.8") is State.IN_PROGRESS


async def test_a_documents_mark_is_not_corrected_here(town: Town, director: Chat, coordinator: Chat) -> None:
    await town.opens(director, "2.6")
    await director.presses("📎 Документ")
    await director.sends_file("концепция.docx", b"1")
    town.clock.move(hours=1)
    await town.opens(coordinator, "2.6")
    assert CORRECT not in coordinator.buttons()
    press = ChooseCorrection(assignment_id=await town.assignment("2.6", OZERSK), correction=Correction.NOT_DONE)
    await coordinator.presses_old(press.pack(), under=coordinator.last)
    assert "уже всё изменилось" in coordinator.toast
    assert await stands(town, "2.6") is State.DONE


async def test_only_a_coordinator_corrects(town: Town, director: Chat, curator: Chat, neighbour: Chat) -> None:
    await marks(town, director, "2.8")
    assignment_id = await town.assignment("2.8", OZERSK)
    choose = ChooseCorrection(assignment_id=assignment_id, correction=Correction.NOT_DONE)
    for chat in (director, curator):
        await town.opens(chat, "2.8")
        assert CORRECT not in chat.buttons()
        await chat.presses_old(choose.pack(), under=chat.last)
        assert "отвечает другой участник" in chat.toast
    await neighbour.says("/week")
    for press in (OpenCorrection(assignment_id=assignment_id, origin="c"), choose):
        await neighbour.presses_old(press.pack(), under=neighbour.last)
        assert "нет или она вам недоступна" in neighbour.toast
    assert await stands(town, "2.8") is State.DONE


async def test_a_coordinator_whose_role_was_taken_away_corrects_nothing(
    town: Town, director: Chat, coordinator: Chat
) -> None:
    await marks(town, director, "2.8")
    await town.opens(coordinator, "2.8")
    await coordinator.presses(CORRECT)
    await coordinator.presses("Не сделано")
    await town.loses_role(COORDINATOR)
    await coordinator.says("ошибка")
    assert "нет или она вам недоступна" in coordinator.last.text
    assert await stands(town, "2.8") is State.DONE
