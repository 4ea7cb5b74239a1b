from datetime import date

import pytest

from models.domain.plan import NoteKind, Period
from models.domain.recurrence import Occurrence, Turn, occurrences


def spans(period: Period) -> list[str]:
    return [f"{one.start}..{one.due}" for one in occurrences(period)]


def period(start: str | None, end: str, rrule: str | None) -> Period:
    return Period(date.fromisoformat(start) if start else None, date.fromisoformat(end), rrule)


def test_a_plain_period_is_one_occurrence_with_its_label() -> None:
    plain = Period(None, date(2027, 3, 31), label="Формирование")
    assert occurrences(plain) == (Occurrence(0, None, date(2027, 3, 31), "Формирование"),)


def test_words_without_days_create_nothing() -> None:
    assert occurrences(Period(None, None, note="по графику", note_kind=NoteKind.OWN_SCHEDULE)) == ()


@pytest.mark.parametrize(
    ("rule", "first", "last", "expected"),
    [
        # Thursdays between Monday 1 March and Sunday 21 March 2027
        ("FREQ=WEEKLY;BYDAY=TH", "2027-03-01", "2027-03-21", ["2027-03-04", "2027-03-11", "2027-03-18"]),
        ("FREQ=WEEKLY;BYDAY=TU,TH", "2027-03-01", "2027-03-05", ["2027-03-02", "2027-03-04"]),
        ("FREQ=MONTHLY;BYMONTHDAY=5", "2027-01-10", "2027-03-31", ["2027-02-05", "2027-03-05"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2027-01-01", "2027-02-28", ["2027-01-29", "2027-02-26"]),
        ("FREQ=DAILY", "2027-01-01", "2027-01-02", ["2027-01-01", "2027-01-02"]),
        ("FREQ=WEEKLY;BYDAY=TH", "2027-03-05", "2027-03-08", []),
    ],
)
def test_a_named_day_gives_dates(rule: str, first: str, last: str, expected: list[str]) -> None:
    assert spans(period(first, last, rule)) == [f"{day}..{day}" for day in expected]


@pytest.mark.parametrize(
    ("rule", "first", "last", "expected"),
    [
        # 2027-03-10 is a Wednesday: the first and the last week are cut to the window
        (
            "FREQ=WEEKLY",
            "2027-03-10",
            "2027-03-25",
            ["2027-03-10..2027-03-14", "2027-03-15..2027-03-21", "2027-03-22..2027-03-25"],
        ),
        ("FREQ=MONTHLY", "2027-01-15", "2027-02-28", ["2027-01-15..2027-01-31", "2027-02-01..2027-02-28"]),
        ("FREQ=MONTHLY;INTERVAL=3", "2027-02-01", "2027-05-15", ["2027-02-01..2027-03-31", "2027-04-01..2027-05-15"]),
        ("FREQ=MONTHLY;INTERVAL=6", "2027-01-01", "2027-12-31", ["2027-01-01..2027-06-30", "2027-07-01..2027-12-31"]),
        ("FREQ=WEEKLY;INTERVAL=2", "2027-03-01", "2027-03-28", ["2027-03-01..2027-03-14", "2027-03-15..2027-03-28"]),
        # «раз в год» of a school year is once
        ("FREQ=YEARLY", "2027-09-01", "2028-05-31", ["2027-09-01..2028-05-31"]),
        ("FREQ=YEARLY", "2027-01-01", "2028-12-31", ["2027-01-01..2027-12-31", "2028-01-01..2028-12-31"]),
        ("FREQ=MONTHLY", None, "2027-01-31", ["2027-01-01..2027-01-31"]),
    ],
)
def test_a_bare_rhythm_gives_calendar_steps(rule: str, first: str | None, last: str, expected: list[str]) -> None:
    assert spans(period(first, last, rule)) == expected


def test_occurrences_are_numbered_within_the_period() -> None:
    weekly = Period(date(2027, 3, 1), date(2027, 3, 14), "FREQ=WEEKLY", "Реализация")
    assert [(one.index, one.label) for one in occurrences(weekly)] == [(0, "Реализация"), (1, "Реализация")]


def test_several_times_a_step_are_occurrences_of_its_last_day() -> None:
    twice = Period(date(2027, 3, 10), date(2027, 4, 30), "FREQ=MONTHLY", "Реализация", times=2)
    assert [(one.index, one.due, one.label, str(one.turn)) for one in occurrences(twice)] == [
        (0, date(2027, 3, 31), "Реализация", "1/2"),
        (1, date(2027, 3, 31), "Реализация", "2/2"),
        (2, date(2027, 4, 30), "Реализация", "1/2"),
        (3, date(2027, 4, 30), "Реализация", "2/2"),
    ]


def test_several_times_without_a_rhythm_are_due_by_the_last_day() -> None:
    thrice = Period(date(2027, 9, 1), date(2027, 9, 30), times=3)
    assert [(one.due, str(one.turn)) for one in occurrences(thrice)] == [
        (date(2027, 9, 30), turn) for turn in ("1/3", "2/3", "3/3")
    ]


@pytest.mark.parametrize(
    ("rule", "times", "count"), [("FREQ=WEEKLY;BYDAY=TU", 2, 2), ("FREQ=DAILY", 3, 14), ("FREQ=WEEKLY", 1, 2)]
)
def test_named_days_count_themselves(rule: str, times: int, count: int) -> None:
    fortnight = Period(date(2027, 3, 1), date(2027, 3, 14), rule, times=times)
    found = occurrences(fortnight)
    assert [one.turn for one in found] == [None] * count


@pytest.mark.parametrize("rule", ["FREQ=HOURLY", "FREQ=WEEKLY;INTERVAL=0"])
def test_a_rhythm_outside_the_grammar_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match="FREQ"):
        occurrences(period("2027-01-01", "2027-12-31", rule))


@pytest.mark.parametrize(
    ("label", "words", "turn"),
    [
        ("Реализация 2/3", "Реализация", Turn(2, 3)),
        ("1/2", "", Turn(1, 2)),
        ("1 этап", "1 этап", None),
        ("класс 9/10А", "класс 9/10А", None),
        (None, "", None),
    ],
)
def test_a_kept_label_is_taken_apart(label: str | None, words: str, turn: Turn | None) -> None:
    assert Turn.apart(label) == (words, turn)
