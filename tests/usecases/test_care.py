from datetime import date

import pytest

from models.cards.care import CaredSchool, PaperState, SchoolCard
from models.domain.access import Role
from models.domain.plan import Executor, Kind
from models.domain.refusals import NotYours, OutOfReach, UndoTooLate
from models.language.participants import SchoolLine
from models.queries.looks import LOOKED_UP
from models.tables import AuditEntry, SchoolRisk
from models.usecases import visits
from models.usecases.care import (
    PAGE,
    lift_risk,
    look_at_school,
    look_at_schools,
    may_name_risk,
    name_risk,
    restore_risk,
)
from models.usecases.tasks import mark_done, take_back
from tests.builders import (
    BIRCH,
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
    REGION,
    SAMARA,
    SECOND_CURATOR,
    Land,
    at,
    day,
    document,
    row,
    until,
    visit,
)


async def listed(land: Land, name: str) -> list[tuple[str, int | None]]:
    card = await look_at_schools(land.work, await land.actor(name))
    return [(school.name, school.days) for school in card.schools]


async def card_of(land: Land, school: str, name: str = CURATOR) -> SchoolCard:
    return await look_at_school(land.work, await land.actor(name), (await land.school(school)).id)


async def visited(land: Land, school: str, on: date, number: str = "1", by: str = CURATOR) -> int:
    found = await land.assignment(number, school)
    await mark_done(land.work, await land.actor(by), found.id, on=on)
    return found.id


class TestList:
    async def test_those_never_visited_stand_first_then_those_who_wait_longest(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 9)))
        assert await listed(land, CURATOR) == [(BIRCH, None), (LAKE, None)]
        await visited(land, BIRCH, day(2, 7))
        assert await listed(land, CURATOR) == [(LAKE, None), (BIRCH, 30)]
        await visited(land, LAKE, day(3, 9))
        assert await listed(land, CURATOR) == [(BIRCH, 30), (LAKE, 0)]

    @pytest.mark.parametrize(("on", "red"), [(day(2, 7), True), (day(2, 8), False)])
    async def test_a_school_is_red_from_thirty_days(self, land: Land, on: date, red: bool) -> None:
        await land.publish(visit("1", until(3, 9)))
        await visited(land, LAKE, on)
        card = await look_at_schools(land.work, await land.actor(CURATOR))
        assert [school.red for school in card.schools if school.name == LAKE] == [red]
        assert card.red == 1 + red

    async def test_days_are_those_of_the_schools_own_zone(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 9)))
        await visited(land, LAKE, day(3, 9))
        land.clock.set(at(3, 9, 23, 59))
        assert (LAKE, 0) in await listed(land, CURATOR)
        land.clock.set(at(3, 10, 0, 0))
        assert (LAKE, 1) in await listed(land, CURATOR)

    async def test_any_visit_of_any_map_counts_and_one_taken_back_does_not(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 9)))
        await land.publish(visit("7", until(3, 9)), by=GOVERNOR)
        await visited(land, LAKE, day(2, 1))
        later = await visited(land, LAKE, day(3, 1), "7")
        assert (LAKE, 8) in await listed(land, CURATOR)
        (change,) = await land.journal(later)
        await take_back(land.work, await land.actor(CURATOR), change.id)
        assert (LAKE, 36) in await listed(land, CURATOR)

    async def test_everybody_sees_whom_they_look_after(self, land: Land) -> None:
        names = {
            name: sorted(school for school, _ in await listed(land, name))
            for name in (CURATOR, SECOND_CURATOR, COORDINATOR, NEIGHBOUR, GOVERNOR, DIRECTOR)
        }
        assert names == {
            CURATOR: sorted([LAKE, BIRCH]),
            SECOND_CURATOR: [BIRCH],
            COORDINATOR: sorted([LAKE, BIRCH, LINDEN]),
            NEIGHBOUR: [FOREST],
            GOVERNOR: sorted([LAKE, BIRCH, LINDEN, FOREST]),
            DIRECTOR: [],
        }

    async def test_a_school_that_left_is_none_of_them(self, land: Land) -> None:
        await land.leaves(LINDEN, until=day(3, 1))
        assert LINDEN not in [school for school, _ in await listed(land, COORDINATOR)]

    async def test_pages_hold_ten(self, land: Land) -> None:
        await land.adds(*(SchoolLine(2, DISTRICT, f"Школа {nth:02}", SAMARA, True, REGION) for nth in range(18)))
        actor = await land.actor(COORDINATOR)
        pages = [await look_at_schools(land.work, actor, page) for page in (0, 1, 2, 99)]
        assert [(len(one.schools), one.first, one.page) for one in pages] == [
            (PAGE, 1, 0),
            (PAGE, 11, 1),
            (1, 21, 2),
            (1, 21, 2),
        ]
        assert {(one.total, one.pages, one.red) for one in pages} == {(21, 3, 21)}
        names = [school.name for one in pages[:3] for school in one.schools]
        assert len(set(names)) == 21

    async def test_a_municipality_is_named_where_there_are_several(self, land: Land) -> None:
        assert (await look_at_schools(land.work, await land.actor(GOVERNOR))).several_places
        assert not (await look_at_schools(land.work, await land.actor(COORDINATOR))).several_places


