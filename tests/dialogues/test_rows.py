"""A coordinator opens a row of the preview, changes it by taps and in words, and publishes what was decided."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.emulator.world import World
from handlers.callbacks import (
    AcceptWords,
    ChangeKind,
    ChooseKind,
    ChooseMarking,
    ChooseScope,
    ChooseSlot,
    IncludeRow,
    LeaveWords,
    OpenDoubt,
    OpenRow,
    PickRow,
    TypeWords,
)
from models.domain.access import Role
from models.domain.doubts import DoubtField, DoubtReason
from models.domain.plan import Executor, Kind, Marking, Period, Scope
from models.roadmap.draft import Doubt, Json, period_json
from tests.chat import Chat
from tests.conftest import Clock
from tests.dialogues.conftest import (
    COORDINATOR,
    DISTRICT,
    NEIGHBOUR,
    NEIGHBOURS_COORDINATOR,
    OZERSK,
    Town,
    opened,
    read_once,
)
from tests.dialogues.test_roadmaps import ROW, map_of, previews

SPRING = Period(date(2027, 4, 1), date(2027, 6, 30))
AT_SCHOOL = replace(
    ROW,
    section="I. Подготовка",
    text="Разместить концепцию развития на сайте",
    timing_raw="апрель – июнь",
    periods=(SPRING,),
    executors_raw="Директора школ",
    executors=(Executor.SCHOOL,),
    indicator="Концепция размещена",
    kind=Kind.DOCUMENT,
    scope=Scope.SCHOOL,
)
MISSING = Doubt(DoubtField.TIMING, DoubtReason.MISSING, "")


async def opens_row(chat: Chat, number: str) -> None:
    await chat.presses("✏️ Изменить строку")
    await chat.presses(number)


class TestTheScreen:
    async def test_a_row_is_picked_by_its_number_on_its_page(self, town: Town, coordinator: Chat) -> None:
        await previews(town, coordinator, read_once("ozersk_2027.txt"))
        await coordinator.presses("Дальше →")
        preview = coordinator.last
        await coordinator.presses("✏️ Изменить строку")
        coordinator.sees("Какую строку изменить?", "2.7 Разработка")
        assert len(coordinator.buttons()) == 9
        await coordinator.presses("2.7")
        coordinator.sees("2.7 Разработка", "В документе", "Понято")
        await coordinator.presses("К списку")
        coordinator.sees("Страница 2 из 3")
        assert coordinator.last.id == preview.id

    async def test_it_shows_the_words_and_what_was_understood(self, town: Town, coordinator: Chat) -> None:
        await previews(town, coordinator, map_of(replace(AT_SCHOOL, schools=(OZERSK, "Сосновская СОШ"))))
        await opens_row(coordinator, "1")
        coordinator.sees(
            "1 Разместить концепцию",
            "Раздел: I. Подготовка",
            "Срок: «апрель – июнь»",
            "Исполнители: «Директора школ»",
            "Результат: «Концепция размещена»",
            "Срок: 1 апреля – 30 июня",
            "Исполнители: школа",
            f"Школы: {OZERSK}, Сосновская СОШ",
            "Нет в списке участников: Сосновская СОШ",
            "Вид работы: документ",
            "Кого касается: 1 школа",
            "Документ: нужен, его присылает школа",
            "Отметка: одна",
        )
        assert coordinator.buttons() == [
            "Кого касается: 1 школа",
            "Вид работы: документ",
            "Документ: нужен",
            "✏️ Срок",
            "✏️ Исполнители",
            "✏️ Номер",
            "✏️ Мероприятие",
            "Не включать",
            "К списку",
        ]

    async def test_a_row_of_long_words_still_fits(self, town: Town, coordinator: Chat) -> None:
        period = Period(date(2027, 1, 1), date(2027, 12, 31), label="этап проекта " * 9, rrule="FREQ=MONTHLY")
        long = replace(
            AT_SCHOOL,
            text="Очень длинное мероприятие " * 200,
            timing_raw="в течение года " * 200,
            executors_raw="директора " * 200,
            indicator="результат " * 200,
            section="раздел " * 200,
            periods=(period,) * 60,
            schools=tuple(f"{name}ская средняя общеобразовательная школа имени героя" for name in "АБВГДЕЖЗИКЛМН"),
        )
        await previews(town, coordinator, map_of(long))
        await opens_row(coordinator, "1")
        assert 2000 < len(coordinator.sees("Нажмите, что изменить").text) <= 4096
        await coordinator.presses("✏️ Срок")
        assert len(coordinator.sees("Напишите срок").text) <= 4096

    async def test_a_row_without_a_number_can_be_picked_too(self, town: Town, coordinator: Chat) -> None:
        read = map_of(ROW, ROW)
        await previews(town, coordinator, replace(read, tasks=(read.tasks[0], replace(read.tasks[1], number=""))))
        await opens_row(coordinator, "строка 2")
        await coordinator.presses("✏️ Номер")
        await coordinator.says("1.1")
        await coordinator.presses("✅ Верно")
        coordinator.sees("1.1 Семинар для директоров школ")

    async def test_each_doubt_is_named_and_can_be_settled_from_here(self, town: Town, coordinator: Chat) -> None:
        doubted = replace(AT_SCHOOL, periods=(), doubts=(MISSING,))
        await previews(town, coordinator, map_of(doubted, doubted))
        await opens_row(coordinator, "2")
        coordinator.sees("❓ Срок: в ячейке пусто.")
        await coordinator.presses("❓ Уточнить (1)")
        coordinator.sees("❓ 2 Разместить", "Осталось уточнить: 2")
        await coordinator.presses("Оставить как понято")
        coordinator.sees("❓ 1 Разместить", "Осталось уточнить: 1")


class TestTaps:
    async def test_scope_kind_and_slot_are_changed_in_place(self, town: Town, coordinator: Chat) -> None:
        await previews(town, coordinator, map_of(AT_SCHOOL))
        await opens_row(coordinator, "1")
        screen = coordinator.last
        await coordinator.presses("Документ: нужен")
        assert "Документ: не нужен" in coordinator.buttons()
        await coordinator.presses("Документ: не нужен")
        await coordinator.presses("Вид работы: документ")
        coordinator.sees("Какой это вид работы?")
        assert coordinator.buttons() == [
            "посещение",
            "вебинар",
            "документ",
            "анкетирование",
            "мониторинг",
            "мероприятие",
            "другое",
            "Отмена",
        ]
        await coordinator.presses("Отмена")
        await coordinator.presses("Вид работы: документ")
        await coordinator.presses("анкетирование")
        coordinator.sees("Вид работы: анкетирование", "Документ: нужен, его присылает школа")
        await coordinator.presses("Кого касается: 4 школы")
        coordinator.sees("Кого касается: один раз на всех", "Документ: не нужен")
        assert not any(button.startswith("Документ") for button in coordinator.buttons())
        assert coordinator.last.id == screen.id
        await coordinator.presses("К списку")
        await coordinator.presses("Опубликовать")
        coordinator.sees("Опубликовано: 1 мероприятие, 1 задача")

    async def test_the_slot_that_was_put_in_is_asked_of_the_school(
        self, town: Town, coordinator: Chat, director: Chat
    ) -> None:
        await previews(town, coordinator, map_of(replace(AT_SCHOOL, kind=Kind.OTHER)))
        await opens_row(coordinator, "1")
        await coordinator.presses("Документ: не нужен")
        await coordinator.presses("К списку")
        await coordinator.presses("Опубликовать")
        await town.wind(6, 28, 9, 0)
        assert any("📎" in button for button in director.buttons())

    async def test_one_mark_or_each_time(self, town: Town, coordinator: Chat) -> None:
        monthly = replace(AT_SCHOOL, periods=(replace(SPRING, rrule="FREQ=MONTHLY"),), kind=Kind.OTHER)
        by_words = replace(AT_SCHOOL, frequency_in_text="FREQ=MONTHLY")
        await previews(town, coordinator, map_of(monthly, by_words, AT_SCHOOL))
        await opens_row(coordinator, "1")
        coordinator.sees("Отметка: каждый раз, всего 3")
        assert {"⚪️ Одна отметка", "🔘 Каждый раз (3)"} < set(coordinator.buttons())
        await coordinator.presses("⚪️ Одна отметка")
        coordinator.sees("Отметка: одна, до 30 июня")
        assert {"🔘 Одна отметка", "⚪️ Каждый раз (3)"} < set(coordinator.buttons())
        await coordinator.presses("К списку")
        await opens_row(coordinator, "2")
        coordinator.sees("Из текста: каждый месяц", "Отметка: одна, до 30 июня")
        await coordinator.presses("⚪️ Каждый раз (3)")
        coordinator.sees("Отметка: каждый раз, всего 3")
        await coordinator.presses("К списку")
        await opens_row(coordinator, "3")
        assert not any("отметка" in button for button in coordinator.buttons())
        await coordinator.presses("К списку")
        await coordinator.presses("Опубликовать")
        coordinator.sees("Опубликовано: 3 мероприятия, 20 задач, 4 школы.")

    async def test_how_often_the_words_say_it(self, town: Town, coordinator: Chat) -> None:
        words = "Консультации педагогов 2 раза в месяц"
        await previews(town, coordinator, map_of(replace(AT_SCHOOL, text=words, frequency_in_text="FREQ=MONTHLY")))
        coordinator.sees("🔁 в тексте каждый месяц, 2 раза")
        await opens_row(coordinator, "1")
        coordinator.sees("Из текста: каждый месяц, 2 раза", "Отметка: одна, до 30 июня")
        await coordinator.presses("⚪️ Каждый раз (6)")
        coordinator.sees("Отметка: каждый раз, всего 6")

    async def test_several_terms_with_a_frequency_beside_them_leave_a_choice(
        self, town: Town, coordinator: Chat
    ) -> None:
        two = (Period(date(2027, 4, 1), date(2027, 5, 31)), Period(date(2027, 10, 1), date(2027, 11, 30)))
        await previews(town, coordinator, map_of(replace(AT_SCHOOL, periods=two, frequency_in_text="FREQ=MONTHLY")))
        await opens_row(coordinator, "1")
        coordinator.sees("Отметка: выберите, одна или каждый раз")
        assert {"⚪️ Одна отметка", "⚪️ Каждый раз (4)"} < set(coordinator.buttons())

    async def test_a_row_is_left_out_and_taken_in_again(self, town: Town, coordinator: Chat) -> None:
        await previews(town, coordinator, map_of(replace(AT_SCHOOL, doubts=(MISSING,)), AT_SCHOOL))
        await opens_row(coordinator, "1")
        await coordinator.presses("Не включать")
        coordinator.sees("Не включено: задачей не станет.")
        assert coordinator.buttons() == ["Включить", "К списку"]
        await coordinator.presses("Включить")
        assert "Не включать" in coordinator.buttons()
        await coordinator.presses("Не включать")
        await coordinator.presses("К списку")
        await coordinator.presses("Опубликовать")
        coordinator.sees("Опубликовано: 1 мероприятие")


class TestWords:
    async def test_a_term_of_ones_own_is_shown_before_it_counts(self, town: Town, coordinator: Chat) -> None:
        await previews(town, coordinator, map_of(AT_SCHOOL))
        await opens_row(coordinator, "1")
        await coordinator.presses("✏️ Срок")
        coordinator.sees("В документе: «апрель – июнь»", "Напишите срок, например: «до 15 марта»")
        await coordinator.says("как получится")
        coordinator.sees("Не получилось понять «как получится».", "Напишите срок, например: «до 15 марта»")
        assert coordinator.buttons() == ["Отмена"]
        await coordinator.says("каждую среду с 1 апреля по 31 мая")
        coordinator.sees("Срок, понято так: 1 апреля – 31 мая (по средам)", "Если не так, напишите иначе.")
        assert coordinator.buttons() == ["✅ Верно", "Отмена"]
        await coordinator.says("до 15 мая")
        coordinator.sees("Срок, понято так: до 15 мая")
        await coordinator.presses("✅ Верно")
        coordinator.sees("Срок: «апрель – июнь»", "Срок: до 15 мая")
        await coordinator.presses("К списку")
        coordinator.sees("до 15 мая · 4 школы")
        await coordinator.says("до 20 мая")
        coordinator.never_sees("понято так: до 20 мая")

    async def test_who_acts_is_typed_and_the_scope_follows(self, town: Town, coordinator: Chat) -> None:
        await previews(town, coordinator, map_of(replace(ROW, executors=(), executors_raw="")))
        await opens_row(coordinator, "1")
        coordinator.sees("Исполнители: пусто", "Исполнители: никто не назван", "Кого касается: один раз на всех")
        await coordinator.presses("✏️ Исполнители")
        await coordinator.says("директор, Дед Мороз")
        coordinator.sees("Не получилось понять «Дед Мороз».", "Напишите, кто исполняет")
        await coordinator.says("куратор, школа")
        coordinator.sees("Исполнители, понято так: куратор, школа")
        await coordinator.presses("✅ Верно")
        coordinator.sees("Исполнители: куратор, школа", "Кого касается: 4 школы")

    async def test_words_that_may_be_read_in_two_ways_are_asked(self, town: Town, coordinator: Chat) -> None:
        await previews(town, coordinator, map_of(replace(AT_SCHOOL, executors=None, executors_raw=None, mentions=())))
        await opens_row(coordinator, "1")
        await coordinator.presses("✏️ Исполнители")
        await coordinator.says("Куратор ОО")
        coordinator.sees("Исполнители: можно понять по-разному.", "Выберите, как верно, или напишите иначе.")
        assert coordinator.buttons() == ["куратор, школа", "куратор", "Отмена"]
        await coordinator.presses("куратор", under=coordinator.last)
        coordinator.sees("Исполнители: куратор, школа")
        await coordinator.presses("✏️ Срок")
        await coordinator.says("до 15.01.2028")
        coordinator.sees("Дата не из года дорожной карты.")
        assert coordinator.buttons() == ["до 15 января 2028 года", "до 15 января", "Отмена"]
        await coordinator.presses("до 15 января 2028 года")
        coordinator.sees("Срок: до 15 января 2028 года")
        await coordinator.presses("✏️ Срок")
        await coordinator.says("до 31 июня")
        coordinator.sees("Такого дня нет в календаре.", "Срок, понято так: до 30 июня")
        await coordinator.presses("✅ Верно")
        coordinator.sees("Срок: до 30 июня")

    async def test_number_and_words_of_the_measure_are_typed(self, town: Town, coordinator: Chat) -> None:
        await previews(town, coordinator, map_of(AT_SCHOOL))
        await opens_row(coordinator, "1")
        await coordinator.presses("✏️ Номер")
        await coordinator.says("четвёртый")
        coordinator.sees("Не получилось понять «четвёртый».", "Напишите номер, например: «7», «3.2» или «3а».")
        await coordinator.says("3.12.")
        coordinator.sees("Номер, понято так: 3.12")
        await coordinator.presses("✅ Верно")
        await coordinator.presses("✏️ Мероприятие")
        await coordinator.says("?!")
        coordinator.sees("Не получилось понять «?!».", "Напишите мероприятие целиком")
        words = "Разместить концепцию <и программу> развития на сайте школы"
        await coordinator.says(words)
        coordinator.sees(f"Мероприятие, понято так: {words}")
        await coordinator.presses("✅ Верно")
        coordinator.sees(f"3.12 {words}")
        await coordinator.presses("К списку")
        await coordinator.presses("Опубликовать")
        await town.opens(coordinator, "3.12")
        coordinator.sees(words)

    @pytest.mark.parametrize(
        ("doubt", "question", "typed", "understood"),
        [
            (MISSING, "Напишите срок", "до 15 мая", "Срок, понято так: до 15 мая"),
            (
                Doubt(DoubtField.MENTIONS, DoubtReason.WORDS_UNKNOWN, "?"),
                "кто исполняет",
                "куратор",
                "Исполнители, понято так: куратор",
            ),
            (
                Doubt(DoubtField.SCHOOLS, DoubtReason.AMBIGUOUS, "СОШ"),
                "Напишите школы",
                "озёрская сош №1",
                f"Школы, понято так: {OZERSK}",
            ),
            (
                Doubt(DoubtField.SECTION, DoubtReason.WORDS_UNKNOWN, "II"),
                "название раздела",
                "II. Итоги",
                "Раздел, понято так: II. Итоги",
            ),
            (
                Doubt(DoubtField.NUMBER, DoubtReason.NUMBER_RESTORED, "7", ("7", "8")),
                "Напишите номер",
                "9",
                "Номер, понято так: 9",
            ),
            (
                Doubt(DoubtField.TEXT, DoubtReason.CELLS_DISPLACED, "а | б"),
                "Напишите мероприятие",
                "Семинар",
                "Мероприятие, понято так: Семинар",
            ),
        ],
        ids=lambda value: value.field.value if isinstance(value, Doubt) else "",
    )
    async def test_every_question_takes_words(
        self, town: Town, coordinator: Chat, doubt: Doubt, question: str, typed: str, understood: str
    ) -> None:
        await previews(town, coordinator, map_of(replace(ROW, doubts=(doubt,)), replace(ROW, doubts=(MISSING,))))
        await coordinator.presses("❓ Уточнить (2)")
        await coordinator.presses("✏️ Ввести самому")
        coordinator.sees(question)
        await coordinator.says(typed)
        coordinator.sees(understood)
        await coordinator.presses("✅ Верно")
        coordinator.sees("❓ 2 Семинар", "Осталось уточнить: 1")

    async def test_a_question_of_the_kind_takes_any_kind(self, town: Town, coordinator: Chat) -> None:
        doubt = Doubt(DoubtField.KIND, DoubtReason.AMBIGUOUS, "Выезд", ("visit", "other"))
        await previews(town, coordinator, map_of(replace(ROW, doubts=(doubt,))))
        await coordinator.presses("❓ Уточнить (1)")
        await coordinator.presses("✏️ Ввести самому")
        await coordinator.presses("мониторинг")
        coordinator.sees("Распознано 1 мероприятие, вопросов нет.")
        await opens_row(coordinator, "1")
        coordinator.sees("Вид работы: мониторинг")

    async def test_a_school_that_takes_no_part_is_not_understood(self, town: Town, coordinator: Chat) -> None:
        doubt = Doubt(DoubtField.SCHOOLS, DoubtReason.AMBIGUOUS, "СОШ")
        await previews(town, coordinator, map_of(replace(ROW, doubts=(doubt,))))
        await coordinator.presses("❓ Уточнить (1)")
        await coordinator.presses("✏️ Ввести самому")
        await coordinator.says("Сосновская СОШ")
        coordinator.sees("Среди участников нет одной такой школы: «Сосновская СОШ».", "Напишите школы через запятую")


class TestLeaving:
    async def test_the_question_is_left_and_words_answer_nothing_more(self, town: Town, coordinator: Chat) -> None:
        doubts: tuple[Json, ...] = ([period_json(SPRING)],)
        doubted = replace(ROW, doubts=(Doubt(DoubtField.TIMING, DoubtReason.AMBIGUOUS, "весна", doubts),))
        await previews(town, coordinator, map_of(doubted))
        await coordinator.presses("❓ Уточнить (1)")
        await coordinator.presses("✏️ Ввести самому")
        await coordinator.presses("Отмена")
        coordinator.sees("❓ 1 Семинар", "Осталось уточнить: 1")
        await coordinator.says("до 15 мая")
        coordinator.never_sees("понято так")
        await coordinator.presses("К списку")
        await opens_row(coordinator, "1")
        await coordinator.presses("✏️ Мероприятие")
        await coordinator.says("Другие слова")
        await coordinator.presses("Отмена")
        coordinator.sees("1 Семинар для директоров школ", "Понято")
        coordinator.never_sees("1 Другие слова")

    async def test_only_the_words_typed_last_are_taken(self, town: Town, coordinator: Chat) -> None:
        await previews(town, coordinator, map_of(AT_SCHOOL))
        await opens_row(coordinator, "1")
        await coordinator.presses("✏️ Срок")
        await coordinator.says("до 15 мая")
        first = coordinator.last
        await coordinator.says("до 20 мая")
        await coordinator.presses("✅ Верно", under=first)
        assert "После этого введено другое" in coordinator.toast
        right = AcceptWords.unpack(coordinator.carries("✅ Верно"))
        await coordinator.presses_old(AcceptWords(number=right.number, choice=7).pack(), under=coordinator.last)
        assert "После этого введено другое" in coordinator.toast
        await coordinator.presses("✅ Верно")
        coordinator.sees("Срок: до 20 мая")
        await coordinator.presses("✅ Верно", under=first)
        assert "больше не действует" in coordinator.toast

    async def test_an_answer_of_a_question_left_before_is_not_taken_for_a_new_one(
        self, town: Town, coordinator: Chat
    ) -> None:
        await previews(town, coordinator, map_of(AT_SCHOOL))
        await opens_row(coordinator, "1")
        await coordinator.presses("✏️ Срок")
        asked = coordinator.last
        await coordinator.says("до 15 мая")
        first = coordinator.last
        await coordinator.presses("Отмена", under=asked)
        await coordinator.presses("✏️ Срок")
        await coordinator.presses("✅ Верно", under=first)
        assert "После этого введено другое" in coordinator.toast
        await coordinator.says("до 20 мая")
        await coordinator.presses("✅ Верно", under=first)
        assert "После этого введено другое" in coordinator.toast

    async def test_leaving_one_row_leaves_the_question_of_another(self, town: Town, coordinator: Chat) -> None:
        await previews(town, coordinator, map_of(AT_SCHOOL, ROW))
        await opens_row(coordinator, "1")
        await coordinator.presses("Вид работы")
        kinds = coordinator.last
        await coordinator.says("/roadmap")
        await opens_row(coordinator, "2")
        await coordinator.presses("✏️ Срок")
        await coordinator.presses("Отмена", under=kinds)
        await coordinator.says("до 15 мая")
        coordinator.sees("2 Семинар для директоров школ", "понято так: до 15 мая")

    async def test_another_question_takes_the_place_of_the_first(self, town: Town, coordinator: Chat) -> None:
        await previews(town, coordinator, map_of(AT_SCHOOL, ROW))
        await opens_row(coordinator, "1")
        press = coordinator.carries("✏️ Срок")
        await coordinator.presses("✏️ Срок")
        await coordinator.says("до 15 мая")
        heard = coordinator.last
        await coordinator.says("/roadmap")
        await opens_row(coordinator, "2")
        await coordinator.presses("✏️ Мероприятие")
        await coordinator.presses("✅ Верно", under=heard)
        assert "После этого введено другое" in coordinator.toast
        await coordinator.says("Семинар для кураторов")
        coordinator.sees("2 Семинар для директоров школ", "понято так: Семинар для кураторов")
        await coordinator.presses_old(press, under=heard)
        coordinator.sees("1 Разместить концепцию", "Напишите срок")

    async def test_a_question_survives_a_restart(self, world: World, clock: Clock, database: Path) -> None:
        async with opened(world, clock, database) as town:
            coordinator = await town.resident(COORDINATOR, Role.COORDINATOR, territory=DISTRICT)
            await previews(town, coordinator, map_of(AT_SCHOOL))
            await opens_row(coordinator, "1")
            await coordinator.presses("✏️ Срок")
        async with opened(world, clock, database) as town:
            town.expects("getUpdates", 409)
            coordinator = town.chat(COORDINATOR)
            await coordinator.says("до 15 мая")
            coordinator.sees("Срок, понято так: до 15 мая")
        async with opened(world, clock, database) as town:
            town.expects("getUpdates", 409)
            coordinator = town.chat(COORDINATOR)
            await coordinator.presses("✅ Верно")
            coordinator.sees("Срок: до 15 мая")

    async def test_a_map_published_meanwhile_hears_nothing_more(self, town: Town, coordinator: Chat) -> None:
        await previews(town, coordinator, map_of(AT_SCHOOL))
        preview = coordinator.last
        await coordinator.says("/roadmap")
        await opens_row(coordinator, "1")
        await coordinator.presses("✏️ Срок")
        asked = coordinator.last
        await coordinator.presses("Опубликовать", under=preview)
        await coordinator.says("до 15 мая")
        coordinator.sees("уже всё изменилось")
        await coordinator.says("до 15 мая")
        coordinator.never_sees("понято так")
        for press in (
            ChooseScope(draft_id=1, row=0, scope=Scope.ONCE),
            ChooseKind(draft_id=1, row=0, doubts=False, kind=Kind.VISIT),
            ChooseSlot(draft_id=1, row=0, needed=False),
            ChooseMarking(draft_id=1, row=0, marking=Marking.ONE),
            IncludeRow(draft_id=1, row=0, included=False),
        ):
            await coordinator.presses_old(press.pack(), under=asked)
            assert "уже всё изменилось" in coordinator.toast


async def test_rows_belong_to_their_territory(town: Town, coordinator: Chat, director: Chat) -> None:
    other = await town.resident(NEIGHBOURS_COORDINATOR, Role.COORDINATOR, territory=NEIGHBOUR)
    await previews(town, coordinator, map_of(AT_SCHOOL))
    for chat in (other, director):
        await chat.says("/roadmap")
        for press in (
            PickRow(draft_id=1, page=0),
            OpenRow(draft_id=1, row=0),
            OpenDoubt(draft_id=1, row=0),
            ChooseScope(draft_id=1, row=0, scope=Scope.ONCE),
            ChangeKind(draft_id=1, row=0, doubts=False),
            ChooseKind(draft_id=1, row=0, doubts=False, kind=Kind.VISIT),
            ChooseSlot(draft_id=1, row=0, needed=False),
            ChooseMarking(draft_id=1, row=0, marking=Marking.ONE),
            IncludeRow(draft_id=1, row=0, included=False),
            TypeWords(draft_id=1, row=0, field=DoubtField.TIMING, doubts=False),
            LeaveWords(draft_id=1, row=0, doubts=False),
        ):
            await chat.presses_old(press.pack(), under=chat.last)
            assert "нет или она вам недоступна" in chat.toast
        await chat.says("до 15 мая")
        chat.never_sees("концепцию")
    await opens_row(coordinator, "1")
    coordinator.sees("Срок: 1 апреля – 30 июня")


async def test_a_row_that_is_not_there_is_refused(town: Town, coordinator: Chat) -> None:
    await previews(town, coordinator, map_of(AT_SCHOOL))
    for press in (
        OpenRow(draft_id=1, row=9),
        ChangeKind(draft_id=1, row=9, doubts=False),
        TypeWords(draft_id=1, row=9, field=DoubtField.TEXT, doubts=False),
        LeaveWords(draft_id=1, row=9, doubts=False),
        ChooseSlot(draft_id=1, row=9, needed=True),
    ):
        await coordinator.presses_old(press.pack(), under=coordinator.last)
        assert "уже всё изменилось" in coordinator.toast
    await coordinator.presses_old(PickRow(draft_id=1, page=9).pack(), under=coordinator.last)
    assert coordinator.buttons() == ["К списку"]
