import asyncio

import pytest

from models.cards.tasks import TaskCard
from models.domain.access import Actor, Role
from models.domain.lifecycles import State
from models.domain.plan import Executor, Scope
from models.domain.refusals import (
    ActedOnSince,
    DayAhead,
    DocumentNeeded,
    NotYours,
    OutOfReach,
    UndoTooLate,
    WrongState,
)
from models.tables import Visit
from models.usecases.helping import ask_help, withdraw_help
from models.usecases.tasks import (
    all_as_planned,
    look_at_task,
    mark_done,
    take_back,
    take_back_planned,
    week_of,
)
from models.work import Work
from tests.builders import (
    BIRCH,
    BIRCH_DIRECTOR,
    COORDINATOR,
    CURATOR,
    DEPUTY,
    DIRECTOR,
    DISTRICT,
    FOREST,
    GOVERNOR,
    LAKE,
    LINDEN,
    LINDEN_DIRECTOR,
    NEIGHBOUR,
    NEXT_CURATOR,
    NEXT_DIRECTOR,
    NEXT_DOOR,
    SECOND_CURATOR,
    Land,
    at,
    day,
    document,
    row,
    until,
    visit,
)

MISSING = 10_000
OTHERS_OF_THE_DISTRICT = (BIRCH_DIRECTOR, LINDEN_DIRECTOR, SECOND_CURATOR)
NEIGHBOURS = (NEIGHBOUR, NEXT_CURATOR, NEXT_DIRECTOR)


@pytest.fixture
async def lake(land: Land) -> int:
    """A plain task of Lake School, due on the last day of March."""
    await land.publish(row("1"))
    return (await land.assignment("1", LAKE)).id


@pytest.fixture
async def director(land: Land) -> Actor:
    return await land.actor(DIRECTOR)


@pytest.fixture
async def curator(land: Land) -> Actor:
    return await land.actor(CURATOR)


@pytest.fixture
async def coordinator(land: Land) -> Actor:
    return await land.actor(COORDINATOR)


class TestReach:
    @pytest.mark.parametrize("name", [DIRECTOR, DEPUTY, CURATOR, COORDINATOR, GOVERNOR])
    async def test_a_task_is_seen_by_the_people_of_its_school_and_place(self, land: Land, lake: int, name: str) -> None:
        card = await look_at_task(land.work, await land.actor(name), lake)
        assert (card.number, card.unit, card.due_on, card.state) == ("1", LAKE, day(3, 31), State.PLANNED)

    @pytest.mark.parametrize("name", [*OTHERS_OF_THE_DISTRICT, *NEIGHBOURS])
    async def test_for_all_others_it_does_not_exist(self, land: Land, lake: int, name: str) -> None:
        actor = await land.actor(name)
        for assignment_id in (lake, MISSING):
            for deed in (look_at_task, mark_done, ask_help, withdraw_help):
                with pytest.raises(OutOfReach) as refused:
                    await deed(land.work, actor, assignment_id)
                assert refused.value.args == ()
        assert await land.journal(lake) == []

    async def test_what_was_withdrawn_does_not_exist(self, land: Land, lake: int, director: Actor) -> None:
        await land.withdraw(lake)
        with pytest.raises(OutOfReach):
            await mark_done(land.work, director, lake)

    @pytest.mark.parametrize("name", NEIGHBOURS)
    async def test_a_neighbours_mark_can_not_be_taken_back(
        self, land: Land, lake: int, director: Actor, name: str
    ) -> None:
        change = await marked(land, director, lake)
        for change_id in (change, MISSING):
            with pytest.raises(OutOfReach):
                await take_back(land.work, await land.actor(name), change_id)

    async def test_a_role_that_ended_yesterday_reaches_nothing(self, land: Land, lake: int) -> None:
        await land.serves(DIRECTOR, until=day(3, 8))
        with pytest.raises(OutOfReach):
            await mark_done(land.work, await land.actor(DIRECTOR), lake)

    async def test_a_role_serves_through_its_last_day(self, land: Land, lake: int) -> None:
        await land.serves(DIRECTOR, until=day(3, 9))
        land.clock.set(at(3, 9, 23, 59))
        assert (await mark_done(land.work, await land.actor(DIRECTOR), lake)).fresh
        land.clock.set(at(3, 10, 0, 1))
        with pytest.raises(OutOfReach):
            await look_at_task(land.work, await land.actor(DIRECTOR), lake)

    async def test_a_role_that_begins_tomorrow_reaches_nothing_today(self, land: Land, lake: int) -> None:
        await land.serves(DIRECTOR, since=day(3, 10))
        with pytest.raises(OutOfReach):
            await mark_done(land.work, await land.actor(DIRECTOR), lake)
        land.clock.set(at(3, 10, 0, 1))
        assert (await mark_done(land.work, await land.actor(DIRECTOR), lake)).fresh


