"""When a person may be written to, over days off, nights and moved working days."""

from datetime import UTC, date, datetime, time

import pytest

from models.domain.calendar import WorkCalendar
from models.domain.hours import USUAL, Hours, Wake, due_in, late_since_last, letter_day
from models.domain.moments import local_moment

CALENDAR = WorkCalendar()
SAMARA = "Europe/Samara"


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return local_moment(date(2027, month, day), time(hour, minute), SAMARA)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (at(10, 9), at(10, 9)),
        (at(10, 8), at(10, 8)),
        (at(10, 7, 59), at(10, 8)),
        (at(10, 19, 59), at(10, 19, 59)),
        (at(10, 20), at(11, 8)),
        (at(12, 20), at(15, 8)),  # a Friday evening
        (at(13, 12), at(15, 8)),  # a Saturday
        (at(8, 12), at(9, 8)),  # the eighth of March, a Monday
        (at(20, 12, month=2), at(20, 12, month=2)),  # a Saturday that is a working day
        (at(22, 12, month=2), at(24, 8, month=2)),  # moved from that Saturday, with the holiday after it
    ],
)
def test_news_wait_for_working_hours(now: datetime, opens: datetime) -> None:
    assert USUAL.next_open(now, SAMARA, CALENDAR) == opens


def test_a_visit_on_a_day_off_wakes_nobody_before_their_hours() -> None:
    assert USUAL.next_open(at(13, 7), SAMARA, CALENDAR, Wake.AWAKE) == at(13, 8)
    assert USUAL.next_open(at(13, 21), SAMARA, CALENDAR, Wake.AWAKE) == at(14, 8)


def test_what_is_now_waits_for_nothing() -> None:
    assert USUAL.next_open(at(13, 23), SAMARA, CALENDAR, Wake.ANY) == at(13, 23)


def test_a_persons_own_hours_stand_above() -> None:
    late = Hours(day_begins=time(10), day_ends=time(17))
    assert late.next_open(at(10, 9), SAMARA, CALENDAR) == at(10, 10)
    assert late.next_open(at(10, 17), SAMARA, CALENDAR) == at(11, 10)


def test_it_is_the_wall_of_the_zone_that_counts() -> None:
    now = datetime(2027, 3, 10, 3, 30, tzinfo=UTC)
    assert USUAL.next_open(now, "Asia/Vladivostok", CALENDAR) == now
    assert USUAL.next_open(now, "Europe/Kaliningrad", CALENDAR) == datetime(2027, 3, 10, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("monday", "weekday", "day"),
    [
        (date(2027, 3, 15), 0, date(2027, 3, 15)),
        (date(2027, 3, 15), 4, date(2027, 3, 19)),
        (date(2027, 3, 8), 0, date(2027, 3, 9)),
        (date(2027, 2, 22), 0, date(2027, 2, 24)),
        (date(2027, 2, 15), 5, date(2027, 2, 20)),
        (date(2027, 3, 15), 5, None),
    ],
)
def test_a_letters_day(monday: date, weekday: int, day: date | None) -> None:
    assert letter_day(monday, weekday, CALENDAR) == day


def test_a_week_of_rest_has_no_letter() -> None:
    off = frozenset(date(2027, 5, day) for day in range(3, 10))
    assert letter_day(date(2027, 5, 3), 0, WorkCalendar(days_off=off)) is None


@pytest.mark.parametrize(
    ("today", "steps", "first", "last"),
    [
        (date(2027, 3, 10), 1, date(2027, 3, 11), date(2027, 3, 11)),
        (date(2027, 3, 11), 1, date(2027, 3, 12), date(2027, 3, 14)),  # the days off after a Friday go with it
        (date(2027, 3, 10), 3, date(2027, 3, 15), date(2027, 3, 15)),
        (date(2027, 3, 3), 3, date(2027, 3, 9), date(2027, 3, 9)),
    ],
)
def test_so_many_working_days_ahead(today: date, steps: int, first: date, last: date) -> None:
    assert due_in(today, steps, CALENDAR) == (first, last)


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2027, 3, 11), date(2027, 3, 10), date(2027, 3, 10)),
        (date(2027, 3, 15), date(2027, 3, 12), date(2027, 3, 14)),
        (date(2027, 3, 9), date(2027, 3, 5), date(2027, 3, 8)),
    ],
)
def test_what_is_newly_overdue(today: date, first: date, last: date) -> None:
    assert late_since_last(today, CALENDAR) == (first, last)
