"""Documents, fetched only as far as the actor reaches."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.documents import DocumentCard
from models.cards.tasks import TaskCard
from models.domain.access import Actor
from models.domain.lifecycles import OPEN_STATES, Verdict
from models.domain.moments import local_day
from models.domain.refusals import OutOfReach
from models.queries.absences import acted_for
from models.queries.assignments import Found, assignment_for, assignments_where, standing_documents
from models.queries.files import files_of
from models.queries.people import answerable_at
from models.queries.tasks import card_of, list_cards, right_of
from models.tables import Assignment, Document, Person, Task


async def document_for(session: AsyncSession, actor: Actor, document_id: int) -> tuple[Document, Found]:
    """A document of an assignment within reach.

    Raises:
        OutOfReach: another's, or none at all.
    """
    document = await session.get(Document, document_id)
    if document is None:
        raise OutOfReach
    return document, await assignment_for(session, actor, document.assignment_id)


async def judges_of(session: AsyncSession, document: Document, found: Found, now: datetime) -> list[int]:
    """Who may confirm or return it: the school's curators, without one the coordinators; never who sent it."""
    today = local_day(now, found.zone)
    people, _ = await answerable_at(session, found.school_id, found.territory_id, document.sent_by_id, today)
    return people


async def document_card(
    session: AsyncSession, actor: Actor, document: Document, found: Found, now: datetime, *, fresh: bool = True
) -> DocumentCard:
    standing = (await standing_documents(session, [found.id]))[found.id]
    judges = await judges_of(session, document, found, now)
    sent_by = await session.get_one(Person, document.sent_by_id)
    decided_by = await session.get(Person, document.decided_by_id) if document.decided_by_id else None
    sent_for = await acted_for(session, found, document.sent_by_id, document.sent_at)
    stands = standing.document_id == document.id
    return DocumentCard(
        document_id=document.id,
        version=document.version,
        task=card_of(actor, found, now, document=standing),
        files=tuple((await files_of(session, [document]))[document.id]),
        sent_by=sent_by.name,
        sent_on=local_day(document.sent_at, found.zone),
        verdict=document.verdict,
        remark=document.remark,
        remark_text=document.remark_text,
        decided_by=decided_by.name if decided_by else None,
        standing=stands,
        may_judge=stands and document.verdict is Verdict.SENT and actor.person_id in judges,
        told=len(judges),
        fresh=fresh,
        sent_for=sent_for,
        decided_for=await _decided_for(session, document, found),
    )


async def _decided_for(session: AsyncSession, document: Document, found: Found) -> str | None:
    if document.decided_by_id is None or document.decided_at is None:
        return None
    return await acted_for(session, found, document.decided_by_id, document.decided_at)


async def open_slots(session: AsyncSession, actor: Actor, now: datetime) -> list[TaskCard]:
    """The actor's assignments that wait for a document, the earliest due first."""
    rows = await assignments_where(
        session,
        actor,
        Task.needs_document.is_(True),
        Assignment.school_id.in_(actor.directs),
        Assignment.state.in_(OPEN_STATES),
    )
    cards = await list_cards(session, actor, [found for found in rows if right_of(actor, found)], now)
    return [card for card in cards if card.document is None or card.document.verdict is Verdict.RETURNED]


async def next_version(session: AsyncSession, actor: Actor, assignment_id: int) -> int:
    """The number that the next version of an assignment's document gets, from 1."""
    await assignment_for(session, actor, assignment_id)
    last = await session.scalar(
        select(Document.version)
        .where(Document.assignment_id == assignment_id)
        .order_by(Document.version.desc())
        .limit(1)
    )
    return (last or 0) + 1
