"""The letter of the week, the card of a task, and asking for help."""

import pytest
from sqlalchemy import select

from bot.emulator.faults import refused
from handlers.callbacks import AskHelp, MarkDone, OpenTask, OpenWeek, TakeBack, TakeBackPlanned, TakeHelp, WithdrawHelp
from handlers.views.tasks import CARD
from models.domain.access import Role
from models.domain.lifecycles import State
from models.tables import Assignment, StateChange
from tests.chat import Chat
from tests.dialogues.conftest import (
    BEREZOVKA,
    COORDINATOR,
    DEPUTY,
    DIRECTOR,
    DISTRICT,
    KLYUCHI,
    LIPOVKA,
    OTHER_CURATOR,
    OTHER_DIRECTOR,
    OZERSK,
    Town,
)

pytestmark = pytest.mark.usefixtures("roadmap")

HELP, NO_HELP = "✋ Нужна помощь", "Помощь уже не нужна"
EARLIER, NOT_HELD, MEDK, JOURNAL = "Сделано раньше…", "Не проводится", "☑️ Внесено в ИС МЭДК", "Журнал"


async def entries(town: Town, number: str, place: str = OZERSK) -> list[tuple[State, int]]:
    """The journal of a task: where it went and who sent it there."""
    assignment_id = await town.assignment(number, place)
    statement = select(StateChange).where(StateChange.assignment_id == assignment_id).order_by(StateChange.id)
    async with town.app.work().reading() as session:
        return [(entry.to_state, entry.person_id) for entry in await session.scalars(statement)]


async def test_a_letter_has_buttons_for_the_six_most_urgent(town: Town, director: Chat) -> None:
    await town.wind(4, 26, 9, 0)
    letter = director.sees("Неделя 26 апреля – 2 мая", "Просрочено", "На этой неделе")
    first = director.buttons(letter)
    assert first.count("✋ Помощь") == 6
    assert director.buttons(letter)[-2] == "Ещё 7"
    await director.presses("Ещё")
    assert director.last.id == letter.id
    whole = director.buttons()
    assert [label for label in whole if label.startswith("Ещё")] == []
    assert {"📎 2.6", "📎 2.7"} < set(whole)
    assert whole[:12] == first[:12]


async def test_a_mark_in_the_letter_is_undone_in_the_letter(town: Town, director: Chat) -> None:
    await town.wind(3, 9, 9, 0)
    letter = director.last
    await director.presses("✅ 2.8 · 11 марта")
    assert director.toast == "Отмечено"
    director.sees("Неделя 8 марта", "чт 11 марта ✅", "Отмечено: 2.8", "— сделано.")
    assert director.last.id == letter.id
    await director.presses("Отменить")
    assert director.toast == "Отметка снята"
    director.sees("Неделя 8 марта", "Отметка снята: 2.8", "снова в плане")
    assert "Отменить" not in director.buttons()
    assert "✅ 2.8 · 11 марта" in director.buttons()


async def test_only_the_latest_mark_is_undone_in_the_letter(town: Town, director: Chat) -> None:
    await town.wind(3, 9, 9, 0)
    await director.presses("✅ 2.8 · 11 марта")
    await director.presses("✅ 2.8")
    assert director.buttons().count("Отменить") == 1
    await director.presses("Отменить")
    assert await entries(town, "2.8") == [(State.DONE, (await town.actor(DIRECTOR)).person_id)]
    director.sees("чт 11 марта ✅", "чт 18 марта\n")


async def test_a_mark_is_undone_for_a_quarter_of_an_hour(town: Town, director: Chat) -> None:
    await town.wind(3, 9, 9, 0)
    await director.presses("✅ 2.8")
    town.clock.move(minutes=16)
    await director.presses("Отменить")
    assert "больше 15 минут" in director.toast
    await director.says("/week")
    director.sees("чт 11 марта ✅")
    await town.opens(director, "2.8")
    director.sees("Сделано 9 марта · Ветрова Ольга")
    assert director.buttons() == [JOURNAL]


