"""What a person sees of a task."""

from dataclasses import dataclass
from datetime import date, datetime

from models.cards.webinars import WebinarCard
from models.domain.access import Role
from models.domain.lifecycles import Remark, State, Verdict
from models.domain.plan import Kind


@dataclass(frozen=True, slots=True)
class DocumentBrief:
    """The version of a document that stands."""

    document_id: int
    version: int
    verdict: Verdict
    remark: Remark | None = None
    remark_text: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """The last entry of the journal: whose it is, and until when the one who made it may take it back."""

    change_id: int
    person_id: int
    person: str
    on_behalf: Role | None
    entered_at: datetime
    undo_until: datetime


@dataclass(frozen=True, slots=True)
class TaskCard:
    """An assignment with the words of its row. `due_on` is None where the row names no day."""

    assignment_id: int
    number: str
    text: str
    timing: str
    kind: Kind
    label: str | None
    start_on: date | None
    due_on: date | None
    state: State
    done_on: date | None
    overdue: bool
    unit: str
    school_id: int | None
    needs_document: bool
    may_mark: bool
    today: date
    document: DocumentBrief | None = None
    help_open: bool = False
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class WeekCard:
    """The letter of the week: what is late, what is due now, what is next, what came back."""

    monday: date
    overdue: tuple[TaskCard, ...]
    this_week: tuple[TaskCard, ...]
    next_week: tuple[TaskCard, ...]
    returned: tuple[TaskCard, ...]
    webinars: tuple[WebinarCard, ...] = ()
    several_schools: bool = False

    @property
    def quiet(self) -> bool:
        return not (self.overdue or self.this_week or self.next_week or self.returned or self.webinars)


@dataclass(frozen=True, slots=True)
class Marked:
    """A card after a press; `fresh` is False where it had been so before."""

    card: TaskCard
    fresh: bool


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


@dataclass(frozen=True, slots=True)
class VisitsCard:
    """A day's visits of one curator, and those left over from earlier days."""

    day: date
    today: date
    visits: tuple[TaskCard, ...]
