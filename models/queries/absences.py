"""Who is away, who may act for them, and for whom somebody acted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.cards.absences import AbsenceCard, Candidate, Employee
from models.domain.access import Actor, Role
from models.domain.moments import local_day
from models.domain.refusals import OutOfReach
from models.queries.assignments import Found
from models.queries.people import SCHOOL_PEOPLE, actor_of, away_until, coordinators_of, current, posts_of, zone_of
from models.tables import Absence, Account, Appointment, Person, School, Territory
from models.tables.base import Rows, columns, table_of

PAGE = 10


def _stands(since: date, until: date) -> ColumnElement[bool]:
    """Absences that touch one of the days, both inclusive."""
    return and_(Absence.cancelled_at.is_(None), Absence.since_on <= until, Absence.until_on >= since)


def _own_post() -> ColumnElement[bool]:
    return Appointment.acting_for_id.is_(None)


def _among_staff(actor: Actor) -> ColumnElement[bool]:
    """Posts of those whom the actor looks after: the schools of their territory, its coordinators and those below."""
    if not actor.owns:
        return false()
    return or_(Appointment.territory_id.in_(actor.coordinates), School.territory_id.in_(actor.owns))


async def absentee_for(session: AsyncSession, actor: Actor, person_id: int, now: datetime) -> Actor:
    """Somebody whose absences are the actor's to enter: the actor themselves, or one of a coordinator's people.

    Raises:
        OutOfReach: another's, or nobody at all.
    """
    if person_id == actor.person_id:
        return actor
    today = local_day(now, await zone_of(session, actor))
    serves = await session.scalar(
        select(Appointment.id)
        .outerjoin(School, School.id == Appointment.school_id)
        .where(Appointment.person_id == person_id, current(today), _own_post(), _among_staff(actor))
        .limit(1)
    )
    found = await actor_of(session, person_id, now) if serves is not None else None
    if found is None:
        raise OutOfReach
    return found


async def absence_for(session: AsyncSession, actor: Actor, absence_id: int, now: datetime) -> tuple[Absence, Actor]:
    """An absence that is the actor's to change, with the person who is away.

    Raises:
        OutOfReach: another's, or none at all.
    """
    absence = await session.get(Absence, absence_id)
    if absence is None:
        raise OutOfReach
    return absence, await absentee_for(session, actor, absence.person_id, now)


async def absence_seen(session: AsyncSession, actor: Actor, absence_id: int, now: datetime) -> AbsenceCard:
    """An absence that the actor may know of: one that is theirs to change, or in which they act.

    Raises:
        OutOfReach: another's, or none at all.
    """
    absence = await session.get(Absence, absence_id)
    if absence is not None and absence.substitute_id == actor.person_id:
        person = await actor_of(session, absence.person_id, now)
        if person is not None:
            return await absence_card(session, actor, absence, person, now)
    absence, person = await absence_for(session, actor, absence_id, now)
    return await absence_card(session, actor, absence, person, now)


async def absence_card(
    session: AsyncSession, actor: Actor, absence: Absence, person: Actor, now: datetime
) -> AbsenceCard:
    substitute = await session.get(Person, absence.substitute_id) if absence.substitute_id else None
    acting = absence.substitute_id == actor.person_id
    return AbsenceCard(
        absence_id=absence.id,
        person_id=absence.person_id,
        person=person.name,
        since_on=absence.since_on,
        until_on=absence.until_on,
        today=local_day(now, await zone_of(session, person)),
        substitute=substitute.name if substitute else None,
        order_number=absence.order_number,
        posts=await posts_of(session, absence.person_id, now),
        cancelled=absence.cancelled_at is not None,
        own=absence.person_id == actor.person_id,
        acting=acting,
        unattended=substitute is None and bool(person.curates),
        may_change=not acting,
    )


async def absences_of(session: AsyncSession, actor: Actor, today: date) -> tuple[AbsenceCard, ...]:
    """The actor's own that are not over, the first first."""
    return await _brief(session, actor, today, Absence.person_id == actor.person_id)


async def acting_of(session: AsyncSession, actor: Actor, today: date) -> tuple[AbsenceCard, ...]:
    """Those in which the actor acts for somebody and that are not over, the first first."""
    return await _brief(session, actor, today, Absence.substitute_id == actor.person_id)