async def test_an_undone_mark_is_not_undone_twice(town: Town, director: Chat) -> None:
    await town.wind(3, 9, 9, 0)
    await director.presses("✅ 2.8")
    data = director.carries("Отменить")
    await director.presses("Отменить")
    town.expects("editMessageText")
    await director.presses_old(data, under=director.last)
    assert director.toast == "Отметка уже снята"
    assert len(await entries(town, "2.8")) == 2


async def test_all_goes_as_planned(town: Town, director: Chat) -> None:
    await town.wind(3, 9, 9, 0)
    await director.presses("Всё по плану")
    assert director.toast == "Задачи недели — в работе"
    assert "Всё по плану" not in director.buttons()
    assert "✅ 2.8 · 11 марта" in director.buttons()
    assert [state for state, _ in await entries(town, "2.8")] == [State.IN_PROGRESS]
    await director.presses("✅ 2.8")
    await director.presses("Отменить")
    director.sees("Отметка снята: 2.8", "снова в работе")
    await town.opens(director, "2.8")
    director.sees("▶️ В работе")


async def test_all_as_planned_is_taken_back_on_the_same_message(town: Town, director: Chat) -> None:
    await town.wind(3, 9, 9, 0)
    letter = director.last
    await director.presses("Всё по плану")
    await director.presses("Отменить «всё по плану»")
    assert director.toast.startswith("Отменено: снова в плане")
    assert director.last.id == letter.id
    assert "Всё по плану" in director.buttons()
    assert "Отменить «всё по плану»" not in director.buttons()
    assert [state for state, _ in await entries(town, "2.8")] == [State.IN_PROGRESS, State.PLANNED]
    await director.presses("Всё по плану")
    again = director.carries("Отменить «всё по плану»")
    town.clock.move(minutes=16)
    await director.presses_old(again, under=letter)
    assert "больше 15 минут" in director.toast


async def test_nobody_takes_back_what_another_said_of_the_week(
    town: Town, director: Chat, curator: Chat, neighbour: Chat
) -> None:
    await town.wind(3, 9, 9, 0)
    await director.presses("Всё по плану")
    press = TakeBackPlanned(change_id=1, monday="2027-03-08")
    await curator.presses_old(press.pack(), under=curator.last)
    assert "отвечает другой участник" in curator.toast
    await neighbour.says("/week")
    await neighbour.presses_old(press.pack(), under=neighbour.last)
    assert "нет или она вам недоступна" in neighbour.toast


async def test_a_quiet_week_is_one_line(town: Town) -> None:
    other = await town.resident(OTHER_CURATOR, Role.DIRECTOR, schools=("Лесная СОШ",))
    await town.wind(3, 9, 9, 0)
    assert other.last.text == ("Неделя 8 марта – 14 марта\n\nНа этой и следующей неделе задач нет. Хорошей недели!")
    assert other.buttons() == []


async def test_a_letter_for_several_schools_names_them(town: Town) -> None:
    director = await town.resident(DIRECTOR, Role.DIRECTOR, schools=(OZERSK, LIPOVKA))
    await town.wind(3, 9, 9, 0)
    assert f"чт 11 марта · {OZERSK}, {LIPOVKA}" in director.last.text
    labels = director.buttons()
    assert len({label for label in labels if label.startswith("✅")}) == 4
    await director.presses(f"✅ 2.8 · 11 марта · {LIPOVKA}")
    assert await entries(town, "2.8", OZERSK) == []
    assert [state for state, _ in await entries(town, "2.8", LIPOVKA)] == [State.DONE]


