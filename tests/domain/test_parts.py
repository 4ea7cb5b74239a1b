from datetime import date

import pytest

from models.domain.lifecycles import State
from models.domain.parts import Part, part_of

# A Wednesday; its week ends with Sunday, 14 March.
TODAY = date(2027, 3, 10)


def day(number: int) -> date:
    return date(2027, 3, number)


@pytest.mark.parametrize(
    ("due_on", "part"),
    [
        (day(9), Part.OVERDUE),
        (day(10), Part.WEEK),
        (day(14), Part.WEEK),
        (day(15), Part.LATER),
        (None, Part.LATER),
    ],
)
@pytest.mark.parametrize("state", [State.PLANNED, State.IN_PROGRESS])
def test_what_is_open_stands_by_its_day(state: State, due_on: date | None, part: Part) -> None:
    assert part_of(state, due_on, TODAY) is part


@pytest.mark.parametrize("due_on", [day(1), day(10), day(30), None])
def test_what_waits_and_what_is_done_stands_by_its_state(due_on: date | None) -> None:
    assert part_of(State.WAITING, due_on, TODAY) is Part.WAITING
    assert part_of(State.DONE, due_on, TODAY) is Part.DONE


@pytest.mark.parametrize("state", [State.BEFORE_START, State.NOT_HELD, State.NOT_COUNTED])
def test_what_is_nobodys_work_stands_nowhere(state: State) -> None:
    assert part_of(state, day(9), TODAY) is None


def test_on_a_monday_the_whole_week_is_ahead_and_on_a_sunday_it_ends() -> None:
    assert part_of(State.PLANNED, day(14), day(8)) is Part.WEEK
    assert part_of(State.PLANNED, day(14), day(14)) is Part.WEEK
    assert part_of(State.PLANNED, day(15), day(14)) is Part.LATER
