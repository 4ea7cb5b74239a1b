"""From rows to the cards that leave a use case."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, exists, or_
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.tasks import DocumentBrief, Mark, TaskCard, WeekCard
from models.cards.webinars import WebinarCard
from models.domain.access import Actor, Right, Role, corrects, right_to_mark, settles
from models.domain.lifecycles import EARLIER_STATES, OPEN_STATES, State, Verdict, is_overdue
from models.domain.moments import local_day
from models.domain.plan import Executor
from models.queries.absences import acted_for
from models.queries.assignments import (
    Found,
    assignments_asked,
    assignments_where,
    in_reach,
    last_change,
    standing_documents,
)
from models.queries.closers import closers_of
from models.queries.helping import help_brief
from models.queries.medk import ticked_since
from models.queries.notheld import not_held_brief
from models.queries.webinars import coming_webinars, webinar_card, webinars_until
from models.tables import Assignment, Document
from models.tables.base import Rows, columns

UNDO = timedelta(minutes=15)
WEEK = timedelta(days=7)
_CLOSABLE = OPEN_STATES | {State.WAITING}


def right_of(actor: Actor, found: Found) -> Right | None:
    """The actor's right to mark an assignment, None where they may only see it."""
    return right_to_mark(
        actor,
        [Executor(code) for code in found.executors],
        territory_id=found.territory_id,
        school_id=found.school_id,
        owner_id=found.owner_id,
        takes_document=found.takes_document,
    )


def mark_of(
    change_id: int,
    person_id: int,
    person: str,
    on_behalf: Role | None,
    at: datetime,
    acting_for: str | None = None,
    *,
    zone: str,
    comment: str | None = None,
) -> Mark:
    return Mark(change_id, person_id, person, on_behalf, at, at + UNDO, acting_for, local_day(at, zone), comment)


def card_of(
    actor: Actor, found: Found, now: datetime, *, document: DocumentBrief | None = None, mark: Mark | None = None
) -> TaskCard:
    """The card of one assignment as this actor may see it."""
    today = local_day(now, found.zone)
    return TaskCard(
        assignment_id=found.id,
        number=found.number,
        text=found.text,
        timing=found.timing,
        section=found.section,
        kind=found.kind,
        label=found.label,
        start_on=found.start_on,
        due_on=found.due_on,
        state=found.state,
        done_on=found.done_on,
        overdue=is_overdue(found.state, found.due_on, today),
        unit=found.unit,
        school_id=found.school_id,
        needs_document=found.needs_document,
        may_mark=right_of(actor, found) is not None,
        today=today,
        may_settle=found.state in EARLIER_STATES
        and settles(actor, territory_id=found.territory_id, owner_id=found.owner_id),
        document=_dated(document, found),
        help_open=found.help_open,
        mark=mark,
        in_medk=found.in_medk,
        medk_on=found.medk_on,
        may_correct=corrects(actor, territory_id=found.territory_id) and (stands(found) or found.medk_on is not None),
    )


def stands(found: Found) -> bool:
    """Whether a mark stands that may be changed with a note; what became of a document is said of the document."""
    return found.state is State.NOT_HELD or (found.state is State.DONE and not found.takes_document)


def _dated(document: DocumentBrief | None, found: Found) -> DocumentBrief | None:
    """With the day on which it was sent or judged, as the place's calendar shows it."""
    moment = document and (document.decided_at or document.sent_at)
    return replace(document, since=local_day(moment, found.zone)) if document and moment else document


async def whole_card(session: Rows, actor: Actor, found: Found, now: datetime, *, fresh: bool = False) -> TaskCard:
    """The card with its document and last mark; one that is being made `fresh` has none before the commit."""
    document = (await standing_documents(session, [found.id])).get(found.id) if found.needs_document else None
    mark = None if fresh else await _last_mark(session, found)
    closers = await closers_of(session, actor, found, now) if found.state in _CLOSABLE else ()
    card = replace(card_of(actor, found, now, document=document, mark=mark), closers=closers)
    if not (found.help_open or found.not_held_open or found.medk_on):
        return card
    return replace(
        card,
        help=await help_brief(session, found.id) if found.help_open else None,
        not_held=await not_held_brief(session, actor, found) if found.not_held_open else None,
        medk_undo=found.medk_on is not None and await ticked_since(session, actor, found.id, now - UNDO),
    )


