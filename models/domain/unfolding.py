"""How a row unfolds into assignments: its occurrences, and the state each begins in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from models.domain.lifecycles import State
from models.domain.plan import Marking, Period, Scope
from models.domain.recurrence import Turn, occurrences


@dataclass(frozen=True, slots=True)
class Term:
    """One assignment's place in its row, its days and its first state; `due` is None where no day is known."""

    period: int
    occurrence: int
    start: date | None
    due: date | None
    label: str | None
    state: State
    turn: Turn | None = None

    @property
    def named(self) -> str | None:
        """What tells it from its neighbours: its label, and which of several times it is («2/3»)."""
        return " ".join(str(part) for part in (self.label, self.turn) if part) or None


def unfold(
    periods: Iterable[Period],
    scope: Scope,
    today: date,
    *,
    marking: Marking | None = None,
    frequency: str | None = None,
    times: int | None = None,
) -> tuple[Term, ...]:
    """Give a row's terms. What was due before the day of publication begins as `before start`: no debt, no reminders.

    `frequency` is the rule that only the row's words name, `times` how often within its steps: they count once the
    coordinator wants a mark for each time.
    A row without any day still becomes one assignment: nothing of an order vanishes.
    """
    stepped = [_by_words(period, frequency, times) if marking is Marking.EACH else period for period in periods]
    terms = tuple(_terms(stepped, scope, today))
    if not terms:
        return (Term(0, 0, None, None, None, _first_state(scope, None, today)),)
    return _at_the_end(terms, scope, today) if marking is Marking.ONE and len(terms) > 1 else terms


def _by_words(period: Period, frequency: str | None, times: int | None) -> Period:
    """The cell's own word stands above the others."""
    said = period.rrule is not None or period.times is not None or frequency is None
    return period if said else replace(period, rrule=frequency, times=times)


def _at_the_end(terms: tuple[Term, ...], scope: Scope, today: date) -> tuple[Term]:
    start = min((term.start for term in terms if term.start is not None), default=None)
    due = max((term.due for term in terms if term.due is not None), default=None)
    return (Term(0, 0, start, due, None, _first_state(scope, due, today)),)


def _terms(periods: Iterable[Period], scope: Scope, today: date) -> Iterator[Term]:
    for position, period in enumerate(periods):
        found = occurrences(period)
        for one in found:
            state = _first_state(scope, one.due, today)
            yield Term(position, one.index, one.start, one.due, one.label, state, one.turn)
        if not found:
            yield Term(position, 0, period.start, None, period.label, _first_state(scope, None, today))


def _first_state(scope: Scope, due: date | None, today: date) -> State:
    if scope is Scope.WAITING:
        return State.WAITING
    return State.BEFORE_START if due is not None and due < today else State.PLANNED
