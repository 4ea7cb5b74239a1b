import pytest

from models.asking.reader import understand
from tests.asking.corpus import Case, cases, told
from tests.asking.district import DISTRICT

HELD_OUT = cases("heldout") + cases("heldout_again") + cases("heldout_last") + cases("heldout_fourth")


@pytest.mark.parametrize("case", cases("questions"), ids=lambda case: case.text or "nothing")
def test_what_must_be_understood(case: Case) -> None:
    question = understand(case.text, DISTRICT)

    assert told(question) == case.wanted
    assert case.nearest is None or case.nearest in question.nearest


def test_nearly_all_of_the_questions_once_held_out() -> None:
    failed = [case.text for case in HELD_OUT if told(understand(case.text, DISTRICT)) != case.wanted]

    assert len(failed) <= len(HELD_OUT) * 0.03, failed


def test_a_question_once_held_out_is_refused_rather_than_answered_wrongly() -> None:
    answered = [(case, told(understand(case.text, DISTRICT))) for case in HELD_OUT]

    assert [case.text for case, given in answered if given["intent"] != "unknown" and given != case.wanted] == []


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    everything = cases("questions") + HELD_OUT

    assert len(everything) >= 120
    assert sum(case.wanted["intent"] == "unknown" for case in everything) >= 25
