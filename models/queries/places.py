"""Territories and schools by the names people type."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.domain.refusals import PlaceUnknown
from models.language.schools import match_school
from models.tables import School, Territory


async def find_territory(session: AsyncSession, name: str) -> Territory | None:
    return await session.scalar(select(Territory).where(Territory.name == name))


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
