"""A changed edition is laid over the published map: rows keep their ids, marks stay, those touched are told once."""

import asyncio
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from models.cards.editions import AcceptedCard, Days, EditionCard, EditionQuestion, PlanChangedCard
from models.cards.outbox import Dropped, Sent
from models.cards.roadmaps import DraftCard
from models.domain.calendar import Calendars, WorkCalendar
from models.domain.drafts import DraftState
from models.domain.editions import EditionState, RowChange, TermChange
from models.domain.lifecycles import State, WithdrawalReason
from models.domain.notices import DeliveryFailed, PlanChanged
from models.domain.outbox import DropReason, OutboxState
from models.domain.plan import Executor, Kind, Marking, NoteKind, Period, Scope
from models.domain.refusals import (
    AlreadyPublished,
    EditionOutrun,
    EditionWaits,
    NoParticipants,
    NothingToPublish,
    OutOfReach,
    PairsUnsettled,
    WrongState,
)
from models.language.participants import SchoolLine
from models.roadmap.answers import LEFT_OUT, MARKING, SCOPE
from models.roadmap.draft import DraftTask
from models.roadmap.editions import Field
from models.tables import (
    AssignmentChange,
    AuditEntry,
    Draft,
    DraftAnswer,
    Edition,
    OutboxRow,
    RoadMap,
    ServedTask,
    Task,
    TaskChange,
    TaskPeriod,
    TaskSchool,
    Withdrawal,
)
from models.usecases import editions, helping, links, news, outbox, tasks
from models.usecases.publication import publish_roadmap
from models.usecases.roadmaps import decide, discard_draft, look_at_draft
from tests.builders import (
    BIRCH,
    BIRCH_DIRECTOR,
    COORDINATOR,
    CURATOR,
    DEPUTY,
    DIRECTOR,
    DISTRICT,
    GOVERNOR,
    LAKE,
    LINDEN,
    LINDEN_DIRECTOR,
    NEIGHBOUR,
    SAMARA,
    SECOND_CURATOR,
    URALS,
    Land,
    at,
    between,
    day,
    document,
    row,
    until,
    visit,
)

AUTHORITY = (Executor.MUNICIPAL_AUTHORITY,)

SEMINAR = row("1", until(4, 30), text="Семинар для директоров по работе с рисками", by=AUTHORITY, scope=Scope.ONCE)
VISITS = visit("2", until(4, 10), until(9, 10), text="Посещение школ кураторами")
CONCEPT = document("3", until(4, 20), text="Разработка концепции развития школы")
SURVEY = row("4", until(5, 20), text="Анкетирование родителей и педагогов")
MAP = (SEMINAR, VISITS, CONCEPT, SURVEY)


class Office:
    """The coordinator's desk: a map that is published, and editions that come after it."""

    def __init__(self, land: Land) -> None:
        self.land = land
        self.calendars = Calendars()

    async def publishes(self, *rows: DraftTask, by: str = COORDINATOR) -> int:
        return (await self.land.publish(*(rows or MAP), by=by)).roadmap_id

    async def sends(self, *rows: DraftTask, by: str = COORDINATOR) -> DraftCard:
        return await self.land.receive(*rows, by=by)

    async def looks(self, draft_id: int, by: str = COORDINATOR) -> EditionCard:
        card = await editions.look_at_edition(self.land.work, await self.land.actor(by), draft_id)
        assert isinstance(card, EditionCard)
        return card

    async def accepts(self, *rows: DraftTask, by: str = COORDINATOR) -> AcceptedCard:
        draft = await self.sends(*rows, by=by)
        return await self.agrees(draft.draft_id, by=by)

    async def agrees(self, draft_id: int, *, by: str = COORDINATOR, against: int | None = None) -> AcceptedCard:
        number = (await self.looks(draft_id, by)).against if against is None else against
        return await editions.accept_edition(
            self.land.work, await self.land.actor(by), draft_id, number, self.calendars
        )

    async def task(self, number: str) -> Task:
        (found,) = await self.land.rows(Task, Task.number == number, Task.withdrawn_at.is_(None))
        return found

    async def done(self, number: str, unit: str, by: str) -> int:
        """Somebody marks the first assignment of a row; gives its id."""
        first = (await self.land.assignments(number, unit))[0]
        await tasks.mark_done(self.land.work, await self.land.actor(by), first.id)
        return first.id

    async def told(self) -> list[str]:
        return sorted(await self.land.news("PlanChanged"))

    async def reads(self, name: str) -> PlanChangedCard | DropReason:
        """What that person's news would say now."""
        actor = await self.land.actor(name)
        (waiting,) = await self.land.rows(OutboxRow, OutboxRow.person_id == actor.person_id)
        return await self._says(actor.person_id, PlanChanged(**waiting.body))

    async def tells(self, **passed: float) -> dict[str, list[PlanChangedCard | DropReason]]:
        """What everybody is told by the sender when that time has passed, each row in its turn, by name."""
        self.land.clock.move(**passed)
        told: dict[str, list[PlanChangedCard | DropReason]] = {}
        while claimed := await outbox.claim_due(self.land.work, 100, timedelta(minutes=1), self.calendars):
            for one in claimed:
                assert isinstance(one.notice, PlanChanged)
                said = await self._says(one.person_id, one.notice)
                outcome = Dropped(said) if isinstance(said, DropReason) else Sent(one.chat_id, one.id)
                await outbox.settle(self.land.work, one.id, outcome)
                told.setdefault(one.chat_id, []).append(said)
        return told

    async def _says(self, person_id: int, notice: PlanChanged) -> PlanChangedCard | DropReason:
        card = await news.look_at_news(self.land.work, person_id, notice)
        assert isinstance(card, PlanChangedCard | DropReason)
        return card


@pytest.fixture
def office(land: Land) -> Office:
    return Office(land)


class TestWhatIsAnEdition:
    async def test_rows_alike_make_an_edition_whatever_the_file_is_called(self, office: Office) -> None:
        roadmap_id = await office.publishes()
        draft = await office.sends(*MAP[:3], replace(SURVEY, text="Анкетирование учителей и классных руководителей"))
        assert draft.edition
        (edition,) = await office.land.rows(Edition)
        assert (edition.draft_id, edition.roadmap_id, edition.state) == (
            draft.draft_id,
            roadmap_id,
            EditionState.OFFERED,
        )

    async def test_other_rows_make_another_map(self, office: Office) -> None:
        await office.publishes()
        draft = await office.sends(row("1", text="Летний лагерь"), row("2", text="Олимпиада по физике"))
        assert not draft.edition
        coordinator = await office.land.actor(COORDINATOR)
        assert await editions.look_at_edition(office.land.work, coordinator, draft.draft_id) is None
        await publish_roadmap(office.land.work, coordinator, draft.draft_id)
        assert len(await office.land.rows(RoadMap)) == 2

    async def test_so_do_the_same_rows_of_another_year(self, office: Office) -> None:
        await office.publishes()
        assert not (await office.land.receive(*MAP, year=2028)).edition

    async def test_of_another_territory(self, office: Office) -> None:
        await office.publishes()
        assert not (await office.sends(*MAP, by=NEIGHBOUR)).edition

    async def test_of_another_level(self, office: Office) -> None:
        await office.publishes()
        assert not (await office.sends(*MAP, by=GOVERNOR)).edition

    async def test_and_of_an_archive(self, office: Office) -> None:
        old = [replace(one, periods=(until(2, 1),)) for one in MAP]
        await office.land.publish(*old, archive=True)
        assert not (await office.sends(*old, row("9", text="Летний лагерь"))).edition

    async def test_an_edition_is_not_published_beside_its_map(self, office: Office) -> None:
        await office.publishes()
        draft = await office.sends(*MAP[:3])
        with pytest.raises(EditionWaits):
            await publish_roadmap(office.land.work, await office.land.actor(COORDINATOR), draft.draft_id)

    async def test_the_file_in_force_changes_nothing(self, office: Office) -> None:
        await office.publishes()
        with pytest.raises(AlreadyPublished):
            await office.sends(*MAP)


