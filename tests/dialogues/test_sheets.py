"""A coordinator takes the draft as a table, corrects it in Excel and sends it back."""

from dataclasses import replace
from pathlib import Path

from bot.emulator.world import World
from handlers.callbacks import AcceptSheet, SendSheet
from models.domain.access import Role
from tests.chat import Chat
from tests.conftest import Clock
from tests.dialogues.conftest import (
    COORDINATOR,
    DISTRICT,
    NEIGHBOUR,
    NEIGHBOURS_COORDINATOR,
    STRANGER,
    Town,
    opened,
)
from tests.dialogues.test_roadmaps import ROW, map_of, previews
from tests.gold import CORPUS
from tests.roadmap.office import Grids, corrected

PAGE = "Дорожная карта"
FIRST = 4
TEXT, PERIODS, KIND, SCOPE, INCLUDED = 2, 4, 8, 9, 10
NAME = "Дорожная карта 2027.xlsx"


def sent_file(chat: Chat) -> bytes:
    """The file that the bot's newest message holds."""
    file = chat.last.file
    assert file is not None
    assert file.name == NAME
    return file.content


async def takes(town: Town, coordinator: Chat) -> bytes:
    """Two rows in a draft, and its table."""
    await previews(town, coordinator, map_of(ROW, ROW))
    await coordinator.presses("📊 Таблица .xlsx")
    coordinator.sees("Черновик таблицей: 2 мероприятия.", "пришлите файл сюда же")
    return sent_file(coordinator)


def changed(table: bytes, *cells: tuple[int, int, str]) -> bytes:
    def correct(grids: Grids) -> None:
        for row, column, text in cells:
            grids[PAGE][FIRST + row][column] = text

    return corrected(table, correct)


async def sends(coordinator: Chat, table: bytes, *cells: tuple[int, int, str]) -> None:
    await coordinator.sends_file(NAME, changed(table, *cells))


async def test_what_was_corrected_is_shown_and_taken(town: Town, coordinator: Chat) -> None:
    table = await takes(town, coordinator)
    await sends(coordinator, table, (0, PERIODS, "до 15 мая"), (1, SCOPE, "каждая школа"))
    coordinator.sees(
        "Изменится:",
        "• 1: срок «до 30 апреля» → «до 15 мая»",
        "• 2: кого касается «один раз на всех» → «каждая школа»",
    )
    assert coordinator.buttons() == ["Принять (2)", "Отмена"]
    await coordinator.presses("Принять (2)")
    assert coordinator.toast == "Принято: 2 исправления."
    coordinator.sees("Распознано 2 мероприятия", "до 15 мая")
    assert "2: 4 школы" in coordinator.buttons()
    await coordinator.presses("Опубликовать")
    coordinator.sees("Опубликовано: 2 мероприятия, 5 задач, 4 школы.")


async def test_it_may_be_a_reply_and_may_be_put_away(town: Town, coordinator: Chat) -> None:
    table = await takes(town, coordinator)
    await coordinator.sends_file(NAME, changed(table, (0, TEXT, "Круглый стол")), reply_to=coordinator.last)
    coordinator.sees("мероприятие «Семинар для директоров школ» → «Круглый стол»")
    pressed = coordinator.carries("Принять (1)")
    await coordinator.presses("Отмена")
    coordinator.sees("Хорошо, отменено.")
    await coordinator.presses_old(pressed, under=coordinator.last)
    assert coordinator.toast == "Эта таблица уже применена или отменена. Если нужно, пришлите её ещё раз."
    await coordinator.says("/roadmap")
    coordinator.sees("1 Семинар для директоров школ")


async def test_what_was_not_understood_is_told_and_the_rest_is_taken(town: Town, coordinator: Chat) -> None:
    table = await takes(town, coordinator)
    await sends(coordinator, table, (0, KIND, "праздник <b>"), (0, TEXT, "Другое"), (1, INCLUDED, "нет"))
    coordinator.sees(
        "• 2: включать «да» → «нет»",
        "Не понято:",
        "• Строка 5 (№ 1), «Вид»: «праздник <b>». Такого нет в списке: выберите одно из предложенных.",
        "Другие исправления этой строки тоже ждут: 1.",
    )
    await coordinator.presses("Принять (1)")
    coordinator.sees("1 Семинар для директоров школ", "не включать")


async def test_rows_taken_away_and_put_in_are_told(town: Town, coordinator: Chat) -> None:
    table = await takes(town, coordinator)

    def correct(grids: Grids) -> None:
        grids[PAGE][FIRST + 1] = ["3", "", "Новое", "май"]

    await coordinator.sends_file(NAME, corrected(table, correct))
    coordinator.sees("Нет в таблице, не войдут в карту: 2", "Новые строки бот не берёт (строка Excel 6)")
    await coordinator.presses("Принять (1)")
    assert "2: не включать" in coordinator.buttons()


async def test_nothing_to_take(town: Town, coordinator: Chat) -> None:
    table = await takes(town, coordinator)
    await coordinator.sends_file(NAME, table)
    coordinator.sees("Применять нечего: в таблице всё так же, как в черновике.")
    assert coordinator.buttons() == ["К списку"]
    await coordinator.presses("К списку")
    coordinator.sees("Распознано 2 мероприятия")
    await sends(coordinator, table, (0, PERIODS, "31 июня"))
    coordinator.sees("Такого дня нет в календаре.", "исправьте отмеченное и пришлите таблицу ещё раз")


