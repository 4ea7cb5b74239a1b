import pytest

from models.cards.people import Change, Changed, Outcome, SchoolOutcome
from models.domain.lifecycles import State, WithdrawalReason
from models.domain.plan import Executor, Level, NoteKind, Period, Scope
from models.domain.refusals import NoParticipants, OutOfReach, WrongState
from models.language.participants import SchoolLine
from models.tables import Assignment, AuditEntry, Participation, School, SchoolAlias, TaskSchool, Territory, Withdrawal
from models.usecases.publication import publish_roadmap
from models.usecases.roadmaps import discard_draft, look_at_draft
from models.usecases.schools import (
    LIST_CHANGED,
    add_schools,
    look_at_name,
    look_at_names,
    say_new,
    say_not_ours,
    say_same,
)
from tests.builders import (
    BIRCH,
    COORDINATOR,
    DIRECTOR,
    DISTRICT,
    FOREST,
    GOVERNOR,
    LAKE,
    LINDEN,
    NEIGHBOUR,
    NEXT_DOOR,
    REGION,
    SAMARA,
    URALS,
    Land,
    at,
    between,
    day,
    row,
    until,
)

PINE = "Сосновская СОШ"


def line(school: str, in_project: bool | None = True, *, territory: str = DISTRICT, zone: str = SAMARA) -> SchoolLine:
    return SchoolLine(2, territory, school, zone, in_project)


async def outcomes(land: Land, *lines: SchoolLine) -> list[Outcome]:
    return [one.outcome for one in await add_schools(land.work, list(lines))]


class TestTheList:
    async def test_every_line_has_its_outcome(self, land: Land) -> None:
        found = await add_schools(
            land.work,
            [
                SchoolLine(2, DISTRICT, PINE, SAMARA, True),
                SchoolLine(3, DISTRICT, LAKE, SAMARA, True),
                SchoolLine(4, DISTRICT, LINDEN, SAMARA, True),
                SchoolLine(5, DISTRICT, "Полевая СОШ", "Europe/Atlantis", True),
                SchoolLine(6, DISTRICT, "Полевая СОШ", SAMARA, None),
                SchoolLine(7, "", "Полевая СОШ", SAMARA, True),
                SchoolLine(8, DISTRICT, "", SAMARA, True),
                SchoolLine(9, DISTRICT, "Полевая СОШ", "", True),
                SchoolLine(10, DISTRICT, "Луговая СОШ", SAMARA, False),
            ],
        )
        assert found == [
            SchoolOutcome(2, PINE, Outcome.ADDED),
            SchoolOutcome(3, LAKE, Outcome.SAME),
            SchoolOutcome(4, LINDEN, Outcome.CHANGED, changes=(Change(Changed.JOINED_PROJECT),)),
            SchoolOutcome(5, "Полевая СОШ", Outcome.BAD_ZONE),
            SchoolOutcome(6, "Полевая СОШ", Outcome.BAD_FLAG),
            SchoolOutcome(7, "Полевая СОШ", Outcome.INCOMPLETE),
            SchoolOutcome(8, "", Outcome.INCOMPLETE),
            SchoolOutcome(9, "Полевая СОШ", Outcome.INCOMPLETE),
            SchoolOutcome(10, "Луговая СОШ", Outcome.ADDED),
        ]

    @pytest.mark.parametrize("zone", ["../../etc/passwd", "/etc", "Europe", "самара"])
    async def test_a_zone_that_is_no_zone_is_said_so(self, land: Land, zone: str) -> None:
        assert await outcomes(land, line(PINE, zone=zone)) == [Outcome.BAD_ZONE]

    async def test_one_school_written_in_two_ways_is_one(self, land: Land) -> None:
        assert await outcomes(land, line("МБОУ «Озёрская СОШ №1»")) == [Outcome.SAME]
        assert (await land.school(LAKE)).name == LAKE

    async def test_a_patron_tells_schools_apart(self, land: Land) -> None:
        first, second = line("Гимназия им. А. П. Рябинина"), line("Гимназия им. С. И. Клёнова")
        assert await outcomes(land, first, second, first) == [Outcome.ADDED, Outcome.ADDED, Outcome.SAME]

    async def test_schools_of_one_name_may_stand_in_two_districts(self, land: Land) -> None:
        assert await outcomes(land, line(LAKE, territory=NEXT_DOOR, zone=URALS)) == [Outcome.ADDED]
        assert len(await land.rows(School, School.name == LAKE)) == 2

    async def test_a_new_place_is_made_with_its_region(self, land: Land) -> None:
        await land.adds(SchoolLine(2, "Горный округ", "Горная СОШ", "Asia/Omsk", True, "Горная область"))
        mountain, region = await land.territory("Горный округ"), await land.territory("Горная область")
        assert (mountain.level, mountain.zone, mountain.parent_id) == (Level.MUNICIPALITY, "Asia/Omsk", region.id)
        assert (region.level, region.zone, region.parent_id) == (Level.REGION, "Asia/Omsk", None)

    async def test_a_place_without_a_region_stands_alone(self, land: Land) -> None:
        await land.adds(line("Горная СОШ", territory="Горный округ"))
        assert (await land.territory("Горный округ")).parent_id is None
        assert len(await land.rows(Territory)) == 4

    async def test_the_list_holds_each_school_once(self, land: Land) -> None:
        await land.adds(line(LINDEN), line(LINDEN, False), line(LINDEN))
        (standing,) = await land.rows(Participation, Participation.school_id == (await land.school(LINDEN)).id)
        assert (standing.roadmap_id, standing.in_project, standing.since_on) == (None, True, day(3, 4))

    async def test_one_that_had_left_comes_back(self, land: Land) -> None:
        await land.leaves(LINDEN, until=day(3, 1))
        assert await outcomes(land, line(LINDEN, False)) == [Outcome.CHANGED]
        assert await outcomes(land, line(LINDEN, False)) == [Outcome.SAME]


