"""After a visit: photos, the reference, notes, next steps; one mark for two, who is let in and who is not."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import select

from handlers.callbacks import AddEvidence, AgreeStep, JoinVisit, OpenVisit, ShowEvidence, WithdrawStep, WriteNote
from models.domain.access import Role
from models.domain.files import FileUse
from models.tables import File, StateChange, VisitNote
from tests.chat import Chat
from tests.dialogues.conftest import (
    BEREZOVKA,
    CURATOR,
    DIRECTOR,
    FOREST,
    LIPOVKA,
    NEIGHBOURS,
    OTHER_CURATOR,
    OZERSK,
    Town,
)

pytestmark = pytest.mark.usefixtures("roadmap")

FIRST = f"✅ {OZERSK} — первое посещение"
JOIN = f"🙋 Я тоже был(а) — {OZERSK}"
PHOTO, REFERENCE, NOTE, STEP = "📷 Фото", "📄 Справка", "📝 Заметка", "➡️ Следующий шаг"
PICTURE = b"\xff\xd8 a picture"


@pytest.fixture
async def visited(town: Town, curator: Chat) -> Chat:
    """The curator has marked the lake's school on its day."""
    await town.wind(3, 9, 9, 0)
    await town.wind(3, 10, 8, 30)
    await curator.presses(FIRST)
    return curator


async def kept(town: Town) -> list[tuple[FileUse, str | None, bool]]:
    """Use, name and album of what stands in the books."""
    async with town.app.work().reading() as session:
        files = await session.scalars(select(File).where(File.removed_at.is_(None)).order_by(File.id))
        return [(file.use, file.name, file.album is not None) for file in files]


