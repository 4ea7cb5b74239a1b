"""A school sends a document for a task, or its coordinator for it; it may be replaced or taken back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.documents import DocumentCard, SentFile
from models.cards.tasks import TaskCard
from models.domain.access import Actor, Role
from models.domain.calendar import COUNTRY, Calendars
from models.domain.files import MOST_BYTES, TAKEN, FileUse, suffix
from models.domain.lifecycles import COORDINATOR_STATES, OPEN_STATES, State, Verdict
from models.domain.moments import local_day
from models.domain.notices import DocumentReturned, DocumentSent
from models.domain.refusals import ActedOnSince, FileNotTaken, FileTooLarge, NotYours, UndoTooLate, WrongState
from models.queries.assignments import Found, assignment_for, newest_change, standing_documents
from models.queries.documents import (
    document_card,
    document_for,
    document_of_album,
    history_of,
    judging,
    newest_decision,
    next_version,
    open_slots,
    replaceable,
    return_of,
    story,
)
from models.queries.files import file_row, remove_files
from models.queries.journal import enter, reopen_help
from models.queries.tasks import UNDO, right_of, whole_card
from models.queries.walls import wall_of
from models.tables import Document, DocumentDecision
from models.tables.assignments import Entry
from models.work import Work

SENT_STATES = OPEN_STATES | {State.DONE}
"""A better version may take the place of one that was sent."""
NOBODY = 0
"""No person has this number."""
WHOLE = timedelta(seconds=5)
"""For so long the rest of an album is waited for before anybody is told of it."""


async def waiting_slots(work: Work, actor: Actor, file: SentFile | None = None) -> list[TaskCard]:
    """The tasks of the actor's schools that a document is still wanted for.

    Raises:
        FileNotTaken, FileTooLarge: `file` fills none of them; a coordinator's may still be a road map.
    """
    if file is not None and not actor.coordinates:
        check(file)
    async with work.reading() as session:
        return await open_slots(session, actor, work.now())


def check(file: SentFile) -> None:
    """Whether it is taken as a document.

    Raises:
        FileTooLarge: a bot can't fetch it.
        FileNotTaken: neither a text nor a table, a PDF or a picture.
    """
    if file.size is not None and file.size > MOST_BYTES:
        raise FileTooLarge
    if file.link is None and not file.photo and suffix(file.name) not in TAKEN:
        raise FileNotTaken(suffix(file.name))


async def look_at_slot(work: Work, actor: Actor, assignment_id: int) -> TaskCard:
    """A task whose document the actor may send now.

    Raises:
        NotYours: it has no slot, or others fill it.
        WrongState: no document is wanted any more.
    """
    async with work.reading() as session:
        found = await assignment_for(session, actor, assignment_id)
        await _may_send(session, actor, found)
        return await whole_card(session, actor, found, work.now())


async def look_at_document(work: Work, actor: Actor, document_id: int, calendars: Calendars = COUNTRY) -> DocumentCard:
    async with work.reading() as session:
        document, found = await document_for(session, actor, document_id)
        wall = await wall_of(session, calendars, actor, work.now())
        return await document_card(session, actor, document, found, wall)


async def open_document(work: Work, actor: Actor, document_id: int, calendars: Calendars = COUNTRY) -> DocumentCard:
    """Look at a document; once one of its judges has, another file of the school's is another version."""
    card = await look_at_document(work, actor, document_id, calendars)
    if not card.may_judge:
        return card
    async with work:
        document, _ = await document_for(work.session, actor, document_id)
        first = document.opened_at is None
        if first:
            document.opened_by_id, document.opened_at = actor.person_id, work.now()
        await work.commit(fresh=first)
    return card


async def send_document(
    work: Work, actor: Actor, assignment_id: int, *files: SentFile, calendars: Calendars = COUNTRY
) -> DocumentCard:
    """Fill the slot of a task; from now on it is executed unless it comes back. Those who judge it are told.

    As long as nobody of them can have seen it, another file of the same day and sender only takes its place.

    Raises:
        FileNotTaken, FileTooLarge: nothing is sent.
    """
    for file in files:
        check(file)
    async with work:
        found = await assignment_for(work.session, actor, assignment_id)
        await _may_send(work.session, actor, found)
        document = await replaceable(work.session, actor, found, work.now())
        replaced = document is not None
        if document is None:
            document, found = await _send(work, actor, found, whole=not any(file.album for file in files))
        else:
            await remove_files(work.session, document, work.now())
        _put(work, actor, document, files)
        await work.session.flush()
        card = await _card(work, actor, document, found, calendars, replaced=replaced)
        await work.commit()
    return card


async def _send(work: Work, actor: Actor, found: Found, *, whole: bool) -> tuple[Document, Found]:
    """A version of its own."""
    history = await history_of(work.session, found)
    on = await _day_of(work, found, history.versions)
    # One moment for the version and its entry: by it an undo finds both.
    at = work.now()
    document = Document(
        assignment_id=found.id,
        version=await next_version(work.session, actor, found.id),
        sent_by_id=actor.person_id,
        sent_at=at,
    )
    work.session.add(document)
    await work.session.flush()
    today = local_day(at, found.zone)
    entry = Entry(actor.person_id, at, today, _on_behalf(actor, found))
    wanted = found.help_open or found.not_held_open
    found, _ = await enter(work.connection, found, State.DONE, on or today, entry)
    if wanted:
        await work.outdate_requests(actor, found.id)
    await _tell_judges(work, document, found, whole=whole)
    await _outdate(work, actor, found, history.versions)
    return document, found


