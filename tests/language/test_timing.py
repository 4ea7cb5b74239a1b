from calendar import monthrange
from datetime import date

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.doubts import DoubtReason
from models.language.lookalikes import see_through
from models.language.timing import PlanYear, Timing, read_timing
from models.language.timing_forms import FORMS, Form, longest_form
from models.language.timing_words import words_of
from tests.language.meanings import meaning

PLAN = PlanYear(2027)
SCHOOL_YEAR = PlanYear(2027, school=True)
YEAR = "2027-01-01..2027-12-31"


def read(cell: str) -> Timing:
    return read_timing(cell, PLAN)


def name(form: Form) -> str:
    return f"{form.pattern} · {form.example}"


@pytest.mark.parametrize("form", FORMS, ids=name)
def test_every_form_means_what_stands_beside_it(form: Form) -> None:
    assert meaning(read(form.example).periods) == form.means


@pytest.mark.parametrize("form", FORMS, ids=name)
def test_every_example_is_of_its_own_form(form: Form) -> None:
    words = words_of(see_through(form.example))
    taken = [found[0] for at in range(len(words)) if (found := longest_form(words, at))]
    assert form.pattern in {other.pattern for other in taken}


@pytest.mark.parametrize("form", FORMS, ids=name)
def test_every_rule_is_one_that_calendars_know(form: Form) -> None:
    for period in read(form.example).periods:
        if period.rrule:
            assert rrulestr(period.rrule) is not None


