from collections import Counter

import pytest

from models.asking.forms import FORMS, Form, Part, fitting, nearest
from models.asking.question import Intent
from models.asking.reader import understand
from models.asking.words import Mark
from tests.asking.district import DISTRICT


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.example)
def test_every_form_reads_its_example(form: Form) -> None:
    question = understand(form.example, DISTRICT)

    assert (question.intent, question.slots.state) == (form.intent, form.state)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.example)
def test_no_form_stands_behind_one_that_takes_its_example(form: Form) -> None:
    others = tuple(other for other in FORMS if other is not form)

    assert not any(other.example == form.example for other in others)


def test_every_intent_but_unknown_has_a_form() -> None:
    counted = Counter(form.intent for form in FORMS)

    assert set(counted) == set(Intent) - {Intent.UNKNOWN}


def test_nothing_said_fits_no_form_and_is_near_none() -> None:
    assert fitting(Mark.NONE, Part.NONE) is None
    assert nearest(Mark.NONE, Part.NONE) == ()


def test_the_nearest_are_few() -> None:
    every = Mark(sum(mark.value for mark in Mark))

    assert len(nearest(every, Part.NONE)) == 3