class TestPhotos:
    async def test_a_photo_is_asked_for_and_kept(self, town: Town, visited: Chat) -> None:
        await visited.presses(PHOTO)
        visited.sees(f"{OZERSK}, посещение 10 марта", "Пришлите фото")
        await visited.sends_photo(PICTURE)
        visited.sees("Посещена ср 10 марта, первое посещение", "👤 Белов Андрей", "📷 1 фото")
        further = ["Показать файлы", "Убрать последнее фото", "Посещения на сегодня"]
        assert visited.buttons() == [PHOTO, REFERENCE, NOTE, STEP, *further]
        assert await kept(town) == [(FileUse.PHOTO, None, False)]

    async def test_an_album_is_one_record_and_gets_one_answer(self, town: Town, visited: Chat) -> None:
        await visited.presses(PHOTO)
        await visited.sends_photos(PICTURE, PICTURE, PICTURE)
        assert len(visited.new) == 1
        assert "📷 3 фото" in visited.new[0].text
        assert "Убрать 3 фото" in visited.buttons()
        assert await kept(town) == [(FileUse.PHOTO, None, True)] * 3
        await visited.presses("Убрать 3 фото")
        assert visited.toast == "Убрано"
        assert "фото" not in visited.last.text
        assert await kept(town) == []

    async def test_two_albums_are_two(self, town: Town, visited: Chat) -> None:
        await visited.presses(PHOTO)
        await visited.sends_photos(PICTURE, PICTURE)
        await visited.sends_photos(PICTURE, PICTURE)
        assert len(visited.new) == 1
        assert "📷 4 фото" in visited.last.text
        assert "Убрать 2 фото" in visited.buttons()

    async def test_photos_one_after_another_belong_together_without_a_press(self, town: Town, visited: Chat) -> None:
        await visited.presses(PHOTO)
        await visited.sends_photo(PICTURE)
        await visited.sends_photo(PICTURE)
        visited.sees("📷 2 фото")
        assert len(await kept(town)) == 2

    async def test_a_photo_much_later_is_none_of_the_visit(self, town: Town, visited: Chat) -> None:
        await visited.presses(PHOTO)
        await visited.sends_photo(PICTURE)
        town.clock.move(minutes=31)
        await visited.sends_photo(PICTURE)
        assert len(await kept(town)) == 1
        assert "фото" not in visited.last.text

    async def test_a_photo_in_reply_needs_no_press(self, town: Town, visited: Chat) -> None:
        listed = visited.last
        await visited.sends_photo(PICTURE, reply_to=listed)
        visited.sees("📷 1 фото")
        await visited.sends_file("справка.docx", b"1", reply_to=listed)
        visited.sees("📷 1 фото", "📄 Справка: справка.docx")
        assert await kept(town) == [(FileUse.PHOTO, None, False), (FileUse.REFERENCE, "справка.docx", False)]

    async def test_an_album_in_reply_gets_one_answer_too(self, town: Town, visited: Chat) -> None:
        await visited.sends_photos(PICTURE, PICTURE, reply_to=visited.last)
        assert len(visited.new) == 1
        assert "📷 2 фото" in visited.last.text

    async def test_a_photo_may_answer_the_request_for_it(self, town: Town, visited: Chat) -> None:
        await visited.presses(PHOTO)
        await visited.sends_photo(PICTURE, reply_to=visited.last)
        visited.sees("📷 1 фото")

    async def test_a_file_that_answers_another_task_is_of_that_task(self, town: Town, visited: Chat) -> None:
        director = await town.resident(CURATOR, Role.DIRECTOR, schools=(LIPOVKA,))
        await director.says("/week")
        await town.opens(director, "2.6", LIPOVKA)
        task = director.last
        assert "📎 Документ" in director.buttons(task)
        await visited.presses(PHOTO)
        await visited.sends_file("концепция.docx", b"1", reply_to=task)
        assert FileUse.REFERENCE not in [use for use, _, _ in await kept(town)]
        visited.sees("Отправлено", "2.6")

    async def test_words_under_a_photo_are_a_note(self, town: Town, visited: Chat) -> None:
        await visited.presses(PHOTO)
        await visited.sends_photo(PICTURE, caption="Новый кабинет <физики>")
        visited.sees("📷 1 фото", "📝 Новый кабинет <физики> — Белов Андрей, 10 марта")

    async def test_cancelled_is_cancelled(self, town: Town, visited: Chat) -> None:
        await visited.presses(PHOTO)
        await visited.presses("Отмена")
        await visited.sends_photo(PICTURE)
        assert await kept(town) == []


class TestReference:
    async def test_a_paper_is_kept(self, town: Town, visited: Chat) -> None:
        await visited.presses(REFERENCE)
        visited.sees("Пришлите справку: файл Word, PDF, Excel или фото, до 20 МБ. Подойдёт и ссылка.")
        await visited.sends_file("справка.pdf", b"1")
        visited.sees("📄 Справка: справка.pdf")
        await visited.presses("Убрать последнюю справку")
        assert await kept(town) == []

    async def test_a_link_is_kept(self, town: Town, visited: Chat) -> None:
        await visited.presses(REFERENCE)
        await visited.says("вот она")
        visited.sees("Пришлите файл или ссылку на него.")
        await visited.says("вот она https://example.ru/spravka")
        visited.sees("📄 Справка: ссылка")
        await visited.presses("Показать файлы")
        visited.sees("📄 Справка: https://example.ru/spravka")

    async def test_several_papers_at_once_are_one_record(self, town: Town, visited: Chat) -> None:
        await visited.presses(REFERENCE)
        visited.read = len(visited.seen)
        town.world.send_album(CURATOR, [("справка.docx", b"1"), ("приложение.pdf", b"2")])
        await town.app.settled()
        assert len(visited.new) == 1
        visited.sees("📄 Справка: справка.docx", "📄 Справка: приложение.pdf")
        await visited.presses("Убрать 2 файла справки")
        assert await kept(town) == []

    async def test_another_kind_of_file_is_refused_with_a_way_on(self, town: Town, visited: Chat) -> None:
        await visited.presses(REFERENCE)
        await visited.sends_file("архив.zip", b"1")
        visited.sees("Подойдёт фото или файл Word, PDF, Excel.")
        await visited.sends_file("справка.pdf", b"1")
        visited.sees("📄 Справка: справка.pdf")


