"""Documents, fetched only as far as the actor reaches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.documents import DocumentCard, LiftedCard
from models.cards.tasks import DocumentBrief, TaskCard
from models.domain.access import Actor, Role
from models.domain.lifecycles import OPEN_STATES, State, Verdict
from models.domain.moments import local_day
from models.domain.notices import DocumentSent
from models.domain.refusals import OutOfReach
from models.domain.waiting import Moved, Waiting, waiting
from models.queries.absences import acted_for
from models.queries.assignments import Found, assignment_for, assignments_where, standing_documents
from models.queries.files import files_of
from models.queries.outbox import may_have_reached
from models.queries.people import SCHOOL_PEOPLE, answerable_at, holders_at_school
from models.queries.tasks import UNDO, card_of, list_cards, right_of
from models.queries.walls import Wall
from models.tables import Assignment, Document, DocumentDecision, File, Person, StateChange, Task


@dataclass(frozen=True, slots=True)
class History:
    """All versions of a slot that were not withdrawn, and the words about them that nobody took back."""

    versions: tuple[Document, ...]
    decisions: tuple[DocumentDecision, ...]

    def of(self, document: Document) -> list[DocumentDecision]:
        """The words that stand about one version, the oldest first."""
        return [one for one in self.decisions if one.document_id == document.id]

    @property
    def moves(self) -> list[Moved]:
        """How the slot's document came to lie where it lies."""
        sent = [Moved(one.sent_at, Verdict.SENT) for one in self.versions]
        return sorted([*sent, *(Moved(one.decided_at, one.verdict) for one in self.decisions)], key=lambda one: one.at)


def story(document: Document, found: Found) -> str:
    """By what news of this version is known in the outbox."""
    return f"{found.id}/{document.version}"


async def document_for(session: AsyncSession, actor: Actor, document_id: int) -> tuple[Document, Found]:
    """A document of an assignment within reach.

    Raises:
        OutOfReach: another's, or none at all.
    """
    document = await session.get(Document, document_id)
    if document is None:
        raise OutOfReach
    return document, await assignment_for(session, actor, document.assignment_id)


async def decision_for(
    session: AsyncSession, actor: Actor, decision_id: int
) -> tuple[DocumentDecision, Document, Found]:
    """A word about a document within reach.

    Raises:
        OutOfReach: about another's, or none at all.
    """
    decision = await session.get(DocumentDecision, decision_id)
    if decision is None:
        raise OutOfReach
    return decision, *(await document_for(session, actor, decision.document_id))


async def history_of(session: AsyncSession, found: Found) -> History:
    """All that stands about the slot of an assignment."""
    versions = await session.scalars(
        select(Document)
        .where(Document.assignment_id == found.id, Document.verdict != Verdict.WITHDRAWN)
        .order_by(Document.version)
    )
    said = await session.scalars(
        select(DocumentDecision)
        .join(Document, Document.id == DocumentDecision.document_id)
        .where(Document.assignment_id == found.id, Document.verdict != Verdict.WITHDRAWN)
        .order_by(DocumentDecision.id)
    )
    decisions = said.all()
    taken_back = {one.undoes_id for one in decisions}
    standing = [one for one in decisions if one.undoes_id is None and one.id not in taken_back]
    return History(tuple(versions), tuple(standing))


async def newest_decision(session: AsyncSession, document: Document) -> DocumentDecision | None:
    """The last word about one version; one that takes another back counts too."""
    return await session.scalar(
        select(DocumentDecision)
        .where(DocumentDecision.document_id == document.id)
        .order_by(DocumentDecision.id.desc())
        .limit(1)
    )


async def is_newest_decision(session: AsyncSession, actor: Actor, decision_id: int) -> bool:
    """Whether nothing was said about that version since, in reach of the actor."""
    _, document, _ = await decision_for(session, actor, decision_id)
    newest = await newest_decision(session, document)
    return newest is not None and newest.id == decision_id


async def return_of(session: AsyncSession, found: Found, document: Document) -> StateChange | None:
    """The journal's entry with which that version went back."""
    return await session.scalar(
        select(StateChange)
        .where(
            StateChange.assignment_id == found.id,
            StateChange.entered_at == document.decided_at,
            StateChange.from_state == State.DONE,
            StateChange.to_state == State.IN_PROGRESS,
        )
        .order_by(StateChange.id.desc())
        .limit(1)
    )


async def judging(session: AsyncSession, document: Document, found: Found, now: datetime) -> tuple[list[int], Role]:
    """Who may confirm or return it, and in which role: the school's curators, without one the coordinators.

    It is never who sent it, nor anybody of the school itself, whatever else they are.
    """
    today = local_day(now, found.zone)
    people, role = await answerable_at(session, found.school_id, found.territory_id, document.sent_by_id, today)
    insiders = await holders_at_school(session, found.school_id or 0, SCHOOL_PEOPLE, today)
    return [one for one in people if one not in insiders], role


async def is_seen(session: AsyncSession, document: Document, found: Found, now: datetime) -> bool:
    """Whether one of its judges opened it, or may have got the message with it."""
    if document.opened_at is not None:
        return True
    judges, _ = await judging(session, document, found, now)
    return await may_have_reached(session, judges, DocumentSent.__name__, story(document, found))


