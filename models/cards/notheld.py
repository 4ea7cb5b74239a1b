"""Somebody's word that a task is not held, as people see it."""

from dataclasses import dataclass
from datetime import date

from models.cards.tasks import TaskCard


@dataclass(frozen=True, slots=True)
class NotHeldCard:
    """The word with its task and reason. `accepted` is None as long as nobody has decided.

    `closed` says that it needs no decision any more; `may_undo` that the reader decided just now.
    """

    request_id: int
    task: TaskCard
    asked_by: str
    asked_on: date
    reason: str
    accepted: bool | None
    decided_by: str | None
    closed: bool
    may_decide: bool = False
    may_undo: bool = False


@dataclass(frozen=True, slots=True)
class SaidNotHeld:
    """The task after the word; `waits` for a coordinator's decision, `fresh` is False where it had been said before."""

    card: TaskCard
    waits: bool
    fresh: bool
