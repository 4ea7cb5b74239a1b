"""All of one's own tasks: the parts, the pages, a card in place of the list, and the ways back."""

import pytest
from sqlalchemy import update

from handlers.callbacks import MarkDone, OpenHistory, OpenMyTasks, OpenPart, ShowTask
from models.domain.access import Role
from models.domain.parts import Part
from models.tables import Assignment
from tests.chat import Chat
from tests.dialogues.conftest import (
    BEREZOVKA,
    DEPUTY,
    DIRECTOR,
    OTHER_CURATOR,
    OZERSK,
    Town,
)

pytestmark = pytest.mark.usefixtures("roadmap")

BACK, HOME, JOURNAL, TO_CARD = "← К списку", "← Мои задачи", "Журнал", "← К задаче"


async def test_a_directors_tasks_stand_in_parts_with_counts(town: Town, director: Chat) -> None:
    await town.wind(3, 12, 10, 0)
    await director.says("/tasks")
    director.sees("Мои задачи", "Открыто", "из них просрочено 1")
    labels = director.buttons()
    assert labels[0] == "❗️ Просрочено · 1"
    assert [label.split(" · ")[0] for label in labels] == ["❗️ Просрочено", "Позже"]


async def test_a_part_opens_in_the_same_message_and_leads_back(town: Town, director: Chat) -> None:
    await town.wind(3, 12, 10, 0)
    await director.says("/tasks")
    home = director.last
    await director.presses("❗️ Просрочено")
    assert director.last.id == home.id
    assert director.last.text == (
        "❗️ Просрочено · 1 задача\n\n"
        "1. 2.8 Участие школьных команд в вебинарах по работе с рисками — чт 11 марта\n\n"
        "Номер открывает задачу."
    )
    assert director.buttons() == ["1", HOME]
    await director.presses(HOME)
    assert director.last.id == home.id
    director.sees("из них просрочено 1")


async def test_a_long_part_is_paged_by_ten(town: Town, director: Chat) -> None:
    await director.says("/tasks")
    await director.presses("Позже")
    director.sees("1. 2.8", "10. ", "Страница 1 из 3")
    assert director.buttons() == [*map(str, range(1, 11)), "Дальше →", HOME]
    await director.presses("Дальше")
    director.sees("11. ", "20. ", "Страница 2 из 3")
    assert director.buttons() == [*map(str, range(11, 21)), "← Назад", "Дальше →", HOME]
    await director.presses("Дальше")
    director.sees("21. ", "Страница 3 из 3")
    assert "Дальше →" not in director.buttons()


async def test_a_card_opens_in_place_and_leads_back_to_its_very_page(town: Town, director: Chat) -> None:
    await director.says("/tasks")
    await director.presses("Позже")
    await director.presses("Дальше")
    page = director.last
    words = page.text
    await director.presses("15")
    assert director.last.id == page.id
    assert "Срок:" in director.last.text
    assert director.buttons()[-2:] == [BACK, JOURNAL]
    await director.presses(BACK)
    assert director.last.id == page.id
    assert director.last.text == words


async def test_a_press_on_the_card_keeps_the_way_back(town: Town, director: Chat) -> None:
    await director.says("/tasks")
    await director.presses("Позже")
    card = director.last
    await director.presses("1")
    assert director.buttons()[0] == "✅ Сделано"
    await director.presses("✋ Нужна помощь")
    director.sees("✋ Просьба о помощи передана")
    assert director.buttons()[-2:] == [BACK, JOURNAL]
    await director.presses("Помощь уже не нужна")
    await director.presses("✅ Сделано")
    director.sees("✅ Сделано 4 марта · Ветрова Ольга")
    assert {"Отменить", BACK} <= set(director.buttons())
    await director.presses("Отменить")
    director.sees("◻️ Запланировано")
    await director.presses("✅ Сделано")
    await director.presses(BACK)
    assert director.last.id == card.id
    assert "чт 11 марта" not in director.last.text
    await director.presses(HOME)
    await director.presses("✅ Сделано · 1")
    director.sees("✅ Сделано · 1 задача", "1. 2.8", "— 4 марта")


async def test_what_is_done_stands_newest_first(town: Town, director: Chat) -> None:
    await director.says("/week")
    for moment, number in ((9, "3.2"), (10, "2.8")):
        await town.wind(3, moment, 10, 0)
        await town.opens(director, number)
        await director.presses("✅ Сделано")
    await director.says("/tasks")
    await director.presses("✅ Сделано · 2", under=director.last)
    lines = [line for line in director.last.text.splitlines() if line[:1].isdigit()]
    assert [line.split()[1] for line in lines] == ["2.8", "3.2"]
    assert [line.split(" — ")[1] for line in lines] == ["10 марта", "9 марта"]


