"""A curator's day: which schools, one tap each, another day in two."""

from datetime import date

import pytest
from sqlalchemy import select

from bot.emulator.faults import server_error
from handlers.callbacks import (
    AllVisited,
    MarkDone,
    OpenVisits,
    TakeBack,
    TakeBackVisits,
    Visited,
    VisitedAnotherDay,
    VisitedEarlier,
)
from handlers.texts import Texts
from handlers.views.tasks import CARD
from models.cards.visits import VisitsMarked, VisitsTakenBack
from models.domain.access import Role
from models.tables import StateChange, Visit
from tests.chat import Chat
from tests.dialogues.conftest import BEREZOVKA, CURATOR, LIPOVKA, OTHER_CURATOR, OZERSK, Town

pytestmark = pytest.mark.usefixtures("roadmap")

FIRST = f"✅ {OZERSK} — первое посещение"
SECOND = f"✅ {BEREZOVKA} — первое посещение"
AFTER = ["📷 Фото", "📄 Справка", "📝 Заметка", "➡️ Следующий шаг"]
SCHOOLS = "Мои школы"


def look_at(place: str) -> str:
    """The button that opens a visit which is marked."""
    return f"📷 {place}: фото, справка…"


LATER = "вчера / другая дата"
ALL = "✅ Все посещены"
NOTHING_LEFT = "Здесь больше нечего отмечать"


@pytest.fixture
async def list_of_the_day(town: Town, curator: Chat) -> Chat:
    """The curator has got Wednesday's list."""
    await town.wind(3, 9, 9, 0)
    await town.wind(3, 10, 8, 30)
    return curator


async def visited(town: Town, number: str = "2.1", place: str = OZERSK) -> date | None:
    """The day under which the visit stands in the books."""
    assignment_id = await town.assignment(number, place)
    async with town.app.work().reading() as session:
        return await session.scalar(select(Visit.visited_on).where(Visit.assignment_id == assignment_id))


async def test_the_days_list_comes_in_the_morning(town: Town, curator: Chat) -> None:
    await town.wind(3, 10, 8, 29)
    curator.never_sees("Посещения")
    await town.wind(3, 10, 8, 30)
    curator.sees("Посещения ср 10 марта", OZERSK, BEREZOVKA)
    assert curator.buttons() == [FIRST, LATER, SECOND, LATER, ALL]
    await town.wind(3, 10, 9, 0)
    assert len([one for one in curator.seen if "Посещения" in one.text]) == 1


async def test_a_visit_is_one_tap(town: Town, list_of_the_day: Chat) -> None:
    curator = list_of_the_day
    morning = curator.last
    await curator.presses(FIRST)
    assert curator.toast == "Отмечено"
    assert curator.last.id == morning.id
    curator.sees("Отмечено: Озёрская СОШ № 1 — посещена 10 марта, первое посещение.", "✅ 10 марта")
    assert curator.buttons() == [SECOND, LATER, *AFTER, "Отменить"]
    assert await visited(town) == date(2027, 3, 10)


async def test_a_visit_is_undone_in_the_list(town: Town, list_of_the_day: Chat) -> None:
    curator = list_of_the_day
    await curator.presses(FIRST)
    await curator.presses("Отменить")
    assert curator.toast == "Отметка снята"
    curator.sees("Посещения ср 10 марта", "Отметка снята: Озёрская СОШ № 1.")
    assert FIRST in curator.buttons()
    assert "Отменить" not in curator.buttons()
    assert await visited(town) is None


async def test_the_undo_of_a_visit_ends_too(town: Town, list_of_the_day: Chat) -> None:
    curator = list_of_the_day
    await curator.presses(FIRST)
    town.clock.move(minutes=16)
    await curator.presses("Отменить")
    assert "больше 15 минут" in curator.toast
    assert await visited(town) == date(2027, 3, 10)


async def test_yesterday_is_the_second_tap(town: Town, curator: Chat) -> None:
    await town.wind(3, 11, 10, 0)
    await curator.says("/visits")
    curator.sees("Посещения чт 11 марта", "Срок прошёл", OZERSK)
    await curator.presses(LATER)
    curator.sees(OZERSK, "Когда прошло посещение?")
    assert curator.buttons() == ["Вчера, 10 марта", "Другая дата", "← Назад"]
    await curator.presses("Вчера")
    curator.sees("Посещения чт 11 марта", "посещена 10 марта")
    assert await visited(town) == date(2027, 3, 10)