async def test_two_press_at_once_and_one_mark_stands(town: Town, director: Chat) -> None:
    deputy = await town.resident(DEPUTY, Role.SCHOOL_COORDINATOR, schools=(OZERSK,))
    await town.wind(3, 9, 9, 0)
    town.world.press(DIRECTOR, director.last.id, "✅ 2.8 · 11 марта")
    town.world.press(DEPUTY, deputy.last.id, "✅ 2.8 · 11 марта")
    await town.app.settled()
    assert len(await entries(town, "2.8")) == 1
    toasts = {director.toast, deputy.toast}
    names = {"Уже отмечено: Ветрова Ольга", "Уже отмечено: Ручьёва Вера"}
    assert "Отмечено" in toasts
    assert toasts & names
    late = deputy if director.toast == "Отмечено" else director
    assert "Уже отмечено (" in late.last.text
    assert "Отменить" not in late.buttons()


async def test_one_button_pressed_ten_times_marks_once(town: Town, director: Chat) -> None:
    await town.wind(3, 9, 9, 0)
    for _ in range(10):
        town.world.press(DIRECTOR, director.last.id, "✅ 2.8 · 11 марта")
    town.expects("editMessageText")
    await town.app.settled()
    assert len(await entries(town, "2.8")) == 1
    assert len(town.world.chat(DIRECTOR).toasts) == 10


async def test_anothers_mark_is_not_undone(town: Town, director: Chat) -> None:
    deputy = await town.resident(DEPUTY, Role.SCHOOL_COORDINATOR, schools=(OZERSK,))
    await town.wind(3, 9, 9, 0)
    await director.presses("✅ 2.8")
    data = director.carries("Отменить")
    await deputy.presses_old(data, under=deputy.last)
    assert "отвечает другой участник" in deputy.toast
    await town.opens(deputy, "2.8")
    deputy.sees("Сделано 9 марта · Ветрова Ольга")
    assert deputy.buttons() == [JOURNAL]


async def test_help_is_asked_taken_and_known_to_be_taken(town: Town, director: Chat, curator: Chat) -> None:
    other = await town.resident(OTHER_CURATOR, Role.CURATOR, schools=(OZERSK,))
    await town.wind(3, 9, 9, 0)
    await director.presses("✋ Помощь")
    assert director.toast == "Просьба передана"
    director.sees("Неделя 8 марта", "Просьба о помощи передана: 2.8")
    for chat in (curator, other):
        chat.sees("Нужна помощь", OZERSK, "просит Ветрова Ольга", "2.8")
    town.expects("editMessageText")
    await director.presses("✋ Помощь")
    assert len([one for one in curator.seen if "Нужна помощь" in one.text]) == 1
    late = other.carries("Возьму на себя")
    await curator.presses("Возьму на себя")
    assert curator.toast == "Записано: помогаете вы"
    curator.sees("Помогает: Белов Андрей")
    director.sees("Белов Андрей поможет вам с задачей 2.8")
    assert other.buttons(other.sees("Нужна помощь")) == ["Все просьбы"]
    await other.presses_old(late, under=other.last)
    assert other.toast == "Уже помогает Белов Андрей"
    other.sees("Помогает: Белов Андрей")
    assert other.buttons(other.sees("Нужна помощь")) == ["Все просьбы"]
    assert len([one for one in director.seen if "поможет вам" in one.text]) == 1


async def test_help_asked_by_mistake_is_withdrawn_on_the_same_letter(town: Town, director: Chat, curator: Chat) -> None:
    await town.wind(3, 9, 9, 0)
    letter = director.last
    await director.presses("✋ Помощь")
    late = curator.carries("Возьму на себя")
    await director.presses(NO_HELP)
    assert director.toast == "Хорошо, просьба снята"
    assert director.last.id == letter.id
    director.sees("Неделя 8 марта", "Просьба о помощи снята: 2.8")
    assert NO_HELP not in director.buttons()
    town.expects("editMessageText")
    curator.sees("Помощь уже не нужна")
    await curator.presses_old(late, under=curator.last)
    assert curator.toast == "Помощь уже не нужна"
    director.never_sees("поможет вам")


