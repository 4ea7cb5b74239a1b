from dataclasses import replace

import pytest

from models.domain.access import Role
from models.domain.lifecycles import State
from models.domain.refusals import NotYours, OutOfReach, UndoTooLate, WrongState
from models.tables import MedkEntry
from models.usecases.medk import tick_medk, untick_medk
from models.usecases.tasks import mark_done
from tests.builders import (
    BIRCH_DIRECTOR,
    COORDINATOR,
    CURATOR,
    DEPUTY,
    DIRECTOR,
    GOVERNOR,
    LAKE,
    NEXT_DIRECTOR,
    Land,
    day,
    row,
)


@pytest.fixture
async def lake(land: Land) -> int:
    """A task of Lake School whose row names ИС МЭДК."""
    await land.publish(replace(row("1"), text="Разместить программу в ИС МЭДК"), row("2"))
    return (await land.assignment("1", LAKE)).id


async def test_it_stands_apart_from_what_is_done(land: Land, lake: int) -> None:
    director = await land.actor(DIRECTOR)
    card = (await tick_medk(land.work, director, lake)).card
    assert (card.medk_on, card.state, card.medk_undo) == (day(3, 9), State.PLANNED, True)
    card = (await mark_done(land.work, director, lake)).card
    assert (card.medk_on, card.state) == (day(3, 9), State.DONE)
    card = (await untick_medk(land.work, director, lake)).card
    assert (card.medk_on, card.state) == (None, State.DONE)


async def test_ticked_twice_it_is_entered_once(land: Land, lake: int) -> None:
    assert (await tick_medk(land.work, await land.actor(DIRECTOR), lake)).fresh
    assert not (await tick_medk(land.work, await land.actor(DEPUTY), lake)).fresh
    (entry,) = await land.rows(MedkEntry)
    assert (entry.medk_on, entry.person_id) == (day(3, 9), await land.person(DIRECTOR))


async def test_a_coordinator_ticks_for_the_school(land: Land, lake: int) -> None:
    await tick_medk(land.work, await land.actor(COORDINATOR), lake)
    (entry,) = await land.rows(MedkEntry)
    assert entry.on_behalf is Role.DIRECTOR


async def test_it_is_taken_back_for_a_quarter_of_an_hour_by_whose_it_is(land: Land, lake: int) -> None:
    director = await land.actor(DIRECTOR)
    await tick_medk(land.work, director, lake)
    with pytest.raises(NotYours):
        await untick_medk(land.work, await land.actor(DEPUTY), lake)
    land.clock.move(minutes=15, seconds=1)
    with pytest.raises(UndoTooLate):
        await untick_medk(land.work, director, lake)
    assert (await land.assignment("1", LAKE)).medk_on == day(3, 9)


async def test_what_is_not_ticked_is_not_taken_back(land: Land, lake: int) -> None:
    assert not (await untick_medk(land.work, await land.actor(DIRECTOR), lake)).fresh
    assert await land.rows(MedkEntry) == []


async def test_a_row_that_does_not_name_it_has_none(land: Land, lake: int) -> None:
    with pytest.raises(WrongState):
        await tick_medk(land.work, await land.actor(DIRECTOR), (await land.assignment("2", LAKE)).id)


async def test_whoever_may_mark_may_tick_and_nobody_else(land: Land, lake: int) -> None:
    for name in (CURATOR, GOVERNOR):
        with pytest.raises(NotYours):
            await tick_medk(land.work, await land.actor(name), lake)
    for name in (BIRCH_DIRECTOR, NEXT_DIRECTOR):
        with pytest.raises(OutOfReach):
            await tick_medk(land.work, await land.actor(name), lake)
