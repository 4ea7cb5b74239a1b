"""Whoever looks after schools looks at them: how long ago they were visited, whom to call, what is at risk."""

from models.cards.care import SchoolCard, SchoolsCard
from models.domain.access import Actor
from models.domain.refusals import NotYours, UndoTooLate
from models.queries.care import cared_schools, coordinated_school, risk_for, school_card
from models.queries.looks import looks_at
from models.queries.tasks import UNDO
from models.tables import SchoolRisk
from models.work import Work

PAGE = 10


async def look_at_schools(work: Work, actor: Actor, page: int = 0) -> SchoolsCard:
    """A page of the schools the actor looks after, those that wait longest for a visit first."""
    async with work.reading() as session:
        schools = await cared_schools(session, actor, work.now())
    pages = max(1, -(-len(schools) // PAGE))
    page = min(page, pages - 1)
    return SchoolsCard(
        schools=tuple(schools[page * PAGE : (page + 1) * PAGE]),
        page=page,
        pages=pages,
        first=page * PAGE + 1,
        total=len(schools),
        red=sum(one.red for one in schools),
        several_places=len({one.place for one in schools}) > 1,
    )


async def look_at_school(work: Work, actor: Actor, school_id: int) -> SchoolCard:
    """One school; the look at its people's contacts is kept in the audit.

    Raises:
        OutOfReach: the actor does not look after it.
    """
    async with work.reading() as session:
        card = await school_card(session, actor, school_id, work.now())
    seen = looks_at(actor, (contact.person_id for contact in card.contacts), work.now())
    if seen:
        async with work:
            work.session.add_all(seen)
            # A press that comes again after a crash is answered again: its looks were kept with it.
            await work.commit(fresh=False)
    return card


async def may_name_risk(work: Work, actor: Actor, school_id: int) -> SchoolCard:
    """A school whose risks the actor names.

    Raises:
        OutOfReach: it is not in their territories.
    """
    async with work.reading() as session:
        await coordinated_school(session, actor, school_id)
        return await school_card(session, actor, school_id, work.now())


async def name_risk(work: Work, actor: Actor, school_id: int, words: str) -> SchoolCard:
    """Name a risk of a school, for all who look after it."""
    async with work:
        school = await coordinated_school(work.session, actor, school_id)
        work.session.add(SchoolRisk(school_id=school.id, text=words, named_by_id=actor.person_id, named_at=work.now()))
        await work.session.flush()
        card = await school_card(work.session, actor, school_id, work.now())
        await work.commit()
    return card


async def lift_risk(work: Work, actor: Actor, risk_id: int) -> SchoolCard:
    """A risk is none any more; the row stays with whose word that was. Already lifted, it stays as it is."""
    async with work:
        risk, card = await risk_for(work.session, actor, risk_id)
        fresh = risk.lifted_at is None
        if fresh:
            risk.lifted_by_id, risk.lifted_at = actor.person_id, work.now()
        await work.session.flush()
        lifted = card if risk.lifted_by_id == actor.person_id else None
        school = await school_card(work.session, actor, risk.school_id, work.now(), lifted=lifted)
        await work.commit(fresh=fresh)
    return school


async def restore_risk(work: Work, actor: Actor, risk_id: int) -> SchoolCard:
    """Take back within a quarter of an hour that a risk was lifted.

    Raises:
        NotYours: another lifted it.
        UndoTooLate: the quarter of an hour is over.
    """
    async with work:
        risk, _ = await risk_for(work.session, actor, risk_id)
        fresh = risk.lifted_at is not None
        if risk.lifted_at is not None:
            if risk.lifted_by_id != actor.person_id:
                raise NotYours
            if work.now() > risk.lifted_at + UNDO:
                raise UndoTooLate
            risk.lifted_by_id = risk.lifted_at = None
        await work.session.flush()
        card = await school_card(work.session, actor, risk.school_id, work.now())
        await work.commit(fresh=fresh)
    return card
