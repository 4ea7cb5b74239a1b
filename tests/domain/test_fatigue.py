"""How many messages a week."""

from datetime import date

import pytest

from models.domain.fatigue import load_of, weeks_between

MONDAY, SUNDAY = date(2027, 3, 8), date(2027, 3, 14)


@pytest.mark.parametrize(
    ("first", "last", "weeks"),
    [(MONDAY, SUNDAY, 1), (SUNDAY, date(2027, 3, 15), 2), (MONDAY, MONDAY, 1), (MONDAY, date(2027, 3, 22), 3)],
)
def test_a_week_that_is_touched_counts(first: date, last: date, weeks: int) -> None:
    assert weeks_between(first, last) == weeks


def test_the_mean_is_over_people_and_weeks_and_the_most_is_one_persons_week() -> None:
    busy, calm = [MONDAY, date(2027, 3, 15), date(2027, 3, 16), date(2027, 3, 21)], [date(2027, 3, 22)]
    load = load_of([busy, calm, []], MONDAY, date(2027, 3, 28))
    assert (load.messages, load.mean) == (5, 5 / 9)
    assert (load.most, load.monday, load.sunday) == (3, date(2027, 3, 15), date(2027, 3, 21))


def test_of_weeks_alike_the_first_is_named() -> None:
    assert load_of([[date(2027, 3, 22), SUNDAY]], MONDAY, date(2027, 3, 28)).monday == MONDAY


def test_nobody_is_told_nothing() -> None:
    load = load_of([], MONDAY, SUNDAY)
    assert (load.mean, load.most, load.sunday) == (0, 0, None)
