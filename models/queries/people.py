"""Who writes, and who is to be told."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, bindparam, exists, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.cards.people import Arrived, Post
from models.domain.access import Actor, Role
from models.domain.moments import local_day
from models.tables import Absence, Account, Appointment, Dialogue, Person, Preferences, School, Territory
from models.tables.base import Rows, columns, table_of

SCHOOL_PEOPLE = frozenset({Role.DIRECTOR, Role.SCHOOL_COORDINATOR})


A_DAY = timedelta(days=1)


def current(today: date) -> ColumnElement[bool]:
    """Appointments in force on that day."""
    return and_(
        Appointment.since_on <= today,
        or_(Appointment.until_on.is_(None), Appointment.until_on >= today),
    )


def away_on(person: Any, day: date) -> ColumnElement[bool]:
    """The person is absent on that day."""
    return exists().where(
        Absence.person_id == person,
        Absence.since_on <= day,
        Absence.until_on >= day,
        Absence.cancelled_at.is_(None),
    )


def away_until(person: Any, day: date) -> ScalarSelect[date]:
    """The last day of the absence in which the person is on that day; nothing where they are there."""
    return (
        select(Absence.until_on)
        .where(
            Absence.person_id == person,
            Absence.since_on <= day,
            Absence.until_on >= day,
            Absence.cancelled_at.is_(None),
        )
        .limit(1)
        .scalar_subquery()
    )


def _in_force(row: Any, now: datetime) -> bool:
    """Whether the appointment is in force on the day it is there; a day begins and ends by its own wall."""
    if row.zone is None:
        return False
    today = local_day(now, row.zone)
    return bool(row.since_on <= today and (row.until_on is None or today <= row.until_on))


@cache
def _arrivals() -> Select[*tuple[Any, ...]]:
    """Of the chats of a platform. Built once: on the hottest path there is, building it cost more than asking it."""
    account = columns(Account)
    return _everything().where(
        account.platform == bindparam("platform"), account.chat_id.in_(bindparam("chat_ids", expanding=True))
    )


@cache
def _people() -> Select[*tuple[Any, ...]]:
    """Of some people, by each of their accounts."""
    return _everything().where(columns(Person).id.in_(bindparam("people", expanding=True)))


def _everything() -> Select[*tuple[Any, ...]]:
    """All that is known of those who agreed to be known.

    Appointments are those in force somewhere at that moment: no zone is a day away from UTC.
    """
    person, account, post, talk = (columns(table) for table in (Person, Account, Appointment, Dialogue))
    school, places = columns(School), table_of(Territory)
    below, place = places.alias("below"), places.alias("place")
    about = and_(
        post.since_on <= bindparam("tomorrow"),
        or_(post.until_on.is_(None), post.until_on >= bindparam("yesterday")),
    )
    return (
        select(
            account.chat_id,
            person.id,
            person.name,
            account.unreachable_since,
            post.role,
            post.territory_id,
            post.school_id,
            post.since_on,
            post.until_on,
            post.acting_for_id,
            place.c.zone,
            below.c.id.label("below_id"),
            talk.step,
            talk.data,
        )
        .select_from(table_of(Account))
        .join(table_of(Person), person.id == account.person_id)
        .outerjoin(table_of(Appointment), and_(post.person_id == person.id, about))
        .outerjoin(table_of(School), school.id == post.school_id)
        .outerjoin(place, place.c.id == func.coalesce(post.territory_id, school.territory_id))
        .outerjoin(below, below.c.parent_id == post.territory_id)
        .outerjoin(table_of(Dialogue), and_(talk.platform == account.platform, talk.chat_id == account.chat_id))
        .where(person.consented_at.is_not(None))
    )


async def arrived_among(session: Rows, platform: str, chat_ids: Collection[str], now: datetime) -> dict[str, Arrived]:
    """All that the updates of these chats need to know, in one statement."""
    found = await session.execute(_arrivals(), {"platform": platform, "chat_ids": [*chat_ids], **days_around(now)})
    rows: dict[str, list[Any]] = {}
    for row in found.all():
        rows.setdefault(row.chat_id, []).append(row)
    known = {chat_id: _arrived(of_chat, now) for chat_id, of_chat in rows.items()}
    strangers = {*chat_ids} - {*known}
    return known | (await _strangers(session, platform, strangers) if strangers else {})


def days_around(now: datetime) -> dict[str, date]:
    """Yesterday and tomorrow: whatever is in force somewhere now lies between, since no zone is a day from UTC."""
    return {"yesterday": (now - A_DAY).date(), "tomorrow": (now + A_DAY).date()}


def _arrived(rows: list[Any], now: datetime) -> Arrived:
    first = rows[0]
    return Arrived(_actor(rows, now), first.unreachable_since is None, first.step, first.data or {})


async def _strangers(session: Rows, platform: str, chat_ids: set[str]) -> dict[str, Arrived]:
    """Those nobody knows, who may yet be in the middle of opening an invitation."""
    talk = columns(Dialogue)
    statement = select(talk.chat_id, talk.step, talk.data).where(talk.platform == platform, talk.chat_id.in_(chat_ids))
    talks = {row.chat_id: row for row in (await session.execute(statement)).all()}
    nobody = dict.fromkeys(chat_ids, Arrived(None, True, None, {}))
    return nobody | {chat_id: Arrived(None, True, row.step, row.data or {}) for chat_id, row in talks.items()}


async def arrived_at(session: Rows, platform: str, chat_id: str, now: datetime) -> Arrived:
    """All that an update of this chat needs to know."""
    return (await arrived_among(session, platform, [chat_id], now))[chat_id]


def _actor(rows: Any, now: datetime) -> Actor:
    """The person with the appointments in force. Nobody is curator of a school they direct."""
    places: dict[Role, set[int]] = {role: set() for role in Role}
    serving = [row for row in rows if _in_force(row, now)]
    for row in serving:
        places[row.role].add(row.territory_id or row.school_id)
    owns = frozenset(places[Role.COORDINATOR])
    directs = frozenset(places[Role.DIRECTOR] | places[Role.SCHOOL_COORDINATOR])
    return Actor(
        person_id=rows[0].id,
        name=rows[0].name,
        owns=owns,
        coordinates=owns | {row.below_id for row in serving if row.below_id is not None},
        curates=frozenset(places[Role.CURATOR]) - directs,
        directs=directs,
        acts=any(row.acting_for_id is not None for row in serving),
    )


async def actor_of(session: AsyncSession, person_id: int, now: datetime) -> Actor | None:
    """The person with their appointments of that moment, None where they left."""
    return (await actors_of(session, [person_id], now)).get(person_id)


async def actors_of(session: AsyncSession, people: Collection[int], now: datetime) -> dict[int, Actor]:
    """Those of the people who did not leave, with their appointments of that moment."""
    rows: dict[int, list[Any]] = {}
    for row in await session.execute(_people(), {"people": [*people], **days_around(now)}):
        rows.setdefault(row.id, []).append(row)
    return {person_id: _actor(of_person, now) for person_id, of_person in rows.items()}


async def holders_at_school(session: AsyncSession, school_id: int, roles: frozenset[Role], today: date) -> list[int]:
    """The people who hold one of the roles at a school, each once."""
    found = await session.scalars(
        select(Appointment.person_id)
        .where(Appointment.school_id == school_id, Appointment.role.in_(roles), current(today))
        .distinct()
        .order_by(Appointment.person_id)
    )
    return list(found)


async def coordinators_of(session: AsyncSession, territory_id: int, today: date) -> list[int]:
    """The coordinators of that very territory."""
    found = await session.scalars(
        select(Appointment.person_id)
        .where(Appointment.territory_id == territory_id, Appointment.role == Role.COORDINATOR, current(today))
        .distinct()
        .order_by(Appointment.person_id)
    )
    return list(found)


def within(actor: Actor, territory: Any, school: Any) -> ColumnElement[bool]:
    """What belongs to the actor: their territories, or their schools. Nothing else exists for them."""
    parts: list[ColumnElement[bool]] = []
    if actor.coordinates:
        parts.append(territory.in_(actor.coordinates))
    if actor.schools:
        parts.append(school.in_(actor.schools))
    return or_(*parts) if parts else false()


async def zone_of(session: AsyncSession, actor: Actor) -> str:
    """The zone the person lives by: the one they chose, or of their own territory, or of their first school's."""
    territory = await session.scalar(
        select(func.coalesce(Preferences.zone, Territory.zone))
        .select_from(Territory)
        .outerjoin(School, School.territory_id == Territory.id)
        .outerjoin(Preferences, Preferences.person_id == actor.person_id)
        .where(or_(Territory.id.in_(actor.owns), School.id.in_(actor.schools)))
        .order_by(Territory.id.not_in(actor.owns), Territory.id)
        .limit(1)
    )
    return territory or "Europe/Moscow"