async def test_the_second_tap_leads_back(town: Town, list_of_the_day: Chat) -> None:
    curator = list_of_the_day
    await curator.presses(LATER)
    await curator.presses("← Назад")
    curator.sees("Посещения ср 10 марта", OZERSK)
    assert FIRST in curator.buttons()
    await curator.presses_old(OpenVisits().pack(), under=curator.last)
    curator.sees("Посещения ср 10 марта")
    town.expects("editMessageText")


async def test_another_day_is_typed(town: Town, curator: Chat) -> None:
    await town.wind(3, 12, 10, 0)
    await curator.says("/visits")
    for words in ("10.03", "10 марта", " 10 Марта 2027 ", "10.03.27", "позавчера"):
        await curator.presses(LATER)
        await curator.presses("Другая дата")
        curator.sees(OZERSK, "Напишите день посещения, например: 12 марта или 12.03")
        await curator.says(words)
        curator.sees("Посещения пт 12 марта", "Отмечено: Озёрская СОШ № 1 — посещена 10 марта, первое посещение.")
        assert await visited(town) == date(2027, 3, 10)
        await curator.presses("Отменить")
        assert await visited(town) is None


async def test_a_day_that_is_none_is_asked_again(town: Town, list_of_the_day: Chat) -> None:
    curator = list_of_the_day
    await curator.presses(LATER)
    await curator.presses("Другая дата")
    for words in ("на той неделе", "31.02", "32 марта", "🙂", "<b>вчера"):
        await curator.says(words)
        if words != "<b>вчера":
            assert "Не получилось понять день" in curator.last.text
            assert words in curator.last.text
            assert await visited(town) is None
    curator.sees("посещена 9 марта")


async def test_a_day_to_come_is_no_day_of_a_visit(town: Town, list_of_the_day: Chat) -> None:
    curator = list_of_the_day
    await curator.presses(LATER)
    await curator.presses("Другая дата")
    await curator.says("завтра")
    curator.sees("11 марта ещё не наступило")
    await curator.says("9.03")
    curator.sees("посещена 9 марта")
    await curator.says("9.03")
    assert "посещена" not in curator.last.text


async def test_the_typing_of_a_day_can_be_left(town: Town, list_of_the_day: Chat) -> None:
    curator = list_of_the_day
    await curator.presses(LATER)
    await curator.presses("Другая дата")
    await curator.presses("Отмена")
    curator.sees("Хорошо, отменено.")
    await curator.says("вчера")
    assert await visited(town) is None


async def test_a_command_is_no_day_and_leaves_the_question(town: Town, list_of_the_day: Chat) -> None:
    curator = list_of_the_day
    await curator.presses(LATER)
    await curator.presses("Другая дата")
    await curator.says("/week")
    curator.sees("Неделя 8 марта – 14 марта")
    await curator.says("вчера")
    assert "посещена" not in curator.last.text


async def test_who_comes_second_is_told_who_was_first(town: Town, list_of_the_day: Chat) -> None:
    curator = list_of_the_day
    other = await town.resident(OTHER_CURATOR, Role.CURATOR, schools=(OZERSK,))
    await other.says("/visits")
    await curator.presses(LATER)
    await curator.presses("Другая дата")
    await other.presses(FIRST)
    await curator.says("вчера")
    curator.sees("Уже отмечено: Озёрская СОШ № 1 — посещена 10 марта, первое посещение · Громова Елена.")
    assert "Отменить" not in curator.buttons()
    assert await visited(town) == date(2027, 3, 10)
    await curator.says("вчера")
    assert "посещена" not in curator.last.text


async def test_two_curators_press_at_once(town: Town, list_of_the_day: Chat) -> None:
    curator = list_of_the_day
    other = await town.resident(OTHER_CURATOR, Role.CURATOR, schools=(OZERSK,))
    await other.says("/visits")
    town.world.press(CURATOR, curator.last.id, FIRST)
    town.world.press(OTHER_CURATOR, other.last.id, FIRST)
    await town.app.settled()
    toasts = {curator.toast, other.toast}
    assert "Отмечено" in toasts
    assert toasts & {"Уже отмечено: Белов Андрей", "Уже отмечено: Громова Елена"}


