"""A question as a value: what is asked, and about what."""

from calendar import isleap
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from models.asking.known import KnownPerson, KnownSchool, KnownTerritory
from models.domain.plan import Executor, Kind

Json = str | int | list[str] | dict[str, str | int]


class Intent(StrEnum):
    """What the asker wants to be told."""

    SCHOOL_STATUS = "school_status"
    TASK_STATUS = "task_status"
    OVERDUE = "overdue"
    CHECKLIST = "checklist"
    COUNT = "count"
    AGENDA = "agenda"
    WHEN = "when"
    REPORT = "report"
    CONTACT = "contact"
    REMINDERS = "reminders"
    HELP = "help"
    UNKNOWN = "unknown"


class State(StrEnum):
    """Which assignments are asked about."""

    DONE = "done"
    PENDING = "pending"
    OVERDUE = "overdue"


class Subject(StrEnum):
    """What the answer lists or counts."""

    SCHOOLS = "schools"
    TASKS = "tasks"


class Rel(StrEnum):
    """A period that depends on the day of asking."""

    TODAY = "today"
    TOMORROW = "tomorrow"
    THIS_WEEK = "this_week"
    NEXT_WEEK = "next_week"
    THIS_MONTH = "this_month"
    REST_OF_MONTH = "rest_of_month"
    UPCOMING = "upcoming"
    NEXT = "next"
    UNTIL = "until"
    # beyond the agreed list
    YESTERDAY = "yesterday"
    AFTER_TOMORROW = "after_tomorrow"
    LAST_WEEK = "last_week"
    LAST_MONTH = "last_month"
    NEXT_MONTH = "next_month"
    THIS_QUARTER = "this_quarter"
    NEXT_QUARTER = "next_quarter"
    THIS_YEAR = "this_year"


class Weekday(StrEnum):
    """A day of the week, Monday first, as RFC 5545 names it."""

    MONDAY = "MO"
    TUESDAY = "TU"
    WEDNESDAY = "WE"
    THURSDAY = "TH"
    FRIDAY = "FR"
    SATURDAY = "SA"
    SUNDAY = "SU"


@dataclass(frozen=True, slots=True, order=True)
class MonthDay:
    """A day without a year; 29 February is allowed. Prints as `06-21`."""

    month: int
    day: int

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02}"

    def in_year(self, year: int) -> date:
        """Give the day in that year; 29 February becomes 28 where the year has none."""
        lacking = (self.month, self.day) == (2, 29) and not isleap(year)
        return date(year, self.month, self.day - lacking)


@dataclass(frozen=True, slots=True)
class Span:
    """A period as the words name it; `models.asking.spans.resolve` turns it into days.

    Exactly one way of naming is filled: `rel`, `md`, `month`, `quarter`, `weekday`, or `start` with `end`.
    `rel=UNTIL` is the exception: it stands beside one of the others and means the time up to its last day.
    `start` and `end` are days with a year, or both without one.
    """

    rel: Rel | None = None
    md: MonthDay | None = None
    month: int | None = None
    quarter: int | None = None
    weekday: Weekday | None = None
    start: date | MonthDay | None = None
    end: date | MonthDay | None = None

    def to_json(self) -> dict[str, str | int]:
        """Give only what is filled; days as ISO dates or `MM-DD`."""
        filled = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: value if isinstance(value, int) else str(value) for name, value in filled if value is not None}


@dataclass(frozen=True, slots=True)
class Slots:
    """What the question is about; whatever it does not say is empty.

    `schools` holds every school meant; where a name fits several, all of them stand in `ambiguous` as well, and the
    asker is to choose among those. `namesakes` are the people a name fits where it fits several; `person` is then None.
    `topic` is the subject's name from the table of topics, or words of a task's text in the asker's form.
    """

    schools: tuple[KnownSchool, ...] = ()
    ambiguous: tuple[KnownSchool, ...] = ()
    territory: KnownTerritory | None = None
    number: str | None = None
    kind: Kind | None = None
    topic: str | None = None
    stage: int | None = None
    executor: Executor | None = None
    person: KnownPerson | None = None
    namesakes: tuple[KnownPerson, ...] = ()
    state: State | None = None
    subject: Subject | None = None
    period: Span | None = None

    def to_json(self) -> dict[str, Json]:
        """Give only what is filled: codes as words, schools, people and territories by their names."""
        filled = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: _json(value) for name, value in filled if value not in (None, ())}


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood, or not.

    Where `intent` is UNKNOWN, `nearest` says what was probably meant (likeliest first, for examples, never for an
    answer) and `missed` holds the words nobody could place.
    """

    intent: Intent
    slots: Slots = Slots()
    nearest: tuple[Intent, ...] = ()
    missed: tuple[str, ...] = ()

    def to_json(self) -> dict[str, str | dict[str, Json]]:
        """Give `{"intent", "slots"}`; the answer's side adds `understood` and `answer`."""
        return {"intent": str(self.intent), "slots": self.slots.to_json()}


def _json(value: object) -> Json:
    match value:
        case Span():
            return value.to_json()
        case int():
            return value
        case tuple():
            return [_name(item) for item in value]
        case _:
            return _name(value)


def _name(value: object) -> str:
    return value.name if isinstance(value, KnownSchool | KnownPerson | KnownTerritory) else str(value)
