import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from models.cards.visits import VisitsMarked, VisitsTakenBack
from models.domain.access import Role
from models.domain.lifecycles import State
from models.domain.plan import Executor, Kind, Scope
from models.domain.refusals import ActedOnSince, NotYours, OutOfReach, UndoTooLate, WrongState
from models.domain.visits import VisitTurn
from models.roadmap.draft import DraftTask
from models.tables import HelpRequest, School, StateChange, Visit, VisitCompanion
from models.usecases.helping import ask_help
from models.usecases.tasks import mark_done, take_back
from models.usecases.visits import join_visit, leave_visit, mark_all_visited, take_back_visits, visits_of
from models.work import AppliedBefore, Talk, Work
from tests.builders import (
    BIRCH,
    COORDINATOR,
    CURATOR,
    DIRECTOR,
    DISTRICT,
    FOREST,
    GOVERNOR,
    LAKE,
    LINDEN,
    NEIGHBOUR,
    NEXT_CURATOR,
    PLATFORM,
    SECOND_CURATOR,
    Land,
    at,
    day,
    row,
    until,
    visit,
)

TODAY = day(3, 9)
MISSING = 10**6


def visit_by(number: str, by: tuple[Executor, ...], **more: Any) -> DraftTask:
    return row(number, until(3, 9), by=by, kind=Kind.VISIT, **more)


async def seen(land: Land, name: str) -> list[tuple[str, str]]:
    card = await visits_of(land.work, await land.actor(name))
    return [(one.number, one.unit) for one in card.visits]


async def test_a_curators_day(land: Land) -> None:
    await land.publish(visit("1", until(3, 9)), row("2", until(3, 9), by=(Executor.CURATOR,)))
    card = await visits_of(land.work, await land.actor(CURATOR))
    assert (card.day, card.today) == (day(3, 9), day(3, 9))
    assert [(one.number, one.unit, one.due_on) for one in card.visits] == [
        ("1", LAKE, day(3, 9)),
        ("1", BIRCH, day(3, 9)),
    ]
    assert await seen(land, SECOND_CURATOR) == [("1", BIRCH)]


async def test_open_ones_before_and_for_a_fortnight_after_stand_beside_it(land: Land) -> None:
    await land.publish(
        visit("1", until(3, 20)), visit("2", until(3, 30)), visit("3", until(4, 3)), visit("4", until(4, 4))
    )
    land.clock.set(at(3, 20, 9))
    await mark_done(land.work, await land.actor(CURATOR), (await land.assignment("1", BIRCH)).id)
    assert await seen(land, SECOND_CURATOR) == [("1", BIRCH), ("2", BIRCH), ("3", BIRCH)]
    land.clock.set(at(3, 21, 9))
    assert await seen(land, SECOND_CURATOR) == [("2", BIRCH), ("3", BIRCH), ("4", BIRCH)]


async def test_one_left_over_stays_in_sight(land: Land) -> None:
    await land.publish(visit("1", until(3, 9)))
    land.clock.set(at(6, 1, 9))
    assert await seen(land, SECOND_CURATOR) == [("1", BIRCH)]


async def test_what_was_before_the_start_is_no_visit_of_today(land: Land) -> None:
    await land.publish(visit("1", until(3, 8)), visit("2", until(3, 9)))
    assert await seen(land, SECOND_CURATOR) == [("2", BIRCH)]


async def test_others_have_no_visits(land: Land) -> None:
    await land.publish(visit("1", until(3, 9)))
    for name in (DIRECTOR, COORDINATOR, GOVERNOR, NEXT_CURATOR):
        assert await seen(land, name) == []


async def test_a_territorys_row_is_no_visit_to_a_school(land: Land) -> None:
    await land.publish(row("1", until(3, 9), by=(Executor.MUNICIPAL_COORDINATOR,), kind=Kind.VISIT, scope=Scope.ONCE))
    assert (await land.assignment("1", DISTRICT)).state is State.PLANNED
    assert await seen(land, COORDINATOR) == []


async def test_a_coordinator_whom_the_row_names_visits_schools_in_their_own_name(land: Land) -> None:
    await land.publish(visit("1", until(3, 9)), row("2", by=(Executor.MUNICIPAL_COORDINATOR,), kind=Kind.VISIT))
    coordinator = await land.actor(COORDINATOR)
    assignment = await land.assignment("2", LAKE)
    await mark_done(land.work, coordinator, assignment.id)
    (change,) = await land.journal(assignment.id)
    assert change.on_behalf is None