async def test_one_school_twice_is_told_apart(town: Town, curator: Chat) -> None:
    await town.wind(9, 13, 10, 0)
    await curator.says("/visits")
    curator.sees("Срок прошёл", "Впереди", "13–24 сентября")
    assert f"✅ {OZERSK} (2.1) — первое посещение" in curator.buttons()
    await curator.presses(f"✅ {OZERSK} (4.3) — второе посещение")
    assert await visited(town) is None
    assert await visited(town, "4.3") == date(2027, 9, 13)
    assert FIRST in curator.buttons()
    assert curator.toast == "Отмечено. Первое посещение ещё не отмечено."
    curator.sees("посещена 13 сентября, второе посещение. ⚠️ Первое посещение ещё не отмечено.")


async def test_no_visits_is_said(town: Town, curator: Chat) -> None:
    await town.wind(3, 10, 8, 30)
    await curator.presses(FIRST)
    await curator.presses(SECOND)
    await town.wind(3, 11, 8, 30)
    await curator.says("/visits")
    assert curator.last.text == ("Посещения чт 11 марта\n\nНа этот день и ближайшие две недели посещений нет.")
    assert curator.buttons() == [SCHOOLS]


async def test_an_old_list_that_is_gone_comes_anew(town: Town, list_of_the_day: Chat) -> None:
    curator = list_of_the_day
    gone, assignment_id = curator.last, await town.assignment("2.1", OZERSK)
    del town.world.chat(CURATOR).history[gone.id]
    for press in (
        VisitedEarlier(assignment_id=assignment_id, origin="v2027-03-10"),
        VisitedAnotherDay(assignment_id=assignment_id, origin="v2027-03-10"),
        Visited(assignment_id=assignment_id, on="2027-03-10", origin="v2027-03-10"),
    ):
        await curator.presses_old(press.pack(), under=gone)
        assert len(curator.new) == 1
    curator.sees("Отмечено: Озёрская СОШ № 1")


async def test_a_visit_on_the_card_is_taken_back_in_the_list(town: Town, list_of_the_day: Chat) -> None:
    """A press on one screen, the way back on another: both are told of what stands now."""
    curator = list_of_the_day
    press = MarkDone(assignment_id=await town.assignment("2.1", OZERSK), origin=CARD)
    await curator.presses_old(press.pack(), under=curator.last)
    curator.sees("2.1. Первичное посещение", "✅ Сделано 10 марта · Белов Андрей")
    assert curator.buttons() == ["📷 Фото, справка, заметка, шаги", "Отменить", "Журнал"]
    await curator.presses("Отменить")
    assert await visited(town) is None


async def test_strange_curators_and_directors_mark_no_visit(town: Town, director: Chat, neighbour: Chat) -> None:
    await town.wind(3, 10, 8, 30)
    press = Visited(assignment_id=await town.assignment("2.1", OZERSK), on="2027-03-10", origin="v2027-03-10")
    await director.says("/visits")
    director.sees("посещений нет")
    await director.presses_old(press.pack(), under=director.last)
    assert "отвечает другой участник" in director.toast
    await neighbour.says("/visits")
    await neighbour.presses_old(press.pack(), under=neighbour.last)
    assert "нет или она вам недоступна" in neighbour.toast
    for forged in (VisitedEarlier, VisitedAnotherDay):
        data = forged(assignment_id=press.assignment_id, origin="v2027-03-10").pack()
        await neighbour.presses_old(data, under=neighbour.last)
        assert "нет или она вам недоступна" in neighbour.toast
    await neighbour.presses_old(TakeBack(change_id=1, origin="v2027-03-10").pack(), under=neighbour.last)
    assert await visited(town) is None
    neighbour.never_sees(OZERSK)


