"""How a row unfolds into assignments: its occurrences, and the state each begins in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from models.domain.lifecycles import State
from models.domain.plan import Marking, Period, Scope
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


def unfold(
    periods: Iterable[Period],
    scope: Scope,
    today: date,
    *,
    marking: Marking | None = None,
    frequency: str | None = None,
) -> tuple[Term, ...]:
    """Give a row's terms. What was due before the day of publication begins as `before start`: no debt, no reminders.

    `frequency` is the rule that only the row's words name: it counts once the coordinator wants a mark for each time.
    A row without any day still becomes one assignment: nothing of an order vanishes.
    """
    stepped = [_by_words(period, frequency) if marking is Marking.EACH else period for period in periods]
    terms = tuple(_terms(stepped, scope, today))
    if not terms:
        return (Term(0, 0, None, None, None, _first_state(scope, None, today)),)
    return _at_the_end(terms, scope, today) if marking is Marking.ONE and len(terms) > 1 else terms


def _by_words(period: Period, frequency: str | None) -> Period:
    return period if period.rrule is not None else replace(period, rrule=frequency)


def _at_the_end(terms: tuple[Term, ...], scope: Scope, today: date) -> tuple[Term]:
    start = min((term.start for term in terms if term.start is not None), default=None)
    due = max((term.due for term in terms if term.due is not None), default=None)
    return (Term(0, 0, start, due, None, _first_state(scope, due, today)),)


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