async def test_help_ends_with_the_mark_and_is_wanted_again_when_it_is_undone(
    town: Town, director: Chat, curator: Chat
) -> None:
    await town.wind(3, 9, 9, 0)
    await director.presses("✋ Помощь")
    town.clock.move(minutes=1)
    asked = curator.sees("Нужна помощь", "2.8")
    take = curator.carries("Возьму на себя")
    town.expects("editMessageText")
    await director.presses("✅ 2.8 · 11 марта")
    assert "Помощь уже не нужна." in curator.sees("Нужна помощь", "2.8").text
    assert curator.buttons(curator.sees("Нужна помощь", "2.8")) == ["Все просьбы"]
    await curator.presses_old(take, under=asked)
    assert curator.toast == "Помощь уже не нужна"
    director.never_sees("поможет вам")
    town.clock.move(minutes=1)
    await director.presses("Отменить")
    assert curator.buttons(curator.sees("Нужна помощь", "2.8")) == ["Возьму на себя", "Ответить", "Все просьбы"]
    await town.opens(director, "2.8")
    director.sees("◻️ Запланировано", "✋ Просьба о помощи передана")
    await curator.presses_old(take, under=asked)
    director.sees("Белов Андрей поможет вам с задачей 2.8")


async def test_help_is_asked_and_withdrawn_on_the_card(town: Town, director: Chat) -> None:
    await town.opens(director, "2.6")
    card = director.sees("2.6", "Разработка концепции", OZERSK, "Срок: до 30 апреля", "◻️ Запланировано")
    assert director.buttons() == ["📎 Документ", HELP, NOT_HELD, MEDK, JOURNAL]
    await director.presses(HELP)
    director.sees("✋ Просьба о помощи передана")
    assert director.buttons(director.last) == ["📎 Документ", NO_HELP, NOT_HELD, MEDK, JOURNAL]
    await director.presses(NO_HELP)
    assert director.last.id == card.id
    assert "Просьба о помощи" not in director.last.text
    press = WithdrawHelp(assignment_id=await town.assignment("2.6", OZERSK), origin=CARD)
    town.expects("editMessageText")
    await director.presses_old(press.pack(), under=director.last)
    assert director.toast == "Хорошо, просьба снята"


async def test_without_a_curator_the_coordinator_is_asked(town: Town, director: Chat, coordinator: Chat) -> None:
    await town.wind(3, 9, 9, 0)
    await director.presses("✋ Помощь")
    coordinator.sees("Нужна помощь", OZERSK)
    await coordinator.presses("Возьму на себя")
    director.sees("Соколова Марина поможет вам")


async def test_nobody_takes_their_own_request(town: Town, director: Chat, curator: Chat) -> None:
    await town.wind(3, 9, 9, 0)
    await director.presses("✋ Помощь")
    await director.presses_old(TakeHelp(help_id=1).pack(), under=director.last)
    assert "отвечает другой участник" in director.toast
    curator.sees("Нужна помощь")


async def test_a_task_is_marked_and_undone_on_its_card(town: Town, director: Chat) -> None:
    await town.opens(director, "2.8")
    card = director.sees("2.8. Участие школьных команд", OZERSK, "Срок: чт 11 марта", "В дорожной карте: «Еженедельно")
    assert director.buttons() == ["✅ Сделано", EARLIER, HELP, NOT_HELD, JOURNAL]
    await director.presses("✅ Сделано")
    assert director.last.id == card.id
    director.sees("✅ Сделано 4 марта · Ветрова Ольга")
    assert director.buttons() == ["Отменить", JOURNAL]
    await director.presses("Отменить")
    assert director.last.id == card.id
    director.sees("◻️ Запланировано")
    assert director.buttons() == ["✅ Сделано", EARLIER, HELP, NOT_HELD, JOURNAL]


async def test_an_overdue_task_says_so(town: Town, director: Chat) -> None:
    await town.wind(3, 12, 10, 0)
    await town.opens(director, "2.8")
    director.sees("❗️ Просрочено")
    await director.says("/week")
    letter = director.last.text
    assert letter.index("❗️ Просрочено") < letter.index("2.8") < letter.index("На следующей неделе")