async def test_a_coordinator_whom_the_row_names_visits_too(town: Town, coordinator: Chat, director: Chat) -> None:
    await town.wind(3, 10, 10, 0)
    await coordinator.says("/visits")
    coordinator.sees("Посещения ср 10 марта", OZERSK, BEREZOVKA)
    await coordinator.presses(FIRST)
    coordinator.sees("Отмечено: Озёрская СОШ № 1 — посещена 10 марта, первое посещение.")
    assert await visited(town) == date(2027, 3, 10)
    await director.says("/visits")
    director.sees("посещений нет")


@pytest.mark.parametrize(
    ("schools", "marked", "back"),
    [
        (1, "Отмечено: посещена 1 школа", "Отметка снята: 1 школа"),
        (4, "Отмечено: посещены 4 школы", "Отметки сняты: 4 школы"),
        (5, "Отмечено: посещены 5 школ", "Отметки сняты: 5 школ"),
        (12, "Отмечено: посещены 12 школ", "Отметки сняты: 12 школ"),
        (21, "Отмечено: посещена 21 школа", "Отметки сняты: 21 школа"),
    ],
)
def test_any_number_of_schools_is_said_in_good_russian(schools: int, marked: str, back: str) -> None:
    texts = Texts()
    assert texts.label("visits.all_visited", marked=VisitsMarked(schools, 1)) == marked
    assert texts.label("visits.all_taken_back", back=VisitsTakenBack(schools)) == back


async def visits_made(town: Town) -> int:
    """How many entries of the journal say that something was done."""
    async with town.app.work().reading() as session:
        return len(list(await session.scalars(select(StateChange).where(StateChange.undoes_id.is_(None)))))


async def test_all_of_the_day_are_one_tap_and_one_to_take_back(town: Town, list_of_the_day: Chat) -> None:
    curator = list_of_the_day
    morning = curator.last
    await curator.presses(ALL)
    assert curator.toast == "Отмечено: посещены 2 школы"
    assert curator.last.id == morning.id
    curator.sees("Посещения ср 10 марта", "Отмечено: посещены 2 школы.")
    assert curator.last.text.count("✅ 10 марта") == 2
    assert curator.buttons() == ["Отменить", look_at(OZERSK), look_at(BEREZOVKA), SCHOOLS]
    assert await visited(town) == date(2027, 3, 10)
    assert await visited(town, "2.2", BEREZOVKA) == date(2027, 3, 10)
    town.clock.move(minutes=15)
    await curator.presses("Отменить")
    assert curator.toast == "Отметки сняты: 2 школы"
    assert curator.last.id == morning.id
    curator.sees("Отметки сняты: 2 школы.")
    assert curator.buttons() == [FIRST, LATER, SECOND, LATER, ALL]
    assert await visited(town) is None
    assert await visited(town, "2.2", BEREZOVKA) is None


async def test_one_visit_needs_no_button_for_all(town: Town, list_of_the_day: Chat) -> None:
    curator = list_of_the_day
    await curator.presses(FIRST)
    assert ALL not in curator.buttons()
    other = await town.resident(OTHER_CURATOR, Role.CURATOR, schools=(BEREZOVKA,))
    await other.says("/visits")
    assert other.buttons() == [SECOND, LATER]


async def test_visits_of_other_days_stand_below_and_stay(town: Town, curator: Chat) -> None:
    await town.wind(9, 24, 10, 0)
    await curator.says("/visits")
    curator.sees("Посещения пт 24 сентября", "Срок прошёл")
    buttons = curator.buttons()
    assert buttons.index(ALL) == 4
    assert len(buttons) == 9
    await curator.presses(ALL)
    assert curator.toast == "Отмечено: посещены 2 школы"
    assert await visited(town, "4.3") == date(2027, 9, 24)
    assert await visited(town) is None
    assert curator.buttons() == [FIRST, LATER, SECOND, LATER, "Отменить", look_at(OZERSK), look_at(BEREZOVKA), SCHOOLS]


async def test_the_undo_of_all_ends_too(town: Town, list_of_the_day: Chat) -> None:
    curator = list_of_the_day
    await curator.presses(ALL)
    town.clock.move(minutes=16)
    await curator.presses("Отменить")
    assert "больше 15 минут" in curator.toast
    assert await visited(town) == date(2027, 3, 10)
    assert await visited(town, "2.2", BEREZOVKA) == date(2027, 3, 10)


