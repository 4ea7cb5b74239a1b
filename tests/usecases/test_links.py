from dataclasses import replace
from typing import Any

import pytest

from models.cards.asking import Checklist
from models.cards.links import LinkCard
from models.domain.lifecycles import State, WithdrawalReason
from models.domain.plan import Executor, Kind, Scope
from models.domain.refusals import ActedOnSince, NotYours, OutOfReach, UndoTooLate, WrongState
from models.language.participants import SchoolLine
from models.queries.asking import Wanted, lines_of
from models.roadmap.draft import DraftTask
from models.tables import Assignment, AuditEntry, ServedTask, TaskLink, Withdrawal
from models.usecases import asking
from models.usecases.helping import ask_help
from models.usecases.links import answer_link, next_link, take_back_link
from models.usecases.tasks import mark_done
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
    NEXT_DOOR,
    SAMARA,
    Land,
    document,
    row,
    until,
    visit,
)

FIRST_VISIT = "Первичное посещение школ кураторами"


def first_visit(number: str, words: str = FIRST_VISIT, **more: Any) -> DraftTask:
    return replace(visit(number, until(3, 31)), text=words, **more)


async def asked(land: Land, name: str = COORDINATOR, skip: int = 0) -> LinkCard | None:
    return await next_link(land.work, await land.actor(name), skip)


async def both(land: Land) -> LinkCard:
    """The region's map has № 14, the district's № 3.2, and they are one work."""
    await land.publish(first_visit("14"), replace(row("15"), text="Совещание директоров"), by=GOVERNOR)
    ours = first_visit("3.2", "Первичное посещение школ района кураторами")
    await land.publish(ours, replace(row("3.3"), text="Анкетирование педагогов"))
    card = await asked(land)
    assert card is not None
    return card


async def answers(land: Land, card: LinkCard, accepted: bool = True, *, by: str = COORDINATOR) -> int:
    actor = await land.actor(by)
    answered = await answer_link(
        land.work, actor, card.municipal.task_id, card.regional.task_id, accepted=accepted, skip=card.skip
    )
    return answered.just.served


class TestAsking:
    async def test_likely_rows_are_asked_about(self, land: Land) -> None:
        card = await both(land)
        assert (card.municipal.number, card.municipal.place) == ("3.2", DISTRICT)
        assert (card.regional.number, card.units, card.left, card.referred) == ("14", 3, 1, False)

    async def test_in_whatever_order_they_were_published(self, land: Land) -> None:
        await land.publish(first_visit("3.2"))
        assert await asked(land) is None
        await land.publish(first_visit("14"), by=GOVERNOR)
        for name in (COORDINATOR, GOVERNOR):
            card = await asked(land, name)
            assert card is not None
            assert (card.municipal.number, card.regional.number) == ("3.2", "14")

    async def test_neither_of_another_year_nor_of_an_archive(self, land: Land) -> None:
        await land.publish(first_visit("14"), by=GOVERNOR)
        past = replace(visit("3.2", until(3, 31, 2026)), text=FIRST_VISIT)
        await land.publish(past, year=2026, archive=True)
        assert await asked(land) is None

    @pytest.mark.parametrize("name", [NEIGHBOUR, CURATOR, DIRECTOR, NEXT_DIRECTOR])
    async def test_only_who_owns_a_map_is_asked_and_may_answer(self, land: Land, name: str) -> None:
        card = await both(land)
        assert await asked(land, name) is None
        actor, pair = await land.actor(name), (card.municipal.task_id, card.regional.task_id)
        with pytest.raises(OutOfReach):
            await answer_link(land.work, actor, *pair, accepted=True)
        with pytest.raises(OutOfReach):
            await take_back_link(land.work, actor, *pair)
        assert await land.rows(TaskLink) == []

    async def test_a_coordinator_of_yesterday_answers_nothing(self, land: Land) -> None:
        card = await both(land)
        await land.serves(COORDINATOR, until=land.clock().date().replace(day=8))
        with pytest.raises(OutOfReach):
            await answers(land, card)

    async def test_rows_of_two_maps_of_one_level_are_no_pair(self, land: Land) -> None:
        card = await both(land)
        actor = await land.actor(COORDINATOR)
        for pair in (
            (card.regional.task_id, card.municipal.task_id),
            (card.municipal.task_id, card.municipal.task_id),
            (card.municipal.task_id, 10_000),
        ):
            with pytest.raises(OutOfReach):
                await answer_link(land.work, actor, *pair, accepted=True)

    async def test_later_is_later(self, land: Land) -> None:
        await both(land)
        assert await asked(land, skip=1) is None
        assert await asked(land) is not None


