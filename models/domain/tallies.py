"""Counting assignments: what is done, what should be by now, what is not due yet, and what does not count."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.domain.lifecycles import OPEN_STATES, State, Verdict, is_overdue
from models.domain.plan import Executor, Kind

COUNTED_STATES = OPEN_STATES | {State.DONE}


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row of a road map that belongs to the territory `owner_id`."""

    id: int
    number: str
    text: str
    timing: str
    kind: Kind
    executors: tuple[Executor, ...]
    owner_id: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A school, or a territory itself where there is none; `today` is the day it is there."""

    territory_id: int
    territory: str
    school_id: int | None
    school: str | None
    today: date

    @property
    def name(self) -> str:
        return self.school or self.territory


@dataclass(frozen=True, slots=True)
class Line:
    """One assignment as it is counted; `verdict` is that of its standing document."""

    assignment_id: int
    row: PlanRow
    at: Unit
    start_on: date | None
    due_on: date | None
    label: str | None
    state: State
    done_on: date | None
    verdict: Verdict | None

    @property
    def number(self) -> str:
        return self.row.number

    @property
    def text(self) -> str:
        return self.row.text

    @property
    def timing(self) -> str:
        return self.row.timing

    @property
    def unit(self) -> str:
        return self.at.name

    @property
    def school_id(self) -> int | None:
        return self.at.school_id

    @property
    def today(self) -> date:
        return self.at.today

    @property
    def counts(self) -> bool:
        return self.state in COUNTED_STATES

    @property
    def open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def done(self) -> bool:
        return self.state is State.DONE

    @property
    def overdue(self) -> bool:
        return is_overdue(self.state, self.due_on, self.today)

    @property
    def days_late(self) -> int:
        return (self.today - self.due_on).days if self.overdue and self.due_on else 0

    @property
    def expected(self) -> bool:
        """Open though its day has come: due today or overdue."""
        return self.open and self.due_on is not None and self.due_on <= self.today

    @property
    def returned(self) -> bool:
        return self.open and self.verdict is Verdict.RETURNED

    @property
    def on_check(self) -> bool:
        """Done, and its document is with the curator."""
        return self.done and self.verdict is Verdict.SENT


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many assignments stand outside all figures."""

    waiting: int = 0
    not_held: int = 0
    before_start: int = 0
    not_counted: int = 0

    def __bool__(self) -> bool:
        return bool(self.waiting or self.not_held or self.before_start or self.not_counted)

    @classmethod
    def of(cls, lines: Iterable[Line]) -> "LeftOut":
        states = [line.state for line in lines]
        return cls(
            states.count(State.WAITING),
            states.count(State.NOT_HELD),
            states.count(State.BEFORE_START),
            states.count(State.NOT_COUNTED),
        )


class Standing(StrEnum):
    """Where a unit stands with what was asked of it."""

    HAS = "has"
    HAS_NOT = "has_not"
    NOT_YET = "not_yet"


def standing(lines: Sequence[Line]) -> Standing:
    """Judge one unit by its lines: whoever owes something by today has not; nothing done and nothing owed is early."""
    if any(line.expected for line in lines):
        return Standing.HAS_NOT
    return Standing.HAS if any(line.done for line in lines) else Standing.NOT_YET


@dataclass(frozen=True, slots=True)
class UnitTally:
    """One unit in figures. `due_on` is the first day of what is open, `days_late` the longest delay.

    `numbers` are those of the rows that are overdue.
    """

    unit: str
    territory: str
    done: int
    total: int
    done_on: date | None
    due_on: date | None
    overdue: int
    days_late: int
    numbers: tuple[str, ...]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "UnitTally":
        return cls(
            unit=lines[0].unit,
            territory=lines[0].at.territory,
            done=sum(line.done for line in lines),
            total=len(lines),
            done_on=max((line.done_on for line in lines if line.done_on), default=None),
            due_on=first_due(lines),
            overdue=sum(line.overdue for line in lines),
            days_late=max(line.days_late for line in lines),
            numbers=tuple(dict.fromkeys(line.number for line in lines if line.overdue)),
        )


@dataclass(frozen=True, slots=True)
class TaskTally:
    """One row in figures, over the units it concerns; what does not count is in no figure."""

    number: str
    text: str
    timing: str
    territory: str
    done: int
    total: int
    start_on: date | None
    due_on: date | None
    overdue: int
    days_late: int

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "TaskTally":
        counted = [line for line in lines if line.counts]
        due_on = first_due(counted)
        return cls(
            number=lines[0].number,
            text=lines[0].text,
            timing=lines[0].timing,
            territory=lines[0].at.territory,
            done=sum(line.done for line in counted),
            total=len(counted),
            start_on=next((line.start_on for line in counted if line.due_on == due_on), None),
            due_on=due_on,
            overdue=sum(line.overdue for line in counted),
            days_late=max((line.days_late for line in counted), default=0),
        )


def first_due(lines: Iterable[Line]) -> date | None:
    """The first day by which something open is due."""
    return min((line.due_on for line in lines if line.open and line.due_on), default=None)


def by_unit(lines: Iterable[Line]) -> list[list[Line]]:
    """The lines of each unit together, units by name."""
    groups: dict[tuple[int, int | None], list[Line]] = {}
    for line in lines:
        groups.setdefault((line.at.territory_id, line.at.school_id), []).append(line)
    return sorted(groups.values(), key=lambda group: (group[0].unit, group[0].at.territory_id))


def by_task(lines: Iterable[Line]) -> list[list[Line]]:
    """The lines of each row together, in the order they come."""
    groups: dict[int, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.row.id, []).append(line)
    return list(groups.values())
