"""A school sends a document, a curator confirms it or sends it back."""

from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.documents import DocumentCard, SentFile
from models.cards.tasks import TaskCard
from models.domain.access import Actor, Role
from models.domain.files import FileUse
from models.domain.lifecycles import COORDINATOR_STATES, OPEN_STATES, Remark, State, Verdict
from models.domain.moments import local_day
from models.domain.notices import DocumentConfirmed, DocumentReturned, DocumentSent, Notice
from models.domain.refusals import NotYours, OwnDocument, WrongState
from models.domain.returns import Because
from models.queries.assignments import Found, assignment_for, standing_documents
from models.queries.documents import document_card, document_for, judges_of, next_version, open_slots
from models.queries.files import file_row
from models.queries.journal import enter
from models.queries.people import SCHOOL_PEOPLE, answerable_at, holders_at_school
from models.queries.tasks import right_of, whole_card
from models.tables import Document, File
from models.tables.assignments import Entry
from models.work import Work

SENT_STATES = OPEN_STATES | {State.DONE}
"""A better version may take the place of one that was sent."""


async def waiting_slots(work: Work, actor: Actor) -> list[TaskCard]:
    """The tasks of the actor's schools that a document is still wanted for."""
    async with work.reading() as session:
        return await open_slots(session, actor, work.now())


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


async def look_at_document(work: Work, actor: Actor, document_id: int) -> DocumentCard:
    async with work.reading() as session:
        document, found = await document_for(session, actor, document_id)
        return await document_card(session, actor, document, found, work.now())


async def send_document(work: Work, actor: Actor, assignment_id: int, file: SentFile) -> DocumentCard:
    """Fill the slot of a task; from now on it is executed unless it comes back. Those who judge it are told."""
    async with work:
        found = await assignment_for(work.session, actor, assignment_id)
        await _may_send(work.session, actor, found)
        document = Document(
            assignment_id=assignment_id,
            version=await next_version(work.session, actor, assignment_id),
            sent_by_id=actor.person_id,
            sent_at=work.now(),
        )
        work.session.add(document)
        today = local_day(work.now(), found.zone)
        entry = Entry(actor.person_id, work.now(), today, _on_behalf(actor, found))
        await work.session.flush()
        work.session.add(_file(document, file))
        found, _ = await enter(work.connection, found, State.DONE, today, entry)
        await _tell_judges(work, document, found)
        await _outdate(work, actor, document, document.version - 1)
        card = await document_card(work.session, actor, document, found, work.now())
        await work.commit()
    return card


def _file(document: Document, file: SentFile) -> File:
    return file_row(
        file,
        assignment_id=document.assignment_id,
        document_id=document.id,
        use=FileUse.DOCUMENT,
        sent_by_id=document.sent_by_id,
        sent_at=document.sent_at,
    )


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


async def _tell_judges(work: Work, document: Document, found: Found) -> None:
    today = local_day(work.now(), found.zone)
    school = found.school_id
    people, role = await answerable_at(work.session, school, found.territory_id, document.sent_by_id, today)
    for person_id in people:
        work.tell(
            person_id,
            DocumentSent(document.id),
            once=f"{document.assignment_id}/{document.version}",
            role=role,
            school_id=school if role is Role.CURATOR else None,
            territory_id=None if role is Role.CURATOR else found.territory_id,
        )


async def confirm_document(work: Work, actor: Actor, document_id: int) -> DocumentCard:
    """The document is right; the school is told."""
    async with work:
        document, found = await document_for(work.session, actor, document_id)
        fresh = await _judge(work, actor, document, found)
        if fresh:
            document.decide(Verdict.CONFIRMED, by=actor.person_id, at=work.now())
            await _outdate(work, actor, document, document.version)
            await _tell_school(work, actor, document, found, DocumentConfirmed(document.id))
        card = await document_card(work.session, actor, document, found, work.now(), fresh=fresh)
        await work.commit(fresh=fresh)
    return card


async def return_document(
    work: Work, actor: Actor, document_id: int, remark: Remark, words: str | None = None
) -> DocumentCard:
    """The document goes back with a reason; the school's clock runs again, and it is told.

    It is committed in any case: the talk may have turned with it.
    """
    async with work:
        document, found = await document_for(work.session, actor, document_id)
        fresh = await _judge(work, actor, document, found)
        if fresh:
            document.decide(Verdict.RETURNED, by=actor.person_id, at=work.now(), because=Because(remark, words))
            await _outdate(work, actor, document, document.version)
            today = local_day(work.now(), found.zone)
            entry = Entry(actor.person_id, work.now(), today, comment=words or remark)
            found, _ = await enter(work.connection, found, State.IN_PROGRESS, None, entry)
            await _tell_school(work, actor, document, found, DocumentReturned(document.id))
        card = await document_card(work.session, actor, document, found, work.now(), fresh=fresh)
        await work.commit(fresh=fresh)
    return card


async def _judge(work: Work, actor: Actor, document: Document, found: Found) -> bool:
    """Whether the actor's word still changes anything.

    Raises:
        OwnDocument: they sent it.
        NotYours: others judge it.
        WrongState: a newer version stands.
    """
    if document.sent_by_id == actor.person_id:
        raise OwnDocument
    if actor.person_id not in await judges_of(work.session, document, found, work.now()):
        raise NotYours
    standing = (await standing_documents(work.session, [found.id]))[found.id]
    if standing.document_id != document.id:
        raise WrongState
    return document.verdict is Verdict.SENT


async def _outdate(work: Work, actor: Actor, document: Document, version: int) -> None:
    """What others were told of a version is redrawn: its buttons die with the decision, and with a newer version."""
    once, since = f"{document.assignment_id}/{version}", f"{document.version}/{document.verdict or Verdict.SENT}"
    for kind in (DocumentSent, DocumentReturned):
        await work.outdate(kind, once, since=since, besides=actor.person_id)


async def _tell_school(work: Work, actor: Actor, document: Document, found: Found, notice: Notice) -> None:
    today = local_day(work.now(), found.zone)
    directors = await holders_at_school(work.session, found.school_id or 0, SCHOOL_PEOPLE, today)
    for person_id in sorted({document.sent_by_id, *directors} - {actor.person_id}):
        work.tell(person_id, notice, once=f"{document.assignment_id}/{document.version}")
