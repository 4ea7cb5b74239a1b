from datetime import datetime, timedelta

import pytest

from models.cards.asking import SchoolStatuses
from models.domain.access import Actor, Role
from models.domain.lifecycles import EarlierAnswer, EarlierScope, State
from models.domain.plan import Executor, Scope
from models.domain.refusals import (
    ActedOnSince,
    DocumentNeeded,
    NotYours,
    OutOfReach,
    UndoTooLate,
    WrongState,
)
from models.tables import HelpRequest, RoadMap, StateChange, Visit
from models.usecases.asking import answer as ask
from models.usecases.earlier import (
    look_at_earlier,
    look_at_earlier_row,
    maps_with_earlier,
    settle_earlier,
    take_back_earlier,
)
from models.usecases.helping import ask_help
from models.usecases.tasks import look_at_task, mark_done, take_back, week_of
from models.work import AppliedBefore, Work
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
    NEXT_DIRECTOR,
    Land,
    at,
    day,
    document,
    row,
    until,
    visit,
)

DONE, NOT_DONE, NOT_COUNTED = EarlierAnswer.DONE, EarlierAnswer.NOT_DONE, EarlierAnswer.NOT_COUNTED
MAP, ROW, ONE = EarlierScope.ROADMAP, EarlierScope.ROW, EarlierScope.ONE
MISSING = 10_000
PAST = until(2, 15)


@pytest.fixture
async def coordinator(land: Land) -> Actor:
    return await land.actor(COORDINATOR)


@pytest.fixture
async def roadmap(land: Land) -> int:
    """Of the past: a plain row, a visit and a document of three schools, and a row of the district. One lies ahead."""
    made = await land.publish(
        row("1", PAST),
        visit("2", until(2, 20)),
        document("3", until(2, 25)),
        row("4", until(1, 25), by=(Executor.MUNICIPAL_AUTHORITY,), scope=Scope.ONCE),
        row("5"),
    )
    return made.roadmap_id


async def task_of(land: Land, number: str) -> int:
    return (await land.assignments(number))[0].task_id


async def states(land: Land, number: str) -> set[State]:
    return {one.state for one in await land.assignments(number)}


class TestTheList:
    async def test_rows_wait_in_the_order_of_the_map(self, land: Land, roadmap: int, coordinator: Actor) -> None:
        card = await look_at_earlier(land.work, coordinator, roadmap)
        assert [(one.number, one.left, one.slots, one.last_due) for one in card.rows] == [
            ("1", 3, 0, day(2, 15)),
            ("2", 3, 0, day(2, 20)),
            ("3", 3, 3, day(2, 25)),
            ("4", 1, 0, day(1, 25)),
        ]
        assert (card.left, card.slots) == (10, 3)
        (found,) = await maps_with_earlier(land.work, coordinator)
        assert (found.roadmap_id, found.left) == (roadmap, 10)

    async def test_a_row_shows_its_tasks_that_wait(self, land: Land, roadmap: int, coordinator: Actor) -> None:
        lake = await land.assignment("1", LAKE)
        await settle_earlier(land.work, coordinator, ONE, lake.id, NOT_COUNTED)
        card = await look_at_earlier_row(land.work, coordinator, lake.task_id)
        assert [task.unit for task in card.tasks] == [BIRCH, LINDEN]
        assert all(task.may_settle for task in card.tasks)

    async def test_an_archive_asks_nothing(self, land: Land, coordinator: Actor) -> None:
        made = await land.publish(row("1", until(2, 15, 2026)), year=2026, archive=True)
        assert await maps_with_earlier(land.work, coordinator) == []
        with pytest.raises(OutOfReach):
            await look_at_earlier(land.work, coordinator, made.roadmap_id)

    async def test_what_was_withdrawn_waits_for_nobody(self, land: Land, roadmap: int, coordinator: Actor) -> None:
        await land.withdraw((await land.assignment("4", DISTRICT)).id)
        assert [one.number for one in (await look_at_earlier(land.work, coordinator, roadmap)).rows] == ["1", "2", "3"]