class TestCard:
    async def test_whom_to_call(self, land: Land) -> None:
        card = await card_of(land, LAKE)
        assert [(one.name, one.role) for one in card.contacts] == [
            (DIRECTOR, Role.DIRECTOR),
            (DEPUTY, Role.SCHOOL_COORDINATOR),
        ]
        assert card.school == CaredSchool((await land.school(LAKE)).id, LAKE, DISTRICT, None, day(3, 9))

    async def test_a_look_at_a_contact_is_kept(self, land: Land) -> None:
        await card_of(land, LAKE)
        kept = await land.rows(AuditEntry, AuditEntry.action == LOOKED_UP)
        whose = sorted([await land.person(DIRECTOR), await land.person(DEPUTY)])
        assert sorted(one.subject_id or 0 for one in kept) == whose
        assert {one.person_id for one in kept} == {await land.person(CURATOR)}

    async def test_nobodys_contact_is_no_look(self, land: Land) -> None:
        await land.adds(SchoolLine(2, DISTRICT, "Новая СОШ", SAMARA, True, REGION))
        card = await card_of(land, "Новая СОШ", COORDINATOR)
        assert card.contacts == ()
        assert await land.rows(AuditEntry, AuditEntry.action == LOOKED_UP) == []

    async def test_open_documents_stand_with_why_they_are_open(self, land: Land) -> None:
        await land.publish(
            document("1", until(3, 12)),
            document("2", until(3, 12)),
            document("3", until(3, 10)),
            document("4", until(5, 1)),
        )
        sent = await land.assignment("1", LAKE)
        await land.sends(DIRECTOR, sent.id)
        back = await land.sends(DIRECTOR, (await land.assignment("2", LAKE)).id)
        await land.returns(CURATOR, back.document_id)
        land.clock.set(at(3, 11, 10))
        card = await card_of(land, LAKE)
        assert [(paper.task.number, paper.state) for paper in card.papers] == [
            ("1", PaperState.YOURS),
            ("2", PaperState.RETURNED),
            ("3", PaperState.LATE),
        ]
        seen = await card_of(land, LAKE, COORDINATOR)
        assert seen.papers[0].state is PaperState.ON_CHECK

    async def test_what_is_due_next_and_how_much_is_late(self, land: Land) -> None:
        await land.publish(*(row(str(nth), until(3, 10 + nth)) for nth in range(1, 9)))
        land.clock.set(at(3, 13, 10))
        card = await card_of(land, LAKE)
        assert ([one.number for one in card.coming], card.late) == (["3", "4", "5", "6", "7"], 2)

    async def test_the_last_and_the_next_visit(self, land: Land) -> None:
        both = (Executor.CURATOR, Executor.MUNICIPAL_COORDINATOR)
        first = row("1", until(3, 9), by=both, kind=Kind.VISIT, text="Первичное посещение школ")
        second = row("2", until(9, 20), by=both, kind=Kind.VISIT, text="Второе посещение школ")
        await land.publish(first, second)
        card = await card_of(land, LAKE)
        assert card.last_visit is None
        assert card.next_visit is not None
        assert card.next_visit.number == "1"
        found = await visited(land, LAKE, day(3, 8))
        await visits.join_visit(land.work, await land.actor(COORDINATOR), found)
        card = await card_of(land, LAKE)
        assert card.last_visit is not None
        assert (card.last_visit.assignment_id, card.last_visit.visited_on) == (found, day(3, 8))
        assert card.last_visit.people == (CURATOR, COORDINATOR)
        assert card.last_visit.turn is not None
        assert card.last_visit.turn.nth == 1
        assert card.next_visit is not None
        assert (card.next_visit.number, card.next_visit.due_on) == ("2", day(9, 20))

    async def test_a_visit_whose_row_left_the_map_is_still_the_last_one(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 9)))
        found = await visited(land, LAKE, day(3, 8))
        await land.withdraw(found)
        card = await card_of(land, LAKE)
        assert card.last_visit is not None
        assert (card.last_visit.assignment_id, card.last_visit.visited_on) == (None, day(3, 8))

    @pytest.mark.parametrize("name", [DIRECTOR, LINDEN_DIRECTOR, NEXT_CURATOR, NEIGHBOUR, SECOND_CURATOR])
    async def test_who_does_not_look_after_it_sees_nothing(self, land: Land, name: str) -> None:
        with pytest.raises(OutOfReach):
            await card_of(land, LAKE, name)
        assert await land.rows(AuditEntry, AuditEntry.action == LOOKED_UP) == []

    async def test_a_role_that_is_over_shows_nothing(self, land: Land) -> None:
        await land.serves(CURATOR, until=day(3, 8))
        with pytest.raises(OutOfReach):
            await card_of(land, LAKE)
        assert await listed(land, CURATOR) == []


