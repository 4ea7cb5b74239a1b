"""A visit with all that is known of it: who was there, notes, photos, the reference, and what was agreed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.cards.documents import SentFile
from models.cards.tasks import TaskCard


class Added(StrEnum):
    """What a person may add to a visit, and take away again."""

    PHOTO = "photo"
    REFERENCE = "reference"
    NOTE = "note"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class LastAdded:
    """What the reader added last; an album is one, of `count` files."""

    kind: Added
    added_id: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class NoteCard:
    """Words about a visit."""

    text: str
    person: str
    noted_on: date


@dataclass(frozen=True, slots=True)
class VisitCard:
    """A visit. `visited_on` is None where nobody has marked it, or the mark was taken back: what was added stays."""

    task: TaskCard
    visited_on: date | None
    notes: tuple[NoteCard, ...]
    photos: int
    references: tuple[SentFile, ...]
    steps: tuple[TaskCard, ...]
    may_add: bool
    last: LastAdded | None = None


@dataclass(frozen=True, slots=True)
class EvidenceCard:
    """All files of a visit, in the order they came."""

    unit: str
    visited_on: date | None
    photos: tuple[SentFile, ...]
    references: tuple[SentFile, ...]
