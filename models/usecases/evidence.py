"""What follows a visit: photos, the reference, notes. They belong to the visit, whatever becomes of its mark."""

from models.cards.documents import SentFile
from models.cards.evidence import EvidenceCard, VisitCard
from models.domain.access import Actor
from models.domain.evidence import use_of
from models.domain.files import FileUse
from models.domain.lifecycles import State
from models.domain.refusals import NotYours, WrongState
from models.queries.assignments import Found
from models.queries.evidence import evidence_card, note_for, record_for, visit_card, visit_for, was_there
from models.queries.files import file_row
from models.tables import VisitNote
from models.work import Work


async def look_at_visit(work: Work, actor: Actor, assignment_id: int) -> VisitCard:
    async with work.reading() as session:
        return await visit_card(session, actor, await visit_for(session, actor, assignment_id), work.now())


async def look_at_evidence(work: Work, actor: Actor, assignment_id: int) -> EvidenceCard:
    """The files of a visit, for whoever may see it."""
    async with work.reading() as session:
        return await evidence_card(session, actor, await visit_for(session, actor, assignment_id))


async def may_add(work: Work, actor: Actor, assignment_id: int) -> VisitCard:
    """A visit to which the actor may add something now.

    Raises:
        NotYours: they were not there.
        WrongState: it is not marked.
    """
    async with work.reading() as session:
        found = await visit_for(session, actor, assignment_id)
        card = await visit_card(session, actor, found, work.now())
    if found.state is not State.DONE:
        raise WrongState
    if not card.may_add:
        raise NotYours
    return card


async def _must_have_been_there(work: Work, actor: Actor, assignment_id: int) -> Found:
    found = await visit_for(work.session, actor, assignment_id)
    if found.state is not State.DONE:
        raise WrongState
    if not await was_there(work.session, actor, found):
        raise NotYours
    return found


async def add_evidence(
    work: Work, actor: Actor, assignment_id: int, wanted: FileUse, file: SentFile, words: str | None = None
) -> VisitCard:
    """Keep a photo or a reference of a visit; words that came with it are a note.

    Raises:
        NotYours: the actor was not there.
        WrongState: the visit is not marked.
        NotEvidence, FileTooLarge: such a file is not kept.
    """
    use = wanted if file.link else use_of(wanted, file.name, file.size, photo=file.photo)
    async with work:
        found = await _must_have_been_there(work, actor, assignment_id)
        row = file_row(file, use=use, by=actor.person_id, at=work.now())
        row.assignment_id = found.id
        work.session.add(row)
        if words:
            work.session.add(_note(work, actor, found, words))
        await work.session.flush()
        card = await visit_card(work.session, actor, found, work.now())
        await work.commit()
    return card


async def add_note(work: Work, actor: Actor, assignment_id: int, words: str) -> VisitCard:
    """Keep words about a visit."""
    async with work:
        found = await _must_have_been_there(work, actor, assignment_id)
        work.session.add(_note(work, actor, found, words))
        await work.session.flush()
        card = await visit_card(work.session, actor, found, work.now())
        await work.commit()
    return card


def _note(work: Work, actor: Actor, found: Found, words: str) -> VisitNote:
    return VisitNote(assignment_id=found.id, person_id=actor.person_id, text=words, noted_at=work.now())


async def remove_evidence(work: Work, actor: Actor, file_id: int) -> VisitCard:
    """Take away one's own photo or reference, and the album it came in; the rows stay with the moment.

    Raises:
        NotYours: another sent it.
    """
    async with work:
        found, files = await record_for(work.session, actor, file_id)
        if any(file.sent_by_id != actor.person_id for file in files):
            raise NotYours
        for file in files:
            file.removed_at = work.now()
        await work.session.flush()
        card = await visit_card(work.session, actor, found, work.now())
        await work.commit(fresh=bool(files))
    return card


async def remove_note(work: Work, actor: Actor, note_id: int) -> VisitCard:
    """Take away one's own note; the row stays with the moment.

    Raises:
        NotYours: another wrote it.
    """
    async with work:
        found, note = await note_for(work.session, actor, note_id)
        if note.person_id != actor.person_id:
            raise NotYours
        fresh = note.removed_at is None
        note.removed_at = note.removed_at or work.now()
        await work.session.flush()
        card = await visit_card(work.session, actor, found, work.now())
        await work.commit(fresh=fresh)
    return card