class TestShown:
    async def test_the_school_and_the_coordinator_see_the_files(
        self, town: Town, visited: Chat, coordinator: Chat
    ) -> None:
        await visited.presses(PHOTO)
        await visited.sends_photos(PICTURE, PICTURE)
        await visited.presses(REFERENCE)
        await visited.sends_file("справка.docx", b"1")
        director = await town.resident(DIRECTOR, Role.DIRECTOR, schools=(OZERSK,))
        visit_id = await town.assignment("2.1", OZERSK)
        for chat in (director, coordinator):
            await chat.says("/week")
            await chat.presses_old(OpenVisit(assignment_id=visit_id, place="c").pack(), under=chat.last)
            chat.sees("📷 2 фото", "справка.docx")
            await chat.presses("Показать файлы")
            albums = [message.album for message in chat.new]
            assert len(chat.new) == 4
            assert albums[0] is not None
            assert albums[0] == albums[1]
            assert albums[2:] == [None, None]

    async def test_neighbours_see_nothing(self, town: Town, visited: Chat) -> None:
        await visited.presses(PHOTO)
        await visited.sends_photo(PICTURE)
        stranger = await town.resident(NEIGHBOURS, Role.DIRECTOR, schools=(FOREST,))
        visit_id = await town.assignment("2.1", OZERSK)
        await stranger.says("/week")
        for press in (
            OpenVisit(assignment_id=visit_id, place="c"),
            ShowEvidence(assignment_id=visit_id),
            AddEvidence(assignment_id=visit_id, reference=False),
            WriteNote(assignment_id=visit_id),
            JoinVisit(assignment_id=visit_id, place="c"),
        ):
            await stranger.presses_old(press.pack(), under=stranger.seen[0])
            assert "недоступна" in stranger.toast
        stranger.never_sees(OZERSK)

    async def test_who_was_not_there_adds_nothing(self, town: Town, visited: Chat) -> None:
        director = await town.resident(DIRECTOR, Role.DIRECTOR, schools=(OZERSK,))
        visit_id = await town.assignment("2.1", OZERSK)
        await director.says("/week")
        press = AddEvidence(assignment_id=visit_id, reference=False)
        await director.presses_old(press.pack(), under=director.last)
        assert "отвечает другой участник" in director.toast
        await director.presses_old(OpenVisit(assignment_id=visit_id, place="c").pack(), under=director.last)
        assert director.buttons() == []

    async def test_who_has_just_lost_the_role_adds_nothing_more(self, town: Town, visited: Chat) -> None:
        await visited.presses(PHOTO)
        await town.loses_role(CURATOR)
        await visited.sends_photo(PICTURE)
        assert await kept(town) == []
        visited.sees("недоступна")


class TestNotes:
    async def test_a_note_is_written_and_taken_away(self, town: Town, visited: Chat) -> None:
        await visited.presses(NOTE)
        visited.sees("Напишите заметку одним сообщением.")
        await visited.says("Были на уроках <математики>")
        visited.sees("📝 Были на уроках <математики> — Белов Андрей, 10 марта")
        await visited.presses("Убрать последнюю заметку")
        assert "📝" not in visited.last.text
        async with town.app.work().reading() as session:
            (note,) = await session.scalars(select(VisitNote))
        assert note.removed_at is not None

    async def test_taking_the_mark_back_keeps_the_note(self, town: Town, visited: Chat) -> None:
        listed = visited.last
        await visited.presses(NOTE)
        await visited.says("Были на уроках")
        await visited.presses("Отменить", under=listed)
        await visited.presses_old(
            AddEvidence(assignment_id=await town.assignment("2.1", OZERSK), reference=False).pack(), under=listed
        )
        assert "изменилось" in visited.toast
        await visited.presses(FIRST)
        await visited.presses_old(
            OpenVisit(assignment_id=await town.assignment("2.1", OZERSK), place="c").pack(), under=listed
        )
        visited.sees("✅ Посещена ср 10 марта", "📝 Были на уроках")

    async def test_the_visits_card_leads_back_to_the_list(self, town: Town, visited: Chat) -> None:
        await visited.says("/visits")
        await visited.presses(f"📷 {OZERSK}: фото, справка…")
        visited.sees("✅ Посещена ср 10 марта")
        await visited.presses("← Назад")
        visited.sees("Посещения ср 10 марта")


