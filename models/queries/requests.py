"""What somebody asks of others about an assignment, as the one who may answer sees it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.helping import HelpCard
from models.domain.access import Actor
from models.domain.moments import local_day
from models.domain.refusals import OutOfReach
from models.queries.assignments import assignment_for
from models.queries.tasks import card_of
from models.tables import HelpRequest, Person


async def help_for(session: AsyncSession, actor: Actor, help_id: int, now: datetime) -> HelpCard:
    """A request for help about an assignment within reach.

    Raises:
        OutOfReach: another's, or none at all.
    """
    request = await session.get(HelpRequest, help_id)
    if request is None:
        raise OutOfReach
    found = await assignment_for(session, actor, request.assignment_id)
    asked_by = await session.get_one(Person, request.asked_by_id)
    taken_by = await session.get(Person, request.taken_by_id) if request.taken_by_id else None
    return HelpCard(
        help_id=help_id,
        task=card_of(actor, found, now),
        asked_by=asked_by.name,
        asked_on=local_day(request.asked_at, found.zone),
        taken_by=taken_by.name if taken_by else None,
        taken_by_id=request.taken_by_id,
        closed=request.closed_at is not None,
    )