class TestAnswers:
    async def test_done_is_dated_by_the_due_day_and_entered_now(
        self, land: Land, roadmap: int, coordinator: Actor
    ) -> None:
        lake = (await land.assignment("1", LAKE)).id
        await settle_earlier(land.work, coordinator, ONE, lake, DONE)
        (entry,) = await land.journal(lake)
        assert (entry.from_state, entry.to_state, entry.happened_on, entry.entered_at, entry.on_behalf) == (
            State.BEFORE_START,
            State.DONE,
            day(2, 15),
            land.clock(),
            Role.DIRECTOR,
        )
        assert (await land.assignment("1", LAKE)).done_on == day(2, 15)

    async def test_a_visit_that_was_made_is_noted(self, land: Land, roadmap: int, coordinator: Actor) -> None:
        await settle_earlier(land.work, coordinator, ROW, await task_of(land, "2"), DONE)
        assert [one.visited_on for one in await land.rows(Visit)] == [day(2, 20)] * 3

    async def test_not_done_becomes_a_debt(self, land: Land, roadmap: int, coordinator: Actor) -> None:
        lake = (await land.assignment("1", LAKE)).id
        director = await land.actor(DIRECTOR)
        assert (await week_of(land.work, director)).overdue == ()
        await settle_earlier(land.work, coordinator, ONE, lake, NOT_DONE)
        assert [card.assignment_id for card in (await week_of(land.work, director)).overdue] == [lake]
        assert (await mark_done(land.work, director, lake)).fresh

    async def test_not_counted_is_in_no_figure_and_named(self, land: Land, roadmap: int, coordinator: Actor) -> None:
        await settle_earlier(land.work, coordinator, ONE, (await land.assignment("1", LAKE)).id, NOT_COUNTED)
        said = (await ask(land.work, coordinator, "статус озёрской")).answer
        assert isinstance(said, SchoolStatuses)
        (status,) = said.schools
        assert (status.left_out.not_counted, status.left_out.before_start) == (1, 2)
        assert await states(land, "1") == {State.NOT_COUNTED, State.BEFORE_START}
        director = await land.actor(DIRECTOR)
        assert (await week_of(land.work, director)).overdue == ()
        with pytest.raises(WrongState):
            await mark_done(land.work, director, (await land.assignment("1", LAKE)).id)

    async def test_not_counted_may_be_said_anew_later(self, land: Land, roadmap: int, coordinator: Actor) -> None:
        lake = (await land.assignment("1", LAKE)).id
        await settle_earlier(land.work, coordinator, ONE, lake, NOT_COUNTED)
        land.clock.move(days=3)
        await settle_earlier(land.work, coordinator, ONE, lake, DONE)
        assert (await land.assignment("1", LAKE)).state is State.DONE

    async def test_all_of_a_map_at_once_but_what_a_document_executes(
        self, land: Land, roadmap: int, coordinator: Actor
    ) -> None:
        settled = await settle_earlier(land.work, coordinator, MAP, roadmap, DONE)
        assert (settled.count, settled.skipped) == (7, 3)
        assert [await states(land, number) for number in "1245"] == [{State.DONE}] * 3 + [{State.PLANNED}]
        assert await states(land, "3") == {State.BEFORE_START}
        again = await settle_earlier(land.work, coordinator, MAP, roadmap, DONE)
        assert (again.count, again.skipped, again.change_id) == (0, 3, None)
        assert len(await land.rows(StateChange)) == 7

    async def test_what_has_an_answer_keeps_it(self, land: Land, roadmap: int, coordinator: Actor) -> None:
        lake = (await land.assignment("1", LAKE)).id
        await settle_earlier(land.work, coordinator, ONE, lake, NOT_DONE)
        settled = await settle_earlier(land.work, coordinator, ROW, await task_of(land, "1"), NOT_COUNTED)
        assert settled.count == 2
        assert (await land.assignment("1", LAKE)).state is State.PLANNED

    async def test_a_document_is_no_bare_answer(self, land: Land, roadmap: int, coordinator: Actor) -> None:
        slot = (await land.assignment("3", LAKE)).id
        with pytest.raises(DocumentNeeded):
            await settle_earlier(land.work, coordinator, ONE, slot, DONE)
        assert (await settle_earlier(land.work, coordinator, ONE, slot, NOT_DONE)).count == 1
        await land.sends(DIRECTOR, slot)
        assert (await land.assignment("3", LAKE)).state is State.DONE

    async def test_the_same_answer_twice_is_said_once(self, land: Land, roadmap: int, coordinator: Actor) -> None:
        lake = (await land.assignment("1", LAKE)).id
        await settle_earlier(land.work, coordinator, ONE, lake, DONE)
        again = await settle_earlier(land.work, coordinator, ONE, lake, DONE)
        assert (again.count, again.change_id) == (0, None)
        assert len(await land.journal(lake)) == 1

    @pytest.mark.parametrize("answer", [NOT_DONE, NOT_COUNTED])
    async def test_what_has_gone_on_is_not_answered_for(
        self, land: Land, roadmap: int, coordinator: Actor, answer: EarlierAnswer
    ) -> None:
        lake = (await land.assignment("1", LAKE)).id
        await settle_earlier(land.work, coordinator, ONE, lake, DONE)
        with pytest.raises(WrongState):
            await settle_earlier(land.work, coordinator, ONE, lake, answer)

    async def test_what_lies_ahead_is_not_answered_for(self, land: Land, roadmap: int, coordinator: Actor) -> None:
        for answer in (DONE, NOT_COUNTED):
            with pytest.raises(WrongState):
                await settle_earlier(land.work, coordinator, ONE, (await land.assignment("5", LAKE)).id, answer)

    async def test_a_repeat_after_a_crash_says_nothing_twice(
        self, land: Land, roadmap: int, coordinator: Actor
    ) -> None:
        task_id = await task_of(land, "1")
        again = Work(land.sessions, land.clock, update_id=7, applied=True)
        with pytest.raises(AppliedBefore):
            await settle_earlier(again, coordinator, ROW, task_id, DONE)
        assert await land.rows(StateChange) == []
        await settle_earlier(land.work, coordinator, ROW, task_id, DONE)
        again = Work(land.sessions, land.clock, update_id=7, applied=True)
        assert (await settle_earlier(again, coordinator, ROW, task_id, DONE)).count == 0


