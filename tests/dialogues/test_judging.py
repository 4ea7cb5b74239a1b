"""A curator's word on a document and what may follow it: words, undo, the coordinator's note, the next version."""

import asyncio

import pytest

from handlers.callbacks import (
    AddWords,
    LiftConfirmation,
    ReturnFor,
    ShowDocument,
    ShowFiles,
    TakeBackDecision,
    WithdrawDocument,
)
from models.domain.access import Role
from tests.chat import Chat
from tests.dialogues.conftest import CURATOR, DIRECTOR, LIPOVKA, OTHER_CURATOR, OZERSK, Town
from tests.dialogues.test_documents import SENT, attaches

pytestmark = pytest.mark.usefixtures("roadmap")


@pytest.fixture
async def sent(town: Town, director: Chat, curator: Chat) -> Chat:
    """The director has sent the school's concept, the curator has it."""
    await attaches(town, director)
    await director.sends_file("Концепция.docx", b"concept")
    curator.sees("Документ на проверку")
    return director


async def test_a_confirmation_costs_one_tap_and_a_return_two(town: Town, sent: Chat, curator: Chat) -> None:
    curator.counts_anew()
    await curator.presses("Вернуть")
    await curator.presses("нет отметки об утверждении")
    assert curator.price.taps == 2
    await sent.presses("📎 Отправить исправленный")
    await sent.sends_file("Концепция 2.docx", b"better")
    curator.counts_anew()
    await curator.presses("Подтвердить")
    assert curator.price.taps == 1
    sent.sees("Документ подтверждён")


async def test_the_next_version_asks_whether_the_old_remark_is_met(town: Town, sent: Chat, curator: Chat) -> None:
    await curator.presses("Вернуть")
    await curator.presses("нет отметки об утверждении")
    await sent.presses("📎 Отправить исправленный")
    await sent.sends_file("Концепция 2.docx", b"better")
    told = curator.sees("Новая версия (2)", "Было: нет отметки об утверждении. Устранено?")
    assert curator.buttons(told) == ["Подтвердить", "Вернуть"]
    assert curator.buttons(curator.sees("Документ школы", "Пришла версия новее")) == []
    returned = sent.sees("Документ вернули на доработку", "Исправленный документ уже отправлен.")
    assert sent.buttons(returned) == []


async def test_a_confirmation_is_taken_back_on_the_same_message(town: Town, sent: Chat, curator: Chat) -> None:
    told = curator.last
    await curator.presses("Подтвердить")
    confirmed = sent.sees("✅ Документ подтверждён")
    await curator.presses("Отменить")
    assert curator.toast == "Решение отменено"
    assert (curator.last.id, curator.buttons()) == (told.id, ["Подтвердить", "Вернуть"])
    assert sent.sees("Подтверждение снято", "снова на проверке").id == confirmed.id
    sent.sees("Решение отменено", "📎 Документ снова на проверке")
    await curator.presses("Вернуть")
    await curator.presses("скан не читается")
    sent.sees("Документ вернули на доработку", "скан не читается")


async def test_a_return_is_taken_back_and_the_task_is_done_again(town: Town, sent: Chat, curator: Chat) -> None:
    await curator.presses("Вернуть")
    await curator.presses("скан не читается")
    await curator.presses("Отменить")
    back = sent.sees("Возврат отменён, документ снова на проверке")
    assert sent.buttons(back) == []
    await town.opens(sent, "2.6")
    sent.sees("✅ Документ отправлен 4 марта", "📎 Документ на проверке")


async def test_an_undo_comes_too_late_once_a_new_version_came(town: Town, sent: Chat, curator: Chat) -> None:
    await curator.presses("Вернуть")
    await curator.presses("скан не читается")
    undo = curator.carries("Отменить")
    old = curator.last
    await sent.presses("📎 Отправить исправленный")
    await sent.sends_file("Концепция 2.docx", b"better")
    await curator.presses_old(undo, under=old)
    assert "уже работает другой участник" in curator.toast


async def test_or_after_a_quarter_of_an_hour(town: Town, sent: Chat, curator: Chat) -> None:
    await curator.presses("Подтвердить")
    await town.wind(3, 4, 10, 16)
    await curator.presses("Отменить")
    assert "Прошло больше 15 минут" in curator.toast


async def test_words_are_added_to_a_reason(town: Town, sent: Chat, curator: Chat) -> None:
    await curator.presses("Вернуть")
    await curator.presses("скан не читается")
    await curator.presses("Добавить слова")
    curator.sees("что добавить к причине")
    await curator.says("Страницы 3 & 4 совсем тёмные")
    curator.sees("↩️ Возвращено: скан не читается; Страницы 3 & 4 совсем тёмные (Белов Андрей)")
    assert curator.buttons() == ["Добавить слова", "Отменить"]
    sent.sees("Причина: скан не читается", "Пояснение: Страницы 3 & 4 совсем тёмные")
    await sent.presses("📎 Отправить исправленный")
    await sent.sends_file("Концепция 2.docx", b"better")
    curator.sees("Новая версия (2)", "Было: скан не читается; Страницы 3 & 4 совсем тёмные. Устранено?")


