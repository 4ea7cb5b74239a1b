"""Visits to schools by curators, and by coordinators whom a row names.

One mark is a task's: `tasks.mark_done` notes the visit with it. All of a day are marked, and taken back, here.
"""

from datetime import date, datetime

from models.cards.tasks import TaskCard, VisitsCard
from models.cards.visits import VisitsMarked, VisitsTakenBack
from models.domain.access import Actor
from models.domain.lifecycles import State
from models.domain.moments import local_day
from models.domain.refusals import ActedOnSince, NotYours, UndoTooLate, WrongState
from models.queries.assignments import Found, assignment_for, change_for
from models.queries.journal import enter, note_visit, reopen_help
from models.queries.people import zone_of
from models.queries.presses import Said, forget_visits
from models.queries.tasks import UNDO, list_cards, right_of
from models.queries.visits import (
    companions_at,
    in_person,
    people_there,
    visits_around,
    visits_just_marked,
    visits_marked_together,
    visits_to_mark,
    with_briefs,
)
from models.tables import StateChange, VisitCompanion
from models.tables.assignments import Entry
from models.tables.dialect import Ahead, upsert
from models.work import Work


async def visits_of(work: Work, actor: Actor, day: date | None = None) -> VisitsCard:
    """The actor's visits due on `day` (today when None), and the open ones around it."""
    async with work.reading() as session:
        today = local_day(work.now(), await zone_of(session, actor))
        return await visits_around(session, actor, work.now(), day or today)


async def mark_all_visited(work: Work, actor: Actor, day: date, *, on: date) -> VisitsMarked:
    """Mark all open visits of the actor's own that are due on `day` as made on the day `on`.

    One that somebody else marked just before keeps that mark. A day that has not begun at a school is its today.
    A press that comes again tells of what it has done, so that it can still be taken back.
    """
    async with work:
        visits = await visits_to_mark(work.session, actor, day)
        before = [] if visits else await visits_just_marked(work.session, actor, day, work.now() - UNDO)
        # One moment for all that one press says: by it all of it is found again.
        at = work.now()
        made = [await _mark(work, actor, found, on, at) for found in visits]
        for found in visits:
            if found.help_open or found.not_held_open:
                await work.outdate_requests(actor, found.id)
        await work.commit(fresh=bool(made))
    if before:
        return VisitsMarked(_schools([one.found for one in before]), before[0].change.id, fresh=False)
    return VisitsMarked(_schools(visits), made[0].inserted_id() if made else None)


async def _mark(work: Work, actor: Actor, found: Found, on: date, at: datetime) -> Ahead:
    right, today = right_of(actor, found), local_day(at, found.zone)
    entry = Entry(actor.person_id, at, today, right.on_behalf if right else None)
    visited_on = min(on, today)
    await note_visit(work.connection, found, visited_on, entry)
    _, made = await enter(work.connection, found, State.DONE, visited_on, entry)
    return made


def _schools(visits: list[Found]) -> int:
    """A school that two rows send one to on the same day is one."""
    return len({found.school_id for found in visits})


async def take_back_visits(work: Work, actor: Actor, change_id: int, day: date) -> VisitsTakenBack:
    """Undo all marks of one press within a quarter of an hour; what somebody has acted on since stays.

    Raises:
        NotYours: another made them.
        WrongState: it is no such mark.
        ActedOnSince: nothing of it stands any more.
        UndoTooLate: the quarter of an hour is over.
    """
    async with work:
        found, change = await change_for(work.session, actor, change_id)
        _may_take_back(actor, found, change, day)
        marked = await visits_marked_together(work.session, actor, change, day)
        joined = await companions_at(work.session, [one.found for one in marked], change.entered_at)
        back = [one for one in marked if one.stands and one.found.id not in joined]
        kept = [one.found for one in marked if one not in back and not one.undone]
        if kept and not back:
            raise ActedOnSince
        if back and work.now() > change.entered_at + UNDO:
            raise UndoTooLate
        await _undo(work, actor, back, change.entered_at)
        await work.commit(fresh=bool(back))
    return VisitsTakenBack(_schools([one.found for one in back]), _schools(kept))


def _may_take_back(actor: Actor, found: Found, change: StateChange, day: date) -> None:
    if change.person_id != actor.person_id:
        raise NotYours
    if change.to_state is not State.DONE or change.undoes_id is not None or not found.is_visit or found.due_on != day:
        raise WrongState


async def _undo(work: Work, actor: Actor, marked: list[Said], marked_at: datetime) -> None:
    at = work.now()
    visits = [one.found for one in marked]
    for one in marked:
        entry = Entry(actor.person_id, at, local_day(at, one.found.zone))
        was, day = one.change.from_state, one.change.from_day
        await enter(work.connection, one.found, was, day, entry, undoes_id=one.change.id)
    await forget_visits(work.session, visits)
    for found in visits:
        await reopen_help(work.connection, [found], marked_at)
        await work.outdate_requests(actor, found.id)


async def join_visit(work: Work, actor: Actor, assignment_id: int) -> TaskCard:
    """Say that one was at a visit that somebody else has marked: the mark is both's, and the journal stays as it is.

    Raises:
        NotYours: the row does not name them.
        WrongState: nobody has marked it.
    """
    async with work:
        found = await assignment_for(work.session, actor, assignment_id)
        if not found.is_visit or not in_person(actor, found):
            raise NotYours
        if found.state is not State.DONE:
            raise WrongState
        people = (await people_there(work.session, [found])).get(found.id, ())
        fresh = all(one.person_id != actor.person_id or one.on_behalf for one in people)
        if fresh:
            joined = {"assignment_id": found.id, "person_id": actor.person_id, "joined_at": work.now()}
            await upsert(work.session, VisitCompanion, joined)
        card = await _card(work, actor, found)
        await work.commit(fresh=fresh)
    return card


async def leave_visit(work: Work, actor: Actor, assignment_id: int) -> TaskCard:
    """Take back within a quarter of an hour that one was there.

    Raises:
        UndoTooLate: the quarter of an hour is over.
    """
    async with work:
        found = await assignment_for(work.session, actor, assignment_id)
        companion = await work.session.get(VisitCompanion, (assignment_id, actor.person_id))
        if companion is not None and work.now() > companion.joined_at + UNDO:
            raise UndoTooLate
        if companion is not None:
            await work.session.delete(companion)
            await work.session.flush()
        card = await _card(work, actor, found)
        await work.commit(fresh=companion is not None)
    return card


async def _card(work: Work, actor: Actor, found: Found) -> TaskCard:
    cards = await list_cards(work.session, actor, [found], work.now())
    (card,) = await with_briefs(work.session, actor, [found], cards, work.now())
    return card
