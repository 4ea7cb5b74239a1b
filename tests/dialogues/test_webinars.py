"""A coordinator announces a webinar, the invited answer and are reminded."""

from bot.emulator.faults import server_error
from handlers.callbacks import AnswerWebinar, InviteRole, SaveWebinar
from models.domain.access import Role
from models.tables import Webinar
from tests.chat import Chat
from tests.dialogues.conftest import FOREST, LIPOVKA, NEIGHBOUR, NEIGHBOURS_COORDINATOR, OTHER_CURATOR, Town

TITLE = "Работа с рисками https://example.ru/room"


async def announces(coordinator: Chat, when: str = "10 марта 15:00", what: str = TITLE) -> None:
    await coordinator.says("/webinar")
    await coordinator.says(when)
    await coordinator.says(what)
    await coordinator.presses("Объявить")
    coordinator.sees("Вебинар объявлен")


async def test_a_webinar_is_announced_in_three_steps(town: Town, coordinator: Chat, director: Chat) -> None:
    await coordinator.says("/webinar")
    coordinator.sees("Когда вебинар?", "самарское время", "12 марта 15:00")
    await coordinator.says("10 марта 15:00")
    coordinator.sees("ср 10 марта, 15:00", "Теперь тема и ссылка")
    await coordinator.says(TITLE)
    asked = coordinator.sees("Работа с рисками", "ср 10 марта, 15:00", "Кого пригласить?")
    assert coordinator.buttons() == [
        "☑️ директора",
        "☑️ школьные координаторы",
        "☑️ кураторы",
        "⬜️ координаторы",
        "Объявить",
        "Отмена",
    ]
    await coordinator.presses("☑️ школьные координаторы")
    assert coordinator.last.id == asked.id
    await coordinator.presses("⬜️ координаторы")
    await coordinator.presses("☑️ кураторы")
    await coordinator.presses("⬜️ кураторы")
    assert coordinator.buttons()[:4] == ["☑️ директора", "⬜️ школьные координаторы", "☑️ кураторы", "☑️ координаторы"]
    await coordinator.presses("Объявить")
    coordinator.sees("Вебинар объявлен", "Работа с рисками", "ср 10 марта, 15:00, самарское время", "2 участника")
    director.never_sees("Работа с рисками")


async def test_the_hour_is_typed_in_many_ways(coordinator: Chat) -> None:
    for when in ("завтра в 15:00", "5.03 в 15", "5 марта, 15 ч 00", "05.03.2027 15-00"):
        await coordinator.says("/webinar")
        await coordinator.says(when)
        assert "пт 5 марта, 15:00" in coordinator.last.text


async def test_a_moment_that_is_none_is_asked_again(coordinator: Chat) -> None:
    await coordinator.says("/webinar")
    for words in ("как-нибудь", "10 марта", "32 марта 15:00", "10 марта 25:00", "31.02 в 15:00"):
        await coordinator.says(words)
        assert f"Не получилось понять «{words}»" in coordinator.last.text
    for words in ("3 марта 15:00", "сегодня в 9:59", "10:00"):
        await coordinator.says(words)
        assert "Это время уже прошло" in coordinator.last.text
    await coordinator.says("сегодня в 10:01")
    coordinator.sees("Теперь тема и ссылка")


async def test_a_title_and_a_link_are_both_wanted(coordinator: Chat) -> None:
    await coordinator.says("/webinar")
    await coordinator.says("10 марта 15:00")
    for words in ("Работа с рисками", "https://example.ru/room", "Риски www.example.ru"):
        await coordinator.says(words)
        assert "Нужны и тема, и ссылка" in coordinator.last.text
    await coordinator.says("https://example.ru/room — Работа с рисками")
    coordinator.sees("Работа с рисками\n", "Кого пригласить?")
    await coordinator.says("всех")
    coordinator.never_sees("Вебинар объявлен")


