"""Drafts, road maps and the schools that take part."""

from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.roadmaps import PublishedMap
from models.domain.access import Actor
from models.domain.refusals import OutOfReach
from models.queries.places import known_as
from models.roadmap.planning import Participant
from models.tables import Draft, DraftAnswer, Participation, RoadMap, School, Task, Territory


async def draft_for(session: AsyncSession, actor: Actor, draft_id: int) -> Draft:
    """A draft of a territory the actor owns.

    Raises:
        OutOfReach: another's, or none at all.
    """
    draft = await session.get(Draft, draft_id)
    if draft is None or draft.territory_id not in actor.owns:
        raise OutOfReach
    return draft


async def answers_to(session: AsyncSession, actor: Actor, draft_id: int) -> dict[tuple[int, str], Any]:
    """The decisions about a draft within reach, by row and field."""
    await draft_for(session, actor, draft_id)
    rows = await session.scalars(select(DraftAnswer).where(DraftAnswer.draft_id == draft_id))
    return {(answer.row, answer.field): answer.value for answer in rows}


async def participants_of(session: AsyncSession, territory: Territory, today: date) -> list[Participant]:
    """The schools that stand in a territory's list on that day, or below a region, by name."""
    rows = await session.execute(
        select(School, Participation.in_project)
        .join(Participation, and_(Participation.school_id == School.id, Participation.roadmap_id.is_(None)))
        .join(Territory, Territory.id == School.territory_id)
        .where(
            or_(Territory.id == territory.id, Territory.parent_id == territory.id),
            Participation.since_on <= today,
            or_(Participation.until_on.is_(None), Participation.until_on >= today),
        )
        .order_by(School.name, School.id)
    )
    names = await known_as(session, territory)
    return [
        Participant(school.id, school.name, school.territory_id, in_project, names.get(school.id, frozenset()))
        for school, in_project in rows.all()
    ]


async def published_from(session: AsyncSession, territory_id: int, source_hash: str) -> RoadMap | None:
    """The road map that was published from that very file, for that territory."""
    return await session.scalar(
        select(RoadMap)
        .join(Draft, Draft.id == RoadMap.draft_id)
        .where(RoadMap.territory_id == territory_id, Draft.source_hash == source_hash)
    )


async def published_maps(session: AsyncSession, actor: Actor) -> list[PublishedMap]:
    """The maps of the actor's territories, those that run before archives, the newest first."""
    printed = select(func.count()).where(
        Task.roadmap_id == RoadMap.id, Task.withdrawn_at.is_(None), Task.step_of_id.is_(None)
    )
    rows = await session.execute(
        select(RoadMap, Territory.name, printed.scalar_subquery())
        .join(Territory, Territory.id == RoadMap.territory_id)
        .where(RoadMap.territory_id.in_(actor.owns))
        .order_by(RoadMap.archived, RoadMap.year.desc(), RoadMap.id.desc())
    )
    return [
        PublishedMap(one.id, one.title, one.year, place, one.edition, count, one.archived)
        for one, place, count in rows.all()
    ]


async def owned_territories(session: AsyncSession, actor: Actor) -> list[Territory]:
    rows = await session.scalars(select(Territory).where(Territory.id.in_(actor.owns)).order_by(Territory.id))
    return list(rows)


async def latest_draft(session: AsyncSession, actor: Actor, state: str) -> Draft | None:
    """The newest draft in that state of the actor's territories."""
    return await session.scalar(
        select(Draft).where(Draft.territory_id.in_(actor.owns), Draft.state == state).order_by(Draft.id.desc()).limit(1)
    )
