import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models.cards.roadmaps import HeardCard
from models.domain.access import Role
from models.domain.doubts import DoubtField, DoubtReason
from models.domain.drafts import DraftState
from models.domain.lifecycles import State
from models.domain.plan import Executor, Kind, Level, Marking, NoteKind, Period, Relative, Scope
from models.domain.refusals import (
    AlreadyPublished,
    NoParticipants,
    NothingToPublish,
    NotYourLevel,
    NotYours,
    OutOfReach,
    WrongState,
    YearOver,
)
from models.language.participants import SchoolLine
from models.roadmap.answers import KEPT, LEFT_OUT, MARKING, NEEDS_DOCUMENT, SCOPE
from models.roadmap.draft import Doubt, DraftTask, period_json
from models.roadmap.typed import Heard
from models.tables import Assignment, Draft, DraftAnswer, Participation, RoadMap, Task, TaskPeriod, TaskSchool
from models.usecases.publication import publish_roadmap
from models.usecases.roadmaps import (
    decide,
    discard_draft,
    hear_words,
    look_at_draft,
    open_draft,
    receive_roadmap,
)
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
    NEXT_DOOR,
    REGION,
    SAMARA,
    URALS,
    Land,
    at,
    between,
    day,
    document,
    doubtful,
    roadmap,
    row,
    until,
    visit,
)

MISSING = 10_000
AUTHORITY = (Executor.MUNICIPAL_AUTHORITY,)
AS_NEEDED = Period(None, None, note="по мере необходимости", note_kind=NoteKind.AS_NEEDED)
TIMING = Doubt(
    DoubtField.TIMING,
    DoubtReason.AMBIGUOUS,
    "до 01.04.05",
    ([period_json(until(4, 1))], [period_json(until(5, 4))]),
)
KIND = Doubt(DoubtField.KIND, DoubtReason.AMBIGUOUS, "разработка", ("document", "other"))


class TestReceiving:
    async def test_a_draft_shows_what_would_be_published(self, land: Land) -> None:
        card = await land.receive(
            row("1"),
            row("2", by=AUTHORITY, scope=Scope.ONCE),
            row("3", project_only=True, schools=(LAKE, "Заречная СОШ")),
        )
        assert (card.title, card.year, card.territory, card.level) == (
            "Дорожная карта",
            2027,
            DISTRICT,
            Level.MUNICIPALITY,
        )
        assert (card.participants, card.over, card.doubted) == (3, False, ())
        assert [(one.index, one.number, one.scope, one.units, one.unknown_schools) for one in card.rows] == [
            (0, "1", Scope.SCHOOL, 3, ()),
            (1, "2", Scope.ONCE, 1, ()),
            (2, "3", Scope.SCHOOL, 1, ("Заречная СОШ",)),
        ]
        assert await land.rows(Assignment) == []

    async def test_the_file_is_kept(self, land: Land) -> None:
        coordinator = await land.actor(COORDINATOR)
        await receive_roadmap(land.work, coordinator, name="план.txt", source=b"words", read=roadmap(row("1")))
        (draft,) = await land.rows(Draft)
        assert (draft.source_name, draft.state, draft.created_at) == ("план.txt", DraftState.OPEN, land.clock())
        async with land.work.reading() as session:
            assert await session.scalar(select(Draft.source)) == b"words"

    @pytest.mark.parametrize("name", [CURATOR, DIRECTOR])
    async def test_only_a_coordinator_sends_one(self, land: Land, name: str) -> None:
        with pytest.raises(NotYours):
            await land.receive(row("1"), by=name)

    async def test_each_sends_maps_of_their_own_level(self, land: Land) -> None:
        with pytest.raises(NotYourLevel):
            await land.receive(row("1"), by=COORDINATOR, level=Level.REGION)
        with pytest.raises(NotYourLevel):
            await land.receive(row("1"), by=GOVERNOR, level=Level.MUNICIPALITY)

    async def test_of_several_territories_the_one_the_map_names(self, land: Land) -> None:
        await land.appoint(COORDINATOR, Role.COORDINATOR, territory=NEXT_DOOR)
        assert (await land.receive(row("1"))).territory == DISTRICT
        assert (await land.receive(row("1"), territory=NEXT_DOOR)).territory == NEXT_DOOR

    async def test_a_published_file_is_not_received_again(self, land: Land) -> None:
        await land.publish(row("1"))
        with pytest.raises(AlreadyPublished) as refused:
            await land.receive(row("1"))
        assert refused.value.title == "Дорожная карта"
        assert (await land.receive(row("1"), by=NEIGHBOUR)).territory == NEXT_DOOR

    async def test_a_draft_that_was_put_away_may_be_sent_again(self, land: Land) -> None:
        draft = await land.receive(row("1"))
        await discard_draft(land.work, await land.actor(COORDINATOR), draft.draft_id)
        assert (await land.publish(row("1"))).rows == 1


