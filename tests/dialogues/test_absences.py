"""Somebody will be away: it is said in three taps, a substitute gets the rights, and all who must know are told."""

import pytest

from handlers.callbacks import CancelAbsence, ChangeEnd, EnterAbsence, MoveEnd, OpenAbsence, OpenStaff, PlanAbsence
from models.domain.access import Role
from models.usecases import people
from tests.chat import Chat
from tests.dialogues.conftest import (
    BEREZOVKA,
    COORDINATOR,
    DEPUTY,
    DIRECTOR,
    DISTRICT,
    LIPOVKA,
    NEIGHBOUR,
    NEIGHBOURS_COORDINATOR,
    OTHER_CURATOR,
    OTHER_DIRECTOR,
    OZERSK,
    Town,
)

OUT_OF_REACH = "Этой записи нет или она вам недоступна"


@pytest.fixture
async def deputy(town: Town) -> Chat:
    return await town.resident(OTHER_DIRECTOR, Role.DIRECTOR, schools=(BEREZOVKA,))


async def id_of(town: Town, user_id: int) -> int:
    return (await town.actor(user_id)).person_id


async def goes(chat: Chat, days: str, substitute: str) -> None:
    """From the settings, by typed days."""
    await chat.says("/settings")
    await chat.presses("🏖 Меня не будет")
    await chat.says(days)
    await chat.presses(substitute)


async def test_three_taps_from_the_settings(town: Town, coordinator: Chat, director: Chat, deputy: Chat) -> None:
    await director.says("/settings")
    screen = director.last.id
    await director.presses("🏖 Меня не будет")
    director.sees("Когда вас не будет?", "напишите дни, например: 05.03–11.03")
    assert director.buttons() == [
        "Сегодня: 4 марта",
        "Завтра: 5 марта",
        "Неделя с завтра: 5–11 марта",
        "2 недели с завтра: 5–18 марта",
        "← Настройки",
    ]
    await director.presses("Неделя с завтра")
    director.sees("Вас не будет 5–11 марта.", "Кто заместит?")
    assert director.buttons() == ["Лаптев Игорь · Берёзовская СОШ", "Без заместителя", "← Другие дни"]
    await director.presses("Лаптев Игорь")
    assert (director.toast, director.last.id) == ("Записано", screen)
    director.sees("🏖 Вас не будет 5–11 марта.", "Замещает: Лаптев Игорь.")
    assert director.buttons() == ["Отменить: я буду на работе", "Другой последний день", "← Настройки"]
    await director.presses("← Настройки")
    director.sees("🏖 Вас не будет 5–11 марта, замещает Лаптев Игорь")
    assert "🏖 5–11 марта" in director.buttons()
    deputy.sees("👤 Вы замещаете: Ветрова Ольга, 5–11 марта.", f"Директор: {OZERSK}")
    coordinator.sees("🏖 Ветрова Ольга: не будет 5–11 марта.", f"Директор: {OZERSK}", "Замещает: Лаптев Игорь.")
    await deputy.says("/settings")
    deputy.sees("👤 Вы замещаете: Ветрова Ольга, 5–11 марта")


async def test_days_and_an_order_in_words(director: Chat, deputy: Chat) -> None:
    await director.says("/settings")
    await director.presses("🏖 Меня не будет")
    await director.says("как-нибудь потом")
    director.sees("Не получилось понять дни «как-нибудь потом»")
    await director.says("с 1 по 3 марта")
    director.sees("3 марта уже прошло")
    await director.says("с 10 по 17 марта, приказ № 15-л")
    director.sees("Вас не будет 10–17 марта. Приказ № 15-л.")
    await director.says("10.03–18.03, приказ № 16")
    director.sees("Вас не будет 10–18 марта. Приказ № 16.")
    await director.presses("Лаптев Игорь")
    director.sees("Вас не будет 10–18 марта. Приказ № 16.", "Замещает: Лаптев Игорь.")
    deputy.sees("Вы замещаете: Ветрова Ольга, 10–18 марта. Приказ № 16.")


async def test_the_substitutes_rights_come_and_go_by_themselves(
    town: Town, coordinator: Chat, director: Chat, deputy: Chat, roadmap: None
) -> None:
    await goes(director, "8–9 марта", "Лаптев Игорь")
    await town.wind(3, 7, 23, 0)
    await town.opens(deputy, "2.6")
    assert OUT_OF_REACH in deputy.toast
    await town.wind(3, 9, 9, 0)
    director.never_sees("Неделя 8 марта")
    await town.opens(deputy, "2.6")
    card = deputy.last
    assert OZERSK in card.text
    await town.opens(deputy, "2.8")
    await deputy.presses("✅ Сделано")
    await deputy.says("/help")
    deputy.sees(f"Вы — директор: {BEREZOVKA}.", f"Вы замещаете: Ветрова Ольга — директор, {OZERSK}.")
    await coordinator.says("кто директор озёрской")
    coordinator.sees("Ветрова Ольга — директор, Озёрская СОШ № 1 — отсутствует до 9 марта")
    coordinator.sees("Лаптев Игорь — директор, Озёрская СОШ № 1 (за: Ветрова Ольга)")
    await town.wind(3, 10, 9, 0)
    await deputy.presses("✋ Нужна помощь", under=card)
    assert OUT_OF_REACH in deputy.toast
    await town.opens(director, "2.8")
    director.sees("✅ Сделано 9 марта · Лаптев Игорь (за: Ветрова Ольга)")


