from datetime import time
from zoneinfo import ZoneInfo

import pytest

from handlers.texts import Texts
from models.domain.access import Role
from models.domain.hours import USUAL, Hours, Subject
from models.domain.settings import (
    DIGEST_HOURS,
    EVENINGS,
    HALF_HOURS,
    MORNINGS,
    Zone,
    digest_hours,
    half_hour_of,
    hour_of,
    subjects_of,
    with_day,
)
from models.usecases.reminders import EVE_HOUR


def test_a_half_hour_and_its_hour_are_one() -> None:
    hours = [hour_of(one) for one in range(HALF_HOURS)]
    assert (hours[0], hours[17], hours[-1]) == (time(0), time(8, 30), time(23, 30))
    assert [half_hour_of(hour) for hour in hours] == list(range(HALF_HOURS))


def test_what_holds_until_somebody_chooses_may_be_chosen_again() -> None:
    assert USUAL.digest_hour in DIGEST_HOURS
    assert USUAL.day_begins in MORNINGS
    assert USUAL.day_ends in EVENINGS


def test_the_digest_comes_within_the_persons_day() -> None:
    hours = Hours(day_begins=time(10), day_ends=time(17))
    assert (digest_hours(hours)[0], digest_hours(hours)[-1]) == (time(10), time(16, 30))
    assert digest_hours(Hours(day_begins=time(7), day_ends=time(22))) == DIGEST_HOURS


@pytest.mark.parametrize(
    ("digest", "begins", "ends", "moved"),
    [
        (time(9), time(8), time(20), time(9)),
        (time(9), time(10), time(20), time(10)),
        (time(9), time(9), time(20), time(9)),
        (time(19), time(8), time(18), time(17, 30)),
        (time(18), time(8), time(18), time(17, 30)),
        (time(8), time(7), time(22), time(8)),
    ],
)
def test_the_digest_moves_along_no_farther_than_it_must(digest: time, begins: time, ends: time, moved: time) -> None:
    assert with_day(Hours(digest_hour=digest), begins, ends) == Hours(
        digest_hour=moved, day_begins=begins, day_ends=ends
    )


def test_no_day_ends_before_the_next_days_visits_are_named() -> None:
    assert min(EVENINGS) > EVE_HOUR
    assert max(MORNINGS) < EVE_HOUR


def test_there_is_an_hour_left_whatever_day_is_chosen() -> None:
    assert all(digest_hours(with_day(USUAL, begins, ends)) for begins in MORNINGS for ends in EVENINGS)


def test_only_who_visits_may_do_without_visits() -> None:
    assert Subject.VISITS not in subjects_of(frozenset({Role.DIRECTOR}))
    assert subjects_of(frozenset({Role.CURATOR})) == tuple(Subject)
    assert subjects_of(frozenset({Role.COORDINATOR, Role.DIRECTOR})) == tuple(Subject)


@pytest.mark.parametrize("zone", list(Zone), ids=str)
def test_every_zone_is_one_and_has_a_name(zone: Zone) -> None:
    assert ZoneInfo(zone).key == zone.value
    assert "/" not in Texts().label("settings.zone_name_button", zone=zone.value)
