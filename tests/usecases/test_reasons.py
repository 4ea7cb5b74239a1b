"""A coordinator's own reasons to return documents."""

import pytest

from models.cards.documents import DocumentCard, ReasonsCard
from models.domain.access import Actor, Role
from models.domain.lifecycles import Remark, State
from models.domain.refusals import ActedOnSince, NotYours, OutOfReach, UndoTooLate, WordsNeeded, WrongState
from models.domain.returns import USUAL
from models.tables import AuditEntry, Document, ReturnReason
from models.usecases.judging import reasons_for, return_for_reason
from models.usecases.reasons import (
    add_reason,
    look_at_all,
    look_at_reasons,
    remove_reason,
    restore_usual,
    reword_reason,
    set_fault,
    take_back_change,
)
from tests.builders import (
    COORDINATOR,
    CURATOR,
    DIRECTOR,
    DISTRICT,
    GOVERNOR,
    LAKE,
    NEIGHBOUR,
    NEXT_DOOR,
    REGION,
    Land,
    at,
    day,
    document,
)


@pytest.fixture
async def coordinator(land: Land) -> Actor:
    return await land.actor(COORDINATOR)


@pytest.fixture
async def place(land: Land) -> int:
    return (await land.territory(DISTRICT)).id


@pytest.fixture
async def sent(land: Land) -> DocumentCard:
    await land.publish(document("7"))
    land.clock.set(at(3, 9, 10))
    return await land.sends(DIRECTOR, (await land.assignment("7", LAKE)).id)


def said(card: ReasonsCard) -> list[str]:
    return [one.text or one.remark.value for one in card.reasons]


USUALLY = [one.remark.value for one in USUAL]


async def test_the_usual_list_holds_until_somebody_makes_another(land: Land, coordinator: Actor) -> None:
    (card,) = await look_at_all(land.work, coordinator)
    assert (said(card), card.own, card.owner) == (USUALLY, False, None)
    assert await land.rows(ReturnReason) == []


async def test_the_first_change_makes_the_list_ones_own(land: Land, coordinator: Actor, place: int) -> None:
    card = await add_reason(land.work, coordinator, place, "нет протокола педсовета")
    assert (said(card), card.own, card.owner) == ([*USUALLY, "нет протокола педсовета"], True, DISTRICT)
    assert [one.blameless for one in card.reasons] == [one.blameless for one in USUAL] + [False]


async def test_the_regions_list_holds_where_there_is_none(land: Land, coordinator: Actor, place: int) -> None:
    region = (await land.territory(REGION)).id
    await add_reason(land.work, await land.actor(GOVERNOR), region, "нет протокола")
    card = await look_at_reasons(land.work, coordinator, place)
    assert (said(card)[-1], card.own, card.owner) == ("нет протокола", False, REGION)
    own = await remove_reason(land.work, coordinator, place, card.reasons[0].reason_id or 0)
    assert (said(own), own.own) == ([*USUALLY[1:], "нет протокола"], True)
    next_door = (await land.territory(NEXT_DOOR)).id
    assert said(await look_at_reasons(land.work, await land.actor(NEIGHBOUR), next_door)) == said(card)


async def test_what_was_returned_keeps_the_words_of_its_day(
    land: Land, coordinator: Actor, place: int, sent: DocumentCard
) -> None:
    card = await add_reason(land.work, coordinator, place, "нет протокола")
    reason = card.reasons[-1].reason_id or 0
    curator = await land.actor(CURATOR)
    await return_for_reason(land.work, curator, sent.document_id, reason)
    renamed = await reword_reason(land.work, coordinator, place, reason, "нет протокола педсовета")
    assert said(renamed)[-1] == "нет протокола педсовета"
    (kept,) = await land.rows(Document)
    assert (kept.remark, kept.remark_text, kept.reason_id) == (Remark.IN_WORDS, "нет протокола", reason)


async def test_a_reason_of_the_usual_list_may_be_reworded(land: Land, coordinator: Actor, place: int) -> None:
    card = await reword_reason(land.work, coordinator, place, Remark.UNREADABLE, "плохой скан")
    assert said(card) == ["плохой скан" if one == Remark.UNREADABLE else one for one in USUALLY]
    assert card.reasons[2].remark is Remark.UNREADABLE


async def test_a_reason_may_be_without_fault(land: Land, coordinator: Actor, place: int, sent: DocumentCard) -> None:
    card = await set_fault(land.work, coordinator, place, Remark.UNREADABLE, blameless=True)
    reason = next(one for one in card.reasons if one.remark is Remark.UNREADABLE)
    assert reason.blameless
    land.clock.set(at(4, 5, 10))
    back = await return_for_reason(land.work, await land.actor(CURATOR), sent.document_id, reason.reason_id or 0)
    assert (back.blameless, back.task.state, back.task.due_on) == (True, State.IN_PROGRESS, day(4, 12))


