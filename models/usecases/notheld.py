"""A task that is not held: somebody says so and why, the coordinator agrees or not.

Until then it stays as it is, and the term goes on. A coordinator's own word counts at once.
"""

from dataclasses import replace
from datetime import datetime

from models.cards.notheld import NotHeldCard, SaidNotHeld
from models.cards.tasks import TaskCard
from models.domain.access import Actor, Role, settles
from models.domain.lifecycles import OPEN_STATES, State
from models.domain.moments import local_day
from models.domain.notices import NotHeldAsked, NotHeldDecided
from models.domain.refusals import ActedOnSince, NotYours, UndoTooLate, WrongState
from models.queries.assignments import Found, assignment_for, newest_change
from models.queries.journal import enter, reopen_help
from models.queries.notheld import open_not_held_of
from models.queries.people import answerable_at
from models.queries.requests import not_held_card, not_held_for
from models.queries.tasks import UNDO, right_of, whole_card
from models.tables import NotHeldRequest, StateChange
from models.tables.assignments import Entry
from models.work import Work


async def say_not_held(work: Work, actor: Actor, assignment_id: int, reason: str) -> SaidNotHeld:
    """Say that a task is not held; the coordinators are asked, their own word counts at once.

    What somebody has said already waits for its answer.

    Raises:
        NotYours: it is seen, but another role answers for it.
        WrongState: it is done, or was not to be done here anyway.
    """
    async with work:
        found = await assignment_for(work.session, actor, assignment_id)
        decides = settles(actor, territory_id=found.territory_id, owner_id=found.owner_id)
        _may_say(actor, found, decides=decides)
        plea = await open_not_held_of(work.session, actor, assignment_id)
        fresh = found.state is not State.NOT_HELD and (plea is None or decides)
        if fresh:
            found = await (_settle if decides else _ask)(work, actor, found, plea, reason)
        card = await whole_card(work.session, actor, found, work.now())
        await work.commit(fresh=fresh)
    return SaidNotHeld(card, found.not_held_open, fresh)


async def look_before_saying(work: Work, actor: Actor, assignment_id: int) -> TaskCard:
    """The task of which the actor is about to say that it is not held; refused like the word itself."""
    async with work.reading() as session:
        found = await assignment_for(session, actor, assignment_id)
        decides = settles(actor, territory_id=found.territory_id, owner_id=found.owner_id)
        _may_say(actor, found, decides=decides)
        return await whole_card(session, actor, found, work.now())


def _may_say(actor: Actor, found: Found, *, decides: bool) -> None:
    if right_of(actor, found) is None:
        raise NotYours
    if found.state not in OPEN_STATES | ({State.WAITING} if decides else set()) | {State.NOT_HELD}:
        raise WrongState


async def _settle(work: Work, actor: Actor, found: Found, plea: NotHeldRequest | None, reason: str) -> Found:
    """The coordinator's own word; it also answers who said so before."""
    # One moment for the decision and what it closes: by it an undo finds both.
    at = work.now()
    if plea is not None:
        await _decide(work, actor, plea, at, accepted=True)
    return await _close(work, actor, found, reason, at)


async def _ask(work: Work, actor: Actor, found: Found, _: NotHeldRequest | None, reason: str) -> Found:
    right, today = right_of(actor, found), local_day(work.now(), found.zone)
    plea = NotHeldRequest(
        assignment_id=found.id,
        asked_by_id=actor.person_id,
        on_behalf=right.on_behalf if right else None,
        asked_at=work.now(),
        reason=reason,
    )
    work.session.add(plea)
    await work.session.flush()
    people, _role = await answerable_at(work.session, None, found.territory_id, actor.person_id, today)
    place = found.territory_id
    if not people:
        place = found.owner_id
        people, _role = await answerable_at(work.session, None, place, actor.person_id, today)
    for person_id in people:
        notice = NotHeldAsked(plea.id)
        work.tell(person_id, notice, once=str(plea.id), role=Role.COORDINATOR, territory_id=place)
    return replace(found, not_held_open=True)


async def _close(work: Work, actor: Actor, found: Found, reason: str, at: datetime) -> Found:
    right, today = right_of(actor, found), local_day(at, found.zone)
    wanted_help = found.help_open
    entry = Entry(actor.person_id, at, today, right.on_behalf if right else None, reason)
    found, _ = await enter(work.connection, found, State.NOT_HELD, None, entry)
    if wanted_help:
        await work.outdate_requests(actor, found.id)
    return found


