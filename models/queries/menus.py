"""Which chats were offered other commands than their people's roles can use."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, exists, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.cards.menus import StaleMenu
from models.domain.access import Role
from models.domain.moments import local_day
from models.queries.people import SCHOOL_PEOPLE
from models.tables import Account, Appointment, Person, School, Territory

_ROLES = (Role.COORDINATOR, Role.CURATOR, Role.DIRECTOR)


async def stale_menus(
    session: AsyncSession, platform: str, menus: Mapping[frozenset[Role], str], now: datetime, limit: int
) -> list[StaleMenu]:
    """At most so many accounts whose menu, by its key, is not that of their present roles; `menus` has one for all.

    The roles are those of `Actor.roles`. Whom nothing reaches is not asked about.
    """
    held = _held(await _days(session, now))
    flags = [func.coalesce(held.c[role.value], 0) == 1 for role in _ROLES]
    rows = await session.execute(
        select(Account.id, Account.chat_id, *flags)
        .join(Person, Person.id == Account.person_id)
        .outerjoin(held, held.c.person_id == Person.id)
        .where(
            Account.platform == platform,
            Account.unreachable_since.is_(None),
            Person.consented_at.is_not(None),
            func.coalesce(Account.menu, "") != _expected(flags, menus),
        )
        .order_by(Account.id)
        .limit(limit)
    )
    return [
        StaleMenu(number, chat_id, frozenset(role for role, has in zip(_ROLES, has_role, strict=True) if has))
        for number, chat_id, *has_role in rows.all()
    ]


async def _days(session: AsyncSession, now: datetime) -> dict[date, list[str]]:
    """The zones by the day it is there: two days at the most."""
    days: dict[date, list[str]] = {}
    for zone in await session.scalars(select(Territory.zone).distinct()):
        days.setdefault(local_day(now, zone), []).append(zone)
    return days


def _held(days: Mapping[date, Sequence[str]]) -> Subquery:
    """One row a person with 1 for each role they hold now. Nobody is curator of a school they direct."""
    directing = aliased(Appointment)
    directs_there = exists().where(
        directing.person_id == Appointment.person_id,
        directing.school_id == Appointment.school_id,
        directing.role.in_(SCHOOL_PEOPLE),
        _in_force(directing, days),
    )
    holding = {
        Role.COORDINATOR: Appointment.role == Role.COORDINATOR,
        Role.CURATOR: and_(Appointment.role == Role.CURATOR, ~directs_there),
        Role.DIRECTOR: Appointment.role.in_(SCHOOL_PEOPLE),
    }
    flags = [func.max(case((condition, 1), else_=0)).label(role.value) for role, condition in holding.items()]
    return (
        select(Appointment.person_id, *flags)
        .outerjoin(School, School.id == Appointment.school_id)
        .join(Territory, Territory.id == func.coalesce(Appointment.territory_id, School.territory_id))
        .where(_in_force(Appointment, days))
        .group_by(Appointment.person_id)
        .subquery()
    )


def _in_force(post: Any, days: Mapping[date, Sequence[str]]) -> ColumnElement[bool]:
    """On the day it is at its place; the place is the outer statement's territory."""
    return or_(
        false(),
        *(
            and_(Territory.zone.in_(zones), post.since_on <= day, or_(post.until_on.is_(None), post.until_on >= day))
            for day, zones in days.items()
        ),
    )


def _expected(flags: Sequence[ColumnElement[bool]], menus: Mapping[frozenset[Role], str]) -> ColumnElement[str]:
    """The menu's key that goes with the roles."""
    return case(
        *(
            (and_(*(flag if role in roles else ~flag for role, flag in zip(_ROLES, flags, strict=True))), menu)
            for roles, menu in menus.items()
        ),
        else_="",
    )
