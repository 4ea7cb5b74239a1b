"""A request for help: what is wrong is read, it is taken, answered, let go, and listed."""

import pytest

from handlers.callbacks import AnswerHelp, LetHelpGo, OpenHelp, OpenRequests
from models.domain.access import Role
from tests.chat import Chat
from tests.dialogues.conftest import (
    BEREZOVKA,
    CURATOR,
    DIRECTOR,
    LIPOVKA,
    OTHER_CURATOR,
    OZERSK,
    Town,
)

pytestmark = pytest.mark.usefixtures("roadmap")

ASK, LISTED = "✋ Нужна помощь", "Все просьбы"


async def asked(town: Town, director: Chat) -> None:
    """The director asks for help on the card of a task, in words."""
    await town.opens(director, "2.8")
    await director.says("не получается, нет договора", reply_to=director.last)
    town.clock.move(minutes=1)


async def test_an_answer_in_words_reaches_who_asked_with_the_buttons_of_the_task(
    town: Town, director: Chat, curator: Chat
) -> None:
    await asked(town, director)
    curator.sees("Нужна помощь", OZERSK, "«нет договора»")
    assert curator.buttons() == ["Возьму на себя", "Ответить", LISTED]
    await curator.presses("Ответить")
    curator.sees("Что ответить?", "Ветрова Ольга", OZERSK)
    await curator.says("Договор пришлю завтра")
    curator.sees("Ответил(а) Белов Андрей: «Договор пришлю завтра»")
    assert curator.buttons() == [LISTED]
    director.sees("Ответ на вашу просьбу", "Белов Андрей: «Договор пришлю завтра»", "2.8")
    assert director.buttons()[:2] == ["✅ Сделано", "Сделано раньше…"]
    await director.presses("✅ Сделано")
    director.sees("2.8. Участие", "✅ Сделано 4 марта")


async def test_the_card_says_who_helps_and_what_was_answered(town: Town, director: Chat, curator: Chat) -> None:
    await asked(town, director)
    await curator.presses("Возьму на себя")
    await town.opens(director, "2.8")
    director.sees("✋ Просьба о помощи передана: «нет договора»", "Помогает: Белов Андрей")
    town.clock.move(minutes=1)
    await curator.presses("Ответить")
    await curator.says("Позвоню")
    await town.opens(director, "2.8")
    director.sees("Ответил(а) Белов Андрей: «Позвоню»")
    assert director.buttons()[2:5] == ["✋ Спросить ещё", "Помощь уже не нужна", "Не проводится"]
    await director.presses("✋ Спросить ещё")
    assert curator.buttons() == ["Возьму на себя", "Ответить", LISTED]


async def test_the_first_answer_counts_and_the_second_helper_sees_it(town: Town, director: Chat, curator: Chat) -> None:
    other = await town.resident(OTHER_CURATOR, Role.CURATOR, schools=(OZERSK,))
    await asked(town, director)
    await curator.presses("Ответить")
    await other.presses("Ответить")
    await curator.says("Позвоню")
    await other.says("Напишу")
    other.sees("Ответил(а) Белов Андрей: «Позвоню»")
    assert len([one for one in director.seen if "Ответ на вашу просьбу" in one.text]) == 1
    old = AnswerHelp(help_id=1)
    town.expects("editMessageText")
    await other.presses_old(old.pack(), under=other.last)
    assert other.toast == "Уже ответил(а) Белов Андрей"


async def test_the_words_may_be_called_off(town: Town, director: Chat, curator: Chat) -> None:
    await asked(town, director)
    await curator.presses("Ответить")
    await curator.presses("Отмена")
    await curator.says("что на этой неделе")
    assert "Ответил" not in curator.last.text
    assert not any("Ответ на вашу просьбу" in one.text for one in director.seen)