class TestCorrections:
    async def test_a_zone_is_corrected_and_said(self, land: Land) -> None:
        (said,) = await add_schools(land.work, [line(LAKE, zone="Europe/Moscow")])
        assert said == SchoolOutcome(2, LAKE, Outcome.CHANGED, changes=(Change(Changed.ZONE, SAMARA, "Europe/Moscow"),))
        assert (await land.territory(DISTRICT)).zone == "Europe/Moscow"
        (entry,) = await land.rows(AuditEntry, AuditEntry.action == LIST_CHANGED)
        assert entry.detail == {"changes": [["zone", SAMARA, "Europe/Moscow"]]}

    async def test_two_lines_of_one_file_do_not_say_different_zones(self, land: Land) -> None:
        found = await outcomes(land, line(LAKE, zone=URALS), line(BIRCH), line(LINDEN, False, zone=URALS))
        assert found == [Outcome.CHANGED, Outcome.CONTRADICTS, Outcome.SAME]
        assert (await land.territory(DISTRICT)).zone == URALS

    async def test_nor_different_regions(self, land: Land) -> None:
        first, second = (
            SchoolLine(2, "Горный округ", name, SAMARA, True, region)
            for name, region in (("Горная СОШ", "Горная область"), ("Высокая СОШ", "Степная область"))
        )
        assert await outcomes(land, first, second) == [Outcome.ADDED, Outcome.CONTRADICTS]
        assert await land.rows(Territory, Territory.name == "Степная область") == []

    async def test_a_school_is_not_put_into_a_region(self, land: Land) -> None:
        assert await outcomes(land, line(PINE, territory=REGION)) == [Outcome.REGION_NAMED]
        both = SchoolLine(2, "Горный край", PINE, SAMARA, True, "Горный край")
        assert await outcomes(land, both) == [Outcome.REGION_NAMED]
        assert await land.rows(School, School.name == PINE) == []
        assert await land.rows(Territory, Territory.name == "Горный край") == []

    async def test_nor_a_district_under_a_district(self, land: Land) -> None:
        under = SchoolLine(2, "Горный округ", PINE, SAMARA, True, DISTRICT)
        assert await outcomes(land, under) == [Outcome.MUNICIPALITY_NAMED]
        assert await land.rows(Territory, Territory.name == "Горный округ") == []

    async def test_a_district_gets_its_region_and_the_regions_rows(self, land: Land) -> None:
        await land.adds(line("Горная СОШ", territory="Горный округ"), line("Высокая СОШ", territory="Горный округ"))
        await land.publish(row("1"), by=GOVERNOR)
        corrected = SchoolLine(2, "Горный округ", "Горная СОШ", SAMARA, True, REGION)
        assert await add_schools(land.work, [corrected]) == [
            SchoolOutcome(2, "Горная СОШ", Outcome.CHANGED, 2, (Change(Changed.REGION, None, REGION),))
        ]
        assert {"Горная СОШ", "Высокая СОШ"} < {*await land.units("1")}

    async def test_a_district_that_moves_leaves_the_old_regions_rows_and_may_come_back(self, land: Land) -> None:
        await land.publish(
            row("1"), row("2", by=(Executor.MUNICIPAL_AUTHORITY,), scope=Scope.MUNICIPALITY), by=GOVERNOR
        )
        forest = await land.assignment("1", FOREST)
        await land.turns(forest.id, State.DONE, by=GOVERNOR)
        moved = SchoolLine(2, NEXT_DOOR, FOREST, URALS, True, "Горная область")
        assert await add_schools(land.work, [moved]) == [
            SchoolOutcome(
                2, FOREST, Outcome.CHANGED, 0, (Change(Changed.REGION, REGION, "Горная область"),), withdrawn=1
            )
        ]
        assert (await land.assignment("1", FOREST)).withdrawn_at is None
        (left,) = await land.rows(Withdrawal)
        assert left.assignment_id == (await land.assignment("2", NEXT_DOOR)).id
        assert left.reason is WithdrawalReason.MOVED_AWAY
        assert await land.adds(SchoolLine(2, NEXT_DOOR, FOREST, URALS, True, REGION)) == [1]
        assert (await land.assignment("2", NEXT_DOOR)).withdrawn_at is None


