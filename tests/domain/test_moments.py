from datetime import UTC, date, datetime, time

import pytest

from models.domain.moments import local_day, local_moment, monday_of


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/Kaliningrad", date(2027, 3, 9)),
        ("Europe/Samara", date(2027, 3, 9)),
        ("Asia/Yekaterinburg", date(2027, 3, 10)),
        ("Asia/Kamchatka", date(2027, 3, 10)),
    ],
)
def test_a_day_is_what_the_calendar_on_the_wall_shows(zone: str, day: date) -> None:
    assert local_day(datetime(2027, 3, 9, 19, 30, tzinfo=UTC), zone) == day


def test_midnight_belongs_to_the_new_day() -> None:
    assert local_day(datetime(2027, 3, 9, 20, 0, tzinfo=UTC), "Europe/Samara") == date(2027, 3, 10)


def test_an_hour_of_the_wall_is_a_moment_in_utc() -> None:
    moment = local_moment(date(2027, 3, 10), time(9), "Asia/Kamchatka")
    assert moment.isoformat() == "2027-03-09T21:00:00+00:00"


@pytest.mark.parametrize("number", range(8, 15))
def test_a_week_begins_on_monday(number: int) -> None:
    assert monday_of(date(2027, 3, number)) == date(2027, 3, 8)
