from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.emulator.clock import WoundClock, real_now
from bot.emulator.dial import meant, stops

MOSCOW = ZoneInfo("Europe/Moscow")


def test_it_goes_on_from_the_point_it_was_wound_to() -> None:
    real = [datetime(2026, 11, 22, 12, tzinfo=UTC)]
    clock = WoundClock(real=lambda: real[0])
    assert clock() == real[0]
    clock.wind_to(datetime(2027, 3, 1, 9, tzinfo=MOSCOW))
    real[0] += timedelta(minutes=5)
    assert clock() == datetime(2027, 3, 1, 6, 5, tzinfo=UTC)
    assert clock().tzinfo is UTC


def test_it_never_goes_back() -> None:
    clock = WoundClock(real=lambda: datetime(2026, 11, 22, tzinfo=UTC))
    clock.wind_by(timedelta(days=1))
    assert clock.wind_to(datetime(2026, 11, 22, 12, tzinfo=UTC)) == datetime(2026, 11, 23, tzinfo=UTC)
    assert clock.wind_by(timedelta(hours=-1)) == datetime(2026, 11, 23, tzinfo=UTC)


def test_a_moment_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        WoundClock().wind_to(datetime(2027, 1, 1))  # noqa: DTZ001 - that is the mistake


def test_it_begins_with_the_real_moment() -> None:
    assert abs(WoundClock()() - real_now()) < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("asked", "moment"),
    [
        ({"step": 3600}, "2027-03-03T21:30+00:00"),
        ({"next": "day", "hour": 9}, "2027-03-04T06:00+00:00"),
        ({"next": "day"}, "2027-03-04T06:00+00:00"),
        ({"next": "monday", "hour": 8}, "2027-03-08T05:00+00:00"),
        ({"to": "2027-03-05T10:15"}, "2027-03-05T07:15+00:00"),
        ({"to": "2027-03-05T10:15+05:00"}, "2027-03-05T05:15+00:00"),
    ],
)
def test_what_the_buttons_mean(asked: dict[str, object], moment: str) -> None:
    evening = datetime(2027, 3, 3, 23, 30, tzinfo=MOSCOW)
    assert meant(asked, evening.astimezone(UTC), MOSCOW) == datetime.fromisoformat(moment)


def test_on_a_monday_the_next_one_is_meant() -> None:
    monday = datetime(2027, 3, 1, 8, tzinfo=MOSCOW)
    assert meant({"next": "monday"}, monday, MOSCOW) == datetime(2027, 3, 8, 9, tzinfo=MOSCOW)


@pytest.mark.parametrize("asked", [{}, {"next": "year"}, {"to": "завтра"}])
def test_nonsense(asked: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"step|isoformat"):
        meant(asked, datetime(2027, 3, 1, tzinfo=UTC), MOSCOW)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 3, 1, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "moment", "passed"),
    [
        (at(8, 40), at(10), [at(9), at(9, 30), at(10)]),
        (at(8, 30), at(9), [at(9)]),
        (at(8, 40), at(8, 50), [at(8, 50)]),
        (at(9), at(9), []),
        (at(9), at(8), []),
    ],
)
def test_time_passes_in_whole_steps(now: datetime, moment: datetime, passed: list[datetime]) -> None:
    assert list(stops(now, moment, timedelta(minutes=30))) == passed


def test_all_at_once() -> None:
    assert list(stops(at(8), at(20), None)) == [at(20)]


def test_a_long_journey_has_long_steps() -> None:
    passed = list(stops(at(8), at(8) + timedelta(days=365), timedelta(minutes=30)))
    assert 1900 < len(passed) <= 2001
    assert passed == sorted(passed)