class TestRisks:
    async def test_a_coordinator_names_a_risk_and_the_curator_sees_it(self, land: Land) -> None:
        await names(land, "Нет учителя математики")
        card = await card_of(land, LAKE)
        assert [(risk.text, risk.named_by, risk.named_on) for risk in card.risks] == [
            ("Нет учителя математики", COORDINATOR, day(3, 9))
        ]
        assert not card.may_name_risks
        assert (await card_of(land, LAKE, COORDINATOR)).may_name_risks

    async def test_a_lifted_risk_is_seen_no_more_and_stays_in_the_books(self, land: Land) -> None:
        card = await names(land, "Нет учителя математики")
        card = await lift_risk(land.work, await land.actor(COORDINATOR), card.risks[0].risk_id)
        assert card.risks == ()
        assert card.lifted is not None
        assert (await card_of(land, LAKE)).risks == ()
        (kept,) = await land.rows(SchoolRisk)
        coordinator = await land.person(COORDINATOR)
        assert (kept.named_by_id, kept.lifted_by_id, kept.lifted_at) == (coordinator, coordinator, land.clock())

    async def test_lifting_is_taken_back_for_a_quarter_of_an_hour(self, land: Land) -> None:
        actor = await land.actor(COORDINATOR)
        risk = (await names(land, "Нет учителя математики")).risks[0].risk_id
        await lift_risk(land.work, actor, risk)
        for _ in range(2):
            card = await restore_risk(land.work, actor, risk)
            assert [one.risk_id for one in card.risks] == [risk]
        await lift_risk(land.work, actor, risk)
        land.clock.move(minutes=16)
        with pytest.raises(UndoTooLate):
            await restore_risk(land.work, actor, risk)

    async def test_what_another_lifted_stays_lifted(self, land: Land) -> None:
        risk = (await names(land, "Нет учителя математики")).risks[0].risk_id
        await lift_risk(land.work, await land.actor(COORDINATOR), risk)
        card = await lift_risk(land.work, await land.actor(GOVERNOR), risk)
        assert card.lifted is None
        with pytest.raises(NotYours):
            await restore_risk(land.work, await land.actor(GOVERNOR), risk)

    @pytest.mark.parametrize("name", [CURATOR, DIRECTOR, NEIGHBOUR])
    async def test_only_its_coordinators_name_and_lift(self, land: Land, name: str) -> None:
        actor, school = await land.actor(name), (await land.school(LAKE)).id
        for use_case in (may_name_risk(land.work, actor, school), name_risk(land.work, actor, school, "Риск")):
            with pytest.raises(OutOfReach):
                await use_case
        risk = (await names(land, "Нет учителя математики")).risks[0].risk_id
        with pytest.raises(OutOfReach):
            await lift_risk(land.work, actor, risk)
        assert len(await land.rows(SchoolRisk)) == 1

    async def test_the_region_names_risks_too(self, land: Land) -> None:
        assert len((await names(land, "Ремонт школы", GOVERNOR)).risks) == 1


async def names(land: Land, words: str, name: str = COORDINATOR) -> SchoolCard:
    return await name_risk(land.work, await land.actor(name), (await land.school(LAKE)).id, words)