async def _day_of(work: Work, found: Found, versions: Sequence[Document]) -> date | None:
    """After a return without fault the day on which the returned version was sent; otherwise today counts."""
    last = versions[-1] if versions else None
    if last is None or not last.blameless:
        return None
    back = await return_of(work.session, found, last)
    return back.from_day if back else None


async def add_to_album(work: Work, actor: Actor, file: SentFile) -> bool:
    """Put one more file of an album beside those that have filled a slot; whether there were any.

    Raises:
        FileNotTaken, FileTooLarge: this one is left out.
    """
    if file.album is None:
        return False
    async with work:
        document = await document_of_album(work.session, actor, file.album)
        if document is None:
            return False
        check(file)
        _, found = await document_for(work.session, actor, document.id)
        _put(work, actor, document, [file])
        since = f"{work.now().isoformat()}/{file.file_id}"
        await work.outdate(DocumentSent, story(document, found), since=since, besides=actor.person_id)
        await work.commit()
    return True


def _put(work: Work, actor: Actor, document: Document, files: Sequence[SentFile]) -> None:
    for file in files:
        row = file_row(file, use=FileUse.DOCUMENT, by=actor.person_id, at=work.now())
        row.assignment_id, row.document_id = document.assignment_id, document.id
        work.session.add(row)


async def _card(
    work: Work, actor: Actor, document: Document, found: Found, calendars: Calendars, *, replaced: bool = False
) -> DocumentCard:
    wall = await wall_of(work.session, calendars, actor, work.now())
    return await document_card(work.session, actor, document, found, wall, replaced=replaced)


async def _may_send(session: AsyncSession, actor: Actor, found: Found) -> None:
    if not found.takes_document or right_of(actor, found) is None:
        raise NotYours
    coordinated = found.territory_id in actor.coordinates
    if found.school_id not in actor.directs and not coordinated:
        raise NotYours
    if found.state not in SENT_STATES | (COORDINATOR_STATES if coordinated else frozenset()):
        raise WrongState
    standing = (await standing_documents(session, [found.id])).get(found.id)
    if standing is not None and standing.verdict is Verdict.CONFIRMED:
        raise WrongState


def _on_behalf(actor: Actor, found: Found) -> Role | None:
    return None if found.school_id in actor.directs else Role.DIRECTOR


async def _tell_judges(work: Work, document: Document, found: Found, *, whole: bool) -> None:
    people, role = await judging(work.session, document, found, work.now())
    for person_id in people:
        work.tell(
            person_id,
            DocumentSent(document.id),
            once=story(document, found),
            role=role,
            school_id=found.school_id if role is Role.CURATOR else None,
            territory_id=None if role is Role.CURATOR else found.territory_id,
            not_before=work.now() if whole else work.now() + WHOLE,
        )


async def _outdate(work: Work, actor: Actor, found: Found, versions: Sequence[Document]) -> None:
    """What was said of the version before is redrawn: its buttons die with a newer one, and live again without it."""
    if not versions:
        return
    last, since = versions[-1], work.now().isoformat()
    await work.outdate(DocumentSent, story(last, found), since=since, besides=actor.person_id)
    decision = await newest_decision(work.session, last)
    if decision is not None:
        # Who sends the next version did not press under that message: their own is redrawn too.
        await work.outdate(DocumentReturned, str(decision.id), since=since, besides=NOBODY)


async def withdraw_document(work: Work, actor: Actor, document_id: int, calendars: Calendars = COUNTRY) -> DocumentCard:
    """Take back what one has sent within a quarter of an hour; all is as it was before, and nobody judges it.

    Raises:
        NotYours: somebody else sent it.
        ActedOnSince: it was judged, a newer version came, or the task was marked since.
        UndoTooLate: the quarter of an hour is over.
    """
    async with work:
        document, found = await document_for(work.session, actor, document_id)
        fresh = document.verdict is not Verdict.WITHDRAWN
        if fresh:
            await _may_withdraw(work, actor, document, found)
            found = await _withdraw(work, actor, document, found)
        card = await _card(work, actor, document, found, calendars)
        await work.commit(fresh=fresh)
    return card


async def _may_withdraw(work: Work, actor: Actor, document: Document, found: Found) -> None:
    if document.sent_by_id != actor.person_id:
        raise NotYours
    standing = (await standing_documents(work.session, [found.id]))[found.id]
    judged = await newest_decision(work.session, document) is not None
    newest = await newest_change(work.session, found.id)
    if judged or standing.document_id != document.id or newest.entered_at != document.sent_at:
        raise ActedOnSince
    if work.now() > document.sent_at + UNDO:
        raise UndoTooLate


async def _withdraw(work: Work, actor: Actor, document: Document, found: Found) -> Found:
    change = await newest_change(work.session, found.id)
    document.decide(Verdict.WITHDRAWN, by=actor.person_id, at=work.now())
    work.session.add(
        DocumentDecision(
            document_id=document.id, person_id=actor.person_id, verdict=Verdict.WITHDRAWN, decided_at=work.now()
        )
    )
    await work.session.flush()
    entry = Entry(actor.person_id, work.now(), local_day(work.now(), found.zone))
    found, _ = await enter(work.connection, found, change.from_state, change.from_day, entry, undoes_id=change.id)
    helped = await reopen_help(work.connection, [found], document.sent_at)
    await work.outdate_requests(actor, found.id)
    await work.retract(DocumentSent, story(document, found), since="withdrawn", besides=actor.person_id)
    await _outdate(work, actor, found, (await history_of(work.session, found)).versions)
    return replace(found, help_open=helped > 0)
