"""Questions and statuses in free words, as people type them."""

import re

import pytest
from sqlalchemy import func, select

from bot.emulator.faults import server_error
from handlers.callbacks import ChooseSchool, Example
from models.domain.access import Role
from models.domain.lifecycles import State
from models.language.participants import SchoolLine
from models.queries.looks import LOOKED_UP
from models.tables import Assignment, AuditEntry
from models.usecases import schools
from tests.chat import Chat
from tests.dialogues.conftest import (
    BEREZOVKA,
    DEPUTY,
    DIRECTOR,
    DISTRICT,
    FOREST,
    LIPOVKA,
    OZERSK,
    STRANGER,
    Town,
    joins,
)

NOT_UNDERSTOOD = "Не понял вопрос"

pytestmark = pytest.mark.usefixtures("roadmap")


async def state_of(town: Town, assignment_id: int) -> State:
    async with town.app.work().reading() as session:
        return (await session.get_one(Assignment, assignment_id)).state


async def twins(town: Town) -> None:
    """Two schools of one name."""
    lines = [SchoolLine(n, DISTRICT, f"Ручейская СОШ № {n}", "Europe/Samara", True) for n in (1, 2)]
    await schools.add_schools(town.app.work(), lines)


class TestQuestions:
    async def test_first_how_it_was_understood_then_the_answer(self, coordinator: Chat) -> None:
        await coordinator.says("КТО НЕ ПОСЕТИЛ ШКОЛЫ???")
        first, blank, *rest = coordinator.last.text.splitlines()
        assert (first, blank) == ("Понял так: какие школы не посещены", "")
        assert coordinator.last.entities[0].type == "italic"
        assert "Посещены 0 из 4." in rest
        assert any(BEREZOVKA in line and "10 марта" in line for line in rest)

    async def test_nonsense_gets_examples_that_answer(self, coordinator: Chat) -> None:
        await coordinator.says("какая завтра погода")
        assert coordinator.last.text.startswith(NOT_UNDERSTOOD)
        assert len(coordinator.buttons()) == 4
        await coordinator.presses("просрочено")
        coordinator.sees("Понял так: что просрочено", "Просроченного нет: 0 из")

    async def test_a_forged_example_is_stale(self, coordinator: Chat) -> None:
        await coordinator.says("ой")
        await coordinator.presses_old(Example(number=77).pack(), under=coordinator.last)
        assert "больше не действует" in coordinator.toast

    async def test_one_of_several_schools_is_chosen(self, town: Town, coordinator: Chat) -> None:
        await twins(town)
        await coordinator.says("статус ручейской")
        assert coordinator.buttons() == ["Ручейская СОШ № 1", "Ручейская СОШ № 2"]
        which = coordinator.last
        for number in (2, 1):
            await coordinator.presses(f"Ручейская СОШ № {number}", under=which)
            assert coordinator.last.text.startswith(f"Понял так: статус, Ручейская СОШ № {number}")

    async def test_buttons_of_an_older_question_are_stale(self, town: Town, coordinator: Chat) -> None:
        await twins(town)
        await coordinator.says("статус ручейской")
        older = coordinator.last
        await coordinator.says("контакты ручейской")
        await coordinator.presses("Ручейская СОШ № 2", under=older)
        assert "больше не действует" in coordinator.toast
        await coordinator.presses("Ручейская СОШ № 2")
        coordinator.sees("Понял так: кто это", "Ручейская СОШ № 2")

    async def test_a_forged_school_is_out_of_reach(self, town: Town, coordinator: Chat) -> None:
        await twins(town)
        await coordinator.says("статус ручейской")
        data = next(button.data for line in coordinator.last.buttons for button in line)
        asked = ChooseSchool.unpack(data or "").asked_id
        forged = ChooseSchool(school_id=10_000, asked_id=asked)
        await coordinator.presses_old(forged.pack(), under=coordinator.last)
        assert "недоступна" in coordinator.toast
        await coordinator.says("что на этой неделе")
        assert coordinator.last.text.startswith("Понял так: что по плану")

    async def test_the_neighbours_school_is_as_unknown_as_any(self, coordinator: Chat, neighbour: Chat) -> None:
        answers = []
        for words in ("лесной", "бобровой"):
            await coordinator.says(f"статус {words}")
            answers.append(coordinator.last.text.replace(words, "…"))
        assert answers[0] == answers[1]
        await neighbour.says("просрочено")
        assert OZERSK not in neighbour.last.text
        await neighbour.says("статус")
        neighbour.sees(FOREST, "Задач, которые считаются, пока нет.")

    async def test_what_is_typed_is_shown_as_typed(self, coordinator: Chat) -> None:
        await coordinator.says("<b>статус</b> &amp; {{ 7 * 7 }}")
        assert coordinator.last.text.startswith(NOT_UNDERSTOOD)
        assert "49" not in coordinator.last.text


