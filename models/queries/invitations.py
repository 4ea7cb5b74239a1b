"""Personal links and what they offer."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.people import Post
from models.tables import Invitation, InvitedSchool, School, Territory


async def invitation_of(session: AsyncSession, token_hash: str) -> Invitation | None:
    return await session.scalar(select(Invitation).where(Invitation.token_hash == token_hash))


async def invited_schools(session: AsyncSession, invitation: Invitation) -> list[int]:
    rows = await session.scalars(
        select(InvitedSchool.school_id)
        .where(InvitedSchool.invitation_id == invitation.id)
        .order_by(InvitedSchool.school_id)
    )
    return list(rows)


async def places_of(session: AsyncSession, invitation: Invitation) -> Post:
    """The role that a link offers, with the names of its places."""
    if invitation.territory_id is not None:
        territory = await session.get_one(Territory, invitation.territory_id)
        return Post(invitation.role, (territory.name,))
    names = await session.scalars(
        select(School.name)
        .join(InvitedSchool, InvitedSchool.school_id == School.id)
        .where(InvitedSchool.invitation_id == invitation.id)
        .order_by(School.name)
    )
    return Post(invitation.role, tuple(names))


async def zone_of_invitation(session: AsyncSession, invitation: Invitation) -> str:
    """The zone of the place that a link leads to."""
    zone = await session.scalar(
        select(Territory.zone)
        .outerjoin(School, School.territory_id == Territory.id)
        .outerjoin(InvitedSchool, InvitedSchool.school_id == School.id)
        .where((Territory.id == invitation.territory_id) | (InvitedSchool.invitation_id == invitation.id))
        .limit(1)
    )
    return zone or "UTC"