async def test_a_second_tap_changes_nothing_and_keeps_the_way_back(town: Town, list_of_the_day: Chat) -> None:
    curator = list_of_the_day
    again = curator.carries(ALL)
    await curator.presses(ALL)
    await curator.presses_old(again, under=curator.last)
    assert curator.toast == "Уже отмечено: посещены 2 школы"
    curator.sees("Уже отмечено: посещены 2 школы.")
    assert await visits_made(town) == 2
    undo = curator.carries("Отменить")
    await curator.presses("Отменить")
    assert await visited(town) is None
    await curator.presses_old(undo, under=curator.last)
    assert curator.toast == "Отметки уже сняты"
    assert ALL in curator.buttons()


async def test_a_press_that_comes_again_after_a_crash_is_one(town: Town, list_of_the_day: Chat) -> None:
    curator = list_of_the_day
    town.world.faults.put(server_error(502), method="editMessageText")
    town.expects("editMessageText", 502)
    town.expects("answerCallbackQuery")
    await curator.presses(ALL)
    curator.sees("Уже отмечено: посещены 2 школы.")
    assert await visits_made(town) == 2
    await curator.presses("Отменить")
    assert await visited(town) is None


async def test_the_list_of_yesterday_notes_its_own_day(town: Town, list_of_the_day: Chat) -> None:
    curator = list_of_the_day
    morning = curator.last
    await town.wind(3, 11, 10, 0)
    await curator.presses(ALL, under=morning)
    assert curator.toast == "Отмечено: посещены 2 школы"
    curator.sees("Посещения ср 10 марта", "✅ 10 марта")
    assert await visited(town) == date(2027, 3, 10)


async def test_a_button_of_yesterday_finds_nothing_left(town: Town, list_of_the_day: Chat) -> None:
    curator = list_of_the_day
    morning = curator.last
    stale = curator.carries(ALL)
    await curator.presses(FIRST)
    await curator.presses(SECOND)
    await town.wind(3, 11, 10, 0)
    await curator.presses_old(stale, under=morning)
    assert curator.toast == NOTHING_LEFT
    assert curator.sees("Посещения ср 10 марта", "✅ 10 марта").id == morning.id
    assert await visits_made(town) == 2


async def test_two_curators_press_all_at_once(town: Town, list_of_the_day: Chat) -> None:
    curator = list_of_the_day
    other = await town.resident(OTHER_CURATOR, Role.CURATOR, schools=(OZERSK, BEREZOVKA))
    await other.says("/visits")
    town.world.press(CURATOR, curator.last.id, ALL)
    town.world.press(OTHER_CURATOR, other.last.id, ALL)
    await town.app.settled()
    assert {curator.toast, other.toast} == {"Отмечено: посещены 2 школы", NOTHING_LEFT}
    assert await visits_made(town) == 2
    for chat in (curator, other):
        assert chat.last.text.count("✅ 10 марта") == 2
    (first,) = [chat for chat in (curator, other) if "Отменить" in chat.buttons()]
    late = other if first is curator else curator
    joins = [f"🙋 Я тоже был(а) — {OZERSK}", f"🙋 Я тоже был(а) — {BEREZOVKA}"]
    assert [one for one in late.buttons() if one.startswith("🙋")] == joins
    assert not any(one.startswith("🙋") for one in first.buttons())


async def test_only_what_another_left_is_marked_and_taken_back(town: Town, list_of_the_day: Chat) -> None:
    curator = list_of_the_day
    other = await town.resident(OTHER_CURATOR, Role.CURATOR, schools=(OZERSK,))
    await other.says("/visits")
    await other.presses(FIRST)
    await curator.presses(ALL)
    assert curator.toast == "Отмечено: посещена 1 школа"
    await curator.presses("Отменить")
    assert curator.toast == "Отметка снята: 1 школа"
    assert await visited(town) == date(2027, 3, 10)
    assert await visited(town, "2.2", BEREZOVKA) is None