async def answerable_at(
    session: AsyncSession, school_id: int | None, territory_id: int, asker_id: int, today: date
) -> tuple[list[int], Role]:
    """Who answers a school: its curators, and where there is none but the asker, the territory's coordinators.

    Nobody is curator of a school they direct. Who is away is left out, and their substitute holds the role by an
    appointment; only where all coordinators are away it waits for them.
    """
    if school_id is not None:
        curators = await holders_at_school(session, school_id, frozenset({Role.CURATOR}), today)
        directors = await holders_at_school(session, school_id, SCHOOL_PEOPLE, today)
        away = await away_among(session, curators, today)
        people = [one for one in curators if one not in away and one != asker_id and one not in directors]
        if people:
            return people, Role.CURATOR
    coordinators = [one for one in await coordinators_of(session, territory_id, today) if one != asker_id]
    away = await away_among(session, coordinators, today)
    return [one for one in coordinators if one not in away] or coordinators, Role.COORDINATOR


async def away_among(session: AsyncSession, people: Collection[int], day: date) -> set[int]:
    """Those of the people who are absent on that day."""
    return set(await session.scalars(select(Person.id).where(Person.id.in_(people), away_on(Person.id, day))))


async def account_at(session: AsyncSession, platform: str, chat_id: str) -> Account | None:
    return await session.scalar(select(Account).where(Account.platform == platform, Account.chat_id == chat_id))