class TestTogether:
    @pytest.fixture
    async def both(self, town: Town, visited: Chat, coordinator: Chat) -> tuple[Chat, Chat]:
        """The row names the coordinator too, who looks at the day's list."""
        await coordinator.says("/visits")
        return visited, coordinator

    async def test_one_mark_is_both(self, town: Town, both: tuple[Chat, Chat]) -> None:
        curator, coordinator = both
        coordinator.sees(OZERSK, "✅ 10 марта · Белов Андрей")
        assert FIRST not in coordinator.buttons()
        await coordinator.presses(JOIN)
        assert coordinator.toast == "Записано"
        coordinator.sees("посещена 10 марта · Белов Андрей и Соколова Марина")
        assert JOIN not in coordinator.buttons()
        assert PHOTO in coordinator.buttons()
        await curator.says("/visits")
        curator.sees("✅ 10 марта · Белов Андрей и Соколова Марина")
        async with town.app.work().reading() as session:
            assert len(list(await session.scalars(select(StateChange)))) == 1

    async def test_what_was_joined_is_left_again(self, town: Town, both: tuple[Chat, Chat]) -> None:
        curator, coordinator = both
        await coordinator.presses(JOIN)
        await coordinator.presses("Меня там не было")
        assert coordinator.toast == "Запись снята"
        assert JOIN in coordinator.buttons()
        await curator.presses("Отменить")
        assert curator.toast == "Отметка снята"

    async def test_a_mark_that_was_joined_is_not_undone_under_the_other(
        self, town: Town, both: tuple[Chat, Chat]
    ) -> None:
        curator, coordinator = both
        await coordinator.presses(JOIN)
        await curator.presses("Отменить")
        assert "уже работает другой участник" in curator.toast

    async def test_a_curator_whom_nothing_names_there_is_not_offered_it(self, town: Town, visited: Chat) -> None:
        other = await town.resident(OTHER_CURATOR, Role.CURATOR, schools=(BEREZOVKA,))
        await other.says("/visits")
        assert not any(one.startswith("🙋") for one in other.buttons())

    async def test_both_press_at_the_same_moment(self, town: Town, curator: Chat, coordinator: Chat) -> None:
        await town.wind(3, 10, 8, 30)
        for chat in (curator, coordinator):
            await chat.says("/visits")
            town.world.press(chat.user_id, chat.last.id, FIRST)
        await town.app.settled()
        toasts = sorted(chat.toast for chat in (curator, coordinator))
        assert toasts[0] == "Отмечено"
        assert toasts[1].startswith("Уже отмечено: ")
        async with town.app.work().reading() as session:
            assert len(list(await session.scalars(select(StateChange)))) == 1
        late = curator if curator.toast != "Отмечено" else coordinator
        assert JOIN in late.buttons()

    async def test_the_others_message_of_the_morning_is_redrawn(
        self, town: Town, curator: Chat, coordinator: Chat
    ) -> None:
        await town.wind(3, 10, 8, 30)
        morning = coordinator.sees("Посещения ср 10 марта")
        await curator.presses(FIRST)
        town.clock.move(minutes=1)
        await town.app.tick()
        await town.app.settled()
        drawn = next(message for message in coordinator.seen if message.id == morning.id)
        assert "✅ 10 марта · Белов Андрей" in drawn.text
        assert JOIN in coordinator.buttons(drawn)


