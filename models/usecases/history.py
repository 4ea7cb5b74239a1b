"""A person reads what happened to a task."""

from models.cards.history import HistoryCard
from models.domain.access import Actor
from models.queries.history import history_of
from models.work import Work


async def look_at_history(work: Work, actor: Actor, assignment_id: int, page: int | None = None) -> HistoryCard:
    """A page of a task's journal, counted from 0, the newest one where none is named."""
    async with work.reading() as session:
        return await history_of(session, actor, assignment_id, page, work.now())
