"""A school sends, a curator confirms or returns, the school is told."""

import pytest
from sqlalchemy import update

from handlers.callbacks import (
    AttachDocument,
    ConfirmDocument,
    OpenDocument,
    PutFile,
    ReturnBecause,
    ReturnDocument,
    ReturnInWords,
)
from models.domain.access import Role
from models.domain.lifecycles import Remark
from models.domain.plan import Executor
from models.tables import Task
from tests.chat import Chat
from tests.dialogues.conftest import (
    BEREZOVKA,
    COORDINATOR,
    CURATOR,
    DEPUTY,
    DIRECTOR,
    DISTRICT,
    LIPOVKA,
    OTHER_CURATOR,
    OZERSK,
    Town,
)

pytestmark = pytest.mark.usefixtures("roadmap")

SENT = "📎 Отправлено"


async def attaches(town: Town, chat: Chat, number: str = "2.6", place: str = OZERSK) -> None:
    """The person presses 📎 on the task's card."""
    await town.opens(chat, number, place)
    await chat.presses("📎 Документ")


@pytest.fixture
async def sent(town: Town, director: Chat, curator: Chat) -> Chat:
    """The director has sent the school's concept, the curator has it."""
    await attaches(town, director)
    await director.sends_file("Концепция.docx", b"concept")
    curator.sees("Документ на проверку")
    return director


async def test_a_file_fills_the_slot_that_was_pressed(town: Town, director: Chat, curator: Chat) -> None:
    await attaches(town, director)
    director.sees("📎 2.6 Разработка концепции", "Пришлите сюда файл или ссылку")
    await director.sends_file("Концепция.docx", b"concept")
    director.sees(SENT, "2.6 Разработка концепции", "Проверяет 1 участник, ответ придёт сюда же")
    told = curator.sees("Документ на проверку", f"{OZERSK} · Ветрова Ольга · 4 марта", "2.6")
    assert told.file_name == "Концепция.docx"
    assert curator.buttons(told) == ["Подтвердить", "Вернуть"]
    await town.opens(director, "2.6")
    director.sees("✅ Документ отправлен 4 марта", "📎 Документ на проверке")
    assert director.buttons()[:2] == ["📎 Документ", "📄 Открыть документ"]
    await director.sends_file("Ещё.docx", b"more")
    director.sees("Получен файл «Ещё.docx». К какой задаче это относится?")


async def test_a_curator_named_beside_the_school_is_offered_no_slot(town: Town, director: Chat, curator: Chat) -> None:
    async with town.app.work() as work:
        named = update(Task).where(Task.number == "2.6").values(executors=[Executor.SCHOOL, Executor.CURATOR])
        await work.session.execute(named)
        await work.commit()
    await town.wind(4, 26, 9, 0)
    assert "2.6" not in curator.sees("Неделя 26 апреля").text
    await town.opens(curator, "2.6")
    curator.sees("2.6", OZERSK)
    assert curator.buttons() == ["Журнал"]
    press = AttachDocument(assignment_id=await town.assignment("2.6", OZERSK))
    await curator.presses_old(press.pack(), under=curator.last)
    assert "отвечает другой участник" in curator.toast
    curator.sees_nothing_new()
    await town.opens(director, "2.6")
    assert "📎 Документ" in director.buttons()


async def test_a_photo_and_a_link_are_documents_too(town: Town, director: Chat, curator: Chat) -> None:
    await attaches(town, director, "2.6")
    await director.sends_photo(b"page")
    assert curator.sees("Документ на проверку", "2.6").is_photo
    await attaches(town, director, "2.7")
    await director.says("Программа лежит здесь: https://example.ru/program?a=1&b=2 , посмотрите")
    director.sees(SENT, "2.7")
    told = curator.sees("Документ на проверку", "2.7", "https://example.ru/program?a=1&b=2")
    assert told.file is None
    await curator.presses("Подтвердить")
    director.sees("Документ подтверждён", "2.7")
    assert curator.sees("2.7", "✅ Подтверждено: Белов Андрей").id == told.id


