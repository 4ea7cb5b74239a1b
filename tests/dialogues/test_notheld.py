"""A task that is not held: the reason, the coordinator's yes or no, and the way back from both."""

import pytest
from sqlalchemy import select

from handlers.callbacks import DecideNotHeld, OpenNotHeld, SayNotHeld, UndoDecision, WithdrawNotHeld
from models.domain.access import Role
from models.domain.lifecycles import State
from models.tables import Assignment, StateChange
from tests.chat import Chat
from tests.dialogues.conftest import (
    COORDINATOR,
    DEPUTY,
    DISTRICT,
    NEIGHBOUR,
    NEIGHBOURS_COORDINATOR,
    OZERSK,
    Town,
)

pytestmark = pytest.mark.usefixtures("roadmap")

NOT_HELD, LISTED = "Не проводится", "Все просьбы"


async def state_of(town: Town, number: str) -> State:
    async with town.app.work().reading() as session:
        return (await session.get_one(Assignment, await town.assignment(number, OZERSK))).state


async def says_not_held(town: Town, director: Chat, number: str = "2.8") -> None:
    await town.opens(director, number)
    await director.presses(NOT_HELD)
    director.sees("Почему не проводится?")
    await director.says("нет девятых классов")
    town.clock.move(minutes=1)


async def test_until_the_coordinator_agrees_the_task_stays_and_its_term_goes_on(
    town: Town, director: Chat, coordinator: Chat
) -> None:
    await says_not_held(town, director)
    director.sees("2.8. Участие", "Ждёт слова координатора: не проводится — «нет девятых классов»")
    assert "Отозвать «не проводится»" in director.buttons()
    assert await state_of(town, "2.8") is State.PLANNED
    coordinator.sees("Не проводится?", OZERSK, "пишет Ветрова Ольга", "Причина: «нет девятых классов»")
    assert coordinator.buttons() == ["Согласиться", "Отклонить", LISTED]
    await town.wind(3, 12, 9, 0)
    director.sees("Просрочено", "2.8")


async def test_agreed_it_is_closed_with_the_reason_and_who_asked_is_told(
    town: Town, director: Chat, coordinator: Chat
) -> None:
    await says_not_held(town, director)
    await coordinator.presses("Согласиться")
    assert coordinator.toast == "Согласовано: Соколова Марина"
    coordinator.sees("Согласовано: Соколова Марина")
    assert coordinator.buttons() == ["Отменить", LISTED]
    director.sees("2.8", "Координатор согласен: не проводится (Соколова Марина)")
    assert await state_of(town, "2.8") is State.NOT_HELD
    await town.opens(director, "2.8")
    director.sees("🚫 Не проводится · Соколова Марина", "Примечание: «нет девятых классов»")
    async with town.app.work().reading() as session:
        (change,) = await session.scalars(select(StateChange))
    assert (change.comment, change.person_id) == ("нет девятых классов", (await town.actor(COORDINATOR)).person_id)


async def test_agreeing_is_undone_on_the_same_message_and_corrected_for_who_asked(
    town: Town, director: Chat, coordinator: Chat
) -> None:
    await says_not_held(town, director)
    await coordinator.presses("Согласиться")
    told = director.sees("Координатор согласен")
    asked = coordinator.last
    town.clock.move(minutes=1)
    await coordinator.presses("Отменить")
    assert coordinator.toast == "Решение отменено"
    assert coordinator.last.id == asked.id
    assert coordinator.buttons() == ["Согласиться", "Отклонить", LISTED]
    assert await state_of(town, "2.8") is State.PLANNED
    assert director.sees("Решение отменено, ответ координатора ещё впереди").id == told.id
    town.clock.move(minutes=1)
    await coordinator.presses("Отклонить")
    director.sees("Координатор не согласен (Соколова Марина): задача остаётся в плане")


async def test_declined_it_goes_on_with_its_buttons(town: Town, director: Chat, coordinator: Chat) -> None:
    await says_not_held(town, director)
    await coordinator.presses("Отклонить")
    director.sees("Координатор не согласен")
    assert director.buttons()[0] == "✅ Сделано"
    assert await state_of(town, "2.8") is State.PLANNED
    late = coordinator.carries("Отменить")
    town.clock.move(minutes=16)
    await coordinator.presses_old(late, under=coordinator.last)
    assert "больше 15 минут" in coordinator.toast


async def test_the_undo_on_the_tasks_card_also_waits_again_for_the_word(
    town: Town, director: Chat, coordinator: Chat
) -> None:
    await says_not_held(town, director)
    await coordinator.presses("Согласиться")
    town.clock.move(minutes=1)
    await town.opens(coordinator, "2.8")
    await coordinator.presses("Отменить", under=coordinator.sees("🚫 Не проводится · Соколова Марина"))
    coordinator.sees("2.8. Участие", "Ждёт слова координатора")
    director.sees("Решение отменено, ответ координатора ещё впереди")
    await coordinator.presses("Не проводится? Ответить")
    coordinator.sees("Не проводится?", "Пока вы не решили")


