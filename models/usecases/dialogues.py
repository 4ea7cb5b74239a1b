"""A turn of the talk that changes nothing else."""

from models.tables import Dialogue
from models.work import Talk, Work


async def turn_talk(work: Work, talk: Talk) -> None:
    """Remember what the next words or file of this chat will answer.

    An update that comes again after a crash and turns the talk to where it stands is answered as it was the first time.
    """
    async with work:
        standing = await work.session.get(Dialogue, (talk.platform, talk.chat_id))
        step, data = (standing.step, standing.data) if standing else (None, {})
        work.turn_talk(talk)
        await work.commit(fresh=(step, data) != (talk.step, talk.data))
