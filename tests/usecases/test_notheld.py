import asyncio

import pytest

from models.domain.access import Role
from models.domain.lifecycles import State
from models.domain.notices import NotHeldAsked, NotHeldDecided
from models.domain.outbox import DropReason
from models.domain.plan import Executor, Scope
from models.domain.refusals import ActedOnSince, NotYours, OutOfReach, UndoTooLate, WrongState
from models.tables import HelpRequest, NotHeldRequest, OutboxRow
from models.usecases.documents import withdraw_document
from models.usecases.helping import ask_help
from models.usecases.news import look_at_news
from models.usecases.notheld import (
    decide_not_held,
    look_at_not_held,
    say_not_held,
    undo_decision,
    withdraw_not_held,
)
from models.usecases.requests import waiting_requests
from models.usecases.tasks import look_at_task, mark_done, take_back
from models.usecases.visits import mark_all_visited, take_back_visits
from tests.builders import (
    BIRCH_DIRECTOR,
    COORDINATOR,
    CURATOR,
    DEPUTY,
    DIRECTOR,
    DISTRICT,
    FOREST,
    GOVERNOR,
    LAKE,
    NEIGHBOUR,
    NEXT_DIRECTOR,
    REGION,
    Land,
    day,
    document,
    row,
    until,
    visit,
)

OTHERS = (BIRCH_DIRECTOR, NEIGHBOUR, NEXT_DIRECTOR)
MISSING = 10_000


@pytest.fixture
async def lake(land: Land) -> int:
    """A plain task of Lake School, due on the last day of March."""
    await land.publish(row("1"))
    return (await land.assignment("1", LAKE)).id


async def said(land: Land, assignment_id: int, *, by: str = DIRECTOR) -> int:
    """Somebody says it; the number of their word."""
    await say_not_held(land.work, await land.actor(by), assignment_id, "нет классов")
    land.clock.move(minutes=1)
    return (await land.rows(NotHeldRequest))[-1].id