class TestSteps:
    async def test_a_step_is_agreed_told_and_marked(self, town: Town, visited: Chat) -> None:
        director = await town.resident(DIRECTOR, Role.DIRECTOR, schools=(OZERSK,))
        await town.wind(3, 10, 10, 0)
        await visited.presses(STEP)
        visited.sees("О чём договорились?")
        await visited.says("Обновить план работы с <рисками>")
        visited.sees("К какому дню?")
        assert visited.buttons() == ["Через неделю, ср 17 марта", "Через месяц, сб 10 апреля", "Отмена"]
        await visited.presses("Через неделю")
        assert visited.toast == "Шаг записан, школе придёт сообщение"
        visited.sees("➡️ Обновить план работы с <рисками> — до 17 марта")
        director.sees("Следующий шаг по итогам посещения 10 марта", "шаг 1.", "до 17 марта", "Белов Андрей")
        await director.presses("О посещении")
        director.sees("✅ Посещена ср 10 марта", "👤 Белов Андрей")
        await director.presses("✅ Сделано")
        director.sees("шаг 1. Обновить план", "✅ Сделано 10 марта")
        await visited.says("/visits")
        await visited.presses(f"📷 {OZERSK}: фото, справка…")
        visited.sees("➡️ Обновить план работы с <рисками> — ✅ 10 марта")

    async def test_another_day_is_typed(self, town: Town, visited: Chat) -> None:
        await visited.presses(STEP)
        await visited.says("Обновить план")
        await visited.says("вчера")
        visited.sees("9 марта уже прошло")
        await visited.says("когда-нибудь")
        visited.sees("Не получилось понять день")
        await visited.says("22 марта")
        visited.sees("➡️ Обновить план — до 22 марта")

    async def test_a_step_is_taken_back_and_the_school_sees_it_go(self, town: Town, visited: Chat) -> None:
        director = await town.resident(DIRECTOR, Role.DIRECTOR, schools=(OZERSK,))
        await town.wind(3, 10, 10, 0)
        await visited.presses(STEP)
        await visited.says("Обновить план")
        await visited.presses("Через неделю")
        told = director.sees("Следующий шаг")
        await visited.presses("Отменить последний шаг")
        assert visited.toast == "Шаг отменён"
        assert "Обновить план" not in visited.last.text
        await town.app.settled()
        gone = next(message for message in director.seen if message.id == told.id)
        assert "Обновить план" not in gone.text
        assert director.buttons(gone) == []

    async def test_a_status_in_words_closes_the_step(self, town: Town, visited: Chat) -> None:
        director = await town.resident(DIRECTOR, Role.DIRECTOR, schools=(OZERSK,))
        await visited.presses(STEP)
        await visited.says("Обновить план")
        await visited.presses("Через неделю")
        await director.says("Шаг 1 сделано")
        director.sees("Отмечено: шаг 1")

    async def test_buttons_of_a_step_that_is_kept_do_nothing(self, town: Town, visited: Chat) -> None:
        await visited.presses(STEP)
        await visited.says("Обновить план")
        stale = visited.carries("Через неделю")
        await visited.presses("Через неделю")
        await visited.presses_old(stale, under=visited.last)
        assert "уже записан" in visited.toast
        card = visited.last
        assert card.text.count("➡️") == 1
        for press in (AgreeStep(day=date(2027, 4, 1).isoformat()), WithdrawStep(task_id=999_999)):
            await visited.presses_old(press.pack(), under=card)
            assert visited.last.text == card.text


async def test_answers_to_an_album_come_in_order_even_in_a_burst(town: Town, visited: Chat) -> None:
    await visited.presses(PHOTO)
    visited.read = len(visited.seen)
    pictures = [("photo.jpg", PICTURE)] * 10
    town.world.send_album(CURATOR, pictures, "", "photo")
    await asyncio.wait_for(town.app.settled(), 30)
    assert [message.text.count("📷 10 фото") for message in visited.new] == [1]
