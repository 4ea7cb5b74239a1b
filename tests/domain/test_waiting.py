"""Whose clock is running, in working days."""

from datetime import datetime, timedelta

import pytest

from models.domain.calendar import WorkCalendar
from models.domain.lifecycles import Verdict
from models.domain.waiting import Moved, Side, Waiting, waiting
from tests.builders import SAMARA, at

SENT, RETURNED, CONFIRMED = Verdict.SENT, Verdict.RETURNED, Verdict.CONFIRMED


def counted(now: datetime, *moves: tuple[Verdict, datetime]) -> Waiting:
    return waiting([Moved(moment, verdict) for verdict, moment in moves], now, WorkCalendar().between, SAMARA)


def test_what_was_never_sent_waits_for_nobody() -> None:
    assert counted(at(3, 9, 10)) == Waiting(None, 0, 0, 0)


@pytest.mark.parametrize(
    ("now", "days"),
    [(at(3, 9, 18), 0), (at(3, 10, 9), 1), (at(3, 12, 9), 3), (at(3, 14, 9), 3), (at(3, 15, 9), 4)],
)
def test_what_was_sent_on_a_tuesday_waits_working_days_alone(now: datetime, days: int) -> None:
    assert counted(now, (SENT, at(3, 9, 10))) == Waiting(Side.CURATOR, days, days, 0)


def test_the_days_are_those_of_the_place() -> None:
    late_in_the_evening = at(3, 9, 23, 30)
    assert counted(at(3, 10, 0, 30), (SENT, late_in_the_evening)).days == 1
    assert counted(late_in_the_evening + timedelta(minutes=20), (SENT, late_in_the_evening)).days == 0


def test_after_a_return_the_schools_clock_runs() -> None:
    said = counted(at(3, 17, 9), (SENT, at(3, 9, 10)), (RETURNED, at(3, 11, 10)))
    assert said == Waiting(Side.SCHOOL, 4, 2, 4)


def test_each_side_has_its_sum() -> None:
    moves = ((SENT, at(3, 9, 10)), (RETURNED, at(3, 11, 10)), (SENT, at(3, 15, 10)))
    assert counted(at(3, 18, 9), *moves) == Waiting(Side.CURATOR, 3, 2 + 3, 2)


def test_what_is_confirmed_waits_for_nobody_and_keeps_its_sums() -> None:
    said = counted(at(4, 20, 9), (SENT, at(3, 9, 10)), (CONFIRMED, at(3, 11, 10)))
    assert said == Waiting(None, 0, 2, 0)


def test_a_lifted_confirmation_waits_from_its_lifting_on() -> None:
    moves = ((SENT, at(3, 9, 10)), (CONFIRMED, at(3, 10, 10)), (SENT, at(3, 16, 10)))
    assert counted(at(3, 18, 9), *moves) == Waiting(Side.CURATOR, 2, 1 + 2, 0)


def test_a_holiday_is_nobodys_day() -> None:
    assert counted(at(5, 4, 9), (SENT, at(4, 30, 10))).days == 1