HALF = (SEMINAR, VISITS, row("5", text="Летний лагерь"), row("6", text="Олимпиада по физике"))


class TestUnsure:
    async def question(self, office: Office, draft_id: int) -> object:
        coordinator = await office.land.actor(COORDINATOR)
        return await editions.look_at_edition(office.land.work, coordinator, draft_id)

    async def choose(self, office: Office, draft_id: int, *, same: bool, by: str = COORDINATOR) -> object:
        return await editions.choose_edition(office.land.work, await office.land.actor(by), draft_id, same=same)

    async def test_half_the_rows_alike_is_asked(self, office: Office) -> None:
        await office.publishes()
        draft = await office.sends(*HALF)
        assert draft.edition
        asked = await self.question(office, draft.draft_id)
        assert isinstance(asked, EditionQuestion)
        assert (asked.published, asked.share, asked.territory, asked.year) == ("Дорожная карта", 50, DISTRICT, 2027)
        with pytest.raises(WrongState):
            await office.agrees(draft.draft_id, against=1)

    async def test_so_are_two_maps_that_are_both_alike(self, office: Office) -> None:
        await office.publishes()
        twin = await office.sends(*HALF)
        await self.choose(office, twin.draft_id, same=False)
        await publish_roadmap(office.land.work, await office.land.actor(COORDINATOR), twin.draft_id)
        both = await office.sends(*MAP, *HALF[2:])
        assert isinstance(await self.question(office, both.draft_id), EditionQuestion)

    async def test_yes_it_is_one(self, office: Office) -> None:
        await office.publishes()
        draft = await office.sends(*HALF)
        for _ in range(2):
            assert isinstance(await self.choose(office, draft.draft_id, same=True), EditionCard)
        with pytest.raises(WrongState):
            await self.choose(office, draft.draft_id, same=False)
        assert (await office.agrees(draft.draft_id)).number == 2

    async def test_no_it_is_another_map(self, office: Office) -> None:
        await office.publishes()
        draft = await office.sends(*HALF)
        for _ in range(2):
            assert await self.choose(office, draft.draft_id, same=False) is None
        with pytest.raises(WrongState):
            await self.choose(office, draft.draft_id, same=True)
        await publish_roadmap(office.land.work, await office.land.actor(COORDINATOR), draft.draft_id)
        assert len(await office.land.rows(RoadMap)) == 2

    async def test_a_neighbour_answers_nothing(self, office: Office) -> None:
        await office.publishes()
        draft = await office.sends(*HALF)
        for name in (NEIGHBOUR, GOVERNOR, DIRECTOR):
            with pytest.raises(OutOfReach):
                await self.choose(office, draft.draft_id, same=True, by=name)


class TestTheScreen:
    async def test_what_changes_stands_the_gravest_first(self, office: Office) -> None:
        await office.publishes()
        draft = await office.sends(
            replace(SEMINAR, number="7"),
            replace(VISITS, periods=(until(4, 10), until(10, 10))),
            replace(CONCEPT, executors=(Executor.SCHOOL_COORDINATOR,)),
            row("8", text="Летний лагерь"),
        )
        card = await office.looks(draft.draft_id)
        assert [one.changes for one in card.rows] == [
            (RowChange.REMOVED,),
            (RowChange.ADDED,),
            (RowChange.MOVED,),
            (RowChange.REWORDED,),
            (RowChange.RENUMBERED,),
        ]
        assert (card.kept, card.against, card.unsure, card.doubted) == (0, 1, (), 0)
        assert card.counts == {"removed": 1, "added": 1, "moved": 1, "reworded": 1, "renumbered": 1}

    async def test_a_map_in_another_order_changes_nothing_but_places(self, office: Office) -> None:
        await office.publishes()
        before = {task.id: task.text for task in await office.land.rows(Task)}
        draft = await office.sends(*reversed(MAP))
        assert (await office.looks(draft.draft_id)).rows == ()
        made = await office.agrees(draft.draft_id)
        assert (made.made, made.moved, made.withdrawn, made.told) == (0, 0, 0, 0)
        after = await office.land.rows(Task)
        assert {task.id: task.text for task in after} == before
        assert [task.number for task in sorted(after, key=lambda one: one.position)] == ["4", "3", "2", "1"]

    async def test_decisions_about_the_map_go_on(self, office: Office) -> None:
        first = await office.sends(*MAP)
        coordinator = await office.land.actor(COORDINATOR)
        await decide(office.land.work, coordinator, first.draft_id, 3, SCOPE, "once")
        await decide(office.land.work, coordinator, first.draft_id, 2, LEFT_OUT, True)
        await publish_roadmap(office.land.work, coordinator, first.draft_id)
        draft = await office.sends(row("0", text="Летний лагерь"), *MAP)
        card = await office.looks(draft.draft_id)
        assert [one.changes for one in card.rows] == [(RowChange.ADDED,)]
        rows = (await look_at_draft(office.land.work, coordinator, draft.draft_id)).rows
        assert (rows[4].scope, rows[3].left_out) == (Scope.ONCE, True)
        assert {one.person_id for one in await office.land.rows(DraftAnswer)} == {coordinator.person_id}

    async def test_a_doubtful_pair_is_asked_before_anything_is_accepted(self, office: Office) -> None:
        await office.publishes()
        other = replace(SURVEY, text="Анкетирование родителей девятых классов")
        draft = await office.sends(*MAP[:3], other)
        assert [one.pair.old for one in (await office.looks(draft.draft_id)).unsure] == [3]
        with pytest.raises(PairsUnsettled) as refused:
            await office.agrees(draft.draft_id)
        assert refused.value.count == 1

    @pytest.mark.parametrize("same", [True, False])
    async def test_and_the_word_decides(self, office: Office, *, same: bool) -> None:
        await office.publishes()
        marked = await office.done("4", LAKE, DIRECTOR)
        other = replace(SURVEY, text="Анкетирование родителей девятых классов")
        draft = await office.sends(*MAP[:3], other)
        coordinator = await office.land.actor(COORDINATOR)
        card = await editions.settle_pair(office.land.work, coordinator, draft.draft_id, 3, 3, same=same)
        assert card.unsure == ()
        made = await office.agrees(draft.draft_id)
        now = (await office.land.assignments("4", LAKE))[-1]
        assert (now.id == marked, now.state is State.DONE) == (same, same)
        assert made.withdrawn == (0 if same else 3)

    async def test_only_rows_that_are_there_are_paired(self, office: Office) -> None:
        await office.publishes()
        draft = await office.sends(*MAP[:3])
        coordinator = await office.land.actor(COORDINATOR)
        for new, old in ((9, 0), (0, 9)):
            with pytest.raises(WrongState):
                await editions.settle_pair(office.land.work, coordinator, draft.draft_id, new, old, same=True)


