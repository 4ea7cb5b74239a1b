"""A mark with the true day, for any task: two taps from its card."""

import pytest

from handlers.callbacks import DoneAnotherDay, DoneEarlier, DoneOn
from tests.chat import Chat
from tests.dialogues.conftest import DIRECTOR, OZERSK, Town

pytestmark = pytest.mark.usefixtures("roadmap")

EARLIER = "Сделано раньше…"


async def test_yesterday_is_two_taps_from_the_card(town: Town, director: Chat) -> None:
    await town.wind(3, 12, 10)
    await town.opens(director, "2.8")
    card = director.last
    await director.presses(EARLIER)
    assert director.last.id == card.id
    assert director.buttons() == ["Вчера, 11 марта", "Другая дата", "← Назад"]
    await director.presses("Вчера")
    assert director.last.id == card.id
    director.sees("2.8. Участие", "✅ Сделано 11 марта, внесено 12 марта · Ветрова Ольга")
    await director.presses("Отменить")
    director.sees("2.8. Участие", "❗️ Просрочено")


async def test_the_way_back_leads_to_the_card(town: Town, director: Chat) -> None:
    await town.opens(director, "2.8")
    card = director.last
    await director.presses(EARLIER)
    await director.presses("← Назад")
    assert director.last.id == card.id
    assert EARLIER in director.buttons()


async def test_another_day_is_typed(town: Town, director: Chat) -> None:
    await town.wind(3, 12, 10)
    await town.opens(director, "2.8")
    await director.presses(EARLIER)
    await director.presses("Другая дата")
    director.sees("Напишите день")
    await director.says("на днях")
    assert "Не получилось понять" in director.last.text
    await director.says("9 марта")
    director.sees("✅ Сделано 9 марта, внесено 12 марта · Ветрова Ольга")


async def test_a_day_that_has_not_come_is_refused_and_asked_again(town: Town, director: Chat) -> None:
    await town.wind(3, 12, 10)
    await town.opens(director, "2.8")
    await director.presses(EARLIER)
    await director.presses("Другая дата")
    await director.says("13.03.2027")
    assert "Сделано" not in director.last.text
    await director.says("12.03.2027")
    director.sees("✅ Сделано 12 марта · Ветрова Ольга")


async def test_a_refused_day_leaves_a_way_out(town: Town, director: Chat) -> None:
    await town.wind(3, 12, 10)
    await town.opens(director, "2.8")
    await director.presses(EARLIER)
    await director.presses("Другая дата")
    await director.says("завтра")
    assert director.buttons() == ["Отмена"]
    await director.presses("Отмена")
    await director.says("9 марта")
    assert "Сделано" not in director.last.text


async def test_a_command_leaves_what_waited_for_words(town: Town, director: Chat) -> None:
    await town.wind(3, 12, 10)
    await town.opens(director, "2.8")
    await director.presses(EARLIER)
    await director.presses("Другая дата")
    await director.says("/tasks")
    director.sees("Мои задачи")
    await director.says("9 марта")
    assert "Сделано" not in director.last.text
    await town.opens(director, "2.8")
    director.sees("❗️ Просрочено")


async def test_a_document_is_sent_and_not_dated(town: Town, director: Chat) -> None:
    await town.opens(director, "2.6")
    assert EARLIER not in director.buttons()


async def test_others_and_who_lost_the_role_do_not_mark(
    town: Town, director: Chat, curator: Chat, neighbour: Chat
) -> None:
    assignment_id = await town.assignment("2.7", OZERSK)
    day = DoneOn(assignment_id=assignment_id, on="2027-03-03", origin="c")
    await curator.says("/week")
    for press in (day, DoneEarlier(assignment_id=assignment_id, origin="c")):
        await curator.presses_old(press.pack(), under=curator.last)
        assert "отвечает другой участник" in curator.toast
    await neighbour.says("/week")
    presses = (
        day,
        DoneEarlier(assignment_id=assignment_id, origin="c"),
        DoneAnotherDay(assignment_id=assignment_id),
    )
    for stolen in presses:
        await neighbour.presses_old(stolen.pack(), under=neighbour.last)
        assert "нет или она вам недоступна" in neighbour.toast
    await town.opens(director, "2.8")
    await director.presses(EARLIER)
    await director.presses("Другая дата")
    await town.loses_role(DIRECTOR)
    await director.says("вчера")
    assert "нет или она вам недоступна" in director.last.text