class TestLeavingTheProject:
    async def test_what_is_open_for_the_project_alone_is_withdrawn_with_its_reason(self, land: Land) -> None:
        await land.publish(row("1"), row("2", project_only=True), row("3", project_only=True))
        done = await land.assignment("3", LAKE)
        await land.turns(done.id, State.DONE)
        (said,) = await add_schools(land.work, [line(LAKE, False)])
        assert said == SchoolOutcome(2, LAKE, Outcome.CHANGED, changes=(Change(Changed.LEFT_PROJECT),), withdrawn=1)
        (left,) = await land.rows(Withdrawal)
        assert left.assignment_id == (await land.assignment("2", LAKE)).id
        assert (left.reason, left.person_id, left.returned_at) == (WithdrawalReason.LEFT_PROJECT, None, None)
        standing = await land.rows(
            Assignment, Assignment.withdrawn_at.is_(None), Assignment.school_id == done.school_id
        )
        assert {one.id for one in standing} == {done.id, (await land.assignment("1", LAKE)).id}
        assert await outcomes(land, line(LAKE, False)) == [Outcome.SAME]

    async def test_with_the_project_they_come_back_as_they_stood(self, land: Land) -> None:
        await land.publish(row("1", until(3, 20), project_only=True), row("2", project_only=True))
        await land.turns((await land.assignment("2", LAKE)).id, State.IN_PROGRESS)
        await land.adds(line(LAKE, False))
        land.clock.set(at(3, 25, 12))
        assert await land.adds(line(LAKE)) == [1]
        assert (await land.assignment("1", LAKE)).withdrawn_at is not None
        back = await land.assignment("2", LAKE)
        assert (back.withdrawn_at, back.state) == (None, State.IN_PROGRESS)

    async def test_with_the_last_school_the_district_leaves_too(self, land: Land) -> None:
        await land.publish(
            row("1", by=(Executor.MUNICIPAL_AUTHORITY,), scope=Scope.MUNICIPALITY, project_only=True), by=GOVERNOR
        )
        await land.adds(line(LAKE, False))
        assert (await land.assignment("1", DISTRICT)).withdrawn_at is None
        await land.adds(line(BIRCH, False))
        assert (await land.assignment("1", DISTRICT)).withdrawn_at is not None
        await land.adds(line(BIRCH))
        assert (await land.assignment("1", DISTRICT)).withdrawn_at is None