class TestMarksStay:
    async def test_a_moved_row_moves_what_is_open_and_leaves_what_is_done(self, office: Office) -> None:
        await office.publishes()
        task = await office.task("4")
        marked = await office.done("4", LAKE, DIRECTOR)
        made = await office.accepts(*MAP[:3], replace(SURVEY, periods=(until(6, 1),), timing_raw="до 1 июня"))
        assert (await office.task("4")).id == task.id
        lake, birch = [await office.land.assignment("4", unit) for unit in (LAKE, BIRCH)]
        assert (lake.id, lake.state, lake.due_on) == (marked, State.DONE, day(5, 20))
        assert (birch.state, birch.due_on) == (State.PLANNED, day(6, 1))
        assert (made.moved, made.made, made.withdrawn) == (2, 0, 0)
        assert len(await office.land.journal(marked)) == 1
        (period,) = await office.land.rows(TaskPeriod, TaskPeriod.task_id == task.id)
        assert period.end_on == day(6, 1)

    async def test_help_and_documents_stay(self, office: Office) -> None:
        await office.publishes()
        slot = (await office.land.assignment("3", LAKE)).id
        sent = await office.land.sends(DIRECTOR, slot)
        back = await office.land.returns(CURATOR, sent.document_id)
        director = await office.land.actor(DIRECTOR)
        await helping.ask_help(office.land.work, director, slot)
        await office.accepts(SEMINAR, VISITS, replace(CONCEPT, number="3.1", periods=(until(5, 5),)), SURVEY)
        card = await tasks.look_at_task(office.land.work, director, slot)
        assert (card.number, card.due_on, card.state, card.help_open) == ("3.1", day(5, 5), State.IN_PROGRESS, True)
        assert card.document is not None
        assert card.document.document_id == back.document_id

    async def test_a_term_put_before_the_others_takes_nobodys_mark(self, office: Office) -> None:
        await office.publishes()
        marked = await office.done("2", LAKE, CURATOR)
        made = await office.accepts(
            SEMINAR, replace(VISITS, periods=(until(3, 20), until(4, 10), until(9, 10))), *MAP[2:]
        )
        terms = [(one.period, one.due_on, one.state) for one in await office.land.assignments("2", LAKE)]
        assert terms == [
            (0, day(3, 20), State.PLANNED),
            (1, day(4, 10), State.DONE),
            (2, day(9, 10), State.PLANNED),
        ]
        assert (await office.land.assignments("2", LAKE))[1].id == marked
        assert (made.made, made.moved, made.withdrawn) == (3, 0, 0)

    async def test_terms_that_change_places_keep_their_marks(self, office: Office) -> None:
        await office.publishes()
        marked = await office.done("2", LAKE, CURATOR)
        await office.accepts(SEMINAR, replace(VISITS, periods=(until(9, 10), until(4, 10))), *MAP[2:])
        assert [(one.id == marked, one.due_on) for one in await office.land.assignments("2", LAKE)] == [
            (False, day(9, 10)),
            (True, day(4, 10)),
        ]

    async def test_a_term_that_is_gone_is_withdrawn_with_its_reason(self, office: Office) -> None:
        await office.publishes()
        marked = await office.done("2", LAKE, CURATOR)
        made = await office.accepts(SEMINAR, replace(VISITS, periods=(until(9, 10),)), *MAP[2:])
        assert (made.withdrawn, made.kept_done) == (3, 1)
        gone = [one for one in await office.land.assignments("2", LAKE) if one.withdrawn_at is not None]
        assert [(one.id, one.state, one.done_on) for one in gone] == [(marked, State.DONE, day(3, 9))]
        reasons = await office.land.rows(Withdrawal)
        assert {one.reason for one in reasons} == {WithdrawalReason.EDITION}
        assert {one.person_id for one in reasons} == {(await office.land.actor(COORDINATOR)).person_id}

    async def test_rows_change_places_and_numbers(self, office: Office) -> None:
        await office.publishes()
        ids = {task.text: task.id for task in await office.land.rows(Task)}
        marked = await office.done("4", LAKE, DIRECTOR)
        await office.accepts(
            replace(SURVEY, number="1"), replace(SEMINAR, number="2"), replace(VISITS, number="3"), CONCEPT
        )
        tasks_now = await office.land.rows(Task)
        assert {task.text: task.id for task in tasks_now} == ids
        numbers = {task.text: task.number for task in tasks_now}
        assert numbers[SURVEY.text] == "1"
        assert (await office.land.assignment("1", LAKE)).id == marked


class TestRowsThatComeAndGo:
    async def test_a_new_row_begins_as_any_other(self, office: Office) -> None:
        await office.publishes()
        made = await office.accepts(*MAP, row("5", until(3, 1), until(6, 1), text="Летний лагерь"))
        states = [(one.due_on, one.state) for one in await office.land.assignments("5", LAKE)]
        assert states == [(day(3, 1), State.BEFORE_START), (day(6, 1), State.PLANNED)]
        assert made.made == 6

    async def test_a_removed_row_is_withdrawn_and_what_was_done_stays_done(self, office: Office) -> None:
        roadmap_id = await office.publishes()
        marked = await office.done("4", LAKE, DIRECTOR)
        made = await office.accepts(*MAP[:3])
        rows = await office.land.assignments("4")
        assert all(one.withdrawn_at is not None for one in rows)
        assert {one.id: one.state for one in rows}[marked] is State.DONE
        assert (made.withdrawn, made.kept_done) == (3, 1)
        director = await office.land.actor(DIRECTOR)
        with pytest.raises(OutOfReach):
            await tasks.look_at_task(office.land.work, director, marked)
        history = await editions.look_at_editions(office.land.work, await office.land.actor(COORDINATOR), roadmap_id)
        (gone,) = history.editions[0].rows
        assert (gone.changes, gone.done, sum(gone.states.values())) == ((RowChange.REMOVED,), 1, 3)

    async def test_a_late_school_gets_nothing_of_a_removed_row(self, office: Office) -> None:
        await office.publishes()
        await office.accepts(*MAP[:3])
        await office.land.adds(SchoolLine(9, DISTRICT, "Кедровская СОШ", SAMARA, True))
        assert await office.land.assignments("4", "Кедровская СОШ") == []
        assert len(await office.land.assignments("3", "Кедровская СОШ")) == 1

    async def test_a_row_that_returns_brings_its_marks(self, office: Office) -> None:
        await office.publishes()
        task = await office.task("4")
        marked = await office.done("4", LAKE, DIRECTOR)
        await office.accepts(*MAP[:3])
        office.land.clock.move(days=1)
        back = await office.accepts(*MAP, row("5", text="Летний лагерь"))
        assert (back.number, back.counts["added"], back.made) == (3, 2, 6)
        assert (await office.task("4")).id == task.id
        rows = await office.land.assignments("4")
        assert [one for one in rows if one.withdrawn_at is not None] == []
        assert [one.id for one in rows if one.state is State.DONE] == [marked]
        assert all(one.returned_at is not None for one in await office.land.rows(Withdrawal))
        director = await office.land.actor(DIRECTOR)
        assert (await tasks.look_at_task(office.land.work, director, marked)).state is State.DONE

    async def test_a_row_that_returns_otherwise_keeps_what_is_the_same(self, office: Office) -> None:
        await office.publishes()
        marked = await office.done("2", LAKE, CURATOR)
        await office.accepts(SEMINAR, *MAP[2:])
        office.land.clock.move(days=1)
        await office.accepts(SEMINAR, replace(VISITS, periods=(until(4, 10), until(10, 1))), *MAP[2:])
        standing = [one for one in await office.land.assignments("2", LAKE) if one.withdrawn_at is None]
        assert [(one.due_on, one.id == marked) for one in standing] == [(day(4, 10), True), (day(10, 1), False)]

    async def test_a_term_and_a_school_that_return_bring_theirs(self, office: Office) -> None:
        named = replace(SURVEY, schools=(LAKE, BIRCH))
        await office.publishes(*MAP[:3], named)
        visited, asked = await office.done("2", LAKE, CURATOR), await office.done("4", LAKE, DIRECTOR)
        await office.accepts(
            SEMINAR, replace(VISITS, periods=(until(9, 10),)), CONCEPT, replace(named, schools=(BIRCH,))
        )
        office.land.clock.move(days=1)
        await office.accepts(*MAP[:3], replace(named, number="4.1"))
        assert (await office.land.assignments("2", LAKE))[0].id == visited
        assert (await office.land.assignment("4.1", LAKE)).id == asked
        assert [one for one in await office.land.assignments("2") if one.withdrawn_at is not None] == []

    async def test_a_row_left_out_of_the_new_file_is_a_row_taken_out(self, office: Office) -> None:
        await office.publishes()
        draft = await office.sends(*MAP[:3], replace(SURVEY, periods=(until(6, 1),)))
        coordinator = await office.land.actor(COORDINATOR)
        await decide(office.land.work, coordinator, draft.draft_id, 3, LEFT_OUT, True)
        card = await office.looks(draft.draft_id)
        assert [one.changes for one in card.rows] == [(RowChange.REMOVED,)]
        assert (await office.agrees(draft.draft_id)).withdrawn == 3


