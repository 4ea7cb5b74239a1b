"""Editions of a road map: the one in force, those on their way, and all there have been."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.editions import EditionsCard, PastEdition, PastRow
from models.domain.access import Actor
from models.domain.editions import EditionState, RowChange, TermChange
from models.domain.lifecycles import State
from models.domain.moments import local_day
from models.domain.plan import Marking
from models.domain.refusals import OutOfReach
from models.queries.roadmaps import answers_to, draft_for
from models.roadmap import answers as decisions
from models.roadmap.draft import Draft as ReadDraft
from models.roadmap.draft import DraftTask
from models.roadmap.editions import EDITION, PERHAPS, SAME_ROW, Field, Rows, Words, carried, share_in_common
from models.tables import (
    Assignment,
    AssignmentChange,
    Draft,
    DraftAnswer,
    Edition,
    Person,
    RoadMap,
    TaskChange,
    Territory,
)
from models.tables.dialect import insert_once

WAITING = (EditionState.ASKED, EditionState.OFFERED)

# --- drafts that are editions ----------------------------------------------------------------------------------------


async def offer_edition(session: AsyncSession, draft: Draft, read: ReadDraft) -> None:
    """Note that a new draft is, or may be, an edition of a map that runs, by the likeness of their rows.

    Where it surely is, what was decided about rows that it prints in the same way goes on.
    """
    rated = [
        (share_in_common(await _rows_in_force(session, roadmap), dict(enumerate(read.tasks))), roadmap)
        for roadmap in await _running(session, draft, read)
    ]
    likely = sorted((one for one in rated if one[0] >= PERHAPS), key=lambda one: one[0], reverse=True)
    if not likely:
        return
    share, roadmap = likely[0]
    sure = [one for one in likely if one[0] >= EDITION]
    state = EditionState.OFFERED if len(sure) == 1 else EditionState.ASKED
    session.add(Edition(draft_id=draft.id, roadmap_id=roadmap.id, state=state, share=round(share * 100)))
    await session.flush()
    if state is EditionState.OFFERED:
        await carry_decisions(session, draft, roadmap)


async def _running(session: AsyncSession, draft: Draft, read: ReadDraft) -> list[RoadMap]:
    rows = await session.scalars(
        select(RoadMap)
        .where(
            RoadMap.territory_id == draft.territory_id,
            RoadMap.year == read.year,
            RoadMap.level == read.level,
            RoadMap.archived.is_(False),
        )
        .order_by(RoadMap.id.desc())
    )
    return list(rows)


async def _rows_in_force(session: AsyncSession, roadmap: RoadMap) -> Rows:
    draft = await session.get_one(Draft, roadmap.draft_id)
    return dict(enumerate(decisions.apply(ReadDraft.from_json(draft.body), await _answers(session, draft)).tasks))


async def _answers(session: AsyncSession, draft: Draft) -> dict[tuple[int, str], Any]:
    rows = await session.scalars(select(DraftAnswer).where(DraftAnswer.draft_id == draft.id))
    return {(answer.row, answer.field): answer.value for answer in rows}


async def carry_decisions(session: AsyncSession, draft: Draft, roadmap: RoadMap) -> None:
    """What the coordinator decided about the edition in force goes on where the new file prints the same."""
    old = await session.get_one(Draft, roadmap.draft_id)
    given = (await session.scalars(select(DraftAnswer).where(DraftAnswer.draft_id == old.id))).all()
    if not given:
        return
    read = ReadDraft.from_json(draft.body)
    kept = carried(ReadDraft.from_json(old.body), {(one.row, one.field): one.value for one in given}, read)
    rows = [
        {
            "draft_id": draft.id,
            "row": row,
            "field": field,
            "value": value,
            "person_id": given[0].person_id,
            "answered_at": given[0].answered_at,
        }
        for (row, field), value in kept.items()
    ]
    await insert_once(session, DraftAnswer, rows)


async def edition_of(session: AsyncSession, actor: Actor, draft_id: int) -> Edition | None:
    """The edition that a draft within reach is or may be, None where it is a map of its own."""
    await draft_for(session, actor, draft_id)
    edition = await session.get(Edition, draft_id)
    return edition if edition is not None and edition.state is not EditionState.ANOTHER_MAP else None


async def awaits_acceptance(session: AsyncSession, actor: Actor, draft_id: int) -> bool:
    """Whether a draft is to be accepted as an edition, and not published beside the map."""
    edition = await edition_of(session, actor, draft_id)
    return edition is not None and edition.state in WAITING


async def roadmap_for(session: AsyncSession, actor: Actor, roadmap_id: int) -> RoadMap:
    """A road map of a territory the actor owns.

    Raises:
        OutOfReach: another's, or none at all.
    """
    roadmap = await session.get(RoadMap, roadmap_id)
    if roadmap is None or roadmap.territory_id not in actor.owns:
        raise OutOfReach
    return roadmap


@dataclass(frozen=True, slots=True)
class Decided:
    """A draft as decided, and the rows that it leaves out."""

    read: ReadDraft
    out: frozenset[int]
    answers: Mapping[tuple[int, str], Any]

    @property
    def rows(self) -> Rows:
        return {place: row for place, row in enumerate(self.read.tasks) if place not in self.out}


async def decided_draft(session: AsyncSession, actor: Actor, draft_id: int) -> Decided:
    """A draft within reach with the coordinator's word laid over it."""
    draft = await draft_for(session, actor, draft_id)
    given = await answers_to(session, actor, draft_id)
    return Decided(decisions.apply(ReadDraft.from_json(draft.body), given), decisions.left_out(given), given)


