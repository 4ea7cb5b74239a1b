"""A person looks at all that is theirs to do, in parts."""

from models.cards.mytasks import MyTasksCard, PartCard
from models.domain.access import Actor
from models.domain.parts import Part
from models.queries.mytasks import my_tasks, part_page
from models.work import Work


async def look_at_my_tasks(work: Work, actor: Actor) -> MyTasksCard:
    async with work.reading() as session:
        return await my_tasks(session, actor, work.now())


async def look_at_part(work: Work, actor: Actor, part: Part, page: int) -> PartCard:
    """A page of a part, counted from 0; the last one where there are fewer."""
    async with work.reading() as session:
        return await part_page(session, actor, work.now(), part, page)