async def own_person(session: AsyncSession, platform: str, chat_id: str) -> Person | None:
    """The person who writes from that chat."""
    account = await account_at(session, platform, chat_id)
    return await session.get(Person, account.person_id) if account else None


async def posts_of(session: AsyncSession, person_id: int, now: datetime) -> tuple[Post, ...]:
    """A person's present roles with the names of their places, each once; what is held for another stands apart."""
    absent = aliased(Person)
    rows = await session.execute(
        select(
            Appointment.role,
            Appointment.school_id,
            Appointment.since_on,
            Appointment.until_on,
            Territory.id,
            Territory.zone,
            func.coalesce(School.name, Territory.name).label("place"),
            absent.name.label("absent"),
        )
        .outerjoin(School, School.id == Appointment.school_id)
        .join(Territory, Territory.id == func.coalesce(Appointment.territory_id, School.territory_id))
        .outerjoin(absent, absent.id == Appointment.acting_for_id)
        .where(Appointment.person_id == person_id)
        .order_by(Appointment.acting_for_id.is_not(None), Appointment.role, Appointment.id)
    )
    places: dict[tuple[Role, str | None], dict[tuple[int, int | None], str]] = {}
    for row in rows.all():
        if _in_force(row, now):
            places.setdefault((row.role, row.absent), {})[row.id, row.school_id] = row.place
    return tuple(Post(role, tuple(names.values()), absent_name) for (role, absent_name), names in places.items())
