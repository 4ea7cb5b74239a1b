"""One work in two road maps: the owner of either says so, then the school is asked once and both count."""

from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.links import AnsweredCard, LinkCard, LinkedCard
from models.domain.access import Actor
from models.domain.refusals import ActedOnSince, NotYours, UndoTooLate, WrongState
from models.queries.links import (
    Found,
    acted_since,
    counted,
    likely_links,
    link_for,
    part,
    serve,
)
from models.queries.tasks import UNDO
from models.tables import AuditEntry, TaskLink
from models.work import Work

LINKED, KEPT_APART, TAKEN_BACK = "rows_linked", "rows_kept_apart", "rows_link_taken_back"


async def next_link(work: Work, actor: Actor, skip: int = 0) -> LinkCard | None:
    """The next two rows that may be one work, after so many that were put off; None where nothing is to be asked."""
    async with work.reading() as session:
        return await _question(session, actor, skip)


async def _question(session: AsyncSession, actor: Actor, skip: int) -> LinkCard | None:
    likely = await likely_links(session, actor)
    if skip >= len(likely):
        return None
    one = likely[skip]
    return LinkCard(one.municipal, one.regional, one.units, one.referred, len(likely) - skip, skip)


async def answer_link(
    work: Work, actor: Actor, municipal_task_id: int, regional_task_id: int, *, accepted: bool, skip: int = 0
) -> AnsweredCard:
    """Say whether two rows are one work. The first answer counts.

    Raises:
        WrongState: somebody has answered otherwise.
    """
    async with work:
        found = await link_for(work.session, actor, municipal_task_id, regional_task_id)
        fresh = found.link is None
        link = found.link or await _link(work, actor, found, accepted)
        if link.accepted is not accepted:
            raise WrongState
        card = await _answered(work.session, actor, found, link, skip)
        await work.commit(fresh=fresh)
    return card


async def _link(work: Work, actor: Actor, found: Found, accepted: bool) -> TaskLink:
    link = TaskLink(
        municipal_task_id=found.municipal.id,
        regional_task_id=found.regional.id,
        accepted=accepted,
        answered_by_id=actor.person_id,
        answered_at=work.now(),
    )
    work.session.add(link)
    work.session.add(_entry(work, actor, found, LINKED if accepted else KEPT_APART))
    await work.session.flush()
    if accepted:
        await serve(work.session, found, link, work.now())
    return link


def _entry(work: Work, actor: Actor, found: Found, action: str) -> AuditEntry:
    return AuditEntry(
        at=work.now(),
        person_id=actor.person_id,
        action=action,
        subject="task",
        subject_id=found.municipal.id,
        detail={"regional_task_id": found.regional.id},
    )


async def _answered(
    session: AsyncSession, actor: Actor, found: Found, link: TaskLink, skip: int, *, taken_back: bool = False
) -> AnsweredCard:
    municipal, regional = found.cards()
    served, apart = await counted(session, found)
    just = LinkedCard(municipal, regional, link.accepted, served, apart, link.answered_at + UNDO)
    return AnsweredCard(just, taken_back, await _question(session, actor, skip))


async def take_back_link(
    work: Work, actor: Actor, municipal_task_id: int, regional_task_id: int, *, skip: int = 0
) -> AnsweredCard:
    """Undo one's own answer within a quarter of an hour, unless somebody has marked since; it is asked again.

    Raises:
        WrongState: there is no answer any more.
        NotYours: it is another's.
        UndoTooLate, ActedOnSince: the way back is closed.
    """
    async with work:
        found = await link_for(work.session, actor, municipal_task_id, regional_task_id)
        link = found.link
        if link is None:
            raise WrongState
        if link.answered_by_id != actor.person_id:
            raise NotYours
        if work.now() > link.answered_at + UNDO:
            raise UndoTooLate
        if link.accepted and await acted_since(work.session, found, link):
            raise ActedOnSince
        await part(work.session, found, work.now())
        await work.session.delete(link)
        work.session.add(_entry(work, actor, found, TAKEN_BACK))
        await work.session.flush()
        card = await _answered(work.session, actor, found, link, skip, taken_back=True)
        await work.commit()
    return card