async def test_words_are_no_document(town: Town, director: Chat) -> None:
    await attaches(town, director)
    await director.says("уже отправили по почте")
    director.sees("Пришлите файл или ссылку, либо нажмите «Отмена».")
    await director.presses("Отмена")
    director.sees("Хорошо, отменено.")
    await director.sends_file("Концепция.docx", b"concept")
    assert SENT not in director.last.text


async def test_a_reply_to_the_task_says_which_it_is(town: Town, director: Chat) -> None:
    await town.opens(director, "2.6")
    card = director.last
    await director.sends_file("Концепция.docx", b"concept", reply_to=card)
    director.sees(SENT, "2.6")
    await town.opens(director, "2.7")
    await attaches(town, director, "4.1")
    await director.sends_file("Программа.docx", b"programme", reply_to=director.sees("2.7.", "антирисковых"))
    director.sees(SENT, "2.7")


async def test_a_link_in_reply_to_the_task_is_its_document(town: Town, director: Chat, curator: Chat) -> None:
    await town.opens(director, "2.6")
    await director.says("большой файл лежит тут: https://example.ru/concept", reply_to=director.last)
    director.sees(SENT, "2.6")
    curator.sees("Документ на проверку", "2.6", "https://example.ru/concept")


async def test_a_reply_to_a_letter_of_many_tasks_is_asked_about(town: Town, director: Chat) -> None:
    await town.wind(4, 26, 9, 0)
    await director.presses("Ещё")
    await director.sends_file("Концепция.docx", b"concept", reply_to=director.last)
    director.sees("К какой задаче это относится?")
    await director.presses("2.6 · 30 апреля: Разработка")
    director.sees(SENT, "2.6")
    await director.says("/help")
    await director.sends_file("Письмо.docx", b"letter", reply_to=director.last)
    director.sees("Получен файл «Письмо.docx»")


async def test_a_reply_to_what_was_asked_for_goes_there(town: Town, director: Chat) -> None:
    await town.wind(4, 26, 9, 0)
    await director.presses("Ещё")
    letter = director.last
    await director.presses("📎 2.7")
    await director.sends_file("Программа.docx", b"programme", reply_to=letter)
    director.sees(SENT, "2.7")


async def test_a_file_by_itself_is_asked_about(town: Town, director: Chat, curator: Chat) -> None:
    await director.sends_file("Концепция.docx", b"concept")
    asked = director.sees("Получен файл «Концепция.docx». К какой задаче это относится?")
    labels = director.buttons(asked)
    assert labels[0].startswith("3.3 · 31 марта: Размещение на сайте школы")
    assert labels[-1] == "Отмена"
    assert len(labels) == 5
    assert "Это дорожная карта" not in labels
    await director.presses("2.6 · 30 апреля: Разработка концепции")
    assert director.sees(SENT, "2.6").id == asked.id
    assert curator.sees("Документ на проверку").file_name == "Концепция.docx"
    press = PutFile(assignment_id=await town.assignment("2.7", OZERSK))
    await director.presses_old(press.pack(), under=asked)
    assert director.toast == "Эта кнопка больше не действует. Пришлите файл ещё раз."


async def test_a_photo_by_itself_is_asked_about(town: Town, director: Chat, curator: Chat) -> None:
    await director.sends_photo(b"page")
    director.sees("Получено фото. К какой задаче это относится?")
    await director.presses("2.6")
    assert curator.sees("Документ на проверку").is_photo
    await director.sends_photo(b"page")
    await director.presses("Отмена")
    director.sees("Хорошо, отменено.")


async def test_a_director_of_two_schools_is_asked_which(town: Town) -> None:
    director = await town.resident(DIRECTOR, Role.DIRECTOR, schools=(OZERSK, BEREZOVKA))
    await director.sends_file("Концепция.docx", b"concept")
    labels = director.buttons()
    assert f"2.6 · 30 апреля · {OZERSK}" in labels
    assert f"3.3 · 31 марта · {BEREZOVKA}" in labels
    assert len(labels) == len(set(labels))


async def test_a_file_nobody_waits_for(town: Town, curator: Chat, neighbour: Chat) -> None:
    for chat in (curator, neighbour):
        await chat.sends_file("Отчёт.docx", b"report")
        chat.sees("Сейчас ни одна ваша задача не ждёт документа", "/tasks")


