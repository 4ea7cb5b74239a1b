from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models.domain.doubts import DoubtField, DoubtReason
from models.domain.plan import Executor, Kind, Level, Marking, Period, Scope
from models.roadmap.answers import KEPT, LEFT_OUT, MARKING, NEEDS_DOCUMENT, SCOPE, apply, left_out
from models.roadmap.draft import Doubt
from tests.builders import doubtful, roadmap, row, until


def doubt(field: DoubtField) -> Doubt:
    return Doubt(field, DoubtReason.AMBIGUOUS, "слова приказа")


READ = roadmap(
    doubtful(row("1"), *(doubt(field) for field in DoubtField)),
    doubtful(row("2"), doubt(DoubtField.TIMING)),
)


@pytest.mark.parametrize(
    ("field", "value", "name", "meant"),
    [
        ("number", "1.1", "number", "1.1"),
        ("text", "Посетить школу", "text", "Посетить школу"),
        ("section", "I. Подготовка", "section", "I. Подготовка"),
        ("kind", "visit", "kind", Kind.VISIT),
        ("executors", ["curator", "school"], "executors", (Executor.CURATOR, Executor.SCHOOL)),
        ("mentions", ["federal"], "mentions", (Executor.FEDERAL,)),
        ("schools", ["Озёрская СОШ № 1"], "schools", ("Озёрская СОШ № 1",)),
        (
            "timing",
            [{"start": "2027-04-01", "end": "2027-04-30", "rrule": "FREQ=WEEKLY", "label": None}],
            "periods",
            (Period(date(2027, 4, 1), date(2027, 4, 30), "FREQ=WEEKLY"),),
        ),
    ],
)
def test_an_answer_takes_the_place_of_what_was_read(field: str, value: Any, name: str, meant: object) -> None:
    decided = apply(READ, {(0, field): value})
    assert getattr(decided.tasks[0], name) == meant
    assert {one.field for one in decided.tasks[0].doubts} == set(DoubtField) - {DoubtField(field)}
    assert decided.tasks[1] == READ.tasks[1]


def test_a_scope_is_changed_though_nobody_doubted_it() -> None:
    decided = apply(READ, {(1, SCOPE): "once"})
    assert (decided.tasks[1].scope, decided.tasks[1].doubts) == (Scope.ONCE, READ.tasks[1].doubts)


def test_what_was_read_may_be_right() -> None:
    decided = apply(READ, {(1, KEPT + "timing"): True})
    assert (decided.tasks[1].periods, decided.tasks[1].doubts) == ((until(3, 31),), ())


def test_without_answers_all_stands_as_it_was_read() -> None:
    assert apply(READ, {}) == READ


def test_rows_left_out_are_those_of_the_last_word() -> None:
    answers = {(0, LEFT_OUT): True, (1, LEFT_OUT): False, (1, "number"): "3"}
    assert left_out(answers) == {0}
    assert apply(READ, answers).tasks[1].number == "3"


def test_an_answer_on_executors_stands_above_the_people_the_document_names() -> None:
    named = roadmap(replace(row("1"), executors_resolved=(Executor.MENTOR,)))
    assert named.tasks[0].acting == (Executor.MENTOR,)
    assert apply(named, {(0, "executors"): ["curator"]}).tasks[0].acting == (Executor.CURATOR,)


def test_a_slot_and_the_way_of_marking_are_decided() -> None:
    (first, second) = apply(READ, {(0, NEEDS_DOCUMENT): False, (0, MARKING): "one", (1, MARKING): "each"}).tasks
    assert (first.needs_document, first.marking) == (False, Marking.ONE)
    assert (second.needs_document, second.marking) == (None, Marking.EACH)


def test_the_scope_follows_executors_and_kind_that_are_corrected() -> None:
    read = roadmap(row("1", by=(), scope=Scope.ONCE), row("2", by=(Executor.FEDERAL,), scope=Scope.WAITING))
    curators = apply(read, {(0, "executors"): ["curator"], (1, "executors"): ["municipal_authority"]})
    assert [task.scope for task in curators.tasks] == [Scope.SCHOOL, Scope.ONCE]
    both = roadmap(row("1", by=(Executor.MUNICIPAL_AUTHORITY, Executor.SCHOOL), scope=Scope.ONCE))
    assert apply(both, {(0, "kind"): "webinar"}).tasks[0].scope is Scope.SCHOOL
    assert apply(replace(read, level=Level.REGION), {(0, "executors"): ["municipal_centre"]}).tasks[0].scope is (
        Scope.MUNICIPALITY
    )


def test_a_scope_the_coordinator_named_follows_nothing() -> None:
    decided = apply(READ, {(0, SCOPE): "once", (0, "executors"): ["curator"]})
    assert decided.tasks[0].scope is Scope.ONCE


def test_other_corrections_leave_the_scope() -> None:
    read = roadmap(row("1", by=(Executor.CURATOR,), scope=Scope.ONCE))
    assert apply(read, {(0, "number"): "2", (0, NEEDS_DOCUMENT): True}).tasks[0].scope is Scope.ONCE
