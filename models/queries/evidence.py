"""What is kept about a visit, fetched only as far as the actor reaches."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.documents import SentFile
from models.cards.evidence import Added, EvidenceCard, LastAdded, NoteCard, VisitCard
from models.domain.access import Actor
from models.domain.files import FileUse
from models.domain.lifecycles import State
from models.domain.moments import local_day
from models.domain.refusals import OutOfReach
from models.queries.assignments import Found, assignment_for
from models.queries.steps import steps_of
from models.queries.tasks import UNDO, list_cards
from models.queries.visits import with_briefs
from models.tables import File, Person, Task, Visit, VisitNote

EVIDENCE = (FileUse.PHOTO, FileUse.REFERENCE)


async def visit_for(session: AsyncSession, actor: Actor, assignment_id: int) -> Found:
    """A visit of a school within reach.

    Raises:
        OutOfReach: another's, none at all, or no visit.
    """
    found = await assignment_for(session, actor, assignment_id)
    if not found.is_visit:
        raise OutOfReach
    return found


async def was_there(session: AsyncSession, actor: Actor, found: Found) -> bool:
    """Whether the actor marked that visit or joined it."""
    visit = await session.get(Visit, found.id)
    if visit is None or found.state is not State.DONE:
        return False
    if visit.marked_by_id == actor.person_id:
        return True
    (card,) = await with_briefs(
        session, actor, [found], await list_cards(session, actor, [found], visit.marked_at), visit.marked_at
    )
    return card.visit is not None and card.visit.was_there


async def visit_card(session: AsyncSession, actor: Actor, found: Found, now: datetime) -> VisitCard:
    cards = await list_cards(session, actor, [found], now)
    (task,) = await with_briefs(session, actor, [found], cards, now)
    visit = await session.get(Visit, found.id)
    files, notes = await _files(session, found), await _notes(session, found)
    steps = await steps_of(session, actor, found)
    marked = visit is not None and found.state is State.DONE
    mine = visit is not None and visit.marked_by_id == actor.person_id
    return VisitCard(
        task=task,
        visited_on=visit.visited_on if visit is not None and marked else None,
        notes=tuple(NoteCard(note.text, name, local_day(note.noted_at, found.zone)) for note, name in notes),
        photos=sum(file.use is FileUse.PHOTO for file in files),
        references=tuple(_sent(file) for file in files if file.use is FileUse.REFERENCE),
        steps=tuple(await list_cards(session, actor, [step for step, _ in steps], now)),
        may_add=marked and (mine or (task.visit is not None and task.visit.was_there)),
        last=_last(actor, files, [note for note, _ in notes], [task for _, task in steps], now),
    )


def _last(
    actor: Actor, files: Sequence[File], notes: Sequence[VisitNote], steps: Sequence[Task], now: datetime
) -> LastAdded | None:
    """What the actor added last, of all that they may still take away: a step for a quarter of an hour."""
    me = actor.person_id
    added = [
        (file.sent_at, LastAdded(Added(file.use.value), file.id, len(_together(file, files))))
        for file in files
        if file.sent_by_id == me
    ]
    added += [(note.noted_at, LastAdded(Added.NOTE, note.id)) for note in notes if note.person_id == me]
    added += [
        (step.added_at, LastAdded(Added.STEP, step.id))
        for step in steps
        if step.added_by_id == me and step.added_at is not None and now <= step.added_at + UNDO
    ]
    return max(added, key=lambda one: one[0])[1] if added else None


def _together(file: File, files: Sequence[File]) -> list[File]:
    """The files of one album, or the file alone."""
    if file.album is None:
        return [file]
    return [one for one in files if (one.album, one.sent_by_id, one.use) == (file.album, file.sent_by_id, file.use)]


async def _files(session: AsyncSession, found: Found) -> list[File]:
    rows = await session.scalars(
        select(File)
        .where(File.assignment_id == found.id, File.use.in_(EVIDENCE), File.removed_at.is_(None))
        .order_by(File.id)
    )
    return list(rows)


async def _notes(session: AsyncSession, found: Found) -> list[tuple[VisitNote, str]]:
    rows = await session.execute(
        select(VisitNote, Person.name)
        .join(Person, Person.id == VisitNote.person_id)
        .where(VisitNote.assignment_id == found.id, VisitNote.removed_at.is_(None))
        .order_by(VisitNote.id)
    )
    return [(note, name) for note, name in rows.all()]


def _sent(file: File) -> SentFile:
    return SentFile(file.name, file.file_id, file.link, file.is_photo, file.size, file.album, file.sha256)


async def evidence_card(session: AsyncSession, actor: Actor, found: Found) -> EvidenceCard:
    """All photos and references of a visit."""
    visit = await session.get(Visit, found.id)
    files = await _files(session, found)
    kept = {use: tuple(_sent(file) for file in files if file.use is use) for use in EVIDENCE}
    return EvidenceCard(found.unit, _day(visit), kept[FileUse.PHOTO], kept[FileUse.REFERENCE])


def _day(visit: Visit | None) -> date | None:
    return visit.visited_on if visit is not None else None


async def record_for(session: AsyncSession, actor: Actor, file_id: int) -> tuple[Found, list[File]]:
    """A photo or a reference of a visit within reach, with what came in one album with it and stands yet.

    Raises:
        OutOfReach: another's, or no such file.
    """
    file = await session.get(File, file_id)
    if file is None or file.use not in EVIDENCE:
        raise OutOfReach
    found = await visit_for(session, actor, file.assignment_id)
    return found, [one for one in _together(file, await _files(session, found)) if one.removed_at is None]


async def note_for(session: AsyncSession, actor: Actor, note_id: int) -> tuple[Found, VisitNote]:
    """A note about a visit within reach.

    Raises:
        OutOfReach: another's, or none at all.
    """
    note = await session.get(VisitNote, note_id)
    if note is None:
        raise OutOfReach
    return await visit_for(session, actor, note.assignment_id), note
