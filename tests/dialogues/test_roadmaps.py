"""A coordinator sends a road map, looks it through, settles the doubts and publishes it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.emulator.faults import refused
from bot.emulator.world import World
from handlers.callbacks import (
    BringBack,
    ChangeScope,
    ChooseYear,
    DiscardDraft,
    LeaveOut,
    OpenDoubt,
    OpenDraft,
    PublishDraft,
    ReadAsRoadMap,
    SettleDoubt,
)
from models.domain.access import Role
from models.domain.doubts import DoubtField, DoubtReason
from models.domain.plan import Executor, Kind, Level, NoteKind, Period, Scope
from models.language.participants import read_lines
from models.roadmap.draft import Column, Doubt, Draft, DraftTask, Json, period_json
from models.usecases import roadmaps, schools
from tests.builders import row, until
from tests.chat import Chat
from tests.conftest import Clock
from tests.dialogues.conftest import (
    COORDINATOR,
    DATA,
    DISTRICT,
    NEIGHBOUR,
    NEIGHBOURS_COORDINATOR,
    OZERSK,
    STRANGER,
    Town,
    opened,
    read_once,
)

MAP = (DATA / "ozersk_2027.txt").read_bytes()
TABLE = """Дорожная карта по реализации проекта «500+» в Озёрском районе

