from datetime import UTC, date, datetime

import pytest

from models.domain.refusals import DayNotUnderstood, DaysNotUnderstood, MomentNotUnderstood
from models.language.days import day_typed, days_typed, moment_typed, order_typed

# A Tuesday; in Samara it is 16:00.
TODAY = date(2027, 3, 9)
NOW = datetime(2027, 3, 9, 12, tzinfo=UTC)
SAMARA = "Europe/Samara"


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("10.03", date(2027, 3, 10)),
        ("10.3", date(2027, 3, 10)),
        ("10/03", date(2027, 3, 10)),
        ("10-03", date(2027, 3, 10)),
        ("10.03.27", date(2027, 3, 10)),
        ("10.03.2026", date(2026, 3, 10)),
        ("10 марта", date(2027, 3, 10)),
        ("10 Мар.", date(2027, 3, 10)),
        ("5-го мая", date(2027, 5, 5)),
        ("5 мая 2026", date(2026, 5, 5)),
        ("3 июня", date(2027, 6, 3)),
        ("3 июля", date(2027, 7, 3)),
        ("29.02.2028", date(2028, 2, 29)),
        ("сегодня", date(2027, 3, 9)),
        ("Вчера вечером", date(2027, 3, 8)),
        ("позавчера", date(2027, 3, 7)),
        ("завтра", date(2027, 3, 10)),
        ("послезавтра", date(2027, 3, 11)),
        ("была там 5.03, всё хорошо", date(2027, 3, 5)),
        ("1О.О3", date(2027, 3, 10)),
    ],
)
def test_a_day_as_people_type_it(words: str, meant: date) -> None:
    assert day_typed(words, TODAY) == meant


@pytest.mark.parametrize(
    ("today", "words", "meant"),
    [
        (date(2027, 1, 5), "31.12", date(2026, 12, 31)),
        (date(2027, 12, 28), "10 января", date(2028, 1, 10)),
        (date(2027, 3, 9), "01.09", date(2027, 9, 1)),
        (date(2027, 3, 9), "29.02", date(2028, 2, 29)),
        (date(2027, 3, 9), "2027-03-10", date(2027, 3, 10)),
        (date(2027, 3, 9), "20.09", date(2026, 9, 20)),
    ],
)
def test_without_a_year_it_is_the_nearest(today: date, words: str, meant: date) -> None:
    assert day_typed(words, today) == meant


@pytest.mark.parametrize("words", ["", "12", "в среду", "31.02", "32 марта", "29.02.2027", "10.13", "скоро"])
def test_what_is_no_day_is_not_guessed(words: str) -> None:
    with pytest.raises(DayNotUnderstood) as refused:
        day_typed(words, TODAY)
    assert refused.value.words == words


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("12 марта 15:00", "2027-03-12T15:00:00+04:00"),
        ("12.03 15:00", "2027-03-12T15:00:00+04:00"),
        ("12.03.2027 15-30", "2027-03-12T15:30:00+04:00"),
        ("15:00 12 марта", "2027-03-12T15:00:00+04:00"),
        ("12.03 в 9", "2027-03-12T09:00:00+04:00"),
        ("завтра в 15", "2027-03-10T15:00:00+04:00"),
        ("послезавтра 8:30", "2027-03-11T08:30:00+04:00"),
        ("в 18 часов", "2027-03-09T18:00:00+04:00"),
        ("17:05", "2027-03-09T17:05:00+04:00"),
        ("12 марта в 15 ч 30 мин", "2027-03-12T15:30:00+04:00"),
        ("12 марта 15.00", "2027-03-12T15:00:00+04:00"),
        ("12.03 15.00", "2027-03-12T15:00:00+04:00"),
        ("12 марта 15 часов", "2027-03-12T15:00:00+04:00"),
        ("завтра в 3 часа дня", "2027-03-10T15:00:00+04:00"),
        ("в 5 вечера", "2027-03-09T17:00:00+04:00"),
        ("12 марта 10:00 мск", "2027-03-12T10:00:00+03:00"),
        ("2027-03-12 15:00", "2027-03-12T15:00:00+04:00"),
    ],
)
def test_a_moment_is_of_the_wall_of_that_zone(words: str, meant: str) -> None:
    assert moment_typed(words, NOW, SAMARA).isoformat() == meant


def test_today_is_the_day_of_that_zone() -> None:
    evening = datetime(2027, 3, 9, 21, tzinfo=UTC)
    assert moment_typed("15:00", evening, SAMARA).date() == date(2027, 3, 10)


@pytest.mark.parametrize(
    "words", ["", "12 марта", "завтра", "12 марта в 25", "15:60", "31.02 15:00", "99 марта 15:00", "24:00"]
)
def test_what_is_no_moment_is_not_guessed(words: str) -> None:
    with pytest.raises(MomentNotUnderstood) as refused:
        moment_typed(words, NOW, SAMARA)
    assert refused.value.words == words


MARCH = (date(2027, 3, 10), date(2027, 3, 17))


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("10.03–17.03", MARCH),
        ("10.03-17.03", MARCH),
        ("10.03 - 17.03.27", MARCH),
        ("с 10 по 17 марта", MARCH),
        ("10–17 марта", MARCH),
        ("10 марта до 17 марта", MARCH),
        ("с завтра по 17.03", MARCH),
        ("2027-03-10 2027-03-17", MARCH),
        ("в отпуске с 10.03 до 17.03 по приказу от 01.03 № 7", MARCH),
        ("с 10 по 17 марта, приказ 15/к от 01.03.2027", MARCH),
        ("10.03", (date(2027, 3, 10), date(2027, 3, 10))),
        ("завтра", (date(2027, 3, 10), date(2027, 3, 10))),
        ("до 17 марта", (date(2027, 3, 9), date(2027, 3, 17))),
        ("5–12 марта", (date(2027, 3, 5), date(2027, 3, 12))),
        ("28 марта – 2 апреля", (date(2027, 3, 28), date(2027, 4, 2))),
        ("25.12–10.01", (date(2027, 12, 25), date(2028, 1, 10))),
        ("на неделю с завтра", (date(2027, 3, 10), date(2027, 3, 16))),
        ("с 10.03 на две недели", (date(2027, 3, 10), date(2027, 3, 23))),
        ("с 10 марта на 14 дней", (date(2027, 3, 10), date(2027, 3, 23))),
    ],
)
def test_a_first_and_a_last_day_as_people_type_them(words: str, meant: tuple[date, date]) -> None:
    assert days_typed(words, TODAY) == meant


@pytest.mark.parametrize(
    "words",
    [
        "",
        "скоро",
        "10–17",
        "10-03",
        "17.03–10.03",
        "10.03.2028–17.03.2027",
        "31–32 марта",
        "10, 12 и 17 марта",
        "на неделю",
        "с 10.03 на месяц",
        "с понедельника на неделю",
        "с 22 по 28 марта на неделю",
    ],
)
def test_days_that_are_none_are_not_guessed(words: str) -> None:
    with pytest.raises(DaysNotUnderstood) as refused:
        days_typed(words, TODAY)
    assert refused.value.words == words


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("10.03–17.03, приказ № 15-л", "15-л"),
        ("приказ 15/к от 01.03.2027, с 10 по 17 марта", "15/к"),
        ("с 10.03 до 17.03 по приказу от 01.03 № 7.", "7"),
        ("10.03–17.03", None),
        ("приказ", None),
    ],
)
def test_the_number_of_an_order_among_other_words(words: str, number: str | None) -> None:
    assert order_typed(words) == number