async def test_somebody_must_be_invited(town: Town, coordinator: Chat) -> None:
    await coordinator.says("/webinar")
    await coordinator.says("10 марта 15:00")
    await coordinator.says(TITLE)
    for role in ("директора", "школьные координаторы", "кураторы"):
        await coordinator.presses(f"☑️ {role}")
    await coordinator.presses("Объявить")
    assert coordinator.toast == "Отметьте хотя бы одну роль"
    await coordinator.presses("⬜️ кураторы")
    await coordinator.presses("Объявить")
    coordinator.sees("Вебинар объявлен", "Приглашены: 0 участников")


async def test_every_step_can_be_left(coordinator: Chat) -> None:
    steps = ("/webinar", "10 марта 15:00", TITLE)
    for last in range(1, len(steps) + 1):
        for words in steps[:last]:
            await coordinator.says(words)
        asked = coordinator.last
        await coordinator.presses("Отмена")
        coordinator.sees("Хорошо, отменено.")
        for press in (SaveWebinar(), InviteRole(role=Role.CURATOR)):
            await coordinator.presses_old(press.pack(), under=asked)
            assert "больше не действует" in coordinator.toast
    coordinator.never_sees("Вебинар объявлен")


async def test_the_moment_may_pass_while_roles_are_chosen(town: Town, coordinator: Chat) -> None:
    await coordinator.says("/webinar")
    await coordinator.says("сегодня в 10:10")
    await coordinator.says(TITLE)
    town.clock.move(minutes=11)
    await coordinator.presses("Объявить")
    assert "Это время уже прошло" in coordinator.toast
    await coordinator.says("/webinars")
    coordinator.sees("вебинаров нет")


async def test_announced_is_announced_once(coordinator: Chat) -> None:
    await announces(coordinator)
    await coordinator.presses_old(SaveWebinar().pack(), under=coordinator.last)
    assert "больше не действует" in coordinator.toast
    await coordinator.says("/webinars")
    assert coordinator.last.text.count("Работа с рисками") == 1


async def test_the_invited_answer_and_may_change_their_mind(
    town: Town, coordinator: Chat, director: Chat, curator: Chat
) -> None:
    await announces(coordinator)
    await town.wind(3, 9, 16, 59)
    director.never_sees("📅 Вебинар")
    await town.wind(3, 9, 17, 0)
    invitation = director.sees("📅 Вебинар ср 10 марта", "Работа с рисками", "15:00", "Подключиться")
    assert director.buttons(invitation) == ["Пойду", "Не смогу"]
    await director.presses("Не смогу")
    assert director.toast == "Записано: не сможете"
    director.sees("Вы не сможете.")
    await director.presses("Пойду")
    assert director.toast == "Записано: идёте"
    assert director.sees("Вы идёте.").id == invitation.id
    town.expects("editMessageText")
    await director.presses("Пойду")
    curator.sees("📅 Вебинар ср 10 марта")
    coordinator.never_sees("📅 Вебинар")
    await town.wind(3, 10, 14, 45)
    for chat in (director, curator):
        chat.sees("🔔 Скоро начало", "Работа с рисками")


async def test_the_list_of_what_is_ahead(town: Town, coordinator: Chat, director: Chat) -> None:
    await director.says("/webinars")
    director.sees("В ближайшие два месяца вебинаров нет.")
    await announces(coordinator)
    await announces(coordinator, "12 марта 11:00", "Чтение профилей https://example.ru/second")
    for chat in (director, coordinator):
        await chat.says("/webinars")
        chat.sees("Ближайшие вебинары", "Работа с рисками", "Чтение профилей")
    await director.says("/week")
    director.sees("Неделя 1 марта", "Вебинары", "ср 10 марта, 15:00 — Работа с рисками")
    await town.wind(3, 11, 10, 0)
    await director.says("/webinars")
    assert "Работа с рисками" not in director.last.text


