"""What was due before the map was published: the coordinator answers row by row, or for all at once."""

import pytest
from sqlalchemy import select

from bot.emulator.faults import server_error
from handlers.callbacks import OpenEarlier, OpenEarlierRow, SettleEarlier, TakeBackEarlier
from models.domain.access import Role
from models.domain.lifecycles import EarlierAnswer, EarlierScope, State
from models.tables import Assignment, StateChange, Task
from tests.chat import Chat
from tests.dialogues.conftest import (
    COORDINATOR,
    KLYUCHI,
    LIPOVKA,
    NEIGHBOUR,
    NEIGHBOURS_COORDINATOR,
    OZERSK,
    Town,
)

pytestmark = pytest.mark.usefixtures("roadmap")

JOURNAL = "Журнал"
LIST = "◻️ Срок прошёл до публикации"
UNANSWERED = "Срок прошёл до публикации: это не долг"


async def states(town: Town, number: str) -> set[State]:
    """Where the assignments of a row stand."""
    statement = select(Assignment.state).join(Task, Task.id == Assignment.task_id).where(Task.number == number)
    async with town.app.work().reading() as session:
        return set(await session.scalars(statement))


async def row_of(town: Town, number: str) -> int:
    async with town.app.work().reading() as session:
        return (await session.scalars(select(Task.id).where(Task.number == number))).one()


@pytest.fixture
async def opened(coordinator: Chat) -> Chat:
    """The coordinator has come to the list by their own way, later."""
    await coordinator.says("/roadmap")
    coordinator.sees("Срок прошёл до публикации: 14 задач ждут вашего ответа")
    await coordinator.presses("◻️ Срок прошёл: 14")
    coordinator.sees(LIST, "Без ответа 14 задач")
    return coordinator


async def test_the_list_names_the_rows_and_what_takes_a_document(opened: Chat) -> None:
    text = opened.last.text
    assert "• 1.1 Назначение муниципального координатора" in text
    assert "— до 15 февраля · 3 задачи\n" in text
    assert "— сроки 31 января – 28 февраля · 8 задач 📎\n" in text
    assert "«Все исполнены» запишет их последним днём срока." in text
    assert opened.buttons() == ["1.1", "1.3", "1.5", "3.3", "3.4", "✅ Все исполнены"]


async def test_a_row_is_answered_for_all_its_schools_and_undone(town: Town, opened: Chat, director: Chat) -> None:
    listed = opened.last
    await opened.presses("1.3")
    assert opened.last.id == listed.id
    opened.sees("1.3. Анкетирование", "Без ответа 3 задачи", "«Не исполнено» станет долгом")
    assert opened.buttons()[:3] == ["✅ Исполнено", "Не исполнено", "Не учитывать"]
    await opened.presses("Не исполнено")
    assert opened.toast == "Не исполнено, теперь это долг: 3 задачи"
    opened.sees("Здесь ответы даны на всё.", "Не исполнено, теперь это долг: 3 задачи.")
    await director.says("/week")
    director.sees("❗️ Просрочено", "1.3")
    town.clock.move(minutes=1)
    await opened.presses("Отменить")
    assert opened.toast == "Снято: 3 ответа"
    opened.sees("Без ответа 3 задачи")
    assert "Отменить" not in opened.buttons()
    await director.says("/week")
    assert "1.3" not in director.last.text
    await opened.presses("К списку")
    assert opened.sees(LIST, "Без ответа 14 задач").id == listed.id


async def test_one_school_is_answered_for_on_its_card(town: Town, opened: Chat, director: Chat) -> None:
    await opened.presses("1.3")
    await opened.presses(f"{LIPOVKA} · 15 февраля")
    card = opened.sees("1.3. Анкетирование", LIPOVKA, UNANSWERED, "Исполнено ли, скажете вы")
    assert opened.buttons() == ["✅ Исполнено", "Не исполнено", "Не учитывать", JOURNAL]
    await opened.presses("✅ Исполнено", under=card)
    assert opened.toast == "Исполнено: 1 задача"
    assert opened.last.id == card.id
    opened.sees("✅ Сделано 15 февраля, внесено 4 марта · Соколова Марина (за школу)")
    town.clock.move(minutes=1)
    await opened.presses("Отменить", under=opened.last)
    assert opened.toast == "Отметка снята"
    opened.sees(LIPOVKA, UNANSWERED)
    assert await states(town, "1.3") == {State.BEFORE_START}


async def test_who_sees_the_row_sees_what_was_said(town: Town, opened: Chat, director: Chat, curator: Chat) -> None:
    for chat in (director, curator):
        await town.opens(chat, "1.3")
        chat.sees("1.3", OZERSK, UNANSWERED, "отметить может координатор")
        assert chat.buttons() == [JOURNAL]
    await opened.presses("1.3")
    await opened.presses("Не учитывать")
    for chat in (director, curator):
        await town.opens(chat, "1.3")
        chat.sees("1.3", OZERSK, "координатор решил не учитывать · Соколова Марина")
        assert chat.buttons() == [JOURNAL]
    await opened.says("статус озёрской")
    opened.sees("координатор решил не учитывать — 1")
    await town.opens(opened, "1.3")
    assert opened.buttons() == ["✅ Исполнено", "Не исполнено", "Отменить", JOURNAL]


