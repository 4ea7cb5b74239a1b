"""A coordinator sends a changed edition of the published map; those whose work it changes are told once."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import ColumnElement, select

from bot.emulator.world import World
from handlers.callbacks import (
    AcceptEdition,
    ChooseEdition,
    DeclineEdition,
    OpenEdition,
    OpenEditions,
    OpenPairs,
    PublishDraft,
    SettlePair,
)
from models.domain.access import Role
from models.domain.doubts import DoubtField, DoubtReason
from models.domain.lifecycles import State
from models.domain.plan import Executor, Kind, Level, Period
from models.roadmap.draft import Column, Doubt, Draft, DraftTask
from models.tables import Assignment, Base, RoadMap, Task
from models.usecases import publication, roadmaps
from tests.builders import row, until
from tests.chat import Chat
from tests.conftest import Clock
from tests.dialogues.conftest import (
    BEGIN,
    BEREZOVKA,
    COORDINATOR,
    DATA,
    DIRECTOR,
    DISTRICT,
    LIPOVKA,
    NEIGHBOUR,
    NEIGHBOURS_COORDINATOR,
    OTHER_CURATOR,
    OTHER_DIRECTOR,
    OZERSK,
    Town,
    opened,
)

MAP = (DATA / "ozersk_2027.txt").read_text(encoding="utf-8")
# 2.6 is due later, 3.1 is worded otherwise, 3.2 is gone and those after it have other numbers, 2.9 is new.
EDITION = (
    MAP.replace("ИС МЭДК*	до 30.04.2027	ШНОР	Документы", "ИС МЭДК*	до 15.05.2027	ШНОР	Документы")
    .replace("Семинар для руководителей школ «Как читать", "Семинар для руководителей и заместителей школ «Как читать")
    .replace("3.2.	Взаимопосещение уроков педагогами школ	апрель-май	ОО	Листы посещения уроков\n", "")
    .replace("\n3.3.", "\n3.2.")
    .replace("\n3.4.", "\n3.3.")
    .replace("\n3.5.", "\n3.4.")
    .replace("\n3.6.", "\n3.5.")
    .replace("3. Методическая", "2.9.	Родительские собрания	до 15.04.2027	ШНОР	Протоколы\n3. Методическая")
)
ARCHIVE = """Дорожная карта Озёрского района на 2026 год
№	Мероприятие	Срок	Ответственные
1	Итоговое совещание	до 20.12.2026	Муниципальный координатор
"""
T = TypeVar("T", bound=Base)
MOVED = "2.6 Разработка концепции"


@pytest.fixture
async def berezovka(town: Town) -> Chat:
    return await town.resident(OTHER_DIRECTOR, Role.DIRECTOR, schools=(BEREZOVKA,))


@pytest.fixture
async def lipovka_curator(town: Town) -> Chat:
    return await town.resident(OTHER_CURATOR, Role.CURATOR, schools=(LIPOVKA,))


async def rows_of(town: Town, table: type[T], *conditions: ColumnElement[bool]) -> list[T]:
    async with town.app.work().reading() as session:
        return list(await session.scalars(select(table).where(*conditions)))


async def sends(coordinator: Chat, text: str = EDITION, name: str = "Новый файл.txt") -> None:
    await coordinator.sends_file(name, text.encode())


@pytest.mark.usefixtures("roadmap")
class TestTheWholeTalk:
    async def test_changes_are_shown_before_anything_happens(self, town: Town, coordinator: Chat) -> None:
        await sends(coordinator)
        assert len(coordinator.new) == 1
        coordinator.sees(
            "Новая редакция карты «Дорожная карта по реализации проекта",
            "Озёрский район, 2027 год",
            "Новых: 1.",
            "Исключено: 1.",
            "С другим сроком: 1.",
            "С другими словами: 1.",
            "С другим номером: 4.",
            "Без изменений: 17.",
            "➖ 3.2 Взаимопосещение уроков педагогами школ — исключено (было 1 апреля – 31 мая)",
            "➕ 2.9 Родительские собрания — новое: до 15 апреля",
            f"📅 {MOVED}",
            "Срок: было до 30 апреля → стало до 15 мая",
            "✏️ 3.1",
            "было «Семинар для руководителей школ",
            "стало «Семинар для руководителей и заместителей школ",
            "🔢 3.2 (был 3.3) Размещение на сайте",
            "Страница 1 из 2.",
        )
        assert coordinator.buttons() == ["Дальше →", "Принять", "Посмотреть строки", "Не принимать"]
        assert (await rows_of(town, RoadMap))[0].edition == 1

    async def test_it_is_accepted_with_one_tap_and_marks_stay(
        self, town: Town, coordinator: Chat, director: Chat, berezovka: Chat
    ) -> None:
        await town.opens(director, "4.1")
        await director.presses("📎 Документ")
        await director.says("https://example.ru/documents")
        before = await town.assignment("4.1", OZERSK)
        await sends(coordinator)
        shown = coordinator.last
        await coordinator.presses("Принять")
        assert coordinator.last.id == shown.id or coordinator.seen[-2].id == shown.id
        coordinator.sees(
            "✅ Принята редакция 2 карты «Дорожная карта по реализации",
            "Новых: 1.",
            "Новых задач: ",
            "Задач с новым сроком: ",
            "Снято задач: ",
            "каждому только о его задачах",
        )
        assert await town.assignment("4.1", OZERSK) == before
        await town.opens(director, "4.1")
        director.sees("✅ Документ отправлен 4 марта")
        await town.opens(director, "2.6")
        director.sees("2.6", "Срок: до 15 мая")

    async def test_those_touched_are_told_once_of_what_is_theirs(
        self, town: Town, coordinator: Chat, director: Chat, berezovka: Chat, neighbour: Chat, curator: Chat
    ) -> None:
        await sends(coordinator)
        await coordinator.presses("Принять")
        await town.wind(3, 4, 12)
        for chat in (director, berezovka):
            assert len(chat.seen) == 1
            told = chat.sees(
                "План изменился",
                "редакция 2",
                f"• {MOVED}",
                "Срок: было до 30 апреля → стало до 15 мая",
                "2.9 Родительские собрания",
                "Новое: до 15 апреля",
                "Ваши отметки и документы сохранены.",
            )
            assert "3.1" not in told.text
            assert "Размещение" not in told.text
            assert "Семинар" not in told.text
        assert neighbour.seen == []
        curator.never_sees("План изменился")
        assert len(coordinator.seen) == 1

    async def test_the_letter_speaks_by_the_new_plan(self, town: Town, coordinator: Chat, director: Chat) -> None:
        await sends(coordinator)
        await coordinator.presses("Принять")
        await town.wind(5, 11, 9)
        director.sees("На этой неделе", "2.6 Разработка концепции")

    async def test_the_history_says_why_a_row_is_gone(self, town: Town, coordinator: Chat) -> None:
        await sends(coordinator)
        await coordinator.presses("Принять")
        await coordinator.presses("История карты")
        coordinator.sees(
            "История карты «Дорожная карта по реализации",
            "Редакция 2 · 4 марта 2027 · Соколова Марина",
            "➖ 3.2 Взаимопосещение уроков педагогами школ — исключено",
            "Причина: редакция 2.",
            "Редакция 1 · 4 марта 2027",
            "Опубликована впервые.",
        )

    async def test_the_history_is_found_again_by_the_command(self, coordinator: Chat) -> None:
        await coordinator.says("/roadmap")
        coordinator.sees("Опубликованная дорожная карта", "Озёрский район, 2027: «", "24 мероприятия", "пришлите файл")
        await coordinator.presses("История карты")
        coordinator.sees("Редакция одна: карта не менялась с публикации.")
        await sends(coordinator)
        await coordinator.says("/roadmap")
        # the edition that waits stands last, the published map above it
        assert [one.text.split("\n")[0] for one in coordinator.seen[-2:]] == [
            "Опубликованная дорожная карта",
            coordinator.last.text.split("\n")[0],
        ]
        assert "Принять" in coordinator.buttons()
        await coordinator.presses("Принять")
        await coordinator.says("/roadmap")
        coordinator.sees("24 мероприятия, редакция 2")
        await coordinator.presses("История карты")
        coordinator.sees("Редакция 2 · 4 марта 2027 · Соколова Марина", "Редакция 1 · 4 марта 2027")

    async def test_each_map_has_a_history_of_its_own(self, coordinator: Chat) -> None:
        await coordinator.sends_file("2026.txt", ARCHIVE.encode())
        await coordinator.presses("Сохранить в архив")
        await coordinator.says("/roadmap")
        coordinator.sees("Опубликованные дорожные карты", "Озёрский район, 2026 (архив): «", "1 мероприятие")
        assert coordinator.buttons() == [
            "История карты: 2027, Озёрский район",
            "История карты: 2026, Озёрский район (архив)",
            "◻️ Срок прошёл: 14",
        ]
        await coordinator.presses("История карты: 2026, Озёрский район (архив)")
        coordinator.sees("История карты «Дорожная карта Озёрского района на 2026 год»")

    async def test_the_rows_can_be_looked_through_first(self, town: Town, coordinator: Chat) -> None:
        await sends(coordinator)
        await coordinator.presses("Посмотреть строки")
        coordinator.sees("Распознано 24 мероприятия", "1.1 Назначение")
        assert "Опубликовать" not in coordinator.buttons()
        assert coordinator.buttons()[-1] == "К изменениям"
        await coordinator.presses("1.1: один раз")
        await coordinator.presses("К изменениям")
        coordinator.sees("С другими словами: 2.", "Кого касается: было «один раз на всех» → стало «ждём от других»")
        await coordinator.presses("Принять")
        coordinator.sees("Принята редакция 2")

    async def test_it_is_not_accepted(self, town: Town, coordinator: Chat, director: Chat) -> None:
        await sends(coordinator)
        shown = coordinator.last
        await coordinator.presses("Не принимать")
        coordinator.sees("опубликованная карта осталась прежней")
        for press in (
            AcceptEdition(draft_id=2, number=1),
            OpenEdition(draft_id=2, page=0),
            DeclineEdition(draft_id=1),
            SettlePair(draft_id=2, row=0, old=0, same=True),
            OpenPairs(draft_id=2),
            ChooseEdition(draft_id=2, same=True),
            PublishDraft(draft_id=2, archive=False),
        ):
            await coordinator.presses_old(press.pack(), under=shown)
            assert "уже всё изменилось" in coordinator.toast
        assert director.seen == []
        await coordinator.says("/roadmap")
        coordinator.sees("пришлите файл сюда")

    async def test_nothing_changed_is_nothing_to_accept(self, town: Town, coordinator: Chat) -> None:
        await sends(coordinator, MAP + "\n")
        coordinator.sees("Изменений нет: опубликованная карта остаётся как есть.")
        assert coordinator.buttons() == ["Посмотреть строки", "Не принимать"]
        await sends(coordinator, MAP)
        coordinator.sees("Этот файл уже опубликован")

    async def test_decisions_of_the_first_check_need_no_second(self, town: Town, coordinator: Chat) -> None:
        """The doubt about 31 June was left as it was understood, and is asked again: nothing was decided there."""
        await sends(coordinator)
        assert "уточнени" in coordinator.last.text
        await coordinator.presses("Посмотреть строки")
        await coordinator.presses("❓ Уточнить (1)")
        await coordinator.presses("до 30 июня")
        await coordinator.presses("К изменениям")
        await coordinator.presses("Принять")
        again = EDITION.replace("до 15.05.2027", "до 20.05.2027")
        await sends(coordinator, again)
        coordinator.sees("С другим сроком: 1.", "Без изменений: 23.")
        assert "требует" not in coordinator.last.text


@pytest.mark.usefixtures("roadmap")
class TestStaleAndStrange:
    async def test_a_double_tap_accepts_once(self, town: Town, coordinator: Chat, director: Chat) -> None:
        await sends(coordinator)
        shown, press = coordinator.last, coordinator.carries("Принять")
        await coordinator.presses("Принять")
        await coordinator.presses_old(press, under=shown)
        assert "уже всё изменилось" in coordinator.toast
        assert (await rows_of(town, RoadMap))[0].edition == 2
        await town.wind(3, 4, 10, 5)
        assert len(director.seen) == 1

    async def test_a_screen_that_was_outrun_is_not_accepted(self, town: Town, coordinator: Chat) -> None:
        await sends(coordinator)
        slow, press = coordinator.last, coordinator.carries("Принять")
        await sends(coordinator, EDITION.replace("до 15.05.2027", "до 20.05.2027"))
        await coordinator.presses("Принять", under=coordinator.last)
        await coordinator.presses_old(press, under=slow)
        assert "Пока вы смотрели, была принята редакция 2." in coordinator.toast
        await coordinator.presses_old(OpenEdition(draft_id=2, page=0).pack(), under=slow)
        coordinator.sees("С другим сроком: 1.", "было до 20 мая → стало до 15 мая")
        await coordinator.presses("Принять", under=slow)
        coordinator.sees("Принята редакция 3")

    async def test_a_neighbours_coordinator_reaches_nothing(
        self, town: Town, coordinator: Chat, neighbour: Chat
    ) -> None:
        stranger = await town.resident(NEIGHBOURS_COORDINATOR, Role.COORDINATOR, territory=NEIGHBOUR)
        await sends(coordinator)
        await stranger.says("/week")
        for chat in (stranger, neighbour):
            if not chat.seen:
                await chat.says("/week")
            for press in (
                OpenEdition(draft_id=2, page=0),
                AcceptEdition(draft_id=2, number=1),
                ChooseEdition(draft_id=2, same=True),
                ChooseEdition(draft_id=2, same=False),
                OpenPairs(draft_id=2),
                SettlePair(draft_id=2, row=0, old=0, same=True),
                DeclineEdition(draft_id=2),
                OpenEditions(roadmap_id=1),
                OpenEditions(roadmap_id=99),
            ):
                await chat.presses_old(press.pack(), under=chat.seen[0])
                assert "нет или она вам недоступна" in chat.toast
        assert (await rows_of(town, RoadMap))[0].edition == 1
        await sends(stranger)
        stranger.never_sees("Новая редакция")

    async def test_a_map_is_no_edition_and_has_no_such_screens(self, town: Town, coordinator: Chat) -> None:
        await coordinator.says("/week")
        for press in (OpenEdition(draft_id=1, page=0), OpenPairs(draft_id=1), ChooseEdition(draft_id=1, same=False)):
            await coordinator.presses_old(press.pack(), under=coordinator.last)
            assert "уже всё изменилось" in coordinator.toast

    async def test_an_edition_cannot_be_published_beside_the_map(self, town: Town, coordinator: Chat) -> None:
        await sends(coordinator)
        await coordinator.presses_old(PublishDraft(draft_id=2, archive=False).pack(), under=coordinator.last)
        assert "новая редакция опубликованной карты" in coordinator.toast
        assert len(await rows_of(town, RoadMap)) == 1


async def test_a_restart_in_the_middle(world: World, clock: Clock, database: Path) -> None:
    clock.set(BEGIN)
    async with opened(world, clock, database) as town:
        coordinator = await town.resident(COORDINATOR, Role.COORDINATOR, territory=DISTRICT)
        await sends(coordinator, MAP)
        await coordinator.presses("Опубликовать")
        await sends(coordinator)
        shown = coordinator.last
    async with opened(world, clock, database) as town:
        town.expects("getUpdates", 409)
        coordinator = town.chat(COORDINATOR)
        await coordinator.says("/roadmap")
        coordinator.sees("Новая редакция карты", "Исключено: 1.")
        await coordinator.presses("Принять", under=shown)
        coordinator.sees("Принята редакция 2")


TWICE = EDITION.replace("до 15.05.2027", "до 20.05.2027").replace(
    "2.9.	Родительские собрания	до 15.04.2027", "2.9.	Родительские собрания	до 19.04.2027"
)
"""The edition corrected: 2.6 and the new row 2.9 are due later still."""


async def accepts(coordinator: Chat, text: str) -> None:
    await sends(coordinator, text)
    await coordinator.presses("Принять")


@pytest.mark.usefixtures("roadmap")
class TestSeveralEditions:
    async def test_two_within_minutes_come_as_one_message(
        self, town: Town, coordinator: Chat, director: Chat, neighbour: Chat
    ) -> None:
        await accepts(coordinator, EDITION)
        await town.wind(3, 4, 10, 4)
        await accepts(coordinator, TWICE)
        await town.wind(3, 4, 10, 8)
        assert director.seen == []
        await town.wind(3, 4, 10, 9)
        assert len(director.seen) == 1
        told = director.sees(
            "План изменился",
            "редакции 2 и 3",
            f"• {MOVED}",
            "Срок: было до 30 апреля → стало до 20 мая",
            "• 2.9 Родительские собрания",
            "Новое: до 19 апреля",
            "Ваши отметки и документы сохранены.",
        )
        assert "15" not in told.text
        await town.wind(3, 4, 18)
        assert len(director.seen) == 1
        assert neighbour.seen == []

    async def test_two_on_different_days_are_two_messages(self, town: Town, coordinator: Chat, director: Chat) -> None:
        await accepts(coordinator, EDITION)
        await town.wind(3, 4, 10, 5)
        director.sees("редакция 2", "Срок: было до 30 апреля → стало до 15 мая", "Новое: до 15 апреля")
        await town.wind(3, 5, 12)
        await accepts(coordinator, TWICE)
        await town.wind(3, 5, 12, 5)
        second = director.sees("редакция 3", "Срок: было до 15 мая → стало до 20 мая", "было до 15 апреля")
        assert "30 апреля" not in second.text
        assert len([one for one in director.seen if "План изменился" in one.text]) == 2

    async def test_what_was_taken_back_before_the_morning_is_not_told(
        self, town: Town, coordinator: Chat, director: Chat
    ) -> None:
        await town.wind(3, 4, 21)
        await accepts(coordinator, EDITION)
        await town.wind(3, 4, 23)
        await accepts(coordinator, MAP)
        await town.wind(3, 5, 12)
        director.never_sees("План изменился")

    async def test_many_editions_are_named_by_the_first_and_the_last(
        self, town: Town, coordinator: Chat, director: Chat
    ) -> None:
        for day in (15, 16, 17, 18, 20):
            await accepts(coordinator, EDITION.replace("до 15.05.2027", f"до {day}.05.2027"))
        await town.wind(3, 4, 10, 5)
        assert len(director.seen) == 1
        director.sees("редакции 2–6", "Срок: было до 30 апреля → стало до 20 мая")


async def test_a_restart_between_two_editions(world: World, clock: Clock, database: Path) -> None:
    clock.set(BEGIN)
    async with opened(world, clock, database) as town:
        coordinator = await town.resident(COORDINATOR, Role.COORDINATOR, territory=DISTRICT)
        await town.resident(DIRECTOR, Role.DIRECTOR, schools=(OZERSK,))
        await sends(coordinator, MAP)
        await coordinator.presses("Опубликовать")
        await accepts(coordinator, EDITION)
    async with opened(world, clock, database) as town:
        town.expects("getUpdates", 409)
        await accepts(town.chat(COORDINATOR), TWICE)
    async with opened(world, clock, database) as town:
        town.expects("getUpdates", 409)
        await town.wind(3, 4, 10, 5)
        director = town.chat(DIRECTOR)
        assert len(director.seen) == 1
        director.sees("редакции 2 и 3", "Срок: было до 30 апреля → стало до 20 мая")


# --- rows written by hand -------------------------------------------------------------------------------------------

ROW = row(
    "1",
    until(4, 30),
    kind=Kind.EVENT,
    text="Семинар для директоров школ",
    timing_raw="до 30.04.2027",
    executors_raw="ШНОР",
)
TEXTS = ("Семинар для директоров", "Анкетирование родителей", "Разработка концепции", "Итоговая конференция")


def map_of(*rows: DraftTask, title: str = "Дорожная карта") -> Draft:
    columns = (Column.NUMBER, Column.TEXT, Column.TIMING, Column.EXECUTORS)
    numbered = (replace(row, number=str(place)) for place, row in enumerate(rows, start=1))
    return Draft(title, 2027, DISTRICT, Level.MUNICIPALITY, columns, tuple(numbered))


FIRST = map_of(*(replace(ROW, text=text) for text in TEXTS))


async def receives(town: Town, read: Draft) -> int:
    work, actor = town.app.work(), await town.actor(COORDINATOR)
    source = repr(read).encode()
    return (await roadmaps.receive_roadmap(work, actor, name="карта.txt", source=source, read=read)).draft_id


async def publishes(town: Town, read: Draft = FIRST) -> None:
    draft_id = await receives(town, read)
    await publication.publish_roadmap(town.app.work(), await town.actor(COORDINATOR), draft_id)


class TestUnsure:
    HALF = map_of(*FIRST.tasks[:2], replace(ROW, text="Летний лагерь"), replace(ROW, text="Олимпиада по физике"))

    async def asked(self, town: Town, coordinator: Chat) -> None:
        await publishes(town)
        await receives(town, self.HALF)
        await coordinator.says("/roadmap")
        coordinator.sees("У вас уже опубликована карта «Дорожная карта», и мероприятия этих карт совпадают на 50 %.")
        assert coordinator.buttons() == ["Новая редакция карты «Дорожная карта»", "Другая карта"]

    async def test_a_new_edition(self, town: Town, coordinator: Chat) -> None:
        await self.asked(town, coordinator)
        await coordinator.presses("Новая редакция карты")
        coordinator.sees("Исключено: 2.", "Новых: 2.", "Без изменений: 2.")
        await coordinator.presses("Принять")
        coordinator.sees("Принята редакция 2")
        assert len(await rows_of(town, RoadMap)) == 1

    async def test_another_map(self, town: Town, coordinator: Chat) -> None:
        await self.asked(town, coordinator)
        question = coordinator.last
        await coordinator.presses("Другая карта")
        coordinator.sees("Распознано 4 мероприятия")
        await coordinator.presses_old(ChooseEdition(draft_id=2, same=True).pack(), under=question)
        assert "уже всё изменилось" in coordinator.toast
        await coordinator.presses("Опубликовать")
        coordinator.sees("Опубликовано: 4 мероприятия")
        assert len(await rows_of(town, RoadMap)) == 2


class TestPairs:
    async def test_doubtful_pairs_are_asked_one_by_one(self, town: Town, coordinator: Chat, director: Chat) -> None:
        await publishes(town)
        await town.opens(director, "2")
        await director.presses("✅ Сделано")
        changed = [replace(ROW, text="Анкетирование учителей"), replace(ROW, text="Разработка программы")]
        await receives(town, map_of(FIRST.tasks[0], *changed, FIRST.tasks[3]))
        await coordinator.says("/roadmap")
        await coordinator.presses("Новая редакция карты")
        coordinator.sees("❓ Неясно, тот же ли это пункт: 2.")
        assert coordinator.buttons() == ["❓ Тот же пункт? (2)", "Посмотреть строки", "Не принимать"]
        shown = coordinator.last
        await coordinator.presses_old(AcceptEdition(draft_id=2, number=1).pack(), under=shown)
        assert "Сначала ответьте, те же ли это пункты: осталось 2 ответа." in coordinator.toast
        await coordinator.presses("❓ Тот же пункт?")
        coordinator.sees("Было: 2 Анкетирование родителей", "Стало: 2 Анкетирование учителей", "Осталось ответить: 2")
        await coordinator.presses("Да, тот же")
        coordinator.sees("Было: 3 Разработка концепции", "Осталось ответить: 1")
        await coordinator.presses("К изменениям")
        await coordinator.presses("❓ Тот же пункт? (1)")
        await coordinator.presses("Нет, другой")
        coordinator.sees("Исключено: 1.", "Новых: 1.", "С другими словами: 1.")
        await coordinator.presses("Принять")
        coordinator.sees("Принята редакция 2")
        await town.opens(director, "2")
        director.sees("2. Анкетирование учителей", "✅ Сделано 4 марта")


class TestFit:
    async def test_changes_of_long_words_still_fit(self, town: Town, coordinator: Chat, director: Chat) -> None:
        words = "подготовка и проведение очень длинного мероприятия для всех участников образовательных отношений " * 6
        long = [
            replace(
                ROW,
                text=f"{words} {place}",
                executors_raw=words,
                indicator=words,
                section=words,
                periods=tuple(Period(None, date(2027, 5, day)) for day in range(1, 9)),
            )
            for place in range(14)
        ]
        await publishes(town, map_of(*long, title="Дорожная карта " * 60))
        moved = [
            replace(
                one,
                text=f"{one.text} и ещё раз",
                executors_raw=words[::-1],
                indicator=None,
                section=None,
                periods=tuple(Period(None, date(2027, 6, day)) for day in range(1, 9)),
            )
            for one in long
        ]
        await receives(town, map_of(*moved, title="Дорожная карта " * 60))
        await coordinator.says("/roadmap")
        assert len(coordinator.last.text) <= 4096
        coordinator.sees("Страница 1 из 3.")
        await coordinator.presses("Дальше →")
        await coordinator.presses("Дальше →")
        coordinator.sees("Страница 3 из 3.")
        assert coordinator.buttons()[0] == "← Назад"
        await coordinator.presses("Принять")
        await coordinator.presses("История карты")
        assert len(coordinator.last.text) <= 4096
        await town.wind(3, 4, 10, 5)
        assert 1000 < len(director.sees("План изменился").text) <= 4096

    async def test_every_difference_has_its_words(self, town: Town, coordinator: Chat, director: Chat) -> None:
        doubt = Doubt(DoubtField.KIND, DoubtReason.AMBIGUOUS, "Выезд", ("visit", "other"))
        await publishes(town)
        first, second, third, fourth = FIRST.tasks
        await receives(
            town,
            map_of(
                replace(first, kind=Kind.DOCUMENT, indicator="80 %", section="II", links=("п. 3",), doubts=(doubt,)),
                replace(second, schools=(OZERSK,), project_only=True, timing_raw="к концу апреля"),
                replace(third, executors=(Executor.CURATOR,), executors_raw="Кураторы"),
                replace(fourth, executors_raw=None, executors=None, mentions=(Executor.SCHOOL,)),
            ),
        )
        await coordinator.says("/roadmap")
        coordinator.sees(
            "❓ 1 строка требует уточнения",
            "Вид работы: было «мероприятие» → стало «документ»",
            "Закрывается документом: теперь да",
            "Показатель: было «нет» → стало «80 %»",
            "Раздел: было «нет» → стало «II»",
            "Ссылки: п. 3",
            f"Школы: было «все участницы» → стало «{OZERSK}»",
            "Только для школ проекта: было «нет» → стало «да»",
            "Слова о сроке: было «до 30.04.2027» → стало «к концу апреля»",
            "Исполнители: было «ШНОР» → стало «Кураторы»",
            "Исполнители: было «ШНОР» → стало «школа»",
        )
        await coordinator.presses("Принять")
        await town.wind(3, 4, 10, 5)
        director.sees("Закрывается документом: теперь да", "3 Разработка концепции", "Теперь за это отвечают другие.")
        (task,) = await rows_of(town, Task, Task.number == "1")
        assert task.needs_document
        left = await rows_of(town, Assignment, Assignment.withdrawn_at.is_not(None))
        assert {one.state for one in left} == {State.PLANNED}
