"""Which row of a changed edition is which row of the published map, and what is different about it."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from models.domain.doubts import DoubtField, DoubtReason
from models.domain.editions import RowChange
from models.domain.lifecycles import State
from models.domain.plan import Executor, Kind, Period, Scope
from models.domain.unfolding import Term, unfold
from models.roadmap.draft import Doubt, DraftTask
from models.roadmap.editions import (
    SAME_ROW,
    Field,
    Pair,
    Rows,
    carried,
    compare,
    differences,
    likeness,
    pair_rows,
    pair_terms,
    share_in_common,
)
from tests.builders import between, day, doubtful, roadmap, row, until

VISITS = row("3.1", text="Посещение школ-участниц кураторами, 1 этап")
SEMINAR = row("1.2", text="Проведение семинара для директоров школ по работе с рисками")
REPORT = row("4.5", text="Подготовка отчёта о ходе реализации дорожной карты")


def placed(*rows: DraftTask) -> Rows:
    return dict(enumerate(rows))


def changes(old: DraftTask, new: DraftTask) -> tuple[RowChange, ...]:
    (compared,) = compare({0: old}, {0: new}, {(0, 0): True})
    return compared.changes


class TestPairs:
    def test_a_renumbered_row_is_the_same_row(self) -> None:
        old, new = placed(SEMINAR, REPORT), placed(replace(VISITS, number="1.2"), replace(SEMINAR, number="1.3"))
        assert pair_rows(old, new) == [Pair(None, 0), Pair(0, 1), Pair(1, None)]

    def test_a_number_with_an_entirely_other_text_is_another_row(self) -> None:
        assert pair_rows(placed(SEMINAR), placed(replace(REPORT, number="1.2"))) == [Pair(None, 0), Pair(0, None)]

    def test_a_reworded_row_keeps_its_number(self) -> None:
        new = replace(SEMINAR, text="Проведение семинара для директоров и завучей школ по работе с рисками")
        assert pair_rows(placed(SEMINAR), placed(new)) == [Pair(0, 0)]

    def test_a_typing_mistake_put_right_is_the_same_row_under_any_number(self) -> None:
        new = replace(REPORT, number="4.7", text="Подготовка отчета о ходе реализации дорожной карты района")
        assert pair_rows(placed(REPORT), placed(new)) == [Pair(0, 0)]

    def test_stages_are_told_apart_by_their_figures(self) -> None:
        second = replace(VISITS, number="3.2", text="Посещение школ-участниц кураторами, 2 этап")
        (alone, gone) = (replace(second, number="3.1.2"), placed(VISITS))
        assert pair_rows(gone, placed(alone)) == [Pair(0, 0, unsure=True)]
        assert pair_rows(placed(VISITS, second), placed(replace(second, number="3.1"), VISITS)) == [
            Pair(1, 0),
            Pair(0, 1),
        ]

    def test_a_doubtful_pair_is_asked(self) -> None:
        new = replace(SEMINAR, text="Проведение семинара для учителей русского языка и математики")
        assert pair_rows(placed(SEMINAR), placed(new)) == [Pair(0, 0, unsure=True)]

    @pytest.mark.parametrize(("said", "pairs"), [(True, [Pair(0, 0)]), (False, [Pair(None, 0), Pair(0, None)])])
    def test_and_the_answer_stands(self, said: bool, pairs: list[Pair]) -> None:
        new = replace(SEMINAR, text="Проведение семинара для учителей русского языка и математики")
        assert pair_rows(placed(SEMINAR), placed(new), {(0, 0): said}) == pairs

    def test_a_word_about_rows_that_are_not_there_is_nothing(self) -> None:
        assert pair_rows(placed(SEMINAR), placed(SEMINAR), {(7, 7): True, (0, 9): True}) == [Pair(0, 0)]

    def test_rows_of_the_same_words_go_by_number_and_then_by_term(self) -> None:
        spring, autumn = replace(REPORT, periods=(until(4, 1),)), replace(REPORT, number="4.6", periods=(until(10, 1),))
        assert pair_rows(placed(spring, autumn), placed(autumn, spring)) == [Pair(1, 0), Pair(0, 1)]
        moved = placed(replace(autumn, number="9"), replace(spring, number="8"))
        assert pair_rows(placed(spring, autumn), moved) == [Pair(1, 0), Pair(0, 1)]

    def test_likeness_sees_through_endings(self) -> None:
        assert likeness("Посещение школы куратором", "Посещения школ кураторами") == 1
        assert likeness("", "") == 0


class TestDifferences:
    def test_blanks_capitals_and_a_full_stop_are_none(self) -> None:
        assert differences(SEMINAR, replace(SEMINAR, text=SEMINAR.text.upper() + " .", number="1.2.")) == frozenset()

    def test_a_moved_row(self) -> None:
        new = replace(SEMINAR, periods=(until(4, 15),), timing_raw="до 15 апреля")
        assert differences(SEMINAR, new) == {Field.TIMING}
        assert changes(SEMINAR, new) == (RowChange.MOVED,)

    def test_other_words_for_the_same_day_move_nothing(self) -> None:
        assert changes(SEMINAR, replace(SEMINAR, timing_raw="не позднее марта")) == (RowChange.REWORDED,)

    @pytest.mark.parametrize(
        "other",
        [
            {"text": "Проведение семинара для директоров"},
            {"executors": (Executor.CURATOR,)},
            {"executors_raw": "Иванов"},
            {"schools": ("Озёрская СОШ № 1",)},
            {"kind": Kind.EVENT},
            {"scope": Scope.ONCE},
            {"indicator": "100 %"},
            {"project_only": True},
            {"section": "II"},
            {"links": ("п. 3",)},
        ],
        ids=lambda other: next(iter(other)),
    )
    def test_a_reworded_row(self, other: dict[str, Any]) -> None:
        assert changes(SEMINAR, replace(SEMINAR, **other)) == (RowChange.REWORDED,)

    def test_several_changes_at_once(self) -> None:
        new = replace(SEMINAR, number="1.9", kind=Kind.EVENT, periods=(until(5, 1),))
        assert changes(SEMINAR, new) == (RowChange.MOVED, RowChange.REWORDED, RowChange.RENUMBERED)

    def test_rows_that_come_and_go(self) -> None:
        found = compare(placed(SEMINAR, REPORT), placed(VISITS, SEMINAR))
        assert [one.changes for one in found] == [(RowChange.ADDED,), (), (RowChange.REMOVED,)]


class TestShareInCommon:
    def test_the_same_rows_are_the_same_map_under_any_name(self) -> None:
        assert share_in_common(placed(SEMINAR, REPORT), placed(REPORT, SEMINAR)) == 1

    def test_other_rows_are_another_map(self) -> None:
        assert share_in_common(placed(SEMINAR), placed(REPORT)) == 0
        assert share_in_common({}, {}) == 0

    def test_in_between_it_is_a_share(self) -> None:
        assert share_in_common(placed(SEMINAR, REPORT), placed(SEMINAR, VISITS)) == 0.5


class TestCarriedDecisions:
    def test_what_is_printed_the_same_stays_decided(self) -> None:
        old, new = roadmap(SEMINAR, REPORT), roadmap(VISITS, replace(SEMINAR, number="1.3"))
        decided = {(0, "scope"): "once", (1, "scope"): "once", (0, "left_out"): True}
        assert carried(old, decided, new) == {(1, "scope"): "once", (1, "left_out"): True}

    def test_what_is_printed_otherwise_is_asked_anew(self) -> None:
        new = roadmap(replace(SEMINAR, periods=(until(4, 15),), timing_raw="до 15 апреля"))
        decided = {(0, "timing"): [], (0, "kept_timing"): True, (0, "scope"): "once", (0, "unheard_of"): 1}
        assert carried(roadmap(SEMINAR), decided, new) == {(0, "scope"): "once"}

    def test_a_new_doubt_is_no_old_answer(self) -> None:
        doubt = Doubt(DoubtField.KIND, DoubtReason.AMBIGUOUS, "Выезд", ("visit", "other"))
        decided = {(0, "kind"): "visit"}
        assert carried(roadmap(SEMINAR), decided, roadmap(doubtful(SEMINAR, doubt))) == {}
        assert carried(roadmap(doubtful(SEMINAR, doubt)), decided, roadmap(doubtful(SEMINAR, doubt))) == decided

    def test_words_about_pairs_belong_to_their_own_edition(self) -> None:
        assert carried(roadmap(SEMINAR), {(0, SAME_ROW): {"old": 0, "same": True}}, roadmap(SEMINAR)) == {}


TODAY = date(2027, 3, 9)


def terms(*periods: Period) -> tuple[Term, ...]:
    return unfold(periods, Scope.SCHOOL, TODAY)


def days(old: tuple[Term, ...], new: tuple[Term, ...]) -> list[tuple[date | None, date | None]]:
    """Each old term's last day beside what became of it."""
    found = pair_terms(old, new)
    became = ((term.due, found.get((term.period, term.occurrence))) for term in old)
    return [(was, now.due if now else None) for was, now in became]


