"""What a coordinator sees of tasks that were due before their map was published."""

from dataclasses import dataclass
from datetime import date

from models.cards.tasks import TaskCard
from models.domain.lifecycles import EarlierAnswer, EarlierScope


@dataclass(frozen=True, slots=True)
class EarlierMap:
    """A map with how many such tasks still wait for the coordinator's word."""

    roadmap_id: int
    title: str
    left: int


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """A row with how many of its tasks wait; `slots` of them are executed only by sending their document.

    `first_due` and `last_due` are the earliest and the latest of their days.
    """

    task_id: int
    number: str
    text: str
    left: int
    slots: int
    first_due: date
    last_due: date


@dataclass(frozen=True, slots=True)
class EarlierCard:
    """The rows of a map that still wait, in the order of the map."""

    roadmap_id: int
    title: str
    rows: tuple[EarlierRow, ...]

    @property
    def left(self) -> int:
        return sum(row.left for row in self.rows)

    @property
    def slots(self) -> int:
        return sum(row.slots for row in self.rows)


@dataclass(frozen=True, slots=True)
class EarlierRowCard:
    """One row with its tasks that still wait, the earliest due first."""

    roadmap_id: int
    task_id: int
    number: str
    text: str
    timing: str
    tasks: tuple[TaskCard, ...]

    @property
    def slots(self) -> int:
        return sum(task.needs_document and task.school_id is not None for task in self.tasks)


@dataclass(frozen=True, slots=True)
class Settled:
    """What an answer did: to `count` tasks; `skipped` are executed only by their document.

    `change_id` is one of the journal's entries, by which all of them are taken back; None where nothing changed.
    """

    scope: EarlierScope
    about_id: int
    answer: EarlierAnswer
    count: int
    skipped: int = 0
    change_id: int | None = None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How many answers were taken back; `kept` are those that somebody has acted on since."""

    count: int
    kept: int = 0