async def test_a_coordinator_whom_the_row_names_sees_the_schools_to_visit(land: Land) -> None:
    await land.publish(
        visit("1", until(3, 9)),
        visit_by("2", (Executor.CURATOR, Executor.MUNICIPAL_COORDINATOR)),
        row("3", until(3, 9), by=(Executor.MUNICIPAL_COORDINATOR,)),
    )
    assert await seen(land, COORDINATOR) == [("2", LAKE), ("2", BIRCH), ("2", LINDEN)]
    assert await seen(land, SECOND_CURATOR) == [("1", BIRCH), ("2", BIRCH)]
    for name in (GOVERNOR, NEIGHBOUR, DIRECTOR):
        assert await seen(land, name) == []


async def test_a_region_names_its_own_coordinator_and_those_of_its_districts(land: Land) -> None:
    await land.publish(
        visit_by("1", (Executor.REGIONAL_COORDINATOR,)),
        visit_by("2", (Executor.MUNICIPAL_COORDINATOR,), schools=(FOREST, LAKE)),
        by=GOVERNOR,
    )
    assert sorted(await seen(land, GOVERNOR)) == [("1", name) for name in sorted((BIRCH, FOREST, LAKE, LINDEN))]
    assert await seen(land, COORDINATOR) == [("2", LAKE)]
    assert await seen(land, NEIGHBOUR) == [("2", FOREST)]
    marked = await mark_done(land.work, await land.actor(NEIGHBOUR), (await land.assignment("2", FOREST)).id)
    assert (marked.card.mark and marked.card.mark.on_behalf) is None


async def test_a_coordinator_of_yesterday_visits_nobody(land: Land) -> None:
    await land.publish(visit_by("1", (Executor.MUNICIPAL_COORDINATOR,)))
    await land.serves(COORDINATOR, until=day(3, 8))
    assert await seen(land, COORDINATOR) == []


async def test_another_day_may_be_looked_at(land: Land) -> None:
    await land.publish(visit("1", until(3, 20)), visit("2", until(4, 30)))
    card = await visits_of(land.work, await land.actor(SECOND_CURATOR), day(3, 20))
    assert (card.day, card.today, [one.number for one in card.visits]) == (day(3, 20), day(3, 9), ["1"])


async def test_a_mark_that_comes_second_still_ends_the_talk(land: Land) -> None:
    await land.publish(visit("1", until(3, 9)))
    assignment = await land.assignment("1", BIRCH)
    await land.talks(SECOND_CURATOR, "visit_day")
    await mark_done(land.work, await land.actor(CURATOR), assignment.id)
    work = land.work
    work.turn_talk(Talk(PLATFORM, SECOND_CURATOR))
    assert not (await mark_done(work, await land.actor(SECOND_CURATOR), assignment.id)).fresh
    assert await land.step(SECOND_CURATOR) is None


async def all_visited(land: Land, name: str, due: date = TODAY, *, on: date = TODAY) -> VisitsMarked:
    return await mark_all_visited(land.work, await land.actor(name), due, on=on)


async def taken_back(land: Land, name: str, change_id: int | None, due: date = TODAY) -> VisitsTakenBack:
    return await take_back_visits(land.work, await land.actor(name), change_id or MISSING, due)


async def states(land: Land, number: str) -> dict[str, State]:
    """Where a row's visits stand, by their schools."""
    schools = {one.id: one.name for one in await land.rows(School)}
    return {schools[one.school_id or 0]: one.state for one in await land.assignments(number)}


