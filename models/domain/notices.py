"""News as facts: what happened, never how it will be worded. Each survives JSON, since it waits in the outbox."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar, Protocol

from models.domain.hours import Wake
from models.domain.outbox import Lane


class Notice(Protocol):
    """A frozen dataclass of numbers, strings and days."""

    LANE: ClassVar[Lane]
    __dataclass_fields__: ClassVar[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class WeekBegan:
    """The letter of the week that begins on `monday`."""

    LANE: ClassVar[Lane] = Lane.LETTERS
    monday: date


@dataclass(frozen=True, slots=True)
class DayBegan:
    """The day's list: what is due today, in one and in three working days, and what is late since the last list."""

    LANE: ClassVar[Lane] = Lane.LETTERS
    day: date


@dataclass(frozen=True, slots=True)
class VisitsAhead:
    """On the evening before: the visits from one day to another, both inclusive."""

    LANE: ClassVar[Lane] = Lane.TIMED
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class VisitsDue:
    """The day's list of visits."""

    LANE: ClassVar[Lane] = Lane.TIMED
    day: date


@dataclass(frozen=True, slots=True)
class WebinarTomorrow:
    """A webinar is the next day."""

    LANE: ClassVar[Lane] = Lane.TIMED
    webinar_id: int
    revision: int


@dataclass(frozen=True, slots=True)
class WebinarSoon:
    """A webinar begins in a quarter of an hour."""

    LANE: ClassVar[Lane] = Lane.TIMED
    webinar_id: int
    revision: int


@dataclass(frozen=True, slots=True)
class DocumentSent:
    """A school's document waits for the curator's word."""

    LANE: ClassVar[Lane] = Lane.AT_ONCE
    document_id: int


@dataclass(frozen=True, slots=True)
class DocumentConfirmed:
    """The curator confirmed the document."""

    LANE: ClassVar[Lane] = Lane.AT_ONCE
    document_id: int


@dataclass(frozen=True, slots=True)
class DocumentReturned:
    """The curator returned the document with a remark."""

    LANE: ClassVar[Lane] = Lane.AT_ONCE
    document_id: int


@dataclass(frozen=True, slots=True)
class DocumentLifted:
    """The coordinator lifted a confirmation: the document is to be judged once more."""

    LANE: ClassVar[Lane] = Lane.AT_ONCE
    decision_id: int


@dataclass(frozen=True, slots=True)
class DecisionTakenBack:
    """A word about a document that people were told of was taken back; the decision is the one that took it back."""

    LANE: ClassVar[Lane] = Lane.AT_ONCE
    decision_id: int


@dataclass(frozen=True, slots=True)
class HelpAsked:
    """A school asks for help with a task."""

    LANE: ClassVar[Lane] = Lane.AT_ONCE
    help_id: int


@dataclass(frozen=True, slots=True)
class HelpTaken:
    """Somebody took the request for help."""

    LANE: ClassVar[Lane] = Lane.AT_ONCE
    help_id: int


@dataclass(frozen=True, slots=True)
class HelpAnswered:
    """Somebody answered the request for help in words."""

    LANE: ClassVar[Lane] = Lane.AT_ONCE
    help_id: int


@dataclass(frozen=True, slots=True)
class NotHeldAsked:
    """Somebody says that a task is not held: the coordinator decides."""

    LANE: ClassVar[Lane] = Lane.AT_ONCE
    request_id: int


@dataclass(frozen=True, slots=True)
class NotHeldDecided:
    """The coordinator agreed that a task is not held, or did not."""

    LANE: ClassVar[Lane] = Lane.AT_ONCE
    request_id: int

    def once(self, decided_at: datetime) -> str:
        """What was decided, undone and decided again is told again."""
        return f"{self.request_id}/{decided_at.isoformat()}"


