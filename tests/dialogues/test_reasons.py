"""A coordinator makes a list of reasons of their own; curators return for them."""

import pytest

from handlers.callbacks import AddReason, OpenReason, OpenReasons, RemoveReason
from models.domain.lifecycles import Remark
from tests.chat import Chat
from tests.dialogues.conftest import DISTRICT, Town
from tests.dialogues.test_documents import attaches

pytestmark = pytest.mark.usefixtures("roadmap")

USUAL = [
    "не то рисковое направление",
    "нет отметки об утверждении",
    "скан не читается",
    "документ прошлого года",
    "меры не связаны с рисками",
    "не тот файл",
    "🤝 изменились требования",
]


async def test_a_reason_is_added_and_curators_return_for_it(
    town: Town, coordinator: Chat, director: Chat, curator: Chat
) -> None:
    await coordinator.says("/reasons")
    coordinator.sees("Причины возврата документов", DISTRICT, "Сейчас действует обычный список.")
    assert coordinator.buttons() == [*USUAL, "➕ Добавить причину"]
    await coordinator.presses("➕ Добавить причину")
    coordinator.sees("Напишите причину одним сообщением")
    await coordinator.says("нет протокола <педсовета>")
    coordinator.sees("Это ваш список")
    assert coordinator.buttons() == [
        *USUAL,
        "нет протокола <педсовета>",
        "➕ Добавить причину",
        "Вернуть обычный список",
        "Отменить",
    ]
    await attaches(town, director)
    await director.sends_file("Концепция.docx", b"concept")
    await curator.presses("Вернуть")
    await curator.presses("нет протокола")
    assert curator.toast == "Возвращено"
    director.sees("Документ вернули на доработку", "Причина: нет протокола <педсовета>")


async def test_a_reason_is_reworded_freed_of_fault_and_removed(town: Town, coordinator: Chat) -> None:
    await coordinator.says("/reasons")
    await coordinator.presses("скан не читается")
    coordinator.sees("скан не читается", "После возврата срок школы идёт дальше.")
    await coordinator.presses("Изменить слова")
    coordinator.sees("Сейчас: «скан не читается».")
    await coordinator.says("плохой скан")
    await coordinator.presses("плохой скан")
    await coordinator.presses("🤝 Без вины школы")
    assert coordinator.toast == "Записано"
    await coordinator.presses("🤝 плохой скан")
    await coordinator.presses("Убрать")
    assert "🤝 плохой скан" not in coordinator.buttons()
    await coordinator.presses("не тот файл")
    await coordinator.presses("← Все причины")
    town.clock.move(minutes=1)
    await coordinator.presses("Вернуть обычный список")
    assert coordinator.buttons() == [*USUAL, "➕ Добавить причину", "Отменить"]
    town.clock.move(minutes=1)
    await coordinator.presses("Отменить")
    assert coordinator.toast == "Список снова прежний"
    coordinator.sees("Это ваш список")
    assert "скан не читается" not in coordinator.buttons()


async def test_the_typing_can_be_left(town: Town, coordinator: Chat) -> None:
    await coordinator.says("/reasons")
    await coordinator.presses("➕ Добавить причину")
    await coordinator.presses("Отмена")
    await coordinator.says("/reasons")
    assert coordinator.buttons() == [*USUAL, "➕ Добавить причину"]


async def test_a_reason_that_is_gone_is_not_changed_by_an_old_button(town: Town, coordinator: Chat) -> None:
    await coordinator.says("/reasons")
    old, stale = coordinator.last, coordinator.carries("скан не читается")
    await coordinator.presses("не тот файл")
    await coordinator.presses("Убрать")
    await coordinator.presses_old(stale, under=old)
    assert "уже всё изменилось" in coordinator.toast


async def test_who_coordinates_nothing_has_no_list(
    town: Town, coordinator: Chat, curator: Chat, neighbour: Chat
) -> None:
    for chat in (curator, neighbour):
        await chat.says("/reasons")
        assert "Причины возврата документов" not in chat.last.text
        await chat.says("/week")
        for press in (
            OpenReasons(territory_id=1),
            OpenReason(territory_id=1, reason_id=0, remark=Remark.UNREADABLE),
            AddReason(territory_id=1),
            RemoveReason(territory_id=1, reason_id=0, remark=Remark.UNREADABLE),
        ):
            await chat.presses_old(press.pack(), under=chat.last)
            assert "нет или она вам недоступна" in chat.toast
