"""Every term the grammar can read has words, and no two rules the same ones: a person can see what was understood."""

from datetime import date

import pytest

from handlers.texts import Texts
from models.domain.plan import Period
from models.language.timing import PlanYear, read_timing
from models.language.timing_forms import FORMS, Form

TEXTS = Texts()
PLAN = PlanYear(2027)


def words_of(*periods: Period) -> str:
    return TEXTS.label("roadmaps.choice_periods", periods=periods, year=PLAN.first)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.example)
def test_each_form_is_said_in_words(form: Form) -> None:
    said = words_of(*read_timing(form.example, PLAN).periods)
    assert said
    assert "FREQ" not in said


def test_no_two_rules_are_said_alike() -> None:
    read = [period for form in FORMS for period in read_timing(form.example, PLAN).periods]
    rules = {(period.rrule, period.times) for period in read if period.rrule}
    said = {words_of(Period(PLAN.start, PLAN.end, rule, times=times)) for rule, times in rules}
    assert len(said) == len(rules) > 10


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (Period(None, date(2027, 5, 15), note="по графику"), "до 15 мая, «по графику»"),
        (Period(None, None, note="по графику"), "«по графику», без даты"),
        (Period(None, date(2028, 5, 15), label="итоги", time="15:00"), "итоги: до 15 мая 2028 года, 15:00"),
        (Period(date(2027, 12, 1), date(2028, 1, 20)), "1 декабря – 20 января 2028 года"),
        (Period(date(2028, 2, 1), date(2028, 2, 20)), "1–20 февраля 2028 года"),
    ],
)
def test_nothing_that_was_read_goes_unsaid(period: Period, said: str) -> None:
    assert words_of(period) == said