async def test_a_late_mark_is_always_possible(town: Town, director: Chat) -> None:
    await town.wind(6, 25, 9, 0)
    await town.opens(director, "2.8")
    await director.presses("✅ Сделано")
    director.sees("✅ Сделано 25 июня")


async def test_a_document_is_no_bare_mark(town: Town, director: Chat) -> None:
    await director.says("/week")
    press = MarkDone(assignment_id=await town.assignment("2.6", OZERSK), origin=CARD)
    await director.presses_old(press.pack(), under=director.last)
    assert "закрывается документом" in director.toast
    assert await entries(town, "2.6") == []


async def test_who_is_not_named_may_look_and_not_mark(town: Town, director: Chat, curator: Chat) -> None:
    await town.opens(curator, "2.6")
    curator.sees("2.6", OZERSK)
    assert curator.buttons() == [JOURNAL]
    await town.opens(director, "2.1")
    assert director.buttons() == [JOURNAL]
    for chat, number in ((curator, "2.6"), (director, "2.1")):
        assignment_id = await town.assignment(number, OZERSK)
        for press in (MarkDone, AskHelp):
            data = press(assignment_id=assignment_id, origin=CARD).pack()
            await chat.presses_old(data, under=chat.last)
            assert "отвечает другой участник" in chat.toast
        assert await entries(town, number) == []


async def test_a_coordinator_marks_for_another(town: Town, coordinator: Chat, director: Chat) -> None:
    await town.opens(coordinator, "3.2")
    await coordinator.presses("✅ Сделано")
    coordinator.sees("· Соколова Марина (за школу)")
    await town.opens(director, "3.2")
    director.sees("· Соколова Марина (за школу)")
    await town.opens(coordinator, "2.5")
    await coordinator.presses("✅ Сделано")
    coordinator.sees("· Соколова Марина (за куратора)")


async def test_a_coordinator_has_the_territorys_own_tasks(town: Town, coordinator: Chat) -> None:
    await town.wind(3, 22, 9, 0)
    await coordinator.says("/week")
    coordinator.sees("Неделя 22 марта", "3.1", "ср 24 марта")
    assert "2.8" not in coordinator.last.text
    await coordinator.presses("✅ 3.1")
    coordinator.sees("Отмечено: 3.1")


async def test_what_was_due_before_publication_waits_for_the_coordinators_word(
    town: Town, coordinator: Chat, director: Chat
) -> None:
    await town.opens(coordinator, "1.1", DISTRICT)
    coordinator.sees("◻️ Срок прошёл до публикации")
    await coordinator.presses("✅ Исполнено")
    coordinator.sees("✅ Сделано 25 января, внесено 4 марта · Соколова Марина")
    await town.opens(director, "1.3")
    director.sees("◻️ Срок прошёл до публикации", "отметить может координатор")
    assert director.buttons() == [JOURNAL]
    press = MarkDone(assignment_id=await town.assignment("1.3", OZERSK), origin=CARD)
    await director.presses_old(press.pack(), under=director.last)
    assert "уже всё изменилось" in director.toast


async def test_what_is_awaited_from_above_is_no_debt(town: Town, coordinator: Chat) -> None:
    await town.opens(coordinator, "1.4", DISTRICT)
    coordinator.sees("⏳ Ждём от других")
    await coordinator.presses("✅ Сделано")
    coordinator.sees("✅ Сделано 4 марта")
    await coordinator.presses("Отменить")
    coordinator.sees("⏳ Ждём")


async def test_what_is_not_held_has_no_buttons(town: Town, director: Chat) -> None:
    assignment_id = await town.assignment("2.8", OZERSK)
    async with town.app.work() as work:
        (await work.session.get_one(Assignment, assignment_id)).state = State.NOT_HELD
        await work.commit()
    await town.opens(director, "2.8")
    director.sees("Не проводится")
    assert director.buttons() == [JOURNAL]


