"""Letters and lists by the hour: the day's list, visits the evening before, what curators and coordinators read."""

import pytest

from handlers.callbacks import NudgeDebtors
from models.domain.access import Role
from tests.chat import Chat
from tests.dialogues.conftest import BEREZOVKA, DEPUTY, DIRECTOR, OTHER_CURATOR, OZERSK, Town

pytestmark = pytest.mark.usefixtures("roadmap")


async def test_the_days_list_names_what_is_close(town: Town, director: Chat) -> None:
    await town.wind(3, 9, 9)
    await town.wind(3, 10, 8, 59)
    director.never_sees("Сегодня, ср 10 марта")
    await town.wind(3, 10, 9)
    listed = director.sees("Сегодня, ср 10 марта", "Скоро срок", "2.8 Участие", "чт 11 марта")
    assert director.buttons(listed) == ["✅ 2.8", "✋ Помощь", "Открыть задачу…"]
    await director.presses("✅ 2.8")
    director.sees("Сегодня, ср 10 марта", "чт 11 марта ✅", "Отмечено: 2.8")
    assert director.buttons() == ["Отменить", "Открыть задачу…"]
    await director.presses("Отменить")
    director.sees("Сегодня, ср 10 марта", "снова в плане")
    assert director.buttons() == ["✅ 2.8", "✋ Помощь", "Открыть задачу…"]


async def test_one_planned_message_a_day(town: Town, director: Chat) -> None:
    await town.wind(3, 9, 9)
    await town.wind(3, 9, 12)
    assert len(director.seen) == 1


async def test_what_became_late_is_named_the_next_working_day(town: Town, director: Chat) -> None:
    await town.wind(3, 9, 9)
    await town.wind(3, 12, 9)
    director.sees("Сегодня, пт 12 марта", "Просрочено", "2.8")


async def test_a_list_of_yesterday_shows_how_things_stand(town: Town, director: Chat) -> None:
    await town.wind(3, 9, 9)
    await town.wind(3, 10, 9)
    old = director.last
    await town.wind(3, 11, 10)
    await director.presses("✅ 2.8", under=old)
    director.sees("Сегодня, чт 11 марта", "Отмечено: 2.8")


async def test_visits_are_named_the_evening_before(town: Town, curator: Chat) -> None:
    await town.wind(3, 9, 9)
    await town.wind(3, 9, 17)
    curator.sees("Ближайшие посещения", f"ср 10 марта — {OZERSK}", f"ср 10 марта — {BEREZOVKA}")
    await curator.presses("Открыть список")
    curator.sees("Посещения ср 10 марта")
    assert f"✅ {OZERSK} — первое посещение" in curator.buttons()


async def test_a_curators_letter_names_schools_that_are_late(town: Town, curator: Chat) -> None:
    """Thursday's weekly row is four days late on Monday, but only two working days."""
    await town.wind(3, 15, 9)
    assert "Отстают школы" not in curator.last.text
    await town.wind(3, 22, 9)
    curator.sees("Неделя 22 марта", "Отстают школы", f"{OZERSK} — 1 задача, срок самой давней — 11 марта")


async def test_a_curators_letter_names_documents_that_wait(town: Town, curator: Chat, director: Chat) -> None:
    await town.opens(director, "2.6")
    await director.presses("📎 Документ")
    await director.sends_file("Концепция.docx", b"concept")
    await town.wind(3, 15, 9)
    curator.sees("Неделя 15 марта", "Ждут вашей проверки", f"2.6 {OZERSK} — с 4 марта")


async def test_a_coordinators_letter_counts_the_territory(town: Town, coordinator: Chat) -> None:
    await town.wind(3, 29, 9)
    letter = coordinator.sees("Неделя 29 марта", "По территории к сегодняшнему дню", "Исполнено 0 из", "Отстают школы")
    assert OZERSK in letter.text
    await coordinator.presses("Кто отстаёт")
    coordinator.sees("Просрочено")


async def test_a_coordinator_reads_whom_nothing_reaches(town: Town, coordinator: Chat, director: Chat) -> None:
    await director.blocks()
    await town.wind(3, 15, 9)
    coordinator.sees("До кого не доходят сообщения", "Ветрова Ольга — бот заблокирован, поможет звонок")


async def test_one_press_reminds_all_who_are_late(
    town: Town, coordinator: Chat, director: Chat, curator: Chat, neighbour: Chat
) -> None:
    await town.wind(3, 29, 9)
    told = len(neighbour.seen)
    await coordinator.presses("Напомнить всем, кто отстаёт")
    assert coordinator.toast.startswith("Напомним: ")
    for chat in (director, curator):
        chat.sees("Соколова Марина просит отметить, что сделано", "Просрочено", "2.8")
    assert len(neighbour.seen) == told
    await director.presses("✅ 2.8 · 11 марта", under=director.last)
    director.sees("Отмечено: 2.8")
    seen = len(director.seen)
    await coordinator.presses("Напомнить всем, кто отстаёт")
    assert len(director.seen) == seen


