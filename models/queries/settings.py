"""A person's own hours."""

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.domain.access import Actor
from models.domain.hours import USUAL, Hours
from models.queries.walls import NOWHERE
from models.tables import Preferences, School, Territory
from models.tables.dialect import upsert


async def hours_of(session: AsyncSession, actor: Actor) -> Hours:
    """What the actor chose, or what holds until they choose."""
    chosen = await session.get(Preferences, actor.person_id)
    return chosen.hours if chosen else USUAL


async def keep_hours(session: AsyncSession, actor: Actor, hours: Hours) -> None:
    """Put the actor's hours in place of those chosen before; what is usual needs no row."""
    if hours == USUAL:
        await session.execute(delete(Preferences).where(Preferences.person_id == actor.person_id))
        return
    row = {
        "person_id": actor.person_id,
        "letter_weekday": hours.letter_weekday,
        "digest_hour": hours.digest_hour,
        "day_begins": hours.day_begins,
        "day_ends": hours.day_ends,
        "muted": sorted(hours.muted),
        "zone": hours.zone,
    }
    await upsert(session, Preferences, row)


async def place_zone_of(session: AsyncSession, actor: Actor) -> str:
    """The zone of the actor's own territory, without one of their first school's."""
    zone = await session.scalar(
        select(Territory.zone)
        .outerjoin(School, School.territory_id == Territory.id)
        .where(or_(Territory.id.in_(actor.owns), School.id.in_(actor.schools)))
        .order_by(Territory.id.not_in(actor.owns), Territory.id)
        .limit(1)
    )
    return zone or NOWHERE
