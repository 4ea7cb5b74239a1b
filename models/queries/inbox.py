"""Statements over the inbox. No actor stands behind them: an update is nobody's before it is handled."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.inbox import InboxCard, Incoming
from models.domain.inbox import InboxState
from models.tables import InboxRow
from models.tables.dialect import insert_once

OPEN = (InboxState.WAITING, InboxState.APPLIED)


async def known_among(session: AsyncSession, batch: Sequence[Incoming]) -> set[int]:
    """The updates of the batch that have been stored before."""
    ids = [incoming.update_id for incoming in batch]
    return set(await session.scalars(select(InboxRow.update_id).where(InboxRow.update_id.in_(ids))))


async def put(session: AsyncSession, batch: Sequence[Incoming], at: datetime) -> None:
    """Store the batch with one statement."""
    rows = [
        {"update_id": incoming.update_id, "chat": incoming.chat, "body": incoming.body, "received_at": at}
        for incoming in batch
    ]
    await insert_once(session, InboxRow, rows)


async def count_duplicates(session: AsyncSession, repeats: Counter[int]) -> None:
    for update_id, times in repeats.items():
        await session.execute(
            update(InboxRow)
            .where(InboxRow.update_id == update_id)
            .values(duplicates=InboxRow.duplicates + times)
            .execution_options(synchronize_session=False)
        )


async def open_rows(session: AsyncSession, *, after: int | None, limit: int) -> list[InboxCard]:
    """What is not settled, oldest first, beyond the update `after`."""
    found = select(InboxRow.update_id, InboxRow.chat, InboxRow.body, InboxRow.state).where(InboxRow.state.in_(OPEN))
    if after is not None:
        found = found.where(InboxRow.update_id > after)
    rows = await session.execute(found.order_by(InboxRow.update_id).limit(limit))
    return [InboxCard(row.update_id, row.chat, row.body, row.state is InboxState.APPLIED) for row in rows]


async def state_of(session: AsyncSession, update_id: int) -> InboxState | None:
    return await session.scalar(select(InboxRow.state).where(InboxRow.update_id == update_id))


async def mark_settled(session: AsyncSession, update_ids: Collection[int], at: datetime) -> None:
    """Settle, and forget the words: what people wrote is kept only until it is answered."""
    await session.execute(
        update(InboxRow)
        .where(InboxRow.update_id.in_(update_ids), InboxRow.state.in_(OPEN))
        .values(state=InboxState.SETTLED, settled_at=at, body="")
        .execution_options(synchronize_session=False)
    )


async def mark_quarantined(session: AsyncSession, update_id: int, incident: str, at: datetime) -> None:
    await session.execute(
        update(InboxRow)
        .where(InboxRow.update_id == update_id)
        .values(state=InboxState.QUARANTINED, settled_at=at, incident=incident)
        .execution_options(synchronize_session=False)
    )


async def forget_settled(session: AsyncSession, before: datetime) -> None:
    await session.execute(
        delete(InboxRow)
        .where(InboxRow.state == InboxState.SETTLED, InboxRow.settled_at < before)
        .execution_options(synchronize_session=False)
    )
