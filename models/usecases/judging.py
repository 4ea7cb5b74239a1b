"""A curator confirms a document or sends it back; a coordinator may lift a confirmation; a word may be taken back."""

from dataclasses import replace
from datetime import datetime

from models.cards.documents import DocumentCard, ReasonsCard
from models.domain.access import Actor
from models.domain.calendar import COUNTRY, Calendars
from models.domain.lifecycles import Remark, State, Verdict
from models.domain.moments import local_day
from models.domain.notices import (
    DecisionTakenBack,
    DocumentConfirmed,
    DocumentLifted,
    DocumentReturned,
    DocumentSent,
    Notice,
)
from models.domain.refusals import ActedOnSince, NotYours, OwnDocument, UndoTooLate, WordsNeeded, WrongState
from models.domain.returns import RESPITE, Because
from models.queries.assignments import Found, newest_change, standing_documents
from models.queries.documents import (
    decision_for,
    document_card,
    document_for,
    history_of,
    judging,
    newest_decision,
    story,
)
from models.queries.journal import enter
from models.queries.outbox import messages_of
from models.queries.people import SCHOOL_PEOPLE, holders_at_school
from models.queries.reasons import reason_for, reasons_of
from models.queries.tasks import UNDO
from models.queries.walls import wall_of
from models.tables import Assignment, Document, DocumentDecision
from models.tables.assignments import Entry
from models.work import Work

TELLING: dict[Verdict, type[Notice]] = {
    Verdict.CONFIRMED: DocumentConfirmed,
    Verdict.RETURNED: DocumentReturned,
    Verdict.SENT: DocumentLifted,
}
"""By what news people learn of a word."""
NOBODY = 0
"""No person has this number: nobody's message is spared."""


async def reasons_for(work: Work, actor: Actor, document_id: int) -> ReasonsCard:
    """Why the actor may return that document."""
    async with work.reading() as session:
        _, found = await document_for(session, actor, document_id)
        return await reasons_of(session, actor, found.territory_id)


async def confirm_document(work: Work, actor: Actor, document_id: int, calendars: Calendars = COUNTRY) -> DocumentCard:
    """The document is right; the school is told."""
    async with work:
        document, found = await document_for(work.session, actor, document_id)
        fresh = await _judge(work, actor, document, found)
        if fresh:
            decision = await _decide(work, actor, document, found, Verdict.CONFIRMED, work.now())
            await _tell_school(work, actor, document, found, DocumentConfirmed(document.id), str(decision.id))
        card = await _card(work, actor, document, found, calendars, fresh=fresh)
        await work.commit(fresh=fresh)
    return card


async def return_for_reason(
    work: Work, actor: Actor, document_id: int, reason_id: int, calendars: Calendars = COUNTRY
) -> DocumentCard:
    """The document goes back for a reason of the territory's own list."""
    async with work.reading() as session:
        _, found = await document_for(session, actor, document_id)
        reason = await reason_for(session, actor, found.territory_id, reason_id)
    return await return_document(work, actor, document_id, reason.because, calendars)


async def return_document(
    work: Work, actor: Actor, document_id: int, because: Because, calendars: Calendars = COUNTRY
) -> DocumentCard:
    """The document goes back with a reason; the school's clock runs again, and it is told.

    It is committed in any case: the talk may have turned with it.

    Raises:
        WordsNeeded: it goes back in words, and there are none.
    """
    if because.remark is Remark.IN_WORDS and not because.text:
        raise WordsNeeded
    async with work:
        document, found = await document_for(work.session, actor, document_id)
        fresh = await _judge(work, actor, document, found)
        if fresh:
            found = await _return(work, actor, document, found, because, calendars)
        card = await _card(work, actor, document, found, calendars, fresh=fresh)
        await work.commit(fresh=fresh)
    return card


async def _return(
    work: Work, actor: Actor, document: Document, found: Found, because: Because, calendars: Calendars
) -> Found:
    # One moment for the word and its entry: by it an undo finds both.
    at = work.now()
    decision = await _decide(work, actor, document, found, Verdict.RETURNED, at, because)
    entry = Entry(actor.person_id, at, local_day(at, found.zone), comment=because.text)
    found, _ = await enter(work.connection, found, State.IN_PROGRESS, None, entry)
    if because.blameless:
        found = await _put_off(work, actor, document, found, calendars)
    await _tell_school(work, actor, document, found, DocumentReturned(document.id), str(decision.id))
    return found


async def _put_off(work: Work, actor: Actor, document: Document, found: Found, calendars: Calendars) -> Found:
    """Who is not at fault has some days for the new version before the task is late."""
    wall = await wall_of(work.session, calendars, actor, work.now())
    until = wall.calendar.shifted(local_day(work.now(), found.zone), RESPITE)
    if found.due_on is None or found.due_on >= until:
        return found
    document.term_before, document.term_until = found.due_on, until
    (await work.session.get_one(Assignment, found.id)).due_on = until
    return replace(found, due_on=until)


