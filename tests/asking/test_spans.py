from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from models.asking.periods import FORMS, Form, take_period
from models.asking.question import MonthDay, Rel, Span, Weekday
from models.asking.spans import resolve

SUNDAY = date(2027, 3, 21)
DAYS = some.dates(date(2000, 1, 1), date(2100, 1, 1))

EXAMPLES = {
    # what the words mean on Sunday, 21 March 2027
    "с 1 по 15 марта": ("2027-03-01", "2027-03-15"),
    "с 1 марта по 15 апреля": ("2027-03-01", "2027-04-15"),
    "с 01.03 по 15.04": ("2027-03-01", "2027-04-15"),
    "с марта по май": ("2027-03-01", "2027-05-31"),
    "до конца недели": ("2027-03-15", "2027-03-21"),
    "до конца месяца": ("2027-03-21", "2027-03-31"),
    "до конца квартала": ("2027-01-01", "2027-03-31"),
    "до конца года": ("2027-01-01", "2027-12-31"),
    "до конца мая": ("2027-03-21", "2027-05-31"),
    "на конец мая": ("2027-05-31", "2027-05-31"),
    "на начало мая": ("2027-05-01", "2027-05-01"),
    "в начале мая": ("2027-05-01", "2027-05-10"),
    "в середине мая": ("2027-05-11", "2027-05-20"),
    "в конце мая": ("2027-05-21", "2027-05-31"),
    "до 10 марта": ("2027-03-10", "2027-03-10"),
    "до 10.03": ("2027-03-10", "2027-03-10"),
    "по 10.03": ("2027-03-10", "2027-03-10"),
    "к пятнице": ("2027-03-21", "2027-03-26"),
    "до мая": ("2027-03-21", "2027-04-30"),
    "21 июня": ("2027-06-21", "2027-06-21"),
    "на 1.6": ("2027-06-01", "2027-06-01"),
    "21.06": ("2027-06-21", "2027-06-21"),
    "2027-06-21": ("2027-06-21", "2027-06-21"),
    "во втором квартале": ("2027-04-01", "2027-06-30"),
    "в апреле": ("2027-04-01", "2027-04-30"),
    "за 2027 год": ("2027-01-01", "2027-12-31"),
    "послезавтра": ("2027-03-23", "2027-03-23"),
    "сегодня": ("2027-03-21", "2027-03-21"),
    "завтра": ("2027-03-22", "2027-03-22"),
    "вчера": ("2027-03-20", "2027-03-20"),
    "на следующей неделе": ("2027-03-22", "2027-03-28"),
    "на прошлой неделе": ("2027-03-08", "2027-03-14"),
    "на этой неделе": ("2027-03-15", "2027-03-21"),
    "в следующем месяце": ("2027-04-01", "2027-04-30"),
    "в прошлом месяце": ("2027-02-01", "2027-02-28"),
    "в этом месяце": ("2027-03-01", "2027-03-31"),
    "в следующем квартале": ("2027-04-01", "2027-06-30"),
    "в этом квартале": ("2027-01-01", "2027-03-31"),
    "в этом году": ("2027-01-01", "2027-12-31"),
    "за год": ("2027-01-01", "2027-12-31"),
    "в пятницу": ("2027-03-26", "2027-03-26"),
    "в ближайшее время": ("2027-03-21", "2027-04-03"),
    "ближайший": ("2027-03-21", "2028-03-20"),
    "следующие": ("2027-03-21", "2027-04-03"),
    "следующий": ("2027-03-21", "2028-03-20"),
    "скоро": ("2027-03-21", "2027-04-03"),
}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.example)
def test_every_form_reads_its_example(form: Form) -> None:
    span, rest = take_period(form.example)

    assert span is not None
    assert set(rest.split()) <= {"/", "в", "во", "на", "за"}
    assert tuple(str(day) for day in resolve(span, SUNDAY)) == EXAMPLES[form.example]


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("с 1 по 15 марта 2026 года", "2026-03-01", "2026-03-15"),
        ("с 20 декабря 2026 по 10 января", "2026-12-20", "2027-01-10"),
        ("с 20 декабря по 10 января 2027", "2026-12-20", "2027-01-10"),
        ("с декабря по январь 2027", "2026-12-01", "2027-01-31"),
        ("в апреле 2026", "2026-04-01", "2026-04-30"),
        ("во 2 кв. 2026 г.", "2026-04-01", "2026-06-30"),
        ("на конец февраля 2028", "2028-02-29", "2028-02-29"),
        ("на конец февраля", "2027-02-28", "2027-02-28"),
        ("до 10 марта 2026", "2026-03-10", "2026-03-10"),
        ("21.06.27", "2027-06-21", "2027-06-21"),
        ("iv квартал", "2026-10-01", "2026-12-31"),
        ("с 20 декабря по 10 января", "2026-12-20", "2027-01-10"),
        ("до марта", "2027-02-28", "2027-02-28"),
    ],
)
def test_more_ways_to_say_it(words: str, start: str, end: str) -> None:
    span, _ = take_period(words)

    assert span is not None
    assert resolve(span, SUNDAY) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    "words",
    [
        "на 31.06",
        "29.02.2027",
        "п 3.4",
        "озёрская",
        "",
    ],
)
def test_what_is_no_day_is_no_period(words: str) -> None:
    span, rest = take_period(words)

    assert (span, rest) == (None, words)