class TestComingLate:
    async def test_a_school_gets_what_is_not_yet_due(self, land: Land) -> None:
        await land.publish(
            row("1", until(3, 8)),
            row("2", until(3, 9)),
            row("3", between(day(3, 1), day(5, 31), "FREQ=MONTHLY")),
            row("4", until(3, 20), by=(Executor.MUNICIPAL_AUTHORITY,), scope=Scope.ONCE),
        )
        land.clock.set(at(4, 2, 12))
        assert await land.adds(line(PINE)) == [2]
        assert [(one.due_on, one.occurrence) for one in await land.assignments("3", PINE)] == [
            (day(4, 30), 1),
            (day(5, 31), 2),
        ]
        for number in ("1", "2", "4"):
            assert await land.assignments(number, PINE) == []

    async def test_on_the_due_day_it_is_not_too_late(self, land: Land) -> None:
        await land.publish(row("1", until(3, 9)))
        assert await land.adds(line(PINE)) == [1]
        assert (await land.assignment("1", PINE)).state is State.PLANNED

    async def test_what_has_no_day_is_never_too_late(self, land: Land) -> None:
        as_needed = Period(None, None, note="по мере необходимости", note_kind=NoteKind.AS_NEEDED)
        await land.publish(row("1", until(3, 9)), row("2", as_needed))
        land.clock.set(at(4, 1, 12))
        assert await land.adds(line(PINE)) == [1]

    async def test_rows_for_the_project_alone_come_with_the_project(self, land: Land) -> None:
        await land.publish(row("1"), row("2", project_only=True))
        assert await land.adds(line(PINE, False)) == [1]
        assert await land.adds(line(PINE, True)) == [1]
        assert await land.adds(line(PINE, True)) == [0]
        assert await land.units("2") == [BIRCH, LAKE, PINE]

    async def test_rows_that_name_other_schools_leave_it_out(self, land: Land) -> None:
        await land.publish(row("1", schools=(LAKE,)), row("2"))
        assert await land.adds(line(PINE)) == [1]
        assert await land.units("1") == [LAKE]

    async def test_rows_that_named_it_before_it_came_are_its_own(self, land: Land) -> None:
        await land.publish(row("1", schools=(LAKE, "МБОУ «Сосновская СОШ»")), row("2", schools=(BIRCH,)))
        assert await land.adds(line(PINE)) == [1]
        assert await land.units("1") == [LAKE, PINE]
        printed = await land.rows(TaskSchool, TaskSchool.name == "МБОУ «Сосновская СОШ»")
        assert [one.school_id for one in printed] == [(await land.school(PINE)).id]

    async def test_a_name_that_several_may_bear_is_nobodys(self, land: Land) -> None:
        await land.adds(line("Сосновская СОШ"), line("Сосновская ООШ"))
        await land.publish(row("1", schools=(LAKE, "Сосновская школа")))
        assert await land.adds(line("Сосновская НОШ")) == [0]
        assert await land.units("1") == [LAKE]

    async def test_it_takes_part_in_the_regions_map_too(self, land: Land) -> None:
        await land.publish(row("1"), by=GOVERNOR)
        await land.publish(row("2"))
        assert await land.adds(line(PINE)) == [2]

    async def test_the_neighbours_map_is_not_its_own(self, land: Land) -> None:
        await land.publish(row("1"))
        assert await land.adds(line(PINE, territory=NEXT_DOOR, zone=URALS)) == [0]

    async def test_an_archive_runs_no_more(self, land: Land) -> None:
        await land.publish(row("1", until(6, 1, 2026)), year=2026, archive=True)
        assert await land.adds(line(PINE)) == [0]

    async def test_with_the_first_school_its_district_takes_part(self, land: Land) -> None:
        await land.publish(row("1", by=(Executor.MUNICIPAL_AUTHORITY,), scope=Scope.MUNICIPALITY), by=GOVERNOR)
        lines = [SchoolLine(2, "Горный округ", name, SAMARA, True, REGION) for name in ("Горная СОШ", "Высокая СОШ")]
        assert await land.adds(*lines) == [1, 0]
        assert await land.units("1") == ["Горный округ", NEXT_DOOR, DISTRICT]

    async def test_adding_it_again_gives_nothing_more(self, land: Land) -> None:
        await land.publish(row("1"))
        assert await land.adds(line(PINE), line(PINE)) == [1, 0]
        assert await land.adds(line(LAKE)) == [0]


