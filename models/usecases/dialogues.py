"""A turn of the talk that changes nothing else."""

from models.work import Talk, Work


async def turn_talk(work: Work, talk: Talk) -> None:
    """Remember what the next words or file of this chat will answer."""
    async with work:
        work.turn_talk(talk)
        await work.commit()
