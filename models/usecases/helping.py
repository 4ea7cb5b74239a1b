"""Help with a task: it is asked for, taken, answered and withdrawn. It stands beside the state; the term goes on."""

from dataclasses import replace
from datetime import datetime

from models.cards.helping import HelpCard
from models.cards.tasks import TaskCard
from models.domain.access import Actor, Role
from models.domain.lifecycles import OPEN_STATES, State
from models.domain.moments import local_day
from models.domain.notices import HelpAnswered, HelpAsked, HelpTaken
from models.domain.refusals import ActedOnSince, NotYours, UndoTooLate, WrongState
from models.queries.assignments import Found, assignment_for
from models.queries.helping import open_help_of
from models.queries.people import answerable_at
from models.queries.requests import help_for
from models.queries.tasks import UNDO, right_of, whole_card
from models.tables import HelpRequest
from models.work import Work

_HELPED_STATES = OPEN_STATES | {State.BEFORE_START, State.WAITING}


async def ask_help(work: Work, actor: Actor, assignment_id: int, text: str | None = None) -> TaskCard:
    """Ask for help with a task: the curators are told, without a curator the coordinators. The term goes on.

    Once it was answered, it may be asked for anew.

    Raises:
        WrongState: there is nothing left to help with.
    """
    async with work:
        found = await assignment_for(work.session, actor, assignment_id)
        _may_mark(actor, found)
        if found.state not in _HELPED_STATES:
            raise WrongState
        standing = await open_help_of(work.session, actor, assignment_id)
        if standing is not None and standing.answer is None:
            fresh = await _add_words(work, actor, standing, text)
        else:
            fresh = True
            await _ask(work, actor, found, standing, text)
        card = await whole_card(work.session, actor, replace(found, help_open=True), work.now())
        await work.commit(fresh=fresh)
    return card


async def _ask(work: Work, actor: Actor, found: Found, answered: HelpRequest | None, text: str | None) -> None:
    if answered is not None:
        answered.closed_at = work.now()
    request = HelpRequest(assignment_id=found.id, asked_by_id=actor.person_id, asked_at=work.now(), text=text or None)
    work.session.add(request)
    await work.session.flush()
    await _call(work, actor, found, request)


async def _add_words(work: Work, actor: Actor, request: HelpRequest, text: str | None) -> bool:
    """What is wrong may be said after help was asked for; whoever was asked sees it. Whether anything was added."""
    if not text or request.text is not None or request.asked_by_id != actor.person_id:
        return False
    request.text = text
    await work.session.flush()
    await work.outdate(HelpAsked, str(request.id), since="words", besides=actor.person_id)
    return True


def _may_mark(actor: Actor, found: Found) -> None:
    if right_of(actor, found) is None:
        raise NotYours


async def _call(work: Work, actor: Actor, found: Found, request: HelpRequest) -> None:
    today = local_day(work.now(), found.zone)
    school = found.school_id
    people, role = await answerable_at(work.session, school, found.territory_id, actor.person_id, today)
    for person_id in people:
        at_school = school if role is Role.CURATOR else None
        work.tell(
            person_id,
            HelpAsked(request.id),
            once=str(request.id),
            role=role,
            school_id=at_school,
            territory_id=None if at_school else found.territory_id,
        )


async def withdraw_help(work: Work, actor: Actor, assignment_id: int) -> TaskCard:
    """Help is no longer wanted."""
    async with work:
        found = await assignment_for(work.session, actor, assignment_id)
        _may_mark(actor, found)
        request = await open_help_of(work.session, actor, assignment_id)
        if request is not None:
            request.closed_at = work.now()
            await work.outdate(HelpAsked, str(request.id), since="closed", besides=actor.person_id)
        card = await whole_card(work.session, actor, replace(found, help_open=False), work.now())
        await work.commit(fresh=request is not None)
    return card


async def look_at_help(work: Work, actor: Actor, help_id: int) -> HelpCard:
    async with work.reading() as session:
        return await help_for(session, actor, help_id, work.now())


async def look_to_answer(work: Work, actor: Actor, help_id: int) -> HelpCard:
    """A request that the actor is about to answer.

    Raises:
        NotYours: it is their own, or their school's.
    """
    card = await look_at_help(work, actor, help_id)
    if not card.may_help:
        raise NotYours
    return card


async def take_help(work: Work, actor: Actor, help_id: int) -> HelpCard:
    """Take a request upon oneself; the first who does is the one, and who asked is told."""
    async with work:
        card, request = await _request(work, actor, help_id)
        if request.taken_by_id is None and request.closed_at is None and request.answer is None:
            request.taken_by_id, request.taken_at = actor.person_id, work.now()
            work.tell(request.asked_by_id, HelpTaken(help_id), once=_taken_once(help_id, work.now()))
            await work.outdate(HelpAsked, str(help_id), since=f"taken {work.now()}", besides=actor.person_id)
            card = await help_for(work.session, actor, help_id, work.now())
            await work.commit()
    return card


def _taken_once(help_id: int, at: datetime) -> str:
    """What was let go may be taken, and told, again."""
    return f"{help_id}/{at.isoformat()}"


async def _request(work: Work, actor: Actor, help_id: int) -> tuple[HelpCard, HelpRequest]:
    card = await help_for(work.session, actor, help_id, work.now())
    if not card.may_help:
        raise NotYours
    return card, await work.session.get_one(HelpRequest, help_id)


async def let_help_go(work: Work, actor: Actor, help_id: int) -> HelpCard:
    """Undo having taken a request, within a quarter of an hour; it waits for others again.

    Raises:
        NotYours: another took it.
        ActedOnSince: it was answered, or is not wanted any more.
        UndoTooLate: the quarter of an hour is over.
    """
    async with work:
        card, request = await _request(work, actor, help_id)
        if request.taken_by_id is not None:
            taken_at = _may_let_go(actor, request, work.now())
            request.taken_by_id = request.taken_at = None
            once, since = _taken_once(help_id, taken_at), f"let go {work.now()}"
            await work.retract(HelpTaken, once, since=since, besides=actor.person_id)
            await work.outdate(HelpAsked, str(help_id), since=since, besides=actor.person_id)
            card = await help_for(work.session, actor, help_id, work.now())
            await work.commit()
    return card


def _may_let_go(actor: Actor, request: HelpRequest, now: datetime) -> datetime:
    if request.taken_by_id != actor.person_id or request.taken_at is None:
        raise NotYours
    if request.answer is not None or request.closed_at is not None:
        raise ActedOnSince
    if now > request.taken_at + UNDO:
        raise UndoTooLate
    return request.taken_at


async def answer_help(work: Work, actor: Actor, help_id: int, words: str) -> HelpCard:
    """Answer a request in words; the first answer counts, and who asked is told."""
    async with work:
        card, request = await _request(work, actor, help_id)
        fresh = request.answer is None and request.closed_at is None
        if fresh:
            request.answer, request.answered_by_id, request.answered_at = words, actor.person_id, work.now()
            work.tell(request.asked_by_id, HelpAnswered(help_id), once=str(help_id))
            await work.outdate(HelpAsked, str(help_id), since="answered", besides=actor.person_id)
            card = await help_for(work.session, actor, help_id, work.now())
        await work.commit(fresh=fresh)
    return card