async def test_a_director_who_coordinates_is_asked_what_it_is(town: Town, coordinator: Chat) -> None:
    await town.resident(COORDINATOR, Role.DIRECTOR, schools=(LIPOVKA,))
    await coordinator.sends_file("Концепция.pages", b"concept")
    assert coordinator.buttons()[-2:] == ["Это дорожная карта", "Отмена"]
    await coordinator.presses("Это дорожная карта")
    coordinator.sees("Файлы .pages бот")
    await coordinator.sends_photo(b"page")
    assert "Это дорожная карта" not in coordinator.buttons()


async def test_a_better_version_takes_the_place_of_the_one_that_waits(town: Town, sent: Chat, curator: Chat) -> None:
    first = curator.sees("Документ на проверку")
    late = curator.carries("Подтвердить")
    await attaches(town, sent)
    await sent.sends_file("Концепция 2.docx", b"better")
    sent.sees(SENT, "(версия 2)")
    second = curator.sees("Новая версия (2)")
    assert second.file_name == "Концепция 2.docx"
    stale = (ReturnDocument(document_id=1), ReturnBecause(document_id=1, remark=Remark.WRONG_FILE))
    for press in (late, *(one.pack() for one in stale)):
        town.expects("editMessageCaption")
        await curator.presses_old(press, under=first)
        assert "Пришла версия новее" in curator.toast
    first = curator.sees("Документ на проверку", "Пришла версия новее, эта больше не рассматривается.")
    assert curator.buttons(first) == []
    await curator.presses("Подтвердить", under=second)
    sent.sees("Документ подтверждён")
    await town.opens(sent, "2.6")
    sent.sees("📎 Документ подтверждён")
    assert "📎 Документ" not in sent.buttons()


async def test_a_return_takes_a_ready_reason(town: Town, sent: Chat, curator: Chat) -> None:
    deputy = await town.resident(DEPUTY, Role.SCHOOL_COORDINATOR, schools=(OZERSK,))
    told = curator.last
    await curator.presses("Вернуть")
    assert curator.last.id == told.id
    curator.sees("2.6", OZERSK, "Почему возвращаете?")
    assert curator.buttons() == [
        "не то рисковое направление",
        "нет отметки об утверждении",
        "скан не читается",
        "документ прошлого года",
        "меры не связаны с рисками",
        "не тот файл",
        "🤝 изменились требования",
        "Своими словами",
        "← Назад",
    ]
    await curator.presses("← Назад")
    assert curator.buttons() == ["Подтвердить", "Вернуть"]
    await curator.presses("Вернуть")
    await curator.presses("скан не читается")
    assert curator.toast == "Возвращено"
    curator.sees("↩️ Возвращено: скан не читается (Белов Андрей)")
    assert curator.buttons() == ["Добавить слова", "Отменить"]
    for chat in (sent, deputy):
        returned = chat.sees("Документ вернули на доработку", "2.6", "проверка: Белов Андрей", "скан не читается")
        assert chat.buttons(returned) == ["📎 Отправить исправленный"]
    await town.opens(sent, "2.6")
    sent.sees("▶️ В работе", "↩️ Документ вернули 4 марта: скан не читается")
    await sent.says("/week")
    sent.sees("Неделя 1 марта")
    await town.wind(4, 19, 9, 0)
    sent.sees("↩️ Вернули на доработку", "2.6")


async def test_a_return_in_own_words(town: Town, sent: Chat, curator: Chat) -> None:
    await curator.presses("Вернуть")
    await curator.presses("Своими словами")
    curator.sees("Напишите одним сообщением, что исправить.")
    await curator.says("Нет раздела «Риски» & нет подписи <директора>")
    curator.sees("↩️ Возвращено: Нет раздела «Риски» & нет подписи <директора>")
    sent.sees("Причина: Нет раздела «Риски» & нет подписи <директора>")
    await sent.presses("📎 Отправить исправленный")
    await sent.sends_file("Концепция 2.docx", b"better")
    curator.sees("Новая версия (2)")