async def test_several_schools_are_named(town: Town, curator: Chat) -> None:
    await town.wind(3, 9, 9, 0)
    await curator.says("/tasks")
    await curator.presses("На этой неделе")
    curator.sees(f"— ср 10 марта · {OZERSK}", f"— ср 10 марта · {BEREZOVKA}")


async def test_a_coordinator_has_the_territorys_rows_and_those_that_wait(town: Town, coordinator: Chat) -> None:
    await coordinator.says("/tasks")
    await coordinator.presses("⏳ Ждём")
    coordinator.sees("Это делают другие", "1.2", "Предоставление школам доступа", "1.4")
    assert "2.8" not in coordinator.last.text
    await coordinator.presses("1")
    coordinator.sees("⏳ Ждём от других")
    await coordinator.presses("✅ Сделано")
    coordinator.sees("✅ Сделано 4 марта")
    await coordinator.presses(BACK)
    assert "1.2" not in coordinator.last.text
    await coordinator.presses(HOME)
    await coordinator.presses("Позже")
    coordinator.sees("3.1", "4.2")
    assert OZERSK not in coordinator.last.text


async def test_who_has_nothing_reads_one_line(town: Town, neighbour: Chat) -> None:
    await neighbour.says("/tasks")
    assert neighbour.last.text == "Мои задачи\n\nПока задач нет. Когда они появятся, бот напишет."
    assert neighbour.buttons() == []


async def test_a_part_that_has_emptied_says_so(town: Town, director: Chat) -> None:
    await director.says("/tasks")
    await director.presses_old(OpenPart(part=Part.OVERDUE, page=7).pack(), under=director.last)
    director.sees("Здесь больше ничего нет.")
    assert director.buttons() == [HOME]


async def test_a_neighbour_opens_no_card_by_a_foreign_number(town: Town, neighbour: Chat) -> None:
    await neighbour.says("/tasks")
    for origin in ("cmo0", "c", "cw2027-03-01"):
        press = ShowTask(assignment_id=await town.assignment("2.8", OZERSK), origin=origin)
        await neighbour.presses_old(press.pack(), under=neighbour.last)
        assert "недоступна" in neighbour.toast
    neighbour.never_sees("2.8")


async def test_who_lost_the_role_finds_an_empty_list(town: Town, director: Chat) -> None:
    await director.says("/tasks")
    page = OpenPart(part=Part.LATER, page=1).pack()
    mark = MarkDone(assignment_id=await town.assignment("2.8", OZERSK), origin="cml1").pack()
    await town.loses_role(DIRECTOR)
    await director.presses_old(page, under=director.last)
    director.sees("Здесь больше ничего нет.")
    await director.presses_old(mark, under=director.last)
    assert "недоступна" in director.toast
    await director.presses_old(OpenMyTasks(below=True).pack(), under=director.last)
    director.sees("Пока задач нет")


@pytest.mark.parametrize("data", ["mp:x:0", "mp:o:-1", "gk:c", "gk:mo", "gk:mx0", "gk:w2027-02-30", "st:1:cc", "st:1:"])
async def test_a_button_nobody_made_is_an_old_one(town: Town, director: Chat, data: str) -> None:
    await director.says("/tasks")
    await director.presses_old(data, under=director.last)
    assert "Эта кнопка больше не действует" in director.toast


async def test_from_a_card_the_way_leads_back_to_a_letter_and_to_visits(town: Town, curator: Chat) -> None:
    await town.wind(3, 9, 9, 0)
    await curator.says("/visits")
    visits = curator.last
    for screen, words in (("w2027-03-08", "Неделя 8 марта"), ("v2027-03-09", "Посещения"), ("d2027-03-09", "10 марта")):
        press = ShowTask(assignment_id=await town.assignment("2.1", OZERSK), origin=f"c{screen}")
        await curator.presses_old(press.pack(), under=visits)
        curator.sees("2.1. Первичное посещение")
        await curator.presses(BACK)
        assert curator.sees(words).id == visits.id


async def test_the_card_says_who_may_close_it_and_where_it_stands_in_the_map(
    town: Town, director: Chat, curator: Chat
) -> None:
    await town.opens(director, "2.8")
    director.sees("Раздел: Работа с рисковыми профилями")
    director.sees("Отметить могут: вы, Белов Андрей (куратор), Соколова Марина (координатор)")
    await town.opens(curator, "2.6")
    curator.sees("Отправить документ могут: Ветрова Ольга (директор), Соколова Марина (координатор)")
    await town.opens(curator, "2.5")
    curator.sees("Отметить могут: вы, Соколова Марина (координатор)")
    await curator.presses("✅ Сделано")
    assert "Отметить" not in curator.last.text


async def test_of_many_who_may_close_it_three_are_named(town: Town, director: Chat, curator: Chat) -> None:
    await town.resident(DEPUTY, Role.SCHOOL_COORDINATOR, schools=(OZERSK,))
    await town.resident(OTHER_CURATOR, Role.CURATOR, schools=(OZERSK,))
    await town.opens(director, "2.8")
    director.sees("Отметить могут: вы, Ручьёва Вера (школьный координатор), Белов Андрей (куратор) и ещё 2")


