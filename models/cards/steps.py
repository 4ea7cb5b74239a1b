"""What is agreed on a visit."""

from dataclasses import dataclass
from datetime import date

from models.cards.tasks import TaskCard


@dataclass(frozen=True, slots=True)
class StepCard:
    """A next step as the school reads it: whose word it is, and of which day's visit.

    `visit_id` is the visit's assignment, None once its row has left the map.
    """

    task: TaskCard
    agreed_by: str
    visited_on: date | None
    visit_id: int | None = None


@dataclass(frozen=True, slots=True)
class StepPlan:
    """The words of a step that waits for its day; `ready` are the days that are offered."""

    unit: str
    text: str
    today: date
    ready: tuple[date, date]