async def test_own_words_may_be_long(town: Town, sent: Chat, curator: Chat) -> None:
    await curator.presses("Вернуть")
    await curator.presses("Своими словами")
    words = "🙂 Исправьте раздел. " * 190
    await curator.says(words)
    assert sent.sees("Причина:").text.count("Исправьте раздел") > 100
    curator.sees("↩️ Возвращено: 🙂 Исправьте раздел.")
    await town.opens(sent, "2.6")
    sent.sees("Документ вернули 4 марта: 🙂 Исправьте раздел.", "…")


async def test_the_typing_of_a_reason_can_be_left(town: Town, sent: Chat, curator: Chat) -> None:
    await curator.presses("Вернуть")
    await curator.presses("Своими словами")
    await curator.presses("Отмена")
    await curator.says("/week")
    await curator.presses("← Назад")
    await curator.presses("Подтвердить")
    sent.sees("Документ подтверждён")
    sent.never_sees("вернули")


async def test_two_curators_and_the_first_word_counts(town: Town, director: Chat, curator: Chat) -> None:
    other = await town.resident(OTHER_CURATOR, Role.CURATOR, schools=(OZERSK,))
    await attaches(town, director)
    await director.sends_file("Концепция.docx", b"concept")
    director.sees("Проверяют 2 участника")
    # The message of the second is redrawn by their own press and by the other's word.
    town.expects("editMessageCaption")
    town.world.press(CURATOR, curator.last.id, "Подтвердить")
    town.world.press(OTHER_CURATOR, other.last.id, "Подтвердить")
    await town.app.settled()
    toasts = {curator.toast, other.toast}
    assert "Подтверждено" in toasts
    assert toasts & {"Уже решено: Белов Андрей", "Уже решено: Громова Елена"}
    offered = [chat.buttons(chat.sees("✅ Подтверждено:")) for chat in (curator, other)]
    assert sorted(offered) == [[], ["Отменить"]]
    assert len([one for one in director.seen if "подтверждён" in one.text]) == 1


async def test_a_reason_typed_too_late_changes_nothing(town: Town, sent: Chat, curator: Chat) -> None:
    other = await town.resident(OTHER_CURATOR, Role.CURATOR, schools=(OZERSK,))
    await curator.presses("Вернуть")
    await curator.presses("Своими словами")
    press = ConfirmDocument(document_id=1)
    await other.says("/week")
    await other.presses_old(press.pack(), under=other.last)
    assert other.toast == "Подтверждено"
    await curator.says("нет подписи")
    curator.sees("✅ Подтверждено: Громова Елена")
    sent.never_sees("вернули")
    await curator.says("нет подписи")
    assert "Подтверждено" not in curator.last.text


async def test_a_reason_for_a_version_that_is_gone(town: Town, sent: Chat, curator: Chat) -> None:
    await curator.presses("Вернуть")
    await curator.presses("Своими словами")
    await attaches(town, sent)
    await sent.sends_file("Концепция 2.docx", b"better")
    await curator.says("нет подписи")
    curator.sees("уже всё изменилось")
    await curator.says("/visits")
    await curator.says("нет подписи")
    assert "уже всё изменилось" not in curator.last.text
    sent.never_sees("вернули")


async def test_nobody_judges_their_own_document(town: Town, sent: Chat, curator: Chat) -> None:
    deputy = await town.resident(DEPUTY, Role.SCHOOL_COORDINATOR, schools=(OZERSK,))
    await sent.presses_old(ConfirmDocument(document_id=1).pack(), under=sent.last)
    assert "Свой документ подтверждает другой участник" in sent.toast
    await sent.presses_old(ReturnDocument(document_id=1).pack(), under=sent.last)
    assert "уже всё изменилось" in sent.toast
    await deputy.says("/week")
    for press in (ConfirmDocument(document_id=1), ReturnBecause(document_id=1, remark=Remark.WRONG_FILE)):
        await deputy.presses_old(press.pack(), under=deputy.last)
        assert "отвечает другой участник" in deputy.toast
    assert curator.buttons() == ["Подтвердить", "Вернуть"]


