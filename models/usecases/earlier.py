"""A coordinator says what became of the tasks that were due before their map was published."""

from datetime import datetime

from models.cards.earlier import EarlierCard, EarlierMap, EarlierRowCard, Settled, TakenBack
from models.domain.access import Actor, settles
from models.domain.lifecycles import EARLIER_STATES, EarlierAnswer, EarlierScope
from models.domain.moments import local_day
from models.domain.refusals import ActedOnSince, DocumentNeeded, NotYours, UndoTooLate, WrongState
from models.queries.assignments import Found, assignment_for, change_for
from models.queries.earlier import (
    earlier_maps,
    earlier_of,
    row_for,
    said_together,
    waiting_earlier,
)
from models.queries.journal import enter, note_visit, reopen_help
from models.queries.presses import forget_visits
from models.queries.tasks import UNDO, list_cards, right_of
from models.queries.visits import companions_at
from models.tables import StateChange
from models.tables.assignments import Entry
from models.tables.dialect import Ahead
from models.work import Work


async def maps_with_earlier(work: Work, actor: Actor) -> list[EarlierMap]:
    """The maps in which something still waits for the actor's word."""
    async with work.reading() as session:
        return await earlier_maps(session, actor)


async def look_at_earlier(work: Work, actor: Actor, roadmap_id: int) -> EarlierCard:
    async with work.reading() as session:
        return await earlier_of(session, actor, roadmap_id)


async def look_at_earlier_row(work: Work, actor: Actor, task_id: int) -> EarlierRowCard:
    """A row with its tasks that still wait; there may be none left."""
    async with work.reading() as session:
        row = await row_for(session, actor, task_id)
        rows = await waiting_earlier(session, actor, EarlierScope.ROW, task_id)
        tasks = await list_cards(session, actor, rows, work.now())
        return EarlierRowCard(row.roadmap_id, row.id, row.number, row.text, row.timing_raw, tuple(tasks))


async def settle_earlier(
    work: Work, actor: Actor, scope: EarlierScope, about_id: int, answer: EarlierAnswer
) -> Settled:
    """Say it of one task, or of all that wait in a row or a map; what has an answer already keeps it.

    «Done» is dated by the due day. What takes a document is not done without it, and stays as it is.

    Raises:
        NotYours: one task is seen, but another's word settles it.
        WrongState: one task has gone on since.
        DocumentNeeded: one task, that its document executes.
    """
    async with work:
        rows = await _asked_about(work, actor, scope, about_id, answer)
        settled = [found for found in rows if not _wants_document(found, answer)]
        # One moment for all that one press says: by it all of it is found again.
        at = work.now()
        made = [await _settle(work, actor, found, answer, at) for found in settled]
        await work.commit(fresh=bool(made))
    change_id = made[0].inserted_id() if made else None
    return Settled(scope, about_id, answer, len(made), len(rows) - len(made), change_id)


async def _asked_about(
    work: Work, actor: Actor, scope: EarlierScope, about_id: int, answer: EarlierAnswer
) -> list[Found]:
    if scope is not EarlierScope.ONE:
        return await waiting_earlier(work.session, actor, scope, about_id)
    found = await assignment_for(work.session, actor, about_id)
    if not settles(actor, territory_id=found.territory_id, owner_id=found.owner_id):
        raise NotYours
    if found.state is answer.state:
        return []
    if found.state not in EARLIER_STATES:
        raise WrongState
    if _wants_document(found, answer):
        raise DocumentNeeded(found.id)
    return [found]


def _wants_document(found: Found, answer: EarlierAnswer) -> bool:
    return answer is EarlierAnswer.DONE and found.takes_document


async def _settle(work: Work, actor: Actor, found: Found, answer: EarlierAnswer, at: datetime) -> Ahead:
    right = right_of(actor, found)
    on_behalf = right.on_behalf if right and answer is EarlierAnswer.DONE else None
    entry = Entry(actor.person_id, at, local_day(at, found.zone), on_behalf)
    day = found.due_on if answer is EarlierAnswer.DONE else None
    if day is not None and found.is_visit:
        await note_visit(work.connection, found, day, entry)
    _, made = await enter(work.connection, found, answer.state, day, entry)
    return made


async def take_back_earlier(work: Work, actor: Actor, change_id: int, scope: EarlierScope, about_id: int) -> TakenBack:
    """Undo all that one press said, within a quarter of an hour; what somebody has acted on since stays.

    Raises:
        NotYours: another said it.
        WrongState: it is no such answer.
        ActedOnSince: nothing of it stands any more.
        UndoTooLate: the quarter of an hour is over.
    """
    async with work:
        found, change = await change_for(work.session, actor, change_id)
        _may_take_back(work, actor, found, change)
        said = await said_together(work.session, actor, change, scope, about_id)
        joined = await companions_at(work.session, [one.found for one in said], change.entered_at)
        back = [one for one in said if one.stands and one.found.id not in joined]
        kept = [one for one in said if one not in back and not one.undone]
        if kept and not back:
            raise ActedOnSince
        for one in back:
            entry = Entry(actor.person_id, work.now(), local_day(work.now(), one.found.zone))
            await enter(work.connection, one.found, one.change.from_state, None, entry, undoes_id=one.change.id)
        await forget_visits(work.session, [one.found for one in back])
        await reopen_help(work.connection, [one.found for one in back], change.entered_at)
        await work.commit(fresh=bool(back))
    return TakenBack(len(back), len(kept))


def _may_take_back(work: Work, actor: Actor, found: Found, change: StateChange) -> None:
    place, owner = found.territory_id, found.owner_id
    if change.person_id != actor.person_id or not settles(actor, territory_id=place, owner_id=owner):
        raise NotYours
    if change.from_state not in EARLIER_STATES or change.undoes_id is not None:
        raise WrongState
    if work.now() > change.entered_at + UNDO:
        raise UndoTooLate
