"""A document that waits too long: its curator is reminded, then the coordinator is offered a substitute."""

import pytest

from models.cards.tasks import ListCard, ListKind
from models.domain.notices import DayBegan
from models.domain.outbox import DropReason
from models.tables import OutboxRow
from models.usecases.judging import confirm_document, lift_confirmation
from models.usecases.news import look_at_news
from models.usecases.reminders import put_due
from models.usecases.tasks import list_of
from tests.builders import (
    BIRCH,
    BIRCH_DIRECTOR,
    COORDINATOR,
    CURATOR,
    DIRECTOR,
    LAKE,
    LINDEN,
    LINDEN_DIRECTOR,
    NEIGHBOUR,
    SECOND_CURATOR,
    Land,
    at,
    day,
    document,
    until,
)


@pytest.fixture
async def slot(land: Land) -> int:
    """A slot of Lake School whose term is far away; it is a Tuesday."""
    await land.publish(document("7", until(6, 30)))
    land.clock.set(at(3, 9, 10))
    return (await land.assignment("7", LAKE)).id


async def list_at(land: Land, name: str, month: int, number: int) -> ListCard:
    land.clock.set(at(month, number, 9))
    return await list_of(land.work, await land.actor(name), ListKind.DAY)


async def put_at(land: Land, month: int, number: int) -> set[str]:
    """Whom a day's list is put for at nine in the morning of that day."""
    land.clock.set(at(month, number, 9))
    before = {row.id for row in await land.rows(OutboxRow)}
    await put_due(land.work)
    names = {await land.person(name): name for name in (COORDINATOR, CURATOR, SECOND_CURATOR, DIRECTOR, NEIGHBOUR)}
    rows = await land.rows(OutboxRow, OutboxRow.kind == DayBegan.__name__)
    return {names[row.person_id] for row in rows if row.id not in before}


async def test_after_two_working_days_it_stands_in_the_curators_list(land: Land, slot: int) -> None:
    sent = await land.sends(DIRECTOR, slot)
    assert (await list_at(land, CURATOR, 3, 10)).documents == ()
    (waits,) = (await list_at(land, CURATOR, 3, 11)).documents
    assert (waits.document_id, waits.number, waits.unit, waits.days) == (sent.document_id, "7", LAKE, 2)
    (longer,) = (await list_at(land, CURATOR, 3, 15)).documents
    assert longer.days == 4


async def test_that_list_comes_for_its_sake_alone_on_that_very_day(land: Land, slot: int) -> None:
    await land.sends(DIRECTOR, slot)
    assert await put_at(land, 3, 10) == set()
    assert await put_at(land, 3, 11) == {CURATOR}
    assert await put_at(land, 3, 12) == set()


async def test_after_four_the_coordinator_learns_whose_word_is_awaited(land: Land, slot: int) -> None:
    await land.sends(DIRECTOR, slot)
    await land.sends(BIRCH_DIRECTOR, (await land.assignment("7", BIRCH)).id)
    assert (await list_at(land, COORDINATOR, 3, 12)).slow == ()
    slow = (await list_at(land, COORDINATOR, 3, 16)).slow
    assert [(one.name, one.count, one.days) for one in slow] == [(CURATOR, 2, 5), (SECOND_CURATOR, 1, 5)]
    assert (await list_at(land, COORDINATOR, 3, 16)).documents == ()


async def test_and_is_put_a_list_for_it(land: Land, slot: int) -> None:
    land.clock.set(at(3, 10, 10))
    await land.sends(DIRECTOR, slot)
    for number in (12, 15):
        assert COORDINATOR not in await put_at(land, 3, number)
    assert COORDINATOR in await put_at(land, 3, 16)
    assert COORDINATOR in await put_at(land, 3, 17)
    assert COORDINATOR not in await put_at(land, 3, 18)


async def test_without_a_curator_it_is_the_coordinators_own_to_judge(land: Land, slot: int) -> None:
    await land.sends(LINDEN_DIRECTOR, (await land.assignment("7", LINDEN)).id)
    card = await list_at(land, COORDINATOR, 3, 11)
    assert ([one.unit for one in card.documents], card.slow) == ([LINDEN], ())


async def test_and_is_put_their_list_after_two_days(land: Land, slot: int) -> None:
    await land.sends(LINDEN_DIRECTOR, (await land.assignment("7", LINDEN)).id)
    assert await put_at(land, 3, 11) == {COORDINATOR}


async def test_while_the_curator_is_away_it_is_the_coordinators_too(land: Land, slot: int) -> None:
    await land.sends(DIRECTOR, slot)
    await land.is_away(CURATOR, day(3, 10), day(3, 19))
    assert [one.unit for one in (await list_at(land, COORDINATOR, 3, 11)).documents] == [LAKE]


@pytest.mark.parametrize("name", [DIRECTOR, NEIGHBOUR, SECOND_CURATOR])
async def test_nobody_else_learns_of_it(land: Land, slot: int, name: str) -> None:
    await land.sends(DIRECTOR, slot)
    card = await list_at(land, name, 3, 16)
    assert (card.documents, card.slow) == ((), ())


async def test_what_was_judged_waits_no_more(land: Land, slot: int) -> None:
    sent = await land.sends(DIRECTOR, slot)
    curator = await land.actor(CURATOR)
    await confirm_document(land.work, curator, sent.document_id)
    assert await put_at(land, 3, 11) == set()
    assert (await list_at(land, CURATOR, 3, 16)).documents == ()


async def test_a_lifted_confirmation_begins_anew(land: Land, slot: int) -> None:
    sent = await land.sends(DIRECTOR, slot)
    await confirm_document(land.work, await land.actor(CURATOR), sent.document_id)
    land.clock.set(at(3, 16, 10))
    await lift_confirmation(land.work, await land.actor(COORDINATOR), sent.document_id, "Нет подписи")
    assert (await list_at(land, CURATOR, 3, 17)).documents == ()
    assert [one.days for one in (await list_at(land, CURATOR, 3, 18)).documents] == [2]


async def test_the_list_is_said_only_while_it_waits(land: Land, slot: int) -> None:
    sent = await land.sends(DIRECTOR, slot)
    land.clock.set(at(3, 11, 9))
    curator = await land.actor(CURATOR)
    notice = DayBegan(day(3, 11))
    assert isinstance(await look_at_news(land.work, curator.person_id, notice), ListCard)
    await confirm_document(land.work, curator, sent.document_id)
    assert await look_at_news(land.work, curator.person_id, notice) is DropReason.NO_LONGER_TRUE
