import asyncio
from datetime import timedelta

import pytest

from models.domain.access import Actor, Role
from models.domain.lifecycles import State
from models.domain.plan import Executor, Scope
from models.domain.refusals import ActedOnSince, NotYours, OutOfReach, UndoTooLate, WrongState
from models.tables import HelpRequest, OutboxRow
from models.usecases.helping import answer_help, ask_help, let_help_go, look_at_help, take_help, withdraw_help
from models.usecases.tasks import all_as_planned, look_at_task, mark_done, take_back
from tests.builders import (
    BIRCH,
    BIRCH_DIRECTOR,
    COORDINATOR,
    CURATOR,
    DEPUTY,
    DIRECTOR,
    DISTRICT,
    LAKE,
    LINDEN,
    LINDEN_DIRECTOR,
    NEIGHBOUR,
    NEXT_CURATOR,
    NEXT_DIRECTOR,
    SECOND_CURATOR,
    Land,
    at,
    day,
    document,
    row,
    visit,
)

MISSING = 10_000
OTHERS = (BIRCH_DIRECTOR, LINDEN_DIRECTOR, SECOND_CURATOR, NEIGHBOUR, NEXT_CURATOR, NEXT_DIRECTOR)


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


async def marked(land: Land, actor: Actor, assignment_id: int) -> int:
    """Mark, and give the number of the entry that could be taken back."""
    card = (await mark_done(land.work, actor, assignment_id)).card
    assert card.mark is not None
    return card.mark.change_id


