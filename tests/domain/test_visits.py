from dataclasses import replace
from datetime import date

from models.domain.lifecycles import State
from models.domain.visits import PlannedVisit, VisitTurn, turns_of

MARCH = PlannedVisit(1, 7, 70, 700, date(2027, 3, 10), None, State.PLANNED, 1)
AUTUMN = replace(MARCH, assignment_id=2, task_id=71, due_on=date(2027, 9, 20), stage=2)


def test_words_name_the_visit() -> None:
    assert turns_of([AUTUMN, MARCH]) == {1: VisitTurn(1, None, False), 2: VisitTurn(2, None, True)}


def test_the_second_has_nothing_before_it_once_the_first_is_done() -> None:
    done = replace(MARCH, state=State.DONE)
    assert turns_of([done, AUTUMN])[2] == VisitTurn(2, None, False)


def test_another_schools_first_visit_is_no_ones_concern() -> None:
    elsewhere = replace(MARCH, school_id=701)
    assert turns_of([elsewhere, AUTUMN])[2] == VisitTurn(2, None, False)


def test_another_maps_first_visit_is_another_thing() -> None:
    elsewhere = replace(MARCH, roadmap_id=8)
    assert turns_of([elsewhere, AUTUMN])[2] == VisitTurn(2, None, False)


def test_terms_of_one_row_count_in_their_order() -> None:
    spring, autumn = (replace(one, task_id=70, stage=None) for one in (MARCH, AUTUMN))
    assert turns_of([autumn, spring]) == {1: VisitTurn(1, 2, False), 2: VisitTurn(2, 2, True)}
    done = replace(spring, state=State.DONE)
    assert turns_of([done, autumn])[2] == VisitTurn(2, 2, False)


def test_a_label_says_which_of_a_months_visits_it_is() -> None:
    second = replace(MARCH, label="2/3", stage=None)
    assert turns_of([second]) == {1: VisitTurn(2, 3, False)}


def test_the_only_visit_without_words_is_none_of_several() -> None:
    assert turns_of([replace(MARCH, stage=None)]) == {}


def test_no_visits_no_turns() -> None:
    assert turns_of([]) == {}