class TestReach:
    @pytest.mark.parametrize("name", [NEIGHBOUR, GOVERNOR, CURATOR, DIRECTOR])
    async def test_anothers_draft_does_not_exist(self, land: Land, name: str) -> None:
        draft = await land.receive(row("1"))
        actor = await land.actor(name)
        for draft_id in (draft.draft_id, MISSING):
            for deed in (look_at_draft, publish_roadmap, discard_draft):
                with pytest.raises(OutOfReach):
                    await deed(land.work, actor, draft_id)
            with pytest.raises(OutOfReach):
                await decide(land.work, actor, draft_id, 0, SCOPE, "once")
        assert await open_draft(land.work, actor) is None

    async def test_a_coordinator_of_yesterday_publishes_nothing(self, land: Land) -> None:
        draft = await land.receive(row("1"))
        await land.serves(COORDINATOR, until=day(3, 8))
        with pytest.raises(OutOfReach):
            await publish_roadmap(land.work, await land.actor(COORDINATOR), draft.draft_id)

    async def test_a_successor_finds_the_draft_and_publishes_it(self, land: Land) -> None:
        draft = await land.receive(row("1"))
        await land.appoint(CURATOR, Role.COORDINATOR, territory=DISTRICT)
        successor = await land.actor(CURATOR)
        found = await open_draft(land.work, successor)
        assert found is not None
        assert found.draft_id == draft.draft_id
        assert (await publish_roadmap(land.work, successor, draft.draft_id)).assignments == 3

    async def test_the_newest_open_draft_is_found(self, land: Land) -> None:
        first, second = await land.receive(row("1")), await land.receive(row("2"))
        coordinator = await land.actor(COORDINATOR)
        found = await open_draft(land.work, coordinator)
        assert found is not None
        assert found.draft_id == second.draft_id
        await discard_draft(land.work, coordinator, second.draft_id)
        found = await open_draft(land.work, coordinator)
        assert found is not None
        assert found.draft_id == first.draft_id
        await publish_roadmap(land.work, coordinator, first.draft_id)
        assert await open_draft(land.work, coordinator) is None