class TestNamesOfADraft:
    BEREZA = "Школа села Берёзовка"
    AFAR = "МБОУ «Заречная СОШ»"

    async def draft(self, land: Land, by: str = COORDINATOR) -> int:
        rows = row("1", schools=(LAKE, self.BEREZA)), row("2", schools=(self.AFAR,))
        return (await land.receive(*rows, by=by)).draft_id

    async def code(self, land: Land, draft_id: int, name: str, by: str = COORDINATOR) -> int:
        names = await look_at_names(land.work, await land.actor(by), draft_id)
        return next(one.code for one in (*names.asked, *names.answered) if one.name == name)

    async def test_a_name_is_told_and_the_school_gets_the_row(self, land: Land) -> None:
        draft_id, coordinator = await self.draft(land), await land.actor(COORDINATOR)
        code = await self.code(land, draft_id, self.AFAR)
        question = await look_at_name(land.work, coordinator, draft_id, code)
        assert (question.name.name, [one.number for one in question.name.rows]) == (self.AFAR, ["2"])
        assert len(question.everybody) == 3
        names = await say_same(land.work, coordinator, draft_id, code, (await land.school(LINDEN)).id)
        assert [(one.name, one.school) for one in names.answered] == [(self.AFAR, LINDEN)]
        card = await look_at_draft(land.work, coordinator, draft_id)
        assert (card.schools_to_ask, card.schools_said, card.rows[1].units) == (len(names.asked), 1, 1)
        await publish_roadmap(land.work, coordinator, draft_id)
        assert await land.units("2") == [LINDEN]

    async def test_the_next_file_knows_it(self, land: Land) -> None:
        draft_id, coordinator = await self.draft(land), await land.actor(COORDINATOR)
        code = await self.code(land, draft_id, self.AFAR)
        await say_same(land.work, coordinator, draft_id, code, (await land.school(LINDEN)).id)
        next_draft = await land.receive(row("7", schools=('мбоу "Заречная  СОШ"',)))
        assert (next_draft.schools_to_ask, next_draft.rows[0].units, next_draft.rows[0].unknown_schools) == (0, 1, ())
        neighbours = await land.receive(row("7", schools=(self.AFAR,)), by=NEIGHBOUR)
        assert neighbours.schools_to_ask == 1

    async def test_a_new_school_joins_the_list_and_the_running_maps(self, land: Land) -> None:
        await land.publish(row("9"))
        draft_id, coordinator = await self.draft(land), await land.actor(COORDINATOR)
        code, district = await self.code(land, draft_id, self.AFAR), await land.territory(DISTRICT)
        await say_new(land.work, coordinator, draft_id, code, territory_id=district.id, in_project=False)
        assert (await land.assignment("9", self.AFAR)).state is State.PLANNED
        standing = await land.rows(Participation, Participation.school_id == (await land.school(self.AFAR)).id)
        assert {one.in_project for one in standing} == {False}
        await publish_roadmap(land.work, coordinator, draft_id)
        assert await land.units("2") == [self.AFAR]

    async def test_rows_of_running_maps_that_print_the_name_are_its_own_too(self, land: Land) -> None:
        bare = "Базовая школа"
        await land.publish(row("9", schools=(LAKE, bare)))
        draft, coordinator = await land.receive(row("1", schools=(bare,))), await land.actor(COORDINATOR)
        code, district = await self.code(land, draft.draft_id, bare), await land.territory(DISTRICT)
        await say_new(land.work, coordinator, draft.draft_id, code, territory_id=district.id, in_project=True)
        assert await land.units("9") == [bare, LAKE]

    async def test_a_region_says_where_its_new_school_stands(self, land: Land) -> None:
        draft_id, governor = await self.draft(land, GOVERNOR), await land.actor(GOVERNOR)
        code = await self.code(land, draft_id, self.AFAR, GOVERNOR)
        question = await look_at_name(land.work, governor, draft_id, code)
        assert [one.name for one in question.places] == [NEXT_DOOR, DISTRICT]
        assert {one.place for one in question.everybody} == {NEXT_DOOR, DISTRICT}
        place = await land.territory(NEXT_DOOR)
        await say_new(land.work, governor, draft_id, code, territory_id=place.id, in_project=True)
        assert (await land.school(self.AFAR)).territory_id == place.id

    async def test_not_ours_is_asked_no_more_and_may_be_changed(self, land: Land) -> None:
        draft_id, coordinator = await self.draft(land), await land.actor(COORDINATOR)
        code = await self.code(land, draft_id, self.AFAR)
        names = await say_not_ours(land.work, coordinator, draft_id, code)
        assert self.AFAR not in [one.name for one in names.asked]
        assert [(one.name, one.not_ours) for one in names.answered] == [(self.AFAR, True)]
        with pytest.raises(NoParticipants):
            await publish_roadmap(land.work, coordinator, draft_id)
        names = await say_same(land.work, coordinator, draft_id, code, (await land.school(LINDEN)).id)
        assert [(one.name, one.not_ours) for one in names.answered] == [(self.AFAR, False)]

    async def test_a_school_that_has_left_is_asked_about_again(self, land: Land) -> None:
        draft_id, coordinator = await self.draft(land), await land.actor(COORDINATOR)
        code = await self.code(land, draft_id, self.AFAR)
        await say_same(land.work, coordinator, draft_id, code, (await land.school(LINDEN)).id)
        await land.leaves(LINDEN, until=day(3, 8))
        names = await look_at_names(land.work, coordinator, draft_id)
        assert self.AFAR in [one.name for one in names.asked]

    @pytest.mark.parametrize("name", [NEIGHBOUR, GOVERNOR, DIRECTOR])
    async def test_anothers_draft_has_no_names(self, land: Land, name: str) -> None:
        draft_id = await self.draft(land)
        code, lake = await self.code(land, draft_id, self.AFAR), await land.school(LAKE)
        actor = await land.actor(name)
        with pytest.raises(OutOfReach):
            await look_at_names(land.work, actor, draft_id)
        with pytest.raises(OutOfReach):
            await look_at_name(land.work, actor, draft_id, code)
        with pytest.raises(OutOfReach):
            await say_same(land.work, actor, draft_id, code, lake.id)
        with pytest.raises(OutOfReach):
            await say_not_ours(land.work, actor, draft_id, code)
        with pytest.raises(OutOfReach):
            await say_new(land.work, actor, draft_id, code, territory_id=lake.territory_id, in_project=True)
        assert await land.rows(SchoolAlias) == []

    async def test_nothing_of_a_neighbour_can_be_named(self, land: Land) -> None:
        draft_id, coordinator = await self.draft(land), await land.actor(COORDINATOR)
        code, forest = await self.code(land, draft_id, self.AFAR), await land.school(FOREST)
        with pytest.raises(OutOfReach):
            await say_same(land.work, coordinator, draft_id, code, forest.id)
        with pytest.raises(OutOfReach):
            await say_new(land.work, coordinator, draft_id, code, territory_id=forest.territory_id, in_project=True)

    async def test_a_published_draft_and_a_name_it_does_not_print_take_no_answer(self, land: Land) -> None:
        draft_id, coordinator = await self.draft(land), await land.actor(COORDINATOR)
        code = await self.code(land, draft_id, self.AFAR)
        with pytest.raises(WrongState):
            await say_not_ours(land.work, coordinator, draft_id, code + 1)
        await discard_draft(land.work, coordinator, draft_id)
        with pytest.raises(WrongState):
            await say_not_ours(land.work, coordinator, draft_id, code)