async def _judge(work: Work, actor: Actor, document: Document, found: Found) -> bool:
    """Whether the actor's word still changes anything.

    Raises:
        OwnDocument: they sent it.
        NotYours: others judge it.
        WrongState: a newer version stands, or it was taken back.
    """
    if document.sent_by_id == actor.person_id:
        raise OwnDocument
    judges, _ = await judging(work.session, document, found, work.now())
    if actor.person_id not in judges:
        raise NotYours
    standing = (await standing_documents(work.session, [found.id])).get(found.id)
    if standing is None or standing.document_id != document.id:
        raise WrongState
    return document.verdict is Verdict.SENT


async def _decide(
    work: Work,
    actor: Actor,
    document: Document,
    found: Found,
    verdict: Verdict,
    at: datetime,
    because: Because | None = None,
) -> DocumentDecision:
    """A word is put under the document and kept; the buttons of those who were asked for theirs die."""
    document.decide(verdict, by=actor.person_id, at=at, because=because)
    typed = because is not None and because.remark is Remark.IN_WORDS and because.reason_id is None
    return await _keep(work, actor, document, found, verdict, because, at=at, typed=typed)


async def _keep(
    work: Work,
    actor: Actor,
    document: Document,
    found: Found,
    verdict: Verdict,
    because: Because | None = None,
    *,
    at: datetime | None = None,
    words: str | None = None,
    undoes: DocumentDecision | None = None,
    typed: bool = False,
) -> DocumentDecision:
    """What was typed stands in a message of its own: then the actor's older one is redrawn with the others'."""
    besides = NOBODY if typed else actor.person_id
    decision = DocumentDecision(
        document_id=document.id,
        person_id=actor.person_id,
        verdict=verdict,
        remark=because.remark if because else None,
        remark_text=because.text if because else None,
        reason_id=because.reason_id if because else None,
        words=because.words if because else words,
        blameless=because is not None and because.blameless,
        decided_at=at or work.now(),
        undoes_id=undoes.id if undoes else None,
    )
    before = await newest_decision(work.session, document)
    work.session.add(decision)
    await work.session.flush()
    await work.outdate(DocumentSent, story(document, found), since=str(decision.id), besides=besides)
    if before is not None and undoes is None:
        await work.outdate(TELLING[before.verdict], str(before.id), since=str(decision.id), besides=besides)
    return decision


async def add_words(
    work: Work, actor: Actor, document_id: int, words: str, calendars: Calendars = COUNTRY
) -> DocumentCard:
    """Say more about one's own return, within a quarter of an hour; who was told of it is told again.

    Raises:
        WordsNeeded: there are none.
        WrongState: it was not returned, or a newer version came.
        NotYours: somebody else returned it.
        UndoTooLate: the quarter of an hour is over.
    """
    if not words:
        raise WordsNeeded
    async with work:
        document, found = await document_for(work.session, actor, document_id)
        decision = await _own_return(work, actor, document, found)
        document.words = decision.words = words
        since = f"{decision.id}/{work.now().isoformat()}"
        told = await _told(work, decision)
        await work.outdate(DocumentSent, story(document, found), since=since, besides=NOBODY)
        await work.outdate(DocumentReturned, str(decision.id), since=since, besides=actor.person_id)
        for person_id in told:
            work.tell(person_id, DocumentReturned(document.id), once=since)
        card = await _card(work, actor, document, found, calendars)
        await work.commit()
    return card


async def _own_return(work: Work, actor: Actor, document: Document, found: Found) -> DocumentDecision:
    standing = (await standing_documents(work.session, [found.id])).get(found.id)
    decision = await newest_decision(work.session, document)
    stands = standing is not None and standing.document_id == document.id
    if decision is None or document.verdict is not Verdict.RETURNED or not stands:
        raise WrongState
    if decision.person_id != actor.person_id:
        raise NotYours
    if work.now() > decision.decided_at + UNDO:
        raise UndoTooLate
    return decision


async def lift_confirmation(
    work: Work, actor: Actor, document_id: int, words: str, calendars: Calendars = COUNTRY
) -> DocumentCard:
    """The coordinator has a confirmed document judged once more and says why; judges and school are told.

    Raises:
        NotYours: not a coordinator of that territory.
        WordsNeeded: a note is missing.
        WrongState: it is not confirmed.
    """
    if not words:
        raise WordsNeeded
    async with work:
        document, found = await document_for(work.session, actor, document_id)
        if found.territory_id not in actor.coordinates:
            raise NotYours
        if document.verdict is not Verdict.CONFIRMED:
            raise WrongState
        document.decide(Verdict.SENT, by=None, at=None)
        decision = await _keep(work, actor, document, found, Verdict.SENT, words=words, typed=True)
        judges, _ = await judging(work.session, document, found, work.now())
        notice = DocumentLifted(decision.id)
        await _tell_school(work, actor, document, found, notice, str(decision.id), also=judges)
        card = await _card(work, actor, document, found, calendars)
        await work.commit()
    return card


