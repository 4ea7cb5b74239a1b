"""A coordinator changes a mark that stands, with a note that all concerned read."""

from dataclasses import replace
from datetime import date

from models.cards.tasks import Marked, TaskCard
from models.domain.access import Actor, corrects
from models.domain.lifecycles import Correction, State
from models.domain.moments import local_day
from models.domain.notices import MarkCorrected
from models.domain.refusals import DayAhead, NotYours, WrongState
from models.queries.assignments import Found, assignment_for, newest_change
from models.queries.corrections import concerned, redate_visit
from models.queries.journal import enter
from models.queries.presses import forget_visits
from models.queries.tasks import right_of, stands, whole_card
from models.tables import Assignment, AuditEntry, MedkEntry
from models.tables.assignments import Entry
from models.work import Work

CORRECTED = "mark_corrected"
"""The audit's word for a mark that was changed with a note."""

_BECOMES = {
    Correction.NOT_DONE: State.IN_PROGRESS,
    Correction.ANOTHER_DAY: State.DONE,
    Correction.NOT_HELD: State.NOT_HELD,
}


async def correct_mark(
    work: Work, actor: Actor, assignment_id: int, correction: Correction, note: str, *, on: date | None = None
) -> Marked:
    """Change a mark that stands; `on` is the true day where it is another one. All concerned are told, with the note.

    What is so already stays as it is. Of the second tick the audit alone keeps the note.

    Raises:
        NotYours: it is seen, but the actor is no coordinator there.
        WrongState: no such mark stands, or it is a document's.
        DayAhead: the day has not come.
    """
    async with work:
        found = await assignment_for(work.session, actor, assignment_id)
        if not corrects(actor, territory_id=found.territory_id):
            raise NotYours
        fresh = _changes(found, correction, on, local_day(work.now(), found.zone))
        if fresh:
            _audit(work, actor, found, correction, note, on)
            change = _untick if correction is Correction.NOT_IN_MEDK else _change
            found = await change(work, actor, found, correction, note, on)
        card = await whole_card(work.session, actor, found, work.now())
        await work.commit(fresh=fresh)
    return Marked(card, fresh)


async def look_at_mark(work: Work, actor: Actor, assignment_id: int) -> TaskCard:
    """The task whose mark the actor is about to change.

    Raises:
        NotYours: it is seen, but the actor is no coordinator there.
        WrongState: nothing stands that may be changed.
    """
    async with work.reading() as session:
        found = await assignment_for(session, actor, assignment_id)
        if not corrects(actor, territory_id=found.territory_id):
            raise NotYours
        card = await whole_card(session, actor, found, work.now())
    if not card.may_correct:
        raise WrongState
    return card


def _changes(found: Found, correction: Correction, on: date | None, today: date) -> bool:
    """Whether it would be otherwise than it is."""
    if correction is Correction.NOT_IN_MEDK:
        return found.medk_on is not None
    if found.state is _BECOMES[correction] and found.done_on == on:
        return False
    if not stands(found) or (correction is Correction.ANOTHER_DAY and (on is None or found.takes_document)):
        raise WrongState
    if on is not None and on > today:
        raise DayAhead(on)
    return True


async def _change(work: Work, actor: Actor, found: Found, correction: Correction, note: str, on: date | None) -> Found:
    right, today = right_of(actor, found), local_day(work.now(), found.zone)
    people = await concerned(work.session, actor, found, today)
    entry = Entry(actor.person_id, work.now(), today, right.on_behalf if right else None, note)
    corrected, _ = await enter(work.connection, found, _BECOMES[correction], on, entry)
    await _revisit(work, corrected)
    change = await newest_change(work.session, found.id)
    for person_id in people:
        work.tell(person_id, MarkCorrected(change.id), once=str(change.id))
    return corrected


async def _revisit(work: Work, found: Found) -> None:
    """A visit stands exactly where its mark does, on the day of the mark."""
    if found.is_visit and found.done_on is not None:
        await redate_visit(work.session, found, found.done_on)
        return
    await forget_visits(work.session, [found])


async def _untick(work: Work, actor: Actor, found: Found, _: Correction, _note: str, _on: date | None) -> Found:
    (await work.session.get_one(Assignment, found.id)).medk_on = None
    entry = MedkEntry(assignment_id=found.id, person_id=actor.person_id, medk_on=None, entered_at=work.now())
    work.session.add(entry)
    await work.session.flush()
    return replace(found, medk_on=None)


def _audit(work: Work, actor: Actor, found: Found, correction: Correction, note: str, on: date | None) -> None:
    detail = {
        "correction": correction.name.lower(),
        "was": found.state,
        "was_on": found.done_on.isoformat() if found.done_on else None,
        "on": on.isoformat() if on else None,
        "note": note,
    }
    work.session.add(
        AuditEntry(
            at=work.now(),
            person_id=actor.person_id,
            action=CORRECTED,
            subject="assignment",
            subject_id=found.id,
            detail=detail,
        )
    )