class TestTerms:
    def test_a_moved_day(self) -> None:
        assert days(terms(until(3, 31)), terms(until(4, 15))) == [(day(3, 31), day(4, 15))]

    def test_a_term_put_before_the_others_takes_nobodys_mark(self) -> None:
        old, new = terms(until(6, 1), until(9, 1)), terms(until(4, 1), until(6, 1), until(9, 1))
        assert days(old, new) == [(day(6, 1), day(6, 1)), (day(9, 1), day(9, 1))]

    def test_a_term_that_is_gone(self) -> None:
        old, new = terms(until(4, 1), until(6, 1), until(9, 1)), terms(until(6, 1), until(9, 1))
        assert days(old, new) == [(day(4, 1), None), (day(6, 1), day(6, 1)), (day(9, 1), day(9, 1))]

    def test_the_rest_goes_to_the_nearest_in_order(self) -> None:
        old, new = terms(until(4, 1), until(6, 1), until(9, 1)), terms(until(6, 5), until(9, 9))
        assert days(old, new) == [(day(4, 1), None), (day(6, 1), day(6, 5)), (day(9, 1), day(9, 9))]
        assert days(new, old) == [(day(6, 5), day(6, 1)), (day(9, 9), day(9, 1))]

    def test_a_label_stays_with_its_term(self) -> None:
        old = terms(Period(None, day(4, 1), label="I этап"), Period(None, day(5, 1), label="II этап"))
        new = terms(Period(None, day(4, 20), label="II этап"), Period(None, day(6, 1), label="I этап"))
        assert days(old, new) == [(day(4, 1), day(6, 1)), (day(5, 1), day(4, 20))]

    def test_a_step_cut_otherwise_is_the_same_step(self) -> None:
        old = terms(between(day(4, 1), day(5, 10), "FREQ=MONTHLY"))
        new = terms(between(day(4, 1), day(6, 30), "FREQ=MONTHLY"))
        assert days(old, new) == [(day(4, 30), day(4, 30)), (day(5, 10), day(5, 31))]

    def test_a_day_instead_of_words(self) -> None:
        assert days(terms(Period(None, None, note="по графику")), terms(until(5, 1))) == [(None, day(5, 1))]


