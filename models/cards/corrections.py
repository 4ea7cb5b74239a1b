"""A mark that somebody changed with a note."""

from dataclasses import dataclass
from datetime import date

from models.cards.tasks import TaskCard
from models.domain.lifecycles import State


@dataclass(frozen=True, slots=True)
class CorrectedCard:
    """The task as it is now, and what was changed: by whom, from what to what, and why.

    `stands` is False once somebody has acted on it since.
    """

    task: TaskCard
    by: str
    was: State
    was_on: date | None
    became: State
    became_on: date | None
    note: str
    stands: bool
