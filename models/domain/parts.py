"""The parts of one's own tasks, by what is to be done about them now."""

from datetime import date, timedelta
from enum import StrEnum

from models.domain.lifecycles import OPEN_STATES, State, is_overdue
from models.domain.moments import monday_of

A_WEEK = timedelta(days=7)


class Part(StrEnum):
    """In the order in which they are shown; buttons bear the letters."""

    OVERDUE = "o"
    WEEK = "w"
    LATER = "l"
    WAITING = "a"
    DONE = "d"


_SETTLED = {State.WAITING: Part.WAITING, State.DONE: Part.DONE}


def part_of(state: State, due_on: date | None, today: date) -> Part | None:
    """Where a task stands; what is not held, or was due before the map was published, stands nowhere.

    The week ends with Sunday; a task without a day comes later.
    """
    if state not in OPEN_STATES:
        return _SETTLED.get(state)
    if is_overdue(state, due_on, today):
        return Part.OVERDUE
    return Part.WEEK if due_on is not None and due_on < monday_of(today) + A_WEEK else Part.LATER