№ п/п	Мероприятие	Сроки	Ответственные
1	Семинар для директоров школ	до 30 апреля	Муниципальный координатор
2	Круглый стол по итогам года	май	Муниципальный координатор
"""

ROW = row(
    "1",
    until(4, 30),
    by=(Executor.MUNICIPAL_COORDINATOR,),
    kind=Kind.EVENT,
    scope=Scope.ONCE,
    text="Семинар для директоров школ",
    timing_raw="до 30.04.2027",
    executors_raw="Муниципальный координатор",
)


def map_of(*rows: DraftTask, year: int = 2027) -> Draft:
    columns = (Column.NUMBER, Column.TEXT, Column.TIMING, Column.EXECUTORS)
    numbered = (replace(row, number=str(place)) for place, row in enumerate(rows, start=1))
    return Draft("Дорожная карта", year, DISTRICT, Level.MUNICIPALITY, columns, tuple(numbered))


async def previews(town: Town, coordinator: Chat, read: Draft, by: int = COORDINATOR) -> None:
    """A file was read some time ago; the coordinator finds its check again."""
    source = read.title.encode() + bytes(str(len(coordinator.seen)), "ascii")
    await roadmaps.receive_roadmap(town.app.work(), await town.actor(by), name="карта.txt", source=source, read=read)
    await coordinator.says("/roadmap")


async def reads_all(coordinator: Chat) -> str:
    """The words of all pages of a preview, from its first."""
    words = coordinator.last.text
    while "Дальше →" in coordinator.buttons():
        await coordinator.presses("Дальше →")
        words += coordinator.last.text
    return words


async def test_a_file_becomes_a_preview_in_the_message_that_said_it_was_read(town: Town, coordinator: Chat) -> None:
    await coordinator.says("/roadmap")
    coordinator.sees("Пришлите сюда файл дорожной карты")
    await coordinator.sends_file("Дорожная карта.txt", MAP)
    assert len(coordinator.new) == 1
    assert coordinator.last.edited
    coordinator.sees(
        "Озёрский район, 2027 год",
        "Распознано 24 мероприятия, 1 требует уточнения.",
        "Школ-участниц: 4.",
        "1.3 Анкетирование",
        "3 школы",
        "Страница 1 из 3.",
    )
    assert coordinator.buttons()[-5:] == [
        "❓ Уточнить (1)",
        "📊 Таблица .xlsx",
        "🎭 Репетиция",
        "Опубликовать",
        "Не публиковать",
    ]


async def test_while_a_file_is_read_the_chat_says_so(town: Town, coordinator: Chat) -> None:
    said: list[str] = []

    def look(_: object) -> bool:
        said.append(coordinator.last.text)
        return False

    town.world.faults.put(refused("nothing: the call is only looked at"), when=look, method="getFile")
    await coordinator.sends_file("Дорожная карта.txt", MAP)
    assert said == ["Читаю «Дорожная карта.txt»…"]
    coordinator.never_sees("Читаю")


async def test_pages_are_turned(town: Town, coordinator: Chat) -> None:
    await previews(town, coordinator, read_once("ozersk_2027.txt"))
    first = coordinator.last
    await coordinator.presses("Дальше →")
    assert coordinator.last.id == first.id
    assert {"← Назад", "Дальше →"} < set(coordinator.buttons())
    coordinator.sees("Страница 2 из 3", "2.7 Разработка")
    await coordinator.presses("Дальше →")
    assert "Дальше →" not in coordinator.buttons()
    coordinator.sees("Страница 3 из 3", "4.5 Подведение итогов")
    await coordinator.presses("← Назад")
    coordinator.sees("Страница 2 из 3")
    await coordinator.presses_old(OpenDraft(draft_id=1, page=99).pack(), under=coordinator.last)
    coordinator.sees("Страница 3 из 3")


async def test_a_scope_goes_round_with_each_tap(town: Town, coordinator: Chat) -> None:
    await previews(town, coordinator, map_of(ROW, ROW))
    assert "1: один раз на всех" in coordinator.buttons()
    await coordinator.presses("1: один раз")
    assert "1: ждём от других" in coordinator.buttons()
    await coordinator.presses("1: ждём")
    assert "1: 4 школы" in coordinator.buttons()
    assert "2: один раз на всех" in coordinator.buttons()
    await coordinator.presses("Опубликовать")
    coordinator.sees("Опубликовано: 2 мероприятия, 5 задач, 4 школы.")


async def test_a_regional_map_goes_to_municipalities_too(town: Town) -> None:
    lines = read_lines(
        "регион;территория;школа;часовой пояс;в проекте\n"
        f"Заозёрская область;{DISTRICT};{OZERSK};Europe/Samara;да\n"
        f"Заозёрская область;{NEIGHBOUR};Лесная СОШ;Europe/Samara;да\n"
    )
    await schools.add_schools(town.app.work(), lines)
    region = await town.resident(STRANGER, Role.COORDINATOR, territory="Заозёрская область")
    await previews(town, region, read_once("region_2027.txt"), by=STRANGER)
    region.sees("Заозёрская область, 2027 год", "Распознано 8 мероприятий, вопросов нет.", "2 муниципалитета")
    await region.presses("6: 2 муниципалитета")
    await region.presses("6: один раз")
    await region.presses("6: ждём")
    await region.presses("6: 5 школ")
    assert "6: 2 муниципалитета" in region.buttons()
    await region.presses("Опубликовать")
    region.sees("Опубликовано: 8 мероприятий", "5 школ", "Ждём от других: 1", "Срок прошёл до публикации")
    await region.sends_file("ozersk.txt", MAP)
    region.sees("другого уровня", "муниципальную — координатор муниципалитета")


async def test_a_doubt_takes_a_ready_answer(town: Town, coordinator: Chat) -> None:
    await previews(town, coordinator, read_once("ozersk_2027.txt"))
    await coordinator.presses("❓ Уточнить (1)")
    coordinator.sees(
        "3.6 Мастер-классы", "Такого дня нет в календаре.", "В документе: «до 31 июня 2027 г.»", "Осталось уточнить: 1"
    )
    assert coordinator.buttons() == ["до 30 июня", "✏️ Ввести самому", "Оставить как понято", "Не включать", "К списку"]
    await coordinator.presses("К списку")
    coordinator.sees("Страница 3 из 3", "3.6 Мастер-классы", "❓")
    await coordinator.presses("❓ Уточнить (1)")
    await coordinator.presses("до 30 июня")
    coordinator.sees("Распознано 24 мероприятия, вопросов нет.")
    await coordinator.presses("Дальше →")
    await coordinator.presses("Дальше →")
    coordinator.sees("3.6 Мастер-классы", "до 30 июня · один раз")


async def test_doubts_come_one_by_one(town: Town, coordinator: Chat) -> None:
    missing = Doubt(DoubtField.TIMING, DoubtReason.MISSING, "")
    first = replace(ROW, periods=(), doubts=(missing,))
    other_year = Doubt(DoubtField.TIMING, DoubtReason.OTHER_YEAR, "30.04.2026")
    await previews(
        town, coordinator, map_of(first, replace(ROW, doubts=(other_year,)), replace(ROW, doubts=(missing,)))
    )
    await coordinator.presses("❓ Уточнить (3)")
    coordinator.sees("❓ 1 Семинар", "Срок: в ячейке пусто.", "Понято как: срок не указан", "Осталось уточнить: 3")
    await coordinator.presses("Оставить как понято")
    coordinator.sees("❓ 2 Семинар", "Дата не из года дорожной карты.", "Осталось уточнить: 2")
    await coordinator.presses("Не включать")
    coordinator.sees("❓ 3 Семинар", "Осталось уточнить: 1")
    await coordinator.presses("Оставить как понято")
    coordinator.sees("Распознано 3 мероприятия, вопросов нет.", "не включать", "или возвращает его")
    await coordinator.presses("2: не включать")
    coordinator.sees("1 требует уточнения")
    assert "2: один раз на всех" in coordinator.buttons()
    await coordinator.presses("Опубликовать")
    coordinator.sees("Опубликовано: 3 мероприятия, 3 задачи")


DOUBTS: list[tuple[DoubtField, DoubtReason, str, list[Json], list[str], str]] = [
    (DoubtField.NUMBER, DoubtReason.NUMBER_RESTORED, "7", ["7", "8"], ["7", "8"], "Номер в документе потерян."),
    (
        DoubtField.NUMBER,
        DoubtReason.NUMBER_OUT_OF_ORDER,
        "7",
        ["8"],
        ["8"],
        "Номер повторяется или идёт не по порядку.",
    ),
    (DoubtField.TEXT, DoubtReason.ROW_UNCERTAIN, "и школы", ["Семинар"], ["Семинар"], "отдельная это строка"),
    (DoubtField.SECTION, DoubtReason.WORDS_UNKNOWN, "II", ["II"], ["II"], "Раздел: часть слов непонятна."),
    (DoubtField.TEXT, DoubtReason.CELLS_DISPLACED, "а | б", [], [], "не столько ячеек, сколько в заголовке"),
    (
        DoubtField.TIMING,
        DoubtReason.BACKWARDS,
        "с 5 мая по 3 мая",
        [
            [{"start": "2027-05-03", "end": "2027-05-05", "rrule": None, "label": "этап 1"}],
            [{"start": None, "end": None, "rrule": None, "label": None, "note": "по графику"}],
            [{"start": "2027-05-01", "end": "2027-05-31", "rrule": "FREQ=MONTHLY", "label": None}],
            [],
        ],
        ["этап 1: 3–5 мая", "«по графику», без даты", "1–31 мая (каждый месяц)", "без срока"],
        "Последний день раньше первого.",
    ),
    (DoubtField.TIMING, DoubtReason.OPEN_ENDED, "с мая", [], [], "Назван первый день, но не последний."),
    (
        DoubtField.EXECUTORS,
        DoubtReason.AMBIGUOUS,
        "Методисты",
        [["curator", "school"], []],
        ["куратор, школа", "никто не назван"],
        "Исполнители: можно понять по-разному.",
    ),
    (
        DoubtField.MENTIONS,
        DoubtReason.WORDS_UNKNOWN,
        "?",
        [["mentor"]],
        ["наставник"],
        "Исполнители: часть слов непонятна.",
    ),
    (
        DoubtField.SCHOOLS,
        DoubtReason.AMBIGUOUS,
        "СОШ № 1",
        [[OZERSK, "Липовская ООШ"], []],
        [f"{OZERSK}, Липовская ООШ", "без школ"],
        "Школы: можно понять по-разному.",
    ),
    (DoubtField.KIND, DoubtReason.AMBIGUOUS, "Выезд", ["visit", "other"], ["посещение", "другое"], "Вид работы: можно"),
]


async def test_every_doubt_is_asked_in_words(town: Town, coordinator: Chat) -> None:
    rows = [
        replace(ROW, doubts=(Doubt(field, reason, words, tuple(choices)),))
        for field, reason, words, choices, _, _ in DOUBTS
    ]
    await previews(town, coordinator, map_of(*rows))
    await coordinator.presses("❓ Уточнить")
    for left, (_, _, words, _, labels, why) in zip(range(len(DOUBTS), 0, -1), DOUBTS, strict=True):
        coordinator.sees(why, f"В документе: «{words}»", f"Осталось уточнить: {left}")
        assert coordinator.buttons() == [*labels, "✏️ Ввести самому", "Оставить как понято", "Не включать", "К списку"]
        await coordinator.presses(labels[0] if labels else "Оставить как понято")
    coordinator.sees(f"Распознано {len(DOUBTS)} мероприятий, вопросов нет.")


async def test_an_answer_that_no_longer_fits_is_refused(town: Town, coordinator: Chat) -> None:
    doubt = Doubt(DoubtField.KIND, DoubtReason.AMBIGUOUS, "Выезд", ("visit", "other"))
    await previews(town, coordinator, map_of(replace(ROW, doubts=(doubt,)), replace(ROW, doubts=(doubt,))))
    await coordinator.presses("❓ Уточнить (2)")
    asked = coordinator.last
    await coordinator.presses("посещение")
    for stale in (
        SettleDoubt(draft_id=1, row=0, field=DoubtField.KIND, choice=1),
        SettleDoubt(draft_id=1, row=1, field=DoubtField.KIND, choice=9),
        SettleDoubt(draft_id=1, row=1, field=DoubtField.TIMING, choice=0),
        SettleDoubt(draft_id=1, row=9, field=DoubtField.KIND, choice=0),
        LeaveOut(draft_id=1, row=9),
    ):
        await coordinator.presses_old(stale.pack(), under=asked)
        assert "уже всё изменилось" in coordinator.toast
    coordinator.sees("Осталось уточнить: 1")


async def test_a_second_tap_answers_no_other_question(town: Town, coordinator: Chat) -> None:
    when = Doubt(DoubtField.TIMING, DoubtReason.AMBIGUOUS, "весна", ([period_json(ROW.periods[0])],))
    who = Doubt(DoubtField.EXECUTORS, DoubtReason.AMBIGUOUS, "методисты", (["curator"],))
    await previews(town, coordinator, map_of(replace(ROW, doubts=(when, who))))
    await coordinator.presses("❓ Уточнить (1)")
    press = coordinator.carries("до 30 апреля")
    await coordinator.presses("до 30 апреля")
    await coordinator.presses_old(press, under=coordinator.last)
    assert "уже всё изменилось" in coordinator.toast
    coordinator.sees("Исполнители: можно понять по-разному.", "Осталось уточнить: 1")


async def test_a_frequency_of_the_words_is_pointed_out(town: Town, coordinator: Chat) -> None:
    spring = Period(date(2027, 4, 1), date(2027, 6, 30))
    await previews(town, coordinator, map_of(replace(ROW, periods=(spring,), frequency_in_text="FREQ=WEEKLY"), ROW))
    assert coordinator.sees("1 апреля – 30 июня · один раз на всех · 🔁 в тексте каждую неделю").text.count("🔁") == 1


async def test_terms_of_every_kind_are_shown(town: Town, coordinator: Chat) -> None:
    whole = (date(2027, 1, 1), date(2027, 12, 31))
    rules = {
        "FREQ=WEEKLY;BYDAY=TU,TH": "по вторникам, четвергам",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR": "по рабочим дням",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE": "раз в 2 недели, по средам",
        "FREQ=WEEKLY": "каждую неделю",
        "FREQ=MONTHLY": "каждый месяц",
        "FREQ=MONTHLY;BYDAY=2WE,-1SU": "каждый месяц, вторая среда, последнее воскресенье",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1": "каждый месяц, последний рабочий день",
        "FREQ=MONTHLY;BYMONTHDAY=-1": "каждый месяц, последний день",
        "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=5": "каждый квартал, 5-го числа",
        "FREQ=MONTHLY;INTERVAL=2": "раз в 2 месяца",
        "FREQ=MONTHLY;INTERVAL=3": "каждый квартал",
        "FREQ=MONTHLY;INTERVAL=6": "каждое полугодие",
        "FREQ=YEARLY": "каждый год",
        "FREQ=YEARLY;INTERVAL=2": "раз в 2 года",
        "FREQ=DAILY": "каждый день",
        "FREQ=DAILY;INTERVAL=2": "раз в 2 дня",
    }
    rows = [replace(ROW, periods=(Period(*whole, rrule=rule),)) for rule in rules]
    day = Period(date(2027, 5, 3), date(2027, 5, 3), label="1 этап")
    noted = Period(None, None, note="по графику школы", note_kind=NoteKind.OWN_SCHEDULE)
    several = replace(ROW, periods=(day, noted, ROW.periods[0], ROW.periods[0], ROW.periods[0]))
    hour = replace(ROW, periods=(Period(*whole, "FREQ=MONTHLY", time="15:00", times=2),))
    winter = Period(date(2027, 12, 20), date(2028, 1, 10))
    other_year = replace(ROW, periods=(Period(None, date(2028, 1, 15)), Period(*(date(2026, 3, 1),) * 2), winter))
    await previews(town, coordinator, map_of(*rows, several, hour, other_year))
    shown = await reads_all(coordinator)
    for words in rules.values():
        assert f"1 января – 31 декабря ({words})" in shown
    assert "1 января – 31 декабря, 15:00 (каждый месяц, 2 раза)" in shown
    assert "до 15 января 2028 года; 1 марта 2026 года; 20 декабря – 10 января 2028 года" in shown
    assert "1 этап: 3 мая; «по графику школы», без даты; до 30 апреля и ещё 2" in shown


async def test_unknown_schools_are_named(town: Town, coordinator: Chat) -> None:
    names = ("Сосновская СОШ", "Кедровская ООШ", "Еловская СОШ", "Рябиновая ООШ")
    row = replace(ROW, scope=Scope.SCHOOL, schools=(OZERSK, *names), executors=(Executor.SCHOOL,))
    await previews(town, coordinator, map_of(row, replace(row, schools=names)))
    coordinator.sees("Нет в списке участников: Сосновская СОШ, Кедровская ООШ, Еловская СОШ и ещё 1", "1 школа")
    await coordinator.presses("Опубликовать")
    assert "Для пункта 2 не нашлось ни одной школы-участницы" in coordinator.toast
    await coordinator.presses("2: 0 школ")
    await coordinator.presses("Опубликовать")
    coordinator.sees("Опубликовано: 2 мероприятия, 2 задачи")


async def test_a_refusal_too_long_for_a_note_stands_in_the_chat(town: Town, coordinator: Chat) -> None:
    row = replace(ROW, scope=Scope.SCHOOL, schools=("Сосновская СОШ",), executors=(Executor.SCHOOL,))
    read = map_of(*[row] * 40)
    parts = tuple(replace(one, number=f"12.{one.number}") for one in read.tasks)
    await previews(town, coordinator, replace(read, tasks=parts))
    await coordinator.presses("Опубликовать")
    assert coordinator.toast == ""
    coordinator.sees(
        "Для пунктов 12.1, 12.2, 12.3", "и ещё 20 не нашлось ни одной школы-участницы", "кого они касаются"
    )


async def test_a_map_of_long_words_still_fits(town: Town, coordinator: Chat) -> None:
    period = Period(date(2027, 1, 1), date(2027, 12, 31), label="этап проекта " * 9, rrule="FREQ=MONTHLY;INTERVAL=6")
    doubt = Doubt(DoubtField.TIMING, DoubtReason.AMBIGUOUS, "до особого распоряжения " * 60)
    row = replace(
        ROW,
        text="Очень длинное мероприятие " * 40,
        periods=(period,) * 9,
        schools=tuple(f"{name}ская средняя общеобразовательная школа имени героя" for name in "АБВГДЕЖЗ"),
        doubts=(doubt,),
    )
    read = replace(map_of(*[row] * 8), title="Дорожная карта " * 60)
    await previews(town, coordinator, read)
    assert 2000 < len(coordinator.sees("Распознано 8 мероприятий").text) <= 4096
    await coordinator.presses("❓ Уточнить (8)")
    assert len(coordinator.sees("Осталось уточнить: 8").text) < 2000


async def test_what_was_due_before_is_reached_from_the_published_screen(town: Town, coordinator: Chat) -> None:
    await previews(town, coordinator, read_once("ozersk_2027.txt"))
    await coordinator.presses("Опубликовать")
    published = coordinator.sees("Опубликовано: 24 мероприятия", "Срок прошёл до публикации: 14")
    await coordinator.presses("◻️ Срок прошёл")
    coordinator.sees("Срок прошёл до публикации", "Без ответа 14 задач")
    assert coordinator.last.id != published.id
    assert "Опубликовано" in coordinator.sees("24 мероприятия").text


async def test_publication_is_pressed_once(town: Town, coordinator: Chat, director: Chat) -> None:
    await previews(town, coordinator, read_once("ozersk_2027.txt"))
    preview = coordinator.last
    await coordinator.presses("Опубликовать")
    assert coordinator.last.id == preview.id
    coordinator.sees("Опубликовано: 24 мероприятия", "4 школы", "Ждём от других: 2", "в понедельник в 9:00")
    assert coordinator.buttons() == ["◻️ Срок прошёл: 14"]
    for press in (
        PublishDraft(draft_id=1, archive=False),
        PublishDraft(draft_id=1, archive=True),
        ChangeScope(draft_id=1, row=0, scope=Scope.ONCE, page=0),
        SettleDoubt(draft_id=1, row=18, field=DoubtField.TIMING, choice=-1),
        LeaveOut(draft_id=1, row=0),
        BringBack(draft_id=1, row=0, page=0),
        DiscardDraft(draft_id=1),
    ):
        await coordinator.presses_old(press.pack(), under=preview)
        assert "уже всё изменилось" in coordinator.toast
    await town.wind(4, 26, 9, 0)
    assert director.last.text.count("2.6 ") == 1
    await coordinator.says("/roadmap")
    coordinator.sees("пришлите файл сюда")


async def test_one_file_is_published_once(town: Town, coordinator: Chat) -> None:
    for _ in range(2):
        await coordinator.sends_file("Дорожная карта.txt", MAP)
    first, second = coordinator.seen
    await coordinator.presses("Опубликовать", under=first)
    await coordinator.presses("Опубликовать", under=second)
    assert "Этот файл уже опубликован" in coordinator.toast
    await coordinator.sends_file("Копия.txt", MAP)
    coordinator.sees("Этот файл уже опубликован", "Ничего не изменилось.")


async def test_a_draft_is_put_away(town: Town, coordinator: Chat) -> None:
    await previews(town, coordinator, map_of(ROW))
    preview = coordinator.last
    await coordinator.presses("Не публиковать")
    coordinator.sees("эта дорожная карта не опубликована")
    await coordinator.presses_old(PublishDraft(draft_id=1, archive=False).pack(), under=preview)
    assert "уже всё изменилось" in coordinator.toast
    await coordinator.says("/roadmap")
    coordinator.sees("Пришлите сюда файл дорожной карты")


async def test_a_map_of_no_rows_is_not_published(town: Town, coordinator: Chat) -> None:
    doubt = Doubt(DoubtField.TIMING, DoubtReason.MISSING, "")
    await previews(town, coordinator, map_of(replace(ROW, doubts=(doubt,))))
    await coordinator.presses("❓ Уточнить (1)")
    await coordinator.presses("Не включать")
    await coordinator.presses("Опубликовать")
    assert "не осталось ни одного мероприятия" in coordinator.toast


async def test_a_year_that_is_over_goes_to_the_archive(town: Town, coordinator: Chat, director: Chat) -> None:
    past = replace(ROW, periods=(Period(None, date(2025, 4, 30)),), scope=Scope.SCHOOL, executors=(Executor.SCHOOL,))
    await previews(town, coordinator, map_of(past, year=2025))
    coordinator.sees("Все сроки уже прошли", "в архив")
    assert coordinator.buttons()[-2:] == ["Сохранить в архив", "Не публиковать"]
    await coordinator.presses_old(PublishDraft(draft_id=1, archive=False).pack(), under=coordinator.last)
    assert "уже прошли" in coordinator.toast
    assert "(2025 год)" in coordinator.toast
    await coordinator.presses("Сохранить в архив")
    coordinator.sees("Дорожная карта сохранена в архив: 1 мероприятие.")
    await town.wind(3, 9, 9, 0)
    director.sees("задач нет")


async def test_a_half_finished_check_is_found_after_a_restart(world: World, clock: Clock, database: Path) -> None:
    async with opened(world, clock, database) as town:
        coordinator = await town.resident(COORDINATOR, Role.COORDINATOR, territory=DISTRICT)
        await previews(town, coordinator, read_once("ozersk_2027.txt"))
        await coordinator.presses("1.2: ждём")
        preview = coordinator.last
    async with opened(world, clock, database) as town:
        town.expects("getUpdates", 409)
        coordinator = town.chat(COORDINATOR)
        await coordinator.says("/roadmap")
        assert "1.2: 3 школы" in coordinator.buttons() or "1.2: 4 школы" in coordinator.buttons()
        await coordinator.presses("❓ Уточнить (1)", under=preview)
        await coordinator.presses("до 30 июня")
        await coordinator.presses("Опубликовать")
        coordinator.sees("Опубликовано: 24 мероприятия")


async def test_a_map_without_a_year_is_asked_about(town: Town, coordinator: Chat) -> None:
    await coordinator.sends_file("карта.txt", TABLE.encode())
    asked = coordinator.sees("В файле не указан год. К какому году относится дорожная карта?")
    assert coordinator.buttons() == ["2026", "2027", "2028", "Отмена"]
    await coordinator.presses("2027")
    coordinator.sees("Озёрский район, 2027 год", "Распознано 2 мероприятия", "до 30 апреля")
    await coordinator.presses_old(ChooseYear(year=2028).pack(), under=asked)
    assert "Пришлите файл ещё раз" in coordinator.toast
    await coordinator.presses("Опубликовать")
    coordinator.sees("Опубликовано: 2 мероприятия")


async def test_the_question_of_the_year_can_be_left(town: Town, coordinator: Chat) -> None:
    await coordinator.sends_file("карта.txt", TABLE.encode())
    asked = coordinator.last
    del town.world.chat(COORDINATOR).history[asked.id]
    await coordinator.presses_old(ChooseYear(year=2028).pack(), under=asked)
    coordinator.sees("Озёрский район, 2028 год")
    await coordinator.sends_file("карта.txt", TABLE.encode())
    await coordinator.presses("Отмена")
    coordinator.sees("Хорошо, отменено.")


async def test_a_file_in_an_office_encoding_is_read(town: Town, coordinator: Chat) -> None:
    text = TABLE.replace("в Озёрском районе", "в Озёрском районе в 2027 году")
    for encoding in ("cp1251", "utf-16"):
        await coordinator.sends_file(f"карта {encoding}.TXT", text.encode(encoding))
        coordinator.sees("Распознано 2 мероприятия", "1 Семинар для директоров школ", "до 30 апреля")
        await coordinator.presses("Не публиковать")


REFUSED = [
    ("письмо.txt", "Уважаемые коллеги! Направляем план на год.".encode(), "В файле не нашлось таблицы дорожной карты"),
    ("пустой.txt", b"", "Файл пустой."),
    ("картинка.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "Не получилось прочитать текст файла"),
    ("карта.pages", b"something", "Файлы .pages бот"),
    ("карта", b"something", "Файлы без расширения бот"),
    ("большой.txt", b"1" * (20 * 2**20 + 1), "Файл больше 20 МБ"),
]


async def test_what_is_no_road_map_is_refused_with_a_way_on(town: Town, coordinator: Chat) -> None:
    for name, content, answer in REFUSED:
        await coordinator.sends_file(name, content)
        assert len(coordinator.new) == 1
        assert "ришлите" in coordinator.sees(answer).text
    await coordinator.says("/roadmap")
    coordinator.sees("Пришлите сюда файл дорожной карты")


async def test_a_photo_is_no_road_map(town: Town, coordinator: Chat) -> None:
    await coordinator.sends_photo(b"page")
    coordinator.sees("Пришлите сюда файл дорожной карты")


async def test_a_map_of_another_level_is_refused(town: Town, coordinator: Chat) -> None:
    await coordinator.sends_file("область.txt", (DATA / "region_2027.txt").read_bytes())
    coordinator.sees("другого уровня", "региональную публикует координатор региона")


async def test_a_director_sends_no_road_map(town: Town, director: Chat, curator: Chat) -> None:
    for chat in (director, curator):
        await chat.says("/roadmap")
        chat.sees("Дорожную карту загружает координатор", "/tasks")
        await chat.sends_file("карта.txt", MAP)
        chat.never_sees("Читаю")
        chat.sees("ни одна ваша задача не ждёт документа")


async def test_a_forged_word_makes_no_coordinator(town: Town, director: Chat, roadmap: None) -> None:
    await director.sends_file("карта.txt", MAP)
    asked = director.sees("К какой задаче это относится?")
    await director.presses_old(ReadAsRoadMap().pack(), under=asked)
    director.sees("Дорожную карту загружает координатор")
    director.never_sees("Распознано")
    await director.presses("Отмена", under=asked)
    await director.presses_old(ReadAsRoadMap().pack(), under=asked)
    assert "Пришлите файл ещё раз" in director.toast


async def test_a_draft_belongs_to_its_territory(town: Town, coordinator: Chat, director: Chat) -> None:
    other = await town.resident(NEIGHBOURS_COORDINATOR, Role.COORDINATOR, territory=NEIGHBOUR)
    await previews(town, coordinator, read_once("ozersk_2027.txt"))
    for chat in (other, director):
        await chat.says("/roadmap")
        for press in (
            OpenDraft(draft_id=1, page=0),
            OpenDoubt(draft_id=1),
            ChangeScope(draft_id=1, row=0, scope=Scope.ONCE, page=0),
            SettleDoubt(draft_id=1, row=18, field=DoubtField.TIMING, choice=0),
            LeaveOut(draft_id=1, row=0),
            BringBack(draft_id=1, row=0, page=0),
            PublishDraft(draft_id=1, archive=False),
            DiscardDraft(draft_id=1),
        ):
            await chat.presses_old(press.pack(), under=chat.last)
            assert "нет или она вам недоступна" in chat.toast
        chat.never_sees("Озёрск")
    await coordinator.presses("Опубликовать")
    coordinator.sees("Опубликовано: 24 мероприятия")
