"""What a person answers for themselves, in parts."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.mytasks import PAGE, MyTasksCard, PartCard, PartCount
from models.domain.access import Actor
from models.domain.lifecycles import OPEN_STATES, State
from models.domain.moments import local_day
from models.domain.parts import Part, part_of
from models.queries.assignments import Found
from models.queries.tasks import list_cards, own_assignments
from models.tables import Assignment

_STATES = OPEN_STATES | {State.WAITING, State.DONE}


async def my_tasks(session: AsyncSession, actor: Actor, now: datetime) -> MyTasksCard:
    """How many of the actor's own tasks stand in each part."""
    parts = await _parts(session, actor, now)
    return MyTasksCard(tuple(PartCount(part, len(parts[part])) for part in Part))


async def part_page(session: AsyncSession, actor: Actor, now: datetime, part: Part, page: int) -> PartCard:
    """That page of a part, or the last one where there are fewer: the earliest due first, of what is done the newest.

    Tasks without a day come last.
    """
    rows = (await _parts(session, actor, now))[part]
    if part is Part.DONE:
        rows.sort(key=lambda one: (one.done_on or date.min, one.id), reverse=True)
    page = min(page, max(0, -(-len(rows) // PAGE) - 1))
    shown = rows[page * PAGE : (page + 1) * PAGE]
    several = len({(one.territory_id, one.school_id) for one in rows}) > 1
    return PartCard(part, page, len(rows), tuple(await list_cards(session, actor, shown, now)), several)


async def _parts(session: AsyncSession, actor: Actor, now: datetime) -> dict[Part, list[Found]]:
    """The actor's own tasks by parts, the earliest due first.

    What is a person's own is said by one rule in Python; the statement leaves it few rows to look at: those of the
    actor's schools, and those of their own territories that are for no school.
    """
    rows = await own_assignments(session, actor, _at_own_places(actor), Assignment.state.in_(_STATES))
    parts: dict[Part, list[Found]] = {part: [] for part in Part}
    for found in rows:
        part = part_of(found.state, found.due_on, local_day(now, found.zone))
        if part is not None:
            parts[part].append(found)
    return parts


def _at_own_places(actor: Actor) -> ColumnElement[bool]:
    of_territory = and_(Assignment.school_id.is_(None), Assignment.territory_id.in_(actor.owns))
    return or_(Assignment.school_id.in_(actor.schools), of_territory)