async def test_all_are_done_but_what_waits_for_a_document(town: Town, opened: Chat) -> None:
    await opened.presses("✅ Все исполнены")
    assert opened.toast == "Исполнено: 6 задач. Ждут документа: 8"
    opened.sees(LIST, "Без ответа 8 задач", "Пункты с 📎 закрывает документ")
    assert opened.buttons() == ["3.3", "Отменить"]
    assert [await states(town, number) for number in ("1.1", "1.3", "1.5")] == [{State.DONE}] * 3
    await opened.presses("Отменить")
    assert opened.toast == "Снято: 6 ответов"
    opened.sees(LIST, "Без ответа 14 задач")
    assert await states(town, "1.3") == {State.BEFORE_START}


async def test_a_document_is_sent_from_the_card(town: Town, opened: Chat) -> None:
    await opened.presses("3.3")
    assert "✅ Исполнено" not in opened.buttons()
    opened.sees("Исполнено — когда отправлен документ.")
    await opened.presses(f"{KLYUCHI} · 31 января")
    assert opened.buttons() == ["📎 Документ", "Не исполнено", "Не учитывать", JOURNAL]
    await opened.presses("📎 Документ")
    await opened.sends_file("Ссылка.docx", b"page")
    opened.sees("📎 Отправлено", "3.3")
    await opened.says("/roadmap")
    opened.sees("13 задач ждут")


async def test_nothing_is_left_to_say(town: Town, opened: Chat) -> None:
    await opened.presses("✅ Все исполнены")
    town.clock.move(minutes=1)
    await opened.presses("3.3")
    await opened.presses("Не учитывать")
    await opened.presses("К списку")
    opened.sees(LIST, "Ответы даны на всё.")
    assert opened.buttons() == []
    await opened.says("/roadmap")
    assert "Срок прошёл" not in opened.last.text


async def test_after_a_quarter_of_an_hour_an_answer_stays(town: Town, opened: Chat) -> None:
    await opened.presses("✅ Все исполнены")
    town.clock.move(minutes=16)
    await opened.presses("Отменить")
    assert "больше 15 минут" in opened.toast
    assert await states(town, "1.3") == {State.DONE}


async def test_a_stale_button_says_nothing_twice(town: Town, opened: Chat, director: Chat) -> None:
    all_done = opened.carries("✅ Все исполнены")
    await opened.presses("✅ Все исполнены")
    undo = opened.carries("Отменить")
    await opened.presses_old(all_done, under=opened.last)
    assert opened.toast == "Здесь нужен документ: откройте задачу и пришлите его"
    await opened.presses_old(undo, under=opened.last)
    town.expects("editMessageText")
    await opened.presses_old(undo, under=opened.last)
    assert opened.toast == "Ответ уже снят"
    one = SettleEarlier(
        scope=EarlierScope.ONE, about_id=await town.assignment("2.8", OZERSK), answer=EarlierAnswer.DONE
    )
    await opened.presses_old(one.pack(), under=opened.last)
    assert "уже всё изменилось" in opened.toast
    assert await states(town, "2.8") == {State.PLANNED}


async def test_an_answer_that_comes_again_after_a_crash_is_one(town: Town, opened: Chat) -> None:
    town.world.faults.put(server_error(502), method="editMessageText")
    town.expects("editMessageText", 502)
    town.expects("answerCallbackQuery")
    await opened.presses("✅ Все исполнены")
    opened.sees(LIST, "Без ответа 8 задач")
    async with town.app.work().reading() as session:
        assert len(list(await session.scalars(select(StateChange)))) == 6


async def test_the_neighbours_and_who_lost_the_role_find_nothing(
    town: Town, opened: Chat, director: Chat, curator: Chat, neighbour: Chat
) -> None:
    theirs = await town.resident(NEIGHBOURS_COORDINATOR, Role.COORDINATOR, territory=NEIGHBOUR)
    await opened.presses("1.3")
    await opened.presses("Не исполнено")
    one, row = await town.assignment("1.5", "Озёрский район"), await row_of(town, "1.5")
    presses = (
        OpenEarlier(roadmap_id=1, page=0, anew=False),
        OpenEarlierRow(task_id=row, page=0),
        SettleEarlier(scope=EarlierScope.ROADMAP, about_id=1, answer=EarlierAnswer.DONE),
        SettleEarlier(scope=EarlierScope.ROW, about_id=row, answer=EarlierAnswer.NOT_DONE),
        SettleEarlier(scope=EarlierScope.ONE, about_id=one, answer=EarlierAnswer.NOT_COUNTED),
    )
    undo = TakeBackEarlier(scope=EarlierScope.ROW, about_id=await row_of(town, "1.3"), change_id=1)
    await theirs.says("/roadmap")
    theirs.never_sees("Срок прошёл")
    await town.loses_role(COORDINATOR)
    for chat in (director, curator, neighbour, theirs, opened):
        if not chat.seen:
            await chat.says("/help")
        for press in presses:
            await chat.presses_old(press.pack(), under=chat.seen[0])
            assert "нет или она вам недоступна" in chat.toast
    for chat in (neighbour, theirs, opened):
        await chat.presses_old(undo.pack(), under=chat.seen[0])
        assert "нет или она вам недоступна" in chat.toast
    await director.presses_old(undo.pack(), under=director.seen[0])
    assert "отвечает другой участник" in director.toast
    assert await states(town, "1.5") == {State.BEFORE_START}
    assert await states(town, "1.3") == {State.PLANNED}