class TestSchools:
    async def test_schools_come_to_a_row_and_leave_it(self, office: Office) -> None:
        await office.publishes(*MAP[:3], replace(SURVEY, schools=(LAKE, BIRCH)))
        made = await office.accepts(*MAP[:3], replace(SURVEY, schools=(BIRCH, LINDEN)))
        standing = {one.school_id for one in await office.land.assignments("4") if one.withdrawn_at is None}
        assert standing == {(await office.land.school(name)).id for name in (BIRCH, LINDEN)}
        assert (made.made, made.withdrawn, made.moved) == (1, 1, 0)
        named = await office.land.rows(TaskSchool)
        assert [one.name for one in sorted(named, key=lambda one: one.position)] == [BIRCH, LINDEN]

    async def test_a_school_that_returns_to_a_row_begins_anew(self, office: Office) -> None:
        await office.publishes(*MAP[:3], replace(SURVEY, schools=(LAKE, BIRCH)))
        await office.accepts(*MAP[:3], replace(SURVEY, schools=(BIRCH,)))
        await office.accepts(*MAP[:3], replace(SURVEY, schools=(LAKE, BIRCH), periods=(until(6, 1),)))
        standing = [one for one in await office.land.assignments("4", LAKE) if one.withdrawn_at is None]
        assert [one.due_on for one in standing] == [day(6, 1)]

    async def test_another_scope_is_other_units(self, office: Office) -> None:
        await office.publishes()
        made = await office.accepts(*MAP[:3], replace(SURVEY, scope=Scope.ONCE, executors=AUTHORITY))
        (standing,) = [one for one in await office.land.assignments("4") if one.withdrawn_at is None]
        assert standing.school_id is None
        assert (made.made, made.withdrawn) == (1, 3)

    async def test_a_row_of_schools_without_a_school_is_refused(self, office: Office) -> None:
        await office.publishes()
        with pytest.raises(NoParticipants) as refused:
            await office.accepts(*MAP[:3], replace(SURVEY, schools=("Заречная СОШ",)))
        assert refused.value.numbers == ("4",)
        assert {one.edition for one in await office.land.rows(RoadMap)} == {1}

    async def test_a_late_school_is_not_given_what_it_was_spared(self, office: Office) -> None:
        await office.publishes()
        office.land.clock.set(at(4, 15, 10))
        await office.land.adds(SchoolLine(9, DISTRICT, "Кедровская СОШ", SAMARA, True))
        assert [one.due_on for one in await office.land.assignments("2", "Кедровская СОШ")] == [day(9, 10)]
        await office.accepts(SEMINAR, replace(VISITS, periods=(until(4, 12), until(9, 15))), *MAP[2:])
        assert [one.due_on for one in await office.land.assignments("2", "Кедровская СОШ")] == [day(9, 15)]
        await office.accepts(SEMINAR, replace(VISITS, periods=(until(5, 12), until(9, 15))), *MAP[2:])
        dues = [one.due_on for one in await office.land.assignments("2", "Кедровская СОШ")]
        assert dues == [day(5, 12), day(9, 15)]


class TestLinkedRows:
    """One mark serves a municipal row and a regional one; what becomes of it when an edition drops one of them."""

    async def linked(self, office: Office) -> int:
        """Both maps ask for the survey, the school is asked once; gives the regional row's id."""
        await office.publishes(*MAP[:3], replace(SURVEY, number="R4"), by=GOVERNOR)
        await office.publishes()
        regional, municipal = await office.task("R4"), await office.task("4")
        coordinator = await office.land.actor(COORDINATOR)
        await links.answer_link(office.land.work, coordinator, municipal.id, regional.id, accepted=True)
        assert len(await office.land.rows(ServedTask)) == 3
        return regional.id

    async def drop(self, office: Office) -> None:
        """The coordinators drop the row that asks the school; the other one stands alone."""
        serving = (await office.land.rows(ServedTask))[0].assignment_id
        by = GOVERNOR if serving in {one.id for one in await office.land.assignments("R4")} else COORDINATOR
        await office.accepts(*MAP[:3], by=by)

    async def standing(self, office: Office) -> list[State]:
        rows = [*await office.land.assignments("4", LAKE), *await office.land.assignments("R4", LAKE)]
        return [one.state for one in rows if one.withdrawn_at is None]

    async def test_the_other_row_asks_for_itself_again(self, office: Office) -> None:
        await self.linked(office)
        assert await self.standing(office) == [State.PLANNED]
        await self.drop(office)
        assert await self.standing(office) == [State.PLANNED]
        assert await office.land.rows(ServedTask) == []

    async def test_what_was_done_is_done_there_too(self, office: Office) -> None:
        await self.linked(office)
        (serving,) = [
            one
            for one in (*await office.land.assignments("4", LAKE), *await office.land.assignments("R4", LAKE))
            if one.withdrawn_at is None
        ]
        await tasks.mark_done(office.land.work, await office.land.actor(DIRECTOR), serving.id)
        await self.drop(office)
        assert await self.standing(office) == [State.DONE]

    async def test_a_new_row_is_asked_about(self, office: Office) -> None:
        await office.publishes(*MAP[:3], by=GOVERNOR)
        await office.publishes()
        coordinator = await office.land.actor(COORDINATOR)
        before = await links.next_link(office.land.work, coordinator)
        assert before is not None
        await office.accepts(*MAP[:3], replace(SURVEY, number="R4"), by=GOVERNOR)
        after = await links.next_link(office.land.work, coordinator)
        assert after is not None
        assert after.left == before.left + 1

    async def test_so_is_one_that_takes_the_place_of_a_linked_row(self, office: Office) -> None:
        await self.linked(office)
        await office.accepts(*MAP[:3], by=GOVERNOR)
        another = replace(SURVEY, number="R9", text="Анкетирование родителей и учителей школ")
        await office.accepts(*MAP[:3], another, by=GOVERNOR)
        coordinator = await office.land.actor(COORDINATOR)
        asked = [await links.next_link(office.land.work, coordinator, skip) for skip in range(4)]
        assert ("4", "R9") in [(one.municipal.number, one.regional.number) for one in asked if one is not None]

    async def test_new_terms_of_linked_rows_are_asked_once(self, office: Office) -> None:
        await self.linked(office)
        autumn = until(10, 20)
        await office.accepts(*MAP[:3], replace(SURVEY, periods=(*SURVEY.periods, autumn)))
        assert await self.standing(office) == [State.PLANNED, State.PLANNED]
        await office.accepts(*MAP[:3], replace(SURVEY, number="R4", periods=(*SURVEY.periods, autumn)), by=GOVERNOR)
        assert await self.standing(office) == [State.PLANNED, State.PLANNED]
        served = await office.land.rows(ServedTask)
        assert (len(served), len({one.assignment_id for one in served})) == (6, 6)

    async def test_a_row_that_was_served_does_not_come_back(self, office: Office) -> None:
        regional_id = await self.linked(office)
        serving = (await office.land.rows(ServedTask))[0].assignment_id
        regional_asks = serving in {one.id for one in await office.land.assignments("R4")}
        await office.accepts(*MAP[:3], by=COORDINATOR if regional_asks else GOVERNOR)
        assert await office.land.rows(ServedTask) == []
        gone = await office.land.rows(Task, Task.withdrawn_at.is_not(None))
        assert [task.id == regional_id for task in gone] == [not regional_asks]
        assert len(await self.standing(office)) == 1


