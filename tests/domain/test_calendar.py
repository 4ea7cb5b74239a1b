"""Days of 2024 to 2027, decided by hand from the decrees on moved days."""

from datetime import date

import pytest

from models.domain.calendar import Calendars, WorkCalendar
from tests.proofs import Proof

RUSSIA = WorkCalendar()


@pytest.mark.parametrize(
    "day",
    ["2024-04-27", "2024-11-02", "2024-12-28", "2025-11-01", "2027-02-20", "2026-03-10", "2025-06-11", "2024-05-13"],
)
def test_people_work(day: str) -> None:
    assert RUSSIA.is_working(date.fromisoformat(day))


@pytest.mark.parametrize(
    "day",
    [
        "2024-04-29",
        "2024-05-10",
        "2024-12-30",
        "2025-05-02",
        "2025-05-08",
        "2025-06-13",
        "2025-11-03",
        "2025-12-31",
        "2026-01-09",
        "2026-03-09",
        "2026-05-11",
        "2027-02-22",
    ],
)
def test_people_rest(day: str) -> None:
    assert not RUSSIA.is_working(date.fromisoformat(day))


WORK, REST = True, False
DECREED = {
    # The decree for 2025 moves 4 January to 2 May, 5 January to 31 December, 23 February to 8 May, 8 March to 13 June
    # and Saturday, 1 November, to Monday, 3 November.
    "2025-05-02": REST,
    "2025-12-31": REST,
    "2025-05-08": REST,
    "2025-06-13": REST,
    "2025-11-01": WORK,
    "2025-11-03": REST,
    "2025-02-24": WORK,
    "2025-03-10": WORK,
    # That for 2026 moves 3 January to 9 January and 4 January to 31 December; what falls on a weekend besides is off
    # on the Monday after it.
    "2026-01-09": REST,
    "2026-12-31": REST,
    "2026-03-09": REST,
    "2026-05-11": REST,
    "2026-01-12": WORK,
    "2026-12-30": WORK,
    # That for 2027 makes Saturday, 20 February, a day of work and Monday, 22 February, a day off.
    "2027-02-20": WORK,
    "2027-02-22": REST,
    "2027-02-24": WORK,
    "2027-05-03": REST,
    "2027-05-10": REST,
    "2027-06-14": REST,
}


@pytest.mark.whole
def test_twenty_moved_days_of_three_years(proof: Proof) -> None:
    judged = {day: RUSSIA.is_working(date.fromisoformat(day)) for day in DECREED}
    assert judged == DECREED
    proof(f"moved working days of 2025, 2026 and 2027: {len(judged)} of {len(DECREED)} right")


def test_a_due_day_on_a_day_off_moves_to_the_next_working_one() -> None:
    assert RUSSIA.working_from(date(2027, 2, 21)) == date(2027, 2, 24)
    assert RUSSIA.working_from(date(2027, 2, 20)) == date(2027, 2, 20)


def test_working_days_are_counted_in_both_directions() -> None:
    # Thursday 18 February 2027: Friday and the working Saturday follow, then four days off.
    assert RUSSIA.shifted(date(2027, 2, 18), 3) == date(2027, 2, 24)
    assert RUSSIA.shifted(date(2027, 2, 24), -1) == date(2027, 2, 20)
    assert RUSSIA.shifted(date(2027, 2, 21), 0) == date(2027, 2, 21)


def test_days_between() -> None:
    assert RUSSIA.between(date(2027, 2, 18), date(2027, 2, 24)) == 3
    assert RUSSIA.between(date(2027, 2, 24), date(2027, 2, 18)) == 0


def test_a_region_and_a_late_decree_stand_above_the_country() -> None:
    known = WorkCalendar(days_off=frozenset({date(2027, 3, 10)}), working_days=frozenset({date(2027, 3, 13)}))
    assert not known.is_working(date(2027, 3, 10))
    assert known.is_working(date(2027, 3, 13))


def test_a_narrower_place_prevails_over_a_wider_one() -> None:
    feast, saturday = date(2027, 6, 11), date(2027, 6, 5)
    calendars = Calendars(
        WorkCalendar(days_off=frozenset({feast})),
        {
            "Лесогорская область": WorkCalendar(working_days=frozenset({saturday})),
            "Озёрский район": WorkCalendar(frozenset({saturday}), frozenset({feast})),
        },
    )
    everywhere, region = calendars.at(None, "Лесной район"), calendars.at("Лесогорская область", "Лесной район")
    district = calendars.at("Лесогорская область", "Озёрский район")
    assert [one.is_working(feast) for one in (everywhere, region, district)] == [False, False, True]
    assert [one.is_working(saturday) for one in (everywhere, region, district)] == [False, True, False]