class TestWhoMayMark:
    async def test_a_director_never_marks_a_curators_row(self, land: Land, director: Actor) -> None:
        await land.publish(visit("2"))
        assignment = await land.assignment("2", LAKE)
        with pytest.raises(NotYours):
            await mark_done(land.work, director, assignment.id)
        assert not (await look_at_task(land.work, director, assignment.id)).may_mark

    async def test_a_curator_never_marks_a_schools_row(self, land: Land, lake: int, curator: Actor) -> None:
        with pytest.raises(NotYours):
            await mark_done(land.work, curator, lake)

    async def test_a_school_coordinator_acts_beside_the_director(self, land: Land, lake: int) -> None:
        done = await mark_done(land.work, await land.actor(DEPUTY), lake)
        assert (done.fresh, done.card.state) == (True, State.DONE)

    async def test_a_coordinator_marks_for_the_director(self, land: Land, lake: int, coordinator: Actor) -> None:
        card = (await mark_done(land.work, coordinator, lake)).card
        assert card.mark is not None
        assert (card.mark.person, card.mark.on_behalf) == (COORDINATOR, Role.DIRECTOR)

    async def test_a_coordinator_marks_for_the_curator(self, land: Land, coordinator: Actor) -> None:
        await land.publish(visit("2"))
        assignment = await land.assignment("2", LAKE)
        await mark_done(land.work, coordinator, assignment.id)
        (change,) = await land.journal(assignment.id)
        assert change.on_behalf is Role.CURATOR

    async def test_the_territorys_own_rows_are_the_coordinators(self, land: Land, coordinator: Actor) -> None:
        await land.publish(row("3", by=(Executor.MUNICIPAL_AUTHORITY,), scope=Scope.ONCE))
        assignment = await land.assignment("3", DISTRICT)
        card = (await mark_done(land.work, coordinator, assignment.id)).card
        assert card.mark is not None
        assert (card.unit, card.mark.on_behalf) == (DISTRICT, None)

    @pytest.mark.parametrize("name", [DIRECTOR, CURATOR, NEIGHBOUR])
    async def test_the_territorys_own_rows_are_nobody_elses(self, land: Land, name: str) -> None:
        await land.publish(row("3", by=(Executor.SCHOOL, Executor.CURATOR), scope=Scope.ONCE))
        assignment = await land.assignment("3", DISTRICT)
        with pytest.raises(OutOfReach):
            await mark_done(land.work, await land.actor(name), assignment.id)

    async def test_a_curator_who_directs_the_school_is_no_curator_of_it(self, land: Land) -> None:
        await land.publish(visit("2"))
        await land.appoint(DIRECTOR, Role.CURATOR, school=LAKE)
        with pytest.raises(NotYours):
            await mark_done(land.work, await land.actor(DIRECTOR), (await land.assignment("2", LAKE)).id)

    async def test_a_director_may_be_curator_of_another_school(self, land: Land) -> None:
        await land.publish(visit("2"))
        await land.appoint(DIRECTOR, Role.CURATOR, school=LINDEN)
        assert (await mark_done(land.work, await land.actor(DIRECTOR), (await land.assignment("2", LINDEN)).id)).fresh

    async def test_the_region_marks_its_own_map_at_any_school(self, land: Land) -> None:
        await land.publish(row("4"), by=GOVERNOR)
        assignment = await land.assignment("4", FOREST)
        done = await mark_done(land.work, await land.actor(GOVERNOR), assignment.id)
        assert done.card.mark is not None
        assert done.card.mark.on_behalf is Role.DIRECTOR

    async def test_the_region_reads_a_districts_map_and_does_not_mark_on_it(self, land: Land, lake: int) -> None:
        governor = await land.actor(GOVERNOR)
        for deed in (mark_done, ask_help, withdraw_help):
            with pytest.raises(NotYours):
                await deed(land.work, governor, lake)
        assert not (await look_at_task(land.work, governor, lake)).may_mark

    async def test_a_districts_coordinator_answers_for_the_regions_rows_at_home_alone(
        self, land: Land, coordinator: Actor
    ) -> None:
        await land.publish(
            row("5", by=(Executor.MUNICIPAL_AUTHORITY,), scope=Scope.MUNICIPALITY),
            row("6", by=(Executor.REGIONAL_COORDINATOR,), scope=Scope.ONCE),
            by=GOVERNOR,
        )
        assert (await mark_done(land.work, coordinator, (await land.assignment("5", DISTRICT)).id)).fresh
        for number, unit in (("5", NEXT_DOOR), ("6", "Лесогорская область")):
            with pytest.raises(OutOfReach):
                await mark_done(land.work, coordinator, (await land.assignment(number, unit)).id)

    async def test_a_document_is_sent_and_not_ticked_off(self, land: Land, director: Actor) -> None:
        await land.publish(document("7"))
        assignment = await land.assignment("7", LAKE)
        with pytest.raises(DocumentNeeded) as refused:
            await mark_done(land.work, director, assignment.id)
        assert refused.value.assignment_id == assignment.id

    @pytest.mark.parametrize("scope", [Scope.WAITING, Scope.ONCE])
    async def test_what_is_awaited_or_was_before_the_start_is_settled_by_the_coordinator(
        self, land: Land, coordinator: Actor, scope: Scope
    ) -> None:
        await land.publish(row("8", until(3, 1), by=(Executor.FEDERAL,), scope=scope), row("9"))
        assignment = await land.assignment("8", DISTRICT)
        assert assignment.state is (State.WAITING if scope is Scope.WAITING else State.BEFORE_START)
        assert (await mark_done(land.work, coordinator, assignment.id, on=day(3, 1))).fresh

    async def test_a_school_does_not_settle_what_was_before_the_start(
        self, land: Land, director: Actor, coordinator: Actor
    ) -> None:
        await land.publish(row("8", until(3, 8)), row("9"))
        assignment = await land.assignment("8", LAKE)
        with pytest.raises(WrongState):
            await mark_done(land.work, director, assignment.id)
        assert (await mark_done(land.work, coordinator, assignment.id)).fresh


