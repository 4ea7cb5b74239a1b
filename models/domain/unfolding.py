"""How a row unfolds into assignments: its occurrences, and the state each begins in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from models.domain.lifecycles import State
from models.domain.plan import Period, Scope
from models.domain.recurrence import occurrences


@dataclass(frozen=True, slots=True)
class Term:
    """One assignment's place in its row, its days and its first state; `due` is None where no day is known."""

    period: int
    occurrence: int
    start: date | None
    due: date | None
    label: str | None
    state: State


def unfold(periods: Iterable[Period], scope: Scope, today: date) -> tuple[Term, ...]:
    """Give a row's terms. What was due before the day of publication begins as `before start`: no debt, no reminders.

    A row without any day still becomes one assignment: nothing of an order vanishes.
    """
    terms = tuple(_terms(periods, scope, today))
    return terms or (Term(0, 0, None, None, None, _first_state(scope, None, today)),)


def _terms(periods: Iterable[Period], scope: Scope, today: date) -> Iterator[Term]:
    for position, period in enumerate(periods):
        found = occurrences(period)
        for one in found:
            state = _first_state(scope, one.due, today)
            yield Term(position, one.index, one.start, one.due, one.label, state)
        if not found:
            yield Term(position, 0, period.start, None, period.label, _first_state(scope, None, today))


def _first_state(scope: Scope, due: date | None, today: date) -> State:
    if scope is Scope.WAITING:
        return State.WAITING
    return State.BEFORE_START if due is not None and due < today else State.PLANNED
