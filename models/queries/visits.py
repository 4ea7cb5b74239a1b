"""Which schools a person is to visit."""

from datetime import date, datetime, timedelta

from sqlalchemy import and_, or_
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.tasks import VisitsCard
from models.domain.access import Actor, named_as_coordinator
from models.domain.lifecycles import OPEN_STATES, State
from models.domain.moments import local_day
from models.domain.plan import Executor, Kind
from models.queries.assignments import Found, assignments_where
from models.queries.people import zone_of
from models.queries.tasks import is_own, list_cards, right_of
from models.tables import Assignment, Task

AHEAD = timedelta(days=14)


async def visits_around(session: AsyncSession, actor: Actor, now: datetime, day: date) -> VisitsCard:
    """The actor's visits due on that day, done or not, and the open ones before it and within a fortnight."""
    rows = await assignments_where(
        session,
        actor,
        Task.kind == Kind.VISIT,
        Assignment.school_id.is_not(None),
        or_(
            and_(Assignment.due_on == day, Assignment.state.in_(OPEN_STATES | {State.DONE})),
            and_(Assignment.due_on <= day + AHEAD, Assignment.state.in_(OPEN_STATES)),
        ),
    )
    own = [found for found in rows if _in_person(actor, found)]
    today = local_day(now, await zone_of(session, actor))
    return VisitsCard(day, today, tuple(await list_cards(session, actor, own, now)))


def _in_person(actor: Actor, found: Found) -> bool:
    """Whether the visit is the actor's own: at their school, or where the row names them as coordinator."""
    if is_own(actor, found):
        return True
    right = right_of(actor, found)
    return (
        right is not None
        and right.on_behalf is None
        and named_as_coordinator(
            actor,
            [Executor(code) for code in found.executors],
            territory_id=found.territory_id,
            owner_id=found.owner_id,
        )
    )