async def test_a_return_without_fault_says_so(town: Town, sent: Chat, curator: Chat) -> None:
    await curator.presses("Вернуть")
    await curator.presses("🤝 изменились требования")
    curator.sees("Школа не виновата: днём отправки останется прежний.")
    sent.sees("Вашей вины в этом нет", "Исправленный ждём до 30 апреля")


async def test_a_coordinator_lifts_a_confirmation(town: Town, sent: Chat, curator: Chat, coordinator: Chat) -> None:
    await curator.presses("Подтвердить")
    await town.opens(coordinator, "2.6")
    await coordinator.presses("📄 Открыть документ")
    shown = coordinator.sees("✅ Подтверждено: Белов Андрей")
    assert (shown.file_name, coordinator.buttons(shown)) == ("Концепция.docx", ["Снять подтверждение"])
    await coordinator.presses("Снять подтверждение")
    coordinator.sees("Напишите коротко, почему снимаете подтверждение.")
    await coordinator.says("Нет подписи учредителя")
    coordinator.sees("Подтверждение снято (Соколова Марина): Нет подписи учредителя.")
    again = curator.sees("Подтверждение снято (Соколова Марина): Нет подписи учредителя. Проверьте ещё раз.")
    assert curator.buttons(again) == ["Подтвердить", "Вернуть"]
    sent.sees("Подтверждение снято (Соколова Марина)", "Причина: Нет подписи учредителя", "снова на проверке")
    await curator.presses("Подтвердить", under=again)
    sent.sees("✅ Документ подтверждён", "проверка: Белов Андрей")
    sent.sees("Подтверждение снято", "✅ Сейчас документ подтверждён.")


async def test_whose_clock_is_running_stands_on_the_document(town: Town, sent: Chat, curator: Chat) -> None:
    curator.sees("⏳ На проверке с сегодняшнего дня")
    await town.wind(3, 10, 10)
    await town.opens(curator, "2.6")
    await curator.presses("📄 Открыть документ")
    curator.sees("⏳ На проверке 3 рабочих дня")
    await curator.presses("Вернуть")
    await curator.presses("скан не читается")
    await town.wind(3, 12, 10)
    await town.opens(sent, "2.6")
    await sent.presses("📄 Открыть документ")
    sent.sees("⏳ У школы 2 рабочих дня. Всего: проверка 3, школа 2 рабочих дня")


async def test_who_waits_too_long_may_be_given_a_substitute(
    town: Town, sent: Chat, curator: Chat, coordinator: Chat
) -> None:
    await town.wind(3, 9, 9)
    curator.sees("Неделя 8 марта", "Ждут вашей проверки")
    await town.wind(3, 10, 9)
    curator.sees("Сегодня", "Ждут вашей проверки", f"2.6 {OZERSK} — 3 рабочих дня")
    await curator.presses(f"📎 2.6 · {OZERSK}")
    assert curator.buttons() == ["Подтвердить", "Вернуть"]
    coordinator.never_sees("Документы долго ждут кураторов")
    await town.wind(3, 11, 9)
    coordinator.sees("Документы долго ждут кураторов", "Белов Андрей — 1 документ, дольше всего 4 рабочих дня")
    await coordinator.presses("Назначить замену: Белов Андрей")
    coordinator.sees("Белов Андрей")


async def test_two_curators_say_opposite_words_at_once(town: Town, director: Chat, curator: Chat) -> None:
    other = await town.resident(OTHER_CURATOR, Role.CURATOR, schools=(OZERSK,))
    await attaches(town, director)
    await director.sends_file("Концепция.docx", b"concept")
    await other.presses("Вернуть")
    town.expects("editMessageCaption")
    await asyncio.gather(curator.presses("Подтвердить"), other.presses("скан не читается"))
    told = [one.text for one in director.seen if "Документ подтверждён" in one.text or "вернули" in one.text]
    assert len(told) == 1
    late, winner = (other, "Белов Андрей") if "подтверждён" in told[0] else (curator, "Громова Елена")
    assert late.toast == f"Уже решено: {winner}"
    for chat in (curator, other):
        chat.sees(winner)


async def test_a_file_is_replaced_until_somebody_saw_it(town: Town, director: Chat, curator: Chat) -> None:
    await town.wind(3, 4, 21)
    await attaches(town, director)
    await director.sends_file("Черновик.docx", b"draft")
    assert director.buttons(director.sees(SENT)) == ["Заменить файл", "Отозвать"]
    await director.presses("Заменить файл")
    await director.sends_file("Концепция.docx", b"concept")
    director.sees("📎 Файл заменён: 2.6")
    curator.never_sees("Документ на проверку")
    await town.wind(3, 5, 8)
    assert curator.sees("Документ на проверку", "2.6").file_name == "Концепция.docx"
    assert len([one for one in curator.seen if one.file_name]) == 1


