"""How people come in: a personal link opened once, consent, and a place in the work."""

from collections.abc import Collection
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.people import Arrived, InvitationCard, OfferCard, PersonCard
from models.domain.access import TERRITORY_ROLES, Actor, Role
from models.domain.moments import local_day
from models.domain.refusals import LinkExpired, LinkUnknown, LinkUsed, PlaceUnknown
from models.queries.invitations import invitation_of, invited_schools, places_of, zone_of_invitation
from models.queries.people import account_at, arrived_among, own_person, posts_of
from models.queries.places import school_named, territory_named
from models.tables import Account, Appointment, Invitation, InvitedSchool, Person, Territory
from models.tables.machine import AuditEntry
from models.work import Work

LIFE = timedelta(days=7)
TOKEN_BYTES = 18
"""144 bits: 24 letters of a link, far from the 64 a deep link may have."""


async def arrive(work: Work, platform: str, chat_id: str) -> Arrived:
    """Who stands behind a chat, and the step their talk waits at."""
    return (await arrive_together(work, platform, [chat_id]))[chat_id]


async def arrive_together(work: Work, platform: str, chat_ids: Collection[str]) -> dict[str, Arrived]:
    """Who stands behind each of these chats, asked once for all of them."""
    async with work.glancing() as connection:
        return await arrived_among(connection, platform, chat_ids, work.now())


async def invite(
    work: Work, role: Role, *, territory: str | None = None, schools: tuple[str, ...] = (), name: str | None = None
) -> InvitationCard:
    """Make a personal link for a role at a territory or at schools. Only the hash of its token is kept.

    Raises:
        PlaceUnknown: no such territory or school, or none named where the role needs one.
    """
    token = token_urlsafe(TOKEN_BYTES)
    async with work:
        place = await territory_named(work.session, territory) if territory else None
        if not _is_place_of(role, place, schools):
            raise PlaceUnknown(territory or "")
        invitation = Invitation(
            token_hash=hash_of(token),
            role=role,
            territory_id=place.id if place and role in TERRITORY_ROLES else None,
            name=name,
            created_at=work.now(),
            expires_at=work.now() + LIFE,
        )
        work.session.add(invitation)
        await work.session.flush()
        found = [await school_named(work.session, school, territory) for school in schools]
        work.session.add_all(InvitedSchool(invitation_id=invitation.id, school_id=school.id) for school in found)
        places = tuple(school.name for school in found) or (place.name if place else "",)
        await work.commit()
    return InvitationCard(token, role, places, invitation.expires_at)


def _is_place_of(role: Role, place: Territory | None, schools: tuple[str, ...]) -> bool:
    """A coordinator's place is a territory, all others' are schools; with schools the territory says where they are."""
    return place is not None and not schools if role in TERRITORY_ROLES else bool(schools)


def hash_of(token: str) -> str:
    """How a token is kept; it is random enough to need no salt."""
    return sha256(token.encode()).hexdigest()


async def open_invitation(work: Work, token: str, actor: Actor | None) -> OfferCard:
    """Look at what a link offers.

    Raises:
        LinkUnknown, LinkUsed, LinkExpired: it opens nothing.
    """
    async with work.reading() as session:
        invitation = await _usable(session, work, hash_of(token))
        post = await places_of(session, invitation)
        return OfferCard(post, invitation.name, actor is not None, invitation.token_hash)


async def _usable(session: AsyncSession, work: Work, token_hash: str) -> Invitation:
    invitation = await invitation_of(session, token_hash)
    if invitation is None:
        raise LinkUnknown
    if invitation.used_at is not None:
        raise LinkUsed
    if invitation.expires_at <= work.now():
        raise LinkExpired
    return invitation


async def join(work: Work, token_hash: str, *, platform: str, chat_id: str, name: str) -> PersonCard:
    """Take the offered place, with consent: from here on the person is known. The link is used up.

    The offer is named by its hash: between the link and the consent the token itself is kept nowhere.

    Raises:
        LinkUnknown, LinkUsed, LinkExpired: somebody was faster, or the days are over.
    """
    async with work:
        invitation = await _usable(work.session, work, token_hash)
        person = await own_person(work.session, platform, chat_id)
        if person is None:
            person = await _welcome(work, platform, chat_id, invitation.name or name)
        person.consented_at = person.consented_at or work.now()
        invitation.used_at, invitation.used_by_id = work.now(), person.id
        await _appoint(work, person, invitation)
        work.session.add(
            AuditEntry(
                at=work.now(),
                person_id=person.id,
                action="join",
                subject="invitation",
                subject_id=invitation.id,
                detail={"role": invitation.role},
            )
        )
        await work.session.flush()
        card = PersonCard(person.id, person.name, await posts_of(work.session, person.id, work.now()))
        await work.commit()
    return card


async def _welcome(work: Work, platform: str, chat_id: str, name: str) -> Person:
    person = Person(name=name)
    work.session.add(person)
    await work.session.flush()
    work.session.add(Account(person_id=person.id, platform=platform, chat_id=chat_id))
    return person


async def _appoint(work: Work, person: Person, invitation: Invitation) -> None:
    today = local_day(work.now(), await zone_of_invitation(work.session, invitation))
    schools = await invited_schools(work.session, invitation)
    places: list[tuple[int | None, int | None]] = [(None, school_id) for school_id in schools]
    for territory_id, school_id in places or [(invitation.territory_id, None)]:
        work.session.add(
            Appointment(
                person_id=person.id,
                role=invitation.role,
                territory_id=territory_id,
                school_id=school_id,
                since_on=today,
            )
        )


async def look_at_person(work: Work, actor: Actor) -> PersonCard:
    """The actor's own roles and places."""
    async with work.reading() as session:
        return PersonCard(actor.person_id, actor.name, await posts_of(session, actor.person_id, work.now()))


async def note_reachable(
    work: Work, platform: str, chat_id: str, *, reachable: bool, reason: str | None = None
) -> None:
    """The person blocked the bot, or came back."""
    async with work:
        account = await account_at(work.session, platform, chat_id)
        if account is None:
            return
        if reachable:
            account.regain()
        else:
            account.lose(reason or "blocked", work.now())
        await work.commit()
