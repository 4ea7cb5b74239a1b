"""The journal of an assignment: all that happened to it, one entry after another."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import ClassVar

from models.cards.tasks import TaskCard
from models.domain.access import Role
from models.domain.editions import TermChange
from models.domain.files import FileUse
from models.domain.lifecycles import Remark, State, Verdict, WithdrawalReason

PAGE = 10
"""How many entries stand on one page."""


@dataclass(frozen=True, slots=True)
class Moved:
    """It came to another state. `undone` was taken back later, `undoes` takes an earlier entry back."""

    KIND: ClassVar[str] = "moved"
    from_state: State
    to_state: State
    happened_on: date
    comment: str | None
    undone: bool = False
    undoes: bool = False


class Turn(StrEnum):
    """What somebody said or did beside the state."""

    HELP_ASKED = "help_asked"
    HELP_TAKEN = "help_taken"
    HELP_ANSWERED = "help_answered"
    HELP_WITHDRAWN = "help_withdrawn"
    NOT_HELD_ASKED = "not_held_asked"
    NOT_HELD_ACCEPTED = "not_held_accepted"
    NOT_HELD_DECLINED = "not_held_declined"
    NOT_HELD_WITHDRAWN = "not_held_withdrawn"
    NOTED = "noted"
    WAS_THERE = "was_there"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class Said:
    """One such turn with its words; `undone` was taken away later."""

    KIND: ClassVar[str] = "said"
    turn: Turn
    words: str | None = None
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Ticked:
    """Entered into ИС МЭДК, or with no day, taken back."""

    KIND: ClassVar[str] = "ticked"
    medk_on: date | None


@dataclass(frozen=True, slots=True)
class DocumentSent:
    KIND: ClassVar[str] = "sent"
    version: int


@dataclass(frozen=True, slots=True)
class Judged:
    """A word about a document: the verdict that stood from then on."""

    KIND: ClassVar[str] = "judged"
    version: int
    verdict: Verdict
    remark: Remark | None = None
    remark_text: str | None = None
    words: str | None = None
    blameless: bool = False
    undone: bool = False
    undoes: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """Files that came together; `undone` were all taken away later."""

    KIND: ClassVar[str] = "evidence"
    use: FileUse
    count: int
    undone: bool = False


@dataclass(frozen=True, slots=True)
class LeftPlan:
    KIND: ClassVar[str] = "left"
    reason: WithdrawalReason


@dataclass(frozen=True, slots=True)
class CameBack:
    """It stands in the plan again."""

    KIND: ClassVar[str] = "back"
    reason: WithdrawalReason


@dataclass(frozen=True, slots=True)
class TermMoved:
    """What an edition of that number did to its days, «было → стало»."""

    KIND: ClassVar[str] = "term"
    change: TermChange
    edition: int | None
    start_before: date | None
    due_before: date | None
    start_after: date | None
    due_after: date | None


@dataclass(frozen=True, slots=True)
class Linked:
    """From then on it also counts for a row of another map."""

    KIND: ClassVar[str] = "linked"
    number: str
    title: str


What = Moved | Said | Ticked | DocumentSent | Judged | Evidence | LeftPlan | CameBack | TermMoved | Linked


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """Who entered what, on which day and at what hour of the place.

    `on_behalf` says for whom a coordinator did it, `acting_for` in whose place somebody acted; without a person it was
    done at the command line.
    """

    on: date
    at: time
    person: str | None
    what: What
    on_behalf: Role | None = None
    acting_for: str | None = None


@dataclass(frozen=True, slots=True)
class HistoryCard:
    """A page of the journal, counted from 0, the newest entry last."""

    task: TaskCard
    page: int
    total: int
    entries: tuple[HistoryEntry, ...]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))
