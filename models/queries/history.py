"""The journal of an assignment, gathered from all that keeps a part of it."""

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.history import (
    PAGE,
    CameBack,
    DocumentSent,
    Evidence,
    HistoryCard,
    HistoryEntry,
    Judged,
    LeftPlan,
    Linked,
    Moved,
    Said,
    TermMoved,
    Ticked,
    Turn,
    What,
)
from models.domain.access import Actor, Role
from models.domain.files import FileUse
from models.queries.absences import acted_for
from models.queries.assignments import Found, assignment_for
from models.queries.tasks import card_of
from models.tables import (
    AssignmentChange,
    Document,
    DocumentDecision,
    Edition,
    File,
    HelpRequest,
    MedkEntry,
    NotHeldRequest,
    Person,
    RoadMap,
    ServedTask,
    StateChange,
    Task,
    TaskLink,
    VisitCompanion,
    VisitNote,
    Withdrawal,
)


@dataclass(frozen=True, slots=True)
class Happened:
    """An entry before it is known what the people are called, and in whose place they acted."""

    at: datetime
    person_id: int | None
    what: What
    on_behalf: Role | None = None


async def history_of(
    session: AsyncSession, actor: Actor, assignment_id: int, page: int | None, now: datetime
) -> HistoryCard:
    """A page of the journal of an assignment within reach, the newest one where none is named.

    Raises:
        OutOfReach: another's, withdrawn, or none at all.
    """
    found = await assignment_for(session, actor, assignment_id)
    happened = sorted([one async for one in _all_of(session, found)], key=lambda one: one.at)
    last = max(0, -(-len(happened) // PAGE) - 1)
    page = last if page is None else min(page, last)
    entries = await _entries(session, found, happened[page * PAGE : (page + 1) * PAGE])
    return HistoryCard(card_of(actor, found, now), page, len(happened), entries)


async def _entries(session: AsyncSession, found: Found, happened: Sequence[Happened]) -> tuple[HistoryEntry, ...]:
    """With the names of the people, and in whose place they acted."""
    ids = {one.person_id for one in happened if one.person_id is not None}
    named = await session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    names = {row.id: row.name for row in named.all()}
    zone = ZoneInfo(found.zone)
    return tuple(
        [
            HistoryEntry(
                on=one.at.astimezone(zone).date(),
                at=one.at.astimezone(zone).time(),
                person=names.get(one.person_id) if one.person_id is not None else None,
                what=one.what,
                on_behalf=one.on_behalf,
                acting_for=await _in_whose_place(session, found, one),
            )
            for one in happened
        ]
    )


async def _in_whose_place(session: AsyncSession, found: Found, one: Happened) -> str | None:
    if one.person_id is None or isinstance(one.what, TermMoved | LeftPlan | CameBack | Linked):
        return None
    return await acted_for(session, found, one.person_id, one.at, on_behalf=one.on_behalf)


async def _all_of(session: AsyncSession, found: Found) -> AsyncIterator[Happened]:
    """All that happened, each kind in its own order; at one moment, what somebody asked comes before what it led to."""
    for part in (_terms, _plan, _links, _help, _not_held, _documents, _states, _ticks, _evidence, _visit):
        for one in await part(session, found):
            yield one


async def _of(session: AsyncSession, table: type[Any], found: Found) -> list[Any]:
    """The rows of a table that belong to the assignment, the oldest first."""
    return list(await session.scalars(select(table).where(table.assignment_id == found.id).order_by(table.id)))


async def _states(session: AsyncSession, found: Found) -> list[Happened]:
    changes: list[StateChange] = await _of(session, StateChange, found)
    undone = {one.undoes_id for one in changes}
    return [
        Happened(
            one.entered_at,
            one.person_id,
            Moved(
                one.from_state,
                one.to_state,
                one.happened_on,
                one.comment,
                undone=one.id in undone,
                undoes=one.undoes_id is not None,
            ),
            one.on_behalf,
        )
        for one in changes
    ]


async def _help(session: AsyncSession, found: Found) -> list[Happened]:
    requests: list[HelpRequest] = await _of(session, HelpRequest, found)
    marked = set(await session.scalars(select(StateChange.entered_at).where(StateChange.assignment_id == found.id)))
    return [one for request in requests for one in _turns_of_help(request, marked)]


def _turns_of_help(one: HelpRequest, marked: set[datetime]) -> Iterator[Happened]:
    """What a mark closed, at its very moment, was withdrawn by nobody."""
    yield Happened(one.asked_at, one.asked_by_id, Said(Turn.HELP_ASKED, one.text))
    if one.taken_at is not None:
        yield Happened(one.taken_at, one.taken_by_id, Said(Turn.HELP_TAKEN))
    if one.answered_at is not None:
        yield Happened(one.answered_at, one.answered_by_id, Said(Turn.HELP_ANSWERED, one.answer))
    if one.closed_at is not None and one.closed_at not in marked:
        yield Happened(one.closed_at, one.asked_by_id, Said(Turn.HELP_WITHDRAWN))


async def _not_held(session: AsyncSession, found: Found) -> list[Happened]:
    requests: list[NotHeldRequest] = await _of(session, NotHeldRequest, found)
    marked = set(await session.scalars(select(StateChange.entered_at).where(StateChange.assignment_id == found.id)))
    return [one for request in requests for one in _turns_of_plea(request, marked)]


def _turns_of_plea(one: NotHeldRequest, marked: set[datetime]) -> Iterator[Happened]:
    yield Happened(one.asked_at, one.asked_by_id, Said(Turn.NOT_HELD_ASKED, one.reason), one.on_behalf)
    if one.decided_at is not None:
        turn = Turn.NOT_HELD_ACCEPTED if one.accepted else Turn.NOT_HELD_DECLINED
        yield Happened(one.decided_at, one.decided_by_id, Said(turn))
    if one.closed_at is not None and one.closed_at not in marked | {one.decided_at}:
        yield Happened(one.closed_at, one.asked_by_id, Said(Turn.NOT_HELD_WITHDRAWN))


async def _ticks(session: AsyncSession, found: Found) -> list[Happened]:
    entries: list[MedkEntry] = await _of(session, MedkEntry, found)
    return [Happened(one.entered_at, one.person_id, Ticked(one.medk_on), one.on_behalf) for one in entries]


async def _documents(session: AsyncSession, found: Found) -> list[Happened]:
    documents: list[Document] = await _of(session, Document, found)
    sent = [Happened(one.sent_at, one.sent_by_id, DocumentSent(one.version)) for one in documents]
    versions = {one.id: one.version for one in documents}
    words = await session.scalars(
        select(DocumentDecision).where(DocumentDecision.document_id.in_(versions)).order_by(DocumentDecision.id)
    )
    decisions = list(words)
    undone = {one.undoes_id for one in decisions}
    return [
        *sent,
        *(
            Happened(
                one.decided_at,
                one.person_id,
                Judged(
                    versions[one.document_id],
                    one.verdict,
                    one.remark,
                    one.remark_text,
                    one.words,
                    one.blameless,
                    undone=one.id in undone,
                    undoes=one.undoes_id is not None,
                ),
            )
            for one in decisions
        ),
    ]


async def _evidence(session: AsyncSession, found: Found) -> list[Happened]:
    files: list[File] = await _of(session, File, found)
    kept = [one for one in files if one.use is not FileUse.DOCUMENT]
    return [_together([*album]) for _, album in groupby(kept, key=_album)]


def _album(one: File) -> tuple[Any, ...]:
    return (one.use, one.sent_by_id, one.album or one.id)


def _together(files: Sequence[File]) -> Happened:
    first = files[0]
    undone = all(one.removed_at is not None for one in files)
    return Happened(first.sent_at, first.sent_by_id, Evidence(first.use, len(files), undone))


async def _visit(session: AsyncSession, found: Found) -> list[Happened]:
    """Who else was there, what was noted, and the next steps that were agreed."""
    notes: list[VisitNote] = await _of(session, VisitNote, found)
    others = await session.scalars(select(VisitCompanion).where(VisitCompanion.assignment_id == found.id))
    steps = await session.scalars(select(Task).where(Task.step_of_id == found.id))
    return [
        *(Happened(one.joined_at, one.person_id, Said(Turn.WAS_THERE)) for one in others),
        *(
            Happened(one.noted_at, one.person_id, Said(Turn.NOTED, one.text, one.removed_at is not None))
            for one in notes
        ),
        *(
            Happened(one.added_at, one.added_by_id, Said(Turn.STEP, one.text, one.withdrawn_at is not None))
            for one in steps
            if one.added_at is not None
        ),
    ]


async def _plan(session: AsyncSession, found: Found) -> list[Happened]:
    """That it left the plan, and that it came back; who took it back is not kept."""
    withdrawals: list[Withdrawal] = await _of(session, Withdrawal, found)
    gone: Iterable[Happened] = (Happened(one.withdrawn_at, one.person_id, LeftPlan(one.reason)) for one in withdrawals)
    back: Iterable[Happened] = (
        Happened(one.returned_at, None, CameBack(one.reason)) for one in withdrawals if one.returned_at is not None
    )
    return [*gone, *back]


async def _terms(session: AsyncSession, found: Found) -> list[Happened]:
    rows = await session.execute(
        select(AssignmentChange, Edition)
        .join(Edition, Edition.draft_id == AssignmentChange.draft_id)
        .where(AssignmentChange.assignment_id == found.id)
        .order_by(Edition.number)
    )
    return [
        Happened(
            edition.accepted_at,
            edition.accepted_by_id,
            TermMoved(
                change.change,
                edition.number,
                change.start_before,
                change.due_before,
                change.start_after,
                change.due_after,
            ),
        )
        for change, edition in rows.all()
        if edition.accepted_at is not None
    ]


async def _links(session: AsyncSession, found: Found) -> list[Happened]:
    """The rows of other maps that it serves beside its own."""
    rows = await session.execute(
        select(TaskLink.answered_at, TaskLink.answered_by_id, Task.number, RoadMap.title)
        .select_from(ServedTask)
        .join(Task, Task.id == ServedTask.task_id)
        .join(RoadMap, RoadMap.id == Task.roadmap_id)
        .join(
            TaskLink,
            or_(
                (TaskLink.municipal_task_id == found.task_id) & (TaskLink.regional_task_id == Task.id),
                (TaskLink.regional_task_id == found.task_id) & (TaskLink.municipal_task_id == Task.id),
            ),
        )
        .where(ServedTask.assignment_id == found.id)
        .order_by(TaskLink.answered_at)
    )
    return [Happened(row.answered_at, row.answered_by_id, Linked(row.number, row.title)) for row in rows.all()]