class TestDeciding:
    async def test_an_answer_settles_a_doubt(self, land: Land) -> None:
        draft = await land.receive(doubtful(row("1"), TIMING, KIND), row("2"))
        coordinator = await land.actor(COORDINATOR)
        assert [one.index for one in draft.doubted] == [0]
        card = await decide(land.work, coordinator, draft.draft_id, 0, "timing", TIMING.choices[0])
        assert (card.rows[0].periods, card.rows[0].doubts) == ((until(4, 1),), (KIND,))
        card = await decide(land.work, coordinator, draft.draft_id, 0, "kind", "document")
        assert (card.rows[0].kind, card.doubted) == (Kind.DOCUMENT, ())
        await publish_roadmap(land.work, coordinator, draft.draft_id)
        assert (await land.assignment("1", LAKE)).due_on == day(4, 1)

    async def test_what_was_read_may_be_right(self, land: Land) -> None:
        draft = await land.receive(doubtful(row("1"), TIMING))
        card = await decide(land.work, await land.actor(COORDINATOR), draft.draft_id, 0, KEPT + "timing", True)
        assert (card.rows[0].periods, card.rows[0].doubts) == ((until(3, 31),), ())

    async def test_the_last_word_counts(self, land: Land) -> None:
        draft = await land.receive(row("1"))
        coordinator = await land.actor(COORDINATOR)
        await decide(land.work, coordinator, draft.draft_id, 0, SCOPE, "once")
        land.clock.move(minutes=1)
        card = await decide(land.work, coordinator, draft.draft_id, 0, SCOPE, "waiting")
        assert (card.rows[0].scope, card.rows[0].units) == (Scope.WAITING, 1)
        (answer,) = await land.rows(DraftAnswer)
        assert (answer.person_id, answer.answered_at) == (coordinator.person_id, land.clock())

    async def test_a_row_left_out_becomes_nothing(self, land: Land) -> None:
        draft = await land.receive(doubtful(row("1"), TIMING), row("2"))
        coordinator = await land.actor(COORDINATOR)
        card = await decide(land.work, coordinator, draft.draft_id, 0, LEFT_OUT, True)
        assert (card.rows[0].left_out, card.doubted) == (True, ())
        made = await publish_roadmap(land.work, coordinator, draft.draft_id)
        assert made.rows == 1
        assert [(task.number, task.position) for task in await land.rows(Task)] == [("2", 1)]

    async def test_and_may_be_taken_in_again(self, land: Land) -> None:
        draft = await land.receive(row("1"))
        coordinator = await land.actor(COORDINATOR)
        await decide(land.work, coordinator, draft.draft_id, 0, LEFT_OUT, True)
        with pytest.raises(NothingToPublish):
            await publish_roadmap(land.work, coordinator, draft.draft_id)
        card = await decide(land.work, coordinator, draft.draft_id, 0, LEFT_OUT, False)
        assert not card.rows[0].left_out

    @pytest.mark.parametrize("index", [-1, 1, 100])
    async def test_there_is_no_such_row(self, land: Land, index: int) -> None:
        draft = await land.receive(row("1"))
        with pytest.raises(WrongState):
            await decide(land.work, await land.actor(COORDINATOR), draft.draft_id, index, SCOPE, "once")

    async def test_what_is_published_is_decided(self, land: Land) -> None:
        draft = await land.receive(row("1"))
        coordinator = await land.actor(COORDINATOR)
        await publish_roadmap(land.work, coordinator, draft.draft_id)
        with pytest.raises(WrongState):
            await decide(land.work, coordinator, draft.draft_id, 0, SCOPE, "once")
        with pytest.raises(WrongState):
            await discard_draft(land.work, coordinator, draft.draft_id)

    async def test_what_is_put_away_stays_away(self, land: Land) -> None:
        draft = await land.receive(row("1"))
        coordinator = await land.actor(COORDINATOR)
        await discard_draft(land.work, coordinator, draft.draft_id)
        await discard_draft(land.work, coordinator, draft.draft_id)
        for deed in (
            decide(land.work, coordinator, draft.draft_id, 0, SCOPE, "once"),
            publish_roadmap(land.work, coordinator, draft.draft_id),
        ):
            with pytest.raises(WrongState):
                await deed