async def test_back_sooner_and_another_last_day(town: Town, coordinator: Chat, director: Chat, deputy: Chat) -> None:
    await goes(director, "до 17 марта", "Лаптев Игорь")
    await coordinator.says("/settings")
    await coordinator.presses("Отсутствие сотрудника")
    assert "Ветрова Ольга · отсутствует до 17 марта" in coordinator.buttons()
    await director.presses("Другой последний день")
    director.sees("Какой день последний? Напишите, например: 17.03")
    assert director.buttons() == ["Сегодня, 4 марта", "Завтра, 5 марта", "← Назад"]
    await director.says("скоро")
    director.sees("Не получилось понять день «скоро»")
    await director.says("12.03")
    director.sees("Вас не будет 4–12 марта.")
    for chat in (coordinator, deputy):
        chat.sees("Изменилось: Ветрова Ольга — не будет 4–12 марта.")
    await director.presses("Другой последний день")
    await director.presses("Завтра, 5 марта")
    director.sees("Вас не будет 4–5 марта.")
    await director.presses("Я уже на работе")
    assert director.toast == "Отсутствие снято"
    director.sees("✅ Вы снова на работе, замещение закончено.")
    assert director.buttons() == ["← Настройки"]
    for chat in (coordinator, deputy):
        chat.sees("✅ Ветрова Ольга снова на работе, замещение закончено.")


async def test_taken_back_before_it_begins(director: Chat, deputy: Chat) -> None:
    await goes(director, "10–17 марта", "Лаптев Игорь")
    stale = director.carries("Другой последний день")
    await director.presses("Отменить: я буду на работе")
    director.sees("✅ Отменено: вы будете на работе 10–17 марта.")
    deputy.sees("✅ Отменено: Ветрова Ольга будет на работе 10–17 марта.")
    await director.presses_old(stale, under=director.last)
    await director.says("12.03")
    director.sees("Здесь уже всё изменилось")


async def test_two_absences_share_no_day(director: Chat, deputy: Chat) -> None:
    await goes(director, "10–17 марта", "Без заместителя")
    director.sees("Без заместителя: письма и напоминания в эти дни не приходят")
    await director.says("/settings")
    await director.presses("🏖 Меня не будет")
    await director.says("17–20 марта")
    director.sees("На эти дни отсутствие уже записано: 10–17 марта.")
    deputy.sees_nothing_new()


async def test_the_settings_leave_the_question_behind(director: Chat) -> None:
    await director.says("/settings")
    await director.presses("🏖 Меня не будет")
    await director.presses("← Настройки")
    await director.says("что на этой неделе")
    assert "Не получилось понять дни" not in director.last.text


async def test_a_curators_documents_go_to_the_coordinator(
    town: Town, coordinator: Chat, curator: Chat, director: Chat, roadmap: None
) -> None:
    await goes(curator, "до 12 марта", "Без заместителя")
    curator.sees("Без заместителя: документы и просьбы школ", "другой куратор школы, а где его нет — координатор.")
    coordinator.sees("Белов Андрей: не будет 4–12 марта", "Без заместителя: документы и просьбы школ")
    await town.opens(director, "2.6")
    await director.presses("✋ Нужна помощь")
    coordinator.sees("✋ Нужна помощь", OZERSK)
    curator.never_sees("✋ Нужна помощь\n")


async def test_a_coordinator_enters_it_for_one_of_theirs(
    town: Town, coordinator: Chat, curator: Chat, director: Chat, deputy: Chat
) -> None:
    await coordinator.says("/settings")
    await coordinator.presses("Отсутствие сотрудника")
    coordinator.sees("Кто будет отсутствовать?")
    assert coordinator.buttons() == [
        "Белов Андрей · куратор, Озёрская СОШ № 1",
        "Ветрова Ольга · директор, Озёрская СОШ № 1",
        "Лаптев Игорь · директор, Берёзовская СОШ",
        "← Настройки",
    ]
    await coordinator.presses("Ветрова Ольга")
    coordinator.sees("Ветрова Ольга: когда не будет на работе?")
    await coordinator.presses("Завтра: 5 марта")
    coordinator.sees("Ветрова Ольга: не будет 5 марта.", "Кто заместит?")
    await coordinator.presses("Лаптев Игорь")
    coordinator.sees("🏖 Ветрова Ольга: не будет 5 марта.", "Замещает: Лаптев Игорь.")
    director.sees("🏖 Координатор записал: вас не будет 5 марта.")
    deputy.sees("Вы замещаете: Ветрова Ольга, 5 марта.")
    await coordinator.presses("← К списку")
    await coordinator.presses("🏖 Ветрова Ольга: 5 марта")
    await coordinator.presses("Отменить отсутствие")
    director.sees("✅ Отменено: вы будете на работе 5 марта.")
    await director.presses("Открыть")
    director.sees("✅ Отменено")


