"""The schools that a curator or a coordinator looks after."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.cards.asking import Contact
from models.cards.tasks import TaskCard
from models.domain.visits import RED_FROM, VisitTurn


@dataclass(frozen=True, slots=True)
class CaredSchool:
    """A school with the day of its last visit; `today` is the day it is there."""

    school_id: int
    name: str
    place: str
    visited_on: date | None
    today: date

    @property
    def days(self) -> int | None:
        """Days since the last visit, None where there was none."""
        return (self.today - self.visited_on).days if self.visited_on else None

    @property
    def red(self) -> bool:
        """Visited too long ago, or never."""
        return self.days is None or self.days >= RED_FROM


@dataclass(frozen=True, slots=True)
class SchoolsCard:
    """A page of them, those that wait longest first; `first` is the place of the page's first one, from 1."""

    schools: tuple[CaredSchool, ...]
    page: int
    pages: int
    first: int
    total: int
    red: int
    several_places: bool


@dataclass(frozen=True, slots=True)
class RiskCard:
    """What a coordinator named as a risk of the school."""

    risk_id: int
    text: str
    named_by: str
    named_on: date


class PaperState(StrEnum):
    """Why a document is open."""

    YOURS = "yours"
    """It waits for the reader's word."""
    ON_CHECK = "on_check"
    RETURNED = "returned"
    LATE = "late"
    """It was due and has not been sent."""


@dataclass(frozen=True, slots=True)
class Paper:
    """An open document of the school."""

    task: TaskCard
    state: PaperState


@dataclass(frozen=True, slots=True)
class PastVisit:
    """The last visit; without `assignment_id` its row has left the map since."""

    assignment_id: int | None
    visited_on: date
    turn: VisitTurn | None
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SchoolCard:
    """One school as the one who looks after it needs it before a visit or a call.

    `lifted` is a risk that the reader has just lifted and may still bring back.
    """

    school: CaredSchool
    contacts: tuple[Contact, ...]
    risks: tuple[RiskCard, ...]
    papers: tuple[Paper, ...]
    coming: tuple[TaskCard, ...]
    late: int
    last_visit: PastVisit | None
    next_visit: TaskCard | None
    may_name_risks: bool
    lifted: RiskCard | None = None
