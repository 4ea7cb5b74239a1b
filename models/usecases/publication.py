"""A draft becomes tasks and assignments, all at once or not at all."""

from collections import Counter
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.roadmaps import PublishedCard
from models.domain.access import Actor
from models.domain.drafts import DraftState
from models.domain.lifecycles import State
from models.domain.moments import local_day
from models.domain.refusals import AlreadyPublished, NoParticipants, NothingToPublish, WrongState, YearOver
from models.queries.publication import put_row
from models.queries.roadmaps import answers_to, draft_for, participants_of, published_from
from models.roadmap import answers as decisions
from models.roadmap.draft import Draft as ReadDraft
from models.roadmap.planning import Participant, Planned, is_over, plan_of
from models.tables import Draft, Participation, RoadMap, Territory
from models.tables.dialect import insert_once
from models.work import Work


async def publish_roadmap(work: Work, actor: Actor, draft_id: int, *, archive: bool = False) -> PublishedCard:
    """Turn a draft into tasks and assignments, all at once or not at all.

    Raises:
        WrongState: it is published or put away already.
        AlreadyPublished: the same file was published from another draft meanwhile.
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
    await _put_participants(work.session, roadmap, participants, today)
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


async def _put_participants(
    session: AsyncSession, roadmap: RoadMap, participants: list[Participant], today: date
) -> None:
    rows = [
        {"roadmap_id": roadmap.id, "school_id": one.school_id, "in_project": one.in_project, "since_on": today}
        for one in participants
    ]
    await insert_once(session, Participation, rows)