class TestStates:
    async def test_what_was_no_debt_becomes_work_when_its_day_lies_ahead(self, office: Office) -> None:
        await office.publishes(*MAP[:3], replace(SURVEY, periods=(until(3, 1),)))
        await office.accepts(*MAP[:3], SURVEY)
        moved = await office.land.assignment("4", LAKE)
        assert (moved.state, moved.due_on) == (State.PLANNED, day(5, 20))
        (entry,) = await office.land.journal(moved.id)
        assert (entry.from_state, entry.to_state) == (State.BEFORE_START, State.PLANNED)

    async def test_nobody_is_late_by_decree(self, office: Office) -> None:
        await office.publishes()
        await office.accepts(*MAP[:3], replace(SURVEY, periods=(until(3, 1),)))
        assert (await office.land.assignment("4", LAKE)).state is State.BEFORE_START

    async def test_a_debt_is_not_forgiven_by_a_few_days(self, office: Office) -> None:
        await office.publishes()
        office.land.clock.set(at(6, 10, 10))
        await office.accepts(*MAP[:3], replace(SURVEY, periods=(until(6, 1),)))
        late = await office.land.assignment("4", LAKE)
        assert (late.state, late.due_on) == (State.PLANNED, day(6, 1))

    async def test_what_is_awaited_becomes_work_and_back(self, office: Office) -> None:
        awaited = replace(SEMINAR, scope=Scope.WAITING)
        await office.publishes()
        first = await office.land.assignment("1", DISTRICT)
        await office.accepts(awaited, *MAP[1:])
        assert (await office.land.assignment("1", DISTRICT)).state is State.WAITING
        await office.accepts(replace(SEMINAR, periods=(until(5, 3),)), *MAP[1:])
        again = await office.land.assignment("1", DISTRICT)
        assert (again.id, again.state, again.due_on) == (first.id, State.PLANNED, day(5, 3))

    async def test_a_day_instead_of_words(self, office: Office) -> None:
        words = Period(None, None, note="по графику", note_kind=NoteKind.OWN_SCHEDULE)
        await office.publishes(*MAP[:3], replace(SURVEY, periods=(words,)))
        await office.accepts(*MAP[:3], SURVEY)
        assert (await office.land.assignment("4", LAKE)).due_on == day(5, 20)

    async def test_a_rule_gives_more_or_fewer_times(self, office: Office) -> None:
        monthly = replace(SURVEY, periods=(between(day(4, 1), day(6, 30), "FREQ=MONTHLY"),))
        await office.publishes(*MAP[:3], monthly)
        marked = await office.done("4", LAKE, DIRECTOR)
        await office.accepts(*MAP[:3], replace(monthly, periods=(between(day(4, 1), day(7, 31), "FREQ=MONTHLY"),)))
        assert len(await office.land.assignments("4", LAKE)) == 4
        await office.accepts(*MAP[:3], replace(monthly, periods=(between(day(4, 1), day(5, 31), "FREQ=MONTHLY"),)))
        standing = [one for one in await office.land.assignments("4", LAKE) if one.withdrawn_at is None]
        assert [(one.due_on, one.id == marked) for one in standing] == [(day(4, 30), True), (day(5, 31), False)]

    async def test_more_or_fewer_times_a_month_keep_the_marks(self, office: Office) -> None:
        spring = between(day(4, 1), day(5, 31), "FREQ=MONTHLY")
        twice = replace(SURVEY, periods=(replace(spring, times=2),))
        await office.publishes(*MAP[:3], twice)
        marked = await office.done("4", LAKE, DIRECTOR)
        for times, labels in ((3, ["1/2", "2/3", "3/3"]), (1, ["1/2"]), (2, ["1/2", "2/2"])):
            await office.accepts(*MAP[:3], replace(SURVEY, periods=(replace(spring, times=times),)))
            office.land.clock.move(days=1)
            standing = [one for one in await office.land.assignments("4", LAKE) if one.withdrawn_at is None]
            april = [one for one in standing if one.due_on == day(4, 30)]
            assert (len(standing), [one.label for one in april]) == (2 * times, labels)
            assert [one.state is State.DONE for one in april] == [one.id == marked for one in april]
        assert len(await office.land.assignments("4", LAKE)) == 6

    async def test_one_mark_instead_of_each_and_back(self, office: Office) -> None:
        monthly = replace(SURVEY, periods=(between(day(4, 1), day(6, 30), "FREQ=MONTHLY"),))
        await office.publishes(*MAP[:3], monthly)
        marked = await office.done("4", LAKE, DIRECTOR)
        coordinator = await office.land.actor(COORDINATOR)
        for number, marking in (("4.0", Marking.ONE), ("4.1", Marking.EACH)):
            draft = await office.sends(*MAP[:3], replace(monthly, number=number))
            await decide(office.land.work, coordinator, draft.draft_id, 3, MARKING, marking.value)
            assert (await office.looks(draft.draft_id)).rows[0].fields == {Field.NUMBER, Field.TIMING}
            await office.agrees(draft.draft_id)
            rows = [one for one in await office.land.assignments(number, LAKE) if one.withdrawn_at is None]
            terms = [(one.due_on, one.id == marked) for one in rows]
            assert terms[-1] == (day(6, 30), False)
            assert len(terms) == (1 if marking is Marking.ONE else 3)
            office.land.clock.move(days=1)
        assert terms[0] == (day(4, 30), True)


