"""Webinars and whom they invite."""

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.webinars import WebinarCard
from models.domain.access import Actor, Role
from models.domain.moments import local_day
from models.domain.refusals import OutOfReach
from models.queries.people import current
from models.tables import Appointment, Attendance, School, Territory, Webinar
from models.tables.base import columns


async def invited_to(session: AsyncSession, webinar: Webinar, today: date) -> list[int]:
    """The people whom a webinar concerns: who holds one of its roles in its territory, or below a region."""
    below = select(Territory.id).where(
        or_(Territory.id == webinar.territory_id, Territory.parent_id == webinar.territory_id)
    )
    found = await session.scalars(
        select(Appointment.person_id)
        .outerjoin(School, School.id == Appointment.school_id)
        .where(
            Appointment.role.in_(webinar.roles),
            current(today),
            or_(Appointment.territory_id.in_(below), School.territory_id.in_(below)),
        )
        .distinct()
        .order_by(Appointment.person_id)
    )
    return list(found)


async def webinar_for(session: AsyncSession, actor: Actor, webinar_id: int, now: datetime) -> Webinar:
    """A webinar the actor gives or is invited to.

    Raises:
        OutOfReach: another's, or none at all.
    """
    webinar = await session.get(Webinar, webinar_id)
    if webinar is None:
        raise OutOfReach
    if not await _concerns(session, actor, webinar, now):
        raise OutOfReach
    return webinar


async def webinar_card(session: AsyncSession, actor: Actor, webinar: Webinar, now: datetime) -> WebinarCard:
    answer = await session.get(Attendance, (webinar.id, actor.person_id))
    return WebinarCard(
        webinar_id=webinar.id,
        title=webinar.title,
        starts_at=webinar.starts_at.astimezone(ZoneInfo(webinar.zone)),
        zone=webinar.zone,
        link=webinar.link,
        roles=tuple(Role(role) for role in webinar.roles),
        invited=len(await invited_to(session, webinar, local_day(now, webinar.zone))),
        going=answer.going if answer else None,
        may_edit=webinar.territory_id in actor.coordinates,
        cancelled=webinar.cancelled_at is not None,
    )


async def coming_webinars(session: AsyncSession, actor: Actor, now: datetime, until: datetime) -> list[Webinar]:
    """Webinars of the actor, given or attended, that begin between the two moments, the first first."""
    given = {"person_id": actor.person_id, "coordinates": [*actor.coordinates], "since": now, "until": until}
    rows = await session.scalars(_coming(), given)
    return [webinar for webinar in rows if await _concerns(session, actor, webinar, now)]


@cache
def _coming() -> Select[Webinar]:
    """Webinars of the territories a person serves in and of the regions above. Built once: every letter asks it."""
    moment = columns(Webinar).starts_at.type
    own = (
        select(func.coalesce(Appointment.territory_id, School.territory_id))
        .outerjoin(School, School.id == Appointment.school_id)
        .where(Appointment.person_id == bindparam("person_id"))
    )
    places = own.union(select(Territory.parent_id).where(Territory.id.in_(own))).subquery().select()
    return (
        select(Webinar)
        .where(
            Webinar.starts_at >= bindparam("since", type_=moment),
            Webinar.starts_at < bindparam("until", type_=moment),
            Webinar.cancelled_at.is_(None),
            or_(Webinar.territory_id.in_(bindparam("coordinates", expanding=True)), Webinar.territory_id.in_(places)),
        )
        .order_by(Webinar.starts_at, Webinar.id)
    )


async def _concerns(session: AsyncSession, actor: Actor, webinar: Webinar, now: datetime) -> bool:
    if webinar.territory_id in actor.coordinates:
        return True
    return actor.person_id in await invited_to(session, webinar, local_day(now, webinar.zone))


async def webinars_until(session: AsyncSession, since: datetime, until: datetime) -> list[Webinar]:
    """All webinars that begin between the two moments and still take place."""
    rows = await session.scalars(
        select(Webinar)
        .where(Webinar.starts_at >= since, Webinar.starts_at < until, Webinar.cancelled_at.is_(None))
        .order_by(Webinar.starts_at, Webinar.id)
    )
    return list(rows)


async def place_of(session: AsyncSession, webinar: Webinar) -> tuple[str | None, str]:
    """The names of the territory above the webinar's, where there is one, and of its own."""
    own = await session.get_one(Territory, webinar.territory_id)
    above = await session.get(Territory, own.parent_id) if own.parent_id else None
    return above.name if above else None, own.name
