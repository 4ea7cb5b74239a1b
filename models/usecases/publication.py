"""A draft becomes tasks and assignments, all at once or not at all."""

from collections import Counter

from models.cards.roadmaps import PublishedCard
from models.domain.access import Actor
from models.domain.drafts import DraftState
from models.domain.lifecycles import State
from models.domain.moments import local_day
from models.domain.refusals import (
    AlreadyPublished,
    EditionWaits,
    NoParticipants,
    NothingToPublish,
    WrongState,
    YearOver,
)
from models.queries.editions import awaits_acceptance
from models.queries.publication import put_participants, put_row
from models.queries.roadmaps import answers_to, draft_for, participants_of, published_from
from models.roadmap import answers as decisions
from models.roadmap.draft import Draft as ReadDraft
from models.roadmap.planning import Planned, is_over, plan_of
from models.tables import Draft, RoadMap, Territory
from models.work import Work


async def publish_roadmap(work: Work, actor: Actor, draft_id: int, *, archive: bool = False) -> PublishedCard:
    """Turn a draft into tasks and assignments, all at once or not at all.

    Raises:
        WrongState: it is published or put away already.
        AlreadyPublished: the same file was published from another draft meanwhile.
        EditionWaits: it is, or may be, an edition of a published map.
        NothingToPublish: every row is left out.
        NoParticipants: rows that concern schools have none.
        YearOver: all terms are past, and the coordinator has not said «archive»; what runs is never an archive.
    """
    async with work:
        draft = await draft_for(work.session, actor, draft_id)
        if draft.state is not DraftState.OPEN:
            raise WrongState
        published = await published_from(work.session, draft.territory_id, draft.source_hash)
        if published is not None:
            raise AlreadyPublished(published.title)
        if await awaits_acceptance(work.session, actor, draft_id):
            raise EditionWaits
        made = await _publish(work, actor, draft, archive)
        await work.commit()
    return made


async def _publish(work: Work, actor: Actor, draft: Draft, archive: bool) -> PublishedCard:
    territory = await work.session.get_one(Territory, draft.territory_id)
    today = local_day(work.now(), territory.zone)
    given = await answers_to(work.session, actor, draft.id)
    read = decisions.apply(ReadDraft.from_json(draft.body), given)
    participants = await participants_of(work.session, territory, today)
    planned = plan_of(read, decisions.left_out(given), participants, territory.id, today)
    _check(planned)
    over = is_over(planned, read.year, today)
    if over and not archive:
        raise YearOver(read.year)
    roadmap = await _put_roadmap(work, actor, draft, read, over)
    await put_participants(work.session, roadmap, participants, today)
    counted = [await put_row(work.session, roadmap, one) for one in planned]
    draft.state = DraftState.PUBLISHED
    states = sum(counted, Counter[State]())
    return PublishedCard(
        roadmap_id=roadmap.id,
        title=read.title,
        year=read.year,
        rows=len(planned),
        assignments=states.total(),
        schools=len(participants),
        waiting=states[State.WAITING],
        before_start=states[State.BEFORE_START],
        archived=over,
    )


def _check(planned: list[Planned]) -> None:
    if not planned:
        raise NothingToPublish
    empty = tuple(one.row.number for one in planned if not one.aim.units)
    if empty:
        raise NoParticipants(empty)


async def _put_roadmap(work: Work, actor: Actor, draft: Draft, read: ReadDraft, archive: bool) -> RoadMap:
    roadmap = RoadMap(
        territory_id=draft.territory_id,
        level=read.level,
        title=read.title,
        year=read.year,
        archived=archive,
        draft_id=draft.id,
        published_at=work.now(),
        published_by_id=actor.person_id,
    )
    work.session.add(roadmap)
    await work.session.flush()
    return roadmap
