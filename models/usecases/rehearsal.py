"""A rehearsal's own acts. All but looking change what they are given beyond return: they are for a copy alone."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.outbox import OutboxCard
from models.cards.people import PersonCard
from models.cards.rehearsal import Part, Span
from models.domain.access import Actor, Role
from models.domain.moments import local_day
from models.domain.refusals import OutOfReach
from models.queries import rehearsal as rows
from models.queries.invitations import zone_of_invitation
from models.queries.people import actor_of, posts_of, zone_of
from models.queries.rehearsal import Expected
from models.tables import Appointment, Person
from models.work import Work

PLATFORM = "telegram"
NOON = time(12)

ONE_HOLDER = frozenset({Role.DIRECTOR})
"""A school has one; of the others there may be several at a place."""


async def gather(work: Work, *, nameless: str) -> None:
    """Bring everybody in who is expected: links are taken up, every school gets a director, nobody is out of reach.

    News that was put after the present moment, as it is when the clock was set back, is not said yet. `nameless` is
    the name of who is not known by one.
    """
    async with work:
        await rows.unsay_since(work.session, work.now())
        await _take_up_links(work, nameless)
        for school_id in await rows.schools_without_director(work.session, work.now().date()):
            await _welcome(work, nameless, [(Role.DIRECTOR, None, school_id)], work.now().date())
        await rows.open_all_doors(work.session, PLATFORM, work.now())
        await work.commit()


async def _take_up_links(work: Work, nameless: str) -> None:
    held = await rows.posts_held(work.session, work.now().date())
    for invitation, schools in await rows.unopened_invitations(work.session):
        name = invitation.name or nameless
        # Of a director, or of whoever was invited without a name, the holder of the post is taken to be that one.
        known = held if invitation.name and invitation.role not in ONE_HOLDER else {(*one[:3], name) for one in held}
        places: list[tuple[int | None, int | None]] = [(None, school) for school in schools]
        wanted = [(invitation.role, *place, name) for place in places or [(invitation.territory_id, None)]]
        free = [one for one in wanted if one not in known]
        if free:
            today = local_day(work.now(), await zone_of_invitation(work.session, invitation))
            await _welcome(work, name, [one[:3] for one in free], today)
            held.update(free)


async def _welcome(work: Work, name: str, posts: Sequence[tuple[Role, int | None, int | None]], today: date) -> None:
    """Somebody comes in with these posts: role, territory, school."""
    person = Person(name=name)
    work.session.add(person)
    await work.session.flush()
    work.session.add_all(
        Appointment(person_id=person.id, role=role, territory_id=territory, school_id=school, since_on=today)
        for role, territory, school in posts
    )
    await work.session.flush()


async def actor_numbered(work: Work, person_id: int) -> Actor:
    """The person as they may act now.

    Raises:
        OutOfReach: there is nobody of that number.
    """
    async with work.reading() as session:
        actor = await actor_of(session, person_id, work.now())
    if actor is None:
        raise OutOfReach
    return actor


async def cast(work: Work, actor: Actor | None = None) -> tuple[Part, ...]:
    """Everybody with a post, or those within the actor's territories, by number; who begins later, as they will be."""
    async with work.reading() as session:
        expected = await rows.people_of(session, work.now().date(), actor)
        return tuple([part for one in expected if (part := await _part(session, one, work.now())) is not None])


async def _part(session: AsyncSession, expected: Expected, now: datetime) -> Part | None:
    begun = max(now, datetime.combine(expected.since_on, NOON, UTC))
    actor = await actor_of(session, expected.person_id, begun)
    if actor is None:
        return None
    card = PersonCard(actor.person_id, actor.name, await posts_of(session, actor.person_id, begun))
    return Part(card, await zone_of(session, actor), expected.within)


async def plan_span(work: Work, actor: Actor | None = None) -> Span | None:
    """The days of the running maps, or of those that concern the actor's territories; None where nothing runs."""
    async with work.reading() as session:
        return await rows.plan_span(session, actor)


async def moments_of_events(work: Work) -> list[datetime]:
    """The moments ahead that have hours of their own: beginnings of webinars."""
    async with work.reading() as session:
        return await rows.webinar_moments(session, work.now())


async def zones(work: Work) -> list[str]:
    """The zones that people live by."""
    async with work.reading() as session:
        return await rows.zones_of_places(session)


async def settle_all(work: Work, cards: Sequence[OutboxCard]) -> None:
    """All these claimed rows are sent."""
    if not cards:
        return
    async with work:
        await rows.mark_all_sent(work.session, [(card.id, card.chat_id) for card in cards], work.now())
        await work.commit()
