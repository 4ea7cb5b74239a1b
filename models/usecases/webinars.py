"""A coordinator announces a webinar; the invited say whether they come."""

from datetime import datetime, timedelta

from models.cards.webinars import WebinarCard
from models.domain.access import Actor, Role
from models.domain.refusals import MomentPast, NotYours, WebinarBegun, WebinarCancelled
from models.queries.people import zone_of
from models.queries.webinars import coming_webinars, webinar_card, webinar_for
from models.tables import Attendance, Webinar
from models.work import Work

AHEAD = timedelta(days=60)


async def zone_for(work: Work, actor: Actor) -> tuple[str, datetime]:
    """The zone a coordinator's words are meant in, and the present moment."""
    if not actor.owns:
        raise NotYours
    async with work.reading() as session:
        return await zone_of(session, actor), work.now()


async def add_webinar(
    work: Work, actor: Actor, *, title: str, starts_at: datetime, zone: str, link: str, roles: tuple[Role, ...]
) -> WebinarCard:
    """Announce a webinar to those who hold the roles in the coordinator's territory.

    Raises:
        NotYours: the actor coordinates nothing.
        MomentPast: it would have begun already.
    """
    async with work:
        if not actor.owns:
            raise NotYours
        if starts_at <= work.now():
            raise MomentPast
        webinar = Webinar(
            territory_id=min(actor.owns),
            title=title,
            starts_at=starts_at,
            zone=zone,
            link=link,
            roles=[role.value for role in roles],
            created_by_id=actor.person_id,
            created_at=work.now(),
        )
        work.session.add(webinar)
        await work.session.flush()
        card = await webinar_card(work.session, actor, webinar, work.now())
        await work.commit()
    return card


async def answer_invitation(work: Work, actor: Actor, webinar_id: int, *, going: bool) -> WebinarCard:
    """Say whether one comes; the last word counts.

    Raises:
        WebinarCancelled, WebinarBegun: there is nothing to come to any more.
    """
    async with work:
        webinar = await webinar_for(work.session, actor, webinar_id, work.now())
        _check_awaited(webinar, work.now())
        said = await work.session.get(Attendance, (webinar.id, actor.person_id))
        fresh = said is None or said.going is not going
        answer = said or Attendance(webinar_id=webinar.id, person_id=actor.person_id)
        answer.going, answer.answered_at = going, work.now()
        work.session.add(answer)
        await work.session.flush()
        card = await webinar_card(work.session, actor, webinar, work.now())
        await work.commit(fresh=fresh)
    return card


def _check_awaited(webinar: Webinar, now: datetime) -> None:
    if webinar.cancelled_at is not None:
        raise WebinarCancelled(webinar.title)
    if webinar.starts_at <= now:
        raise WebinarBegun(webinar.title)


async def webinars_ahead(work: Work, actor: Actor) -> list[WebinarCard]:
    """What is on the air in the next two months."""
    async with work.reading() as session:
        rows = await coming_webinars(session, actor, work.now(), work.now() + AHEAD)
        return [await webinar_card(session, actor, webinar, work.now()) for webinar in rows]
