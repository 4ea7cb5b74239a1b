from datetime import date

import pytest

from models.domain.lifecycles import COORDINATOR_STATES, OPEN_STATES, State, is_overdue

TODAY = date(2027, 3, 9)
YESTERDAY, TOMORROW = date(2027, 3, 8), date(2027, 3, 10)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize(("due_on", "past"), [(YESTERDAY, True), (TODAY, False), (TOMORROW, False), (None, False)])
def test_only_what_is_open_after_its_day_is_overdue(state: State, due_on: date | None, past: bool) -> None:
    assert is_overdue(state, due_on, TODAY) is (past and state in (State.PLANNED, State.IN_PROGRESS))


def test_a_state_is_open_or_the_coordinators_or_closed() -> None:
    assert OPEN_STATES | COORDINATOR_STATES | {State.DONE, State.NOT_HELD} == set(State)
    assert not OPEN_STATES & COORDINATOR_STATES
