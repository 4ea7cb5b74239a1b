"""Which schools a person is to visit."""

from datetime import date, datetime, timedelta

from sqlalchemy import and_, or_
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.tasks import VisitsCard
from models.domain.access import Actor
from models.domain.lifecycles import OPEN_STATES, State
from models.domain.moments import local_day
from models.domain.plan import Kind
from models.queries.people import zone_of
from models.queries.tasks import list_cards, own_assignments
from models.tables import Assignment, Task

AHEAD = timedelta(days=14)


async def visits_around(session: AsyncSession, actor: Actor, now: datetime, day: date) -> VisitsCard:
    """The actor's visits due on that day, done or not, and the open ones before it and within a fortnight."""
    rows = await own_assignments(
        session,
        actor,
        Task.kind == Kind.VISIT,
        Assignment.school_id.is_not(None),
        or_(
            and_(Assignment.due_on == day, Assignment.state.in_(OPEN_STATES | {State.DONE})),
            and_(Assignment.due_on <= day + AHEAD, Assignment.state.in_(OPEN_STATES)),
        ),
    )
    today = local_day(now, await zone_of(session, actor))
    return VisitsCard(day, today, tuple(await list_cards(session, actor, rows, now)))