async def test_who_took_it_may_let_it_go_for_a_quarter_of_an_hour(town: Town, director: Chat, curator: Chat) -> None:
    other = await town.resident(OTHER_CURATOR, Role.CURATOR, schools=(OZERSK,))
    await asked(town, director)
    await curator.presses("Возьму на себя")
    told = director.sees("Белов Андрей поможет вам")
    assert other.buttons(other.sees("Помогает: Белов Андрей")) == [LISTED]
    town.clock.move(minutes=1)
    await curator.presses("Отменить")
    assert curator.toast == "Хорошо, просьба снова ждёт"
    assert director.sees("снова ждёт ответа").id == told.id
    assert other.buttons(other.sees("Нужна помощь"))[:1] == ["Возьму на себя"]
    town.clock.move(minutes=1)
    await other.presses("Возьму на себя")
    director.sees("Громова Елена поможет вам")
    late = other.carries("Отменить")
    town.clock.move(minutes=16)
    await other.presses_old(late, under=other.last)
    assert "больше 15 минут" in other.toast


async def test_nobody_lets_go_of_what_another_took(
    town: Town, director: Chat, curator: Chat, coordinator: Chat
) -> None:
    await asked(town, director)
    await curator.presses("Возьму на себя")
    await coordinator.says("/requests")
    await coordinator.presses_old(LetHelpGo(help_id=1).pack(), under=coordinator.last)
    assert "отвечает другой участник" in coordinator.toast


async def test_what_waits_is_listed_with_a_way_there_and_back(
    town: Town, director: Chat, curator: Chat, coordinator: Chat
) -> None:
    await asked(town, director)
    await coordinator.says("/requests")
    listed = coordinator.sees("Просьбы · 1", OZERSK, "2.8", "«нет договора»")
    await coordinator.presses("✋ 2.8")
    assert coordinator.last.id == listed.id
    coordinator.sees("Нужна помощь", OZERSK)
    await coordinator.presses(LISTED)
    assert coordinator.last.id == listed.id
    coordinator.sees("Просьбы · 1")
    await curator.presses("Ответить")
    await curator.says("Позвоню")
    await coordinator.says("/requests")
    coordinator.sees("Сейчас вас никто не ждёт")


async def test_more_than_ten_requests_have_pages(town: Town, coordinator: Chat) -> None:
    director = await town.resident(DIRECTOR, Role.DIRECTOR, schools=(OZERSK, LIPOVKA, BEREZOVKA))
    for number, school in [
        (number, school) for number in ("2.6", "2.7", "2.8", "3.2") for school in (OZERSK, LIPOVKA, BEREZOVKA)
    ]:
        await town.opens(director, number, school)
        await director.presses(ASK)
    await coordinator.says("/requests")
    coordinator.sees("Просьбы · 12", "1. ✋", "10. ✋", "Страница 1 из 2")
    await coordinator.presses("Дальше")
    coordinator.sees("11. ✋", "12. ✋", "Страница 2 из 2")
    await coordinator.presses_old(OpenRequests(page=99).pack(), under=coordinator.last)
    town.expects("editMessageText")
    coordinator.sees("Страница 2 из 2")


async def test_the_neighbours_and_who_lost_the_role_reach_no_request(
    town: Town, director: Chat, curator: Chat, neighbour: Chat
) -> None:
    await asked(town, director)
    answer = curator.carries("Ответить")
    await neighbour.says("/requests")
    neighbour.sees("Сейчас вас никто не ждёт")
    for press in (OpenHelp(help_id=1), AnswerHelp(help_id=1), LetHelpGo(help_id=1)):
        await neighbour.presses_old(press.pack(), under=neighbour.last)
        assert "нет или она вам недоступна" in neighbour.toast
    await curator.presses("Ответить")
    await town.loses_role(CURATOR)
    await curator.says("Позвоню")
    assert "нет или она вам недоступна" in curator.last.text
    await curator.presses_old(answer, under=curator.seen[0])
    assert "нет или она вам недоступна" in curator.toast
    assert not any("Ответ на вашу просьбу" in one.text for one in director.seen)


async def test_a_school_does_not_answer_itself(town: Town, director: Chat) -> None:
    await asked(town, director)
    await director.presses_old(AnswerHelp(help_id=1).pack(), under=director.last)
    assert "отвечает другой участник" in director.toast