async def _brief(
    session: AsyncSession, actor: Actor, today: date, *conditions: ColumnElement[bool]
) -> tuple[AbsenceCard, ...]:
    """Without the person's posts: for lists."""
    person, substitute = aliased(Person), aliased(Person)
    rows = await session.execute(
        select(Absence, person.name, substitute.name)
        .join(person, person.id == Absence.person_id)
        .outerjoin(substitute, substitute.id == Absence.substitute_id)
        .where(Absence.cancelled_at.is_(None), Absence.until_on >= today, *conditions)
        .order_by(Absence.since_on, Absence.id)
    )
    return tuple(
        AbsenceCard(
            absence_id=absence.id,
            person_id=absence.person_id,
            person=name,
            since_on=absence.since_on,
            until_on=absence.until_on,
            today=today,
            substitute=acting,
            order_number=absence.order_number,
            own=absence.person_id == actor.person_id,
            acting=absence.substitute_id == actor.person_id,
            may_change=absence.substitute_id != actor.person_id,
        )
        for absence, name, acting in rows.all()
    )


async def absences_touching(session: AsyncSession, absentee: Actor, since: date, until: date) -> Sequence[Absence]:
    """Those of a person that share a day with these days, both inclusive, the first first."""
    found = await session.scalars(
        select(Absence).where(Absence.person_id == absentee.person_id, _stands(since, until)).order_by(Absence.since_on)
    )
    return found.all()


# --- who may act -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OwnPost:
    """An appointment of somebody who is away, with the territory of its place and the one above."""

    role: Role
    territory_id: int | None
    school_id: int | None
    until_on: date | None
    home_id: int
    above_id: int | None


async def posts_on(session: AsyncSession, absentee: Actor, day: date) -> list[OwnPost]:
    """All that somebody is appointed to on that day, also in place of another."""
    rows = await session.execute(
        select(
            Appointment.role,
            Appointment.territory_id,
            Appointment.school_id,
            Appointment.until_on,
            Territory.id,
            Territory.parent_id,
        )
        .outerjoin(School, School.id == Appointment.school_id)
        .join(Territory, Territory.id == func.coalesce(Appointment.territory_id, School.territory_id))
        .where(Appointment.person_id == absentee.person_id, current(day))
        .order_by(Appointment.id)
    )
    return [OwnPost(*row) for row in rows.all()]


async def candidates_for(session: AsyncSession, absentee: Actor, since: date, until: date) -> tuple[Candidate, ...]:
    """Who may act for somebody on these days, both inclusive: those of the same place first, then by their names.

    Of schools their people and the directors of the territory, of curators the other curators there, of coordinators
    the others of the territory and of the region. Who is away themselves on one of the days is not among them.
    """
    near, alike = _near_and_alike(await posts_on(session, absentee, since))
    away = exists().where(Absence.person_id == Appointment.person_id, _stands(since, until))
    rows = await session.execute(
        select(
            Appointment.person_id,
            Person.name,
            Appointment.role,
            func.coalesce(School.name, Territory.name).label("place"),
        )
        .join(Person, Person.id == Appointment.person_id)
        .outerjoin(School, School.id == Appointment.school_id)
        .outerjoin(Territory, Territory.id == Appointment.territory_id)
        .where(
            or_(near, alike),
            current(since),
            _own_post(),
            Appointment.person_id != absentee.person_id,
            Person.consented_at.is_not(None),
            exists().where(Account.person_id == Appointment.person_id),
            ~away,
        )
        .order_by(case((near, 0), else_=1), Person.name, Appointment.id)
    )
    found: dict[int, Candidate] = {}
    for row in rows.all():
        found.setdefault(row[0], Candidate(*row))
    return tuple(found.values())