class TestMarking:
    async def test_the_journal_holds_the_day_it_happened_and_the_moment_it_was_entered(
        self, land: Land, lake: int, director: Actor
    ) -> None:
        await mark_done(land.work, director, lake, on=day(3, 5))
        (change,) = await land.journal(lake)
        assert (change.happened_on, change.entered_at) == (day(3, 5), at(3, 9, 16))
        assert (change.from_state, change.to_state, change.from_day) == (State.PLANNED, State.DONE, None)
        assert (change.person_id, change.on_behalf) == (director.person_id, None)

    async def test_without_a_day_it_is_today_on_the_schools_wall(self, land: Land, lake: int, director: Actor) -> None:
        land.clock.set(at(3, 10, 1, 30))
        assert land.clock().date() == day(3, 9)
        assert (await mark_done(land.work, director, lake)).card.done_on == day(3, 10)

    async def test_nothing_is_done_tomorrow(self, land: Land, lake: int, director: Actor) -> None:
        with pytest.raises(DayAhead) as refused:
            await mark_done(land.work, director, lake, on=day(3, 10))
        assert refused.value.day == day(3, 10)
        assert (await look_at_task(land.work, director, lake)).state is State.PLANNED

    async def test_the_first_mark_stands_and_the_second_says_whose_it_is(
        self, land: Land, lake: int, director: Actor
    ) -> None:
        await mark_done(land.work, director, lake, on=day(3, 5))
        again = await mark_done(land.work, await land.actor(DEPUTY), lake)
        assert again.card.mark is not None
        assert (again.fresh, again.card.mark.person, again.card.done_on) == (False, DIRECTOR, day(3, 5))
        assert len(await land.journal(lake)) == 1

    async def test_of_two_who_press_at_once_one_marks(self, land: Land, lake: int, director: Actor) -> None:
        deputy = await land.actor(DEPUTY)
        marks = await asyncio.gather(*(mark_done(land.work, actor, lake) for actor in (director, deputy)))
        assert sorted(mark.fresh for mark in marks) == [False, True]
        assert len({mark.card.mark for mark in marks}) == len(await land.journal(lake)) == 1

    async def test_late_is_done_all_the_same(self, land: Land, lake: int, director: Actor) -> None:
        land.clock.set(at(4, 20, 10))
        assert (await look_at_task(land.work, director, lake)).overdue
        card = (await mark_done(land.work, director, lake, on=day(3, 30))).card
        assert (card.overdue, card.done_on) == (False, day(3, 30))

    async def test_the_due_day_itself_is_not_overdue(self, land: Land, lake: int, director: Actor) -> None:
        land.clock.set(at(3, 31, 23, 59))
        assert not (await look_at_task(land.work, director, lake)).overdue
        land.clock.set(at(4, 1, 0, 0))
        assert (await look_at_task(land.work, director, lake)).overdue

    async def test_what_is_not_held_is_not_marked(self, land: Land, lake: int, director: Actor) -> None:
        await land.turns(lake, State.NOT_HELD)
        with pytest.raises(WrongState):
            await mark_done(land.work, director, lake)

    async def test_a_visit_is_noted_with_its_mark(self, land: Land, curator: Actor) -> None:
        await land.publish(visit("2"))
        assignment = await land.assignment("2", LAKE)
        await mark_done(land.work, curator, assignment.id, on=day(3, 8))
        (noted,) = await land.rows(Visit)
        assert (noted.assignment_id, noted.visited_on, noted.marked_by_id) == (
            assignment.id,
            day(3, 8),
            curator.person_id,
        )
        assert noted.marked_at == at(3, 9, 16)