class TestLinked:
    async def test_the_school_is_asked_once_and_both_count(self, land: Land) -> None:
        card = await both(land)
        assert await answers(land, card) == 3
        assert await asked(land) is None
        ours, theirs = await land.assignment("3.2", LAKE), await land.assignment("14", LAKE)
        assert (ours.withdrawn_at, theirs.withdrawn_at) == (None, land.clock())
        (served,) = await land.rows(ServedTask, ServedTask.assignment_id == ours.id)
        assert (served.in_place_of_id, served.task_id) == (theirs.id, theirs.task_id)
        (reason,) = await land.rows(Withdrawal, Withdrawal.assignment_id == theirs.id)
        coordinator = (await land.actor(COORDINATOR)).person_id
        assert (reason.reason, reason.person_id) == (WithdrawalReason.LINKED, coordinator)
        assert (await land.assignment("14", FOREST)).withdrawn_at is None
        (entry,) = await land.rows(AuditEntry, AuditEntry.action == "rows_linked")
        assert entry.person_id == coordinator

    async def test_what_is_done_already_stays_and_counts_for_both(self, land: Land) -> None:
        card = await both(land)
        await mark_done(land.work, await land.actor(CURATOR), (await land.assignment("14", LAKE)).id)
        assert await answers(land, card) == 3
        assert (await land.assignment("14", LAKE)).withdrawn_at is None
        assert (await land.assignment("3.2", LAKE)).withdrawn_at is not None
        assert (await land.assignment("3.2", BIRCH)).withdrawn_at is None

    async def test_a_bare_mark_never_stands_for_a_document(self, land: Land) -> None:
        words = "Разработка концепции развития школы"
        above = replace(document("14"), text=words)
        await land.publish(above, by=GOVERNOR)
        await land.publish(replace(row("3.2"), text=words, kind=Kind.DOCUMENT, scope=Scope.SCHOOL))
        card = await asked(land)
        assert card is not None
        lake = await land.assignment("14", LAKE)
        await land.sends(DIRECTOR, lake.id)
        await answers(land, card)
        assert (await land.assignment("14", LAKE)).withdrawn_at is None

    async def test_a_request_for_help_does_not_leave_with_its_row(self, land: Land) -> None:
        card = await both(land)
        await ask_help(land.work, await land.actor(CURATOR), (await land.assignment("14", LAKE)).id)
        await answers(land, card)
        assert (await land.assignment("14", LAKE)).withdrawn_at is None

    async def test_the_districts_own_row_too(self, land: Land) -> None:
        words, authority = "Назначение муниципальных координаторов", (Executor.MUNICIPAL_AUTHORITY,)
        await land.publish(replace(row("2", by=authority, scope=Scope.MUNICIPALITY), text=words), by=GOVERNOR)
        await land.publish(replace(row("1", by=authority, scope=Scope.ONCE), text=words))
        card = await asked(land)
        assert card is not None
        assert await answers(land, card) == 1
        assert (await land.assignment("2", DISTRICT)).withdrawn_at is not None
        assert (await land.assignment("2", NEXT_DOOR)).withdrawn_at is None

    async def test_rows_of_single_schools_share_the_regions_row(self, land: Land) -> None:
        await land.publish(first_visit("14"), by=GOVERNOR)
        await land.publish(
            first_visit("1", f"Первичное посещение МБОУ «{LAKE}»", schools=(LAKE,)),
            first_visit("2", f"Первичное посещение МБОУ «{BIRCH}»", schools=(BIRCH,)),
        )
        for number in ("1", "2"):
            card = await asked(land)
            assert card is not None
            assert (card.municipal.number, card.units) == (number, 1)
            assert await answers(land, card) == 1
        assert await asked(land) is None
        assert (await land.assignment("14", LINDEN)).withdrawn_at is None

    async def test_no_means_no_for_good(self, land: Land) -> None:
        card = await both(land)
        assert await answers(land, card, accepted=False) == 0
        assert await asked(land) is None
        assert await asked(land, GOVERNOR) is None
        assert await land.rows(ServedTask) == []

    async def test_the_first_answer_counts(self, land: Land) -> None:
        card = await both(land)
        assert await answers(land, card) == 3
        assert await answers(land, card, by=GOVERNOR) == 3
        with pytest.raises(WrongState):
            await answers(land, card, accepted=False, by=GOVERNOR)
        assert len(await land.rows(ServedTask)) == 3


