"""Rows of a municipal and of a regional road map that may be one work."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A row as the question shows it; `place` is the territory of its map."""

    task_id: int
    number: str
    text: str
    timing: str
    place: str


@dataclass(frozen=True, slots=True)
class LinkCard:
    """Two rows that may be one work; `units` is how many schools or territories are asked by both.

    `referred` where the document itself says so; `left` counts this question and those after it, `skip` those before
    it that were put off.
    """

    municipal: LinkRow
    regional: LinkRow
    units: int
    referred: bool
    left: int
    skip: int


@dataclass(frozen=True, slots=True)
class LinkedCard:
    """What was answered: `served` assignments count for both rows now, `apart` of the regional row stand alone."""

    municipal: LinkRow
    regional: LinkRow
    accepted: bool
    served: int
    apart: int
    undo_until: datetime


@dataclass(frozen=True, slots=True)
class AnsweredCard:
    """An answer, or one taken back, and the next question; None where nothing more is asked."""

    just: LinkedCard
    taken_back: bool
    following: LinkCard | None