class TestHistory:
    async def test_every_edition_is_kept(self, office: Office) -> None:
        roadmap_id = await office.publishes()
        (first,) = await office.land.rows(Draft)
        office.land.clock.set(at(3, 12, 10))
        made = await office.accepts(*MAP[:3], replace(SURVEY, number="9", periods=(until(6, 1),)))
        assert (made.number, made.roadmap_id) == (2, roadmap_id)
        (roadmap,) = await office.land.rows(RoadMap)
        kept = sorted(await office.land.rows(Edition), key=lambda one: one.number or 0)
        assert [(one.number, one.draft_id) for one in kept] == [(1, first.id), (2, roadmap.draft_id)]
        assert (roadmap.edition, roadmap.draft_id != first.id) == (2, True)
        (change,) = await office.land.rows(TaskChange)
        assert change.changes == ["moved", "renumbered"]
        assert change.fields == ["number", "timing"]
        assert change.before is not None
        assert change.before["number"] == "4"
        assert change.after is not None
        assert change.after["number"] == "9"
        befell = await office.land.rows(AssignmentChange)
        assert {(one.change, one.due_before, one.due_after) for one in befell} == {
            (TermChange.MOVED, day(5, 20), day(6, 1))
        }
        (entry,) = await office.land.rows(AuditEntry, AuditEntry.action == "accept_edition")
        assert (entry.subject, entry.subject_id, entry.detail["edition"]) == ("roadmap", roadmap_id, 2)
        history = await editions.look_at_editions(office.land.work, await office.land.actor(COORDINATOR), roadmap_id)
        assert [(one.number, one.accepted_on, one.accepted_by) for one in history.editions] == [
            (2, day(3, 12), COORDINATOR),
            (1, day(3, 9), COORDINATOR),
        ]

    async def test_the_first_file_may_come_back(self, office: Office) -> None:
        await office.publishes()
        await office.accepts(*MAP[:3], replace(SURVEY, periods=(until(6, 1),)))
        made = await office.accepts(*MAP)
        assert (made.number, made.moved) == (3, 3)
        assert (await office.land.assignment("4", LAKE)).due_on == day(5, 20)

    async def test_a_neighbour_sees_none_of_it(self, office: Office) -> None:
        roadmap_id = await office.publishes()
        for name in (NEIGHBOUR, GOVERNOR, DIRECTOR):
            with pytest.raises(OutOfReach):
                await editions.look_at_editions(office.land.work, await office.land.actor(name), roadmap_id)


class TestOnce:
    async def test_an_edition_is_accepted_once(self, office: Office) -> None:
        await office.publishes()
        draft = await office.sends(*MAP[:3])
        await office.agrees(draft.draft_id)
        with pytest.raises(WrongState):
            await office.agrees(draft.draft_id, against=1)
        with pytest.raises(WrongState):
            await office.looks(draft.draft_id)

    async def test_two_who_press_at_once_accept_once(self, office: Office) -> None:
        await office.publishes()
        draft = await office.sends(*MAP[:3])
        coordinator = await office.land.actor(COORDINATOR)
        made = await asyncio.gather(
            *(editions.accept_edition(office.land.work, coordinator, draft.draft_id, 1, Calendars()) for _ in range(2)),
            return_exceptions=True,
        )
        assert sorted(type(one).__name__ for one in made) == ["AcceptedCard", "WrongState"]

    async def test_changes_that_were_outrun_are_looked_at_again(self, office: Office) -> None:
        await office.publishes()
        slow = await office.sends(*MAP[:3])
        await office.accepts(*MAP[:2], SURVEY)
        with pytest.raises(EditionOutrun) as refused:
            await office.agrees(slow.draft_id, against=1)
        assert refused.value.number == 2
        card = await office.looks(slow.draft_id)
        assert (card.against, card.counts["added"], card.counts["removed"]) == (2, 1, 1)
        assert (await office.agrees(slow.draft_id)).number == 3

    async def test_a_file_that_was_sent_twice_is_accepted_once(self, office: Office) -> None:
        await office.publishes()
        first, second = await office.sends(*MAP[:3]), await office.sends(*MAP[:3])
        await office.agrees(first.draft_id)
        with pytest.raises(AlreadyPublished):
            await office.agrees(second.draft_id)

    async def test_what_is_put_away_is_not_accepted(self, office: Office) -> None:
        await office.publishes()
        draft = await office.sends(*MAP[:3])
        coordinator = await office.land.actor(COORDINATOR)
        await discard_draft(office.land.work, coordinator, draft.draft_id)
        with pytest.raises(WrongState):
            await office.agrees(draft.draft_id, against=1)
        assert {one.state for one in await office.land.rows(Draft)} == {DraftState.PUBLISHED, DraftState.DISCARDED}

    async def test_nothing_but_rows_left_out_is_no_edition(self, office: Office) -> None:
        await office.publishes()
        draft = await office.sends(*MAP[:3])
        coordinator = await office.land.actor(COORDINATOR)
        for place in range(3):
            await decide(office.land.work, coordinator, draft.draft_id, place, LEFT_OUT, True)
        with pytest.raises(NothingToPublish):
            await office.agrees(draft.draft_id)

    async def test_only_the_owner_accepts(self, office: Office) -> None:
        await office.publishes()
        draft = await office.sends(*MAP[:3])
        for name in (NEIGHBOUR, GOVERNOR, DIRECTOR, CURATOR):
            with pytest.raises(OutOfReach):
                await office.agrees(draft.draft_id, by=name, against=1)
            with pytest.raises(OutOfReach):
                await office.looks(draft.draft_id, by=name)
            with pytest.raises(OutOfReach):
                await editions.settle_pair(
                    office.land.work, await office.land.actor(name), draft.draft_id, 0, 0, same=True
                )


