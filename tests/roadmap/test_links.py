from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.plan import Executor, Kind
from models.roadmap.links import LinkedRow, Occurrence, likeness_of, serving, suggestions, terms_meet

MUNICIPAL, REGIONAL = 1, 14
MARCH = ((date(2027, 3, 1), date(2027, 3, 31)),)
SITE = "https://edu.example/"


def row(task_id: int, text: str, number: str = "", **more: Any) -> LinkedRow:
    plain = LinkedRow(
        task_id=task_id,
        number=number or str(task_id),
        text=text,
        indicator=None,
        links=(),
        kind=Kind.VISIT,
        executors=frozenset({Executor.CURATOR}),
        terms=MARCH,
        units=frozenset({(10, 1), (10, 2)}),
    )
    return replace(plain, **more)


def pairs(ours: LinkedRow, *theirs: LinkedRow) -> list[tuple[int, int]]:
    return [(one.municipal_id, one.regional_id) for one in suggestions([ours], theirs, ())]


VISIT = row(MUNICIPAL, "Первичное посещение МБОУ «Озёрская СОШ № 1»")
ABOVE = row(REGIONAL, "Первичное посещение школ – участниц проекта кураторами")


def test_like_words_of_one_kind_at_one_time_are_suggested() -> None:
    assert pairs(VISIT, row(15, "Выезд методистов"), ABOVE) == [(MUNICIPAL, REGIONAL)]


@pytest.mark.parametrize(
    "other",
    [
        replace(ABOVE, text="Повторное посещение школ – участниц проекта кураторами"),
        replace(ABOVE, kind=Kind.EVENT),
        replace(ABOVE, executors=frozenset({Executor.SCHOOL})),
        replace(ABOVE, terms=((date(2027, 9, 1), date(2027, 9, 30)),)),
        replace(ABOVE, units=frozenset({(11, 3)})),
        replace(ABOVE, terms=(), text="Первичное посещение школ и установочный семинар кураторов с методистами"),
    ],
    ids=["another stage", "another kind", "other people", "another season", "other schools", "no days, few words"],
)
def test_other_work_is_not(other: LinkedRow) -> None:
    assert pairs(VISIT, other) == []


def test_what_was_answered_is_not_asked_again_and_the_next_best_comes() -> None:
    second = replace(ABOVE, task_id=16, text="Первичное посещение школ кураторами по графику региона")
    assert [one.regional_id for one in suggestions([VISIT], [ABOVE, second], ())] == [REGIONAL]
    assert [one.regional_id for one in suggestions([VISIT], [ABOVE, second], {(MUNICIPAL, REGIONAL)})] == [16]


@pytest.mark.parametrize(
    "words",
    [
        "Выезды в школы (пункт 14 региональной дорожной карты)",
        "Выезды в школы (п. 14 РДК)",
        "Выезды в школы согласно региональной дорожной карте, п. 14",
        "Выезды в школы во исполнение РДК, п.14",
    ],
)
def test_the_documents_own_reference_stands_above_all_likeness(words: str) -> None:
    ours = row(2, words, kind=Kind.EVENT)
    found = suggestions([VISIT, ours], [ABOVE, replace(ABOVE, task_id=99, number="14.")], ())
    assert (found[0].municipal_id, found[0].regional_id, found[0].referred) == (2, REGIONAL, True)


def test_a_number_of_something_else_is_no_reference() -> None:
    assert pairs(row(2, "Выезды в школы (пункт 14 настоящей карты)", kind=Kind.EVENT), ABOVE) == []


def test_an_address_that_few_rows_bear_is_a_reference_and_a_sites_is_none() -> None:
    page = "https://edu.example/monitoring-2027"
    ours = row(2, "Заполнение формы", links=(page, SITE), kind=Kind.SURVEY)
    theirs = row(REGIONAL, "Мониторинг", links=(page, SITE), kind=Kind.MONITORING)
    assert pairs(ours, theirs) == [(2, REGIONAL)]
    others = [row(20 + place, "Совещание", links=(SITE,), kind=Kind.EVENT) for place in range(4)]
    assert pairs(replace(ours, links=(SITE,)), theirs, *others) == []


def test_terms_without_a_first_day_begin_a_month_before() -> None:
    assert terms_meet(((None, date(2027, 3, 31)),), ((date(2027, 2, 1), date(2027, 3, 5)),))
    assert not terms_meet(((None, date(2027, 6, 30)),), MARCH)
    assert terms_meet((), MARCH) is None


WORDS = st.text("абвгд ", max_size=30)


@given(WORDS, WORDS)
def test_likeness_is_a_share_and_the_same_both_ways(left: str, right: str) -> None:
    one, other = row(1, left), row(2, right)
    assert 0 <= likeness_of(one, other) <= 1
    assert likeness_of(one, other) == likeness_of(other, one)


# --- which of two stays ------------------------------------------------------------------------------------------


def occurrence(assignment_id: int, month: int = 3, **more: Any) -> Occurrence:
    plain = Occurrence(assignment_id, None, date(2027, month, 28), 0, False, False, False)
    return replace(plain, **more)


OURS, THEIRS = occurrence(1), occurrence(2)


@pytest.mark.parametrize(
    ("ours", "theirs", "stays"),
    [
        (OURS, THEIRS, [(1, 2)]),
        (OURS, replace(THEIRS, weight=1), [(2, 1)]),
        (OURS, replace(THEIRS, finished=True), [(2, 1)]),
        (replace(OURS, finished=True), THEIRS, [(1, 2)]),
        (replace(OURS, finished=True), replace(THEIRS, finished=True), []),
        (OURS, replace(THEIRS, takes_document=True), [(2, 1)]),
        (replace(OURS, finished=True), replace(THEIRS, takes_document=True), []),
        (OURS, replace(THEIRS, bound=True), [(2, 1)]),
        (replace(OURS, bound=True), replace(THEIRS, bound=True), []),
        (replace(OURS, finished=True), replace(THEIRS, bound=True), []),
    ],
)
def test_which_of_two_stays(ours: Occurrence, theirs: Occurrence, stays: list[tuple[int, int]]) -> None:
    assert serving([ours], [theirs]) == stays


def test_months_find_their_months_and_what_has_none_stands_alone() -> None:
    ours = [occurrence(1, 3), occurrence(2, 6)]
    theirs = [occurrence(place, month) for place, month in ((11, 3), (12, 4), (13, 6), (14, 12))]
    assert serving(ours, theirs) == [(1, 11), (2, 13)]


def test_as_many_times_go_one_by_one() -> None:
    assert serving([occurrence(2, 5), occurrence(1, 3)], [occurrence(11, 2), occurrence(12, 9)]) == [(1, 11), (2, 12)]


OCCURRENCES = st.lists(
    st.builds(
        Occurrence,
        st.integers(1, 50),
        st.none(),
        st.none() | st.dates(date(2027, 1, 1), date(2027, 12, 31)),
        st.integers(0, 3),
        st.booleans(),
        st.booleans(),
        st.booleans(),
    ),
    max_size=6,
    unique_by=lambda one: one.assignment_id,
)


@given(OCCURRENCES, OCCURRENCES)
def test_each_is_in_one_pair_at_most(municipal: list[Occurrence], regional: list[Occurrence]) -> None:
    above = [replace(one, assignment_id=one.assignment_id + 100) for one in regional]
    found = [one for pair in serving(municipal, above) for one in pair]
    assert len(found) == len(set(found))
    assert all((stays > 100) != (leaves > 100) for stays, leaves in serving(municipal, above))
