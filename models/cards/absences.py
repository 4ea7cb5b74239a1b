"""What a person sees of absences, and what they choose from to enter one."""

from dataclasses import dataclass
from datetime import date

from models.cards.people import Post
from models.domain.absences import Ready
from models.domain.access import Role


@dataclass(frozen=True, slots=True)
class AbsenceCard:
    """Days, both inclusive, on which a person is away, as `today` sees them.

    `own` says that the reader is away themselves, `acting` that they act for the person. `unattended` says that a
    curator is away without anybody in their place.
    """

    absence_id: int
    person_id: int
    person: str
    since_on: date
    until_on: date
    today: date
    substitute: str | None = None
    order_number: str | None = None
    posts: tuple[Post, ...] = ()
    cancelled: bool = False
    own: bool = False
    acting: bool = False
    unattended: bool = False
    may_change: bool = False

    @property
    def begun(self) -> bool:
        return self.since_on <= self.today

    @property
    def over(self) -> bool:
        return self.cancelled or self.until_on < self.today


@dataclass(frozen=True, slots=True)
class ReadySpan:
    """Days that are offered ready, both inclusive."""

    ready: Ready
    since_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class PlanCard:
    """Whose absence is to be entered, and the days that are offered ready."""

    person_id: int
    person: str
    own: bool
    today: date
    ready: tuple[ReadySpan, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may act for the absent person, with one of their roles."""

    person_id: int
    name: str
    role: Role
    place: str


@dataclass(frozen=True, slots=True)
class SubstitutesCard:
    """Who may act for somebody on these days, both inclusive; the nearest first."""

    person_id: int
    person: str
    own: bool
    since_on: date
    until_on: date
    candidates: tuple[Candidate, ...]
    order_number: str | None = None


@dataclass(frozen=True, slots=True)
class Employee:
    """One of a coordinator's people, and until when they are away, if they are now."""

    person_id: int
    name: str
    role: Role
    place: str
    away_until: date | None = None


@dataclass(frozen=True, slots=True)
class StaffCard:
    """A page of a coordinator's people, and their absences that are not over. Pages count from 0."""

    people: tuple[Employee, ...]
    page: int
    pages: int
    absences: tuple[AbsenceCard, ...] = ()