class TestNews:
    async def test_those_who_answer_for_a_moved_row_are_told_once(self, office: Office) -> None:
        await office.publishes()
        made = await office.accepts(*MAP[:3], replace(SURVEY, periods=(until(6, 1),)))
        assert await office.told() == sorted([DIRECTOR, DEPUTY, BIRCH_DIRECTOR, LINDEN_DIRECTOR])
        assert made.told == 4
        card = await office.reads(DIRECTOR)
        assert isinstance(card, PlanChangedCard)
        (told,) = card.rows
        assert (told.number, told.units, told.terms) == (
            "4",
            (LAKE,),
            ((Days(None, day(5, 20)), Days(None, day(6, 1))),),
        )
        assert (card.number, card.several) == (2, False)

    async def test_who_has_done_it_is_not_told(self, office: Office) -> None:
        await office.publishes()
        await office.done("4", LAKE, DIRECTOR)
        await office.accepts(*MAP[:3], replace(SURVEY, periods=(until(6, 1),)))
        assert await office.told() == sorted([BIRCH_DIRECTOR, LINDEN_DIRECTOR])

    async def test_who_does_it_after_that_is_not_told_either(self, office: Office) -> None:
        await office.publishes()
        await office.accepts(*MAP[:3], replace(SURVEY, periods=(until(6, 1),)))
        await office.done("4", LAKE, DEPUTY)
        assert await office.reads(DIRECTOR) is DropReason.NO_LONGER_TRUE
        assert isinstance(await office.reads(BIRCH_DIRECTOR), PlanChangedCard)

    async def test_curators_hear_of_their_schools_in_one_message(self, office: Office) -> None:
        await office.publishes()
        await office.accepts(
            SEMINAR,
            replace(VISITS, periods=(until(4, 12), until(9, 10))),
            *MAP[2:],
            visit("5", until(6, 1), text="Второй выезд в школы"),
        )
        assert await office.told() == sorted([CURATOR, SECOND_CURATOR])
        card = await office.reads(CURATOR)
        assert isinstance(card, PlanChangedCard)
        assert [(one.number, one.units) for one in card.rows] == [("2", (BIRCH, LAKE)), ("5", (BIRCH, LAKE))]
        assert card.rows[1].added == (Days(None, day(6, 1)),)
        assert card.several

    async def test_a_removed_row_and_a_school_that_leaves_one(self, office: Office) -> None:
        await office.publishes(*MAP[:3], replace(SURVEY, schools=(LAKE, BIRCH)), row("5", text="Летний лагерь"))
        await office.accepts(*MAP[:3], replace(SURVEY, schools=(BIRCH,)))
        lake, birch = await office.reads(DIRECTOR), await office.reads(BIRCH_DIRECTOR)
        assert isinstance(lake, PlanChangedCard)
        assert isinstance(birch, PlanChangedCard)
        assert [(one.number, one.after is None, bool(one.withdrawn)) for one in lake.rows] == [
            ("5", True, True),
            ("4", False, True),
        ]
        assert [one.number for one in birch.rows] == ["5"]

    async def test_other_words_are_told_to_those_who_do_it(self, office: Office) -> None:
        await office.publishes()
        await office.accepts(
            *MAP[:3], replace(SURVEY, text="Анкетирование родителей и педагогов школы", indicator="80 %")
        )
        card = await office.reads(DIRECTOR)
        assert isinstance(card, PlanChangedCard)
        assert card.rows[0].fields == {Field.TEXT}

    @pytest.mark.parametrize(
        "other",
        [{"number": "9"}, {"indicator": "80 %"}, {"section": "II"}, {"executors_raw": "Иванова"}, {"links": ("п. 3",)}],
        ids=lambda other: next(iter(other)),
    )
    async def test_what_changes_nothing_for_them_is_told_to_nobody(self, office: Office, other: dict[str, Any]) -> None:
        await office.publishes()
        made = await office.accepts(*MAP[:3], replace(SURVEY, **other))
        assert (await office.told(), made.told) == ([], 0)

    async def test_another_executor_is_told_to_both(self, office: Office) -> None:
        await office.publishes()
        await office.accepts(*MAP[:3], replace(SURVEY, executors=(Executor.CURATOR,)))
        assert await office.told() == sorted(
            [DIRECTOR, DEPUTY, BIRCH_DIRECTOR, LINDEN_DIRECTOR, CURATOR, SECOND_CURATOR]
        )
        director, curator = await office.reads(DIRECTOR), await office.reads(CURATOR)
        assert isinstance(director, PlanChangedCard)
        assert isinstance(curator, PlanChangedCard)
        assert [(one.gained, one.lost) for one in (*director.rows, *curator.rows)] == [(False, True), (True, False)]

    async def test_the_coordinator_who_accepts_knows(self, office: Office) -> None:
        await office.publishes()
        await office.accepts(replace(SEMINAR, periods=(until(5, 5),)), *MAP[1:])
        assert await office.told() == []

    async def test_a_region_tells_its_municipalities(self, office: Office) -> None:
        each = replace(SEMINAR, scope=Scope.MUNICIPALITY)
        await office.publishes(each, *MAP[1:], by=GOVERNOR)
        await office.accepts(replace(each, periods=(until(5, 5),)), *MAP[1:], by=GOVERNOR)
        assert await office.told() == sorted([COORDINATOR, NEIGHBOUR])

    async def test_what_was_no_debt_before_and_after_is_no_news(self, office: Office) -> None:
        await office.publishes(*MAP[:3], replace(SURVEY, periods=(until(3, 1),)))
        await office.accepts(*MAP[:3], replace(SURVEY, periods=(until(3, 2),)))
        assert await office.told() == []

    async def test_nobody_is_written_to_at_night(self, office: Office) -> None:
        await office.publishes()
        office.land.clock.set(at(3, 12, 22))
        await office.accepts(*MAP[:3], replace(SURVEY, periods=(until(6, 1),)))
        assert {one.not_before for one in await office.land.rows(OutboxRow)} == {at(3, 15, 8)}

    async def test_nor_on_a_day_off_of_their_own_place(self, office: Office) -> None:
        """Friday the 12th is a day off of the district alone; the neighbour's clock is an hour ahead."""
        office.calendars = Calendars(local={DISTRICT: WorkCalendar(days_off=frozenset({day(3, 12)}))})
        each = replace(SEMINAR, scope=Scope.MUNICIPALITY)
        await office.publishes(each, *MAP[1:], by=GOVERNOR)
        office.land.clock.set(at(3, 12, 6, 30))
        await office.accepts(replace(each, periods=(until(5, 5),)), *MAP[1:], by=GOVERNOR)
        told = {one.person_id: one.not_before for one in await office.land.rows(OutboxRow)}
        coordinator, neighbour = [(await office.land.actor(name)).person_id for name in (COORDINATOR, NEIGHBOUR)]
        assert told == {coordinator: at(3, 15, 8), neighbour: at(3, 12, 8, zone=URALS)}

    async def test_a_stranger_to_the_change_learns_nothing_from_a_forged_one(self, office: Office) -> None:
        await office.publishes()
        await office.accepts(*MAP[:3], replace(SURVEY, periods=(until(6, 1),)))
        (edition,) = await office.land.rows(Edition, Edition.number == 2)
        outsider = (await office.land.actor(NEIGHBOUR)).person_id
        told = await news.look_at_news(office.land.work, outsider, PlanChanged(edition.draft_id))
        assert told is DropReason.NO_LONGER_TRUE
        with pytest.raises(OutOfReach):
            await news.look_at_news(office.land.work, outsider, PlanChanged(999))

    async def test_a_document_slot_that_appears_is_told(self, office: Office) -> None:
        await office.publishes()
        await office.accepts(*MAP[:3], replace(SURVEY, kind=Kind.DOCUMENT))
        card = await office.reads(DIRECTOR)
        assert isinstance(card, PlanChangedCard)
        assert card.rows[0].fields == {Field.KIND, Field.DOCUMENT}
        assert (await office.task("4")).needs_document


JUNE = Days(None, day(6, 1))
MAY = Days(None, day(5, 20))


def moved(month: int, number: int, /, **other: Any) -> tuple[DraftTask, ...]:
    """The map with its survey due on another day."""
    return (*MAP[:3], replace(SURVEY, periods=(until(month, number),), **other))


