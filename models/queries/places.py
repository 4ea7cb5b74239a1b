"""Territories and schools by the names people type."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.domain.calendar import Calendars, WorkCalendar
from models.domain.plan import Level
from models.domain.refusals import PlaceUnknown
from models.language.schools import match_school
from models.tables import School, SchoolAlias, Territory


async def find_territory(session: AsyncSession, name: str) -> Territory | None:
    return await session.scalar(select(Territory).where(Territory.name == name))


async def keep_territory(
    session: AsyncSession, name: str, level: Level, zone: str, parent: Territory | None = None
) -> tuple[Territory, bool]:
    """The territory of that name, made when it is new, and whether it is."""
    territory = await find_territory(session, name)
    if territory is not None:
        return territory, False
    territory = Territory(name=name, level=level, zone=zone, parent_id=parent.id if parent else None)
    session.add(territory)
    await session.flush()
    return territory, True


async def territory_named(session: AsyncSession, name: str) -> Territory:
    """The territory of that very name.

    Raises:
        PlaceUnknown: there is none.
    """
    territory = await find_territory(session, name.strip())
    if territory is None:
        raise PlaceUnknown(name)
    return territory


async def school_named(session: AsyncSession, name: str, territory: str | None) -> School:
    """The one school that a typed name means, within a territory when it is named.

    Raises:
        PlaceUnknown: none, or several.
    """
    wanted = select(School).join(Territory)
    if territory:
        wanted = wanted.where(Territory.name == territory)
    schools = list(await session.scalars(wanted))
    exact = [school for school in schools if school.name == name.strip()]
    likely = exact or [school for school in schools if school.name in match_school(name, [one.name for one in schools])]
    if len(likely) != 1:
        raise PlaceUnknown(name)
    return likely[0]


async def known_as(session: AsyncSession, territory: Territory) -> dict[int, frozenset[str]]:
    """The printed names a territory knows its schools by, folded, for each school."""
    rows = await session.execute(
        select(SchoolAlias.school_id, SchoolAlias.key).where(
            SchoolAlias.territory_id == territory.id, SchoolAlias.school_id.is_not(None)
        )
    )
    names: dict[int, frozenset[str]] = {}
    for school_id, key in rows:
        assert school_id is not None
        names[school_id] = names.get(school_id, frozenset()) | {key}
    return names


async def names_said(session: AsyncSession, territory: Territory) -> dict[str, int | None]:
    """What a territory has said of printed names, folded: the school each means, None for none of theirs."""
    rows = await session.execute(
        select(SchoolAlias.key, SchoolAlias.school_id).where(SchoolAlias.territory_id == territory.id)
    )
    return {row.key: row.school_id for row in rows}


async def local_calendars(
    session: AsyncSession, places: Collection[int], calendars: Calendars
) -> dict[int, tuple[str, WorkCalendar]]:
    """By what clock and by whose days off each of those territories lives, by their ids."""
    above = aliased(Territory)
    rows = await session.execute(
        select(Territory.id, Territory.zone, Territory.name, above.name.label("above"))
        .outerjoin(above, above.id == Territory.parent_id)
        .where(Territory.id.in_(places))
    )
    return {row.id: (row.zone, calendars.at(row.above, row.name)) for row in rows}


async def municipalities_of(session: AsyncSession, territory: Territory) -> list[Territory]:
    """The municipality itself, or those of a region, by name."""
    if territory.level is Level.MUNICIPALITY:
        return [territory]
    rows = await session.scalars(
        select(Territory).where(Territory.parent_id == territory.id).order_by(Territory.name, Territory.id)
    )
    return list(rows)