async def test_a_letter_of_another_week_stays_that_letter(town: Town, director: Chat) -> None:
    await town.wind(3, 9, 9, 0)
    letter = director.last
    await town.wind(3, 15, 9, 0)
    await director.presses("✅ 2.8 · 11 марта", under=letter)
    director.sees("Неделя 8 марта – 14 марта", "Отмечено: 2.8")
    await director.presses_old(OpenWeek(monday="2027-03-15", whole=False).pack(), under=letter)
    assert next(one.id for one in director.seen if "Неделя 15 марта" in one.text) == letter.id


async def test_a_pressed_letter_that_is_gone_comes_anew(town: Town, director: Chat) -> None:
    await town.wind(3, 9, 9, 0)
    letter = director.last
    press = MarkDone(assignment_id=await town.assignment("2.8", OZERSK), origin="w2027-03-08")
    del town.world.chat(DIRECTOR).history[letter.id]
    await director.presses_old(press.pack(), under=letter)
    assert director.toast == "Отмечено"
    assert [one.text.split("\n")[0] for one in director.new] == ["Неделя 8 марта – 14 марта"]
    await director.presses_old(
        OpenTask(assignment_id=await town.assignment("2.8", OZERSK), origin=CARD).pack(), under=letter
    )
    director.sees("2.8. Участие", "✅ Сделано 9 марта")


async def test_a_letter_that_cannot_be_redrawn_comes_anew(town: Town, director: Chat) -> None:
    await town.wind(3, 9, 9, 0)
    town.world.faults.put(refused("message can't be edited"), method="editMessageText")
    town.expects("editMessageText")
    await director.presses("✅ 2.8")
    assert [one.text.split("\n")[0] for one in director.new] == ["Неделя 8 марта – 14 марта"]
    director.sees("Отмечено: 2.8")


async def test_the_neighbours_see_nothing_of_ozersk(town: Town, neighbour: Chat, director: Chat) -> None:
    await town.wind(3, 9, 9, 0)
    await director.presses("✅ 2.8")
    await neighbour.says("/week")
    assert "2.8" not in neighbour.last.text
    assignment_id = await town.assignment("2.8", OZERSK)
    presses = (
        OpenTask(assignment_id=assignment_id, origin=CARD),
        MarkDone(assignment_id=assignment_id, origin=CARD),
        AskHelp(assignment_id=assignment_id, origin=CARD),
        WithdrawHelp(assignment_id=assignment_id, origin=CARD),
        TakeBack(change_id=1, origin=CARD),
        TakeHelp(help_id=1),
    )
    for press in presses:
        await neighbour.presses_old(press.pack(), under=neighbour.last)
        of_nobody = type(press)(**{**press.model_dump(), next(iter(press.model_fields_set - {"origin"})): 10**9})
        told = neighbour.toast
        await neighbour.presses_old(of_nobody.pack(), under=neighbour.last)
        assert told == neighbour.toast
        assert "нет или она вам недоступна" in told
    for words in (OZERSK, "2.8", "Ветрова"):
        neighbour.never_sees(words)


async def test_the_directors_of_one_district_do_not_touch_each_other(town: Town, director: Chat) -> None:
    other = await town.resident(OTHER_DIRECTOR, Role.DIRECTOR, schools=(BEREZOVKA,))
    await other.says("/week")
    press = MarkDone(assignment_id=await town.assignment("2.8", OZERSK), origin=CARD)
    await other.presses_old(press.pack(), under=other.last)
    assert "нет или она вам недоступна" in other.toast
    assert await entries(town, "2.8") == []


async def test_a_school_outside_the_project_has_its_own_tasks(town: Town) -> None:
    director = await town.resident(OTHER_DIRECTOR, Role.DIRECTOR, schools=(KLYUCHI,))
    await town.wind(4, 26, 9, 0)
    director.sees("Неделя 26 апреля")
    assert "2.6" not in director.last.text
    assert "2.8" in director.last.text
    assert COORDINATOR