@pytest.mark.parametrize(
    ("cell", "means"),
    [
        ("март-май 2027г.", "2027-03-01..2027-05-31"),
        (
            "Февраль, май,\nсентябрь, ноябрь",
            "2027-02-01..2027-02-28 2027-05-01..2027-05-31 2027-09-01..2027-09-30 2027-11-01..2027-11-30",
        ),
        ("Май-июнь 2027 Сентябрь-ноябрь 2027", "2027-05-01..2027-06-30 2027-09-01..2027-11-30"),
        (
            "Формирование не позднее 25.02.2027 Реализация до 15.12.2027",
            "Формирование: ..2027-02-25 Реализация: ..2027-12-15",
        ),
        ("1 этап – март, 2 этап – сентябрь", "1 этап: 2027-03-01..2027-03-31 2 этап: 2027-09-01..2027-09-30"),
        ("март (1 этап), сентябрь (2 этап)", "1 этап: 2027-03-01..2027-03-31 2 этап: 2027-09-01..2027-09-30"),
        ("I этап: 1-15 марта; II этап: 1-15 октября", "I этап: 2027-03-01..2027-03-15 II этап: 2027-10-01..2027-10-15"),
        ("Постоянно\nНе реже 1 раз в месяц", f"{YEAR} FREQ=MONTHLY"),
        ("Еженедельно до 30.05.2027", "2027-01-01..2027-05-30 FREQ=WEEKLY"),
        ("Еженедельно, четверг, с 11.03.2027 по 27.05.2027", "2027-03-11..2027-05-27 FREQ=WEEKLY;BYDAY=TH"),
        ("С 10 марта еженедельно до 1 мая", "2027-03-10..2027-05-01 FREQ=WEEKLY"),
        ("март-май, по пятницам", "2027-03-01..2027-05-31 FREQ=WEEKLY;BYDAY=FR"),
        ("ежемесячно 5, 15 и 25 числа", f"{YEAR} FREQ=MONTHLY;BYMONTHDAY=5,15,25"),
        ("по отдельному графику до 15 марта", "..2027-03-15 note own_schedule"),
        ("весь период реализации с 1 марта по 30 мая", "2027-03-01..2027-05-30"),
        ("IV квартал", "2027-10-01..2027-12-31"),
        ("2 раза в год (май, декабрь)", "2027-05-01..2027-05-31 2027-12-01..2027-12-31"),
        ("2 раза в год: до 1 июня и до 1 декабря", "..2027-06-01 ..2027-12-01"),
        ("2 раза в месяц с марта по май", "2027-03-01..2027-05-31 FREQ=MONTHLY x2"),
        ("3 раза в год", f"{YEAR} FREQ=YEARLY x3"),
        ("дважды в полугодие", f"{YEAR} FREQ=MONTHLY;INTERVAL=6 x2"),
        ("не менее трех раз в учебном году", f"{YEAR} FREQ=YEARLY x3"),
        ("2 раза ежемесячно", f"{YEAR} FREQ=MONTHLY x2"),
        ("2 р. в месяц", f"{YEAR} FREQ=MONTHLY x2"),
        ("два раза в первом полугодии", "2027-01-01..2027-06-30 x2"),
        ("2 раза в апреле и 3 раза в мае", "2027-04-01..2027-04-30 x2 2027-05-01..2027-05-31 x3"),
        ("2 раза в апреле и мае", "2027-04-01..2027-04-30 2027-05-01..2027-05-31"),
        ("2 раза в неделю (вторник, четверг)", f"{YEAR} FREQ=WEEKLY;BYDAY=TU,TH"),
        ("март, однократно", "2027-03-01..2027-03-31"),
        ("последний вторник марта", "2027-03-30..2027-03-30"),
        ("1-й и 3-й вторник месяца", f"{YEAR} FREQ=MONTHLY;BYDAY=1TU,3TU"),
        ("10.03.2027 г. в 15 ч. 00 мин.", "2027-03-10..2027-03-10 at 15:00"),
        ("в дни весенних каникул 2027 г.", "note holidays"),
        ("март*", "2027-03-01..2027-03-31"),
        ("последний квартал", "2027-10-01..2027-12-31"),
        ("5, 12 и 19.03.2027", "2027-03-05..2027-03-05 2027-03-12..2027-03-12 2027-03-19..2027-03-19"),
        ("каждый рабочий день", f"{YEAR} FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("ежегодно до 1 марта", "2027-01-01..2027-03-01 FREQ=YEARLY"),
        ("среда, 10 марта", "2027-03-10..2027-03-10"),
        ("март, по отдельному графику", "2027-03-01..2027-03-31 note own_schedule"),
        ("12.03.2027 в 10-00", "2027-03-12..2027-03-12 at 10:00"),
        ("12 марта, 15:30 ч.", "2027-03-12..2027-03-12 at 15:30"),
        ("2027-03-12", "2027-03-12..2027-03-12"),
        ("c 10 по З1 мaртa", "2027-03-10..2027-03-31"),
        ("15.032027", "2027-03-15..2027-03-15"),
        ("15 03 2027", "2027-03-15..2027-03-15"),
        ("15.12.2026-20.01.2027", "2026-12-15..2027-01-20"),
        ("15.12-20.01.2027", "2026-12-15..2027-01-20"),
        ("март, по графику, по мере необходимости", "2027-03-01..2027-03-31 note own_schedule note as_needed"),
    ],
)
def test_cells_put_together(cell: str, means: str) -> None:
    assert meaning(read(cell).periods) == means


MONTHS = {
    1: ("январь", "января", "январю", "январём", "январе", "янв.", "янв"),
    2: ("февраль", "февраля", "февралю", "февралем", "феврале", "фев.", "февр."),
    3: ("март", "марта", "марту", "мартом", "марте", "мар."),
    4: ("апрель", "апреля", "апрелю", "апрелем", "апреле", "апр."),
    5: ("май", "мая", "маю", "маем", "мае"),
    6: ("июнь", "июня", "июню", "июнем", "июне", "июн."),
    7: ("июль", "июля", "июлю", "июлем", "июле", "июл."),
    8: ("август", "августа", "августу", "августом", "августе", "авг."),
    9: ("сентябрь", "сентября", "сентябрю", "сентябрём", "сентябре", "сен.", "сент."),
    10: ("октябрь", "октября", "октябрю", "октябрем", "октябре", "окт."),
    11: ("ноябрь", "ноября", "ноябрю", "ноябрём", "ноябре", "ноя.", "нояб."),
    12: ("декабрь", "декабря", "декабрю", "декабрём", "декабре", "дек.", "ДЕК."),
}


@pytest.mark.parametrize(("month", "word"), [(month, word) for month, words in MONTHS.items() for word in words])
def test_months_in_every_case_and_cut_short(month: int, word: str) -> None:
    (alone,), (dated,) = read(word).periods, read(f"до 15 {word} 2027 г.").periods
    assert (alone.start, alone.end) == (date(2027, month, 1), date(2027, month, monthrange(2027, month)[1]))
    assert (dated.start, dated.end) == (None, date(2027, month, 15))
    assert read(word).doubts == read(f"до 15 {word} 2027 г.").doubts == ()


@pytest.mark.parametrize(
    ("cell", "means"),
    [
        ("lV квартал", "2027-10-01..2027-12-31"),
        ("lll кв. 2027 г.", "2027-07-01..2027-09-30"),
        ("|I полугодие", "2027-07-01..2027-12-31"),
        ("I|-й квартал", "2027-04-01..2027-06-30"),
        ("в  период   с 1   мaртa  по  5  мaя", "2027-03-01..2027-05-05"),
        ("10 .03. 2027", "2027-03-10..2027-03-10"),
        ("до 1.O3.2027", "..2027-03-01"),
        ("1О мapтa 2О27г", "2027-03-10..2027-03-10"),
        ("c l5 anpeля", "2027-04-15..2027-12-31"),
    ],
)
def test_what_scans_make_of_words(cell: str, means: str) -> None:
    assert meaning(read(cell).periods) == means


@pytest.mark.parametrize(
    ("cell", "means"),
    [
        ("сентябрь", "2027-09-01..2027-09-30"),
        ("январь", "2028-01-01..2028-01-31"),
        ("август-май", "2027-08-01..2028-05-31"),
        ("в течение года", "2027-09-01..2028-05-31"),
        ("до конца учебного года", "..2028-05-31"),
        ("ежемесячно", "2027-09-01..2028-05-31 FREQ=MONTHLY"),
        ("2027 год", "2027-09-01..2028-05-31"),
        ("1 полугодие", "2027-09-01..2027-12-31"),
        ("2 полугодие", "2028-01-01..2028-05-31"),
    ],
)
def test_a_school_year_has_two_calendar_years(cell: str, means: str) -> None:
    assert meaning(read_timing(cell, SCHOOL_YEAR).periods) == means


def test_halves_of_a_school_year_are_an_opinion() -> None:
    (doubt,) = read_timing("2 полугодие", SCHOOL_YEAR).doubts
    assert [meaning(choice) for choice in doubt.choices] == ["2028-01-01..2028-05-31", "2028-01-01..2028-06-30"]


@pytest.mark.parametrize(
    "cell",
    [
        "22.01.2027",
        "март",
        "Не позднее 23.02.2027",
        "Еженедельно вторник, четверг",
        "1 квартал 2027г.",
        "по мере необходимости",
        "2 раза в месяц",
        "3 раза в год",
        "дважды в полугодие",
        "ежемесячно (2 раза)",
        "2 раза в неделю (вторник, четверг)",
        "2 раза в сентябре",
    ],
)
def test_plain_cells_leave_no_doubt(cell: str) -> None:
    assert read(cell).doubts == ()


@pytest.mark.parametrize(
    ("cell", "reason", "words", "choices"),
    [
        ("31 июня", DoubtReason.IMPOSSIBLE_DATE, "31 июня", ["2027-06-30..2027-06-30"]),
        ("до 12.25.2027", DoubtReason.IMPOSSIBLE_DATE, "до 12.25.2027", ["..2027-12-25"]),
        ("с 30 по 31 июня", DoubtReason.IMPOSSIBLE_DATE, "с 30 по 31 июня", ["2027-06-30..2027-06-30"]),
        ("10.03.2021", DoubtReason.OTHER_YEAR, "10.03.2021", ["2021-03-10..2021-03-10", "2027-03-10..2027-03-10"]),
        ("с 20.05 по 10.03", DoubtReason.BACKWARDS, "с 20.05 по 10.03", ["2027-05-20..2028-03-10"]),
        ("ноябрь-февраль", DoubtReason.BACKWARDS, "ноябрь-февраль", ["2027-11-01..2028-02-29"]),
        ("с 20.05.2027 по 10.03.2027", DoubtReason.BACKWARDS, "с 20.05.2027 по 10.03.2027", ["2027-03-10..2027-05-20"]),
        ("до марта", DoubtReason.AMBIGUOUS, "до марта", ["..2027-03-31", "..2027-02-28"]),
        ("в начале мая", DoubtReason.AMBIGUOUS, "в начале мая", ["2027-05-01..2027-05-10", "2027-05-01..2027-05-31"]),
        (
            "каждую вторую среду",
            DoubtReason.AMBIGUOUS,
            "каждую вторую среду",
            [f"{YEAR} FREQ=MONTHLY;BYDAY=2WE", f"{YEAR} FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"],
        ),
        ("вторник", DoubtReason.AMBIGUOUS, "вторник", [f"{YEAR} FREQ=WEEKLY;BYDAY=TU"]),
        ("вторник 10 марта", DoubtReason.AMBIGUOUS, "вторник 10 марта", ["2027-03-10..2027-03-10"]),
        (
            "Ежемесячно, не реже 1 раза в квартал",
            DoubtReason.AMBIGUOUS,
            "Ежемесячно, не реже 1 раза в квартал",
            [f"{YEAR} FREQ=MONTHLY", f"{YEAR} FREQ=MONTHLY;INTERVAL=3"],
        ),
        (
            "10 марта, ежемесячно",
            DoubtReason.AMBIGUOUS,
            "10 марта, ежемесячно",
            ["2027-03-10..2027-03-10 FREQ=MONTHLY", "2027-03-10..2027-03-10"],
        ),
        (
            "после 10 марта",
            DoubtReason.OPEN_ENDED,
            "после 10 марта",
            ["2027-03-11..2027-12-31", "2027-03-11..2027-03-11"],
        ),
        ("в течение учебного года", DoubtReason.AMBIGUOUS, "в течение учебного года", [YEAR, "2027-01-01..2027-05-31"]),
        ("5-й вторник апреля", DoubtReason.IMPOSSIBLE_DATE, "5-й вторник апреля", ["2027-04-30..2027-04-30"]),
        ("с 1 марта", DoubtReason.OPEN_ENDED, "с 1 марта", ["2027-03-01..2027-12-31", "2027-03-01..2027-03-01"]),
        (
            "2-3 раза в месяц",
            DoubtReason.AMBIGUOUS,
            "2-3 раза в месяц",
            [f"{YEAR} FREQ=MONTHLY x2", f"{YEAR} FREQ=MONTHLY x3"],
        ),
        (
            "не чаще 2 раз в месяц",
            DoubtReason.AMBIGUOUS,
            "не чаще 2 раз в месяц",
            [f"{YEAR} FREQ=MONTHLY x2", f"{YEAR} FREQ=MONTHLY"],
        ),
        (
            "100 раз в год",
            DoubtReason.AMBIGUOUS,
            "100 раз в год",
            [f"{YEAR} FREQ=YEARLY x100", f"{YEAR} FREQ=YEARLY"],
        ),
        (
            "2 раза в день",
            DoubtReason.AMBIGUOUS,
            "2 раза в день",
            [f"{YEAR} FREQ=DAILY x2", f"{YEAR} FREQ=DAILY"],
        ),
        (
            "2 раза в неделю (вторник)",
            DoubtReason.AMBIGUOUS,
            "2 раза в неделю (вторник)",
            [f"{YEAR} FREQ=WEEKLY;BYDAY=TU", f"{YEAR} FREQ=WEEKLY x2"],
        ),
        (
            "3 раза в мае и сентябре",
            DoubtReason.AMBIGUOUS,
            "3 раза в мае и сентябре",
            [
                "2027-05-01..2027-05-31 x3 2027-09-01..2027-09-30 x3",
                "2027-05-01..2027-05-31 2027-09-01..2027-09-30",
            ],
        ),
        ("дважды", DoubtReason.WORDS_UNKNOWN, "дважды", [YEAR, "note as_needed"]),
        ("в 15:00", DoubtReason.WORDS_UNKNOWN, "в 15:00", [YEAR, "note as_needed"]),
        ("весной", DoubtReason.WORDS_UNKNOWN, "весной", [YEAR, "note as_needed"]),
        ("примерно март", DoubtReason.WORDS_UNKNOWN, "примерно", ["2027-03-01..2027-03-31", YEAR, "note as_needed"]),
        (
            "март, если будет нужно",
            DoubtReason.WORDS_UNKNOWN,
            "если будет нужно",
            ["2027-03-01..2027-03-31", YEAR, "note as_needed"],
        ),
        (
            "1 квартал - май",
            DoubtReason.WORDS_UNKNOWN,
            "-",
            ["2027-01-01..2027-03-31 2027-05-01..2027-05-31", YEAR, "note as_needed"],
        ),
        (
            "по итогам 1 квартала",
            DoubtReason.AMBIGUOUS,
            "по итогам 1 квартала",
            ["2027-01-01..2027-03-31 note relative", "note relative"],
        ),
        ("5 квартал", DoubtReason.IMPOSSIBLE_DATE, "5 квартал", ["2027-10-01..2027-12-31"]),
        ("март (кроме субботы)", DoubtReason.WORDS_UNKNOWN, "кроме субботы", ["2027-03-01..2027-03-31"]),
        (
            "март (не позднее всех)",
            DoubtReason.WORDS_UNKNOWN,
            "не позднее всех",
            ["2027-03-01..2027-03-31", YEAR, "note as_needed"],
        ),
        ("вторая декада", DoubtReason.WORDS_UNKNOWN, "вторая декада", [YEAR, "note as_needed"]),
        ("", DoubtReason.MISSING, "", [YEAR, "note as_needed"]),
        (" – ", DoubtReason.MISSING, "–", [YEAR, "note as_needed"]),
    ],
)
def test_what_is_unsure_is_said(cell: str, reason: DoubtReason, words: str, choices: list[str]) -> None:
    (doubt,) = read(cell).doubts
    assert (doubt.reason, doubt.words) == (reason, words)
    assert [meaning(choice) for choice in doubt.choices] == choices


def test_what_is_left_out_is_never_taken_for_a_term() -> None:
    timing = read("ежемесячно, кроме июля")
    assert meaning(timing.periods) == f"{YEAR} FREQ=MONTHLY"
    assert [doubt.words for doubt in timing.doubts] == ["кроме июля"]


def test_an_impossible_day_keeps_its_words_and_no_date() -> None:
    (period,) = read("до 31 июня").periods
    assert (period.start, period.end, period.note) == (None, None, "до 31 июня")


def test_a_relative_term_says_from_what_it_counts() -> None:
    (period,) = read("в течение 3 рабочих дней после посещения школы").periods
    assert period.relative is not None
    assert period.relative.anchor == "посещения школы"
    (weeks,) = read("не позднее чем за 2 недели до начала этапа").periods
    assert weeks.relative is not None
    assert (weeks.relative.offset, weeks.relative.unit, weeks.relative.direction) == (14, "day", "before")


def test_unread_cells_keep_their_words() -> None:
    (period,) = read("весной").periods
    assert (period.note, period.note_kind) == ("весной", None)


SAYINGS = {
    "DATE": ("12.03.2027", "31.02", "1 мая", "29.02.2027"),
    "DAYS": ("5, 12 и 31 июня", "1 и 2.03.2027"),
    "MONTH": ("март", "декабря 2026"),
    "QUARTER": ("1 квартал", "5 квартал", "IV кв. 2027 г."),
    "HALF": ("1 полугодие", "вторая половина года", "3 полугодие"),
    "TENTH": ("последняя декада мая", "4 декада июня"),
    "PART": ("первая половина мая", "третья половина мая"),
    "YEAR": ("2027 г.", "1999"),
    "SCHOOL_YEAR": ("2026/2027 учебный год",),
    "SCHOOL_QUARTER": ("2 четверть", "каждой четверти"),
    "WEEKDAY": ("среда", "пятницам"),
    "NTH": ("второй", "последний", "пятый"),
    "NUM": ("1", "32", "0", "двух"),
    "TIMES": ("2 раза", "раз", "трижды", "2-3 раза", "100 раз"),
    "TIME": ("15:00", "9 часов"),
    "RHYTHM": ("еженедельно", "ежегодно", "ежедневно"),
    "STEP": ("день", "рабочий день", "месяц", "год"),
    "HOLIDAYS": ("осенние каникулы",),
    "рабочий_день": ("рабочий день",),
    "*": ("поступления",),
    "…": ("школы", ""),
}


@st.composite
def spoken(draw: st.DrawFn, form: Form) -> str:
    """One of the ways to say a form."""
    words = []
    for element in form.pattern.split():
        if element.endswith("?") and draw(st.booleans()):
            continue
        chosen = draw(st.sampled_from(element.removesuffix("?").replace("~", "").split("|")))
        name, many = chosen.removesuffix("+"), chosen.endswith("+") and draw(st.booleans())
        words += [draw(st.sampled_from(SAYINGS.get(name, (name,)))) for _ in range(1 + many)]
    return " ".join(words)


@pytest.mark.parametrize("form", FORMS, ids=name)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_every_way_to_say_a_form_is_read(form: Form, data: st.DataObject) -> None:
    cell = data.draw(spoken(form))
    for plan in (PLAN, SCHOOL_YEAR):
        timing = read_timing(cell, plan)
        assert timing.periods or timing.doubts


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [form.example for form in FORMS]
            + [
                ",",
                "-",
                "31",
                "до",
                "абв",
                "99.99.9999",
                "0 мая",
                "5 квартал",
                "0-2 квартал",
                "третья половина мая",
                "вторая декада",
            ]
        ),
        max_size=4,
    )
)
def test_no_mixture_of_words_breaks_the_grammar(parts: list[str]) -> None:
    timing = read(" ".join(parts))
    assert all(doubt.reason for doubt in timing.doubts)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="0123456789.-–/ ,:абвгдеёжзийклмнопрстуфхцчшщыьэюяIVX", max_size=40))
def test_no_cell_breaks_the_grammar(cell: str) -> None:
    read(cell)