async def _last_mark(session: Rows, found: Found) -> Mark | None:
    """The mark that stands, and in whose place it was made; one that was taken back is none."""
    last = await last_change(session, found.id)
    if last is None or last.undoes_id is not None:
        return None
    absent = await acted_for(session, found, last.person_id, last.entered_at, on_behalf=last.on_behalf)
    return mark_of(
        last.id,
        last.person_id,
        last.person,
        last.on_behalf,
        last.entered_at,
        absent,
        zone=found.zone,
        comment=last.comment,
    )


async def list_cards(session: AsyncSession, actor: Actor, rows: Sequence[Found], now: datetime) -> list[TaskCard]:
    """Cards for a list: documents in one statement, no journal."""
    documents = await _documents_of(session, rows)
    return [card_of(actor, found, now, document=documents.get(found.id)) for found in rows]


async def _documents_of(session: AsyncSession, rows: Sequence[Found]) -> dict[int, DocumentBrief]:
    with_slot = [found.id for found in rows if found.needs_document]
    return await standing_documents(session, with_slot) if with_slot else {}


def is_own(actor: Actor, found: Found) -> bool:
    """Whether the actor answers for it themselves, in their own name."""
    right = right_of(actor, found)
    if right is None or right.on_behalf is not None:
        return False
    if found.school_id is not None:
        return found.school_id in actor.schools
    return found.territory_id in actor.owns


async def own_assignments(session: AsyncSession, actor: Actor, *conditions: ColumnElement[bool]) -> list[Found]:
    """What the actor answers for themselves, the earliest due first."""
    return [found for found in await assignments_where(session, actor, *conditions) if is_own(actor, found)]


@cache
def _around_week() -> Select[*tuple[Any, ...]]:
    """Built once: every letter asks it. What came back stands in the letter however far its day is."""
    one, document = columns(Assignment), columns(Document)
    monday, later = bindparam("monday", type_=Date()), bindparam("later", type_=Date())
    open_now = one.state.in_(OPEN_STATES)
    done_now = and_(one.state == State.DONE, one.due_on >= monday)
    came_back = exists().where(document.assignment_id == one.id, document.verdict == Verdict.RETURNED)
    return in_reach(or_(and_(one.due_on <= later, or_(open_now, done_now)), and_(open_now, came_back)))


async def week_card(session: AsyncSession, actor: Actor, now: datetime, monday: date) -> WeekCard:
    """The actor's own tasks around one week, as they stand now."""
    return (await week_cards(session, [actor], now, monday))[actor.person_id]


async def week_cards(
    session: AsyncSession, actors: Collection[Actor], now: datetime, monday: date
) -> dict[int, WeekCard]:
    """The same for several people with as many statements as for one."""
    days = {"monday": monday, "later": monday + timedelta(days=13)}
    found = await assignments_asked(session, actors, _around_week(), days)
    own = {actor.person_id: [one for one in found if _reaches(actor, one) and is_own(actor, one)] for actor in actors}
    documents = await _documents_of(session, [one for rows in own.values() for one in rows])
    begins = bool(await webinars_until(session, now, now + WEEK))
    return {
        actor.person_id: _week(
            actor,
            [card_of(actor, one, now, document=documents.get(one.id)) for one in own[actor.person_id]],
            monday,
            await _webinars(session, actor, now) if begins else (),
        )
        for actor in actors
    }


def _reaches(actor: Actor, found: Found) -> bool:
    return actor.reaches(found.territory_id, found.school_id)


async def _webinars(session: AsyncSession, actor: Actor, now: datetime) -> tuple[WebinarCard, ...]:
    webinars = await coming_webinars(session, actor, now, now + WEEK)
    return tuple([await webinar_card(session, actor, one, now) for one in webinars])


def _week(actor: Actor, cards: Sequence[TaskCard], monday: date, webinars: tuple[WebinarCard, ...]) -> WeekCard:
    sunday = monday + timedelta(days=6)
    returned = [card for card in cards if _is_returned(card)]
    rest = [card for card in cards if not _is_returned(card)]
    return WeekCard(
        monday=monday,
        overdue=tuple(card for card in rest if card.overdue),
        this_week=tuple(card for card in rest if not card.overdue and card.due_on and card.due_on <= sunday),
        next_week=tuple(card for card in rest if card.due_on and sunday < card.due_on and card.state in OPEN_STATES),
        returned=tuple(returned),
        webinars=webinars,
        several_schools=len(actor.schools) > 1,
    )


def _is_returned(card: TaskCard) -> bool:
    return card.document is not None and card.document.verdict is Verdict.RETURNED and card.state in OPEN_STATES
