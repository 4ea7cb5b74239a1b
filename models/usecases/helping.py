"""Help with a task: it is asked for, taken, and withdrawn. It stands beside the state; the term goes on."""

from dataclasses import replace

from models.cards.helping import HelpCard
from models.cards.tasks import TaskCard
from models.domain.access import Actor, Role
from models.domain.lifecycles import OPEN_STATES, State
from models.domain.moments import local_day
from models.domain.notices import HelpAsked, HelpTaken
from models.domain.refusals import NotYours, WrongState
from models.queries.assignments import Found, assignment_for
from models.queries.helping import open_help_of
from models.queries.people import answerable_at
from models.queries.requests import help_for
from models.queries.tasks import right_of, whole_card
from models.tables import HelpRequest
from models.work import Work

_HELPED_STATES = OPEN_STATES | {State.BEFORE_START, State.WAITING}


async def ask_help(work: Work, actor: Actor, assignment_id: int) -> TaskCard:
    """Ask for help with a task: the curators are told, without a curator the coordinators. The term goes on.

    Raises:
        WrongState: there is nothing left to help with.
    """
    async with work:
        found = await assignment_for(work.session, actor, assignment_id)
        _may_mark(actor, found)
        if found.state not in _HELPED_STATES:
            raise WrongState
        fresh = await open_help_of(work.session, actor, assignment_id) is None
        if fresh:
            request = HelpRequest(assignment_id=assignment_id, asked_by_id=actor.person_id, asked_at=work.now())
            work.session.add(request)
            await work.session.flush()
            await _call(work, actor, found, request)
        card = await whole_card(work.session, actor, replace(found, help_open=True), work.now())
        await work.commit(fresh=fresh)
    return card


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


async def take_help(work: Work, actor: Actor, help_id: int) -> HelpCard:
    """Take a request upon oneself; the first who does is the one, and who asked is told."""
    async with work:
        card = await help_for(work.session, actor, help_id, work.now())
        request = await work.session.get_one(HelpRequest, help_id)
        # Who asked does not help themselves, nor does the school that asked.
        if request.asked_by_id == actor.person_id or card.task.school_id in actor.directs:
            raise NotYours
        if request.taken_by_id is None and request.closed_at is None:
            request.taken_by_id, request.taken_at = actor.person_id, work.now()
            work.tell(request.asked_by_id, HelpTaken(help_id), once=str(help_id))
            await work.outdate(HelpAsked, str(help_id), since="taken", besides=actor.person_id)
            card = await help_for(work.session, actor, help_id, work.now())
            await work.commit()
    return card
