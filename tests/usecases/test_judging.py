"""What is said of a document after its first word: more words, no fault, lifted, taken back, withdrawn, replaced."""

from datetime import timedelta

import pytest

from models.cards.documents import DocumentCard, SentFile
from models.cards.editions import EditionCard
from models.cards.outbox import Sent
from models.domain.access import Actor, Role
from models.domain.calendar import COUNTRY
from models.domain.lifecycles import Remark, State, Verdict
from models.domain.outbox import OutboxState
from models.domain.refusals import (
    ActedOnSince,
    FileNotTaken,
    FileTooLarge,
    NotYours,
    OutOfReach,
    UndoTooLate,
    WordsNeeded,
    WrongState,
)
from models.domain.returns import Because
from models.domain.waiting import Side
from models.tables import Assignment, Document, DocumentDecision, File, OutboxRow
from models.usecases.documents import (
    add_to_album,
    look_at_document,
    open_document,
    send_document,
    waiting_slots,
    withdraw_document,
)
from models.usecases.editions import accept_edition, look_at_edition
from models.usecases.helping import ask_help
from models.usecases.judging import (
    add_words,
    confirm_document,
    lift_confirmation,
    return_document,
    take_back_decision,
)
from models.usecases.outbox import claim_due, settle
from models.usecases.tasks import look_at_task
from tests.builders import (
    BIRCH,
    BIRCH_DIRECTOR,
    COORDINATOR,
    CURATOR,
    DEPUTY,
    DIRECTOR,
    GOVERNOR,
    LAKE,
    LINDEN,
    NEIGHBOUR,
    NEXT_CURATOR,
    SECOND_CURATOR,
    Land,
    at,
    day,
    document,
)

NO_FAULT = Because(Remark.REQUIREMENTS, blameless=True)
UNREADABLE = Because(Remark.UNREADABLE)
A_BIT_LATER = timedelta(minutes=10)


@pytest.fixture
async def slot(land: Land) -> int:
    """The slot of Lake School, due on the last day of March; it is a Tuesday in working hours."""
    await land.publish(document("7"))
    land.clock.set(at(3, 9, 10))
    return (await land.assignment("7", LAKE)).id


@pytest.fixture
async def curator(land: Land) -> Actor:
    return await land.actor(CURATOR)


@pytest.fixture
async def director(land: Land) -> Actor:
    return await land.actor(DIRECTOR)


async def deliver(land: Land) -> None:
    """All that is due goes out, and stands as a message in its chat."""
    while cards := await claim_due(land.work, 50, timedelta(minutes=2)):
        for card in cards:
            await settle(land.work, card.id, Sent(card.chat_id, 1000 + card.id))


async def waiting_news(land: Land, kind: str) -> int:
    return len(await land.rows(OutboxRow, OutboxRow.kind == kind, OutboxRow.state == OutboxState.WAITING))


async def redrawn(land: Land) -> int:
    return await waiting_news(land, "MessageOutdated")


async def stored(land: Land, card: DocumentCard) -> Document:
    (found,) = await land.rows(Document, Document.id == card.document_id)
    return found


async def slot_of(land: Land) -> Assignment:
    return await land.assignment("7", LAKE)


