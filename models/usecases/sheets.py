"""A draft goes out as a table and comes back corrected."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from models.cards.sheets import ComparedCard, SheetCard
from models.domain.access import Actor
from models.domain.drafts import DraftState
from models.domain.refusals import DraftClosed, WrongState
from models.queries.roadmaps import answers_to, draft_for
from models.roadmap import answers as decisions
from models.roadmap.draft import Draft as ReadDraft
from models.roadmap.sheet import Vocabulary
from models.roadmap.sheet_changes import compare
from models.roadmap.sheet_reading import ReturnedSheet
from models.tables import Draft, DraftAnswer, Territory
from models.tables.dialect import upsert
from models.work import Work

Decision = tuple[int, str, Any]
"""A row (from 0), a field, and its value in the field's JSON shape."""


async def look_at_sheet(work: Work, actor: Actor, draft_id: int) -> SheetCard:
    """What a table of the draft is made of.

    Raises:
        DraftClosed: it is published or put away already: nothing corrected in its table would count.
    """
    async with work.reading():
        draft = _open(await draft_for(work.session, actor, draft_id))
        return await _card(work, actor, draft)


async def compare_sheet(work: Work, actor: Actor, sheet: ReturnedSheet, words: Vocabulary) -> ComparedCard:
    """What a table that came back would change; nothing is changed yet.

    Raises:
        OutOfReach: the draft is another's, or there is none.
        DraftClosed: it was published or put away meanwhile.
    """
    card = await look_at_sheet(work, actor, sheet.draft_id)
    return ComparedCard(
        draft_id=card.draft_id,
        title=card.read.title,
        plan=card.read.plan,
        stale=card.revision != sheet.revision,
        comparison=compare(card.read, card.left_out, sheet, words),
        others=sheet.others,
        missing=sheet.missing,
    )


async def accept_sheet(work: Work, actor: Actor, draft_id: int, asked: Sequence[Decision]) -> None:
    """Settle all that the table asks for at once, as if each had been decided in the chat.

    Raises:
        DraftClosed: the draft was published or put away meanwhile.
        WrongState: the draft has no such row.
    """
    async with work:
        draft = _open(await draft_for(work.session, actor, draft_id))
        rows = len(draft.body["tasks"])
        if not all(0 <= row < rows for row, _, _ in asked):
            raise WrongState
        for row, field, value in asked:
            answer = {
                "draft_id": draft_id,
                "row": row,
                "field": field,
                "value": value,
                "person_id": actor.person_id,
                "answered_at": work.now(),
            }
            await upsert(work.session, DraftAnswer, answer)
        await work.commit()


def _open(draft: Draft) -> Draft:
    if draft.state is not DraftState.OPEN:
        raise DraftClosed(draft.body["document"]["title"], published=draft.state is DraftState.PUBLISHED)
    return draft


async def _card(work: Work, actor: Actor, draft: Draft) -> SheetCard:
    given = await answers_to(work.session, actor, draft.id)
    territory = await work.session.get_one(Territory, draft.territory_id)
    return SheetCard(
        draft_id=draft.id,
        revision=_revision(given),
        territory=territory.name,
        read=decisions.apply(ReadDraft.from_json(draft.body), given),
        left_out=decisions.left_out(given),
    )


def _revision(given: Mapping[tuple[int, str], Any]) -> str:
    """A name for what has been decided so far."""
    told = sorted((row, field, json.dumps(value, sort_keys=True)) for (row, field), value in given.items())
    return sha256(json.dumps(told).encode()).hexdigest()[:12]
