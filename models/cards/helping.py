"""A request for help as people see it."""

from dataclasses import dataclass
from datetime import date

from models.cards.tasks import TaskCard


@dataclass(frozen=True, slots=True)
class HelpCard:
    """A request for help, with the task it is about."""

    help_id: int
    task: TaskCard
    asked_by: str
    asked_on: date
    taken_by: str | None
    taken_by_id: int | None
    closed: bool