async def test_what_is_acted_on_since_stays_and_is_said(town: Town, list_of_the_day: Chat) -> None:
    """One of the schools was taken back by itself, and another curator has been there since."""
    curator = list_of_the_day
    other = await town.resident(OTHER_CURATOR, Role.CURATOR, schools=(OZERSK,))
    await curator.presses(ALL)
    undo = curator.carries("Отменить")
    town.clock.move(minutes=1)
    async with town.app.work().reading() as session:
        assignment_id = await town.assignment("2.1", OZERSK)
        own = select(StateChange.id).where(StateChange.assignment_id == assignment_id)
        change_id = (await session.scalars(own)).one()
    await curator.presses_old(TakeBack(change_id=change_id, origin="v2027-03-10").pack(), under=curator.last)
    await other.says("/visits")
    await other.presses(FIRST)
    await curator.presses_old(undo, under=curator.last)
    assert curator.toast == "Отметка снята: 1 школа. С остальными (1) уже работают, их отметки остались"
    curator.sees("С остальными (1) уже работают")
    assert await visited(town) == date(2027, 3, 10)
    assert await visited(town, "2.2", BEREZOVKA) is None
    await curator.presses_old(undo, under=curator.last)
    assert "уже работает другой участник" in curator.toast


async def test_help_ends_with_all_and_is_wanted_again_when_they_are_taken_back(
    town: Town, list_of_the_day: Chat, coordinator: Chat
) -> None:
    curator = list_of_the_day
    await town.opens(curator, "2.2", BEREZOVKA)
    await curator.presses("✋ Нужна помощь")
    coordinator.sees("Нужна помощь", BEREZOVKA)
    town.clock.move(minutes=1)
    await curator.presses(ALL)
    assert "Помощь уже не нужна." in coordinator.sees("Нужна помощь", BEREZOVKA).text
    assert "Возьму на себя" not in coordinator.buttons()
    town.clock.move(minutes=1)
    await curator.presses("Отменить")
    assert "Помощь уже не нужна" not in coordinator.last.text
    assert "Возьму на себя" in coordinator.buttons()


async def test_a_coordinator_who_is_named_presses_all(town: Town, coordinator: Chat) -> None:
    await town.wind(3, 10, 10, 0)
    await coordinator.says("/visits")
    await coordinator.presses(ALL)
    assert coordinator.toast == "Отмечено: посещены 2 школы"
    assert await visited(town, "2.2", BEREZOVKA) == date(2027, 3, 10)
    assert await visited(town, "2.3", LIPOVKA) is None
    assert f"✅ {LIPOVKA} — первое посещение" in coordinator.buttons()
    await coordinator.presses("Отменить")
    assert coordinator.toast == "Отметки сняты: 2 школы"
    assert await visited(town, "2.2", BEREZOVKA) is None


async def test_strangers_mark_and_take_back_nothing(
    town: Town, list_of_the_day: Chat, director: Chat, neighbour: Chat
) -> None:
    press = AllVisited(day="2027-03-10", on="2027-03-10").pack()
    for chat in (director, neighbour):
        await chat.says("/visits")
        await chat.presses_old(press, under=chat.last)
        assert chat.toast == NOTHING_LEFT
        town.expects("editMessageText")
    assert await visits_made(town) == 0
    curator = list_of_the_day
    await curator.presses(ALL)
    undo = curator.carries("Отменить")
    await neighbour.presses_old(undo, under=neighbour.last)
    assert "нет или она вам недоступна" in neighbour.toast
    await director.presses_old(undo, under=director.last)
    assert "отвечает другой участник" in director.toast
    other_day = TakeBackVisits(change_id=TakeBackVisits.unpack(undo).change_id, day="2027-03-11").pack()
    await curator.presses_old(other_day, under=curator.last)
    assert "уже всё изменилось" in curator.toast
    assert await visited(town) == date(2027, 3, 10)
    neighbour.never_sees(OZERSK)


async def test_who_lost_the_role_marks_nothing_more(town: Town, list_of_the_day: Chat) -> None:
    curator = list_of_the_day
    await curator.presses(FIRST)
    stale = AllVisited(day="2027-03-10", on="2027-03-10").pack()
    await town.loses_role(CURATOR)
    await curator.presses_old(stale, under=curator.last)
    assert await visits_made(town) == 1
    assert await visited(town, "2.2", BEREZOVKA) is None
    assert OZERSK not in curator.last.text