class TestFiles:
    @pytest.mark.parametrize("name", ["программа.exe", "архив.zip", "урок.mp4", "письмо.eml", "макрос.docm", "план"])
    async def test_what_no_curator_opens_is_not_taken(self, land: Land, slot: int, director: Actor, name: str) -> None:
        with pytest.raises(FileNotTaken):
            await send_document(land.work, director, slot, SentFile(name, "f"))
        assert await land.rows(Document) == []

    @pytest.mark.parametrize("name", ["план.DOCX", "план.doc", "план.odt", "план.pdf", "план.xlsx", "скан.heic"])
    async def test_texts_tables_and_pictures_are(self, land: Land, slot: int, director: Actor, name: str) -> None:
        assert (await send_document(land.work, director, slot, SentFile(name, "f"))).file.name == name

    async def test_what_a_bot_cannot_fetch_comes_as_a_link(self, land: Land, slot: int, director: Actor) -> None:
        large = SentFile("скан.pdf", "f", size=20 * 1024 * 1024 + 1)
        with pytest.raises(FileTooLarge):
            await send_document(land.work, director, slot, large)
        with pytest.raises(FileTooLarge):
            await waiting_slots(land.work, director, large)
        link = SentFile(link="https://example.ru/скан.zip")
        assert (await send_document(land.work, director, slot, link)).file.link == link.link

    async def test_an_album_is_one_version(self, land: Land, slot: int, director: Actor, curator: Actor) -> None:
        first, second = (SentFile(f"{one}.pdf", f"file {one}", album="a") for one in (1, 2))
        sent = await send_document(land.work, director, slot, first)
        assert await add_to_album(land.work, director, second)
        seen = await look_at_document(land.work, curator, sent.document_id)
        assert ([one.name for one in seen.files], seen.version) == (["1.pdf", "2.pdf"], 1)
        assert await land.news("DocumentSent") == [CURATOR]
        (told,) = await land.rows(OutboxRow)
        assert told.not_before == land.clock() + timedelta(seconds=5)

    async def test_anothers_album_is_another_album(self, land: Land, slot: int, director: Actor) -> None:
        await send_document(land.work, director, slot, SentFile("1.pdf", "1", album="a"))
        assert not await add_to_album(land.work, await land.actor(BIRCH_DIRECTOR), SentFile("2.pdf", "2", album="a"))
        assert not await add_to_album(land.work, director, SentFile("2.pdf", "2", album="b"))
        assert not await add_to_album(land.work, director, SentFile("2.pdf", "2"))

    async def test_the_rest_of_an_album_is_checked_too(self, land: Land, slot: int, director: Actor) -> None:
        await send_document(land.work, director, slot, SentFile("1.pdf", "1", album="a"))
        with pytest.raises(FileNotTaken):
            await add_to_album(land.work, director, SentFile("2.zip", "2", album="a"))
        assert len(await land.rows(File)) == 1