async def _decide(work: Work, actor: Actor, plea: NotHeldRequest, at: datetime, *, accepted: bool) -> None:
    plea.accepted, plea.decided_by_id, plea.decided_at = accepted, actor.person_id, at
    await work.session.flush()
    if plea.asked_by_id != actor.person_id:
        notice = NotHeldDecided(plea.id)
        work.tell(plea.asked_by_id, notice, once=notice.once(at))
    await work.outdate(NotHeldAsked, str(plea.id), since=at.isoformat(), besides=actor.person_id)


async def withdraw_not_held(work: Work, actor: Actor, assignment_id: int) -> TaskCard:
    """Who said it thinks better of it; nobody need decide any more.

    Raises:
        NotYours: another said it.
    """
    async with work:
        found = await assignment_for(work.session, actor, assignment_id)
        plea = await open_not_held_of(work.session, actor, assignment_id)
        if plea is not None:
            if plea.asked_by_id != actor.person_id:
                raise NotYours
            plea.closed_at = work.now()
            await work.session.flush()
            await work.retract(NotHeldAsked, str(plea.id), since="withdrawn", besides=actor.person_id)
        card = await whole_card(work.session, actor, replace(found, not_held_open=False), work.now())
        await work.commit(fresh=plea is not None)
    return card


async def look_at_not_held(work: Work, actor: Actor, request_id: int) -> NotHeldCard:
    async with work.reading() as session:
        plea, found = await not_held_for(session, actor, request_id)
        return await not_held_card(session, actor, plea, found, work.now())


async def decide_not_held(work: Work, actor: Actor, request_id: int, *, accepted: bool) -> NotHeldCard:
    """Agree that a task is not held, or not; the first who decides counts, and who said it is told.

    Raises:
        NotYours: it is not the actor's to decide.
    """
    async with work:
        plea, found = await not_held_for(work.session, actor, request_id)
        if not settles(actor, territory_id=found.territory_id, owner_id=found.owner_id):
            raise NotYours
        fresh = plea.accepted is None and plea.closed_at is None
        if fresh:
            at = work.now()
            await _decide(work, actor, plea, at, accepted=accepted)
            found = await _close(work, actor, found, plea.reason, at) if accepted else found
        card = await not_held_card(work.session, actor, plea, found, work.now())
        await work.commit(fresh=fresh)
    return card


async def undo_decision(work: Work, actor: Actor, request_id: int) -> NotHeldCard:
    """Take one's own decision back within a quarter of an hour: it waits again, and a task that was closed is open.

    Raises:
        NotYours: another decided.
        ActedOnSince: somebody has acted on the task since.
        UndoTooLate: the quarter of an hour is over.
    """
    async with work:
        plea, found = await not_held_for(work.session, actor, request_id)
        fresh = plea.decided_at is not None
        if plea.decided_at is not None:
            _may_undo(actor, plea, found, work.now())
            found = await _reopen(work, actor, plea, found) if plea.accepted else found
            await _wait_again(work, actor, plea, plea.decided_at)
        card = await not_held_card(work.session, actor, plea, found, work.now())
        await work.commit(fresh=fresh)
    return card


def _may_undo(actor: Actor, plea: NotHeldRequest, found: Found, now: datetime) -> None:
    if plea.decided_by_id != actor.person_id:
        raise NotYours
    if plea.accepted is False and (found.not_held_open or found.state not in OPEN_STATES | {State.WAITING}):
        raise ActedOnSince
    if plea.decided_at is None or now > plea.decided_at + UNDO:
        raise UndoTooLate


async def _reopen(work: Work, actor: Actor, plea: NotHeldRequest, found: Found) -> Found:
    change = await newest_change(work.session, found.id)
    if not _is_by(change, plea):
        raise ActedOnSince
    entry = Entry(actor.person_id, work.now(), local_day(work.now(), found.zone))
    found, _ = await enter(work.connection, found, change.from_state, change.from_day, entry, undoes_id=change.id)
    if await reopen_help(work.connection, [found], change.entered_at):
        await work.outdate_requests(actor, found.id)
    return found


def _is_by(change: StateChange, plea: NotHeldRequest) -> bool:
    """Whether the entry was made with that very decision."""
    return change.to_state is State.NOT_HELD and change.entered_at == plea.decided_at


async def _wait_again(work: Work, actor: Actor, plea: NotHeldRequest, decided_at: datetime) -> None:
    plea.accepted = plea.decided_by_id = plea.decided_at = None
    await work.session.flush()
    since = work.now().isoformat()
    once = NotHeldDecided(plea.id).once(decided_at)
    await work.retract(NotHeldDecided, once, since=since, besides=actor.person_id)
    await work.outdate(NotHeldAsked, str(plea.id), since=since, besides=actor.person_id)