async def test_a_webinar_for_curators_is_not_for_directors(town: Town, coordinator: Chat, director: Chat) -> None:
    await coordinator.says("/webinar")
    await coordinator.says("10 марта 15:00")
    await coordinator.says(TITLE)
    await coordinator.presses("☑️ директора")
    await coordinator.presses("Объявить")
    await director.says("/webinars")
    director.sees("вебинаров нет")
    await director.presses_old(AnswerWebinar(webinar_id=1, going=True).pack(), under=director.last)
    assert "нет или она вам недоступна" in director.toast


async def test_an_answer_that_comes_again_after_a_crash_is_shown(town: Town, coordinator: Chat, director: Chat) -> None:
    await announces(coordinator)
    await town.wind(3, 9, 17, 0)
    town.world.faults.put(server_error(502), method="editMessageText")
    town.expects("editMessageText", 502)
    town.expects("answerCallbackQuery")
    await director.presses("Пойду")
    assert director.toast == "Записано: идёте"
    director.sees("📅 Вебинар", "Вы идёте.")


async def test_a_button_of_a_webinar_that_is_over_says_so(town: Town, coordinator: Chat, director: Chat) -> None:
    await announces(coordinator)
    await town.wind(3, 9, 17, 0)
    await director.presses("Пойду")
    await town.wind(3, 10, 15, 0)
    await director.presses("Не смогу")
    assert director.toast == (
        "Вебинар «Работа с рисками» уже начался или прошёл, отвечать больше не нужно. Ближайшие: /webinars"
    )
    director.sees("📅 Вебинар", "Вы идёте.")


async def test_a_button_of_a_cancelled_webinar_says_so(town: Town, coordinator: Chat, director: Chat) -> None:
    await announces(coordinator)
    await town.wind(3, 9, 17, 0)
    async with town.app.work() as work:
        (await work.session.get_one(Webinar, 1)).cancelled_at = work.now()
        await work.commit()
    await director.presses("Пойду")
    assert director.toast == "Вебинар «Работа с рисками» отменён, отвечать не нужно. Ближайшие: /webinars"


async def test_only_a_coordinator_announces(director: Chat, curator: Chat) -> None:
    for chat in (director, curator):
        await chat.says("/webinar")
        chat.sees("Вебинары объявляет координатор.")
        await chat.presses_old(SaveWebinar().pack(), under=chat.last)
        assert "больше не действует" in chat.toast


async def test_the_neighbours_have_webinars_of_their_own(town: Town, coordinator: Chat, neighbour: Chat) -> None:
    theirs = await town.resident(NEIGHBOURS_COORDINATOR, Role.COORDINATOR, territory=NEIGHBOUR)
    await announces(coordinator)
    for chat in (neighbour, theirs):
        await chat.says("/webinars")
        chat.sees("вебинаров нет")
        for webinar_id in (1, 10**9):
            await chat.presses_old(AnswerWebinar(webinar_id=webinar_id, going=True).pack(), under=chat.last)
            assert "нет или она вам недоступна" in chat.toast
    await town.wind(3, 9, 17, 0)
    await town.wind(3, 10, 14, 45)
    for chat in (neighbour, theirs):
        chat.never_sees("Работа с рисками")


async def test_a_curator_of_two_districts_is_told_once(town: Town, coordinator: Chat) -> None:
    curator = await town.resident(OTHER_CURATOR, Role.CURATOR, schools=(LIPOVKA, FOREST))
    await announces(coordinator)
    await town.wind(3, 9, 17, 0)
    assert len([one for one in curator.seen if "📅 Вебинар" in one.text]) == 1


async def test_a_title_of_any_length_and_letters_is_carried(town: Town, coordinator: Chat, director: Chat) -> None:
    await announces(coordinator, what="<b>Риски</b> & «меры» \u202eнаоборот\u202c 🙂 " * 90 + "https://example.ru/room")
    await town.wind(3, 9, 17, 0)
    director.sees("📅 Вебинар ср 10 марта", "<b>Риски</b> & «меры»", "…")
    await town.wind(3, 10, 14, 45)
    director.sees("🔔 Скоро начало", "<b>Риски</b> & «меры»")
    await director.says("/webinars")
    director.sees("Ближайшие вебинары", "<b>Риски</b>")
