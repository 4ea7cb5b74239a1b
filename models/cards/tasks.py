"""What a person sees of a task."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.cards.delivery import UnreachableCard
from models.cards.webinars import WebinarCard
from models.domain.access import Role
from models.domain.lifecycles import Remark, State, Verdict
from models.domain.plan import Kind
from models.domain.visits import VisitTurn


@dataclass(frozen=True, slots=True)
class DocumentBrief:
    """The version of a document that stands; since `since` it has lain where it lies now."""

    document_id: int
    version: int
    verdict: Verdict
    remark: Remark | None = None
    remark_text: str | None = None
    words: str | None = None
    sent_at: datetime | None = None
    decided_at: datetime | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """The last entry of the journal: whose it is, and until when the one who made it may take it back.

    `acting_for` is the absent person in whose place it was made, `entered_on` the day it was there, `comment` why.
    """

    change_id: int
    person_id: int
    person: str
    on_behalf: Role | None
    entered_at: datetime
    undo_until: datetime
    acting_for: str | None = None
    entered_on: date | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Closer:
    """Somebody who may close a task, in which quality, and whether it is the reader."""

    name: str
    role: Role
    mine: bool


@dataclass(frozen=True, slots=True)
class HelpBrief:
    """A request for help that stands open: what was said with it, who helps, what was answered and by whom."""

    text: str | None
    taken_by: str | None
    answer: str | None
    answered_by: str | None


@dataclass(frozen=True, slots=True)
class NotHeldBrief:
    """Somebody's word that a task is not held, on which the coordinator has not decided yet.

    `mine` says that it is the reader's own, `may_decide` that it is the reader who decides.
    """

    request_id: int
    reason: str
    asked_by: str
    mine: bool = False
    may_decide: bool = False


@dataclass(frozen=True, slots=True)
class VisitBrief:
    """Which visit of its school a task is, and who was there.

    `entered_by` is who marked it without having been there, in place of who answers for it. `may_join`: the row names
    the reader too, who has not said yet whether they were there.
    """

    turn: VisitTurn | None
    people: tuple[str, ...] = ()
    entered_by: str | None = None
    was_there: bool = False
    may_join: bool = False
    may_leave: bool = False


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
    may_settle: bool = False
    """It was due before its map was published, and the reader is the one to say what became of it."""
    document: DocumentBrief | None = None
    help_open: bool = False
    mark: Mark | None = None
    help: HelpBrief | None = None
    not_held: NotHeldBrief | None = None
    in_medk: bool = False
    medk_on: date | None = None
    medk_undo: bool = False
    """The reader made the second tick just now, and may take it back."""
    may_correct: bool = False
    """A mark stands that the reader may change with a note."""
    visit: VisitBrief | None = None
    """Only where visits are looked at as such."""
    section: str | None = None
    closers: tuple[Closer, ...] = ()
    """Only on the card of a task that waits to be closed."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A school that is late: how many of its tasks, and the earliest due day among them."""

    school_id: int
    school: str
    place: str
    late: int
    since: date


@dataclass(frozen=True, slots=True)
class WaitingDocument:
    """A document that waits for the reader's word; `days` are working days, 0 where nobody counted them."""

    document_id: int
    number: str
    unit: str
    sent_on: date
    days: int = 0


@dataclass(frozen=True, slots=True)
class SlowCurator:
    """Who has let documents wait for too long: how many, and the longest for how many working days."""

    person_id: int
    name: str
    count: int
    days: int


@dataclass(frozen=True, slots=True)
class TerritoryFigures:
    """Of all tasks of a territory that are due by today: how many are done, and how many are late."""

    due: int
    done: int
    late: int
    several_places: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """News of a kind that the day before had no room for, and how many."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class WeekCard:
    """The letter of the week: what is late, what is due now, what is next, what came back.

    A curator also finds the documents that wait for them and the schools that are late, a coordinator the territory in
    figures, the schools that are late for longer, and whom no news can reach.
    """

    monday: date
    overdue: tuple[TaskCard, ...]
    this_week: tuple[TaskCard, ...]
    next_week: tuple[TaskCard, ...]
    returned: tuple[TaskCard, ...]
    webinars: tuple[WebinarCard, ...] = ()
    several_schools: bool = False
    documents: tuple[WaitingDocument, ...] = ()
    behind: tuple[Behind, ...] = ()
    figures: TerritoryFigures | None = None
    unreachable: tuple[UnreachableCard, ...] = ()
    held: tuple[Held, ...] = ()
    begun: int | None = None
    """One of the entries by which the reader has just said that all goes as planned."""

    @property
    def quiet(self) -> bool:
        """Nothing to do and nothing to worry about: a line says so."""
        own = self.overdue or self.this_week or self.next_week or self.returned or self.webinars
        others = self.documents or self.behind or self.unreachable or (self.figures and self.figures.late)
        return not (own or others or self.held)


class ListKind(StrEnum):
    """What a list of one's tasks holds: what a day's message names, or all that is late."""

    DAY = "day"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class ListCard:
    """A list of the reader's own tasks on a day. `asked_by` is who asks to see to them, None where nobody does."""

    kind: ListKind
    day: date
    late: tuple[TaskCard, ...]
    today: tuple[TaskCard, ...] = ()
    soon: tuple[TaskCard, ...] = ()
    several_schools: bool = False
    held: tuple[Held, ...] = ()
    asked_by: str | None = None
    documents: tuple[WaitingDocument, ...] = ()
    """Those that have waited too long for the reader's word."""
    slow: tuple[SlowCurator, ...] = ()
    """Those on whose word documents of the reader's territory have waited too long."""

    @property
    def empty(self) -> bool:
        return not (self.late or self.today or self.soon or self.held or self.documents or self.slow)


@dataclass(frozen=True, slots=True)
class Marked:
    """A card after a press; `fresh` is False where it had been so before."""

    card: TaskCard
    fresh: bool


@dataclass(frozen=True, slots=True)
class VisitsCard:
    """Visits of one person around a day, and those left over from earlier days."""

    day: date
    today: date
    visits: tuple[TaskCard, ...]