class TestSaying:
    async def test_it_waits_for_the_coordinator_and_nothing_moves(self, land: Land, lake: int) -> None:
        outcome = await say_not_held(land.work, await land.actor(DIRECTOR), lake, "нет классов")
        assert (outcome.waits, outcome.fresh, outcome.card.state) == (True, True, State.PLANNED)
        assert outcome.card.not_held is not None
        assert (outcome.card.not_held.reason, outcome.card.not_held.mine) == ("нет классов", True)
        assert await land.journal(lake) == []
        assert await land.news("NotHeldAsked") == [COORDINATOR]
        (told,) = await land.rows(OutboxRow)
        assert (told.role, told.territory_id) == (Role.COORDINATOR, (await land.territory(DISTRICT)).id)

    async def test_said_twice_it_waits_once(self, land: Land, lake: int) -> None:
        await said(land, lake)
        again = await say_not_held(land.work, await land.actor(DEPUTY), lake, "и учителя нет")
        assert (again.waits, again.fresh) == (True, False)
        assert len(await land.rows(NotHeldRequest)) == 1

    async def test_of_two_who_say_it_at_once_one_does(self, land: Land, lake: int) -> None:
        actors = [await land.actor(name) for name in (DIRECTOR, DEPUTY)]
        outcomes = await asyncio.gather(*(say_not_held(land.work, actor, lake, "нет") for actor in actors))
        assert sorted(one.fresh for one in outcomes) == [False, True]
        assert len(await land.rows(NotHeldRequest)) == 1

    async def test_a_coordinators_own_word_counts_at_once(self, land: Land, lake: int) -> None:
        outcome = await say_not_held(land.work, await land.actor(COORDINATOR), lake, "нет классов")
        assert (outcome.waits, outcome.card.state) == (False, State.NOT_HELD)
        (change,) = await land.journal(lake)
        assert (change.to_state, change.comment, change.on_behalf) == (State.NOT_HELD, "нет классов", Role.DIRECTOR)
        assert await land.news("NotHeldAsked") == []

    async def test_a_coordinators_own_word_answers_who_said_it_before(self, land: Land, lake: int) -> None:
        request_id = await said(land, lake)
        await say_not_held(land.work, await land.actor(COORDINATOR), lake, "так и есть")
        (plea,) = await land.rows(NotHeldRequest)
        assert (plea.id, plea.accepted, plea.closed_at) == (request_id, True, None)
        assert await land.news("NotHeldDecided") == [DIRECTOR]

    @pytest.mark.parametrize("state", [State.DONE, State.BEFORE_START])
    async def test_what_is_over_is_not_called_off(self, land: Land, lake: int, state: State) -> None:
        await land.turns(lake, state)
        for name in (DIRECTOR, COORDINATOR):
            with pytest.raises(WrongState):
                await say_not_held(land.work, await land.actor(name), lake, "нет классов")

    async def test_only_who_answers_for_it_says_so(self, land: Land, lake: int) -> None:
        for name in (CURATOR, GOVERNOR):
            with pytest.raises(NotYours):
                await say_not_held(land.work, await land.actor(name), lake, "нет классов")
        for name in OTHERS:
            with pytest.raises(OutOfReach):
                await say_not_held(land.work, await land.actor(name), lake, "нет классов")

    async def test_what_nobody_waits_for_may_be_called_off_by_the_coordinator(self, land: Land) -> None:
        await land.publish(row("8", by=(Executor.FEDERAL,), scope=Scope.WAITING), row("9"))
        assignment = await land.assignment("8", DISTRICT)
        outcome = await say_not_held(land.work, await land.actor(COORDINATOR), assignment.id, "отменено")
        assert outcome.card.state is State.NOT_HELD

    async def test_on_the_regions_map_the_district_and_the_region_decide(self, land: Land) -> None:
        await land.publish(row("4"), by=GOVERNOR)
        lake, forest = (await land.assignment("4", LAKE)).id, (await land.assignment("4", FOREST)).id
        here, there = await said(land, lake), await said(land, forest, by=NEXT_DIRECTOR)
        assert await land.news("NotHeldAsked") == [COORDINATOR, NEIGHBOUR]
        with pytest.raises(OutOfReach):
            await decide_not_held(land.work, await land.actor(COORDINATOR), there, accepted=True)
        assert (await decide_not_held(land.work, await land.actor(GOVERNOR), there, accepted=True)).accepted
        assert (await decide_not_held(land.work, await land.actor(COORDINATOR), here, accepted=True)).accepted

    async def test_without_a_coordinator_there_the_maps_own_is_asked(self, land: Land) -> None:
        await land.publish(row("4"), by=GOVERNOR)
        await land.serves(NEIGHBOUR, until=day(3, 1))
        await said(land, (await land.assignment("4", FOREST)).id, by=NEXT_DIRECTOR)
        assert await land.news("NotHeldAsked") == [GOVERNOR]
        (told,) = await land.rows(OutboxRow)
        assert told.territory_id == (await land.territory(REGION)).id


