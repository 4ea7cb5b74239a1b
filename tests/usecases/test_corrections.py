import pytest

from models.domain.access import Actor
from models.domain.lifecycles import Correction, State
from models.domain.notices import MarkCorrected
from models.domain.outbox import DropReason
from models.domain.plan import Executor, Scope
from models.domain.refusals import DayAhead, NotYours, OutOfReach, WrongState
from models.tables import AuditEntry, OutboxRow, Visit
from models.usecases.corrections import CORRECTED, correct_mark
from models.usecases.news import look_at_news
from models.usecases.notheld import say_not_held
from models.usecases.tasks import mark_done, take_back
from tests.builders import (
    BIRCH_DIRECTOR,
    COORDINATOR,
    CURATOR,
    DEPUTY,
    DIRECTOR,
    DISTRICT,
    GOVERNOR,
    LAKE,
    NEIGHBOUR,
    Land,
    day,
    document,
    row,
    visit,
)

NOTE = "проверено на месте"


@pytest.fixture
async def lake(land: Land) -> int:
    """A task of Lake School that its director marked an hour ago."""
    await land.publish(row("1"))
    assignment_id = (await land.assignment("1", LAKE)).id
    await mark_done(land.work, await land.actor(DIRECTOR), assignment_id, on=day(3, 8))
    land.clock.move(hours=1)
    return assignment_id


@pytest.fixture
async def coordinator(land: Land) -> Actor:
    return await land.actor(COORDINATOR)


async def test_the_note_stands_in_the_journal_and_in_the_audit(land: Land, lake: int, coordinator: Actor) -> None:
    corrected = await correct_mark(land.work, coordinator, lake, Correction.NOT_DONE, NOTE)
    assert (corrected.fresh, corrected.card.state, corrected.card.done_on) == (True, State.IN_PROGRESS, None)
    change = (await land.journal(lake))[-1]
    assert (change.comment, change.from_state, change.from_day) == (NOTE, State.DONE, day(3, 8))
    (kept,) = await land.rows(AuditEntry, AuditEntry.action == CORRECTED)
    assert (kept.person_id, kept.subject_id) == (coordinator.person_id, lake)
    assert kept.detail == {
        "correction": "not_done",
        "was": "done",
        "was_on": "2027-03-08",
        "on": None,
        "note": NOTE,
    }


async def test_the_school_and_whose_mark_it_was_are_told(land: Land, lake: int, coordinator: Actor) -> None:
    await correct_mark(land.work, coordinator, lake, Correction.ANOTHER_DAY, NOTE, on=day(3, 5))
    assert sorted(await land.news("MarkCorrected")) == sorted([DIRECTOR, DEPUTY])
    assert (await land.assignment("1", LAKE)).done_on == day(3, 5)


async def test_a_curators_mark_is_told_to_the_curator(land: Land, lake: int, coordinator: Actor) -> None:
    await land.publish(visit("2"))
    assignment_id = (await land.assignment("2", LAKE)).id
    await mark_done(land.work, await land.actor(CURATOR), assignment_id)
    await correct_mark(land.work, coordinator, assignment_id, Correction.NOT_HELD, NOTE)
    assert sorted(await land.news("MarkCorrected")) == sorted([CURATOR, DIRECTOR, DEPUTY])
    assert await land.rows(Visit) == []


async def test_the_region_corrects_on_a_districts_map_with_a_note(land: Land, lake: int) -> None:
    governor = await land.actor(GOVERNOR)
    with pytest.raises(NotYours):
        await say_not_held(land.work, governor, lake, NOTE)
    assert (await correct_mark(land.work, governor, lake, Correction.NOT_DONE, NOTE)).card.state is State.IN_PROGRESS


async def test_a_territorys_mark_is_told_to_its_coordinator(land: Land, lake: int, coordinator: Actor) -> None:
    await land.publish(row("3", by=(Executor.MUNICIPAL_AUTHORITY,), scope=Scope.ONCE))
    assignment_id = (await land.assignment("3", DISTRICT)).id
    await mark_done(land.work, coordinator, assignment_id)
    await correct_mark(land.work, await land.actor(GOVERNOR), assignment_id, Correction.NOT_DONE, NOTE)
    assert await land.news("MarkCorrected") == [COORDINATOR]


