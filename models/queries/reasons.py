"""The reasons to return a document that hold at a place."""

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.documents import ReasonsCard
from models.domain.access import Actor
from models.domain.lifecycles import Remark
from models.domain.refusals import OutOfReach
from models.domain.returns import USUAL, Reason
from models.tables import AuditEntry, ReturnReason, Territory


async def reasons_of(session: AsyncSession, actor: Actor, territory_id: int) -> ReasonsCard:
    """The territory's own list, else that of the region above it, else the usual one.

    `actor` sees something of that territory: their reach was checked by what they asked about.
    """
    place = await session.get_one(Territory, territory_id)
    above = await session.get(Territory, place.parent_id) if place.parent_id else None
    rows = await session.scalars(
        select(ReturnReason)
        .where(
            or_(ReturnReason.territory_id == territory_id, ReturnReason.territory_id == place.parent_id),
            ReturnReason.retired_at.is_(None),
        )
        .order_by(ReturnReason.position, ReturnReason.id)
    )
    known = rows.all()
    for owner in (place, above):
        own = tuple(_reason(row) for row in known if owner is not None and row.territory_id == owner.id)
        if own and owner is not None:
            return ReasonsCard(territory_id, place.name, own, owner.name, own=owner is place)
    return ReasonsCard(territory_id, place.name, USUAL)


def _reason(row: ReturnReason) -> Reason:
    return Reason(row.code or Remark.IN_WORDS, row.text, row.id, row.blameless)


async def reason_for(session: AsyncSession, actor: Actor, territory_id: int, reason_id: int) -> Reason:
    """A reason of the territory or of the region above it; one that was retired still says what its button said.

    Raises:
        OutOfReach: another territory's, or none at all.
    """
    row = await session.get(ReturnReason, reason_id)
    place = await session.get_one(Territory, territory_id)
    if row is None or row.territory_id not in (territory_id, place.parent_id):
        raise OutOfReach
    return _reason(row)


async def change_for(
    session: AsyncSession, actor: Actor, territory_id: int, change_id: int, action: str
) -> tuple[AuditEntry, bool]:
    """A change of the list of a territory of the actor's own, as the audit has it, and whether none came after it.

    Raises:
        OutOfReach: not their territory, or no such change.
    """
    if territory_id not in actor.owns:
        raise OutOfReach
    about = (AuditEntry.action == action, AuditEntry.subject_id == territory_id)
    change = await session.scalar(select(AuditEntry).where(*about, AuditEntry.id == change_id))
    if change is None:
        raise OutOfReach
    newest = await session.scalar(select(func.max(AuditEntry.id)).where(*about))
    return change, newest == change_id


async def rows_changed_at(session: AsyncSession, actor: Actor, territory_id: int, at: datetime) -> list[ReturnReason]:
    """The rows of the list that came or went at that moment."""
    touched = or_(ReturnReason.added_at == at, ReturnReason.retired_at == at)
    return list(await session.scalars(select(ReturnReason).where(ReturnReason.territory_id == territory_id, touched)))


async def own_reasons(session: AsyncSession, actor: Actor, territory_id: int) -> list[ReturnReason]:
    """The rows of the actor's own list in their order, none where there is no list of their own.

    Raises:
        OutOfReach: not their territory.
    """
    if territory_id not in actor.owns:
        raise OutOfReach
    rows = await session.scalars(
        select(ReturnReason)
        .where(ReturnReason.territory_id == territory_id, ReturnReason.retired_at.is_(None))
        .order_by(ReturnReason.position, ReturnReason.id)
    )
    return list(rows)
