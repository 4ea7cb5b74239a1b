"""The moments at which something is due, found by few questions."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.rehearsal.moments import GRID, Moments, checkpoints

MIDNIGHT = datetime(2027, 3, 8, tzinfo=UTC)
EVENING = MIDNIGHT + timedelta(hours=20)


class Due:
    """Something becomes due at these moments, is so until the evening, and is done when it is met."""

    def __init__(self, *moments: datetime) -> None:
        self.left = sorted(moments)
        self.asked = 0

    async def __call__(self, moment: datetime) -> bool:
        self.asked += 1
        return any(one <= moment for one in self.left)

    def meet(self, moment: datetime) -> None:
        self.left = [one for one in self.left if one > moment]


async def met(moments: Moments, due: Due, after: datetime, until: datetime) -> list[datetime]:
    """All the moments up to the checkpoint at which there was something to do."""
    found = []
    async for moment in moments.stops(after, until):
        if any(one <= moment for one in due.left):
            found.append(moment)
            moments.met(moment)
        due.meet(moment)
    return found


@given(st.sets(st.integers(1, 239), max_size=6), st.sets(st.integers(1, 239), max_size=6))
async def test_every_moment_is_found_in_order_whatever_was_usual_before(first: set[int], second: set[int]) -> None:
    due = Due()
    moments = Moments(due)
    for day, steps in enumerate((first, second)):
        begins = MIDNIGHT + timedelta(days=day)
        expected = [begins + step * GRID for step in sorted(steps)]
        due.left = expected
        assert await met(moments, due, begins, begins + timedelta(hours=20)) == expected


async def test_what_lies_off_the_grid_is_met_at_its_next_mark_or_at_the_checkpoint() -> None:
    due = Due(MIDNIGHT + timedelta(minutes=62), EVENING - timedelta(minutes=1))
    odd = EVENING - timedelta(seconds=30)
    assert await met(Moments(due), due, MIDNIGHT, odd) == [MIDNIGHT + timedelta(minutes=65), odd]


async def test_a_usual_hour_costs_few_questions() -> None:
    due = Due()
    moments = Moments(due)
    for day in range(10):
        due.left, due.asked = [MIDNIGHT + timedelta(days=day, hours=9)], 0
        await met(moments, due, MIDNIGHT + timedelta(days=day), EVENING + timedelta(days=day))
    assert due.asked == 3


async def test_a_quiet_day_costs_one_question() -> None:
    due = Due()
    assert await met(Moments(due), due, MIDNIGHT, EVENING) == []
    assert due.asked == 1


def test_each_wall_clock_has_its_checkpoints_and_events_have_their_own() -> None:
    event = MIDNIGHT + timedelta(hours=10, minutes=40)
    found = checkpoints(MIDNIGHT.date(), MIDNIGHT.date(), ["Europe/Samara", "Asia/Yekaterinburg"], [event])
    assert [(one.hour, one.minute) for one in found] == [(10, 40), (14, 55), (15, 55)]