async def test_what_was_sent_by_mistake_is_withdrawn(town: Town, sent: Chat, curator: Chat) -> None:
    message = sent.sees(SENT)
    late = curator.carries("Подтвердить")
    await sent.presses("Отозвать", under=message)
    assert sent.toast == "Документ отозван"
    assert sent.sees("Отозвано: 2.6").id == message.id
    gone = curator.sees("Школа отозвала этот документ, проверять его не нужно.")
    assert curator.buttons(gone) == []
    town.expects("editMessageCaption")
    await curator.presses_old(late, under=gone)
    assert curator.toast == "Школа отозвала документ: проверять его не нужно."
    await town.opens(sent, "2.6")
    sent.sees("◻️ Запланировано")
    await sent.presses("📎 Отправить документ", under=sent.sees("Отозвано: 2.6"))
    await sent.sends_file("Концепция 2.docx", b"better")
    assert curator.sees("Новая версия (2)").file_name == "Концепция 2.docx"


async def test_a_better_version_that_is_withdrawn_leaves_the_one_before_on_check(
    town: Town, sent: Chat, curator: Chat
) -> None:
    await sent.presses("Заменить файл", under=sent.sees(SENT))
    await sent.sends_file("Концепция 2.docx", b"better")
    town.clock.move(minutes=1)
    await sent.presses("Отозвать", under=sent.sees("Отправлено (версия 2)"))
    curator.sees("Школа отозвала этот документ, проверять его не нужно.", "На проверке остаётся версия 1.")
    await curator.presses("Подтвердить", under=curator.sees("Документ на проверку"))
    await sent.presses("Открыть задачу", under=sent.sees("✅ Документ подтверждён"))
    sent.sees("📎 Документ подтверждён", "2.6")


async def test_an_album_is_one_document_with_several_files(town: Town, director: Chat, curator: Chat) -> None:
    await attaches(town, director)
    answers = len(director.seen)
    town.world.send_album(DIRECTOR, [("Титул.pdf", b"1"), ("Риски.pdf", b"2"), ("Меры.pdf", b"3")])
    await town.app.settled()
    assert len(director.seen) == answers + 1
    curator.never_sees("Документ на проверку")
    await town.wind(3, 4, 10, 1)
    told = curator.sees("Документ на проверку", "Всего 3 файла.")
    assert (told.file_name, curator.buttons(told)) == ("Титул.pdf", ["Подтвердить", "Вернуть", "Остальные файлы (2)"])
    await curator.presses("Остальные файлы")
    assert [one.file_name for one in curator.new] == ["Риски.pdf", "Меры.pdf"]


async def test_an_album_by_itself_is_asked_about_once(town: Town, director: Chat, curator: Chat) -> None:
    town.world.send_album(DIRECTOR, [("Титул.pdf", b"1"), ("Риски.pdf", b"2")])
    await town.app.settled()
    assert len(director.seen) == 1
    await director.presses("2.6")
    director.sees(SENT, "Всего 2 файла.")
    await town.wind(3, 4, 10, 1)
    curator.sees("Документ на проверку", "Всего 2 файла.")


async def test_a_program_or_an_archive_is_not_taken(town: Town, director: Chat) -> None:
    await attaches(town, director)
    await director.sends_file("Всё.zip", b"PK")
    director.sees("Файлы .zip не принимаются. Пришлите Word, PDF, Excel или фото, либо ссылку на документ.")
    await director.says("https://example.ru/всё")
    director.sees(SENT, "2.6")


async def test_who_lost_the_role_a_moment_ago_judges_no_more(town: Town, sent: Chat, curator: Chat) -> None:
    await town.loses_role(CURATOR)
    await curator.presses("Подтвердить")
    sent.never_sees("Документ подтверждён")
    assert "нет или она вам недоступна" in curator.toast


async def test_to_strangers_none_of_it_exists(town: Town, sent: Chat, curator: Chat, neighbour: Chat) -> None:
    other = await town.resident(OTHER_CURATOR, Role.CURATOR, schools=(LIPOVKA,))
    await curator.presses("Подтвердить")
    presses = (
        ShowDocument(document_id=1),
        ShowFiles(document_id=1),
        WithdrawDocument(document_id=1),
        LiftConfirmation(document_id=1),
        TakeBackDecision(decision_id=1),
        ReturnFor(document_id=1, reason_id=1),
    )
    for chat in (other, neighbour):
        await chat.says("/week")
        for press in presses:
            await chat.presses_old(press.pack(), under=chat.last)
            assert "нет или она вам недоступна" in chat.toast
        await chat.presses_old(AddWords(document_id=1).pack(), under=chat.last)
        await chat.says("лишнее")
        assert "нет или она вам недоступна" in chat.last.text
        chat.never_sees("Концепция")


async def test_a_colleague_of_the_school_takes_back_nothing_of_others(town: Town, sent: Chat, curator: Chat) -> None:
    await curator.presses("Подтвердить")
    for press in (TakeBackDecision(decision_id=1), LiftConfirmation(document_id=1)):
        await sent.presses_old(press.pack(), under=sent.last)
        assert "отвечает другой участник" in sent.toast or "уже всё изменилось" in sent.toast
    await sent.presses_old(WithdrawDocument(document_id=1).pack(), under=sent.last)
    assert "уже работает другой участник" in sent.toast
