import pytest

from models.cards.documents import SentFile
from models.domain.access import Actor, Role
from models.domain.lifecycles import Remark, State, Verdict
from models.domain.plan import Executor, Kind, Scope
from models.domain.refusals import NotYours, OutOfReach, OwnDocument, WrongState
from models.domain.returns import Because
from models.tables import Document, OutboxRow
from models.usecases.documents import look_at_document, look_at_slot, send_document, waiting_slots
from models.usecases.judging import confirm_document, return_document
from models.usecases.tasks import look_at_task, mark_done, week_of
from models.work import Talk
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
    NEXT_CURATOR,
    NEXT_DIRECTOR,
    PLATFORM,
    SECOND_CURATOR,
    Land,
    at,
    day,
    document,
    row,
    until,
    visit,
)

FILE = SentFile("концепция.docx", "file")
MISSING = 10_000


@pytest.fixture
async def slot(land: Land) -> int:
    """The slot of Lake School, due on the last day of March."""
    await land.publish(document("7"))
    return (await land.assignment("7", LAKE)).id


@pytest.fixture
async def director(land: Land) -> Actor:
    return await land.actor(DIRECTOR)


@pytest.fixture
async def curator(land: Land) -> Actor:
    return await land.actor(CURATOR)


class TestSending:
    async def test_a_document_that_is_sent_executes_its_task(self, land: Land, slot: int, director: Actor) -> None:
        card = await send_document(land.work, director, slot, FILE)
        assert (card.version, card.verdict, card.file, card.sent_by) == (1, Verdict.SENT, FILE, DIRECTOR)
        assert (card.task.state, card.task.done_on, card.sent_on) == (State.DONE, day(3, 9), day(3, 9))
        assert (card.standing, card.may_judge, card.told) == (True, False, 1)

    async def test_the_curators_are_told(self, land: Land, slot: int) -> None:
        await land.sends(DIRECTOR, slot)
        assert await land.news("DocumentSent") == [CURATOR]
        (told,) = await land.rows(OutboxRow)
        assert (told.role, told.school_id, told.territory_id) == (Role.CURATOR, (await land.school(LAKE)).id, None)

    async def test_all_of_them(self, land: Land, slot: int) -> None:
        await land.sends(BIRCH_DIRECTOR, (await land.assignment("7", BIRCH)).id)
        assert await land.news("DocumentSent") == [CURATOR, SECOND_CURATOR]

    async def test_without_a_curator_the_coordinator_is_told(self, land: Land, slot: int) -> None:
        await land.sends(LINDEN_DIRECTOR, (await land.assignment("7", LINDEN)).id)
        assert await land.news("DocumentSent") == [COORDINATOR]
        (told,) = await land.rows(OutboxRow)
        assert (told.role, told.territory_id) == (Role.COORDINATOR, (await land.territory(DISTRICT)).id)

    async def test_a_link_is_a_document_too(self, land: Land, slot: int, director: Actor) -> None:
        card = await send_document(land.work, director, slot, SentFile(link="https://example.ru/plan"))
        assert (card.file.link, card.file.file_id) == ("https://example.ru/plan", None)

    @pytest.mark.parametrize("name", [BIRCH_DIRECTOR, NEXT_DIRECTOR, NEXT_CURATOR, NEIGHBOUR])
    async def test_into_anothers_slot_nothing_is_sent(self, land: Land, slot: int, name: str) -> None:
        actor = await land.actor(name)
        for assignment_id in (slot, MISSING):
            with pytest.raises(OutOfReach):
                await send_document(land.work, actor, assignment_id, FILE)

    @pytest.mark.parametrize("name", [CURATOR, GOVERNOR])
    async def test_a_slot_is_filled_by_the_school(self, land: Land, slot: int, name: str) -> None:
        with pytest.raises(NotYours):
            await send_document(land.work, await land.actor(name), slot, FILE)

    async def test_or_by_the_coordinator_for_it(self, land: Land, slot: int) -> None:
        card = await land.sends(COORDINATOR, slot)
        assert card.task.mark is None
        (change,) = await land.journal(slot)
        assert (change.on_behalf, change.to_state) == (Role.DIRECTOR, State.DONE)
        assert await land.news("DocumentSent") == [CURATOR]

    async def test_a_curator_whom_the_row_names_is_not_offered_its_slot(self, land: Land, curator: Actor) -> None:
        await land.publish(document("7", until(3, 10), by=(Executor.SCHOOL, Executor.CURATOR)))
        slot = (await land.assignment("7", LAKE)).id
        assert not (await look_at_task(land.work, curator, slot)).may_mark
        assert (await week_of(land.work, curator)).quiet
        for deed in (look_at_slot(land.work, curator, slot), send_document(land.work, curator, slot, FILE)):
            with pytest.raises(NotYours):
                await deed
        director = await land.actor(DIRECTOR)
        assert (await look_at_task(land.work, director, slot)).may_mark
        assert [card.assignment_id for card in (await week_of(land.work, director)).this_week] == [slot]

    async def test_only_into_slots(self, land: Land, director: Actor) -> None:
        await land.publish(row("1"), visit("2"), document("3", by=(Executor.CURATOR,)))
        for number in ("1", "2", "3"):
            with pytest.raises(NotYours):
                await send_document(land.work, director, (await land.assignment(number, LAKE)).id, FILE)

    async def test_a_territorys_document_has_no_slot(self, land: Land) -> None:
        await land.publish(row("4", by=(Executor.MUNICIPAL_AUTHORITY,), kind=Kind.DOCUMENT, scope=Scope.ONCE))
        assignment = await land.assignment("4", DISTRICT)
        coordinator = await land.actor(COORDINATOR)
        with pytest.raises(NotYours):
            await send_document(land.work, coordinator, assignment.id, FILE)
        assert (await mark_done(land.work, coordinator, assignment.id)).fresh

    async def test_a_better_version_takes_the_place_of_one_that_waits(
        self, land: Land, slot: int, curator: Actor
    ) -> None:
        first = await land.sends(DIRECTOR, slot)
        second = await land.sends(DEPUTY, slot, "концепция 2.docx")
        assert (second.version, second.standing) == (2, True)
        old = await look_at_document(land.work, curator, first.document_id)
        assert (old.standing, old.may_judge) == (False, False)
        assert await land.news("DocumentSent") == [CURATOR, CURATOR]

    async def test_what_is_confirmed_is_not_replaced(self, land: Land, slot: int, curator: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        await confirm_document(land.work, curator, sent.document_id)
        with pytest.raises(WrongState):
            await land.sends(DIRECTOR, slot)

    async def test_on_time_is_the_day_the_version_that_stands_was_sent(self, land: Land, slot: int) -> None:
        sent = await land.sends(DIRECTOR, slot)
        await land.returns(CURATOR, sent.document_id)
        land.clock.set(at(4, 2, 10))
        assert (await land.sends(DIRECTOR, slot)).task.done_on == day(4, 2)

    async def test_a_school_does_not_settle_what_was_before_the_start(self, land: Land, director: Actor) -> None:
        await land.publish(document("7", until(3, 1)), row("1"))
        slot = (await land.assignment("7", LAKE)).id
        with pytest.raises(WrongState):
            await send_document(land.work, director, slot, FILE)
        assert (await land.sends(COORDINATOR, slot)).task.state is State.DONE

    async def test_what_is_not_held_wants_no_document(self, land: Land, slot: int, director: Actor) -> None:
        await land.turns(slot, State.NOT_HELD)
        with pytest.raises(WrongState):
            await send_document(land.work, director, slot, FILE)


class TestSlots:
    async def test_what_is_still_wanted(self, land: Land, director: Actor) -> None:
        await land.publish(
            document("1", until(4, 30)),
            document("2", until(3, 20)),
            document("3"),
            document("4"),
            document("5", until(3, 1)),
            row("6"),
        )
        await land.sends(DIRECTOR, (await land.assignment("3", LAKE)).id)
        back = await land.sends(DIRECTOR, (await land.assignment("4", LAKE)).id)
        await land.returns(CURATOR, back.document_id)
        slots = await waiting_slots(land.work, director)
        assert [(card.number, card.unit) for card in slots] == [("2", LAKE), ("4", LAKE), ("1", LAKE)]

    @pytest.mark.parametrize("name", [CURATOR, COORDINATOR, GOVERNOR, NEXT_DIRECTOR])
    async def test_nobody_but_the_school_has_slots(self, land: Land, slot: int, name: str) -> None:
        assert await waiting_slots(land.work, await land.actor(name)) == []


class TestJudging:
    async def test_a_confirmed_document_stays_executed_and_the_school_is_told(
        self, land: Land, slot: int, curator: Actor
    ) -> None:
        sent = await land.sends(DIRECTOR, slot)
        assert (await look_at_document(land.work, curator, sent.document_id)).may_judge
        card = await confirm_document(land.work, curator, sent.document_id)
        assert (card.verdict, card.decided_by, card.fresh, card.may_judge) == (Verdict.CONFIRMED, CURATOR, True, False)
        assert card.task.state is State.DONE
        assert await land.news("DocumentConfirmed") == [DIRECTOR, DEPUTY]
        (stored,) = await land.rows(Document)
        assert (stored.decided_by_id, stored.decided_at) == (curator.person_id, at(3, 9, 16))

    async def test_a_return_puts_the_schools_clock_back(self, land: Land, slot: int, director: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        card = await land.returns(CURATOR, sent.document_id, Remark.NO_APPROVAL)
        assert (card.verdict, card.remark) == (Verdict.RETURNED, Remark.NO_APPROVAL)
        assert (card.task.state, card.task.done_on) == (State.IN_PROGRESS, None)
        land.clock.set(at(4, 1, 9))
        assert (await look_at_task(land.work, director, slot)).overdue
        assert await land.news("DocumentReturned") == [DIRECTOR, DEPUTY]

    async def test_while_it_waits_the_school_is_not_late(self, land: Land, slot: int, director: Actor) -> None:
        await land.sends(DIRECTOR, slot)
        land.clock.set(at(4, 20, 9))
        assert not (await look_at_task(land.work, director, slot)).overdue

    async def test_the_journal_tells_why_it_came_back(self, land: Land, slot: int, curator: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        await return_document(land.work, curator, sent.document_id, Because(Remark.IN_WORDS, "Нет подписи"))
        _, back = await land.journal(slot)
        assert (back.from_day, back.comment, back.person_id) == (day(3, 9), "Нет подписи", curator.person_id)
        (stored,) = await land.rows(Document)
        assert (stored.remark, stored.remark_text) == (Remark.IN_WORDS, "Нет подписи")

    async def test_a_new_version_after_a_return_is_judged_anew(self, land: Land, slot: int, curator: Actor) -> None:
        first = await land.sends(DIRECTOR, slot)
        await land.returns(CURATOR, first.document_id)
        second = await land.sends(DIRECTOR, slot)
        with pytest.raises(WrongState):
            await confirm_document(land.work, curator, first.document_id)
        with pytest.raises(WrongState):
            await return_document(land.work, curator, first.document_id, Because(Remark.OLD_YEAR))
        assert (await confirm_document(land.work, curator, second.document_id)).version == 2
        assert await land.news("DocumentReturned") == [DIRECTOR, DEPUTY]
        assert await land.news("DocumentConfirmed") == [DIRECTOR, DEPUTY]

    async def test_the_first_word_counts(self, land: Land, slot: int) -> None:
        sent = await land.sends(BIRCH_DIRECTOR, (await land.assignment("7", BIRCH)).id)
        await confirm_document(land.work, await land.actor(CURATOR), sent.document_id)
        late = await land.returns(SECOND_CURATOR, sent.document_id)
        assert (late.fresh, late.verdict, late.decided_by) == (False, Verdict.CONFIRMED, CURATOR)
        assert late.task.state is State.DONE
        again = await confirm_document(land.work, await land.actor(SECOND_CURATOR), sent.document_id)
        assert not again.fresh

    async def test_a_word_that_comes_late_still_ends_the_talk(self, land: Land, slot: int, curator: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        await land.talks(CURATOR, "remark")
        await confirm_document(land.work, curator, sent.document_id)
        work = land.work
        work.turn_talk(Talk(PLATFORM, CURATOR))
        await return_document(work, curator, sent.document_id, Because(Remark.IN_WORDS, "Поздно"))
        assert await land.step(CURATOR) is None

    @pytest.mark.parametrize("name", [BIRCH_DIRECTOR, SECOND_CURATOR, NEIGHBOUR, NEXT_CURATOR, NEXT_DIRECTOR])
    async def test_anothers_document_does_not_exist(self, land: Land, slot: int, name: str) -> None:
        sent = await land.sends(DIRECTOR, slot)
        actor = await land.actor(name)
        for document_id in (sent.document_id, MISSING):
            for deed in (look_at_document, confirm_document):
                with pytest.raises(OutOfReach):
                    await deed(land.work, actor, document_id)
            with pytest.raises(OutOfReach):
                await return_document(land.work, actor, document_id, Because(Remark.WRONG_FILE))

    @pytest.mark.parametrize("name", [DEPUTY, COORDINATOR, GOVERNOR])
    async def test_where_there_is_a_curator_nobody_else_judges(self, land: Land, slot: int, name: str) -> None:
        sent = await land.sends(DIRECTOR, slot)
        actor = await land.actor(name)
        with pytest.raises(NotYours):
            await confirm_document(land.work, actor, sent.document_id)
        with pytest.raises(NotYours):
            await return_document(land.work, actor, sent.document_id, Because(Remark.WRONG_FILE))
        assert not (await look_at_document(land.work, actor, sent.document_id)).may_judge

    async def test_nobody_judges_their_own(self, land: Land, slot: int, director: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        with pytest.raises(OwnDocument):
            await confirm_document(land.work, director, sent.document_id)

    async def test_the_coordinator_who_sent_it_does_not_judge_it(self, land: Land, slot: int) -> None:
        sent = await land.sends(COORDINATOR, (await land.assignment("7", LINDEN)).id)
        assert sent.told == 0
        with pytest.raises(OwnDocument):
            await confirm_document(land.work, await land.actor(COORDINATOR), sent.document_id)

    async def test_without_a_curator_the_coordinator_judges(self, land: Land, slot: int) -> None:
        sent = await land.sends(LINDEN_DIRECTOR, (await land.assignment("7", LINDEN)).id)
        card = await confirm_document(land.work, await land.actor(COORDINATOR), sent.document_id)
        assert card.decided_by == COORDINATOR

    async def test_a_curator_who_directs_the_school_is_not_its_judge(self, land: Land, slot: int) -> None:
        await land.appoint(LINDEN_DIRECTOR, Role.CURATOR, school=LINDEN)
        await land.appoint(LINDEN_DIRECTOR, Role.DIRECTOR, school=LINDEN)
        linden = (await land.assignment("7", LINDEN)).id
        await land.appoint(DEPUTY, Role.SCHOOL_COORDINATOR, school=LINDEN)
        sent = await land.sends(DEPUTY, linden)
        assert await land.news("DocumentSent") == [COORDINATOR]
        with pytest.raises(NotYours):
            await confirm_document(land.work, await land.actor(LINDEN_DIRECTOR), sent.document_id)

    async def test_a_curator_of_yesterday_does_not_judge_today(self, land: Land, slot: int) -> None:
        await land.serves(CURATOR, until=day(3, 8))
        sent = await land.sends(DIRECTOR, slot)
        assert await land.news("DocumentSent") == [COORDINATOR]
        with pytest.raises(OutOfReach):
            await confirm_document(land.work, await land.actor(CURATOR), sent.document_id)

    async def test_a_curator_of_tomorrow_judges_tomorrow(self, land: Land, slot: int) -> None:
        await land.serves(CURATOR, since=day(3, 10))
        sent = await land.sends(DIRECTOR, slot)
        assert await land.news("DocumentSent") == [COORDINATOR]
        land.clock.set(at(3, 10, 0, 30))
        assert (await confirm_document(land.work, await land.actor(CURATOR), sent.document_id)).fresh

    async def test_while_the_curator_is_away_the_coordinator_judges(self, land: Land, slot: int) -> None:
        before = await land.sends(DIRECTOR, slot)
        await land.is_away(CURATOR, day(3, 9), day(3, 12))
        with pytest.raises(NotYours):
            await confirm_document(land.work, await land.actor(CURATOR), before.document_id)
        await land.returns(COORDINATOR, before.document_id)
        again = await land.sends(DIRECTOR, slot)
        assert await land.news("DocumentSent") == [CURATOR, COORDINATOR]
        land.clock.set(at(3, 13, 0, 30))
        assert (await confirm_document(land.work, await land.actor(CURATOR), again.document_id)).fresh

    async def test_of_two_curators_the_one_who_is_there_judges(self, land: Land, slot: int) -> None:
        await land.is_away(CURATOR, day(3, 9), day(3, 12))
        sent = await land.sends(BIRCH_DIRECTOR, (await land.assignment("7", BIRCH)).id)
        assert sent.told == 1
        assert await land.news("DocumentSent") == [SECOND_CURATOR]

    async def test_where_the_coordinator_is_away_too_it_waits_for_them(self, land: Land, slot: int) -> None:
        for name in (CURATOR, COORDINATOR):
            await land.is_away(name, day(3, 9), day(3, 12))
        await land.sends(DIRECTOR, slot)
        assert await land.news("DocumentSent") == [COORDINATOR]