async def test_the_journal_opens_on_the_card_and_leads_back_to_it(town: Town, director: Chat) -> None:
    await director.says("/tasks")
    await director.presses("Позже")
    page = director.last
    await director.presses("1")
    await director.presses(JOURNAL)
    director.sees("Журнал задачи 2.8", "Пока здесь ничего не происходило.")
    await director.presses(TO_CARD)
    await director.presses("✋ Нужна помощь")
    await director.presses("✅ Сделано")
    town.clock.move(minutes=2)
    await director.presses("Отменить")
    await director.presses(JOURNAL)
    assert director.last.id == page.id
    director.sees(
        "4 марта, 10:00 · Ветрова Ольга: ✋ просьба о помощи\n"
        "4 марта, 10:00 · Ветрова Ольга: ✅ сделано (отменено)\n"
        "4 марта, 10:02 · Ветрова Ольга: ↩️ отменено, снова: запланировано"
    )
    await director.presses(TO_CARD)
    assert director.last.id == page.id
    await director.presses(BACK)
    director.sees("Позже · ", "1. 2.8")


async def test_a_long_journal_is_turned(town: Town, director: Chat) -> None:
    await town.opens(director, "2.8")
    for _ in range(6):
        await director.presses("✅ Сделано")
        await director.presses("Отменить")
    await director.presses(JOURNAL)
    director.sees("Страница 2 из 2")
    await director.presses("← Назад")
    director.sees("Страница 1 из 2")
    assert director.buttons() == ["Дальше →", TO_CARD]


async def test_a_late_entry_shows_both_days(town: Town, curator: Chat) -> None:
    await town.wind(3, 15, 12, 0)
    await curator.says("/visits")
    await curator.presses("вчера / другая дата")
    await curator.presses("Другая дата")
    await curator.says("10 марта")
    await town.opens(curator, "2.1")
    await curator.presses(JOURNAL)
    curator.sees("15 марта, 12:00 · Белов Андрей: ✅ сделано 10 марта, внесено 15 марта")


async def test_a_neighbour_reads_no_foreign_journal(town: Town, neighbour: Chat) -> None:
    await neighbour.says("/tasks")
    press = OpenHistory(assignment_id=await town.assignment("2.8", OZERSK), origin="c")
    await neighbour.presses_old(press.pack(), under=neighbour.last)
    assert "недоступна" in neighbour.toast
    neighbour.never_sees("Журнал")


async def test_who_lost_the_role_reads_no_journal(town: Town, director: Chat) -> None:
    await town.opens(director, "2.8")
    await town.loses_role(DIRECTOR)
    await director.presses(JOURNAL)
    assert "недоступна" in director.toast


async def test_any_task_of_a_letter_opens_in_its_place_and_leads_back(town: Town, director: Chat) -> None:
    await town.wind(3, 15, 9, 0)
    letter = director.sees("Неделя 15 марта", "Просрочено")
    words = letter.text
    await director.presses("Открыть задачу")
    assert director.last.text == words
    assert director.buttons() == ["2.8 · 11 марта", "2.8 · 18 марта", "2.8 · 25 марта", "← Назад"]
    await director.presses("2.8 · 11 марта")
    director.sees("2.8. Участие школьных команд", "❗️ Просрочено")
    await director.presses("✅ Сделано")
    director.sees("✅ Сделано 15 марта")
    await director.presses(BACK)
    assert director.last.id == letter.id
    director.sees("Неделя 15 марта")
    assert "❗️ Просрочено" not in director.last.text


async def test_any_task_of_a_days_list_opens_in_its_place_and_leads_back(town: Town, director: Chat) -> None:
    await town.wind(3, 10, 9, 0)
    listed = director.last
    await director.presses("Открыть задачу")
    await director.presses("2.8")
    director.sees("2.8. Участие школьных команд")
    await director.presses(BACK)
    assert director.last.id == listed.id
    assert "Открыть задачу…" in director.buttons()


async def test_a_button_of_a_task_that_left_the_plan_says_so(town: Town, director: Chat) -> None:
    await director.says("/tasks")
    await director.presses("Позже")
    await director.presses("1")
    done, journal, page = director.carries("✅ Сделано"), director.carries(JOURNAL), director.carries(BACK)
    async with town.app.work() as work:
        gone = update(Assignment).where(Assignment.id == await town.assignment("2.8", OZERSK))
        await work.session.execute(gone.values(withdrawn_at=work.now()))
        await work.commit()
    for data in (done, journal):
        await director.presses_old(data, under=director.last)
        assert "недоступна" in director.toast
    await director.presses_old(page, under=director.last)
    director.sees("Позже · ")
    assert "чт 11 марта" not in director.last.text