class TestARowsOwnScreen:
    async def test_a_row_comes_with_all_that_was_understood(self, land: Land) -> None:
        card = await land.receive(
            row(
                "1",
                between(day(4, 1), day(12, 31), "FREQ=MONTHLY"),
                section="I. Подготовка",
                indicator="Справка",
                schools=(LAKE,),
            )
        )
        (one,) = card.rows
        assert (one.section, one.indicator, one.acting, one.schools) == (
            "I. Подготовка",
            "Справка",
            (Executor.SCHOOL,),
            (LAKE,),
        )
        assert (one.marking, one.times, one.last_due) == (Marking.EACH, 9, day(12, 31))

    async def test_a_kind_that_is_changed_changes_the_task(self, land: Land) -> None:
        draft = await land.receive(row("1"))
        coordinator = await land.actor(COORDINATOR)
        card = await decide(land.work, coordinator, draft.draft_id, 0, "kind", "document")
        assert (card.rows[0].kind, card.rows[0].needs_document) == (Kind.DOCUMENT, True)
        await publish_roadmap(land.work, coordinator, draft.draft_id)
        (task,) = await land.rows(Task)
        assert (task.kind, task.needs_document) == (Kind.DOCUMENT, True)

    @pytest.mark.parametrize(("printed", "wanted"), [(row("1"), True), (document("1"), False)])
    async def test_a_slot_is_put_in_or_taken_out(self, land: Land, printed: DraftTask, wanted: bool) -> None:
        draft = await land.receive(printed)
        coordinator = await land.actor(COORDINATOR)
        card = await decide(land.work, coordinator, draft.draft_id, 0, NEEDS_DOCUMENT, wanted)
        assert (card.rows[0].may_have_slot, card.rows[0].needs_document) == (True, wanted)
        await publish_roadmap(land.work, coordinator, draft.draft_id)
        assert [task.needs_document for task in await land.rows(Task)] == [wanted]

    @pytest.mark.parametrize(
        "printed",
        [
            document("1", by=(Executor.CURATOR,)),
            document("1", by=AUTHORITY, scope=Scope.ONCE),
            row("1", by=(Executor.CURATOR, Executor.SCHOOL), kind=Kind.VISIT),
        ],
    )
    async def test_no_slot_where_no_school_would_fill_it(self, land: Land, printed: DraftTask) -> None:
        draft = await land.receive(printed)
        coordinator = await land.actor(COORDINATOR)
        card = await decide(land.work, coordinator, draft.draft_id, 0, NEEDS_DOCUMENT, True)
        assert (card.rows[0].may_have_slot, card.rows[0].needs_document) == (False, False)
        await publish_roadmap(land.work, coordinator, draft.draft_id)
        assert [task.needs_document for task in await land.rows(Task)] == [False]

    async def test_one_mark_for_a_row_that_recurs(self, land: Land) -> None:
        draft = await land.receive(row("1", between(day(4, 1), day(12, 31), "FREQ=MONTHLY"), until(6, 1)))
        coordinator = await land.actor(COORDINATOR)
        card = await decide(land.work, coordinator, draft.draft_id, 0, MARKING, "one")
        assert (card.rows[0].marking, card.rows[0].times) == (Marking.ONE, 10)
        made = await publish_roadmap(land.work, coordinator, draft.draft_id)
        assert made.assignments == 3
        one = await land.assignment("1", LAKE)
        assert (one.period, one.occurrence, one.start_on, one.due_on) == (0, 0, day(4, 1), day(12, 31))
        assert [task.marking for task in await land.rows(Task)] == [Marking.ONE]

    async def test_a_school_that_comes_late_marks_it_in_the_same_way(self, land: Land) -> None:
        draft = await land.receive(
            row("1", between(day(4, 1), day(6, 30), "FREQ=MONTHLY")),
            row("2", between(day(4, 1), day(6, 30)), frequency_in_text="FREQ=MONTHLY"),
        )
        coordinator = await land.actor(COORDINATOR)
        await decide(land.work, coordinator, draft.draft_id, 0, MARKING, "one")
        await decide(land.work, coordinator, draft.draft_id, 1, MARKING, "each")
        await publish_roadmap(land.work, coordinator, draft.draft_id)
        await land.adds(SchoolLine(2, DISTRICT, "Кедровская СОШ", SAMARA, True))
        assert len(await land.assignments("1", "Кедровская СОШ")) == 1
        assert len(await land.assignments("2", "Кедровская СОШ")) == 3

    async def test_a_count_of_words_is_kept_for_that_choice(self, land: Land) -> None:
        spring, words = between(day(4, 1), day(6, 30)), "Консультации для педагогов 2 раза в месяц"
        draft = await land.receive(row("1", spring, text=words, frequency_in_text="FREQ=MONTHLY"))
        assert draft.rows[0].times == 6
        coordinator = await land.actor(COORDINATOR)
        await decide(land.work, coordinator, draft.draft_id, 0, MARKING, "each")
        await publish_roadmap(land.work, coordinator, draft.draft_id)
        await land.adds(SchoolLine(2, DISTRICT, "Кедровская СОШ", SAMARA, True))
        for school in (LAKE, "Кедровская СОШ"):
            terms = [(one.due_on, one.label) for one in await land.assignments("1", school)]
            assert terms == [(due, label) for due in (day(4, 30), day(5, 31), day(6, 30)) for label in ("1/2", "2/2")]

    async def test_a_frequency_of_words_waits_for_the_coordinators_choice(self, land: Land) -> None:
        draft = await land.receive(row("1", between(day(4, 1), day(6, 30)), frequency_in_text="FREQ=MONTHLY"))
        coordinator = await land.actor(COORDINATOR)
        assert (draft.rows[0].marking, draft.rows[0].times) == (Marking.ONE, 3)
        card = await decide(land.work, coordinator, draft.draft_id, 0, MARKING, "each")
        assert card.rows[0].marking is Marking.EACH
        await publish_roadmap(land.work, coordinator, draft.draft_id)
        due = [one.due_on for one in await land.assignments("1", LAKE)]
        assert due == [day(4, 30), day(5, 31), day(6, 30)]

    async def test_some_rows_leave_nothing_to_choose(self, land: Land) -> None:
        several = row("2", until(4, 1), until(5, 1), frequency_in_text="FREQ=MONTHLY")
        card = await land.receive(row("1"), several)
        assert [(one.marking, one.times) for one in card.rows] == [(Marking.EACH, 1), (None, 9)]