class TestAfterACrash:
    """The effect was committed, the answer was lost, and the update comes again."""

    def loses(self, town: Town, method: str = "sendMessage") -> None:
        """The next answer is lost; a press that is answered twice is answered too late."""
        town.world.faults.put(server_error(502), method=method)
        town.expects(method, 502)
        town.expects("answerCallbackQuery")

    async def looks(self, town: Town) -> int:
        async with town.app.work().reading() as session:
            statement = select(func.count()).where(AuditEntry.action == LOOKED_UP)
            return await session.scalar(statement) or 0

    async def test_a_contact_is_shown_and_kept_once(self, town: Town, coordinator: Chat, director: Chat) -> None:
        self.loses(town)
        await coordinator.says("кто директор озёрской")
        coordinator.sees("Понял так: кто это", OZERSK, "Ветрова Ольга")
        assert len(coordinator.new) == 1
        assert await self.looks(town) == 1

    async def test_which_school_is_asked_and_answered(self, town: Town, coordinator: Chat) -> None:
        await twins(town)
        self.loses(town)
        await coordinator.says("статус ручейской")
        assert coordinator.buttons() == ["Ручейская СОШ № 1", "Ручейская СОШ № 2"]
        assert len(coordinator.new) == 1
        await coordinator.presses("Ручейская СОШ № 2")
        assert coordinator.last.text.startswith("Понял так: статус, Ручейская СОШ № 2")

    async def test_the_chosen_school_is_answered_about(self, town: Town, coordinator: Chat, director: Chat) -> None:
        await twins(town)
        await joins(town.app.work(), STRANGER, Role.DIRECTOR, schools=("Ручейская СОШ № 2",))
        await coordinator.says("кто директор ручейской")
        self.loses(town)
        await coordinator.presses("Ручейская СОШ № 2")
        coordinator.sees("Понял так: кто это", "Ручейская СОШ № 2", "Прохожий Лев")
        assert await self.looks(town) == 1

    async def test_a_step_of_the_talk_is_asked_again(self, town: Town, director: Chat) -> None:
        await town.opens(director, "2.6")
        self.loses(town)
        await director.presses("📎 Документ")
        director.sees("Пришлите сюда файл или ссылку")

    async def test_help_is_asked_once_and_said_to_be(self, town: Town, director: Chat, curator: Chat) -> None:
        await town.opens(director, "2.8")
        self.loses(town, "editMessageText")
        await director.presses("✋ Нужна помощь")
        assert director.toast == "Просьба передана"
        director.sees("✋ Просьба о помощи передана")
        assert len([one for one in curator.seen if "Нужна помощь" in one.text]) == 1


