"""Two presses at the same moment: one effect, and everybody who pressed gets an answer."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from models.domain.access import Role
from models.domain.lifecycles import State, Verdict
from models.tables import Document, HelpRequest, StateChange, Visit
from tests.chat import Chat
from tests.dialogues.conftest import (
    BEREZOVKA,
    CURATOR,
    DEPUTY,
    DIRECTOR,
    OTHER_CURATOR,
    OZERSK,
    Town,
)

pytestmark = pytest.mark.usefixtures("roadmap")

FIRST, ALL = f"✅ {OZERSK} — ", "✅ Все посещены"
MARK = "✅ 2.8 · 11 марта"
BOTH_WAYS = pytest.mark.parametrize("turned", [False, True], ids=["one first", "the other first"])


async def at_once(town: Town, presses: Sequence[tuple[Chat, str]], *, turned: bool = False) -> list[str]:
    """Buttons are pressed within five milliseconds, before the bot has answered any; what it answered to each.

    Whoever sees that nothing failed is the town itself, when it closes.
    """
    in_turn = [*reversed(presses)] if turned else presses
    before = {chat.user_id: len(town.world.chat(chat.user_id).toasts) for chat, _ in presses}
    queries = [_press(town, chat, words) for chat, words in in_turn]
    # Two presses of one message: the second redraws what stands so already.
    for method in ("editMessageText", "editMessageCaption"):
        town.expects(method)
    await town.app.settled()
    assert all(town.world.account().presses[one].answered for one in queries)
    return [toast.text for user_id, seen in before.items() for toast in town.world.chat(user_id).toasts[seen:]]


def _press(town: Town, chat: Chat, words: str) -> str:
    message, label = chat.button(words)
    town.clock.move(milliseconds=2)
    return town.world.press(chat.user_id, message.id, label)


async def journal(town: Town, number: str, place: str = OZERSK) -> list[State]:
    assignment_id = await town.assignment(number, place)
    async with town.app.work().reading() as session:
        wanted = select(StateChange.to_state).where(StateChange.assignment_id == assignment_id)
        return list(await session.scalars(wanted.order_by(StateChange.id)))


async def visits(town: Town) -> int:
    async with town.app.work().reading() as session:
        return len(list(await session.scalars(select(Visit))))


async def verdicts(town: Town) -> list[Verdict]:
    async with town.app.work().reading() as session:
        return list(await session.scalars(select(Document.verdict).order_by(Document.version)))


@pytest.fixture
async def deputy(town: Town) -> Chat:
    return await town.resident(DEPUTY, Role.SCHOOL_COORDINATOR, schools=(OZERSK,))


@pytest.fixture
async def second_curator(town: Town) -> Chat:
    return await town.resident(OTHER_CURATOR, Role.CURATOR, schools=(OZERSK, BEREZOVKA))


@pytest.fixture
async def letters(town: Town, roadmap: None, director: Chat, deputy: Chat) -> None:
    """Director and deputy have got the letter of the week."""
    await town.wind(3, 9, 9, 0)


@pytest.fixture
async def lists(town: Town, roadmap: None, curator: Chat, second_curator: Chat, coordinator: Chat) -> None:
    """Both curators and the coordinator have got the list of the visits of the day."""
    await town.wind(3, 9, 9, 0)
    await town.wind(3, 10, 8, 30)


@pytest.fixture
async def sent(town: Town, roadmap: None, director: Chat, curator: Chat, second_curator: Chat) -> None:
    """A document stands before both curators."""
    await town.opens(director, "2.6")
    await director.sends_file("Концепция.docx", b"concept", reply_to=director.last)
    await town.wind(3, 4, 10, 5)
    for chat in (curator, second_curator):
        chat.sees("Документ на проверку")


class TestADoubleTap:
    @pytest.mark.usefixtures("letters")
    async def test_on_a_task_marks_it_once(self, town: Town, director: Chat) -> None:
        assert await at_once(town, [(director, MARK)] * 2) == ["Отмечено", "Уже отмечено: Ветрова Ольга"]
        assert await journal(town, "2.8") == [State.DONE]
        assert director.buttons().count("Отменить") == 1

    @pytest.mark.usefixtures("letters")
    async def test_on_undo_takes_it_back_once(self, town: Town, director: Chat) -> None:
        await director.presses(MARK)
        assert await at_once(town, [(director, "Отменить")] * 2) == ["Отметка снята", "Отметка уже снята"]
        assert await journal(town, "2.8") == [State.DONE, State.PLANNED]

    @pytest.mark.usefixtures("letters")
    async def test_on_all_as_planned_begins_the_week_once(self, town: Town, director: Chat) -> None:
        assert len(await at_once(town, [(director, "Всё по плану")] * 2)) == 2
        assert await journal(town, "2.8") == [State.IN_PROGRESS]

    @pytest.mark.usefixtures("letters")
    async def test_on_help_asks_once(self, town: Town, director: Chat) -> None:
        assert len(await at_once(town, [(director, "✋ Помощь")] * 2)) == 2
        async with town.app.work().reading() as session:
            assert len(list(await session.scalars(select(HelpRequest)))) == 1

    @pytest.mark.usefixtures("lists")
    async def test_on_a_visit_notes_it_once(self, town: Town, curator: Chat) -> None:
        assert await at_once(town, [(curator, FIRST)] * 2) == ["Отмечено", "Уже отмечено: Белов Андрей"]
        assert (await journal(town, "2.1"), await visits(town)) == ([State.DONE], 1)

    @pytest.mark.usefixtures("lists")
    async def test_on_all_visited_notes_each_once(self, town: Town, curator: Chat) -> None:
        first, second = await at_once(town, [(curator, ALL)] * 2)
        assert first == "Отмечено: посещены 2 школы"
        assert second
        assert (await journal(town, "2.1"), await visits(town)) == ([State.DONE], 2)

    @pytest.mark.usefixtures("sent")
    async def test_on_confirm_confirms_once(self, town: Town, curator: Chat, director: Chat) -> None:
        assert len(await at_once(town, [(curator, "Подтвердить")] * 2)) == 2
        assert await verdicts(town) == [Verdict.CONFIRMED]
        assert len([one for one in director.seen if "Документ подтверждён" in one.text]) == 1


class TestTwoPeople:
    @BOTH_WAYS
    @pytest.mark.usefixtures("letters")
    async def test_of_one_school_mark_a_task_once(self, town: Town, director: Chat, deputy: Chat, turned: bool) -> None:
        answers = await at_once(town, [(director, MARK), (deputy, MARK)], turned=turned)
        assert "Отмечено" in answers
        assert {*answers} & {"Уже отмечено: Ветрова Ольга", "Уже отмечено: Ручьёва Вера"}
        assert await journal(town, "2.8") == [State.DONE]

    @BOTH_WAYS
    @pytest.mark.usefixtures("letters")
    async def test_one_takes_back_while_the_other_marks(
        self, town: Town, director: Chat, deputy: Chat, turned: bool
    ) -> None:
        """Whichever comes first, the journal tells one story, and each has an answer."""
        await director.presses(MARK)
        answers = await at_once(town, [(director, "Отменить"), (deputy, MARK)], turned=turned)
        assert len(answers) == 2
        story = await journal(town, "2.8")
        assert story in ([State.DONE, State.PLANNED], [State.DONE, State.PLANNED, State.DONE])

    @BOTH_WAYS
    @pytest.mark.usefixtures("lists")
    async def test_who_visited_together_mark_it_once(
        self, town: Town, curator: Chat, coordinator: Chat, turned: bool
    ) -> None:
        await coordinator.says("/visits")
        answers = await at_once(town, [(curator, FIRST), (coordinator, FIRST)], turned=turned)
        assert "Отмечено" in answers
        assert set(answers) & {"Уже отмечено: Белов Андрей", "Уже отмечено: Соколова Марина"}
        assert (await journal(town, "2.1"), await visits(town)) == ([State.DONE], 1)

    @BOTH_WAYS
    @pytest.mark.usefixtures("lists")
    async def test_two_say_that_all_are_visited(
        self, town: Town, curator: Chat, second_curator: Chat, turned: bool
    ) -> None:
        answers = await at_once(town, [(curator, ALL), (second_curator, ALL)], turned=turned)
        assert len(answers) == 2
        assert all(answers)
        assert "Отмечено: посещены 2 школы" in answers
        assert (await journal(town, "2.1"), await visits(town)) == ([State.DONE], 2)
        assert await journal(town, "2.2", BEREZOVKA) == [State.DONE]

    @BOTH_WAYS
    @pytest.mark.usefixtures("sent")
    async def test_two_curators_confirm_once(
        self, town: Town, curator: Chat, second_curator: Chat, director: Chat, turned: bool
    ) -> None:
        answers = await at_once(town, [(curator, "Подтвердить"), (second_curator, "Подтвердить")], turned=turned)
        assert len(answers) == 2
        assert len([one for one in answers if "Белов Андрей" in one or "Громова Елена" in one]) == 1
        assert await verdicts(town) == [Verdict.CONFIRMED]
        assert len([one for one in director.seen if "Документ подтверждён" in one.text]) == 1

    @BOTH_WAYS
    @pytest.mark.usefixtures("sent")
    async def test_one_confirms_while_the_other_returns(
        self, town: Town, curator: Chat, second_curator: Chat, director: Chat, turned: bool
    ) -> None:
        await second_curator.presses("Вернуть")
        answers = await at_once(
            town, [(curator, "Подтвердить"), (second_curator, "нет отметки об утверждении")], turned=turned
        )
        assert len(answers) == 2
        (word,) = await verdicts(town)
        assert word is not Verdict.SENT
        told = [one.text for one in director.seen if "Документ подтверждён" in one.text or "вернул" in one.text]
        assert len(told) == 1

    @BOTH_WAYS
    @pytest.mark.usefixtures("letters")
    async def test_two_take_a_request_for_help(
        self, town: Town, director: Chat, curator: Chat, second_curator: Chat, turned: bool
    ) -> None:
        await director.presses("✋ Помощь")
        answers = await at_once(town, [(curator, "Возьму на себя"), (second_curator, "Возьму на себя")], turned=turned)
        assert len(answers) == 2
        assert len([one for one in answers if "Белов Андрей" in one or "Громова Елена" in one]) == 1
        async with town.app.work().reading() as session:
            assert (await session.scalars(select(HelpRequest.taken_by_id))).one() is not None


@pytest.mark.usefixtures("sent")
async def test_a_press_at_the_moment_the_role_is_lost_is_answered(town: Town, curator: Chat) -> None:
    """Between the message and the press somebody else has taken the school over."""
    await town.loses_role(CURATOR)
    assert len(await at_once(town, [(curator, "Подтвердить")])) == 1
    assert await verdicts(town) == [Verdict.SENT]


async def test_a_mark_and_words_at_once_are_one(town: Town, director: Chat) -> None:
    """The person presses and writes the same; what comes second is told so."""
    await town.wind(3, 9, 9, 0)
    _press(town, director, MARK)
    town.world.say(DIRECTOR, "2.8 сделано")
    await town.app.settled()
    assert await journal(town, "2.8") == [State.DONE]
