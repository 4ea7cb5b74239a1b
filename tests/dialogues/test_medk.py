"""The second tick, «внесено в ИС МЭДК», apart from what is done."""

import pytest

from handlers.callbacks import TickMedk, UntickMedk
from models.domain.access import Role
from tests.chat import Chat
from tests.dialogues.conftest import DEPUTY, DIRECTOR, OZERSK, Town

pytestmark = pytest.mark.usefixtures("roadmap")

TICK, UNTICK = "☑️ Внесено в ИС МЭДК", "Отменить «внесено в ИС МЭДК»"


async def test_the_two_ticks_stand_apart(town: Town, director: Chat) -> None:
    await town.opens(director, "2.6")
    card = director.sees("2.6. Разработка концепции", "◻️ Запланировано", "◻️ Не внесено в ИС МЭДК")
    await director.presses(TICK)
    assert director.toast == "Отмечено: внесено в ИС МЭДК"
    assert director.last.id == card.id
    director.sees("◻️ Запланировано", "☑️ Внесено в ИС МЭДК 4 марта")
    await director.presses(UNTICK)
    assert director.last.id == card.id
    director.sees("◻️ Не внесено в ИС МЭДК")


async def test_it_is_taken_back_for_a_quarter_of_an_hour_by_whose_it_is(town: Town, director: Chat) -> None:
    deputy = await town.resident(DEPUTY, Role.SCHOOL_COORDINATOR, schools=(OZERSK,))
    await town.opens(director, "2.6")
    await director.presses(TICK)
    untick = director.carries(UNTICK)
    await town.opens(deputy, "2.6")
    deputy.sees("☑️ Внесено в ИС МЭДК 4 марта")
    assert UNTICK not in deputy.buttons()
    await deputy.presses_old(untick, under=deputy.last)
    assert "отвечает другой участник" in deputy.toast
    town.clock.move(minutes=16)
    await director.presses_old(untick, under=director.last)
    assert "больше 15 минут" in director.toast
    await town.opens(director, "2.6")
    assert UNTICK not in director.buttons()


async def test_a_row_that_does_not_name_it_has_no_second_tick(town: Town, director: Chat) -> None:
    await town.opens(director, "2.8")
    assert TICK not in director.buttons()
    press = TickMedk(assignment_id=await town.assignment("2.8", OZERSK), origin="c")
    await director.presses_old(press.pack(), under=director.last)
    assert "уже всё изменилось" in director.toast


async def test_others_do_not_tick(town: Town, director: Chat, curator: Chat, neighbour: Chat) -> None:
    assignment_id = await town.assignment("2.6", OZERSK)
    await town.opens(curator, "2.6")
    assert TICK not in curator.buttons()
    presses = (TickMedk(assignment_id=assignment_id, origin="c"), UntickMedk(assignment_id=assignment_id, origin="c"))
    await neighbour.says("/week")
    for press in presses:
        await curator.presses_old(press.pack(), under=curator.last)
        assert "отвечает другой участник" in curator.toast
        await neighbour.presses_old(press.pack(), under=neighbour.last)
        assert "нет или она вам недоступна" in neighbour.toast
    await town.opens(director, "2.6")
    tick = director.carries(TICK)
    await town.loses_role(DIRECTOR)
    await director.presses_old(tick, under=director.last)
    assert "нет или она вам недоступна" in director.toast


async def test_a_coordinator_takes_an_old_tick_back_with_a_note(town: Town, director: Chat, coordinator: Chat) -> None:
    await town.opens(director, "2.6")
    await director.presses(TICK)
    town.clock.move(hours=1)
    await town.opens(coordinator, "2.6")
    await coordinator.presses("Исправить отметку")
    assert coordinator.buttons() == ["Не внесено в ИС МЭДК", "← Назад"]
    await coordinator.presses("Не внесено в ИС МЭДК")
    await coordinator.says("в системе её нет")
    coordinator.sees("◻️ Не внесено в ИС МЭДК")
