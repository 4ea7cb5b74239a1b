"""What people do with their tasks: look at the week, mark, take a mark back."""

from dataclasses import replace
from datetime import date, datetime

from models.cards.tasks import ListCard, ListKind, Marked, TaskCard, WeekCard
from models.domain.access import Actor, Right
from models.domain.calendar import COUNTRY, Calendars
from models.domain.lifecycles import COORDINATOR_STATES, OPEN_STATES, State
from models.domain.moments import local_day, monday_of
from models.domain.notices import MarkCorrected, NotHeldDecided, Nudged
from models.domain.refusals import ActedOnSince, DayAhead, DocumentNeeded, NotYours, UndoTooLate, WrongState
from models.queries.absences import acted_for
from models.queries.assignments import (
    Found,
    assignment_for,
    change_for,
    newest_change,
)
from models.queries.corrections import redate_visit
from models.queries.journal import enter, note_visit, reopen_help, reopen_not_held
from models.queries.letters import day_card, debtors, late_card, letter_card
from models.queries.notheld import not_held_words
from models.queries.presses import entered_together, forget_visits
from models.queries.tasks import UNDO, mark_of, right_of, week_card, whole_card
from models.queries.visits import companions_at, with_briefs
from models.queries.walls import wall_of
from models.tables import StateChange
from models.tables.assignments import Entry
from models.tables.dialect import Ahead
from models.work import Work


async def week_of(work: Work, actor: Actor, monday: date | None = None, calendars: Calendars = COUNTRY) -> WeekCard:
    """The letter of the week that begins on `monday`, the present one when None, as it stands now."""
    async with work.reading() as session:
        wall = await wall_of(session, calendars, actor, work.now())
        return await letter_card(session, actor, wall, monday or monday_of(wall.today))


async def list_of(work: Work, actor: Actor, kind: ListKind, calendars: Calendars = COUNTRY) -> ListCard:
    """The actor's own tasks of today's list, or all that is late, as they stand now."""
    async with work.reading() as session:
        wall = await wall_of(session, calendars, actor, work.now())
        return await (day_card if kind is ListKind.DAY else late_card)(session, actor, wall)


async def nudge_debtors(work: Work, actor: Actor, calendars: Calendars = COUNTRY) -> int:
    """Ask the people of all schools that stand in the actor's letter as late; each once a day. How many they are."""
    async with work:
        wall = await wall_of(work.session, calendars, actor, work.now())
        people = await debtors(work.session, actor, wall)
        for person_id in people:
            work.tell(person_id, Nudged(actor.person_id), once=f"{actor.person_id}/{wall.today}")
        await work.commit()
    return len(people)


async def look_at_task(work: Work, actor: Actor, assignment_id: int) -> TaskCard:
    async with work.reading() as session:
        return await whole_card(session, actor, await assignment_for(session, actor, assignment_id), work.now())


async def look_to_mark(work: Work, actor: Actor, assignment_id: int) -> TaskCard:
    """A task that the actor is about to mark.

    Raises:
        NotYours: it is seen, but another role answers for it.
    """
    async with work.reading() as session:
        found = await assignment_for(session, actor, assignment_id)
        right_to(actor, found)
        return await whole_card(session, actor, found, work.now())


async def mark_done(work: Work, actor: Actor, assignment_id: int, *, on: date | None = None) -> Marked:
    """Close the task on the day it was done, today when None; a visit is noted as one.

    One already closed stays as it is: the card then says whose mark it is. It is committed in any case: the talk may
    have turned with it.
    """
    async with work:
        found = await assignment_for(work.connection, actor, assignment_id)
        right = right_to(actor, found)
        fresh = found.state is not State.DONE
        asked = fresh and (found.help_open or found.not_held_open)
        found, entry = await _close(work, actor, found, right, on) if fresh else (found, None)
        if asked:
            await work.outdate_requests(actor, assignment_id)
        # The card is made before the commit: after it the writer would be taken once more.
        card = await whole_card(work.connection, actor, found, work.now(), fresh=fresh)
        if found.is_visit:
            (card,) = await with_briefs(work.session, actor, [found], [card], work.now())
        absent = await _absent(work, actor, found, right) if entry is not None else None
        await work.commit(fresh=fresh)
    if entry is not None:
        made = mark_of(
            entry.inserted_id(), actor.person_id, actor.name, right.on_behalf, work.now(), absent, zone=found.zone
        )
        card = replace(card, mark=made)
    return Marked(card, fresh)


async def _absent(work: Work, actor: Actor, found: Found, right: Right) -> str | None:
    """In whose place the mark is made; who acts for nobody is not asked about."""
    if not actor.acts:
        return None
    return await acted_for(work.connection, found, actor.person_id, work.now(), on_behalf=right.on_behalf)


def right_to(actor: Actor, found: Found) -> Right:
    """The actor's right to mark.

    Raises:
        NotYours: it is seen, but another role answers for it.
    """
    right = right_of(actor, found)
    if right is None:
        raise NotYours
    return right


async def _close(work: Work, actor: Actor, found: Found, right: Right, on: date | None) -> tuple[Found, Ahead]:
    today = local_day(work.now(), found.zone)
    allowed = OPEN_STATES | (COORDINATOR_STATES if found.territory_id in actor.coordinates else frozenset())
    if found.state not in allowed:
        raise WrongState
    if found.takes_document:
        raise DocumentNeeded(found.id)
    if on is not None and on > today:
        raise DayAhead(on)
    entry = Entry(actor.person_id, work.now(), today, right.on_behalf)
    if found.is_visit:
        await note_visit(work.connection, found, on or today, entry)
    return await enter(work.connection, found, State.DONE, on or today, entry)