class TestDeciding:
    async def test_yes_closes_it_with_the_reason_and_no_leaves_it(self, land: Land, lake: int) -> None:
        request_id = await said(land, lake)
        coordinator = await land.actor(COORDINATOR)
        declined = await decide_not_held(land.work, coordinator, request_id, accepted=False)
        assert (declined.accepted, declined.decided_by, declined.may_undo) == (False, COORDINATOR, True)
        assert (await land.assignment("1", LAKE)).state is State.PLANNED
        second = await said(land, lake)
        assert (await decide_not_held(land.work, coordinator, second, accepted=True)).accepted
        (change,) = await land.journal(lake)
        assert (change.to_state, change.comment) == (State.NOT_HELD, "нет классов")
        assert await land.news("NotHeldDecided") == [DIRECTOR, DIRECTOR]

    async def test_the_first_decision_counts(self, land: Land, lake: int) -> None:
        request_id = await said(land, lake)
        await land.comes_in("Вторая Коллегова", Role.COORDINATOR, territory=DISTRICT)
        actors = [await land.actor(name) for name in (COORDINATOR, "Вторая Коллегова")]
        cards = await asyncio.gather(
            *(
                decide_not_held(land.work, actor, request_id, accepted=accepted)
                for actor, accepted in zip(actors, (True, False), strict=True)
            )
        )
        assert len({(card.accepted, card.decided_by) for card in cards}) == 1
        assert len(await land.news("NotHeldDecided")) == 1

    @pytest.mark.parametrize("name", [DIRECTOR, DEPUTY, CURATOR, GOVERNOR])
    async def test_nobody_else_decides(self, land: Land, lake: int, name: str) -> None:
        request_id = await said(land, lake)
        with pytest.raises(NotYours):
            await decide_not_held(land.work, await land.actor(name), request_id, accepted=True)

    @pytest.mark.parametrize("name", OTHERS)
    async def test_for_the_neighbours_it_does_not_exist(self, land: Land, lake: int, name: str) -> None:
        request_id = await said(land, lake)
        actor = await land.actor(name)
        for number in (request_id, MISSING):
            with pytest.raises(OutOfReach):
                await decide_not_held(land.work, actor, number, accepted=True)
            for deed in (look_at_not_held, undo_decision):
                with pytest.raises(OutOfReach):
                    await deed(land.work, actor, number)

    async def test_what_is_agreed_needs_no_help_and_the_undo_asks_for_it_again(self, land: Land, lake: int) -> None:
        await ask_help(land.work, await land.actor(DIRECTOR), lake)
        request_id = await said(land, lake)
        coordinator = await land.actor(COORDINATOR)
        await decide_not_held(land.work, coordinator, request_id, accepted=True)
        (request,) = await land.rows(HelpRequest)
        assert request.closed_at == land.clock()
        land.clock.move(minutes=1)
        await undo_decision(land.work, coordinator, request_id)
        (request,) = await land.rows(HelpRequest)
        assert request.closed_at is None

    async def test_a_document_may_be_not_held(self, land: Land) -> None:
        await land.publish(document("7"))
        slot = (await land.assignment("7", LAKE)).id
        coordinator = await land.actor(COORDINATOR)
        card = (await say_not_held(land.work, coordinator, slot, "не требуется")).card
        assert card.mark is not None
        assert (await take_back(land.work, coordinator, card.mark.change_id)).card.state is State.PLANNED


class TestUndoing:
    @pytest.mark.parametrize("accepted", [True, False])
    async def test_all_is_as_it_was_and_nobody_is_told_of_it(self, land: Land, lake: int, accepted: bool) -> None:
        request_id = await said(land, lake)
        coordinator = await land.actor(COORDINATOR)
        (before,) = await land.rows(NotHeldRequest)
        await decide_not_held(land.work, coordinator, request_id, accepted=accepted)
        card = await undo_decision(land.work, coordinator, request_id)
        assert (card.accepted, card.decided_by, card.may_undo) == (None, None, False)
        (after,) = await land.rows(NotHeldRequest)
        assert (after.accepted, after.decided_by_id, after.decided_at, after.closed_at) == (
            before.accepted,
            before.decided_by_id,
            before.decided_at,
            before.closed_at,
        )
        assert (await land.assignment("1", LAKE)).state is State.PLANNED
        (told,) = await land.rows(OutboxRow, OutboxRow.kind == "NotHeldDecided")
        assert told.state == "dropped"

    @pytest.mark.parametrize("accepted", [True, False])
    async def test_and_not_a_second_longer(self, land: Land, lake: int, accepted: bool) -> None:
        request_id = await said(land, lake)
        coordinator = await land.actor(COORDINATOR)
        await decide_not_held(land.work, coordinator, request_id, accepted=accepted)
        land.clock.move(minutes=15, seconds=1)
        with pytest.raises(UndoTooLate):
            await undo_decision(land.work, coordinator, request_id)

    async def test_after_somebody_acted_it_is_too_late(self, land: Land, lake: int) -> None:
        request_id = await said(land, lake)
        coordinator = await land.actor(COORDINATOR)
        await decide_not_held(land.work, coordinator, request_id, accepted=True)
        await land.turns(lake, State.IN_PROGRESS)
        with pytest.raises(ActedOnSince):
            await undo_decision(land.work, coordinator, request_id)

    async def test_a_no_is_not_taken_back_once_the_task_is_done(self, land: Land, lake: int) -> None:
        request_id = await said(land, lake)
        coordinator = await land.actor(COORDINATOR)
        await decide_not_held(land.work, coordinator, request_id, accepted=False)
        await mark_done(land.work, await land.actor(DIRECTOR), lake)
        with pytest.raises(ActedOnSince):
            await undo_decision(land.work, coordinator, request_id)

    async def test_the_undo_of_a_mark_waits_again_for_the_word_it_closed(self, land: Land, lake: int) -> None:
        await said(land, lake)
        director = await land.actor(DIRECTOR)
        card = (await mark_done(land.work, director, lake)).card
        (plea,) = await land.rows(NotHeldRequest)
        assert (card.not_held, plea.closed_at) == (None, land.clock())
        assert card.mark is not None
        land.clock.move(minutes=1)
        assert (await take_back(land.work, director, card.mark.change_id)).card.not_held is not None

    async def test_a_document_and_its_undo_are_seen_by_who_was_to_decide(self, land: Land) -> None:
        await land.publish(document("1"))
        slot = (await land.assignment("1", LAKE)).id
        await said(land, slot)
        asked = await land.delivered("NotHeldAsked")
        sent = await land.sends(DIRECTOR, slot)
        assert await land.redrawn(asked) == 1
        land.clock.move(minutes=1)
        await withdraw_document(land.work, await land.actor(DIRECTOR), sent.document_id)
        assert await land.redrawn(asked) == 2

    async def test_so_are_all_visits_of_a_day_and_their_undo(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 9)))
        curator, due = await land.actor(CURATOR), day(3, 9)
        await said(land, (await land.assignment("1", LAKE)).id, by=CURATOR)
        asked = await land.delivered("NotHeldAsked")
        marked = await mark_all_visited(land.work, curator, due, on=day(3, 4))
        assert marked.change_id is not None
        assert await land.redrawn(asked) == 1
        land.clock.move(minutes=1)
        await take_back_visits(land.work, curator, marked.change_id, due)
        assert await land.redrawn(asked) == 2

    async def test_who_said_it_takes_it_back(self, land: Land, lake: int) -> None:
        request_id = await said(land, lake)
        with pytest.raises(NotYours):
            await withdraw_not_held(land.work, await land.actor(DEPUTY), lake)
        assert (await withdraw_not_held(land.work, await land.actor(DIRECTOR), lake)).not_held is None
        late = await decide_not_held(land.work, await land.actor(COORDINATOR), request_id, accepted=True)
        assert (late.closed, late.accepted) == (True, None)
        assert (await land.assignment("1", LAKE)).state is State.PLANNED