async def take_back_decision(
    work: Work, actor: Actor, decision_id: int, calendars: Calendars = COUNTRY
) -> DocumentCard:
    """Undo one's own word within a quarter of an hour: all is as it was before it.

    Who has not been told of it is told nothing; who has, sees their message redrawn and is told.

    Raises:
        NotYours: it is somebody else's.
        ActedOnSince: another word or version came, or the task was marked since.
        UndoTooLate: the quarter of an hour is over.
    """
    async with work:
        decision, document, found = await decision_for(work.session, actor, decision_id)
        newest = await newest_decision(work.session, document)
        fresh = newest is None or newest.undoes_id != decision.id
        if fresh:
            await _may_take_back(work, actor, decision, document, found)
            found = await _take_back(work, actor, decision, document, found)
        card = await _card(work, actor, document, found, calendars, fresh=fresh)
        await work.commit(fresh=fresh)
    return card


async def _may_take_back(
    work: Work, actor: Actor, decision: DocumentDecision, document: Document, found: Found
) -> None:
    if decision.person_id != actor.person_id:
        raise NotYours
    if decision.undoes_id is not None or decision.verdict is Verdict.WITHDRAWN:
        raise WrongState
    standing = (await standing_documents(work.session, [found.id])).get(found.id)
    newest = await newest_decision(work.session, document)
    superseded = standing is None or standing.document_id != document.id
    if superseded or newest is None or newest.id != decision.id:
        raise ActedOnSince
    returned = decision.verdict is Verdict.RETURNED
    if returned and (await newest_change(work.session, found.id)).entered_at != decision.decided_at:
        raise ActedOnSince
    if work.now() > decision.decided_at + UNDO:
        raise UndoTooLate


async def _take_back(work: Work, actor: Actor, decision: DocumentDecision, document: Document, found: Found) -> Found:
    before = (await history_of(work.session, found)).of(document)[:-1]
    last = before[-1] if before else None
    if last is None or last.verdict is Verdict.SENT:
        document.decide(Verdict.SENT, by=None, at=None)
    else:
        document.decide(last.verdict, by=last.person_id, at=last.decided_at, because=last.because)
    if decision.verdict is Verdict.RETURNED:
        found = await _execute_again(work, actor, document, found)
    undone = await _keep(work, actor, document, found, document.verdict, undoes=decision)
    told = await _told(work, decision)
    await work.retract(TELLING[decision.verdict], str(decision.id), since=str(undone.id), besides=actor.person_id)
    for person_id in told:
        work.tell(person_id, DecisionTakenBack(undone.id), once=str(undone.id))
    return found


async def _execute_again(work: Work, actor: Actor, document: Document, found: Found) -> Found:
    """The task is executed as it was, and its term is its own again."""
    change = await newest_change(work.session, found.id)
    entry = Entry(actor.person_id, work.now(), local_day(work.now(), found.zone))
    found, _ = await enter(work.connection, found, change.from_state, change.from_day, entry, undoes_id=change.id)
    if document.term_until is not None and found.due_on == document.term_until:
        (await work.session.get_one(Assignment, found.id)).due_on = document.term_before
        found = replace(found, due_on=document.term_before)
    document.term_before = document.term_until = None
    return found


async def _told(work: Work, decision: DocumentDecision) -> list[int]:
    """The people in whose chats the news of that word stands."""
    kind = TELLING[decision.verdict].__name__
    rows = await messages_of(work.session, kind, str(decision.id), besides=decision.person_id)
    return [row.person_id for row in rows]


async def _tell_school(
    work: Work,
    actor: Actor,
    document: Document,
    found: Found,
    notice: Notice,
    once: str,
    also: list[int] | None = None,
) -> None:
    """Who sent it and the school's people; `also` are others whom it concerns."""
    today = local_day(work.now(), found.zone)
    directors = await holders_at_school(work.session, found.school_id or 0, SCHOOL_PEOPLE, today)
    for person_id in sorted({document.sent_by_id, *directors, *(also or ())} - {actor.person_id}):
        work.tell(person_id, notice, once=once)


async def _card(
    work: Work, actor: Actor, document: Document, found: Found, calendars: Calendars, *, fresh: bool = True
) -> DocumentCard:
    wall = await wall_of(work.session, calendars, actor, work.now())
    return await document_card(work.session, actor, document, found, wall, fresh=fresh)
