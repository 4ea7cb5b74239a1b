"""The vocabulary of a road map: who acts, what kind of work a row is, whom it concerns, and when it is due."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Level(StrEnum):
    """Whose road map it is."""

    REGION = "region"
    MUNICIPALITY = "municipality"


class Executor(StrEnum):
    """Who acts, as the words of a row name them."""

    FEDERAL = "federal"
    REGIONAL_AUTHORITY = "regional_authority"
    REGIONAL_INSTITUTE = "regional_institute"
    REGIONAL_COORDINATOR = "regional_coordinator"
    MUNICIPAL_AUTHORITY = "municipal_authority"
    MUNICIPAL_CENTRE = "municipal_centre"
    MUNICIPAL_COORDINATOR = "municipal_coordinator"
    CURATOR = "curator"
    SCHOOL = "school"
    SCHOOL_COORDINATOR = "school_coordinator"
    WORKING_GROUP = "working_group"
    METHODICAL_UNION = "methodical_union"
    MENTOR = "mentor"


class Kind(StrEnum):
    """What sort of work a row asks for."""

    VISIT = "visit"
    WEBINAR = "webinar"
    DOCUMENT = "document"
    SURVEY = "survey"
    MONITORING = "monitoring"
    EVENT = "event"
    OTHER = "other"


class Scope(StrEnum):
    """For whom a row becomes assignments."""

    SCHOOL = "school"
    MUNICIPALITY = "municipality"
    ONCE = "once"
    WAITING = "waiting"


class Marking(StrEnum):
    """How a row that comes up several times is marked, once the coordinator has said so."""

    ONE = "one"
    """One assignment, due at the end."""
    EACH = "each"
    """An assignment for each occurrence, also of a frequency that stands only in the row's words."""


class NoteKind(StrEnum):
    """Why a period has words instead of dates."""

    AS_NEEDED = "as_needed"
    OWN_SCHEDULE = "own_schedule"
    HOLIDAYS = "holidays"
    SCHOOL_QUARTER = "school_quarter"
    RELATIVE = "relative"
    INVALID_DATE = "invalid_date"


@dataclass(frozen=True, slots=True)
class Relative:
    """A last day that counts from another event: 3 workdays after «приказ», in the order's words."""

    offset: int
    unit: str
    """`day` or `workday`."""
    direction: str
    """`before` or `after`."""
    anchor: str


@dataclass(frozen=True, slots=True)
class Period:
    """One term of a row: both days inclusive, `end` is the due day.

    `start` is None where the cell names only a last day. `rrule` is an RFC 5545 rule without UNTIL and COUNT.
    A period with a `note` may have no dates at all: its words are kept, never guessed. `time` is HH:MM where the
    order names an hour; `times` is how often within one step of the recurrence, or within the period where there is no
    recurrence.
    """

    start: date | None
    end: date | None
    rrule: str | None = None
    label: str | None = None
    note: str | None = None
    note_kind: NoteKind | None = None
    relative: Relative | None = None
    time: str | None = None
    times: int | None = None