class TestWordsOfOnesOwn:
    async def hears(self, land: Land, field: DoubtField, words: str) -> HeardCard:
        draft = await land.receive(row("1"))
        return await hear_words(land.work, await land.actor(COORDINATOR), draft.draft_id, 0, field, words)

    async def test_they_are_read_and_decide_nothing(self, land: Land) -> None:
        heard = await self.hears(land, DoubtField.TIMING, "до 15 мая")
        assert heard.heard == Heard(([period_json(until(5, 15))],))
        assert heard.row.periods == (until(3, 31),)
        assert await land.rows(DraftAnswer) == []

    async def test_schools_are_those_that_take_part(self, land: Land) -> None:
        assert (await self.hears(land, DoubtField.SCHOOLS, "Озёрская СОШ №1")).heard.readings == ([LAKE],)
        assert (await self.hears(land, DoubtField.SCHOOLS, FOREST)).heard.readings == ()

    async def test_nobody_types_into_anothers_draft(self, land: Land) -> None:
        draft = await land.receive(row("1"))
        for name in (NEIGHBOUR, DIRECTOR):
            with pytest.raises(OutOfReach):
                await hear_words(land.work, await land.actor(name), draft.draft_id, 0, DoubtField.TEXT, "слова")

    @pytest.mark.parametrize("index", [-1, 1])
    async def test_there_must_be_such_a_row(self, land: Land, index: int) -> None:
        draft = await land.receive(row("1"))
        with pytest.raises(WrongState):
            await hear_words(land.work, await land.actor(COORDINATOR), draft.draft_id, index, DoubtField.TEXT, "слова")

    async def test_what_is_published_hears_nothing(self, land: Land) -> None:
        draft = await land.receive(row("1"))
        coordinator = await land.actor(COORDINATOR)
        await publish_roadmap(land.work, coordinator, draft.draft_id)
        with pytest.raises(WrongState):
            await hear_words(land.work, coordinator, draft.draft_id, 0, DoubtField.TEXT, "слова")