async def test_the_curator_is_offered_the_list_of_the_schools_place(
    land: Land, coordinator: Actor, place: int, sent: DocumentCard
) -> None:
    await add_reason(land.work, coordinator, place, "нет протокола")
    card = await reasons_for(land.work, await land.actor(CURATOR), sent.document_id)
    assert said(card)[-1] == "нет протокола"


async def test_a_button_of_a_reason_that_was_removed_still_says_its_words(
    land: Land, coordinator: Actor, place: int, sent: DocumentCard
) -> None:
    card = await add_reason(land.work, coordinator, place, "нет протокола")
    reason = card.reasons[-1].reason_id or 0
    await remove_reason(land.work, coordinator, place, reason)
    back = await return_for_reason(land.work, await land.actor(CURATOR), sent.document_id, reason)
    assert back.remark_text == "нет протокола"


async def test_a_neighbours_reason_does_not_exist(land: Land, sent: DocumentCard) -> None:
    next_door = (await land.territory(NEXT_DOOR)).id
    theirs = await add_reason(land.work, await land.actor(NEIGHBOUR), next_door, "чужая")
    for reason in (theirs.reasons[-1].reason_id or 0, 10_000):
        with pytest.raises(OutOfReach):
            await return_for_reason(land.work, await land.actor(CURATOR), sent.document_id, reason)


async def test_without_any_left_the_usual_list_holds_again(land: Land, coordinator: Actor, place: int) -> None:
    await add_reason(land.work, coordinator, place, "нет протокола")
    card = await restore_usual(land.work, coordinator, place)
    assert (said(card), card.own) == (USUALLY, False)
    assert all(row.retired_at == land.clock() for row in await land.rows(ReturnReason))


@pytest.mark.parametrize("name", [CURATOR, DIRECTOR])
async def test_only_a_coordinator_has_a_list(land: Land, place: int, name: str) -> None:
    actor = await land.actor(name)
    with pytest.raises(NotYours):
        await look_at_all(land.work, actor)
    with pytest.raises(OutOfReach):
        await add_reason(land.work, actor, place, "нет протокола")


@pytest.mark.parametrize("name", [NEIGHBOUR, GOVERNOR])
async def test_nobody_changes_anothers_list(land: Land, place: int, name: str) -> None:
    with pytest.raises(OutOfReach):
        await add_reason(land.work, await land.actor(name), place, "нет протокола")


async def test_what_is_no_longer_in_the_list_is_not_changed(land: Land, coordinator: Actor, place: int) -> None:
    await remove_reason(land.work, coordinator, place, Remark.UNREADABLE)
    with pytest.raises(WrongState):
        await reword_reason(land.work, coordinator, place, Remark.UNREADABLE, "плохой скан")
    with pytest.raises(WordsNeeded):
        await add_reason(land.work, coordinator, place, "")


async def test_each_change_is_written_down(land: Land, coordinator: Actor, place: int) -> None:
    await add_reason(land.work, coordinator, place, "нет протокола")
    (entry,) = await land.rows(AuditEntry, AuditEntry.action == "return_reasons_changed")
    assert (entry.person_id, entry.subject_id) == (coordinator.person_id, place)
    assert entry.detail["reasons"][-1]["text"] == "нет протокола"


class TestTakingBack:
    async def test_the_list_is_what_it_was_before_the_latest_change(
        self, land: Land, coordinator: Actor, place: int
    ) -> None:
        first = await add_reason(land.work, coordinator, place, "нет подписи")
        land.clock.move(minutes=1)
        second = await restore_usual(land.work, coordinator, place)
        assert (said(second), second.own) == (USUALLY, False)
        land.clock.move(minutes=1)
        assert second.change_id is not None
        back = await take_back_change(land.work, coordinator, place, second.change_id)
        assert (back.reasons, back.own, back.change_id) == (first.reasons, True, None)

    async def test_the_first_change_taken_back_leaves_the_usual_list(
        self, land: Land, coordinator: Actor, place: int
    ) -> None:
        change = (await add_reason(land.work, coordinator, place, "нет подписи")).change_id
        land.clock.move(minutes=1)
        assert change is not None
        back = await take_back_change(land.work, coordinator, place, change)
        assert (said(back), back.own) == (USUALLY, False)
        with pytest.raises(ActedOnSince):
            await take_back_change(land.work, coordinator, place, change)

    async def test_only_ones_own_and_for_a_quarter_of_an_hour(self, land: Land, coordinator: Actor, place: int) -> None:
        change = (await add_reason(land.work, coordinator, place, "нет подписи")).change_id
        assert change is not None
        await land.appoint(NEIGHBOUR, Role.COORDINATOR, territory=DISTRICT)
        with pytest.raises(NotYours):
            await take_back_change(land.work, await land.actor(NEIGHBOUR), place, change)
        with pytest.raises(OutOfReach):
            await take_back_change(land.work, await land.actor(CURATOR), place, change)
        with pytest.raises(OutOfReach):
            await take_back_change(land.work, coordinator, place, change + 1)
        land.clock.move(minutes=16)
        with pytest.raises(UndoTooLate):
            await take_back_change(land.work, coordinator, place, change)