def _near_and_alike(posts: Collection[OwnPost]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Posts at the same place, and posts of the same kind around it."""
    schools = {post.school_id for post in posts if post.role in SCHOOL_PEOPLE and post.school_id}
    around = {post.home_id for post in posts if post.role in SCHOOL_PEOPLE}
    curated = {post.home_id for post in posts if post.role is Role.CURATOR}
    owned = {post.home_id for post in posts if post.role is Role.COORDINATOR}
    above = {post.above_id for post in posts if post.role is Role.COORDINATOR and post.above_id}
    near = or_(
        and_(Appointment.school_id.in_(schools), Appointment.role.in_(SCHOOL_PEOPLE)),
        and_(Appointment.territory_id.in_(owned), Appointment.role == Role.COORDINATOR),
    )
    alike = or_(
        and_(School.territory_id.in_(around), Appointment.role == Role.DIRECTOR),
        and_(School.territory_id.in_(curated), Appointment.role == Role.CURATOR),
        and_(Appointment.territory_id.in_(above), Appointment.role == Role.COORDINATOR),
    )
    return near, alike


async def acting_posts(session: AsyncSession, absence: Absence) -> Sequence[Appointment]:
    """The appointments by which the substitute acts in this absence."""
    found = await session.scalars(
        select(Appointment).where(
            Appointment.person_id == absence.substitute_id,
            Appointment.acting_for_id == absence.person_id,
            Appointment.since_on.between(absence.since_on, absence.until_on),
        )
    )
    return found.all()


# --- a coordinator's people --------------------------------------------------------------------------------------


async def staff_of(session: AsyncSession, actor: Actor, today: date, page: int) -> tuple[list[Employee], int, int]:
    """A page of the people whom the actor looks after, by their names; which page it is, and of how many."""
    posts = (
        select(Appointment.person_id, func.min(Appointment.id).label("post_id"))
        .outerjoin(School, School.id == Appointment.school_id)
        .where(
            current(today),
            _own_post(),
            _among_staff(actor),
            Appointment.person_id != actor.person_id,
            exists().where(Account.person_id == Appointment.person_id),
        )
        .group_by(Appointment.person_id)
        .subquery()
    )
    count = await session.scalar(select(func.count()).select_from(posts)) or 0
    pages = max(1, -(-count // PAGE))
    page = min(page, pages - 1)
    rows = await session.execute(
        select(
            Person.id,
            Person.name,
            Appointment.role,
            func.coalesce(School.name, Territory.name).label("place"),
            away_until(Person.id, today).label("away_until"),
        )
        .join(posts, posts.c.person_id == Person.id)
        .join(Appointment, Appointment.id == posts.c.post_id)
        .outerjoin(School, School.id == Appointment.school_id)
        .outerjoin(Territory, Territory.id == Appointment.territory_id)
        .order_by(Person.name, Person.id)
        .limit(PAGE)
        .offset(page * PAGE)
    )
    return [Employee(*row) for row in rows.all()], page, pages


async def absences_among_staff(session: AsyncSession, actor: Actor, today: date) -> tuple[AbsenceCard, ...]:
    """Those of the people whom the actor looks after that are not over, the first first."""
    staff = (
        select(Appointment.person_id)
        .outerjoin(School, School.id == Appointment.school_id)
        .where(current(today), _own_post(), _among_staff(actor), Appointment.person_id != actor.person_id)
    )
    return await _brief(session, actor, today, Absence.person_id.in_(staff))


async def coordinators_told(session: AsyncSession, absentee: Actor, day: date) -> set[int]:
    """Who coordinates where somebody serves; of a coordinator, also those above."""
    posts = await posts_on(session, absentee, day)
    homes = {post.home_id for post in posts}
    above = {post.above_id for post in posts if post.role is Role.COORDINATOR and post.above_id}
    return {person for place in homes | above for person in await coordinators_of(session, place, day)}


# --- for whom ----------------------------------------------------------------------------------------------------


async def acted_for(
    session: Rows, found: Found, person_id: int, at: datetime, *, on_behalf: Role | None = None
) -> str | None:
    """In whose place somebody acted on an assignment at that moment, None where it was in their own.

    With `on_behalf` they did it as a coordinator. An absence that was ended on the day itself counts up to its end.
    """
    post, absent, absence = columns(Appointment), columns(Person), columns(Absence)
    day = local_day(at, found.zone)
    ended_later = and_(
        absence.person_id == post.acting_for_id,
        absence.substitute_id == post.person_id,
        absence.cancelled_at > at,
        post.since_on.between(absence.since_on, absence.until_on),
    )
    rows = await session.execute(
        select(post.role, post.school_id, absent.name)
        .select_from(table_of(Appointment))
        .outerjoin(table_of(Person), absent.id == post.acting_for_id)
        .outerjoin(table_of(Absence), ended_later)
        .where(
            post.person_id == person_id,
            or_(post.school_id == found.school_id, post.territory_id.in_({found.territory_id, found.owner_id})),
            post.since_on <= day,
            or_(post.until_on.is_(None), post.until_on >= day, absence.id.is_not(None)),
        )
        .order_by(post.id)
    )
    held = [(row.role, row.school_id is not None, row.name) for row in rows.all()]
    at_school = on_behalf is None and any(school for _, school, _ in held)
    posts = [(_family(role), name) for role, school, name in held if school == at_school]
    own = {family for family, name in posts if name is None}
    return next((name for family, name in posts if name is not None and family not in own), None)


def _family(role: Role) -> Role:
    """A school coordinator has the director's rights."""
    return Role.DIRECTOR if role in SCHOOL_PEOPLE else role
