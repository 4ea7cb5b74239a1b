"""A request for help as people see it."""

from dataclasses import dataclass
from datetime import date

from models.cards.tasks import TaskCard


@dataclass(frozen=True, slots=True)
class HelpCard:
    """A request for help, with the task it is about; `text` is what was said with it.

    `may_help` says that the reader is one who may take or answer it, `mine` that they took it, `may_let_go` that it was
    just now.
    """

    help_id: int
    task: TaskCard
    asked_by: str
    asked_on: date
    text: str | None
    taken_by: str | None
    taken_by_id: int | None
    answer: str | None
    answered_by: str | None
    answered_by_id: int | None
    closed: bool
    may_help: bool = False
    mine: bool = False
    may_let_go: bool = False