async def marked(land: Land, actor: Actor, assignment_id: int) -> int:
    """Mark, and give the number of the entry that could be taken back."""
    card = (await mark_done(land.work, actor, assignment_id)).card
    assert card.mark is not None
    return card.mark.change_id


class TestTakingBack:
    async def test_a_mark_is_taken_back_at_once(self, land: Land, lake: int, director: Actor) -> None:
        change = await marked(land, director, lake)
        back = await take_back(land.work, director, change)
        assert (back.fresh, back.card.state, back.card.done_on, back.card.mark) == (True, State.PLANNED, None, None)
        done, undone = await land.journal(lake)
        assert (undone.undoes_id, undone.from_state, undone.to_state) == (done.id, State.DONE, State.PLANNED)

    async def test_it_returns_to_where_it_stood(self, land: Land, lake: int, director: Actor) -> None:
        await all_as_planned(land.work, director, day(3, 29))
        change = await marked(land, director, lake)
        assert (await take_back(land.work, director, change)).card.state is State.IN_PROGRESS

    async def test_for_a_quarter_of_an_hour(self, land: Land, lake: int, director: Actor) -> None:
        change = await marked(land, director, lake)
        land.clock.move(minutes=15)
        assert (await take_back(land.work, director, change)).fresh

    async def test_and_not_a_second_longer(self, land: Land, lake: int, director: Actor) -> None:
        change = await marked(land, director, lake)
        land.clock.move(minutes=15, seconds=1)
        with pytest.raises(UndoTooLate):
            await take_back(land.work, director, change)
        assert (await look_at_task(land.work, director, lake)).state is State.DONE

    async def test_twice_is_once(self, land: Land, lake: int, director: Actor) -> None:
        change = await marked(land, director, lake)
        await take_back(land.work, director, change)
        again = await take_back(land.work, director, change)
        assert (again.fresh, again.card.state) == (False, State.PLANNED)
        assert len(await land.journal(lake)) == 2

    async def test_taking_back_is_not_itself_taken_back(self, land: Land, director: Actor, curator: Actor) -> None:
        await land.publish(visit("2"))
        assignment = await land.assignment("2", LAKE)
        change = await marked(land, curator, assignment.id)
        await take_back(land.work, curator, change)
        undone = (await land.journal(assignment.id))[-1]
        with pytest.raises(WrongState):
            await take_back(land.work, curator, undone.id)
        assert (await land.assignment("2", LAKE)).state is State.PLANNED

    async def test_nobody_takes_back_anothers_mark(self, land: Land, lake: int, director: Actor) -> None:
        change = await marked(land, director, lake)
        for name in (DEPUTY, COORDINATOR, CURATOR):
            with pytest.raises(NotYours):
                await take_back(land.work, await land.actor(name), change)

    async def test_after_somebody_acted_it_is_too_late(self, land: Land, lake: int, director: Actor) -> None:
        change = await marked(land, director, lake)
        await land.turns(lake, State.IN_PROGRESS, by=COORDINATOR)
        with pytest.raises(ActedOnSince):
            await take_back(land.work, director, change)

    async def test_an_older_mark_of_ones_own_is_not_taken_back(self, land: Land, lake: int, director: Actor) -> None:
        first = await marked(land, director, lake)
        await take_back(land.work, director, first)
        await marked(land, director, lake)
        with pytest.raises(ActedOnSince):
            await take_back(land.work, director, first)

    async def test_the_note_of_a_visit_goes_with_its_mark_and_comes_again(self, land: Land, curator: Actor) -> None:
        await land.publish(visit("2"))
        assignment = await land.assignment("2", LAKE)
        await take_back(land.work, curator, await marked(land, curator, assignment.id))
        assert await land.rows(Visit) == []
        await mark_done(land.work, curator, assignment.id, on=day(3, 8))
        assert [noted.visited_on for noted in await land.rows(Visit)] == [day(3, 8)]

    async def test_a_waiting_row_waits_again(self, land: Land, coordinator: Actor) -> None:
        await land.publish(row("8", by=(Executor.FEDERAL,), scope=Scope.WAITING), row("9"))
        assignment = await land.assignment("8", DISTRICT)
        back = await take_back(land.work, coordinator, await marked(land, coordinator, assignment.id))
        assert back.card.state is State.WAITING

    async def test_a_document_that_was_sent_is_not_taken_back(self, land: Land, director: Actor) -> None:
        await land.publish(document("7"))
        assignment = await land.assignment("7", LAKE)
        await land.sends(DIRECTOR, assignment.id)
        (change,) = await land.journal(assignment.id)
        with pytest.raises(WrongState):
            await take_back(land.work, director, change.id)
        assert (await land.assignment("7", LAKE)).state is State.DONE