class TestAllOfADay:
    async def test_one_press_marks_ones_own_of_that_day(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 9)), visit("2", until(3, 10)), row("3", until(3, 9)))
        marked = await all_visited(land, CURATOR)
        assert (marked.schools, marked.fresh) == (2, True)
        assert await states(land, "1") == {LAKE: State.DONE, BIRCH: State.DONE, LINDEN: State.PLANNED}
        for number in ("2", "3"):
            assert set((await states(land, number)).values()) == {State.PLANNED}
        assert {one.visited_on for one in await land.rows(Visit)} == {TODAY}
        moments = {(one.entered_at, one.person_id, one.on_behalf) for one in await land.rows(StateChange)}
        assert moments == {(land.clock(), (await land.actor(CURATOR)).person_id, None)}

    async def test_one_moment_holds_all_of_a_press(self, land: Land) -> None:
        """The clock goes on while a long list is marked."""
        await land.publish(visit("1", until(3, 9)))

        def running() -> datetime:
            land.clock.moment += timedelta(milliseconds=1)
            return land.clock.moment

        work, curator = Work(land.sessions, running), await land.actor(CURATOR)
        marked = await mark_all_visited(work, curator, TODAY, on=TODAY)
        assert (await taken_back(land, CURATOR, marked.change_id)).schools == 2

    async def test_two_visits_of_one_school_are_one_school(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 9)), visit("2", until(3, 9)))
        marked = await all_visited(land, SECOND_CURATOR)
        assert marked.schools == 1
        assert len(await land.rows(Visit)) == 2
        assert (await taken_back(land, SECOND_CURATOR, marked.change_id)).schools == 1
        assert await land.rows(Visit) == []

    async def test_a_joint_visit_is_one_mark(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 9)))
        assert (await all_visited(land, CURATOR)).schools == 2
        second = await all_visited(land, SECOND_CURATOR)
        assert (second.schools, second.change_id) == (0, None)
        assert len(await land.journal((await land.assignment("1", BIRCH)).id)) == 1

    async def test_what_another_marked_before_keeps_that_mark(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 9)))
        second = await all_visited(land, SECOND_CURATOR)
        assert (await all_visited(land, CURATOR)).schools == 1
        assert (await taken_back(land, SECOND_CURATOR, second.change_id)).schools == 1
        assert await states(land, "1") == {LAKE: State.DONE, BIRCH: State.PLANNED, LINDEN: State.PLANNED}

    async def test_two_at_once_have_one_effect_each(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 9)), visit("2", until(3, 9)))
        both = await asyncio.gather(all_visited(land, CURATOR), all_visited(land, SECOND_CURATOR))
        assert len(await land.rows(Visit)) == 4
        assert len(await land.rows(StateChange)) == 4
        assert sorted(one.schools for one in both) in ([0, 2], [1, 1])

    async def test_a_coordinator_marks_what_names_them_and_no_curators_row(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 9)), visit_by("2", (Executor.CURATOR, Executor.MUNICIPAL_COORDINATOR)))
        assert (await all_visited(land, COORDINATOR)).schools == 3
        assert set((await states(land, "1")).values()) == {State.PLANNED}
        assert {one.on_behalf for one in await land.rows(StateChange)} == {None}

    async def test_others_mark_nothing(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 9)))
        for name in (DIRECTOR, COORDINATOR, GOVERNOR, NEIGHBOUR, NEXT_CURATOR):
            assert await all_visited(land, name) == VisitsMarked(0)
        await land.serves(CURATOR, until=day(3, 8))
        assert await all_visited(land, CURATOR) == VisitsMarked(0)
        assert await land.rows(StateChange) == []

    async def test_who_acts_for_somebody_away_marks_theirs_too(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 9)))
        await land.appoint(SECOND_CURATOR, Role.CURATOR, school=LAKE, acting_for=CURATOR)
        assert (await all_visited(land, SECOND_CURATOR)).schools == 2
        assert (await states(land, "1"))[LAKE] is State.DONE

    async def test_an_earlier_day_is_noted_as_it_was_and_no_day_to_come(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 9)), visit("2", until(3, 10)))
        land.clock.set(at(3, 10, 9))
        await all_visited(land, CURATOR, on=day(3, 9))
        await all_visited(land, CURATOR, day(3, 10), on=day(3, 11))
        days = {one.assignment_id: one.visited_on for one in await land.rows(Visit)}
        assert days[(await land.assignment("1", LAKE)).id] == day(3, 9)
        assert days[(await land.assignment("2", LAKE)).id] == day(3, 10)

    async def test_a_press_that_comes_again_tells_what_it_has_done(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 9)))
        again = Work(land.sessions, land.clock, update_id=7, applied=True)
        with pytest.raises(AppliedBefore):
            await mark_all_visited(again, await land.actor(CURATOR), TODAY, on=TODAY)
        assert await land.rows(Visit) == []
        marked = await all_visited(land, CURATOR)
        land.clock.move(minutes=15)
        again = Work(land.sessions, land.clock, update_id=7, applied=True)
        told = await mark_all_visited(again, await land.actor(CURATOR), TODAY, on=TODAY)
        assert (told.schools, told.fresh) == (2, False)
        assert (await taken_back(land, CURATOR, told.change_id)).schools == 2
        await all_visited(land, CURATOR)
        land.clock.move(minutes=15, seconds=1)
        assert await all_visited(land, CURATOR) == VisitsMarked(0)
        assert marked.fresh

    async def test_help_is_no_longer_wanted_and_is_wanted_again(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 9)))
        lake = await land.assignment("1", LAKE)
        await ask_help(land.work, await land.actor(CURATOR), lake.id)
        land.clock.move(minutes=1)
        marked = await all_visited(land, CURATOR)
        assert (await land.rows(HelpRequest))[0].closed_at == land.clock()
        land.clock.move(minutes=1)
        await taken_back(land, CURATOR, marked.change_id)
        assert (await land.rows(HelpRequest))[0].closed_at is None


