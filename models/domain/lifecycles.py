"""The states of an assignment and of a document, and the one meaning of «overdue»."""

from datetime import date
from enum import StrEnum


class State(StrEnum):
    """Where an assignment stands. Help is a request beside the state, never a state."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    NOT_HELD = "not_held"
    BEFORE_START = "before_start"
    WAITING = "waiting"
    NOT_COUNTED = "not_counted"
    """It began before the start, and the coordinator leaves it out of all figures."""


OPEN_STATES = frozenset({State.PLANNED, State.IN_PROGRESS})

# A coordinator's word settles what began before the start, and makes a waiting row count.
COORDINATOR_STATES = frozenset({State.BEFORE_START, State.WAITING, State.NOT_COUNTED})

EARLIER_STATES = frozenset({State.BEFORE_START, State.NOT_COUNTED})
"""What was due before its map was published, and is no debt as long as the coordinator does not say so."""


class EarlierAnswer(StrEnum):
    """What the coordinator says of a task that was due before its map was published."""

    DONE = "done"
    NOT_DONE = "not_done"
    NOT_COUNTED = "not_counted"

    @property
    def state(self) -> State:
        return _ANSWERED[self]


_ANSWERED = {
    EarlierAnswer.DONE: State.DONE,
    EarlierAnswer.NOT_DONE: State.PLANNED,
    EarlierAnswer.NOT_COUNTED: State.NOT_COUNTED,
}


class EarlierScope(StrEnum):
    """What such an answer is about: all that waits in a map, in a row, or one assignment."""

    ROADMAP = "m"
    ROW = "r"
    ONE = "o"


class Correction(StrEnum):
    """How a coordinator changes a mark that stands."""

    NOT_DONE = "n"
    ANOTHER_DAY = "d"
    NOT_HELD = "h"
    NOT_IN_MEDK = "m"
    """The second tick alone is taken back."""


class WithdrawalReason(StrEnum):
    """Why an assignment no longer stands in the plan."""

    LEFT_PROJECT = "left_project"
    """The row is for schools of the project alone, and the school is one no more."""
    MOVED_AWAY = "moved_away"
    """The territory belongs to another region now."""
    LINKED = "linked"
    """The same work is asked by a linked row; it counts for both."""
    TAKEN_BACK = "taken_back"
    """A next step of a visit, by who had agreed it, at once."""
    EDITION = "edition"
    """A changed edition of the road map no longer asks for it."""


class Verdict(StrEnum):
    """What became of a document."""

    SENT = "sent"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    """Who sent it took it back before anybody had seen to it; the version before it stands again."""


class Remark(StrEnum):
    """Ready reasons to return a document."""

    WRONG_RISK = "wrong_risk"
    NO_APPROVAL = "no_approval"
    UNREADABLE = "unreadable"
    OLD_YEAR = "old_year"
    NO_LINK = "no_link"
    WRONG_FILE = "wrong_file"
    REQUIREMENTS = "requirements"
    """What is asked has changed since it was sent: no fault of the school."""
    IN_WORDS = "in_words"


def is_overdue(state: State, due_on: date | None, today: date) -> bool:
    """Open after its due day; the due day itself is not overdue."""
    return state in OPEN_STATES and due_on is not None and due_on < today
