"""What comes from old, broken, forged and strange phones: a clear answer, nothing lost, nothing revealed."""

from dataclasses import replace
from datetime import date

import pytest
from aiogram.filters.callback_data import CallbackData

from bot.emulator.faults import refused, unreachable
from handlers.callbacks import CALLBACKS, MarkDone, OpenTask, SaveWebinar
from handlers.views.tasks import CARD
from models.domain.access import Role
from models.domain.plan import Executor, Period, Scope
from models.usecases import people, publication, roadmaps
from tests.chat import Chat
from tests.dialogues.conftest import (
    BEREZOVKA,
    CURATOR,
    DIRECTOR,
    DISTRICT,
    KLYUCHI,
    LIPOVKA,
    OTHER_DIRECTOR,
    OZERSK,
    STRANGER,
    Town,
)
from tests.dialogues.test_roadmaps import ROW, map_of
from tests.house.test_callbacks import largest

GARBAGE = (
    "md",
    "md:",
    "md:1",
    "md:1:c:c",
    "md:one:c",
    "md:-1:c",
    "md:1:z",
    "md:1:w",
    "md:1:w2027-13-45",
    "md:1:v9999-12-31",
    f"md:{10**40}:c",
    "vi:1:yesterday:c",
    "vi:1:2027-02-30:v2027-03-10",
    "ap:0001-01-01",
    "ap:9999-12-31",
    "ow:2027-03-08:maybe",
    "ov:someday",
    "fs:1:0:planet:0",
    "fc:1:-1:0:0",
    "fy:99999",
    "wr:king",
    "db:1:because",
    "zz:1:2:3",
    "done_12",
    '{"action": "done", "id": 12}',
    "🙂" * 16,
    "a" * 64,
    ":::::",
    " ",
    "null",
)
LONG = "очень длинное слово " * 204
STRANGE = (
    "🙂" * 2048,
    "\u202eнаоборот\u202c " * 200,
    "\u200b\u200b.",
    "<b>&\"'</b>",
    "{{ 7 * 7 }}",
    "%s%n",
    "\\",
    "'; --",
)


@pytest.mark.usefixtures("roadmap")
async def test_garbage_under_a_button_is_answered_like_an_old_one(town: Town, director: Chat) -> None:
    await director.says("/week")
    for data in GARBAGE:
        town.world.forge(DIRECTOR, director.last.id, data)
    await town.app.settled()
    for toast in town.world.chat(DIRECTOR).toasts:
        assert "Эта кнопка больше не действует" in toast.text
    assert len(director.seen) == 1
    assert len(town.world.chat(DIRECTOR).toasts) == len(GARBAGE)


@pytest.mark.usefixtures("roadmap")
async def test_whatever_is_forged_is_answered_and_changes_nothing(
    town: Town, director: Chat, curator: Chat, neighbour: Chat
) -> None:
    stranger = town.chat(STRANGER)
    for chat in (director, curator, neighbour, stranger):
        await chat.says("/week")
    town.expects("editMessageText")
    for chat in (director, curator, neighbour, stranger):
        for kind in CALLBACKS:
            town.world.forge(chat.user_id, chat.seen[0].id, largest(kind).pack())
        await town.app.settled()
        assert len(town.world.chat(chat.user_id).toasts) == len(CALLBACKS)


def at_first(kind: type[CallbackData]) -> CallbackData:
    """The same button under the first rows that there are."""
    given = largest(kind).model_dump()
    return kind(**{name: 1 if name.endswith("_id") else value for name, value in given.items()})


@pytest.mark.usefixtures("roadmap")
async def test_the_neighbours_are_shown_nothing_by_any_button(
    town: Town, director: Chat, coordinator: Chat, neighbour: Chat
) -> None:
    await town.wind(3, 9, 9, 0)
    await director.presses("✋ Помощь")
    await director.presses("✅ 2.8")
    await neighbour.says("/week")
    town.expects("editMessageText")
    for kind in CALLBACKS:
        town.world.forge(neighbour.user_id, neighbour.seen[0].id, at_first(kind).pack())
    await town.app.settled()
    for message in town.world.chat(neighbour.user_id).messages:
        for words in (OZERSK, BEREZOVKA, DISTRICT, "Ветрова", "2.8", "Участие школьных команд"):
            assert words not in message.text


@pytest.mark.usefixtures("roadmap")
async def test_words_of_any_kind_are_answered(town: Town, director: Chat, coordinator: Chat) -> None:
    for words in (LONG, *STRANGE):
        for chat in (director, coordinator):
            before = len(chat.seen)
            await chat.says(words)
            assert len(chat.seen) > before, words


async def test_words_of_any_kind_in_every_step(town: Town, coordinator: Chat) -> None:
    await coordinator.says("/webinar")
    for words in (LONG, *STRANGE):
        await coordinator.says(words)
        assert "Не получилось понять" in coordinator.last.text
    await coordinator.says("10 марта 15:00")
    for words in (LONG, *STRANGE):
        await coordinator.says(words)
        assert "Нужны и тема, и ссылка" in coordinator.last.text