async def test_a_neighbour_and_a_colleague_reach_nothing(
    town: Town, coordinator: Chat, curator: Chat, director: Chat, deputy: Chat, neighbour: Chat
) -> None:
    theirs = await town.resident(NEIGHBOURS_COORDINATOR, Role.COORDINATOR, territory=NEIGHBOUR)
    await goes(director, "10–17 марта", "Лаптев Игорь")
    person_id = await id_of(town, DIRECTOR)
    april = EnterAbsence(person_id=person_id, since="2027-04-01", until="2027-04-02")
    for chat in (neighbour, theirs, curator, deputy):
        await chat.says("/settings")
        for press in (
            PlanAbsence(person_id=person_id),
            PlanAbsence(person_id=10**9),
            april,
            CancelAbsence(absence_id=1),
            MoveEnd(absence_id=1, day="2027-03-12"),
            CancelAbsence(absence_id=10**9),
        ):
            await chat.presses_old(press.pack(), under=chat.last)
            assert OUT_OF_REACH in chat.toast, press
    for chat in (neighbour, theirs, curator):
        for look in (OpenAbsence(absence_id=1), ChangeEnd(absence_id=1)):
            await chat.presses_old(look.pack(), under=chat.last)
            assert OUT_OF_REACH in chat.toast, look
    await neighbour.presses_old(OpenStaff(page=0).pack(), under=neighbour.last)
    assert "За это отвечает другой участник" in neighbour.toast
    await director.says("/settings")
    assert "🏖 10–17 марта" in director.buttons()


async def test_a_coordinator_who_lost_the_role_enters_nothing(town: Town, coordinator: Chat, director: Chat) -> None:
    await coordinator.says("/settings")
    await coordinator.presses("Отсутствие сотрудника")
    await coordinator.presses("Ветрова Ольга")
    await town.loses_role(COORDINATOR)
    await coordinator.presses("Неделя с завтра")
    assert OUT_OF_REACH in coordinator.toast
    await coordinator.says("10–17 марта")
    coordinator.sees(OUT_OF_REACH)
    director.sees_nothing_new()


async def test_a_substitute_who_is_taken_meanwhile_is_refused(town: Town, director: Chat, deputy: Chat) -> None:
    await director.says("/settings")
    await director.presses("🏖 Меня не будет")
    await director.says("10–17 марта")
    await goes(deputy, "15 марта", "Без заместителя")
    await director.presses("Лаптев Игорь")
    assert "Этот человек не может заместить в эти дни" in director.toast
    await director.presses("← Другие дни")
    await director.presses("Неделя с завтра")
    await director.presses("Лаптев Игорь")
    director.sees("Замещает: Лаптев Игорь.")


async def test_many_candidates_stand_on_pages(town: Town, director: Chat) -> None:
    for user_id, school in ((OTHER_DIRECTOR, BEREZOVKA), (OTHER_CURATOR, LIPOVKA), (DEPUTY, OZERSK)):
        await town.resident(user_id, Role.DIRECTOR, schools=(school,))
    await director.says("/settings")
    await director.presses("🏖 Меня не будет")
    await director.presses("Завтра")
    # Of one's own school first.
    assert [one.split(" · ")[0] for one in director.buttons()[:3]] == ["Ручьёва Вера", "Громова Елена", "Лаптев Игорь"]
    assert DISTRICT not in director.last.text


async def test_a_crowd_is_turned_over_by_ten(town: Town, coordinator: Chat, director: Chat) -> None:
    for number in range(11):
        name, chat_id = f"Яна {number:02}", str(500 + number)
        invitation = await people.invite(town.app.work(), Role.DIRECTOR, schools=(LIPOVKA,), name=name)
        token_hash = people.hash_of(invitation.token)
        await people.join(town.app.work(), token_hash, platform="telegram", chat_id=chat_id, name=name)
    await director.says("/settings")
    await director.presses("🏖 Меня не будет")
    await director.says("10–17 марта, приказ № 3")
    assert director.buttons()[9:] == ["Яна 09 · Липовская ООШ", "Дальше →", "Без заместителя", "← Другие дни"]
    await director.presses("Дальше →")
    assert director.buttons()[:2] == ["Яна 10 · Липовская ООШ", "← Назад"]
    director.sees("Вас не будет 10–17 марта. Приказ № 3.")
    # They have not begun a talk in this world.
    town.expects("sendMessage")
    await director.presses("Яна 10")
    director.sees("Вас не будет 10–17 марта. Приказ № 3.", "Замещает: Яна 10.")
    await coordinator.says("/settings")
    await coordinator.presses("Отсутствие сотрудника")
    coordinator.sees("Страница 1 из 2.", "сверху (🏖) — уже записанные")
    await coordinator.presses("Дальше →")
    coordinator.sees("Страница 2 из 2.")
    theirs = ["Яна 09 · директор, Липовская ООШ", "Яна 10 · директор, Липовская ООШ"]
    assert coordinator.buttons() == [*theirs, "← Назад", "← Настройки"]
