"""What things cost a person, counted from the moment the message stands in their chat."""

from datetime import date

import pytest
from sqlalchemy import select

from models.domain.access import Role
from models.domain.lifecycles import State, Verdict
from models.tables import Assignment, Document, Visit
from tests.chat import Chat, Price
from tests.dialogues.conftest import OTHER_CURATOR, OZERSK, Town

pytestmark = pytest.mark.usefixtures("roadmap")


async def visited(town: Town, number: str, place: str = OZERSK) -> date | None:
    assignment_id = await town.assignment(number, place)
    async with town.app.work().reading() as session:
        return await session.scalar(select(Visit.visited_on).where(Visit.assignment_id == assignment_id))


async def state(town: Town, number: str, place: str = OZERSK) -> State:
    assignment_id = await town.assignment(number, place)
    async with town.app.work().reading() as session:
        return (await session.get_one(Assignment, assignment_id)).state


async def verdict(town: Town) -> Verdict:
    async with town.app.work().reading() as session:
        return (await session.scalars(select(Document.verdict))).one()


@pytest.fixture
async def reminded(town: Town, curator: Chat) -> Chat:
    """The curator has got the list of the visits of Wednesday, 10 March."""
    await town.wind(3, 9, 9, 0)
    await town.wind(3, 10, 8, 30)
    curator.sees("Посещения ср 10 марта")
    curator.counts_anew()
    return curator


@pytest.fixture
async def letter(town: Town, director: Chat) -> Chat:
    """The director has got the letter of the week that begins on 26 April."""
    await town.wind(4, 26, 9, 0)
    director.sees("Неделя 26 апреля")
    director.counts_anew()
    return director


@pytest.fixture
async def to_judge(town: Town, director: Chat, curator: Chat) -> Chat:
    """The curator has got a document to look at."""
    await town.opens(director, "2.6")
    await director.presses("📎 Документ")
    await director.sends_file("Концепция.docx", b"concept")
    await town.wind(3, 4, 10, 5)
    curator.sees("Документ на проверку")
    curator.counts_anew()
    return curator


async def test_a_visit_is_one_tap_from_its_reminder(town: Town, reminded: Chat) -> None:
    await reminded.presses(f"✅ {OZERSK} — ")
    assert await visited(town, "2.1") == date(2027, 3, 10)
    assert reminded.price == Price(taps=1)


async def test_all_visits_of_a_day_are_one_tap(town: Town, reminded: Chat) -> None:
    await reminded.presses("✅ Все посещены")
    assert await visited(town, "2.1") == date(2027, 3, 10)
    assert reminded.price == Price(taps=1)


async def test_another_date_is_two_taps(town: Town, reminded: Chat) -> None:
    await reminded.presses("вчера / другая дата")
    await reminded.presses("Вчера")
    assert await visited(town, "2.1") == date(2027, 3, 9)
    assert reminded.price == Price(taps=2)


async def test_any_other_date_is_two_taps_and_the_date(town: Town, reminded: Chat) -> None:
    await reminded.presses("вчера / другая дата")
    await reminded.presses("Другая дата")
    await reminded.says("5 марта")
    assert await visited(town, "2.1") == date(2027, 3, 5)
    assert reminded.price == Price(taps=2, messages=1)


async def test_a_status_is_one_tap_from_the_letter(town: Town, letter: Chat) -> None:
    await letter.presses("✅ 2.8 · 11 марта")
    assert await state(town, "2.8") is State.DONE
    assert letter.price == Price(taps=1)


async def test_a_status_is_one_tap_from_the_days_list(town: Town, director: Chat) -> None:
    await town.wind(3, 9, 9, 0)
    await town.wind(3, 11, 9, 0)
    director.sees("Сегодня")
    director.counts_anew()
    await director.presses("✅ 2.8")
    assert await state(town, "2.8") is State.DONE
    assert director.price == Price(taps=1)


async def test_taking_a_mark_back_is_one_tap(town: Town, letter: Chat) -> None:
    await letter.presses("✅ 2.8 · 11 марта")
    letter.counts_anew()
    await letter.presses("Отменить")
    assert await state(town, "2.8") is State.PLANNED
    assert letter.price == Price(taps=1)


async def test_help_is_one_tap(town: Town, letter: Chat) -> None:
    await letter.presses("✋ Помощь")
    letter.sees("Просьба о помощи")
    assert letter.price == Price(taps=1)


async def test_a_week_as_planned_is_one_tap(town: Town, director: Chat) -> None:
    await town.wind(3, 9, 9, 0)
    director.counts_anew()
    await director.presses("Всё по плану")
    assert await state(town, "2.8") is State.IN_PROGRESS
    assert director.price == Price(taps=1)


async def test_a_status_by_words_is_no_tap(town: Town, letter: Chat) -> None:
    await letter.says("3.2 сделано")
    assert await state(town, "3.2") is State.DONE
    assert letter.price == Price(messages=1)


async def test_a_status_in_reply_to_a_task_is_no_tap(town: Town, director: Chat) -> None:
    await town.opens(director, "3.2")
    director.counts_anew()
    await director.says("сделано", reply_to=director.last)
    assert await state(town, "3.2") is State.DONE
    assert director.price == Price(messages=1)


async def test_a_document_is_one_file_in_reply_to_its_task(town: Town, director: Chat, curator: Chat) -> None:
    await town.opens(director, "2.6")
    director.counts_anew()
    await director.sends_file("Концепция.docx", b"concept", reply_to=director.last)
    assert await verdict(town) is Verdict.SENT
    assert director.price == Price(files=1)


async def test_a_document_is_a_tap_and_a_file_from_the_letter(town: Town, letter: Chat, curator: Chat) -> None:
    await letter.presses("Ещё")
    letter.counts_anew()
    await letter.presses("📎 2.6")
    await letter.sends_file("Концепция.docx", b"concept")
    assert await verdict(town) is Verdict.SENT
    assert letter.price == Price(taps=1, files=1)


async def test_confirming_is_one_tap(town: Town, to_judge: Chat) -> None:
    await to_judge.presses("Подтвердить")
    assert await verdict(town) is Verdict.CONFIRMED
    assert to_judge.price == Price(taps=1)


async def test_returning_is_two_taps(town: Town, to_judge: Chat) -> None:
    await to_judge.presses("Вернуть")
    await to_judge.presses("нет отметки об утверждении")
    assert await verdict(town) is Verdict.RETURNED
    assert to_judge.price == Price(taps=2)


async def test_a_task_is_two_taps_from_all_ones_tasks(town: Town, director: Chat) -> None:
    """Which part of them, and which task: its card stands in the same message."""
    await town.wind(3, 9, 9, 0)
    await director.says("/tasks")
    listed = director.last
    director.counts_anew()
    await director.presses("На этой неделе")
    await director.presses("1")
    assert director.last.id == listed.id
    director.sees("2.8. Участие школьных команд", "Срок")
    assert director.price == Price(taps=2)


async def test_taking_help_upon_oneself_is_one_tap(town: Town, letter: Chat) -> None:
    other = await town.resident(OTHER_CURATOR, Role.CURATOR, schools=(OZERSK,))
    await letter.presses("✋ Помощь")
    other.sees("помощь")
    other.counts_anew()
    await other.presses("Возьму на себя")
    assert other.price == Price(taps=1)