class TestHelp:
    async def test_the_curators_are_told_once(self, land: Land, lake: int, director: Actor) -> None:
        assert (await ask_help(land.work, director, lake)).help_open
        assert (await ask_help(land.work, await land.actor(DEPUTY), lake)).help_open
        assert len(await land.rows(HelpRequest)) == 1
        assert await land.news("HelpAsked") == [CURATOR]
        (told,) = await land.rows(OutboxRow)
        assert (told.role, told.school_id, told.territory_id) == (Role.CURATOR, (await land.school(LAKE)).id, None)

    async def test_all_curators_are_told(self, land: Land) -> None:
        await land.publish(row("1"))
        await ask_help(land.work, await land.actor(BIRCH_DIRECTOR), (await land.assignment("1", BIRCH)).id)
        assert await land.news("HelpAsked") == [CURATOR, SECOND_CURATOR]

    async def test_who_is_away_is_not_asked(self, land: Land) -> None:
        await land.publish(row("1"))
        await land.is_away(CURATOR, day(3, 9), day(3, 9))
        for school, name in ((BIRCH, BIRCH_DIRECTOR), (LAKE, DIRECTOR)):
            await ask_help(land.work, await land.actor(name), (await land.assignment("1", school)).id)
        assert await land.news("HelpAsked") == [SECOND_CURATOR, COORDINATOR]

    async def test_without_a_curator_the_coordinator_is_told(self, land: Land) -> None:
        await land.publish(row("1"))
        await ask_help(land.work, await land.actor(LINDEN_DIRECTOR), (await land.assignment("1", LINDEN)).id)
        assert await land.news("HelpAsked") == [COORDINATOR]
        (told,) = await land.rows(OutboxRow)
        assert (told.role, told.school_id) == (Role.COORDINATOR, None)
        assert told.territory_id == (await land.territory(DISTRICT)).id

    async def test_a_curator_asks_the_coordinator(self, land: Land, curator: Actor) -> None:
        await land.publish(visit("2"))
        await ask_help(land.work, curator, (await land.assignment("2", LAKE)).id)
        assert await land.news("HelpAsked") == [COORDINATOR]

    async def test_the_only_coordinator_asks_for_themselves_and_nobody_is_told(
        self, land: Land, coordinator: Actor
    ) -> None:
        await land.publish(row("3", by=(Executor.MUNICIPAL_AUTHORITY,), scope=Scope.ONCE))
        assert (await ask_help(land.work, coordinator, (await land.assignment("3", DISTRICT)).id)).help_open
        assert await land.news("HelpAsked") == []

    async def test_only_who_answers_for_a_task_asks_for_help_with_it(
        self, land: Land, lake: int, curator: Actor
    ) -> None:
        for deed in (ask_help, withdraw_help):
            with pytest.raises(NotYours):
                await deed(land.work, curator, lake)

    async def test_the_term_goes_on(self, land: Land, lake: int, director: Actor) -> None:
        land.clock.set(at(4, 1, 9))
        card = await ask_help(land.work, director, lake)
        assert (card.state, card.overdue) == (State.PLANNED, True)

    async def test_the_first_who_takes_it_is_the_one(self, land: Land) -> None:
        await land.publish(row("1"))
        await ask_help(land.work, await land.actor(BIRCH_DIRECTOR), (await land.assignment("1", BIRCH)).id)
        (request,) = await land.rows(HelpRequest)
        taken = await take_help(land.work, await land.actor(CURATOR), request.id)
        late = await take_help(land.work, await land.actor(SECOND_CURATOR), request.id)
        assert (taken.asked_by, taken.asked_on) == (BIRCH_DIRECTOR, day(3, 9))
        assert taken.taken_by == late.taken_by == CURATOR
        assert await land.news("HelpTaken") == [BIRCH_DIRECTOR]

    async def test_of_two_who_take_it_at_once_one_does(self, land: Land) -> None:
        await land.publish(row("1"))
        await ask_help(land.work, await land.actor(BIRCH_DIRECTOR), (await land.assignment("1", BIRCH)).id)
        (request,) = await land.rows(HelpRequest)
        helpers = [await land.actor(name) for name in (CURATOR, SECOND_CURATOR, COORDINATOR)]
        taken = await asyncio.gather(*(take_help(land.work, actor, request.id) for actor in helpers))
        assert len({card.taken_by for card in taken}) == 1
        assert await land.news("HelpTaken") == [BIRCH_DIRECTOR]

    @pytest.mark.parametrize("name", [DIRECTOR, DEPUTY])
    async def test_a_school_does_not_take_its_own_request(
        self, land: Land, lake: int, director: Actor, name: str
    ) -> None:
        await ask_help(land.work, director, lake)
        (request,) = await land.rows(HelpRequest)
        with pytest.raises(NotYours):
            await take_help(land.work, await land.actor(name), request.id)

    async def test_what_is_withdrawn_is_not_taken(self, land: Land, lake: int, director: Actor, curator: Actor) -> None:
        await ask_help(land.work, director, lake)
        assert not (await withdraw_help(land.work, director, lake)).help_open
        (request,) = await land.rows(HelpRequest)
        card = await take_help(land.work, curator, request.id)
        assert (card.closed, card.taken_by) == (True, None)
        assert request.closed_at == land.clock()
        assert await land.news("HelpTaken") == []

    async def test_withdrawing_nothing_changes_nothing(self, land: Land, lake: int, director: Actor) -> None:
        assert not (await withdraw_help(land.work, director, lake)).help_open

    async def test_the_first_answer_counts_and_who_asked_is_told_once(self, land: Land) -> None:
        await land.publish(row("1"))
        birch = (await land.assignment("1", BIRCH)).id
        await ask_help(land.work, await land.actor(BIRCH_DIRECTOR), birch, "нет договора")
        (request,) = await land.rows(HelpRequest)
        assert request.text == "нет договора"
        helpers = [await land.actor(name) for name in (CURATOR, SECOND_CURATOR)]
        cards = await asyncio.gather(*(answer_help(land.work, one, request.id, one.name) for one in helpers))
        assert len({(card.answer, card.answered_by) for card in cards}) == 1
        assert cards[0].answer == cards[0].answered_by
        assert await land.news("HelpAnswered") == [BIRCH_DIRECTOR]

    @pytest.mark.parametrize("name", [DIRECTOR, DEPUTY])
    async def test_a_school_does_not_answer_itself(self, land: Land, lake: int, director: Actor, name: str) -> None:
        await ask_help(land.work, director, lake)
        (request,) = await land.rows(HelpRequest)
        with pytest.raises(NotYours):
            await answer_help(land.work, await land.actor(name), request.id, "сами")

    async def test_what_was_answered_may_be_asked_anew(
        self, land: Land, lake: int, director: Actor, curator: Actor
    ) -> None:
        await ask_help(land.work, director, lake)
        (request,) = await land.rows(HelpRequest)
        await answer_help(land.work, curator, request.id, "позвоню")
        assert (await look_at_task(land.work, director, lake)).help_open
        land.clock.move(minutes=1)
        card = await ask_help(land.work, director, lake, "не дозвонились")
        assert card.help is not None
        assert (card.help.text, card.help.answer) == ("не дозвонились", None)
        answered, anew = await land.rows(HelpRequest)
        assert (answered.closed_at, anew.closed_at) == (land.clock(), None)

    async def test_what_was_taken_by_mistake_is_let_go_and_nobody_hears_of_it(
        self, land: Land, lake: int, director: Actor, curator: Actor
    ) -> None:
        await ask_help(land.work, director, lake)
        (request,) = await land.rows(HelpRequest)
        await take_help(land.work, curator, request.id)
        with pytest.raises(NotYours):
            await let_help_go(land.work, await land.actor(COORDINATOR), request.id)
        assert (await let_help_go(land.work, curator, request.id)).taken_by is None
        (told,) = await land.rows(OutboxRow, OutboxRow.kind == "HelpTaken")
        assert told.state == "dropped"
        land.clock.move(minutes=1)
        await take_help(land.work, await land.actor(COORDINATOR), request.id)
        assert await land.news("HelpTaken") == [DIRECTOR, DIRECTOR]

    async def test_it_is_let_go_for_a_quarter_of_an_hour_unless_it_was_answered(
        self, land: Land, lake: int, director: Actor, curator: Actor
    ) -> None:
        await ask_help(land.work, director, lake)
        (request,) = await land.rows(HelpRequest)
        await take_help(land.work, curator, request.id)
        land.clock.move(minutes=15, seconds=1)
        with pytest.raises(UndoTooLate):
            await let_help_go(land.work, curator, request.id)
        await answer_help(land.work, curator, request.id, "позвоню")
        with pytest.raises(ActedOnSince):
            await let_help_go(land.work, curator, request.id)

    async def test_nobody_is_asked_to_help_with_what_is_done(
        self, land: Land, lake: int, director: Actor, curator: Actor
    ) -> None:
        await ask_help(land.work, director, lake)
        land.clock.move(minutes=1)
        card = (await mark_done(land.work, director, lake)).card
        (request,) = await land.rows(HelpRequest)
        assert (card.help_open, request.closed_at) == (False, land.clock())
        assert (await take_help(land.work, curator, request.id)).taken_by is None
        assert await land.news("HelpTaken") == []

    async def test_a_document_that_is_sent_needs_no_help_either(self, land: Land, director: Actor) -> None:
        await land.publish(document("7"))
        slot = (await land.assignment("7", LAKE)).id
        await ask_help(land.work, director, slot)
        sent = await land.sends(DIRECTOR, slot)
        assert not sent.task.help_open
        (request,) = await land.rows(HelpRequest)
        assert request.closed_at == land.clock()
        await land.returns(CURATOR, sent.document_id)
        assert not (await look_at_task(land.work, director, slot)).help_open

    async def test_an_undone_mark_asks_again_for_the_help_it_closed(
        self, land: Land, lake: int, director: Actor, curator: Actor
    ) -> None:
        await ask_help(land.work, director, lake)
        land.clock.move(minutes=1)
        await withdraw_help(land.work, director, lake)
        land.clock.move(minutes=1)
        await ask_help(land.work, director, lake)
        land.clock.move(minutes=1)
        change = await marked(land, director, lake)
        land.clock.move(minutes=1)
        assert (await take_back(land.work, director, change)).card.help_open
        withdrawn, wanted = await land.rows(HelpRequest)
        assert ((withdrawn.closed_at is None), wanted.closed_at) == (False, None)
        assert (await take_help(land.work, curator, wanted.id)).taken_by == CURATOR

    async def test_an_undone_mark_asks_for_no_help_that_nobody_wanted(
        self, land: Land, lake: int, director: Actor
    ) -> None:
        change = await marked(land, director, lake)
        assert not (await take_back(land.work, director, change)).card.help_open

    async def test_a_task_that_goes_on_still_wants_its_help(self, land: Land, lake: int, director: Actor) -> None:
        await ask_help(land.work, director, lake)
        await all_as_planned(land.work, director, day(3, 29))
        assert (await look_at_task(land.work, director, lake)).help_open

    @pytest.mark.parametrize("state", [State.DONE, State.NOT_HELD])
    async def test_no_help_is_asked_for_what_is_over(
        self, land: Land, lake: int, director: Actor, state: State
    ) -> None:
        await land.turns(lake, state)
        with pytest.raises(WrongState):
            await ask_help(land.work, director, lake)
        assert await land.rows(HelpRequest) == []

    async def test_help_may_be_asked_again(self, land: Land, lake: int, director: Actor, curator: Actor) -> None:
        await ask_help(land.work, director, lake)
        await withdraw_help(land.work, director, lake)
        land.clock.move(minutes=1)
        await ask_help(land.work, director, lake)
        first, second = await land.rows(HelpRequest)
        assert second.asked_at - first.asked_at == timedelta(minutes=1)
        assert await land.news("HelpAsked") == [CURATOR, CURATOR]
        assert not (await look_at_help(land.work, curator, second.id)).closed

    @pytest.mark.parametrize("name", OTHERS)
    async def test_a_neighbours_request_for_help_does_not_exist(
        self, land: Land, lake: int, director: Actor, name: str
    ) -> None:
        await ask_help(land.work, director, lake)
        (request,) = await land.rows(HelpRequest)
        actor = await land.actor(name)
        for help_id in (request.id, MISSING):
            for deed in (look_at_help, take_help):
                with pytest.raises(OutOfReach):
                    await deed(land.work, actor, help_id)