class TestWhoAnswers:
    @pytest.mark.parametrize("name", [DIRECTOR, CURATOR])
    async def test_people_of_the_school_see_it_and_do_not_answer(self, land: Land, roadmap: int, name: str) -> None:
        actor = await land.actor(name)
        lake = (await land.assignment("1", LAKE)).id
        assert not (await look_at_task(land.work, actor, lake)).may_settle
        with pytest.raises(NotYours):
            await settle_earlier(land.work, actor, ONE, lake, DONE)
        await self.has_no_list(land, actor, roadmap)

    @pytest.mark.parametrize("name", [NEIGHBOUR, NEXT_DIRECTOR])
    async def test_for_neighbours_it_does_not_exist(self, land: Land, roadmap: int, name: str) -> None:
        actor = await land.actor(name)
        for about_id in ((await land.assignment("1", LAKE)).id, MISSING):
            with pytest.raises(OutOfReach):
                await settle_earlier(land.work, actor, ONE, about_id, DONE)
        await self.has_no_list(land, actor, roadmap)

    async def test_the_region_reads_a_districts_map_and_does_not_answer(self, land: Land, roadmap: int) -> None:
        governor = await land.actor(GOVERNOR)
        with pytest.raises(NotYours):
            await settle_earlier(land.work, governor, ONE, (await land.assignment("1", LAKE)).id, DONE)
        await self.has_no_list(land, governor, roadmap)

    async def has_no_list(self, land: Land, actor: Actor, roadmap: int) -> None:
        """Another's map and one that is not there look the same, and nothing changes."""
        assert await maps_with_earlier(land.work, actor) == []
        task_id = await task_of(land, "1")
        for deed in (
            *(look_at_earlier(land.work, actor, one) for one in (roadmap, MISSING)),
            *(look_at_earlier_row(land.work, actor, one) for one in (task_id, MISSING)),
            *(settle_earlier(land.work, actor, MAP, one, DONE) for one in (roadmap, MISSING)),
            *(settle_earlier(land.work, actor, ROW, one, NOT_DONE) for one in (task_id, MISSING)),
        ):
            with pytest.raises(OutOfReach):
                await deed
        assert await land.rows(StateChange) == []

    async def test_the_region_answers_on_its_own_map_and_a_district_for_its_part(
        self, land: Land, coordinator: Actor
    ) -> None:
        made = await land.publish(row("1", PAST), row("5"), by=GOVERNOR)
        governor = await land.actor(GOVERNOR)
        assert (await look_at_earlier(land.work, governor, made.roadmap_id)).left == 4
        assert (await look_at_earlier(land.work, coordinator, made.roadmap_id)).left == 3
        assert (await settle_earlier(land.work, coordinator, MAP, made.roadmap_id, DONE)).count == 3
        assert (await land.assignment("1", FOREST)).state is State.BEFORE_START
        with pytest.raises(OutOfReach):
            await settle_earlier(land.work, coordinator, ONE, (await land.assignment("1", FOREST)).id, DONE)
        assert (await settle_earlier(land.work, governor, MAP, made.roadmap_id, DONE)).count == 1

    async def test_a_role_that_ended_answers_nothing(self, land: Land, roadmap: int, coordinator: Actor) -> None:
        lake = (await land.assignment("1", LAKE)).id
        change_id = (await settle_earlier(land.work, coordinator, ONE, lake, NOT_DONE)).change_id or 0
        await land.serves(COORDINATOR, until=day(3, 8))
        actor = await land.actor(COORDINATOR)
        for deed in (
            settle_earlier(land.work, actor, MAP, roadmap, DONE),
            settle_earlier(land.work, actor, ONE, lake, DONE),
            take_back_earlier(land.work, actor, change_id, ONE, lake),
        ):
            with pytest.raises(OutOfReach):
                await deed
        await land.appoint(COORDINATOR, Role.CURATOR, school=LAKE)
        with pytest.raises(NotYours):
            await take_back_earlier(land.work, await land.actor(COORDINATOR), change_id, ONE, lake)


