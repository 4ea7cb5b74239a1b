from datetime import date

import pytest

from models.domain.lifecycles import State
from models.domain.plan import Marking, NoteKind, Period, Scope
from models.domain.unfolding import Term, unfold

TODAY = date(2027, 3, 9)


def until(month: int, day: int) -> Period:
    return Period(None, date(2027, month, day))


def test_each_period_becomes_a_term_in_its_place() -> None:
    periods = (Period(date(2027, 3, 1), date(2027, 3, 31), label="I этап"), until(5, 20))
    assert unfold(periods, Scope.SCHOOL, TODAY) == (
        Term(0, 0, date(2027, 3, 1), date(2027, 3, 31), "I этап", State.PLANNED),
        Term(1, 0, None, date(2027, 5, 20), None, State.PLANNED),
    )


def test_a_rule_becomes_its_occurrences() -> None:
    monthly = Period(date(2027, 2, 1), date(2027, 4, 30), "FREQ=MONTHLY")
    terms = unfold((until(3, 9), monthly), Scope.ONCE, TODAY)
    assert [(term.period, term.occurrence, term.due, term.state) for term in terms] == [
        (0, 0, date(2027, 3, 9), State.PLANNED),
        (1, 0, date(2027, 2, 28), State.BEFORE_START),
        (1, 1, date(2027, 3, 31), State.PLANNED),
        (1, 2, date(2027, 4, 30), State.PLANNED),
    ]


def test_a_rule_that_never_comes_true_still_leaves_its_term() -> None:
    never = Period(date(2027, 4, 6), date(2027, 4, 8), "FREQ=WEEKLY;BYDAY=MO")
    assert unfold((never,), Scope.SCHOOL, TODAY) == (Term(0, 0, date(2027, 4, 6), None, None, State.PLANNED),)


def test_words_without_days_keep_their_place() -> None:
    own = Period(date(2027, 4, 1), None, label="осень", note="по графику", note_kind=NoteKind.OWN_SCHEDULE)
    terms = unfold((until(4, 1), own), Scope.SCHOOL, TODAY)
    assert terms[1] == Term(1, 0, date(2027, 4, 1), None, "осень", State.PLANNED)


@pytest.mark.parametrize(
    ("scope", "state"),
    [
        (Scope.SCHOOL, State.PLANNED),
        (Scope.MUNICIPALITY, State.PLANNED),
        (Scope.ONCE, State.PLANNED),
        (Scope.WAITING, State.WAITING),
    ],
)
def test_nothing_of_an_order_vanishes(scope: Scope, state: State) -> None:
    assert unfold((), scope, TODAY) == (Term(0, 0, None, None, None, state),)


@pytest.mark.parametrize(
    ("period", "state"),
    [(until(3, 8), State.BEFORE_START), (until(3, 9), State.PLANNED), (until(3, 10), State.PLANNED)],
)
def test_what_was_due_before_the_day_of_publication_is_no_debt(period: Period, state: State) -> None:
    assert [term.state for term in unfold((period,), Scope.SCHOOL, TODAY)] == [state]
    assert [term.state for term in unfold((period,), Scope.WAITING, TODAY)] == [State.WAITING]


MONTHLY = Period(date(2027, 2, 1), date(2027, 4, 30), "FREQ=MONTHLY")


def test_one_mark_is_due_at_the_end() -> None:
    spring = Period(date(2027, 1, 15), date(2027, 3, 1), label="I этап")
    assert unfold((spring, MONTHLY), Scope.SCHOOL, TODAY, marking=Marking.ONE) == (
        Term(0, 0, date(2027, 1, 15), date(2027, 4, 30), None, State.PLANNED),
    )


def test_one_mark_for_what_is_past_is_no_debt_either() -> None:
    (term,) = unfold((until(2, 1), until(3, 8)), Scope.SCHOOL, TODAY, marking=Marking.ONE)
    assert (term.due, term.state) == (date(2027, 3, 8), State.BEFORE_START)


def test_one_mark_for_words_alone_has_no_day() -> None:
    words = Period(None, None, note="по графику", note_kind=NoteKind.OWN_SCHEDULE)
    assert unfold((words, words), Scope.ONCE, TODAY, marking=Marking.ONE) == (
        Term(0, 0, None, None, None, State.PLANNED),
    )


def test_a_row_that_comes_once_is_the_same_either_way() -> None:
    labelled = (Period(None, date(2027, 5, 20), label="итог"),)
    assert unfold(labelled, Scope.ONCE, TODAY, marking=Marking.ONE) == unfold(labelled, Scope.ONCE, TODAY)
    assert unfold(labelled, Scope.ONCE, TODAY, marking=Marking.EACH) == unfold(labelled, Scope.ONCE, TODAY)


@pytest.mark.parametrize(("marking", "count"), [(None, 1), (Marking.ONE, 1), (Marking.EACH, 3)])
def test_a_frequency_of_words_counts_once_each_time_is_wanted(marking: Marking | None, count: int) -> None:
    spring = Period(date(2027, 3, 1), date(2027, 5, 31))
    assert len(unfold((spring,), Scope.SCHOOL, TODAY, marking=marking, frequency="FREQ=MONTHLY")) == count


def test_the_cells_own_rule_stands_above_the_words() -> None:
    each = unfold((MONTHLY,), Scope.SCHOOL, TODAY, marking=Marking.EACH, frequency="FREQ=WEEKLY")
    assert each == unfold((MONTHLY,), Scope.SCHOOL, TODAY)


def test_several_times_a_month_are_told_apart() -> None:
    twice = Period(date(2027, 3, 1), date(2027, 4, 30), "FREQ=MONTHLY", times=2)
    labelled = Period(date(2027, 5, 1), date(2027, 5, 31), label="Итоги", times=2)
    terms = unfold((twice, labelled), Scope.SCHOOL, TODAY)
    assert [(term.period, term.occurrence, term.due, term.named) for term in terms] == [
        (0, 0, date(2027, 3, 31), "1/2"),
        (0, 1, date(2027, 3, 31), "2/2"),
        (0, 2, date(2027, 4, 30), "1/2"),
        (0, 3, date(2027, 4, 30), "2/2"),
        (1, 0, date(2027, 5, 31), "Итоги 1/2"),
        (1, 1, date(2027, 5, 31), "Итоги 2/2"),
    ]
    (one,) = unfold((twice, labelled), Scope.SCHOOL, TODAY, marking=Marking.ONE)
    assert (one.due, one.named) == (date(2027, 5, 31), None)


@pytest.mark.parametrize(("marking", "count"), [(None, 1), (Marking.ONE, 1), (Marking.EACH, 6)])
def test_a_count_of_words_waits_for_the_coordinator_too(marking: Marking | None, count: int) -> None:
    spring = Period(date(2027, 3, 1), date(2027, 5, 31))
    terms = unfold((spring,), Scope.SCHOOL, TODAY, marking=marking, frequency="FREQ=MONTHLY", times=2)
    assert len(terms) == count


def test_the_cells_own_count_stands_above_the_words() -> None:
    twice = Period(date(2027, 3, 1), date(2027, 5, 31), times=2)
    assert len(unfold((twice,), Scope.SCHOOL, TODAY, marking=Marking.EACH, frequency="FREQ=WEEKLY")) == 2