def said_of_pairs(new: Decided, in_force_id: int) -> Words:
    """What was said of rows of the edition in force (its draft's id) and of the new one; of others it says nothing."""
    words: dict[tuple[int, int], bool] = {}
    for (row, field), value in new.answers.items():
        if field == SAME_ROW and value["of"] == in_force_id:
            words |= {(int(old), row): same for old, same in value["same"].items()}
    return words


def row_to_keep(row: DraftTask | None) -> dict[str, Any] | None:
    """A row as JSON values, with what the coordinator said of it."""
    if row is None:
        return None
    return {**row.to_json(), "doubts": [], "needs_document": row.needs_document, "marking": row.marking}


def kept_row(values: Mapping[str, Any] | None) -> DraftTask | None:
    """Take back what `row_to_keep` gave."""
    if values is None:
        return None
    marking = values.get("marking")
    return replace(
        DraftTask.from_json(values),
        needs_document=values.get("needs_document"),
        marking=Marking(marking) if marking else None,
    )


# --- all editions of a map -------------------------------------------------------------------------------------------


async def editions_card(session: AsyncSession, actor: Actor, roadmap_id: int) -> EditionsCard:
    """The history of a map within reach: every edition and every row that it changed.

    Raises:
        OutOfReach: another's, or none at all.
    """
    roadmap = await roadmap_for(session, actor, roadmap_id)
    zone = (await session.get_one(Territory, roadmap.territory_id)).zone
    rows = await session.execute(
        select(Edition, Draft.body, Person.name)
        .join(Draft, Draft.id == Edition.draft_id)
        .join(Person, Person.id == Edition.accepted_by_id)
        .where(Edition.roadmap_id == roadmap_id, Edition.state == EditionState.ACCEPTED)
        .order_by(Edition.number.desc())
    )
    found = [
        PastEdition(
            edition.number or 0,
            body["document"]["title"],
            local_day(edition.accepted_at or roadmap.published_at, zone),
            name,
            await _past_rows(session, edition),
        )
        for edition, body, name in rows.all()
    ]
    return EditionsCard(roadmap_id, roadmap.title, roadmap.year, tuple(found))


async def _past_rows(session: AsyncSession, edition: Edition) -> tuple[PastRow, ...]:
    changes = await session.scalars(
        select(TaskChange).where(TaskChange.draft_id == edition.draft_id).order_by(TaskChange.task_id)
    )
    counted = await session.execute(
        select(Assignment.task_id, Assignment.state, func.count())
        .join(AssignmentChange, AssignmentChange.assignment_id == Assignment.id)
        .where(AssignmentChange.draft_id == edition.draft_id, AssignmentChange.change == TermChange.WITHDRAWN)
        .group_by(Assignment.task_id, Assignment.state)
    )
    states: dict[int, dict[State, int]] = {}
    for task_id, state, count in counted.all():
        states.setdefault(task_id, {})[state] = count
    return tuple(
        PastRow(
            tuple(RowChange(code) for code in change.changes),
            kept_row(change.before),
            kept_row(change.after),
            frozenset(Field(code) for code in change.fields),
            states.get(change.task_id, {}),
        )
        for change in changes
    )