class TestScopes:
    async def test_each_scope_becomes_assignments_of_its_units(self, land: Land) -> None:
        made = await land.publish(
            row("1"),
            row("2", by=AUTHORITY, scope=Scope.ONCE),
            row("3", by=(Executor.FEDERAL,), scope=Scope.WAITING),
        )
        assert await land.units("1") == [BIRCH, LINDEN, LAKE]
        assert await land.units("2") == await land.units("3") == [DISTRICT]
        assert (await land.assignment("3", DISTRICT)).state is State.WAITING
        assert (made.rows, made.assignments, made.schools, made.waiting, made.before_start) == (3, 5, 3, 1, 0)

    async def test_a_region_reaches_over_its_districts(self, land: Land) -> None:
        made = await land.publish(
            row("1"),
            row("2", by=AUTHORITY, scope=Scope.MUNICIPALITY),
            row("3", by=(Executor.REGIONAL_COORDINATOR,), scope=Scope.ONCE),
            by=GOVERNOR,
        )
        assert await land.units("1") == [BIRCH, FOREST, LINDEN, LAKE]
        assert await land.units("2") == [NEXT_DOOR, DISTRICT]
        assert await land.units("3") == [REGION]
        assert (made.assignments, made.schools) == (7, 4)

    async def test_a_district_without_schools_has_no_part_in_it(self, land: Land) -> None:
        await land.leaves(FOREST, until=day(3, 8))
        await land.publish(row("2", by=AUTHORITY, scope=Scope.MUNICIPALITY), by=GOVERNOR)
        assert await land.units("2") == [DISTRICT]

    async def test_rows_for_the_project_concern_its_schools_alone(self, land: Land) -> None:
        await land.publish(row("1", project_only=True), row("2"))
        assert await land.units("1") == [BIRCH, LAKE]

    async def test_named_schools_narrow_rows_of_schools(self, land: Land) -> None:
        await land.publish(row("1", schools=("МБОУ «Озёрская СОШ №1»", LINDEN)))
        assert await land.units("1") == [LINDEN, LAKE]

    async def test_elsewhere_they_are_only_shown(self, land: Land) -> None:
        await land.publish(
            row("1", by=AUTHORITY, scope=Scope.ONCE, schools=(LAKE,)),
            row("2", by=(Executor.FEDERAL,), scope=Scope.WAITING, schools=(LAKE,)),
        )
        assert await land.units("1") == await land.units("2") == [DISTRICT]
        lake = (await land.school(LAKE)).id
        assert [(one.name, one.school_id) for one in await land.rows(TaskSchool)] == [(LAKE, lake), (LAKE, lake)]

    async def test_a_name_makes_nobody_a_participant(self, land: Land) -> None:
        await land.publish(row("1", schools=(LAKE, FOREST, "Заречная СОШ")))
        assert await land.units("1") == [LAKE]
        named = sorted(await land.rows(TaskSchool), key=lambda one: one.position)
        assert [(one.name, one.school_id is None) for one in named] == [
            (LAKE, False),
            (FOREST, True),
            ("Заречная СОШ", True),
        ]

    async def test_a_name_narrows_no_further_than_the_project(self, land: Land) -> None:
        draft = await land.receive(row("1", project_only=True, schools=(LAKE, LINDEN)))
        assert (draft.rows[0].units, draft.rows[0].unknown_schools) == (1, (LINDEN,))

    async def test_a_name_that_two_districts_bear_is_asked(self, land: Land) -> None:
        await land.adds(SchoolLine(2, NEXT_DOOR, LAKE, URALS, True))
        draft = await land.receive(row("1", schools=(LAKE, BIRCH)), by=GOVERNOR)
        assert (draft.rows[0].units, draft.rows[0].unknown_schools) == (1, (LAKE,))

    async def test_a_row_of_schools_without_a_school_is_refused(self, land: Land) -> None:
        with pytest.raises(NoParticipants) as refused:
            await land.publish(row("1"), row("2", schools=("Заречная СОШ",)), row("3", schools=(FOREST,)))
        assert refused.value.numbers == ("2", "3")
        assert await land.rows(RoadMap) == []
        assert await land.rows(Assignment) == []

    async def test_so_are_rows_of_the_project_where_nobody_is_in_it(self, land: Land) -> None:
        await land.adds(*(SchoolLine(2, DISTRICT, name, SAMARA, False) for name in (LAKE, BIRCH)))
        with pytest.raises(NoParticipants):
            await land.publish(row("1", project_only=True))

    async def test_a_school_that_left_takes_no_part(self, land: Land) -> None:
        await land.leaves(LINDEN, until=day(3, 8))
        await land.leaves(BIRCH, until=day(3, 9))
        await land.publish(row("1"))
        assert await land.units("1") == [BIRCH, LAKE]

    async def test_who_takes_part_is_kept_with_the_map(self, land: Land) -> None:
        made = await land.publish(row("1"))
        kept = await land.rows(Participation, Participation.roadmap_id == made.roadmap_id)
        assert sorted(one.in_project for one in kept) == [False, True, True]
        assert {one.since_on for one in kept} == {day(3, 9)}