class TestTakingAllBack:
    async def test_one_press_takes_back_what_one_press_said(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 9)), visit("2", until(3, 10)))
        lake = await land.assignment("1", LAKE)
        await land.turns(lake.id, State.IN_PROGRESS)
        marked = await all_visited(land, CURATOR)
        await all_visited(land, CURATOR, day(3, 10))
        land.clock.move(minutes=15)
        assert await taken_back(land, CURATOR, marked.change_id) == VisitsTakenBack(2)
        assert await states(land, "1") == {LAKE: State.IN_PROGRESS, BIRCH: State.PLANNED, LINDEN: State.PLANNED}
        assert (await states(land, "2"))[LAKE] is State.DONE
        assert len(await land.rows(Visit)) == 2
        assert await taken_back(land, CURATOR, marked.change_id) == VisitsTakenBack(0)
        assert len(await land.journal(lake.id)) == 3

    async def test_what_somebody_acted_on_since_stays_and_is_told(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 9)))
        marked = await all_visited(land, CURATOR)
        land.clock.move(minutes=1)
        await land.turns((await land.assignment("1", LAKE)).id, State.DONE)
        assert await taken_back(land, CURATOR, marked.change_id) == VisitsTakenBack(1, kept=1)
        assert (await land.assignment("1", LAKE)).state is State.DONE
        with pytest.raises(ActedOnSince):
            await taken_back(land, CURATOR, marked.change_id)

    async def test_one_that_was_taken_back_by_itself_is_no_hindrance(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 9)))
        marked = await all_visited(land, CURATOR)
        land.clock.move(minutes=1)
        (birch,) = await land.journal((await land.assignment("1", BIRCH)).id)
        await take_back(land.work, await land.actor(CURATOR), birch.id)
        assert await taken_back(land, CURATOR, marked.change_id) == VisitsTakenBack(1)

    async def test_not_after_a_quarter_of_an_hour(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 9)))
        marked = await all_visited(land, CURATOR)
        land.clock.move(minutes=15, seconds=1)
        with pytest.raises(UndoTooLate):
            await taken_back(land, CURATOR, marked.change_id)
        assert len(await land.rows(Visit)) == 2

    async def test_only_ones_own_marks_of_that_day(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 9)), row("2", until(3, 9)))
        marked = await all_visited(land, CURATOR)
        for name in (SECOND_CURATOR, COORDINATOR, GOVERNOR):
            birch = (await land.journal((await land.assignment("1", BIRCH)).id))[0].id
            with pytest.raises(NotYours):
                await taken_back(land, name, birch)
        for name in (NEIGHBOUR, NEXT_CURATOR):
            with pytest.raises(OutOfReach):
                await taken_back(land, name, marked.change_id)
        with pytest.raises(OutOfReach):
            await taken_back(land, CURATOR, None)
        with pytest.raises(WrongState):
            await taken_back(land, CURATOR, marked.change_id, day(3, 10))
        other = await mark_done(land.work, await land.actor(DIRECTOR), (await land.assignment("2", LAKE)).id)
        assert other.card.mark is not None
        with pytest.raises(WrongState):
            await taken_back(land, DIRECTOR, other.card.mark.change_id)
        await land.serves(CURATOR, until=day(3, 8))
        with pytest.raises(OutOfReach):
            await taken_back(land, CURATOR, marked.change_id)
        assert len(await land.rows(Visit)) == 2