async def test_nobody_else_corrects(land: Land, lake: int) -> None:
    for name in (DIRECTOR, CURATOR):
        with pytest.raises(NotYours):
            await correct_mark(land.work, await land.actor(name), lake, Correction.NOT_DONE, NOTE)
    for name in (NEIGHBOUR, BIRCH_DIRECTOR):
        with pytest.raises(OutOfReach):
            await correct_mark(land.work, await land.actor(name), lake, Correction.NOT_DONE, NOTE)
    assert (await land.assignment("1", LAKE)).state is State.DONE


async def test_what_is_so_already_stays_as_it_is(land: Land, lake: int, coordinator: Actor) -> None:
    same = await correct_mark(land.work, coordinator, lake, Correction.ANOTHER_DAY, NOTE, on=day(3, 8))
    assert not same.fresh
    assert len(await land.journal(lake)) == 1


async def test_nothing_is_done_tomorrow(land: Land, lake: int, coordinator: Actor) -> None:
    with pytest.raises(DayAhead):
        await correct_mark(land.work, coordinator, lake, Correction.ANOTHER_DAY, NOTE, on=day(3, 10))


async def test_where_no_mark_stands_there_is_nothing_to_correct(land: Land, lake: int, coordinator: Actor) -> None:
    await correct_mark(land.work, coordinator, lake, Correction.NOT_DONE, NOTE)
    with pytest.raises(WrongState):
        await correct_mark(land.work, coordinator, lake, Correction.NOT_HELD, NOTE)


async def test_what_became_of_a_document_is_said_of_the_document(land: Land, lake: int, coordinator: Actor) -> None:
    await land.publish(document("7"))
    slot = (await land.assignment("7", LAKE)).id
    await land.sends(DIRECTOR, slot)
    for correction in (Correction.NOT_DONE, Correction.NOT_HELD):
        with pytest.raises(WrongState):
            await correct_mark(land.work, coordinator, slot, correction, NOTE)
    with pytest.raises(WrongState):
        await correct_mark(land.work, coordinator, slot, Correction.ANOTHER_DAY, NOTE, on=day(3, 8))


async def test_a_document_that_is_not_held_may_be_brought_back(land: Land, lake: int, coordinator: Actor) -> None:
    await land.publish(document("7"))
    slot = (await land.assignment("7", LAKE)).id
    await say_not_held(land.work, coordinator, slot, NOTE)
    with pytest.raises(WrongState):
        await correct_mark(land.work, coordinator, slot, Correction.ANOTHER_DAY, NOTE, on=day(3, 8))
    assert (await correct_mark(land.work, coordinator, slot, Correction.NOT_DONE, NOTE)).card.state is State.IN_PROGRESS


async def test_a_visit_has_the_day_of_its_mark(land: Land, lake: int, coordinator: Actor) -> None:
    await land.publish(visit("2"))
    assignment_id = (await land.assignment("2", LAKE)).id
    curator = await land.actor(CURATOR)
    await mark_done(land.work, curator, assignment_id)
    (before,) = await land.rows(Visit)
    land.clock.move(hours=1)
    card = (await correct_mark(land.work, coordinator, assignment_id, Correction.ANOTHER_DAY, NOTE, on=day(3, 5))).card
    (moved,) = await land.rows(Visit)
    assert (moved.visited_on, moved.marked_by_id, moved.marked_at) == (day(3, 5), curator.person_id, before.marked_at)
    assert card.mark is not None
    await take_back(land.work, coordinator, card.mark.change_id)
    (after,) = await land.rows(Visit)
    assert (after.visited_on, after.marked_by_id, after.marked_at) == (
        before.visited_on,
        before.marked_by_id,
        before.marked_at,
    )


async def test_an_undone_correction_is_not_told(land: Land, lake: int, coordinator: Actor) -> None:
    card = (await correct_mark(land.work, coordinator, lake, Correction.NOT_DONE, NOTE)).card
    assert card.mark is not None
    director = await land.person(DIRECTOR)
    notice = MarkCorrected(card.mark.change_id)
    assert not isinstance(await look_at_news(land.work, director, notice), DropReason)
    back = (await take_back(land.work, coordinator, card.mark.change_id)).card
    assert (back.state, back.done_on) == (State.DONE, day(3, 8))
    assert await look_at_news(land.work, director, notice) is DropReason.NO_LONGER_TRUE
    told = await land.rows(OutboxRow, OutboxRow.kind == "MarkCorrected")
    assert {one.state for one in told} == {"dropped"}