class TestNews:
    async def test_what_is_decided_is_no_longer_asked(self, land: Land, lake: int) -> None:
        request_id = await said(land, lake)
        coordinator = await land.person(COORDINATOR)
        asked = await look_at_news(land.work, coordinator, NotHeldAsked(request_id))
        assert not isinstance(asked, DropReason)
        decided = NotHeldDecided(request_id)
        director = await land.person(DIRECTOR)
        assert await look_at_news(land.work, director, decided) is DropReason.NO_LONGER_TRUE
        await decide_not_held(land.work, await land.actor(COORDINATOR), request_id, accepted=False)
        assert await look_at_news(land.work, coordinator, NotHeldAsked(request_id)) is DropReason.NO_LONGER_TRUE
        assert not isinstance(await look_at_news(land.work, director, decided), DropReason)


class TestTheList:
    async def test_it_holds_what_waits_for_the_readers_word_the_oldest_first(self, land: Land, lake: int) -> None:
        await land.publish(visit("2"))
        await ask_help(land.work, await land.actor(CURATOR), (await land.assignment("2", LAKE)).id)
        land.clock.move(minutes=1)
        await said(land, lake)
        await ask_help(land.work, await land.actor(DIRECTOR), lake)
        counts = {}
        for name in (COORDINATOR, CURATOR, DIRECTOR, GOVERNOR, NEIGHBOUR):
            card = await waiting_requests(land.work, await land.actor(name))
            counts[name] = [type(one).__name__ for one in card.requests]
        assert counts == {
            COORDINATOR: ["HelpCard", "NotHeldCard", "HelpCard"],
            CURATOR: ["HelpCard"],
            DIRECTOR: [],
            GOVERNOR: ["HelpCard", "HelpCard"],
            NEIGHBOUR: [],
        }

    async def test_what_stands_out_of_all_figures_is_named(self, land: Land, lake: int) -> None:
        await say_not_held(land.work, await land.actor(COORDINATOR), lake, "нет классов")
        card = await look_at_task(land.work, await land.actor(DIRECTOR), lake)
        assert (card.state, card.overdue) == (State.NOT_HELD, False)