# --- properties ------------------------------------------------------------------------------------------------------

WORDS = ("посещение", "школ", "семинар", "директоров", "отчёт", "этап", "анализ", "рисков", "1", "2")
texts = some.lists(some.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
numbers = some.sampled_from(("1", "2", "3", "1.1", "1.2"))
dues = some.dates(date(2027, 1, 1), date(2027, 12, 31)).map(lambda due: Period(None, due))
rows = some.builds(lambda number, text, period: row(number, period, text=text), numbers, texts, dues)
maps = some.lists(rows, max_size=7).map(lambda found: placed(*found))


@given(maps)
def test_an_edition_equal_to_the_map_changes_nothing(rows: Rows) -> None:
    found = compare(rows, rows)
    assert all(one.changes == () and not one.pair.unsure for one in found)
    assert {one.pair.new for one in found} == set(rows)


@given(maps, some.randoms())
def test_another_order_changes_only_places(rows: Rows, chance: Random) -> None:
    shuffled = list(rows.values())
    chance.shuffle(shuffled)
    assert all(one.changes == () and not one.pair.unsure for one in compare(rows, placed(*shuffled)))


@given(maps, maps, some.dictionaries(some.tuples(some.integers(0, 7), some.integers(0, 7)), some.booleans()))
def test_each_row_is_paired_at_most_once_and_none_is_lost(
    old: Rows, new: Rows, said: dict[tuple[int, int], bool]
) -> None:
    found = pair_rows(old, new, said)
    assert sorted(pair.old for pair in found if pair.old is not None) == sorted(old)
    assert [pair.new for pair in found if pair.new is not None] == list(new)
    assert not [
        pair for pair in found if said.get((pair.old or 0, pair.new or 0)) is False and None not in (pair.old, pair.new)
    ]


periods = some.lists(dues, max_size=5).map(tuple)


@given(periods, periods)
def test_each_term_is_paired_at_most_once_and_as_many_as_can_be(
    old: tuple[Period, ...], new: tuple[Period, ...]
) -> None:
    before, after = terms(*old), terms(*new)
    found = pair_terms(before, after)
    assert len(found) == min(len(before), len(after))
    assert len({(term.period, term.occurrence) for term in found.values()}) == len(found)
    assert set(found) <= {(term.period, term.occurrence) for term in before}


@given(periods)
def test_equal_terms_stay_where_they_are_due(same: tuple[Period, ...]) -> None:
    assert all(was == now for was, now in days(terms(*same), terms(*same)))


def test_terms_begin_as_they_would_when_published() -> None:
    (late,) = pair_terms(terms(until(5, 1)), terms(until(3, 1))).values()
    assert late.state is State.BEFORE_START