class TestReplacing:
    async def test_before_anybody_saw_it_another_file_takes_its_place(self, land: Land, slot: int) -> None:
        first = await land.sends(DIRECTOR, slot)
        second = await land.sends(DIRECTOR, slot, "концепция 2.docx")
        assert (second.document_id, second.version, second.replaced) == (first.document_id, 1, True)
        assert [one.name for one in second.files] == ["концепция 2.docx"]
        old, new = await land.rows(File)
        assert (old.removed_at, new.removed_at) == (land.clock(), None)
        assert await land.news("DocumentSent") == [CURATOR]

    async def test_once_it_was_delivered_it_is_another_version(self, land: Land, slot: int) -> None:
        await land.sends(DIRECTOR, slot)
        await deliver(land)
        assert (await land.sends(DIRECTOR, slot)).version == 2

    async def test_or_once_a_judge_opened_it(self, land: Land, slot: int, curator: Actor, director: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        await open_document(land.work, director, sent.document_id)
        assert (await stored(land, sent)).opened_at is None
        await open_document(land.work, curator, sent.document_id)
        opened = await stored(land, sent)
        assert (opened.opened_by_id, opened.opened_at) == (curator.person_id, land.clock())
        assert (await land.sends(DIRECTOR, slot)).version == 2

    async def test_what_somebody_else_sends_is_another_version(self, land: Land, slot: int) -> None:
        await land.sends(DIRECTOR, slot)
        assert (await land.sends(DEPUTY, slot)).version == 2

    async def test_the_next_day_it_is_another_version(self, land: Land, slot: int) -> None:
        await land.sends(DIRECTOR, slot)
        land.clock.set(at(3, 10, 0, 10))
        second = await land.sends(DIRECTOR, slot)
        assert (second.version, second.task.done_on) == (2, day(3, 10))


class TestWithdrawing:
    async def test_all_is_as_it_was_before(self, land: Land, slot: int, director: Actor, curator: Actor) -> None:
        await ask_help(land.work, director, slot)
        before = await look_at_task(land.work, director, slot)
        sent = await land.sends(DIRECTOR, slot)
        land.clock.set(land.clock() + A_BIT_LATER)
        card = await withdraw_document(land.work, director, sent.document_id)
        assert (card.verdict, card.standing, card.may_withdraw) == (Verdict.WITHDRAWN, False, False)
        after = await look_at_task(land.work, director, slot)
        assert (after.state, after.done_on, after.help_open) == (before.state, before.done_on, True)
        assert (after.document, after.mark) == (None, None)
        assert await waiting_news(land, "DocumentSent") == 0
        with pytest.raises(WrongState):
            await confirm_document(land.work, curator, sent.document_id)

    async def test_who_has_it_sees_that_it_is_gone(self, land: Land, slot: int, director: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        await deliver(land)
        await withdraw_document(land.work, director, sent.document_id)
        assert await redrawn(land) == 1

    async def test_the_version_before_it_stands_again(self, land: Land, slot: int, director: Actor) -> None:
        first = await land.sends(DIRECTOR, slot)
        await land.returns(CURATOR, first.document_id)
        second = await land.sends(DIRECTOR, slot)
        await withdraw_document(land.work, director, second.document_id)
        card = await look_at_task(land.work, director, slot)
        assert card.document is not None
        assert (card.document.version, card.document.verdict, card.state) == (1, Verdict.RETURNED, State.IN_PROGRESS)
        assert (await land.sends(DIRECTOR, slot)).version == 3

    async def test_a_second_press_changes_nothing(self, land: Land, slot: int, director: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        for _ in range(2):
            await withdraw_document(land.work, director, sent.document_id)
        assert len(await land.journal(slot)) == 2

    async def test_what_was_judged_is_not_withdrawn(self, land: Land, slot: int, director: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        await land.returns(CURATOR, sent.document_id)
        with pytest.raises(ActedOnSince):
            await withdraw_document(land.work, director, sent.document_id)

    async def test_after_a_quarter_of_an_hour_it_stays(self, land: Land, slot: int, director: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        land.clock.set(land.clock() + timedelta(minutes=15, seconds=1))
        with pytest.raises(UndoTooLate):
            await withdraw_document(land.work, director, sent.document_id)

    async def test_only_who_sent_it_withdraws_it(self, land: Land, slot: int) -> None:
        sent = await land.sends(DIRECTOR, slot)
        for name, refusal in ((DEPUTY, NotYours), (CURATOR, NotYours), (NEXT_CURATOR, OutOfReach)):
            with pytest.raises(refusal):
                await withdraw_document(land.work, await land.actor(name), sent.document_id)


class TestTakingBack:
    async def test_a_confirmation_is_taken_back_untold(self, land: Land, slot: int, curator: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        done = await confirm_document(land.work, curator, sent.document_id)
        assert done.undo is not None
        card = await take_back_decision(land.work, curator, done.undo)
        assert (card.verdict, card.decided_by, card.may_judge, card.undo) == (Verdict.SENT, None, True, None)
        assert await waiting_news(land, "DocumentConfirmed") == 0
        assert await land.news("DecisionTakenBack") == []

    async def test_who_was_told_of_it_is_told_of_its_end(self, land: Land, slot: int, curator: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        done = await confirm_document(land.work, curator, sent.document_id)
        await deliver(land)
        await take_back_decision(land.work, curator, done.undo or 0)
        assert await land.news("DecisionTakenBack") == [DIRECTOR, DEPUTY]
        assert await redrawn(land) == 2

    async def test_the_same_word_may_be_said_again_and_is_told_anew(
        self, land: Land, slot: int, curator: Actor
    ) -> None:
        sent = await land.sends(DIRECTOR, slot)
        for _ in range(2):
            done = await confirm_document(land.work, curator, sent.document_id)
            await deliver(land)
            await take_back_decision(land.work, curator, done.undo or 0)
        await confirm_document(land.work, curator, sent.document_id)
        assert await land.news("DocumentConfirmed") == [DIRECTOR, DEPUTY] * 3
        assert len(await land.rows(DocumentDecision)) == 5

    async def test_a_return_is_taken_back_with_all_it_did(self, land: Land, slot: int, curator: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        land.clock.set(at(4, 5, 10))
        done = await return_document(land.work, curator, sent.document_id, NO_FAULT)
        assert (await slot_of(land)).due_on == day(4, 12)
        card = await take_back_decision(land.work, curator, done.undo or 0)
        assert (card.verdict, card.remark, card.blameless) == (Verdict.SENT, None, False)
        restored = await slot_of(land)
        assert (restored.state, restored.done_on, restored.due_on) == (State.DONE, day(3, 9), day(3, 31))
        kept = await stored(land, sent)
        assert (kept.term_before, kept.term_until) == (None, None)

    async def test_a_second_press_changes_nothing(self, land: Land, slot: int, curator: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        done = await confirm_document(land.work, curator, sent.document_id)
        await take_back_decision(land.work, curator, done.undo or 0)
        again = await take_back_decision(land.work, curator, done.undo or 0)
        assert (again.fresh, again.verdict) == (False, Verdict.SENT)
        assert len(await land.rows(DocumentDecision)) == 2

    async def test_once_a_newer_version_came_it_stays(self, land: Land, slot: int, curator: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        done = await return_document(land.work, curator, sent.document_id, UNREADABLE)
        await land.sends(DIRECTOR, slot)
        with pytest.raises(ActedOnSince):
            await take_back_decision(land.work, curator, done.undo or 0)

    async def test_once_the_coordinator_lifted_it_it_stays(self, land: Land, slot: int, curator: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        done = await confirm_document(land.work, curator, sent.document_id)
        await lift_confirmation(land.work, await land.actor(COORDINATOR), sent.document_id, "Нет подписи")
        with pytest.raises(ActedOnSince):
            await take_back_decision(land.work, curator, done.undo or 0)

    async def test_after_a_quarter_of_an_hour_it_stays(self, land: Land, slot: int, curator: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        done = await confirm_document(land.work, curator, sent.document_id)
        land.clock.set(land.clock() + timedelta(minutes=15, seconds=1))
        assert (await look_at_document(land.work, curator, sent.document_id)).undo is None
        with pytest.raises(UndoTooLate):
            await take_back_decision(land.work, curator, done.undo or 0)

    async def test_only_ones_own_word(self, land: Land, slot: int, curator: Actor) -> None:
        sent = await land.sends(BIRCH_DIRECTOR, (await land.assignment("7", BIRCH)).id)
        done = await confirm_document(land.work, curator, sent.document_id)
        for name, refusal in ((SECOND_CURATOR, NotYours), (BIRCH_DIRECTOR, NotYours), (NEIGHBOUR, OutOfReach)):
            with pytest.raises(refusal):
                await take_back_decision(land.work, await land.actor(name), done.undo or 0)


class TestWords:
    async def test_words_stand_beside_the_reason(self, land: Land, slot: int, curator: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        await return_document(land.work, curator, sent.document_id, UNREADABLE)
        await deliver(land)
        card = await add_words(land.work, curator, sent.document_id, "Страницы 3 и 4")
        assert (card.remark, card.words, card.verdict) == (Remark.UNREADABLE, "Страницы 3 и 4", Verdict.RETURNED)
        assert await land.news("DocumentReturned") == [DIRECTOR, DEPUTY] * 2
        (decision,) = await land.rows(DocumentDecision)
        assert decision.words == "Страницы 3 и 4"

    async def test_who_was_not_told_yet_is_told_once(self, land: Land, slot: int, curator: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        await return_document(land.work, curator, sent.document_id, UNREADABLE)
        await add_words(land.work, curator, sent.document_id, "Страницы 3 и 4")
        assert await land.news("DocumentReturned") == [DIRECTOR, DEPUTY]

    async def test_not_to_a_version_that_is_gone(self, land: Land, slot: int, curator: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        await return_document(land.work, curator, sent.document_id, UNREADABLE)
        await land.sends(DIRECTOR, slot)
        with pytest.raises(WrongState):
            await add_words(land.work, curator, sent.document_id, "Страницы 3 и 4")

    async def test_not_after_a_quarter_of_an_hour(self, land: Land, slot: int, curator: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        await return_document(land.work, curator, sent.document_id, UNREADABLE)
        land.clock.set(land.clock() + timedelta(minutes=16))
        with pytest.raises(UndoTooLate):
            await add_words(land.work, curator, sent.document_id, "Страницы 3 и 4")

    async def test_a_return_in_words_has_some(self, land: Land, slot: int, curator: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        with pytest.raises(WordsNeeded):
            await return_document(land.work, curator, sent.document_id, Because(Remark.IN_WORDS, ""))


class TestWithoutFault:
    async def test_the_day_of_sending_stands(self, land: Land, slot: int, curator: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        await return_document(land.work, curator, sent.document_id, NO_FAULT)
        land.clock.set(at(4, 6, 10))
        again = await land.sends(DIRECTOR, slot)
        assert (again.task.done_on, again.sent_on) == (day(3, 9), day(4, 6))

    async def test_and_through_a_second_return_too(self, land: Land, slot: int, curator: Actor) -> None:
        for moment in (at(3, 9, 10), at(3, 16, 10)):
            land.clock.set(moment)
            sent = await land.sends(DIRECTOR, slot)
            await return_document(land.work, curator, sent.document_id, NO_FAULT)
        land.clock.set(at(3, 23, 10))
        assert (await land.sends(DIRECTOR, slot)).task.done_on == day(3, 9)

    async def test_a_return_with_fault_makes_the_new_day_count(self, land: Land, slot: int, curator: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        await return_document(land.work, curator, sent.document_id, UNREADABLE)
        land.clock.set(at(4, 6, 10))
        assert (await land.sends(DIRECTOR, slot)).task.done_on == day(4, 6)

    async def test_the_school_has_five_working_days_before_it_is_late(
        self, land: Land, slot: int, curator: Actor, director: Actor
    ) -> None:
        sent = await land.sends(DIRECTOR, slot)
        land.clock.set(at(4, 5, 10))
        card = await return_document(land.work, curator, sent.document_id, NO_FAULT)
        assert (card.task.due_on, card.task.overdue) == (day(4, 12), False)
        land.clock.set(at(4, 12, 23))
        assert not (await look_at_task(land.work, director, slot)).overdue
        land.clock.set(at(4, 13, 1))
        assert (await look_at_task(land.work, director, slot)).overdue

    async def test_a_later_term_stays(self, land: Land, slot: int, curator: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        card = await return_document(land.work, curator, sent.document_id, NO_FAULT)
        assert card.task.due_on == day(3, 31)

    async def test_an_edition_that_leaves_the_rows_term_leaves_it_too(
        self, land: Land, slot: int, curator: Actor
    ) -> None:
        sent = await land.sends(DIRECTOR, slot)
        land.clock.set(at(4, 5, 10))
        await return_document(land.work, curator, sent.document_id, NO_FAULT)
        coordinator = await land.actor(COORDINATOR)
        draft = await land.receive(document("7", timing_raw="до конца марта"))
        edition = await look_at_edition(land.work, coordinator, draft.draft_id)
        assert isinstance(edition, EditionCard)
        await accept_edition(land.work, coordinator, draft.draft_id, edition.against, COUNTRY)
        after = await slot_of(land)
        assert (after.due_on, after.state) == (day(4, 12), State.IN_PROGRESS)


class TestLifting:
    @pytest.fixture
    async def confirmed(self, land: Land, slot: int, curator: Actor) -> DocumentCard:
        sent = await land.sends(DIRECTOR, slot)
        return await confirm_document(land.work, curator, sent.document_id)

    @pytest.mark.parametrize("name", [COORDINATOR, GOVERNOR])
    async def test_a_coordinator_lifts_a_confirmation_with_a_note(
        self, land: Land, confirmed: DocumentCard, name: str
    ) -> None:
        actor = await land.actor(name)
        assert (await look_at_document(land.work, actor, confirmed.document_id)).may_lift
        card = await lift_confirmation(land.work, actor, confirmed.document_id, "Нет подписи")
        assert (card.verdict, card.task.state, card.decided_by) == (Verdict.SENT, State.DONE, None)
        assert card.lifted is not None
        assert (card.lifted.by, card.lifted.words) == (name, "Нет подписи")
        assert sorted(await land.news("DocumentLifted")) == sorted([CURATOR, DIRECTOR, DEPUTY])

    async def test_the_curator_judges_it_once_more(self, land: Land, confirmed: DocumentCard, curator: Actor) -> None:
        await lift_confirmation(land.work, await land.actor(COORDINATOR), confirmed.document_id, "Нет подписи")
        card = await return_document(land.work, curator, confirmed.document_id, UNREADABLE)
        assert (card.verdict, card.lifted) == (Verdict.RETURNED, None)

    async def test_a_note_is_needed(self, land: Land, confirmed: DocumentCard) -> None:
        with pytest.raises(WordsNeeded):
            await lift_confirmation(land.work, await land.actor(COORDINATOR), confirmed.document_id, "")

    @pytest.mark.parametrize(("name", "refusal"), [(CURATOR, NotYours), (DIRECTOR, NotYours), (NEIGHBOUR, OutOfReach)])
    async def test_nobody_else_lifts(
        self, land: Land, confirmed: DocumentCard, name: str, refusal: type[Exception]
    ) -> None:
        with pytest.raises(refusal):
            await lift_confirmation(land.work, await land.actor(name), confirmed.document_id, "Нет подписи")

    async def test_only_what_is_confirmed(self, land: Land, slot: int) -> None:
        sent = await land.sends(DIRECTOR, slot)
        with pytest.raises(WrongState):
            await lift_confirmation(land.work, await land.actor(COORDINATOR), sent.document_id, "Нет подписи")

    async def test_a_lifting_that_is_taken_back_leaves_the_curators_word(
        self, land: Land, confirmed: DocumentCard, curator: Actor
    ) -> None:
        coordinator = await land.actor(COORDINATOR)
        before = await stored(land, confirmed)
        land.clock.set(land.clock() + A_BIT_LATER)
        lifted = await lift_confirmation(land.work, coordinator, confirmed.document_id, "Нет подписи")
        card = await take_back_decision(land.work, coordinator, lifted.undo or 0)
        after = await stored(land, confirmed)
        assert (card.verdict, card.decided_by, card.lifted) == (Verdict.CONFIRMED, CURATOR, None)
        assert (after.decided_by_id, after.decided_at) == (before.decided_by_id, before.decided_at)


class TestWhoJudges:
    async def test_a_coordinator_who_directs_the_school_is_not_its_judge(self, land: Land, slot: int) -> None:
        await land.appoint(COORDINATOR, Role.DIRECTOR, school=LINDEN)
        await land.appoint(DEPUTY, Role.SCHOOL_COORDINATOR, school=LINDEN)
        sent = await land.sends(DEPUTY, (await land.assignment("7", LINDEN)).id)
        assert (sent.told, await land.news("DocumentSent")) == (0, [])
        with pytest.raises(NotYours):
            await confirm_document(land.work, await land.actor(COORDINATOR), sent.document_id)

    async def test_who_acts_for_the_curator_is_named_with_them(self, land: Land, slot: int) -> None:
        sent = await land.sends(DIRECTOR, slot)
        await land.is_away(CURATOR, day(3, 9), day(3, 12), substitute=SECOND_CURATOR)
        await land.appoint(
            SECOND_CURATOR, Role.CURATOR, school=LAKE, since=day(3, 9), until=day(3, 12), acting_for=CURATOR
        )
        card = await confirm_document(land.work, await land.actor(SECOND_CURATOR), sent.document_id)
        assert (card.decided_by, card.decided_for) == (SECOND_CURATOR, CURATOR)

    async def test_who_acts_for_the_director_does_not_judge_the_school(self, land: Land, slot: int) -> None:
        sent = await land.sends(DEPUTY, slot)
        await land.appoint(CURATOR, Role.DIRECTOR, school=LAKE, since=day(3, 9), until=day(3, 12), acting_for=DIRECTOR)
        with pytest.raises(NotYours):
            await confirm_document(land.work, await land.actor(CURATOR), sent.document_id)


class TestClock:
    async def test_the_clock_is_the_curators_then_the_schools(self, land: Land, slot: int, curator: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        land.clock.set(at(3, 12, 10))
        waits = (await look_at_document(land.work, curator, sent.document_id)).waiting
        assert waits is not None
        assert (waits.side, waits.days) == (Side.CURATOR, 3)
        await return_document(land.work, curator, sent.document_id, UNREADABLE)
        land.clock.set(at(3, 16, 10))
        back = (await look_at_document(land.work, curator, sent.document_id)).waiting
        assert back is not None
        assert (back.side, back.days, back.at_curator) == (Side.SCHOOL, 2, 3)

    async def test_a_word_that_was_taken_back_stopped_nothing(self, land: Land, slot: int, curator: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        land.clock.set(at(3, 11, 10))
        done = await confirm_document(land.work, curator, sent.document_id)
        await take_back_decision(land.work, curator, done.undo or 0)
        land.clock.set(at(3, 12, 10))
        waits = (await look_at_document(land.work, curator, sent.document_id)).waiting
        assert waits is not None
        assert (waits.side, waits.days) == (Side.CURATOR, 3)

    async def test_the_second_version_stands_beside_the_old_remark(self, land: Land, slot: int, curator: Actor) -> None:
        sent = await land.sends(DIRECTOR, slot)
        await return_document(land.work, curator, sent.document_id, UNREADABLE)
        again = await land.sends(DIRECTOR, slot)
        seen = await look_at_document(land.work, curator, again.document_id)
        assert seen.earlier is not None
        assert (seen.earlier.version, seen.earlier.remark) == (1, Remark.UNREADABLE)