async def document_card(
    session: AsyncSession,
    actor: Actor,
    document: Document,
    found: Found,
    wall: Wall,
    *,
    fresh: bool = True,
    replaced: bool = False,
) -> DocumentCard:
    """The version as the actor may see it; days are counted by their wall."""
    history = await history_of(session, found)
    standing = (await standing_documents(session, [found.id])).get(found.id)
    judges, _ = await judging(session, document, found, wall.now)
    sent_by = await session.get_one(Person, document.sent_by_id)
    decided_by = await session.get(Person, document.decided_by_id) if document.decided_by_id else None
    stands = standing is not None and standing.document_id == document.id
    said = history.of(document)
    waits = stands and document.verdict is Verdict.SENT
    mine = waits and not said and document.sent_by_id == actor.person_id
    return DocumentCard(
        document_id=document.id,
        version=document.version,
        task=card_of(actor, found, wall.now, document=standing),
        files=tuple((await files_of(session, [document]))[document.id]),
        sent_by=sent_by.name,
        sent_on=local_day(document.sent_at, found.zone),
        verdict=document.verdict,
        remark=document.remark,
        remark_text=document.remark_text,
        words=document.words,
        blameless=document.blameless,
        decided_by=decided_by.name if decided_by else None,
        standing=stands,
        may_judge=waits and actor.person_id in judges,
        told=len(judges),
        fresh=fresh,
        sent_for=await acted_for(session, found, document.sent_by_id, document.sent_at),
        decided_for=await _decided_for(session, document, found),
        earlier=_earlier(history, document),
        lifted=await _lifted(session, said, found),
        waiting=_waiting(history, found, wall) if stands else None,
        decision_id=said[-1].id if said else None,
        undo=_undo(actor, said, wall.now) if stands else None,
        may_add_words=stands and _may_add_words(actor, document, wall.now),
        may_lift=stands and document.verdict is Verdict.CONFIRMED and found.territory_id in actor.coordinates,
        may_replace=mine and not await _is_fixed(session, document, found, wall.now),
        replaced=replaced,
        may_withdraw=mine and wall.now <= document.sent_at + UNDO,
    )


def _undo(actor: Actor, said: Sequence[DocumentDecision], now: datetime) -> int | None:
    """The actor's own word that they may still take back."""
    if not said or said[-1].person_id != actor.person_id or now > said[-1].decided_at + UNDO:
        return None
    return said[-1].id


def _may_add_words(actor: Actor, document: Document, now: datetime) -> bool:
    returned = document.verdict is Verdict.RETURNED and document.decided_by_id == actor.person_id
    return returned and document.decided_at is not None and now <= document.decided_at + UNDO


async def _is_fixed(session: AsyncSession, document: Document, found: Found, now: datetime) -> bool:
    """Whether another file would be another version: the day of sending is over, or a judge may have seen this one."""
    sent_today = local_day(document.sent_at, found.zone) == local_day(now, found.zone)
    return not sent_today or await is_seen(session, document, found, now)


def _earlier(history: History, document: Document) -> DocumentBrief | None:
    """The last version before this one, where it came back."""
    before = [one for one in history.versions if one.version < document.version]
    if not before or before[-1].verdict is not Verdict.RETURNED:
        return None
    last = before[-1]
    return DocumentBrief(last.id, last.version, last.verdict, last.remark, last.remark_text, last.words)


async def _lifted(session: AsyncSession, said: Sequence[DocumentDecision], found: Found) -> LiftedCard | None:
    """The coordinator's word, as long as nobody has judged anew."""
    if not said or said[-1].verdict is not Verdict.SENT:
        return None
    person = await session.get_one(Person, said[-1].person_id)
    absent = await acted_for(session, found, person.id, said[-1].decided_at)
    return LiftedCard(person.name, absent, said[-1].words or "")


def _waiting(history: History, found: Found, wall: Wall) -> Waiting:
    return waiting(history.moves, wall.now, wall.calendar.between, found.zone)


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
    """The number that the next version of an assignment's document gets, from 1; that of one withdrawn is spent."""
    await assignment_for(session, actor, assignment_id)
    last = await session.scalar(
        select(Document.version)
        .where(Document.assignment_id == assignment_id)
        .order_by(Document.version.desc())
        .limit(1)
    )
    return (last or 0) + 1


async def replaceable(session: AsyncSession, actor: Actor, found: Found, now: datetime) -> Document | None:
    """The version in which the actor's next file only takes the place of the one before."""
    standing = (await standing_documents(session, [found.id])).get(found.id)
    document = await session.get(Document, standing.document_id) if standing else None
    if document is None or document.verdict is not Verdict.SENT or document.sent_by_id != actor.person_id:
        return None
    judged = await newest_decision(session, document) is not None
    return None if judged or await _is_fixed(session, document, found, now) else document


async def document_of_album(session: AsyncSession, actor: Actor, album: str) -> Document | None:
    """The actor's own version that waits and that the first files of this album make up."""
    return await session.scalar(
        select(Document)
        .join(File, File.document_id == Document.id)
        .where(
            File.album == album,
            File.removed_at.is_(None),
            File.sent_by_id == actor.person_id,
            Document.verdict == Verdict.SENT,
        )
        .limit(1)
    )
