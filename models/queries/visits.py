"""Which schools a person is to visit."""

from datetime import date, datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.tasks import VisitsCard
from models.domain.access import Actor, named_as_coordinator
from models.domain.lifecycles import OPEN_STATES, State
from models.domain.moments import local_day
from models.domain.plan import Executor, Kind
from models.queries.assignments import Found, assignments_where
from models.queries.people import zone_of
from models.queries.presses import Said, entered_together
from models.queries.tasks import is_own, list_cards, right_of
from models.tables import Assignment, StateChange, Task

AHEAD = timedelta(days=14)

_TO_SCHOOLS = and_(Task.kind == Kind.VISIT, Assignment.school_id.is_not(None))


async def visits_around(session: AsyncSession, actor: Actor, now: datetime, day: date) -> VisitsCard:
    """The actor's visits due on that day, done or not, and the open ones before it and within a fortnight."""
    rows = await assignments_where(
        session,
        actor,
        _TO_SCHOOLS,
        or_(
            and_(Assignment.due_on == day, Assignment.state.in_(OPEN_STATES | {State.DONE})),
            and_(Assignment.due_on <= day + AHEAD, Assignment.state.in_(OPEN_STATES)),
        ),
    )
    own = [found for found in rows if _in_person(actor, found)]
    today = local_day(now, await zone_of(session, actor))
    return VisitsCard(day, today, tuple(await list_cards(session, actor, own, now)))


async def visits_to_mark(session: AsyncSession, actor: Actor, day: date) -> list[Found]:
    """The actor's open visits due on that day."""
    due = and_(Assignment.due_on == day, Assignment.state.in_(OPEN_STATES))
    rows = await assignments_where(session, actor, _TO_SCHOOLS, due)
    return [found for found in rows if _in_person(actor, found)]


async def visits_marked_together(session: AsyncSession, actor: Actor, change: StateChange, day: date) -> list[Said]:
    """The visits due on that day that were marked by the same press as that one."""
    return await entered_together(session, actor, change, _TO_SCHOOLS, Assignment.due_on == day)


async def visits_just_marked(session: AsyncSession, actor: Actor, day: date, since: datetime) -> list[Said]:
    """What the actor's latest press from that moment on marked of the visits due on that day, as far as it stands."""
    latest = (
        select(StateChange)
        .join(Assignment, Assignment.id == StateChange.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .where(
            _TO_SCHOOLS,
            Assignment.due_on == day,
            StateChange.person_id == actor.person_id,
            StateChange.to_state == State.DONE,
            StateChange.undoes_id.is_(None),
            StateChange.entered_at >= since,
        )
        .order_by(StateChange.id.desc())
        .limit(1)
    )
    change = await session.scalar(latest)
    marked = await visits_marked_together(session, actor, change, day) if change is not None else []
    return [one for one in marked if one.stands]


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
