"""What may happen to an update: it is stored, taken up, settled or put into quarantine, and in the end forgotten."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import timedelta

from models.cards.inbox import InboxCard, Incoming, Stored
from models.domain.inbox import InboxState
from models.queries import inbox as rows
from models.work import Work


async def store(work: Work, batch: Sequence[Incoming]) -> Stored:
    """Keep a batch in one commit. What came before is counted, and comes to nothing."""
    first = {incoming.update_id: incoming for incoming in reversed(batch)}
    async with work:
        known = await rows.known_among(work.session, batch)
        fresh = [incoming for update_id, incoming in sorted(first.items()) if update_id not in known]
        repeats = Counter(incoming.update_id for incoming in batch)
        repeats.subtract(incoming.update_id for incoming in fresh)
        await rows.put(work.session, fresh, work.now())
        await rows.count_duplicates(work.session, +repeats)
        await work.commit()
    cards = tuple(InboxCard(incoming.update_id, incoming.chat, incoming.body) for incoming in fresh)
    return Stored(cards, (+repeats).total())


async def take_up(work: Work, *, after: int | None, limit: int) -> list[InboxCard]:
    """What an earlier life left unsettled, oldest first, page by page."""
    async with work.reading() as session:
        return await rows.open_rows(session, after=after, limit=limit)


async def was_applied(work: Work, update_id: int) -> bool:
    """Whether the update's effect is committed."""
    async with work.reading() as session:
        return await rows.state_of(session, update_id) is InboxState.APPLIED


async def settle(work: Work, update_ids: Collection[int]) -> None:
    """The updates are answered. Saying so twice changes nothing."""
    async with work:
        await rows.mark_settled(work.session, update_ids, work.now())
        await work.commit()


async def quarantine(work: Work, update_id: int, incident: str) -> None:
    """The update cannot be handled; it is kept with its words for whoever looks into the incident."""
    async with work:
        await rows.mark_quarantined(work.session, update_id, incident, work.now())
        await work.commit()


async def forget_settled(work: Work, *, older_than: timedelta) -> None:
    """The marks against duplicates are needed only as long as a messenger might repeat itself."""
    async with work:
        await rows.forget_settled(work.session, work.now() - older_than)
        await work.commit()