class TestStatuses:
    async def test_a_number_and_a_word_mark_it(self, town: Town, director: Chat) -> None:
        await town.wind(3, 11, 10)
        await director.says("2.8 сделано")
        director.sees("2.8. Участие школьных команд", "Сделано 11 марта")
        await director.presses("Отменить")
        director.sees("2.8. Участие школьных команд", "Запланировано")

    async def test_a_reply_needs_no_number(self, town: Town, director: Chat) -> None:
        await town.wind(3, 11, 10)
        await director.says("/week")
        await director.says("2.8 нужна помощь")
        director.sees("2.8. Участие школьных команд", "Просьба о помощи передана")
        await director.says("сделано", reply_to=director.last)
        director.sees("2.8. Участие школьных команд", "Сделано 11 марта")

    async def test_in_progress(self, town: Town, director: Chat) -> None:
        await town.wind(3, 11, 10)
        await director.says("2.8 в работе")
        director.sees("2.8. Участие школьных команд", "В работе")
        assert await state_of(town, await town.assignment("2.8", OZERSK)) is State.IN_PROGRESS

    async def test_of_several_terms_the_earliest_due_is_marked_and_named(self, town: Town, director: Chat) -> None:
        await town.wind(3, 19, 10)
        await director.says("2.8 сделано")
        director.sees("Отмечено: 2.8 Участие", "срок чт 11 марта", "✅ Сделано 19 марта")
        await director.presses("Отменить")
        director.sees("2.8. Участие", "Срок: чт 11 марта", "❗️ Просрочено")

    async def test_where_several_schools_fit_a_button_chooses(self, town: Town) -> None:
        director = await town.resident(DIRECTOR, Role.DIRECTOR, schools=(OZERSK, LIPOVKA))
        await town.wind(3, 19, 10)
        await director.says("2.8 сделано 17 марта")
        director.sees("Какую задачу отметить?")
        first, second = director.buttons()
        assert re.match(rf"2\.8 · 11 марта · {OZERSK}", first)
        assert re.match(rf"2\.8 · 11 марта · {LIPOVKA}", second)
        await director.presses(second)
        director.sees("Отмечено: 2.8", LIPOVKA, "Срок: чт 11 марта", "Сделано 17 марта, внесено 19 марта")
        await director.presses_old(director.carries("2.8 · 11 марта"), under=director.seen[0])
        assert "больше не действует" in director.toast

    async def test_the_day_may_be_said(self, town: Town, director: Chat) -> None:
        await town.wind(3, 11, 10)
        await director.says("2.8 сделано вчера")
        director.sees("Отмечено: 2.8", "✅ Сделано 10 марта, внесено 11 марта · Ветрова Ольга")

    async def test_a_day_that_has_not_come_is_refused(self, town: Town, director: Chat) -> None:
        await town.wind(3, 11, 10)
        await director.says("2.8 сделано 12.03.2027")
        assert "Отмечено" not in director.last.text
        assert await state_of(town, await town.assignment("2.8", OZERSK)) is State.PLANNED

    async def test_what_is_done_already_says_whose_mark_it_is(self, town: Town, director: Chat) -> None:
        deputy = await town.resident(DEPUTY, Role.SCHOOL_COORDINATOR, schools=(OZERSK,))
        await director.says("3.2 сделано")
        director.sees("Отмечено: 3.2")
        await deputy.says("3.2 сделано")
        deputy.sees("Уже отмечено (Ветрова Ольга): 3.2")

    async def test_a_reply_keeps_what_is_wrong(self, town: Town, director: Chat, curator: Chat) -> None:
        await town.opens(director, "2.8")
        await director.says("не получается, нет Договора", reply_to=director.last)
        director.sees("2.8", "✋ Просьба о помощи передана: «нет Договора»")
        curator.sees("Нужна помощь", OZERSK, "«нет Договора»")

    async def test_what_is_wrong_may_be_said_after_help_was_asked_for(
        self, town: Town, director: Chat, curator: Chat
    ) -> None:
        await town.opens(director, "2.8")
        await director.presses("✋ Нужна помощь")
        town.clock.move(minutes=1)
        await director.says("не получается, нет договора", reply_to=director.last)
        town.clock.move(minutes=1)
        await town.app.tick()
        await town.app.settled()
        asked = curator.sees("Нужна помощь", OZERSK, "«нет договора»")
        assert [one.id for one in curator.seen if "Нужна помощь" in one.text] == [asked.id]

    async def test_not_held_with_the_reason(self, town: Town, director: Chat, coordinator: Chat) -> None:
        await director.says("2.8 не проводится, нет классов")
        director.sees("2.8", "Ждёт слова координатора: не проводится — «нет классов»")
        coordinator.sees("Не проводится?", OZERSK, "Причина: «нет классов»")

    async def test_not_held_without_a_reason_asks_for_it(self, town: Town, director: Chat) -> None:
        await director.says("2.8 не проводится")
        director.sees("Почему не проводится?")
        await director.says("нет классов")
        director.sees("2.8", "Ждёт слова координатора: не проводится — «нет классов»")

    async def test_the_second_tick_by_words(self, town: Town, director: Chat) -> None:
        await director.says("2.6 внесено в МЭДК")
        director.sees("2.6. Разработка концепции", "◻️ Запланировано", "☑️ Внесено в ИС МЭДК 4 марта")
        await director.says("2.8 внесено в МЭДК")
        assert "В ИС МЭДК задачу 2.8 вносить не нужно" in director.last.text

    async def test_a_document_is_asked_for_where_one_is_needed(self, town: Town, director: Chat) -> None:
        await director.says("2.6 сделано")
        assert "закрывается документом" in director.last.text
        assert await state_of(town, await town.assignment("2.6", OZERSK)) is State.PLANNED

    async def test_a_number_of_others_marks_nothing(self, town: Town, director: Chat, neighbour: Chat) -> None:
        await director.says("2.2 сделано")
        assert "Открытой задачи 2.2 среди ваших нет" in director.last.text
        await neighbour.says("2.8 сделано")
        assert "Открытой задачи 2.8 среди ваших нет" in neighbour.last.text

    async def test_a_bare_word_marks_nothing_by_itself(self, director: Chat) -> None:
        """Only one task has begun, and still «готово» may be about anything. This one needs a document."""
        await director.says("готово")
        assert director.last.text.startswith("Какую задачу отметить?")
        (only,) = director.buttons()
        assert only.startswith("3.3 · 31 марта")
        await director.presses(only)
        director.sees("3.3. Размещение", "Запланировано")
        assert "📎 Документ" in director.buttons()

    async def test_not_done_is_no_mark(self, town: Town, director: Chat) -> None:
        await town.wind(3, 11, 10)
        await director.says("2.8 не сделано")
        assert await state_of(town, await town.assignment("2.8", OZERSK)) is State.PLANNED

    async def test_a_bare_word_from_one_who_has_nothing_to_do(self, neighbour: Chat) -> None:
        await neighbour.says("готово")
        assert neighbour.last.text.startswith("Напишите номер")