async def test_who_looks_after_nobody_reminds_nobody(town: Town, director: Chat, curator: Chat) -> None:
    await town.wind(3, 29, 9)
    told = len(curator.seen)
    await director.presses_old(NudgeDebtors(monday="2027-03-29").pack(), under=director.last)
    assert director.toast == "Никто не отстаёт"
    assert len(curator.seen) == told


async def test_a_colleagues_letter_is_redrawn_when_one_marks(town: Town, director: Chat) -> None:
    deputy = await town.resident(DEPUTY, Role.SCHOOL_COORDINATOR, schools=(OZERSK,))
    await town.wind(3, 9, 9)
    assert "✅ 2.8 · 11 марта" in deputy.buttons()
    await director.presses("✅ 2.8 · 11 марта")
    await town.wind(3, 9, 9, 1)
    assert len(deputy.seen) == 1
    assert "чт 11 марта ✅" in deputy.last.text
    assert "✅ 2.8 · 11 марта" not in deputy.buttons()
    # The one who pressed keeps the way back.
    assert "Отменить" in director.buttons()


async def test_the_other_curators_buttons_die_with_the_decision(town: Town, director: Chat, curator: Chat) -> None:
    other = await town.resident(OTHER_CURATOR, Role.CURATOR, schools=(OZERSK,))
    await town.opens(director, "2.6")
    await director.presses("📎 Документ")
    await director.sends_file("Концепция.docx", b"concept")
    assert other.buttons() == ["Подтвердить", "Вернуть"]
    await curator.presses("Подтвердить")
    assert other.buttons() == []
    assert len(other.seen) == 1
    other.sees("Документ школы", "✅ Подтверждено: Белов Андрей")


async def test_a_newer_version_takes_the_buttons_of_the_older_one(town: Town, director: Chat, curator: Chat) -> None:
    await town.opens(director, "2.6")
    await director.presses("📎 Документ")
    await director.sends_file("Концепция.docx", b"concept")
    await town.opens(director, "2.6")
    await director.presses("📎 Документ")
    await director.sends_file("Концепция 2.docx", b"concept 2")
    first, second = curator.seen
    assert curator.buttons(first) == []
    assert "Пришла версия новее" in first.text
    assert "Новая версия (2)" in second.text
    assert curator.buttons() == ["Подтвердить", "Вернуть"]


async def test_who_takes_a_request_takes_it_from_the_others(town: Town, director: Chat, curator: Chat) -> None:
    other = await town.resident(OTHER_CURATOR, Role.CURATOR, schools=(OZERSK,))
    await town.opens(director, "2.8")
    await director.presses("✋ Нужна помощь")
    assert other.buttons() == ["Возьму на себя", "Ответить", "Все просьбы"]
    await curator.presses("Возьму на себя")
    assert other.buttons() == ["Все просьбы"]
    other.sees("Нужна помощь", "Помогает: Белов Андрей")


async def test_a_message_that_was_deleted_is_left_alone(town: Town, director: Chat, curator: Chat) -> None:
    other = await town.resident(OTHER_CURATOR, Role.CURATOR, schools=(OZERSK,))
    await town.opens(director, "2.8")
    await director.presses("✋ Нужна помощь")
    del town.world.chat(OTHER_CURATOR).history[other.last.id]
    town.expects("editMessageText")
    await curator.presses("Возьму на себя")
    assert other.seen == []


async def test_the_morning_tells_the_coordinator_whom_nothing_reached(
    town: Town, coordinator: Chat, director: Chat
) -> None:
    town.world.block(DIRECTOR)
    town.expects("sendMessage", 403)
    await town.wind(3, 9, 9)
    await town.wind(3, 9, 9, 30)
    coordinator.sees(
        "Не всё доставлено", "запланировано", "Ветрова Ольга — бот заблокирован или недоступен, поможет звонок"
    )


async def test_quiet_evenings_keep_documents_until_the_morning(town: Town, director: Chat, curator: Chat) -> None:
    await town.wind(3, 4, 21)
    await town.opens(director, "2.6")
    await director.presses("📎 Документ")
    await director.sends_file("Концепция.docx", b"concept")
    curator.never_sees("Документ на проверку")
    await town.wind(3, 5, 8)
    curator.sees("Документ на проверку")