KINDS: tuple[dict[str, object], ...] = (
    {"sticker": {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 9, "height": 9,
                 "is_animated": False, "is_video": False}},
    {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}},
    {"video_note": {"file_id": "n", "file_unique_id": "n", "length": 9, "duration": 3}},
    {"location": {"latitude": 53.2, "longitude": 50.1}},
    {"contact": {"phone_number": "+70000000000", "first_name": "Кто-то"}},
    {"dice": {"emoji": "🎲", "value": 6}},
)  # fmt: skip


async def test_what_is_neither_words_nor_a_file_is_answered(director: Chat) -> None:
    for content in KINDS:
        await director.sends(**content)
        assert len(director.new) == 1
        assert "Такие сообщения бот не понимает" in director.last.text


@pytest.mark.usefixtures("roadmap")
async def test_a_step_waits_through_what_it_cannot_use(town: Town, director: Chat, curator: Chat) -> None:
    await town.opens(director, "2.6")
    await director.presses("📎 Документ")
    for content in KINDS:
        await director.sends(**content)
    await director.sends_file("Концепция.docx", b"concept")
    director.sees("📎 Отправлено")


async def test_groups_are_not_talked_to(town: Town, director: Chat) -> None:
    town.world.add_group(-100, "Учительская", [DIRECTOR, CURATOR])
    town.world.say(DIRECTOR, "/week", chat_id=-100)
    town.world.say(DIRECTOR, "просрочено", chat_id=-100)
    town.world.send_file(DIRECTOR, "карта.txt", b"map", chat_id=-100)
    town.world.kick(-100)
    await town.app.settled()
    assert [one for one in town.world.chat(-100).messages if one.from_bot] == []
    director.sees_nothing_new()


async def test_edited_messages_are_not_even_asked_for(town: Town, director: Chat) -> None:
    await director.says("/help")
    wanted = town.world.account().updates
    assert wanted.takes("message")
    assert not wanted.takes("edited_message")
    assert not wanted.takes("channel_post")


@pytest.mark.usefixtures("roadmap")
async def test_several_at_once_are_answered_in_order(town: Town, curator: Chat) -> None:
    for words in ("/visits", "/week", "/help", "/webinars"):
        town.world.say(CURATOR, words)
    await town.app.settled()
    heads = [one.text.split()[0] for one in curator.seen]
    assert heads == ["Посещения", "Неделя", "Вы", "В"]


@pytest.mark.usefixtures("roadmap")
async def test_a_step_is_taken_once_however_fast_one_types(town: Town, director: Chat, curator: Chat) -> None:
    await town.opens(director, "2.6")
    await director.presses("📎 Документ")
    for number in range(5):
        town.world.send_file(DIRECTOR, f"Концепция {number}.docx", b"concept")
    await town.app.settled()
    assert len([one for one in director.seen if "📎 Отправлено" in one.text]) == 1
    assert len([one for one in director.seen if "К какой задаче это относится?" in one.text]) == 4
    assert [one.file_name for one in curator.seen] == ["Концепция 0.docx"]


@pytest.mark.usefixtures("roadmap")
async def test_names_and_titles_are_never_markup(town: Town) -> None:
    odd = '<b>Жук</b> & "Ко" \u202eеьтсач 🙂'
    schools = (OZERSK,)
    invitation = await people.invite(town.app.work(), Role.DIRECTOR, schools=schools, name=odd)
    director = town.chat(DIRECTOR)
    await director.says(f"/start {invitation.token}")
    await director.presses("Согласен(на), начать")
    director.sees(f"Готово, {odd}!")
    curator = await town.curator()
    await town.wind(4, 26, 9, 0)
    await director.presses("✋ Помощь")
    curator.sees("Нужна помощь", odd)
    await director.presses("Ещё")
    await director.presses("📎 2.6")
    await director.sends_file('<i>&"Концепция".docx', b"concept")
    assert curator.sees("Документ на проверку", odd).file_name == '<i>&"Концепция".docx'
    await director.sends_file('<i>&"Ещё".docx', b"concept")
    director.sees('<i>&"Ещё".docx')


@pytest.mark.usefixtures("roadmap")
async def test_a_name_of_any_length_fits_over_the_screen(town: Town) -> None:
    name = "🙂" * 64 + "Иванова-Петровская " * 20
    invitation = await people.invite(town.app.work(), Role.DIRECTOR, schools=(OZERSK,), name=name)
    first, second = town.chat(DIRECTOR), await town.resident(OTHER_DIRECTOR, Role.DIRECTOR, schools=(OZERSK,))
    await first.says(f"/start {invitation.token}")
    await first.presses("Согласен(на), начать")
    press = MarkDone(assignment_id=await town.assignment("2.8", OZERSK), origin=CARD).pack()
    await first.presses_old(press, under=first.last)
    await second.says("/week")
    await second.presses_old(press, under=second.last)
    assert second.toast.startswith("Уже отмечено: 🙂")
    assert len(second.toast.encode("utf-16-le")) <= 400