async def test_a_coordinators_own_word_counts_at_once(town: Town, director: Chat, coordinator: Chat) -> None:
    await says_not_held(town, coordinator)
    coordinator.sees("🚫 Не проводится · Соколова Марина", "Примечание: «нет девятых классов»")
    await town.opens(director, "2.8")
    director.sees("🚫 Не проводится · Соколова Марина")
    assert NOT_HELD not in director.buttons()
    await coordinator.presses("Отменить")
    coordinator.sees("2.8. Участие", "◻️ Запланировано")


async def test_who_said_it_may_think_better_of_it(town: Town, director: Chat, coordinator: Chat) -> None:
    deputy = await town.resident(DEPUTY, Role.SCHOOL_COORDINATOR, schools=(OZERSK,))
    await says_not_held(town, director)
    await town.opens(deputy, "2.8")
    deputy.sees("Ждёт слова координатора")
    assert "Отозвать «не проводится»" not in deputy.buttons()
    press = WithdrawNotHeld(assignment_id=await town.assignment("2.8", OZERSK), origin="c")
    await deputy.presses_old(press.pack(), under=deputy.last)
    assert "отвечает другой участник" in deputy.toast
    accept = coordinator.carries("Согласиться")
    await director.presses("Отозвать «не проводится»")
    assert director.toast == "Просьба отозвана"
    assert "Ждёт слова" not in director.last.text
    asked = coordinator.sees("Решать уже не нужно: просьбу отозвали")
    assert coordinator.buttons(asked) == [LISTED]
    town.expects("editMessageText")
    await coordinator.presses_old(accept, under=asked)
    assert coordinator.toast == "Решать уже не нужно"
    assert await state_of(town, "2.8") is State.PLANNED


async def test_what_is_done_meanwhile_needs_no_word(town: Town, director: Chat, coordinator: Chat) -> None:
    await says_not_held(town, director)
    await director.presses("✅ Сделано")
    coordinator.sees("Решать уже не нужно: задача сделана")
    town.clock.move(minutes=1)
    await director.presses("Отменить")
    director.sees("2.8. Участие", "Ждёт слова координатора")
    assert coordinator.buttons(coordinator.sees("Пока вы не решили"))[:1] == ["Согласиться"]


async def test_a_document_may_be_not_held_too(town: Town, director: Chat, coordinator: Chat) -> None:
    await says_not_held(town, director, "2.6")
    await coordinator.presses("Согласиться")
    assert await state_of(town, "2.6") is State.NOT_HELD
    await coordinator.presses("Отменить")
    assert await state_of(town, "2.6") is State.PLANNED


async def test_it_is_listed_beside_the_requests_for_help(town: Town, director: Chat, coordinator: Chat) -> None:
    await says_not_held(town, director)
    await coordinator.says("/requests")
    coordinator.sees("Просьбы · 1", "🚫", OZERSK, "Не проводится: «нет девятых классов»")
    await coordinator.presses("🚫 2.8")
    coordinator.sees("Не проводится?", "Пока вы не решили")
    await coordinator.presses("Согласиться")
    await coordinator.presses(LISTED)
    coordinator.sees("Сейчас вас никто не ждёт")


async def test_only_the_coordinator_of_the_place_decides(
    town: Town, director: Chat, curator: Chat, neighbour: Chat, coordinator: Chat
) -> None:
    await says_not_held(town, director)
    stranger = await town.resident(NEIGHBOURS_COORDINATOR, Role.COORDINATOR, territory=NEIGHBOUR)
    decide = DecideNotHeld(request_id=1, accepted=True)
    for chat in (director, curator):
        await chat.says("/week")
        await chat.presses_old(decide.pack(), under=chat.last)
        assert "отвечает другой участник" in chat.toast
    presses = (
        decide,
        OpenNotHeld(request_id=1),
        UndoDecision(request_id=1),
        SayNotHeld(assignment_id=await town.assignment("2.8", OZERSK)),
        WithdrawNotHeld(assignment_id=await town.assignment("2.8", OZERSK), origin="c"),
    )
    for chat in (neighbour, stranger):
        await chat.says("/week")
        for press in presses:
            await chat.presses_old(press.pack(), under=chat.last)
            assert "нет или она вам недоступна" in chat.toast
    accept = coordinator.carries("Согласиться")
    await town.loses_role(COORDINATOR)
    await coordinator.presses_old(accept, under=coordinator.last)
    assert "нет или она вам недоступна" in coordinator.toast
    assert await state_of(town, "2.8") is State.PLANNED


async def test_the_curators_row_is_not_the_directors_to_call_off(town: Town, director: Chat) -> None:
    await town.opens(director, "2.1")
    press = SayNotHeld(assignment_id=await town.assignment("2.1", OZERSK))
    await director.presses_old(press.pack(), under=director.last)
    assert "отвечает другой участник" in director.toast


async def test_a_territorys_own_task_is_called_off_by_its_coordinator(town: Town, coordinator: Chat) -> None:
    await town.opens(coordinator, "3.1", DISTRICT)
    await coordinator.presses(NOT_HELD)
    await coordinator.says("перенесено на год")
    coordinator.sees("🚫 Не проводится · Соколова Марина", "перенесено на год")
