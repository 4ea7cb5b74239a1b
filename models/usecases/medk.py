"""The second tick, «внесено в ИС МЭДК»: it stands apart from what is done, at any state."""

from dataclasses import replace
from datetime import date

from models.cards.tasks import Marked
from models.domain.access import Actor
from models.domain.moments import local_day
from models.domain.refusals import NotYours, UndoTooLate, WrongState
from models.queries.assignments import Found, assignment_for
from models.queries.medk import newest_tick, ticked_since
from models.queries.tasks import UNDO, right_of, whole_card
from models.tables import Assignment, MedkEntry
from models.work import Work


async def tick_medk(work: Work, actor: Actor, assignment_id: int) -> Marked:
    """Say that the task is entered into ИС МЭДК, as of today; one that is entered stays so.

    Raises:
        NotYours: it is seen, but another role answers for it.
        WrongState: the row names no ИС МЭДК.
    """
    async with work:
        found = await _ticked(work, actor, assignment_id)
        fresh = found.medk_on is None
        if fresh:
            found = await _enter(work, actor, found, local_day(work.now(), found.zone))
        card = await whole_card(work.session, actor, found, work.now())
        await work.commit(fresh=fresh)
    return Marked(card, fresh)


async def untick_medk(work: Work, actor: Actor, assignment_id: int) -> Marked:
    """Take one's own tick back within a quarter of an hour.

    Raises:
        NotYours: another made it.
        UndoTooLate: the quarter of an hour is over.
    """
    async with work:
        found = await _ticked(work, actor, assignment_id)
        fresh = found.medk_on is not None
        if fresh:
            await _may_untick(work, actor, found)
            found = await _enter(work, actor, found, None)
        card = await whole_card(work.session, actor, found, work.now())
        await work.commit(fresh=fresh)
    return Marked(card, fresh)


async def _ticked(work: Work, actor: Actor, assignment_id: int) -> Found:
    found = await assignment_for(work.session, actor, assignment_id)
    if right_of(actor, found) is None:
        raise NotYours
    if not found.in_medk:
        raise WrongState
    return found


async def _may_untick(work: Work, actor: Actor, found: Found) -> None:
    if await ticked_since(work.session, actor, found.id, work.now() - UNDO):
        return
    newest = await newest_tick(work.session, found.id)
    raise UndoTooLate if newest is not None and newest.person_id == actor.person_id else NotYours


async def _enter(work: Work, actor: Actor, found: Found, on: date | None) -> Found:
    right = right_of(actor, found)
    (await work.session.get_one(Assignment, found.id)).medk_on = on
    work.session.add(
        MedkEntry(
            assignment_id=found.id,
            person_id=actor.person_id,
            on_behalf=right.on_behalf if right else None,
            medk_on=on,
            entered_at=work.now(),
        )
    )
    await work.session.flush()
    return replace(found, medk_on=on)