@pytest.mark.usefixtures("roadmap")
async def test_a_letter_of_very_many_tasks_fits(town: Town) -> None:
    curator = await town.resident(CURATOR, Role.CURATOR, schools=(OZERSK, BEREZOVKA, LIPOVKA, KLYUCHI))
    await town.wind(5, 24, 9, 0)
    letter = curator.sees("Неделя 24 мая", "и ещё 8 сроков")
    assert letter.text.count("Участие школьных команд") == 2
    await curator.presses("Ещё")
    assert 90 < len(curator.buttons()) <= 100
    await curator.presses("✅ 2.8 · 11 марта · Берёзовская СОШ")
    curator.sees("Отмечено: 2.8")
    await curator.says("/visits")
    curator.sees("Срок прошёл")


async def test_a_letter_of_very_long_words_fits(town: Town, coordinator: Chat, curator: Chat) -> None:
    terms = (date(2027, 3, 5), date(2027, 3, 12), date(2027, 3, 19))
    rows = [
        replace(
            ROW,
            text=f"Мероприятие {number}-{term}: " + "по реализации проекта адресной помощи " * 20,
            periods=(Period(None, term),),
            executors=(Executor.CURATOR,),
            scope=Scope.SCHOOL,
        )
        for term in terms
        for number in range(20)
    ]
    actor = await town.actor(coordinator.user_id)
    draft = await roadmaps.receive_roadmap(town.app.work(), actor, name="k.txt", source=b"k", read=map_of(*rows))
    await publication.publish_roadmap(town.app.work(), actor, draft.draft_id)
    await town.wind(3, 9, 9, 0)
    letter = curator.sees("Просрочено", "На этой неделе", "На следующей неделе")
    assert 3000 < len(letter.text) <= 4096
    assert letter.text.count("…и ещё 24 задачи") == 3
    await town.opens(curator, "1")
    assert len(curator.sees("1. Мероприятие 0").text) < 2000


@pytest.mark.usefixtures("roadmap")
async def test_a_press_answered_too_late_is_done_and_drawn(town: Town, director: Chat) -> None:
    await town.wind(3, 9, 9, 0)
    town.world.press(DIRECTOR, director.last.id, "✅ 2.8 · 11 марта")
    town.clock.move(minutes=2)
    town.expects("answerCallbackQuery")
    await town.app.settled()
    assert town.world.chat(DIRECTOR).toasts == []
    director.sees("Отмечено: 2.8")


@pytest.mark.usefixtures("roadmap")
async def test_who_blocks_in_the_middle_is_not_written_to(town: Town, director: Chat) -> None:
    town.world.faults.put(unreachable(), method="sendMessage", chat_id=DIRECTOR)
    town.expects("sendMessage", 403)
    await director.says("/week")
    director.sees_nothing_new()
    await town.wind(3, 9, 9, 0)
    director.sees_nothing_new()
    await director.says("/start")
    director.sees("С возвращением!")


@pytest.mark.usefixtures("roadmap")
async def test_our_own_failure_is_owned_and_the_next_press_works(town: Town, director: Chat) -> None:
    await director.says("/week")
    for method in ("editMessageText", "sendMessage"):
        town.world.faults.put(refused("something nobody knows"), method=method)
        town.expects(method)
    town.expects_incident()
    press = MarkDone(assignment_id=await town.assignment("2.8", OZERSK), origin="w2027-03-01")
    await director.presses_old(press.pack(), under=director.last)
    director.sees("Что-то пошло не так", "Номер случая:")
    await town.opens(director, "2.8")
    director.sees("✅ Сделано 4 марта")


@pytest.mark.usefixtures("roadmap")
async def test_an_apology_may_be_lost_too(town: Town, director: Chat) -> None:
    town.world.faults.put(refused("something nobody knows"), method="sendMessage", times=2)
    town.expects("sendMessage")
    town.expects_incident()
    await director.says("/week")
    director.sees_nothing_new()
    await director.says("/week")
    director.sees("Неделя 1 марта")


async def test_what_came_before_a_role_was_taken_is_refused(town: Town, director: Chat, roadmap: None) -> None:
    """A role may end between the drawing of a button and its press."""
    await director.says("/week")
    await town.loses_role(DIRECTOR)
    data = OpenTask(assignment_id=await town.assignment("2.8", OZERSK), origin=CARD).pack()
    await director.presses_old(data, under=director.last)
    assert "нет или она вам недоступна" in director.toast
    await director.says("/week")
    director.sees("задач нет")
    await director.presses_old(SaveWebinar().pack(), under=director.last)
    assert "больше не действует" in director.toast
