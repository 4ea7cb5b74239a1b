"""What somebody asks of others about an assignment, as the one who may answer sees it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.helping import HelpCard
from models.cards.notheld import NotHeldCard
from models.cards.requests import RequestsCard
from models.domain.access import Actor, settles
from models.domain.moments import local_day
from models.domain.refusals import OutOfReach
from models.queries.assignments import Found, assignment_for
from models.queries.people import within
from models.queries.tasks import UNDO, card_of
from models.tables import Assignment, HelpRequest, NotHeldRequest, Person, RoadMap, Task

PAGE = 10
"""How many requests a page holds."""


async def help_for(session: AsyncSession, actor: Actor, help_id: int, now: datetime) -> HelpCard:
    """A request for help about an assignment within reach.

    Raises:
        OutOfReach: another's, or none at all.
    """
    request = await session.get(HelpRequest, help_id)
    if request is None:
        raise OutOfReach
    found = await assignment_for(session, actor, request.assignment_id)
    just_taken = request.taken_at is not None and now <= request.taken_at + UNDO
    settled = request.closed_at is not None or request.answer is not None
    return HelpCard(
        help_id=help_id,
        task=card_of(actor, found, now),
        asked_by=await _name(session, request.asked_by_id) or "",
        asked_on=local_day(request.asked_at, found.zone),
        text=request.text,
        taken_by=await _name(session, request.taken_by_id),
        taken_by_id=request.taken_by_id,
        answer=request.answer,
        answered_by=await _name(session, request.answered_by_id),
        answered_by_id=request.answered_by_id,
        closed=request.closed_at is not None,
        may_help=may_help(actor, request, found),
        mine=request.taken_by_id == actor.person_id,
        may_let_go=request.taken_by_id == actor.person_id and just_taken and not settled,
    )


async def _name(session: AsyncSession, person_id: int | None) -> str | None:
    person = await session.get(Person, person_id) if person_id is not None else None
    return person.name if person else None


def may_help(actor: Actor, request: HelpRequest, found: Found) -> bool:
    """Who asked does not help themselves, nor does the school that asked."""
    return request.asked_by_id != actor.person_id and found.school_id not in actor.directs


async def not_held_for(session: AsyncSession, actor: Actor, request_id: int) -> tuple[NotHeldRequest, Found]:
    """Somebody's word that an assignment within reach is not held.

    Raises:
        OutOfReach: another's, or none at all.
    """
    plea = await session.get(NotHeldRequest, request_id)
    if plea is None:
        raise OutOfReach
    return plea, await assignment_for(session, actor, plea.assignment_id)


async def not_held_card(
    session: AsyncSession, actor: Actor, plea: NotHeldRequest, found: Found, now: datetime
) -> NotHeldCard:
    """The word as this actor may see it."""
    just_decided = plea.decided_at is not None and now <= plea.decided_at + UNDO
    return NotHeldCard(
        request_id=plea.id,
        task=card_of(actor, found, now),
        asked_by=await _name(session, plea.asked_by_id) or "",
        asked_on=local_day(plea.asked_at, found.zone),
        reason=plea.reason,
        accepted=plea.accepted,
        decided_by=await _name(session, plea.decided_by_id),
        closed=plea.closed_at is not None,
        may_decide=settles(actor, territory_id=found.territory_id, owner_id=found.owner_id),
        may_undo=plea.decided_by_id == actor.person_id and just_decided,
    )


async def requests_for(session: AsyncSession, actor: Actor, now: datetime, page: int) -> RequestsCard:
    """A page of what waits for the actor's word; a page that is gone is the last one there is."""
    helps = [(row.asked_at, row.id, False) for row in (await session.execute(_helps(actor))).all()]
    pleas = [(row.asked_at, row.id, True) for row in (await session.execute(_pleas(actor))).all()]
    waiting = sorted([*helps, *pleas])
    pages = max(1, -(-len(waiting) // PAGE))
    page = min(page, pages - 1)
    shown = waiting[page * PAGE : (page + 1) * PAGE]
    cards = [await _request(session, actor, number, now, not_held=not_held) for _, number, not_held in shown]
    return RequestsCard(tuple(cards), len(waiting), page, pages, page * PAGE + 1)


async def _request(
    session: AsyncSession, actor: Actor, number: int, now: datetime, *, not_held: bool
) -> HelpCard | NotHeldCard:
    if not not_held:
        return await help_for(session, actor, number, now)
    plea, found = await not_held_for(session, actor, number)
    return await not_held_card(session, actor, plea, found, now)


def _helps(actor: Actor) -> Select[*tuple[Any, ...]]:
    """Requests that nobody has answered, of others than the actor's own schools."""
    own: ColumnElement[bool] = Assignment.school_id.in_(actor.directs)
    return (
        select(HelpRequest.asked_at, HelpRequest.id)
        .join(Assignment, Assignment.id == HelpRequest.assignment_id)
        .where(
            HelpRequest.closed_at.is_(None),
            HelpRequest.answer.is_(None),
            HelpRequest.asked_by_id != actor.person_id,
            Assignment.withdrawn_at.is_(None),
            within(actor, Assignment.territory_id, Assignment.school_id),
            or_(Assignment.school_id.is_(None), ~own),
        )
    )


def _pleas(actor: Actor) -> Select[*tuple[Any, ...]]:
    """Words on which the actor is to decide."""
    from_above = and_(RoadMap.territory_id.in_(actor.owns), Assignment.territory_id.in_(actor.coordinates))
    return (
        select(NotHeldRequest.asked_at, NotHeldRequest.id)
        .join(Assignment, Assignment.id == NotHeldRequest.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(RoadMap, RoadMap.id == Task.roadmap_id)
        .where(
            NotHeldRequest.closed_at.is_(None),
            NotHeldRequest.accepted.is_(None),
            Assignment.withdrawn_at.is_(None),
            or_(Assignment.territory_id.in_(actor.owns), from_above),
        )
    )