async def take_back(work: Work, actor: Actor, change_id: int) -> Marked:
    """Undo one's own mark within a quarter of an hour, unless somebody has acted on it since."""
    async with work:
        found, change = await change_for(work.session, actor, change_id)
        newest = await newest_change(work.session, found.id)
        fresh = newest.undoes_id != change.id
        if fresh:
            _may_undo(actor, found, change, newest, work.now())
            if found.is_visit and await companions_at(work.session, [found], change.entered_at):
                raise ActedOnSince
            found = await _undo(work, actor, found, change)
        card = await whole_card(work.session, actor, found, work.now())
        if fresh:
            await work.commit()
    return Marked(card, fresh)


def _may_undo(actor: Actor, found: Found, change: StateChange, newest: StateChange, now: datetime) -> None:
    if change.person_id != actor.person_id:
        raise NotYours
    # A document stays sent, whatever becomes of the mark; and what was undone is marked anew, not undone once more.
    about_document = found.takes_document and not change.answers_earlier and not change.about_holding
    if about_document or change.undoes_id is not None:
        raise WrongState
    if newest.id != change.id:
        raise ActedOnSince
    if now > change.entered_at + UNDO:
        raise UndoTooLate


async def _undo(work: Work, actor: Actor, found: Found, change: StateChange) -> Found:
    entry = Entry(actor.person_id, work.now(), local_day(work.now(), found.zone))
    back, _ = await enter(work.connection, found, change.from_state, change.from_day, entry, undoes_id=change.id)
    if back.is_visit and back.done_on is not None:
        await redate_visit(work.session, back, back.done_on)
    else:
        await forget_visits(work.session, [found])
    doubted = await reopen_not_held(work.connection, [back], change.entered_at)
    helped = await reopen_help(work.connection, [back], change.entered_at)
    if helped or doubted:
        await work.outdate_requests(actor, found.id)
    await _retract(work, actor, change, doubted=doubted > 0)
    return replace(back, help_open=helped > 0, not_held_open=doubted > 0)


async def _retract(work: Work, actor: Actor, change: StateChange, *, doubted: bool) -> None:
    """What was told with the entry is not so any more."""
    since = f"undone {change.id}"
    if doubted:
        for plea in await not_held_words(work.session, actor, change.assignment_id):
            once = NotHeldDecided(plea.id).once(change.entered_at)
            await work.retract(NotHeldDecided, once, since=since, besides=actor.person_id)
    if change.comment is not None:
        await work.retract(MarkCorrected, str(change.id), since=since, besides=actor.person_id)


async def all_as_planned(work: Work, actor: Actor, monday: date, calendars: Calendars = COUNTRY) -> WeekCard:
    """Say that the letter's planned tasks go on as they should: they are in progress, none is closed."""
    async with work:
        week = await week_card(work.session, actor, work.now(), monday)
        listed = (*week.overdue, *week.this_week, *week.next_week)
        # Under an older letter, what is late by now also stands among what was due then.
        planned = dict.fromkeys(one.assignment_id for one in listed if one.state is State.PLANNED)
        # One moment for all that one press says: by it all of it is found again.
        at = work.now()
        made = [await _begin(work, actor, assignment_id, at) for assignment_id in planned]
        week = await letter_card(work.session, actor, await wall_of(work.session, calendars, actor, work.now()), monday)
        await work.commit(fresh=bool(planned))
    return replace(week, begun=made[0].inserted_id() if made else None)


async def _begin(work: Work, actor: Actor, assignment_id: int, at: datetime) -> Ahead:
    found = await assignment_for(work.session, actor, assignment_id)
    entry = Entry(actor.person_id, at, local_day(at, found.zone))
    _, made = await enter(work.connection, found, State.IN_PROGRESS, None, entry)
    return made


async def take_back_planned(
    work: Work, actor: Actor, change_id: int, monday: date, calendars: Calendars = COUNTRY
) -> tuple[int, WeekCard]:
    """Undo «всё по плану» within a quarter of an hour; what somebody has acted on since stays. How many are planned.

    Raises:
        NotYours: another said it.
        WrongState: it is no such word.
        ActedOnSince: nothing of it stands any more.
        UndoTooLate: the quarter of an hour is over.
    """
    async with work:
        _, change = await change_for(work.session, actor, change_id)
        _may_take_back_planned(actor, change)
        said = await entered_together(work.session, actor, change)
        back = [one for one in said if one.newest.id == one.change.id]
        if not back and not any(one.undone for one in said):
            raise ActedOnSince
        if back and work.now() > change.entered_at + UNDO:
            raise UndoTooLate
        for one in back:
            entry = Entry(actor.person_id, work.now(), local_day(work.now(), one.found.zone))
            await enter(work.connection, one.found, State.PLANNED, None, entry, undoes_id=one.change.id)
        week = await letter_card(work.session, actor, await wall_of(work.session, calendars, actor, work.now()), monday)
        await work.commit(fresh=bool(back))
    return len(back), week


def _may_take_back_planned(actor: Actor, change: StateChange) -> None:
    if change.person_id != actor.person_id:
        raise NotYours
    if (change.from_state, change.to_state) != (State.PLANNED, State.IN_PROGRESS) or change.undoes_id is not None:
        raise WrongState