@dataclass(frozen=True, slots=True)
class MarkCorrected:
    """A coordinator changed a mark that stood, with a note."""

    LANE: ClassVar[Lane] = Lane.AT_ONCE
    change_id: int


@dataclass(frozen=True, slots=True)
class Nudged:
    """Somebody who looks after the school asks to see to what is late."""

    LANE: ClassVar[Lane] = Lane.AT_ONCE
    by_id: int


@dataclass(frozen=True, slots=True)
class StepAgreed:
    """On a visit a next step of the school was agreed, with a day."""

    LANE: ClassVar[Lane] = Lane.AT_ONCE
    task_id: int


@dataclass(frozen=True, slots=True)
class MessageOutdated:
    """What the message of an older row says has changed since: it is redrawn in its place, without a sound."""

    LANE: ClassVar[Lane] = Lane.LETTERS
    row_id: int


@dataclass(frozen=True, slots=True)
class DeliveryFailed:
    """Some of the news planned between the two moments could not be delivered."""

    LANE: ClassVar[Lane] = Lane.LETTERS
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class PlanChanged:
    """An edition of a road map was accepted that changed work of the person's own."""

    LANE: ClassVar[Lane] = Lane.LETTERS
    draft_id: int


@dataclass(frozen=True, slots=True)
class SubstituteNamed:
    """The person acts for somebody who will be away."""

    LANE: ClassVar[Lane] = Lane.AT_ONCE
    absence_id: int


@dataclass(frozen=True, slots=True)
class AbsenceEntered:
    """Somebody will be away: for those who answer for the territory, and for who was entered by another."""

    LANE: ClassVar[Lane] = Lane.AT_ONCE
    absence_id: int


@dataclass(frozen=True, slots=True)
class AbsenceChanged:
    """An absence ends on another day than was said, or is taken back."""

    LANE: ClassVar[Lane] = Lane.AT_ONCE
    absence_id: int


NOTICES: tuple[type[Notice], ...] = (
    WeekBegan,
    DayBegan,
    VisitsAhead,
    VisitsDue,
    WebinarTomorrow,
    WebinarSoon,
    DocumentSent,
    DocumentConfirmed,
    DocumentReturned,
    DocumentLifted,
    DecisionTakenBack,
    HelpAsked,
    HelpTaken,
    HelpAnswered,
    NotHeldAsked,
    NotHeldDecided,
    MarkCorrected,
    Nudged,
    StepAgreed,
    MessageOutdated,
    DeliveryFailed,
    PlanChanged,
    SubstituteNamed,
    AbsenceEntered,
    AbsenceChanged,
)

DIGESTS = frozenset({WeekBegan.__name__, DayBegan.__name__})
"""The planned news of which one a day is enough; they say what a full day had no room for."""

_WAKES = {VisitsDue.__name__: Wake.AWAKE, WebinarSoon.__name__: Wake.ANY, MessageOutdated.__name__: Wake.ANY}


def wake_of_kind(kind: str) -> Wake:
    """How far news of that kind respects people's rest."""
    return _WAKES.get(kind, Wake.WORKING)


_BY_KIND = {notice.__name__: notice for notice in NOTICES}


_READ: Mapping[Any, Callable[[Any], Any]] = {date: date.fromisoformat, datetime: datetime.fromisoformat}


def _as_it_is(value: Any) -> Any:
    return value


def pack(notice: Notice) -> tuple[str, dict[str, Any]]:
    """The kind and the JSON body under which a notice waits."""
    values = {field.name: getattr(notice, field.name) for field in fields(notice)}
    body = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    return type(notice).__name__, body


def unpack(kind: str, body: dict[str, Any]) -> Notice:
    """The notice that was packed.

    Raises:
        KeyError: a kind that this edition does not know.
    """
    notice = _BY_KIND[kind]
    types = {field.name: field.type for field in fields(notice)}
    return notice(**{name: _READ.get(types.get(name), _as_it_is)(value) for name, value in body.items()})
