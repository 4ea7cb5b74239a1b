"""Walls: people whose clock shows the same and whose days off are the same."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Integer,
    and_,
    bindparam,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.domain.access import Actor
from models.domain.calendar import Calendars, WorkCalendar
from models.domain.moments import local_moment
from models.tables import Preferences, School, Territory
from models.tables.base import columns, table_of

NOWHERE = "Europe/Moscow"
"""By what clock somebody lives who serves nowhere."""


@dataclass(frozen=True, slots=True)
class Wall:
    """What hangs on the wall at `now`; `chosen` says that only those are meant who chose this zone for themselves."""

    zone: str
    calendar: WorkCalendar
    territories: frozenset[int]
    chosen: bool
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    @property
    def hour(self) -> time:
        return self.now.astimezone(ZoneInfo(self.zone)).time()

    @property
    def works(self) -> bool:
        """Whether today is a working day."""
        return self.calendar.is_working(self.today)

    def moment(self, day: date, hour: time) -> datetime:
        return local_moment(day, hour, self.zone)

    def hangs_at(self, territory_id: Any) -> ColumnElement[bool]:
        """Whose place is there and who live by this zone; it takes Preferences joined from outside."""
        by_zone = Preferences.zone == self.zone
        mine = by_zone if self.chosen else or_(Preferences.zone.is_(None), by_zone)
        return and_(territory_id.in_(self.territories), mine)


async def walls(session: AsyncSession, calendars: Calendars, now: datetime) -> list[Wall]:
    """All there are: those of the territories, and those of people who chose another zone."""
    above = aliased(Territory)
    places = await session.execute(
        select(Territory.id, Territory.zone, Territory.name, above.name.label("above"))
        .outerjoin(above, above.id == Territory.parent_id)
        .order_by(Territory.id)
    )
    groups: dict[tuple[str, WorkCalendar], set[int]] = {}
    for place in places.all():
        groups.setdefault((place.zone, calendars.at(place.above, place.name)), set()).add(place.id)
    chosen = await session.scalars(select(Preferences.zone).where(Preferences.zone.is_not(None)).distinct())
    return [
        *(_wall(zone, calendar, ids, now, chosen=False) for (zone, calendar), ids in groups.items()),
        *(
            _wall(zone, calendar, ids, now, chosen=True)
            for zone in chosen
            if zone is not None
            for (other, calendar), ids in groups.items()
            if other != zone
        ),
    ]


def _wall(zone: str, calendar: WorkCalendar, ids: Collection[int], now: datetime, *, chosen: bool) -> Wall:
    return Wall(zone, calendar, frozenset(ids), chosen, now)


@cache
def _homes() -> CompoundSelect[*tuple[Any, ...]]:
    """The places that people serve in, each with the schools they serve at, and the zones they chose for themselves.

    Built once: every letter asks it.
    """
    places, school, chosen = table_of(Territory), columns(School), columns(Preferences)
    own, above = places.alias("own"), places.alias("above")
    schools: BindParameter[Any] = bindparam("schools", expanding=True)
    served = and_(school.territory_id == own.c.id, school.id.in_(schools))
    homes = (
        select(own.c.id, own.c.zone, own.c.name, above.c.name.label("above"), school.id.label("school_id"), _nobody())
        .select_from(own)
        .outerjoin(table_of(School), served)
        .outerjoin(above, above.c.id == own.c.parent_id)
        .where(or_(own.c.id.in_(bindparam("owns", expanding=True)), school.id.is_not(None)))
    )
    nowhere = (null().cast(places.c[name].type) for name in ("name", "name"))
    zones = select(
        null().cast(Integer), chosen.zone, *nowhere, null().cast(Integer), chosen.person_id.label("person_id")
    ).where(chosen.person_id.in_(bindparam("people", expanding=True)), chosen.zone.is_not(None))
    return union_all(homes, zones)


def _nobody() -> ColumnElement[int]:
    return null().cast(Integer).label("person_id")


async def walls_of(
    session: AsyncSession, calendars: Calendars, actors: Collection[Actor], now: datetime
) -> dict[int, Wall]:
    """The wall each person lives by: of their own territory, without one of their first school's."""
    given = {
        "people": [actor.person_id for actor in actors],
        "owns": list({territory for actor in actors for territory in actor.owns}),
        "schools": list({school for actor in actors for school in actor.schools}),
    }
    rows = (await session.execute(_homes(), given)).all()
    chosen = {row.person_id: row.zone for row in rows if row.person_id is not None}
    places = [row for row in rows if row.person_id is None]
    return {
        actor.person_id: _wall_at(_home_of(actor, places), calendars, chosen.get(actor.person_id), now)
        for actor in actors
    }


def _home_of(actor: Actor, places: Collection[Any]) -> Any | None:
    own = [row for row in places if row.id in actor.owns] or [row for row in places if row.school_id in actor.schools]
    return min(own, key=lambda row: row.id, default=None)


def _wall_at(place: Any | None, calendars: Calendars, chosen: str | None, now: datetime) -> Wall:
    if place is None:
        return _wall(NOWHERE, calendars.common, (), now, chosen=False)
    calendar = calendars.at(place.above, place.name)
    return _wall(chosen or place.zone, calendar, {place.id}, now, chosen=chosen is not None)


async def wall_of(session: AsyncSession, calendars: Calendars, actor: Actor, now: datetime) -> Wall:
    """The wall that one person lives by."""
    return (await walls_of(session, calendars, [actor], now))[actor.person_id]
