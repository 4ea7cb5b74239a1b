"""First and second visits of a school are different things: which of them each one is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from models.domain.lifecycles import OPEN_STATES, State
from models.domain.recurrence import Turn

RED_FROM = 30
"""Days without a visit from which a school is marked red."""
FIRST, SECOND = 1, 2


@dataclass(frozen=True, slots=True)
class VisitTurn:
    """The n-th visit of a school, from 1: `of` several of one row, or, where `of` is None, by the row's own words.

    `earlier_open` says that an earlier one of them is not marked yet.
    """

    nth: int
    of: int | None
    earlier_open: bool


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A visit of a school as a map asks for it; `stage` is what the row's words say, if anything."""

    assignment_id: int
    roadmap_id: int
    task_id: int
    school_id: int
    due_on: date | None
    label: str | None
    state: State
    stage: int | None


def turns_of(visits: Iterable[PlannedVisit]) -> dict[int, VisitTurn]:
    """Which visit each one is, by its assignment; one that is the only one of its row, without words, is none.

    What is compared stands in one map and at one school. Stages are of rows that say so; of a row that comes up several
    times, the terms count in their order.
    """
    turns: dict[int, VisitTurn] = {}
    for there in _at_one_school(visits):
        for one in there:
            turn = _by_words(one, there) if one.stage is not None else _by_order(one, there)
            if turn is not None:
                turns[one.assignment_id] = turn
    return turns


def _at_one_school(visits: Iterable[PlannedVisit]) -> Iterable[list[PlannedVisit]]:
    """Those of one map and one school together, the earliest due first."""
    groups: dict[tuple[int, int], list[PlannedVisit]] = {}
    for one in sorted(visits, key=lambda one: (one.due_on is None, one.due_on or date.max, one.assignment_id)):
        groups.setdefault((one.roadmap_id, one.school_id), []).append(one)
    return groups.values()


def _by_words(one: PlannedVisit, there: Sequence[PlannedVisit]) -> VisitTurn:
    stage = one.stage or FIRST
    first_open = any(other.stage == FIRST and other.state in OPEN_STATES for other in there)
    return VisitTurn(stage, None, stage == SECOND and first_open)


def _by_order(one: PlannedVisit, there: Sequence[PlannedVisit]) -> VisitTurn | None:
    siblings = [other for other in there if other.task_id == one.task_id]
    place = siblings.index(one)
    before = any(other.state in OPEN_STATES for other in siblings[:place])
    _, turn = Turn.apart(one.label)
    if turn is not None:
        return VisitTurn(turn.nth, turn.of, before)
    return VisitTurn(place + 1, len(siblings), before) if len(siblings) > 1 else None