async def test_nobody_curates_a_school_they_direct(town: Town, director: Chat, coordinator: Chat) -> None:
    await town.resident(DIRECTOR, Role.CURATOR, schools=(OZERSK,))
    await attaches(town, director)
    await director.sends_file("Концепция.docx", b"concept")
    coordinator.sees("Документ на проверку", OZERSK)
    await director.presses_old(ConfirmDocument(document_id=1).pack(), under=director.last)
    assert "Свой документ подтверждает другой участник" in director.toast


async def test_without_a_curator_the_coordinator_judges(town: Town, director: Chat, coordinator: Chat) -> None:
    await attaches(town, director)
    await director.sends_file("Концепция.docx", b"concept")
    director.sees("Проверяет 1 участник")
    coordinator.sees("Документ на проверку", OZERSK)
    await coordinator.presses("Подтвердить")
    director.sees("Документ подтверждён", "проверка: Соколова Марина")


async def test_a_coordinator_sends_for_a_school(town: Town, director: Chat, coordinator: Chat) -> None:
    await attaches(town, coordinator)
    await coordinator.sends_file("Концепция.docx", b"concept")
    coordinator.sees(SENT, "Проверяющий пока не назначен")
    await town.opens(director, "2.6")
    director.sees("✅ Документ отправлен 4 марта · Соколова Марина (за школу)")
    assert director.buttons()[0] == "📎 Документ"


async def test_after_confirmation_nothing_is_sent(town: Town, sent: Chat, curator: Chat) -> None:
    await town.opens(sent, "2.6")
    card = sent.last
    await curator.presses("Подтвердить")
    await sent.presses("📎 Документ")
    assert "уже всё изменилось" in sent.toast
    sent.sees_nothing_new()
    await sent.sends_file("Концепция 2.docx", b"better", reply_to=card)
    sent.sees("уже всё изменилось")
    curator.never_sees("Новая версия")
    await sent.sends_file("Концепция 2.docx", b"better")
    sent.sees("К какой задаче это относится?")


async def test_a_curator_does_not_fill_a_schools_slot(town: Town, curator: Chat) -> None:
    await town.opens(curator, "2.6")
    await curator.presses_old(
        AttachDocument(assignment_id=await town.assignment("2.6", OZERSK)).pack(), under=curator.last
    )
    assert "отвечает другой участник" in curator.toast
    await curator.sends_file("Концепция.docx", b"concept")
    await town.opens(curator, "2.6")
    curator.sees("◻️ Запланировано")


async def test_a_message_that_is_gone_is_answered_below(town: Town, sent: Chat, curator: Chat) -> None:
    gone = curator.last
    del town.world.chat(CURATOR).history[gone.id]
    for press in (ReturnDocument(document_id=1), ReturnInWords(document_id=1), OpenDocument(document_id=1)):
        await curator.presses_old(press.pack(), under=gone)
        assert len(curator.new) == 1
    assert curator.last.file_name == "Концепция.docx"
    await curator.presses("Подтвердить")
    sent.sees("Документ подтверждён")
    attach = AttachDocument(assignment_id=await town.assignment("2.7", OZERSK))
    del town.world.chat(DIRECTOR).history[sent.seen[0].id]
    await sent.presses_old(attach.pack(), under=gone)
    sent.sees("Пришлите сюда файл или ссылку", "2.7")


async def test_strangers_to_the_school_see_no_document(town: Town, sent: Chat, neighbour: Chat) -> None:
    other = await town.resident(OTHER_CURATOR, Role.CURATOR, schools=(LIPOVKA,))
    presses = (
        ConfirmDocument(document_id=1),
        ReturnDocument(document_id=1),
        ReturnBecause(document_id=1, remark=Remark.WRONG_FILE),
        OpenDocument(document_id=1),
        AttachDocument(assignment_id=await town.assignment("2.6", OZERSK)),
    )
    for chat in (other, neighbour):
        await chat.says("/week")
        for press in presses:
            await chat.presses_old(press.pack(), under=chat.last)
            assert "нет или она вам недоступна" in chat.toast
        await chat.presses_old(ReturnInWords(document_id=1).pack(), under=chat.last)
        await chat.says("не тот файл")
        assert "нет или она вам недоступна" in chat.last.text
        chat.never_sees("Концепция")
    await town.opens(sent, "2.6")
    sent.sees("📎 Документ на проверке")
    assert DISTRICT
