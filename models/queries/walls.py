"""Walls: people whose clock shows the same and whose days off are the same."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, or_, select
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
def _home() -> Select[*tuple[Any, ...]]:
    """Built once: every letter asks it."""
    places, school, chosen = table_of(Territory), columns(School), columns(Preferences)
    own, above = places.alias("own"), places.alias("above")
    owns: BindParameter[Any] = bindparam("owns", expanding=True)
    return (
        select(own.c.id, own.c.zone, own.c.name, above.c.name.label("above"), chosen.zone.label("chosen"))
        .select_from(own)
        .outerjoin(table_of(School), school.territory_id == own.c.id)
        .outerjoin(above, above.c.id == own.c.parent_id)
        .outerjoin(table_of(Preferences), chosen.person_id == bindparam("person_id"))
        .where(or_(own.c.id.in_(owns), school.id.in_(bindparam("schools", expanding=True))))
        .order_by(own.c.id.not_in(owns), own.c.id)
        .limit(1)
    )


async def wall_of(session: AsyncSession, calendars: Calendars, actor: Actor, now: datetime) -> Wall:
    """The wall the person lives by: of their own territory, without one of their first school's."""
    given = {"person_id": actor.person_id, "owns": [*actor.owns], "schools": [*actor.schools]}
    place = (await session.execute(_home(), given)).first()
    if place is None:
        return _wall(NOWHERE, calendars.common, (), now, chosen=False)
    calendar = calendars.at(place.above, place.name)
    return _wall(place.chosen or place.zone, calendar, {place.id}, now, chosen=place.chosen is not None)