@pytest.mark.parametrize(
    ("today", "year"),
    [("2027-03-21", 2027), ("2027-12-20", 2028), ("2028-01-10", 2028), ("2026-12-21", 2027), ("2026-12-19", 2026)],
)
def test_a_day_without_a_year_is_the_nearest_one(today: str, year: int) -> None:
    assert resolve(Span(md=MonthDay(6, 20)), date.fromisoformat(today))[0].year == year


def test_a_year_within_the_road_map_goes_before_nearness() -> None:
    november = date(2027, 11, 15)
    this_year = (date(2027, 1, 1), date(2027, 12, 31))

    assert resolve(Span(month=4), november)[0] == date(2028, 4, 1)
    assert resolve(Span(month=4), november, within=this_year)[0] == date(2027, 4, 1)


def test_the_day_itself_is_the_coming_weekday() -> None:
    assert resolve(Span(weekday=Weekday.SUNDAY), SUNDAY) == (SUNDAY, SUNDAY)


def test_the_29th_of_february_is_the_28th_where_the_year_has_none() -> None:
    assert resolve(Span(md=MonthDay(2, 29)), SUNDAY) == (date(2027, 2, 28), date(2027, 2, 28))
    assert resolve(Span(md=MonthDay(2, 29)), date(2028, 3, 1)) == (date(2028, 2, 29), date(2028, 2, 29))


def test_a_span_that_names_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="names no period"):
        resolve(Span(), SUNDAY)


@given(DAYS, some.sampled_from([rel for rel in Rel if rel is not Rel.UNTIL]))
def test_relative_periods_are_in_order_and_near(today: date, rel: Rel) -> None:
    first, last = resolve(Span(rel=rel), today)

    assert first <= last
    assert abs(first - today) <= timedelta(days=366)


@given(DAYS)
def test_weeks_run_from_monday_to_sunday(today: date) -> None:
    for rel in (Rel.LAST_WEEK, Rel.THIS_WEEK, Rel.NEXT_WEEK):
        first, last = resolve(Span(rel=rel), today)

        assert (first.weekday(), last.weekday(), (last - first).days) == (0, 6, 6)


@given(DAYS, some.integers(1, 12))
def test_a_month_is_never_more_than_half_a_year_away(today: date, month: int) -> None:
    first, last = resolve(Span(month=month), today)

    assert first.month == last.month == month
    assert min(abs((first - today).days), abs((last - today).days)) <= 184