class TestTerms:
    async def terms(self, land: Land, *periods: Period) -> list[tuple[object, ...]]:
        await land.publish(row("1", *periods))
        return [(one.period, one.occurrence, one.start_on, one.due_on) for one in await land.assignments("1", LAKE)]

    async def test_each_period_is_one_of_its_own(self, land: Land) -> None:
        assert await self.terms(land, Period(None, day(4, 1), label="I"), between(day(5, 1), day(5, 20))) == [
            (0, 0, None, day(4, 1)),
            (1, 0, day(5, 1), day(5, 20)),
        ]
        assert [one.label for one in await land.assignments("1", LAKE)] == ["I", None]

    async def test_a_rule_with_a_named_day_gives_its_dates(self, land: Land) -> None:
        assert await self.terms(land, between(day(4, 1), day(4, 20), "FREQ=WEEKLY;BYDAY=MO")) == [
            (0, 0, day(4, 5), day(4, 5)),
            (0, 1, day(4, 12), day(4, 12)),
            (0, 2, day(4, 19), day(4, 19)),
        ]

    async def test_a_rule_without_one_gives_calendar_steps(self, land: Land) -> None:
        assert await self.terms(land, between(day(4, 10), day(6, 15), "FREQ=MONTHLY")) == [
            (0, 0, day(4, 10), day(4, 30)),
            (0, 1, day(5, 1), day(5, 31)),
            (0, 2, day(6, 1), day(6, 15)),
        ]

    async def test_several_times_a_step_are_so_many_occurrences(self, land: Land) -> None:
        spring = replace(between(day(4, 10), day(5, 31), "FREQ=MONTHLY"), times=2)
        assert await self.terms(land, spring) == [
            (0, 0, day(4, 10), day(4, 30)),
            (0, 1, day(4, 10), day(4, 30)),
            (0, 2, day(5, 1), day(5, 31)),
            (0, 3, day(5, 1), day(5, 31)),
        ]
        assert [one.label for one in await land.assignments("1", LAKE)] == ["1/2", "2/2", "1/2", "2/2"]

    async def test_words_without_days_are_kept_and_guessed_by_nobody(self, land: Land) -> None:
        assert await self.terms(land, AS_NEEDED) == [(0, 0, None, None)]
        (kept,) = await land.rows(TaskPeriod)
        assert (kept.note, kept.note_kind) == ("по мере необходимости", NoteKind.AS_NEEDED)
        assert (await land.assignment("1", LAKE)).state is State.PLANNED

    async def test_all_that_the_words_of_a_term_said_is_kept(self, land: Land) -> None:
        after = Relative(3, "workday", "after", "получения приказа")
        periods = (
            Period(None, None, note="в течение 3 рабочих дней", note_kind=NoteKind.RELATIVE, relative=after),
            Period(day(4, 1), day(6, 30), "FREQ=MONTHLY", "весна", time="15:00", times=2),
        )
        await land.publish(row("1", *periods))
        kept = sorted(await land.rows(TaskPeriod), key=lambda one: one.position)
        assert tuple(one.period() for one in kept) == periods

    async def test_a_row_without_any_period_does_not_vanish(self, land: Land) -> None:
        await land.publish(row("1", periods=()))
        assert (await land.assignment("1", LAKE)).due_on is None

    async def test_frequency_in_words_alone_creates_nothing(self, land: Land) -> None:
        await land.publish(row("1", between(day(4, 1), day(12, 31)), frequency_in_text="FREQ=MONTHLY"))
        assert len(await land.assignments("1", LAKE)) == 1

    async def test_what_was_due_before_today_begins_as_no_debt(self, land: Land) -> None:
        made = await land.publish(row("1", until(3, 8), until(3, 9), until(3, 10)))
        states = [one.state for one in await land.assignments("1", LAKE)]
        assert states == [State.BEFORE_START, State.PLANNED, State.PLANNED]
        assert (made.assignments, made.before_start) == (9, 3)

    async def test_today_is_the_districts_day(self, land: Land) -> None:
        land.clock.set(at(3, 9, 0, 30))
        assert land.clock().date() == day(3, 8)
        made = await land.publish(row("1", until(3, 8)), row("2"))
        assert made.before_start == 3

    async def test_what_is_awaited_was_never_a_debt(self, land: Land) -> None:
        await land.publish(row("1", until(3, 1), by=(Executor.FEDERAL,), scope=Scope.WAITING), row("2"))
        assert (await land.assignment("1", DISTRICT)).state is State.WAITING


class TestWhatARowAsks:
    async def test_a_document_of_a_school_has_a_slot(self, land: Land) -> None:
        await land.publish(
            document("1"),
            row("2", by=AUTHORITY, kind=Kind.DOCUMENT, scope=Scope.ONCE),
            document("3", by=(Executor.CURATOR,)),
            visit("4"),
        )
        assert [task.number for task in await land.rows(Task, Task.needs_document.is_(True))] == ["1"]

    async def test_the_second_tick_follows_from_the_words(self, land: Land) -> None:
        await land.publish(
            row("1", text="Внести данные в ИС МЭДК"), row("2", indicator="Доля школ в ИС «мэдк»"), row("3")
        )
        assert [task.number for task in await land.rows(Task, Task.in_medk.is_(True))] == ["1", "2"]

    async def test_mentions_speak_where_there_is_no_column(self, land: Land) -> None:
        await land.publish(row("1", executors=None, mentions=(Executor.SCHOOL,)), row("2", executors=None))
        assert [task.executors for task in await land.rows(Task)] == [["school"], []]


