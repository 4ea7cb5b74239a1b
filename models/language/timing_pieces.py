"""What the forms of the timing grammar build: pieces that a cell's periods are put together from."""

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from models.domain.doubts import DoubtReason
from models.domain.plan import NoteKind, Relative


@dataclass(frozen=True, slots=True)
class PlanYear:
    """The year undated cells belong to; a school year runs from September of `first` to May of the next."""

    first: int
    school: bool = False

    @property
    def start(self) -> date:
        """The first day of the plan."""
        return date(self.first, 9, 1) if self.school else date(self.first, 1, 1)

    @property
    def end(self) -> date:
        """The last day of the plan."""
        return date(self.first + 1, 5, 31) if self.school else date(self.first, 12, 31)

    def of(self, month: int) -> int:
        """Tell the year an undated month belongs to: from August on the first of a school year, else the second."""
        return self.first + (self.school and month < 8)

    def holds(self, day: date) -> bool:
        """Tell whether a day belongs to a year of the plan."""
        return self.first <= day.year <= self.first + self.school


class ImpossibleDateError(ValueError):
    """The calendar has no such day."""


class Role(StrEnum):
    """What a piece does in its cell."""

    WINDOW = "window"
    UNTIL = "until"
    SINCE = "since"
    ALWAYS = "always"
    RHYTHM = "rhythm"
    COUNT = "count"
    DAYS = "days"
    EXCEPT = "except"
    NOTE = "note"
    TIME = "time"


class Piece(NamedTuple):
    """One phrase of a cell, understood.

    `instead` holds other readings of the same phrase, `doubt` says why there are any. `rule` is a recurrence rule,
    or for `DAYS` the value of its BYDAY.
    """

    role: Role
    start: date | None = None
    end: date | None = None
    rule: str | None = None
    times: int | None = None
    time: str | None = None
    note: NoteKind | None = None
    relative: Relative | None = None
    words: str = ""
    label: str | None = None
    doubt: DoubtReason | None = None
    instead: "tuple[Piece, ...]" = ()

    def of(self, words: str, label: str | None) -> "Piece":
        """Return the same piece with the words it was made of, and its label."""
        return self._replace(words=words, label=label)


def day_of(year: int, month: int, day: int) -> date:
    """Return the day, or raise ImpossibleDateError."""
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ImpossibleDateError(f"{day}.{month}.{year}") from error


def nearest_day_of(year: int, month: int, day: int) -> date:
    """Return the day that was probably meant: the month's last one, or day and month changed places."""
    if month > 12:
        day, month = month, min(day, 12)
    month = max(month, 1)
    return date(year, month, max(1, min(day, last_day(year, month))))


def last_day(year: int, month: int) -> int:
    """Return the number of the month's last day."""
    return calendar.monthrange(year, month)[1]
