"""A road map's way from a file to a draft, looked through and decided row by row."""

from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.roadmaps import DraftCard, DraftRow, HeardCard, PublishedMap
from models.domain.access import Actor
from models.domain.doubts import DoubtField
from models.domain.drafts import DraftState
from models.domain.lifecycles import State
from models.domain.moments import local_day
from models.domain.plan import Marking
from models.domain.refusals import AlreadyPublished, NotYourLevel, NotYours, WrongState
from models.language.frequency import times_in
from models.queries.editions import awaits_acceptance, offer_edition
from models.queries.places import names_said
from models.queries.roadmaps import (
    answers_to,
    draft_for,
    latest_draft,
    owned_territories,
    participants_of,
    published_from,
    published_maps,
)
from models.roadmap import answers as decisions
from models.roadmap.draft import Draft as ReadDraft
from models.roadmap.draft import DraftTask
from models.roadmap.naming import answered, printed_names, to_ask
from models.roadmap.planning import Aim, aim_of, has_slot, is_over, may_have_slot, plan_of, terms_of
from models.roadmap.typed import hear
from models.tables import Draft, DraftAnswer, Territory
from models.tables.dialect import upsert
from models.work import Work


async def receive_roadmap(work: Work, actor: Actor, *, name: str, source: bytes, read: ReadDraft) -> DraftCard:
    """Keep what was read as a draft of the coordinator's territory, to be looked through and published.

    Raises:
        NotYours: the actor coordinates nothing.
        NotYourLevel: a regional map from a municipal coordinator, or the other way round.
        AlreadyPublished: this very file is a published map.
    """
    async with work:
        territory = await _territory(work.session, actor, read)
        digest = sha256(source).hexdigest()
        published = await published_from(work.session, territory.id, digest)
        if published is not None:
            raise AlreadyPublished(published.title)
        draft = Draft(
            territory_id=territory.id,
            author_id=actor.person_id,
            source_name=name,
            source_hash=digest,
            source=source,
            body=read.to_json(),
            created_at=work.now(),
            state=DraftState.OPEN,
        )
        work.session.add(draft)
        await work.session.flush()
        await offer_edition(work.session, draft, read)
        card = await _card(work, actor, draft)
        await work.commit()
    return card


async def _territory(session: AsyncSession, actor: Actor, read: ReadDraft) -> Territory:
    owned = await owned_territories(session, actor)
    if not owned:
        raise NotYours
    fitting = [territory for territory in owned if territory.level is read.level]
    if not fitting:
        raise NotYourLevel
    return next((territory for territory in fitting if territory.name == read.territory), fitting[0])


async def look_at_draft(work: Work, actor: Actor, draft_id: int) -> DraftCard:
    async with work.reading() as session:
        return await _card(work, actor, await draft_for(session, actor, draft_id))


async def open_draft(work: Work, actor: Actor) -> DraftCard | None:
    """The newest draft that waits to be published, None when there is none."""
    async with work.reading() as session:
        draft = await latest_draft(session, actor, DraftState.OPEN)
        return await _card(work, actor, draft) if draft else None


async def own_maps(work: Work, actor: Actor) -> list[PublishedMap]:
    """What was published of the actor's territories."""
    async with work.reading() as session:
        return await published_maps(session, actor)


async def hear_words(work: Work, actor: Actor, draft_id: int, row: int, field: DoubtField, words: str) -> HeardCard:
    """Read what the coordinator types for one field of one row (from 0); nothing is decided by it.

    Raises:
        WrongState: the draft is published or put away already, or has no such row.
    """
    async with work.reading() as session:
        draft = await draft_for(session, actor, draft_id)
        _check_row(draft, row)
        territory = await session.get_one(Territory, draft.territory_id)
        today = local_day(work.now(), territory.zone)
        schools = [one.name for one in await participants_of(session, territory, today)]
        heard = hear(field, words, ReadDraft.from_json(draft.body).plan, schools)
        card = await _card(work, actor, draft)
        return HeardCard(card, card.rows[row], heard)