def numbers(cards: tuple[TaskCard, ...]) -> list[str]:
    return [card.number for card in cards]


class TestTheWeek:
    async def test_what_is_late_what_is_due_and_what_comes_next(self, land: Land, director: Actor) -> None:
        await land.publish(
            row("1", until(3, 10)),
            row("2", until(3, 15)),
            row("3", until(3, 21)),
            row("4", until(3, 22)),
            row("5", until(3, 28)),
            row("6", until(3, 29)),
            row("7", until(4, 30)),
        )
        land.clock.set(at(3, 15, 9))
        week = await week_of(land.work, director)
        assert week.monday == day(3, 15)
        assert numbers(week.overdue) == ["1"]
        assert numbers(week.this_week) == ["2", "3"]
        assert numbers(week.next_week) == ["4", "5"]
        assert not week.quiet
        assert not week.several_schools

    async def test_a_week_with_nothing_in_it_is_quiet(self, land: Land, director: Actor) -> None:
        await land.publish(row("1", until(6, 30)))
        assert (await week_of(land.work, director)).quiet

    async def test_what_is_done_stays_in_its_own_week(self, land: Land, lake: int, director: Actor) -> None:
        await mark_done(land.work, director, lake)
        assert numbers((await week_of(land.work, director, day(3, 29))).this_week) == ["1"]
        land.clock.set(at(4, 5, 9))
        assert (await week_of(land.work, director)).quiet

    async def test_a_task_is_late_from_tuesday_when_it_was_due_on_monday(self, land: Land, director: Actor) -> None:
        await land.publish(row("1", until(3, 15)))
        land.clock.set(at(3, 16, 9))
        assert numbers((await week_of(land.work, director)).overdue) == ["1"]

    async def test_neither_waiting_rows_nor_old_ones_are_in_a_letter(self, land: Land, coordinator: Actor) -> None:
        await land.publish(
            row("1", until(3, 10), by=(Executor.FEDERAL,), scope=Scope.WAITING),
            row("2", until(3, 1), by=(Executor.MUNICIPAL_AUTHORITY,), scope=Scope.ONCE),
            row("3", until(3, 11), by=(Executor.MUNICIPAL_AUTHORITY,), scope=Scope.ONCE),
        )
        week = await week_of(land.work, coordinator)
        assert (numbers(week.overdue), numbers(week.this_week)) == ([], ["3"])

    async def test_each_reads_only_what_they_answer_for(self, land: Land) -> None:
        await land.publish(row("1", until(3, 10)), visit("2", until(3, 11)))
        units = {}
        for name in (DIRECTOR, DEPUTY, CURATOR, SECOND_CURATOR, COORDINATOR, GOVERNOR, NEXT_DIRECTOR):
            week = await week_of(land.work, await land.actor(name))
            units[name] = [(card.number, card.unit) for card in week.this_week]
        assert units == {
            DIRECTOR: [("1", LAKE)],
            DEPUTY: [("1", LAKE)],
            CURATOR: [("2", LAKE), ("2", BIRCH)],
            SECOND_CURATOR: [("2", BIRCH)],
            COORDINATOR: [],
            GOVERNOR: [],
            NEXT_DIRECTOR: [],
        }

    async def test_the_region_does_not_read_the_districts_own_rows_as_its_own(self, land: Land) -> None:
        await land.publish(
            row("5", until(3, 11), by=(Executor.MUNICIPAL_AUTHORITY,), scope=Scope.MUNICIPALITY),
            row("6", until(3, 12), by=(Executor.REGIONAL_COORDINATOR,), scope=Scope.ONCE),
            by=GOVERNOR,
        )
        assert numbers((await week_of(land.work, await land.actor(GOVERNOR))).this_week) == ["6"]
        assert numbers((await week_of(land.work, await land.actor(NEIGHBOUR))).this_week) == ["5"]

    async def test_who_has_no_role_has_a_quiet_week(self, land: Land, lake: int) -> None:
        await land.serves(DIRECTOR, until=day(3, 1))
        assert (await week_of(land.work, await land.actor(DIRECTOR), day(3, 29))).quiet

    async def test_what_came_back_stands_apart_however_far_its_day_is(
        self, land: Land, director: Actor, curator: Actor
    ) -> None:
        await land.publish(document("7", until(3, 12)), document("8", until(6, 30)))
        for number in ("7", "8"):
            sent = await land.sends(DIRECTOR, (await land.assignment(number, LAKE)).id)
            await land.returns(CURATOR, sent.document_id)
        week = await week_of(land.work, director)
        assert (numbers(week.returned), numbers(week.this_week)) == (["7", "8"], [])

    async def test_under_an_old_letter_each_task_is_begun_once(self, land: Land, lake: int, director: Actor) -> None:
        """It was due next week then, and is late by now."""
        land.clock.set(at(4, 3, 10))
        await all_as_planned(land.work, director, day(3, 22))
        assert [one.to_state for one in await land.journal(lake)] == [State.IN_PROGRESS]

    async def test_all_as_planned_begins_and_closes_nothing(self, land: Land, director: Actor) -> None:
        await land.publish(row("1", until(3, 10)), row("2", until(3, 18)), row("3", until(4, 30)), visit("4"))
        done = (await land.assignment("2", LAKE)).id
        await mark_done(land.work, director, done)
        week = await all_as_planned(land.work, director, day(3, 8))
        assert [card.state for card in week.this_week] == [State.IN_PROGRESS]
        states = {number: (await land.assignment(number, LAKE)).state for number in ("1", "2", "3", "4")}
        assert states == {
            "1": State.IN_PROGRESS,
            "2": State.DONE,
            "3": State.PLANNED,
            "4": State.PLANNED,
        }
        assert (await land.assignment("1", BIRCH)).state is State.PLANNED

    async def test_all_as_planned_is_taken_back_but_for_what_went_on(self, land: Land, director: Actor) -> None:
        await land.publish(row("1", until(3, 10)), row("2", until(3, 12)), document("7", until(3, 13)))
        week = await all_as_planned(land.work, director, day(3, 8))
        assert week.begun is not None
        await mark_done(land.work, director, (await land.assignment("2", LAKE)).id)
        count, back = await take_back_planned(land.work, director, week.begun, day(3, 8))
        assert (count, back.begun) == (2, None)
        states = {number: (await land.assignment(number, LAKE)).state for number in ("1", "2", "7")}
        assert states == {"1": State.PLANNED, "2": State.DONE, "7": State.PLANNED}
        assert (await take_back_planned(land.work, director, week.begun, day(3, 8)))[0] == 0

    async def test_all_as_planned_is_taken_back_for_a_quarter_of_an_hour_by_whose_it_is(
        self, land: Land, lake: int, director: Actor, coordinator: Actor
    ) -> None:
        week = await all_as_planned(land.work, director, day(3, 29))
        assert week.begun is not None
        with pytest.raises(NotYours):
            await take_back_planned(land.work, coordinator, week.begun, day(3, 29))
        with pytest.raises(OutOfReach):
            await take_back_planned(land.work, await land.actor(NEXT_DIRECTOR), week.begun, day(3, 29))
        land.clock.move(minutes=15, seconds=1)
        with pytest.raises(UndoTooLate):
            await take_back_planned(land.work, director, week.begun, day(3, 29))
        mark = await marked(land, director, lake)
        with pytest.raises(WrongState):
            await take_back_planned(land.work, director, mark, day(3, 29))

    async def test_all_as_planned_is_said_once(self, land: Land, lake: int, director: Actor) -> None:
        await all_as_planned(land.work, director, day(3, 29))
        await all_as_planned(land.work, director, day(3, 29))
        again = Work(land.sessions, land.clock, update_id=7, applied=True)
        (card,) = (await all_as_planned(again, director, day(3, 29))).this_week
        assert card.state is State.IN_PROGRESS
        assert [change.to_state for change in await land.journal(lake)] == [State.IN_PROGRESS]
