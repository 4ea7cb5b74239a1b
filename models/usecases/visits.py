"""Visits to schools by curators, and by coordinators whom a row names.

The mark itself is a task's: `tasks.mark_done` notes the visit with it.
"""

from datetime import date

from models.cards.tasks import VisitsCard
from models.domain.access import Actor
from models.domain.moments import local_day
from models.queries.people import zone_of
from models.queries.visits import visits_around
from models.work import Work


async def visits_of(work: Work, actor: Actor, day: date | None = None) -> VisitsCard:
    """The actor's visits due on `day` (today when None), and the open ones around it."""
    async with work.reading() as session:
        today = local_day(work.now(), await zone_of(session, actor))
        return await visits_around(session, actor, work.now(), day or today)
