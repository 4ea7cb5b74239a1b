"""What others wait for: help, and a word on what is not held."""

from models.cards.requests import RequestsCard
from models.domain.access import Actor
from models.queries.requests import requests_for
from models.work import Work


async def waiting_requests(work: Work, actor: Actor, page: int = 0) -> RequestsCard:
    """A page of what waits for the actor's word, the oldest first."""
    async with work.reading() as session:
        return await requests_for(session, actor, work.now(), page)