class TestTakingBack:
    async def test_one_answer_is_undone_like_every_mark(self, land: Land, roadmap: int, coordinator: Actor) -> None:
        slot = (await land.assignment("3", LAKE)).id
        for answer in (NOT_DONE, NOT_COUNTED):
            land.clock.move(minutes=1)
            change_id = (await settle_earlier(land.work, coordinator, ONE, slot, answer)).change_id
            land.clock.move(minutes=15)
            back = await take_back(land.work, coordinator, change_id or 0)
            assert (back.card.state, back.card.may_settle) == (State.BEFORE_START, True)

    async def test_all_that_one_press_said_is_undone_at_once(
        self, land: Land, roadmap: int, coordinator: Actor
    ) -> None:
        lake = (await land.assignment("1", LAKE)).id
        await settle_earlier(land.work, coordinator, ONE, lake, DONE)
        land.clock.move(minutes=1)
        settled = await settle_earlier(land.work, coordinator, MAP, roadmap, DONE)
        land.clock.move(minutes=15)
        back = await take_back_earlier(land.work, coordinator, settled.change_id or 0, MAP, roadmap)
        assert (back.count, back.kept) == (6, 0)
        assert await land.rows(Visit) == []
        assert (await look_at_earlier(land.work, coordinator, roadmap)).left == 9
        assert (await land.assignment("1", LAKE)).state is State.DONE
        again = await take_back_earlier(land.work, coordinator, settled.change_id or 0, MAP, roadmap)
        assert (again.count, again.kept) == (0, 0)
        assert len(await land.rows(StateChange)) == 13

    async def test_one_moment_holds_all_that_one_press_said(self, land: Land, roadmap: int, coordinator: Actor) -> None:
        """The clock goes on while a long list is answered for."""

        def running() -> datetime:
            land.clock.moment += timedelta(milliseconds=1)
            return land.clock.moment

        work = Work(land.sessions, running)
        settled = await settle_earlier(work, coordinator, MAP, roadmap, NOT_DONE)
        assert settled.count == 10
        back = await take_back_earlier(land.work, coordinator, settled.change_id or 0, MAP, roadmap)
        assert back.count == 10

    async def test_what_somebody_acted_on_since_stays(self, land: Land, roadmap: int, coordinator: Actor) -> None:
        task_id, director = await task_of(land, "1"), await land.actor(DIRECTOR)
        settled = await settle_earlier(land.work, coordinator, ROW, task_id, NOT_DONE)
        land.clock.move(minutes=1)
        lake = (await land.assignment("1", LAKE)).id
        await mark_done(land.work, director, lake)
        back = await take_back_earlier(land.work, coordinator, settled.change_id or 0, ROW, task_id)
        assert (back.count, back.kept) == (2, 1)
        assert (await land.assignment("1", LAKE)).state is State.DONE
        land.clock.move(minutes=1)
        one = (await settle_earlier(land.work, coordinator, ROW, task_id, NOT_DONE)).change_id or 0
        for name in (BIRCH, LINDEN):
            await land.turns((await land.assignment("1", name)).id, State.IN_PROGRESS)
        with pytest.raises(ActedOnSince):
            await take_back_earlier(land.work, coordinator, one, ROW, task_id)

    async def test_help_that_an_answer_closed_is_wanted_again(
        self, land: Land, roadmap: int, coordinator: Actor
    ) -> None:
        lake = await land.assignment("1", LAKE)
        await ask_help(land.work, await land.actor(DIRECTOR), lake.id)
        land.clock.move(minutes=1)
        settled = await settle_earlier(land.work, coordinator, ROW, lake.task_id, DONE)
        assert (await land.rows(HelpRequest))[0].closed_at == land.clock()
        await take_back_earlier(land.work, coordinator, settled.change_id or 0, ROW, lake.task_id)
        assert (await land.rows(HelpRequest))[0].closed_at is None

    async def test_not_after_a_quarter_of_an_hour(self, land: Land, roadmap: int, coordinator: Actor) -> None:
        settled = await settle_earlier(land.work, coordinator, MAP, roadmap, DONE)
        land.clock.move(minutes=15, seconds=1)
        with pytest.raises(UndoTooLate):
            await take_back_earlier(land.work, coordinator, settled.change_id or 0, MAP, roadmap)

    async def test_only_ones_own_answers(self, land: Land, roadmap: int, coordinator: Actor) -> None:
        settled = await settle_earlier(land.work, coordinator, MAP, roadmap, DONE)
        change_id = settled.change_id or 0
        await land.appoint(DIRECTOR, Role.COORDINATOR, territory=DISTRICT)
        with pytest.raises(NotYours):
            await take_back_earlier(land.work, await land.actor(DIRECTOR), change_id, MAP, roadmap)
        for name, one in ((NEIGHBOUR, change_id), (COORDINATOR, MISSING)):
            with pytest.raises(OutOfReach):
                await take_back_earlier(land.work, await land.actor(name), one, MAP, roadmap)

    async def test_a_mark_of_another_kind_is_no_answer(self, land: Land, roadmap: int, coordinator: Actor) -> None:
        ahead = await land.assignment("5", LAKE)
        await mark_done(land.work, coordinator, ahead.id)
        (change,) = await land.journal(ahead.id)
        with pytest.raises(WrongState):
            await take_back_earlier(land.work, coordinator, change.id, ROW, ahead.task_id)

    async def test_answers_of_another_map_stay(self, land: Land, roadmap: int, coordinator: Actor) -> None:
        """Two maps answered for in one moment are two presses."""
        (own,) = await land.rows(RoadMap)
        other = await land.publish(row("9", PAST), row("10"), by=GOVERNOR)
        first = await settle_earlier(land.work, coordinator, MAP, own.id, DONE)
        await settle_earlier(land.work, coordinator, MAP, other.roadmap_id, DONE)
        assert (await take_back_earlier(land.work, coordinator, first.change_id or 0, MAP, own.id)).count == 7
        assert (await land.assignment("9", LAKE)).state is State.DONE


async def test_the_quarter_of_an_hour_is_that_of_every_mark(land: Land, roadmap: int, coordinator: Actor) -> None:
    land.clock.set(at(3, 9, 16))
    lake = (await land.assignment("1", LAKE)).id
    await settle_earlier(land.work, coordinator, ONE, lake, DONE)
    mark = (await look_at_task(land.work, coordinator, lake)).mark
    assert mark is not None
    assert mark.undo_until == at(3, 9, 16, 15)