class TestTheEndOfAYear:
    async def test_a_year_that_is_over_is_kept_as_an_archive(self, land: Land) -> None:
        draft = await land.receive(row("1", until(6, 1, 2026)), row("2", until(12, 31, 2026)), year=2026)
        coordinator = await land.actor(COORDINATOR)
        assert draft.over
        with pytest.raises(YearOver) as refused:
            await publish_roadmap(land.work, coordinator, draft.draft_id)
        assert refused.value.year == 2026
        made = await publish_roadmap(land.work, coordinator, draft.draft_id, archive=True)
        assert (made.archived, made.assignments, made.before_start) == (True, 6, 6)
        (kept,) = await land.rows(RoadMap)
        assert (kept.archived, kept.year) == (True, 2026)

    async def test_what_still_runs_is_no_archive(self, land: Land) -> None:
        made = await land.publish(row("1"), archive=True)
        assert not made.archived

    async def test_a_last_day_today_is_not_over(self, land: Land) -> None:
        assert not (await land.receive(row("1", until(3, 9)))).over
        assert (await land.receive(row("1", until(3, 8)))).over

    async def test_awaited_rows_do_not_keep_a_year_alive(self, land: Land) -> None:
        awaited = row("2", until(6, 1), by=(Executor.FEDERAL,), scope=Scope.WAITING)
        assert (await land.receive(row("1", until(3, 8)), awaited)).over
        assert not (await land.receive(awaited)).over

    async def test_rows_without_a_day_live_as_long_as_their_year(self, land: Land) -> None:
        rows = (row("1", until(3, 8)), row("2", AS_NEEDED))
        assert not (await land.receive(*rows, year=2027)).over
        assert (await land.receive(*rows, year=2026)).over
        assert not (await land.receive(row("2", AS_NEEDED), year=2026)).over


class TestPublishingTwice:
    async def test_a_draft_is_published_once(self, land: Land) -> None:
        draft = await land.receive(row("1"))
        coordinator = await land.actor(COORDINATOR)
        await publish_roadmap(land.work, coordinator, draft.draft_id)
        with pytest.raises(WrongState):
            await publish_roadmap(land.work, coordinator, draft.draft_id)
        assert len(await land.rows(Assignment)) == 3

    async def test_what_fails_half_way_leaves_nothing(self, land: Land) -> None:
        """The second row cannot be kept; the first one and its assignments were in already."""
        draft = await land.receive(row("1"), row("2", timing_raw=None))
        coordinator = await land.actor(COORDINATOR)
        with pytest.raises(IntegrityError):
            await publish_roadmap(land.work, coordinator, draft.draft_id)
        for table in (RoadMap, Task, Assignment, TaskPeriod):
            assert await land.rows(table) == []
        assert (await look_at_draft(land.work, coordinator, draft.draft_id)).rows

    async def test_two_who_press_at_once_publish_once(self, land: Land) -> None:
        draft = await land.receive(row("1"))
        coordinator = await land.actor(COORDINATOR)
        made = await asyncio.gather(
            *(publish_roadmap(land.work, coordinator, draft.draft_id) for _ in range(2)), return_exceptions=True
        )
        assert sorted(type(one).__name__ for one in made) == ["PublishedCard", "WrongState"]
        assert len(await land.rows(RoadMap)) == 1

    async def test_a_file_that_was_sent_twice_is_published_once(self, land: Land) -> None:
        first, second = await land.receive(row("1")), await land.receive(row("1"))
        coordinator = await land.actor(COORDINATOR)
        await publish_roadmap(land.work, coordinator, first.draft_id)
        with pytest.raises(AlreadyPublished):
            await publish_roadmap(land.work, coordinator, second.draft_id)
        assert len(await land.rows(Assignment)) == 3

    async def test_a_unit_has_each_occurrence_once(self, land: Land) -> None:
        await land.publish(row("1", until(4, 1), until(4, 1), schools=(LAKE, LAKE)))
        assert [(one.period, one.occurrence) for one in await land.assignments("1", LAKE)] == [(0, 0), (1, 0)]

    async def test_two_maps_stand_side_by_side(self, land: Land) -> None:
        await land.publish(row("1"))
        await land.publish(row("1"), by=GOVERNOR)
        assert len(await land.assignments("1", LAKE)) == 2