async def test_what_was_decided_meanwhile_stays(town: Town, coordinator: Chat) -> None:
    table = await takes(town, coordinator)
    await coordinator.presses("2: один раз")
    await sends(coordinator, table, (0, TEXT, "Круглый стол"))
    coordinator.sees("Пока таблица была у вас, в черновике кое-что решили.")
    await coordinator.presses("Принять (1)")
    assert {"1: один раз на всех", "2: ждём от других"} < set(coordinator.buttons())


async def test_an_older_table_is_not_taken_for_a_newer_one(town: Town, coordinator: Chat) -> None:
    table = await takes(town, coordinator)
    await sends(coordinator, table, (0, TEXT, "Первое"))
    first = coordinator.last
    await sends(coordinator, table, (0, TEXT, "Второе"))
    await coordinator.presses("Принять (1)", under=first)
    assert "уже применена или отменена" in coordinator.toast
    await coordinator.presses("Принять (1)")
    coordinator.sees("1 Второе")
    await coordinator.says("/roadmap")
    coordinator.never_sees("1 Первое")


async def test_a_draft_that_is_closed_takes_no_table(town: Town, coordinator: Chat) -> None:
    table = await takes(town, coordinator)
    ask = coordinator.carries("📊 Таблица")
    await sends(coordinator, table, (0, TEXT, "Первое"))
    accept = coordinator.carries("Принять (1)")
    await coordinator.presses("Опубликовать")
    await coordinator.presses_old(accept, under=coordinator.last)
    assert "уже опубликована, таблица её черновика больше не применяется" in coordinator.toast
    await coordinator.presses_old(ask, under=coordinator.last)
    await sends(coordinator, table, (0, TEXT, "Второе"))
    coordinator.sees("уже опубликована")
    await previews(town, coordinator, map_of(replace(ROW, text="Итоговая конференция")))
    await coordinator.presses("📊 Таблица .xlsx")
    other = sent_file(coordinator)
    await coordinator.presses("Не публиковать")
    await sends(coordinator, other, (0, TEXT, "Третье"))
    coordinator.sees("отложен и не опубликован")


async def test_a_neighbour_a_director_and_a_stranger_get_nothing(town: Town, coordinator: Chat, director: Chat) -> None:
    table = await takes(town, coordinator)
    neighbour = await town.resident(NEIGHBOURS_COORDINATOR, Role.COORDINATOR, territory=NEIGHBOUR)
    await sends(neighbour, table, (0, TEXT, "Чужое"))
    neighbour.sees("Этой записи нет или она вам недоступна.")
    await neighbour.presses_old(SendSheet(draft_id=1).pack(), under=neighbour.last)
    await neighbour.presses_old(AcceptSheet(draft_id=1, sheet=1).pack(), under=neighbour.last)
    await sends(director, table, (0, TEXT, "Чужое"))
    stranger = town.chat(STRANGER)
    await sends(stranger, table, (0, TEXT, "Чужое"))
    for chat in (neighbour, director, stranger):
        chat.never_sees("Семинар для директоров школ")
    await coordinator.says("/roadmap")
    coordinator.sees("1 Семинар для директоров школ")


async def test_a_spoilt_table_says_what_to_do(town: Town, coordinator: Chat) -> None:
    table = await takes(town, coordinator)
    await coordinator.sends_file(NAME, corrected(table, lambda grids: grids[PAGE].clear()))
    coordinator.sees("Скачайте таблицу заново, исправьте ячейки и пришлите её.")


async def test_it_waits_over_a_restart(world: World, clock: Clock, database: Path) -> None:
    async with opened(world, clock, database) as town:
        coordinator = await town.resident(COORDINATOR, Role.COORDINATOR, territory=DISTRICT)
        table = await takes(town, coordinator)
        await sends(coordinator, table, (0, TEXT, "Круглый стол"))
    async with opened(world, clock, database) as town:
        town.expects("getUpdates", 409)
        coordinator = town.chat(COORDINATOR)
        await coordinator.presses("Принять (1)")
        coordinator.sees("1 Круглый стол")


async def test_a_long_list_fits_into_a_message(town: Town, coordinator: Chat) -> None:
    await previews(town, coordinator, map_of(*[ROW] * 60))
    await coordinator.presses("📊 Таблица .xlsx")
    table = sent_file(coordinator)
    await sends(coordinator, table, *((row, TEXT, f"{row} " + "слово " * 30) for row in range(60)))
    coordinator.sees("Изменится:", "и ещё")
    await coordinator.presses("Принять (60)")
    assert coordinator.toast == "Принято: 60 исправлений."


async def test_a_table_that_was_not_read_is_named(town: Town, coordinator: Chat) -> None:
    await coordinator.sends_file("карта.docx", (CORPUS / "kholmsky_2025.docx").read_bytes())
    coordinator.sees("Распознано 4 мероприятия, 2 требуют уточнения", "Не прочитано", "Полевская СОШ | 10.02.2025")
    await coordinator.presses("❓ Уточнить (2)")
    coordinator.sees("Срок: столбец определён без заголовка или линий, по словам.")