class TestSeveralEditions:
    """Editions that follow one another before the first of them is told are told once, as one change."""

    async def after(self, office: Office, *maps: tuple[DraftTask, ...], to: str = DIRECTOR) -> PlanChangedCard | None:
        """What one person is told after these editions, a minute between; None where there was nothing to tell."""
        await office.publishes()
        for rows in maps:
            await office.accepts(*rows)
            office.land.clock.move(minutes=1)
        *given_way, last = (await office.tells(minutes=5))[to]
        assert set(given_way) <= {DropReason.MERGED}
        assert isinstance(last, PlanChangedCard) or last is DropReason.NO_LONGER_TRUE
        return last if isinstance(last, PlanChangedCard) else None

    async def test_an_edition_waits_whether_another_follows(self, office: Office) -> None:
        await office.publishes()
        await office.accepts(*moved(6, 1))
        assert {one.not_before for one in await office.land.rows(OutboxRow)} == {at(3, 9, 16, 5)}
        assert await office.tells(minutes=4) == {}
        assert len(await office.tells(minutes=1)) == 4

    async def test_in_the_last_minutes_of_the_day_it_waits_for_the_morning(self, office: Office) -> None:
        await office.publishes()
        office.land.clock.set(at(3, 11, 19, 57))
        await office.accepts(*moved(6, 1))
        assert {one.not_before for one in await office.land.rows(OutboxRow)} == {at(3, 12, 8)}

    async def test_moved_twice_is_moved_from_the_first_day_to_the_last(self, office: Office) -> None:
        card = await self.after(office, moved(6, 10), moved(6, 1))
        assert card is not None
        assert [(one.number, one.terms) for one in card.rows] == [("4", ((MAY, JUNE),))]
        assert (card.earlier, card.number) == ((2,), 3)

    async def test_each_row_that_gave_way_says_so_and_is_no_failure(self, office: Office) -> None:
        began = office.land.clock()
        assert await self.after(office, moved(6, 10), moved(6, 5), moved(6, 1)) is not None
        director = await office.land.person(DIRECTOR)
        rows = await office.land.rows(OutboxRow, OutboxRow.person_id == director)
        assert [(one.state, one.reason) for one in rows] == [
            (OutboxState.DROPPED, DropReason.MERGED),
            (OutboxState.DROPPED, DropReason.MERGED),
            (OutboxState.SENT, None),
        ]
        failed = DeliveryFailed(began, began + timedelta(days=1))
        coordinator = await office.land.person(COORDINATOR)
        assert await news.look_at_news(office.land.work, coordinator, failed) is DropReason.NO_LONGER_TRUE

    async def test_moved_and_moved_back_is_nothing(self, office: Office) -> None:
        assert await self.after(office, moved(6, 1), MAP) is None

    async def test_added_and_moved_is_added_on_the_last_day(self, office: Office) -> None:
        camp = row("5", until(6, 20), text="Летний лагерь")
        card = await self.after(office, (*MAP, camp), (*MAP, replace(camp, periods=(until(6, 1),))))
        assert card is not None
        assert [(one.number, one.before, one.added, one.terms) for one in card.rows] == [("5", None, (JUNE,), ())]

    async def test_added_and_removed_is_nothing(self, office: Office) -> None:
        assert await self.after(office, (*MAP, row("5", text="Летний лагерь")), MAP) is None

    async def test_moved_and_removed_is_removed_from_the_first_day(self, office: Office) -> None:
        card = await self.after(office, moved(6, 1), MAP[:3])
        assert card is not None
        assert [(one.number, one.after, one.withdrawn, one.terms) for one in card.rows] == [("4", None, (MAY,), ())]

    async def test_removed_and_brought_back_is_nothing(self, office: Office) -> None:
        assert await self.after(office, MAP[:3], MAP) is None

    async def test_removed_and_brought_back_on_another_day_is_moved(self, office: Office) -> None:
        card = await self.after(office, MAP[:3], MAP, moved(6, 1))
        assert card is not None
        assert [(one.number, one.terms, one.added, one.withdrawn) for one in card.rows] == [
            ("4", ((MAY, JUNE),), (), ())
        ]
        assert (card.earlier, card.number) == ((2, 3), 4)

    async def test_a_school_that_leaves_a_row_and_returns_has_no_news(self, office: Office) -> None:
        without = (*MAP[:3], replace(SURVEY, schools=(BIRCH, LINDEN)))
        assert await self.after(office, without, (*MAP[:3], replace(SURVEY, schools=(LAKE, BIRCH)))) is None

    async def test_words_are_told_from_the_first_to_the_last(self, office: Office) -> None:
        one, other = f"{SURVEY.text} и учеников", f"{SURVEY.text} и всех учеников"
        card = await self.after(office, moved(5, 20, text=one), moved(5, 20, text=other, kind=Kind.DOCUMENT))
        assert card is not None
        (told,) = card.rows
        assert told.before is not None
        assert told.after is not None
        assert (told.before.text, told.after.text) == (SURVEY.text, other)
        assert told.fields == {Field.TEXT, Field.KIND, Field.DOCUMENT}

    async def test_words_that_were_changed_back_are_no_news(self, office: Office) -> None:
        assert await self.after(office, moved(5, 20, text=f"{SURVEY.text} и учеников"), MAP) is None

    async def test_who_answered_for_a_minute_alone_is_not_told(self, office: Office) -> None:
        curators = moved(5, 20, executors=(Executor.CURATOR,))
        assert await self.after(office, curators, MAP, to=CURATOR) is None

    async def test_rows_of_both_editions_stand_in_one_message(self, office: Office) -> None:
        both = (*MAP[:2], replace(CONCEPT, periods=(until(6, 1),)), SURVEY)
        card = await self.after(office, both, (*both[:3], replace(SURVEY, periods=(until(6, 1),))))
        assert card is not None
        assert [(one.number, len(one.terms)) for one in card.rows] == [("3", 1), ("4", 1)]

    async def test_what_is_done_in_between_is_not_told(self, office: Office) -> None:
        await office.publishes()
        await office.accepts(*moved(6, 10))
        await office.done("4", LAKE, DEPUTY)
        await office.accepts(*moved(6, 1))
        told = await office.tells(minutes=5)
        assert told[DIRECTOR] == [DropReason.NO_LONGER_TRUE]
        assert isinstance(told[BIRCH_DIRECTOR][-1], PlanChangedCard)

    async def test_a_later_edition_that_concerns_nobody_gives_the_row_its_present_number(self, office: Office) -> None:
        card = await self.after(office, moved(6, 1), moved(6, 1, number="9"))
        assert card is not None
        assert (card.rows[0].number, card.earlier, card.number) == ("9", (), 2)

    async def test_what_was_told_is_not_told_again(self, office: Office) -> None:
        assert await self.after(office, moved(6, 15), moved(6, 10)) is not None
        await office.accepts(*moved(6, 5))
        await office.accepts(*moved(6, 1))
        first, second = (await office.tells(minutes=5))[DIRECTOR]
        assert first is DropReason.MERGED
        assert isinstance(second, PlanChangedCard)
        assert second.rows[0].terms == ((Days(None, day(6, 10)), JUNE),)
        assert (second.earlier, second.number) == ((4,), 5)

    async def test_what_came_to_nothing_is_told_with_what_follows(self, office: Office) -> None:
        await office.publishes()
        for rows in (moved(6, 10), MAP):
            await office.accepts(*rows)
        assert (await office.tells(minutes=5))[DIRECTOR] == [DropReason.MERGED, DropReason.NO_LONGER_TRUE]
        await office.accepts(*moved(6, 1))
        (card,) = (await office.tells(minutes=5))[DIRECTOR]
        assert isinstance(card, PlanChangedCard)
        assert card.rows[0].terms == ((MAY, JUNE),)

    async def test_another_map_has_news_of_its_own(self, office: Office) -> None:
        await office.publishes()
        other = (row("1", until(5, 20), text="Летний лагерь"), row("2", text="Олимпиада по физике"))
        await office.publishes(*other)
        await office.accepts(*moved(6, 1))
        for number in (10, 1):
            await office.accepts(replace(other[0], periods=(until(6, number),)), other[1])
        first, given_way, second = (await office.tells(minutes=5))[DIRECTOR]
        assert given_way is DropReason.MERGED
        assert isinstance(first, PlanChangedCard)
        assert isinstance(second, PlanChangedCard)
        assert [(one.rows[0].text, one.earlier) for one in (first, second)] == [
            (SURVEY.text, ()),
            ("Летний лагерь", (2,)),
        ]

    async def test_a_later_row_that_goes_first_tells_for_both(self, office: Office) -> None:
        """Hours that are widened while the earlier row waits for their end let the later one go before it."""
        await office.publishes()
        await office.land.prefers(DIRECTOR, day_begins=time(19))
        await office.accepts(*moved(6, 10))
        assert DIRECTOR not in await office.tells(minutes=5)
        await office.land.prefers(DIRECTOR)
        await office.accepts(*moved(6, 1))
        (card,) = (await office.tells(minutes=5))[DIRECTOR]
        assert isinstance(card, PlanChangedCard)
        assert (card.earlier, card.rows[0].terms) == ((2,), ((MAY, JUNE),))
        assert (await office.tells(hours=3))[DIRECTOR] == [DropReason.MERGED]