class TestTakingBack:
    async def take(self, land: Land, card: LinkCard, by: str = COORDINATOR) -> LinkCard | None:
        actor = await land.actor(by)
        back = await take_back_link(land.work, actor, card.municipal.task_id, card.regional.task_id)
        return back.following

    async def test_each_row_asks_for_itself_again(self, land: Land) -> None:
        card = await both(land)
        await answers(land, card)
        assert await self.take(land, card) == card
        assert await land.rows(ServedTask) == []
        assert await land.rows(TaskLink) == []
        assert (await land.assignment("14", LAKE)).withdrawn_at is None
        assert {one.returned_at for one in await land.rows(Withdrawal)} == {land.clock()}

    async def test_not_by_another_nor_late_nor_after_a_mark(self, land: Land) -> None:
        card = await both(land)
        await answers(land, card)
        with pytest.raises(NotYours):
            await self.take(land, card, by=GOVERNOR)
        land.clock.move(minutes=5)
        await mark_done(land.work, await land.actor(CURATOR), (await land.assignment("3.2", LAKE)).id)
        with pytest.raises(ActedOnSince):
            await self.take(land, card)
        land.clock.move(minutes=11)
        with pytest.raises(UndoTooLate):
            await self.take(land, card)

    async def test_not_twice(self, land: Land) -> None:
        card = await both(land)
        await answers(land, card, accepted=False)
        assert await self.take(land, card) == card
        with pytest.raises(WrongState):
            await self.take(land, card)


class TestTheListChanges:
    async def test_a_newcomer_is_asked_once(self, land: Land) -> None:
        await answers(land, await both(land))
        assert await land.adds(SchoolLine(2, DISTRICT, "Сосновская СОШ", SAMARA, True)) == [3]
        assert (await land.assignment("14", "Сосновская СОШ")).withdrawn_at is not None
        assert (await land.assignment("3.2", "Сосновская СОШ")).withdrawn_at is None

    async def test_who_leaves_the_project_is_asked_by_the_other_row(self, land: Land) -> None:
        await land.publish(first_visit("14"), by=GOVERNOR)
        await land.publish(first_visit("3.2", project_only=True))
        card = await asked(land)
        assert card is not None
        await answers(land, card)
        await land.adds(SchoolLine(2, DISTRICT, LAKE, SAMARA, False))
        assert (await land.assignment("3.2", LAKE)).withdrawn_at is not None
        assert (await land.assignment("14", LAKE)).withdrawn_at is None
        await land.adds(SchoolLine(2, DISTRICT, LAKE, SAMARA, True))
        assert (await land.assignment("3.2", LAKE)).withdrawn_at is None
        assert (await land.assignment("14", LAKE)).withdrawn_at is not None

    async def test_nor_by_a_row_that_is_for_the_project_alone_too(self, land: Land) -> None:
        await land.publish(first_visit("14", project_only=True), by=GOVERNOR)
        await land.publish(first_visit("3.2", project_only=True))
        card = await asked(land)
        assert card is not None
        await answers(land, card)
        await land.adds(SchoolLine(2, DISTRICT, LAKE, SAMARA, False))
        lake = (await land.school(LAKE)).id
        standing = await land.rows(Assignment, Assignment.school_id == lake, Assignment.withdrawn_at.is_(None))
        assert [one for one in standing if one.state is State.PLANNED] == []


class TestAsked:
    async def test_a_question_about_either_number_finds_what_counts_for_both(self, land: Land) -> None:
        await answers(land, await both(land))
        await mark_done(land.work, await land.actor(CURATOR), (await land.assignment("3.2", LAKE)).id)
        for name, number in ((COORDINATOR, "3.2"), (COORDINATOR, "14"), (GOVERNOR, "14")):
            asked_about = f"кто не сделал п. {number}"
            card = await asking.answer(land.work, await land.actor(name), asked_about)
            assert isinstance(card.answer, Checklist)
            assert [one.unit for one in card.answer.has] == [LAKE]
            assert {one.unit for one in card.answer.not_yet} == {BIRCH, LINDEN} | (
                {FOREST} if name == GOVERNOR else set()
            )

    async def meant(self, land: Land, number: str) -> list[str]:
        cards = await asking.tasks_meant(land.work, await land.actor(CURATOR), number)
        return [f"{card.number} {card.unit}" for card in cards]

    async def test_a_status_in_words_by_either_number_too(self, land: Land) -> None:
        card = await both(land)
        assert await self.meant(land, "14") == [f"14 {LAKE}", f"14 {BIRCH}"]
        await mark_done(land.work, await land.actor(CURATOR), (await land.assignment("14", BIRCH)).id)
        await answers(land, card)
        assert await self.meant(land, "14") == await self.meant(land, "3.2") == [f"3.2 {LAKE}"]

    async def test_also_where_the_regional_row_stays(self, land: Land) -> None:
        card = await both(land)
        await ask_help(land.work, await land.actor(CURATOR), (await land.assignment("14", LAKE)).id)
        await answers(land, card)
        assert await self.meant(land, "3.2") == await self.meant(land, "14") == [f"14 {LAKE}", f"3.2 {BIRCH}"]

    async def test_it_is_counted_once_among_all(self, land: Land) -> None:
        card = await both(land)
        before = await self.numbers(land)
        await answers(land, card)
        assert sorted(before) == sorted([*await self.numbers(land), "14"])

    async def numbers(self, land: Land) -> list[str]:
        async with land.work.reading() as session:
            lines = await lines_of(session, await land.actor(CURATOR), land.clock(), Wanted())
        return [line.number for line in lines if line.at.school == LAKE]