def _check_row(draft: Draft, row: int) -> None:
    if draft.state is not DraftState.OPEN or not 0 <= row < len(draft.body["tasks"]):
        raise WrongState


async def decide(work: Work, actor: Actor, draft_id: int, row: int, field: str, value: Any) -> DraftCard:
    """Settle one field of one row (from 0), in the field's JSON shape; the last word counts.

    Raises:
        WrongState: the draft is published or put away already, or has no such row.
    """
    async with work:
        draft = await draft_for(work.session, actor, draft_id)
        _check_row(draft, row)
        answer = {
            "draft_id": draft_id,
            "row": row,
            "field": field,
            "value": value,
            "person_id": actor.person_id,
            "answered_at": work.now(),
        }
        await upsert(work.session, DraftAnswer, answer)
        card = await _card(work, actor, draft)
        await work.commit()
    return card


async def discard_draft(work: Work, actor: Actor, draft_id: int) -> None:
    async with work:
        draft = await draft_for(work.session, actor, draft_id)
        if draft.state is DraftState.PUBLISHED:
            raise WrongState
        draft.state = DraftState.DISCARDED
        await work.commit()


async def _card(work: Work, actor: Actor, draft: Draft) -> DraftCard:
    session = work.session
    territory = await session.get_one(Territory, draft.territory_id)
    given = await answers_to(session, actor, draft.id)
    read = decisions.apply(ReadDraft.from_json(draft.body), given)
    today = local_day(work.now(), territory.zone)
    participants = await participants_of(session, territory, today)
    out = decisions.left_out(given)
    names, said = printed_names(read, out), await names_said(session, territory)
    region = await session.get(Territory, territory.parent_id) if territory.parent_id else None
    return DraftCard(
        draft_id=draft.id,
        title=read.title,
        year=read.year,
        territory=territory.name,
        level=read.level,
        participants=len(participants),
        rows=tuple(
            _row(index, row, aim_of(row, participants, territory.id), index in out, today)
            for index, row in enumerate(read.tasks)
        ),
        edition=await awaits_acceptance(session, actor, draft.id),
        left_aside=read.left_aside,
        over=is_over(plan_of(read, out, participants, territory.id, today), read.year, today),
        region=region.name if region else None,
        schools_to_ask=len(to_ask(names, participants, said)),
        schools_said=len(answered(names, participants, said)),
    )


def _row(index: int, row: DraftTask, aim: Aim, out: bool, today: date) -> DraftRow:
    each = terms_of(row, today, marking=Marking.EACH)
    (once,) = terms_of(row, today, marking=Marking.ONE)
    return DraftRow(
        index=index,
        number=row.number,
        text=row.text,
        timing=row.timing_raw,
        periods=row.periods,
        executors=row.executors_raw,
        kind=row.kind,
        scope=row.scope,
        units=len(aim.units),
        unknown_schools=aim.unknown,
        doubts=row.doubts,
        left_out=out,
        section=row.section,
        indicator=row.indicator,
        acting=row.acting,
        schools=row.schools,
        needs_document=has_slot(row),
        may_have_slot=may_have_slot(row),
        marking=_marking(row, today),
        times=len(each),
        last_due=once.due,
        frequency=row.frequency_in_text,
        frequency_times=times_in(row.frequency_in_text, row.text, row.indicator),
        due_days=_due_days(row, today),
        frequency_open=row.frequency_in_text is not None and row.marking is None and len(each) > 1,
    )


def _due_days(row: DraftTask, today: date) -> tuple[date, ...]:
    """What is past is no debt, and what is awaited from others has no due day of ours."""
    return tuple(sorted({term.due for term in terms_of(row, today) if term.due and term.state is State.PLANNED}))


def _marking(row: DraftTask, today: date) -> Marking | None:
    """The coordinator's choice or, without one, that which changes nothing; None where either would."""
    standing = terms_of(row, today)
    same = (marking for marking in (Marking.EACH, Marking.ONE) if terms_of(row, today, marking=marking) == standing)
    return row.marking or next(same, None)