class TestTogether:
    BOTH = (Executor.CURATOR, Executor.MUNICIPAL_COORDINATOR)

    async def test_who_was_there_too_joins_the_mark(self, land: Land) -> None:
        await land.publish(visit_by("1", self.BOTH))
        found = await land.assignment("1", LAKE)
        await mark_done(land.work, await land.actor(CURATOR), found.id)
        coordinator = await land.actor(COORDINATOR)
        for _ in range(2):
            card = await join_visit(land.work, coordinator, found.id)
            assert card.visit is not None
            assert (card.visit.people, card.visit.may_join) == ((CURATOR, COORDINATOR), False)
        assert len(await land.journal(found.id)) == 1
        assert len(await land.rows(VisitCompanion)) == 1

    async def test_nobody_joins_whom_the_row_does_not_name(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 9)))
        found = await land.assignment("1", LAKE)
        await mark_done(land.work, await land.actor(CURATOR), found.id)
        for name in (COORDINATOR, DIRECTOR):
            with pytest.raises(NotYours):
                await join_visit(land.work, await land.actor(name), found.id)
        with pytest.raises(OutOfReach):
            await join_visit(land.work, await land.actor(NEXT_CURATOR), found.id)

    async def test_nobody_joins_what_is_not_marked(self, land: Land) -> None:
        await land.publish(visit_by("1", self.BOTH))
        with pytest.raises(WrongState):
            await join_visit(land.work, await land.actor(CURATOR), (await land.assignment("1", LAKE)).id)

    async def test_leaving_ends_after_a_quarter_of_an_hour(self, land: Land) -> None:
        await land.publish(visit_by("1", self.BOTH))
        found = await land.assignment("1", LAKE)
        await mark_done(land.work, await land.actor(CURATOR), found.id)
        coordinator = await land.actor(COORDINATOR)
        await join_visit(land.work, coordinator, found.id)
        for _ in range(2):
            card = await leave_visit(land.work, coordinator, found.id)
            assert card.visit is not None
            assert (card.visit.people, card.visit.may_join) == ((CURATOR,), True)
        await join_visit(land.work, coordinator, found.id)
        land.clock.move(minutes=16)
        with pytest.raises(UndoTooLate):
            await leave_visit(land.work, coordinator, found.id)

    async def test_what_somebody_joined_stays_when_a_days_marks_are_taken_back(self, land: Land) -> None:
        await land.publish(visit_by("1", self.BOTH))
        curator = await land.actor(CURATOR)
        marked = await mark_all_visited(land.work, curator, TODAY, on=TODAY)
        joined = await land.assignment("1", LAKE)
        await join_visit(land.work, await land.actor(COORDINATOR), joined.id)
        assert marked.change_id is not None
        assert await take_back_visits(land.work, curator, marked.change_id, TODAY) == VisitsTakenBack(1, 1)
        states = {(await land.assignment("1", school)).state for school in (LAKE,)}
        assert states == {State.DONE}


async def test_a_coordinator_who_marks_for_the_curator_was_not_there(land: Land) -> None:
    await land.publish(visit("1", until(3, 9)))
    found = await land.assignment("1", LAKE)
    await mark_done(land.work, await land.actor(COORDINATOR), found.id)
    (card,) = [one for one in (await visits_of(land.work, await land.actor(CURATOR))).visits if one.unit == LAKE]
    assert card.visit is not None
    assert (card.visit.people, card.visit.entered_by, card.visit.may_join) == ((), COORDINATOR, True)


async def test_the_second_visit_is_marked_while_the_first_is_open_and_it_is_said(land: Land) -> None:
    first, second = visit("1", until(3, 9)), visit("2", until(3, 12))
    await land.publish(replace(first, text="Первичное посещение школ"), replace(second, text="Второе посещение школ"))
    found = await land.assignment("2", LAKE)
    marked = await mark_done(land.work, await land.actor(CURATOR), found.id)
    assert marked.card.visit is not None
    assert marked.card.visit.turn == VisitTurn(2, None, earlier_open=True)
    assert (await land.assignment("1", LAKE)).state is State.PLANNED
    before = await mark_done(land.work, await land.actor(CURATOR), (await land.assignment("1", LAKE)).id)
    assert before.card.visit is not None
    assert before.card.visit.turn == VisitTurn(1, None, earlier_open=False)
