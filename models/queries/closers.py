"""Who may close an assignment."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, bindparam, or_, select

from models.cards.tasks import Closer
from models.domain.access import Actor, Role, closing_roles
from models.domain.moments import local_day
from models.domain.plan import Executor
from models.queries.assignments import Found
from models.queries.people import SCHOOL_PEOPLE
from models.tables import Appointment, Person
from models.tables.base import Rows, columns, table_of

_ORDER = (Role.DIRECTOR, Role.SCHOOL_COORDINATOR, Role.CURATOR, Role.COORDINATOR)


@cache
def _serving() -> Select[*tuple[Any, ...]]:
    """Who serves at a school, its territory or the territory of the map on a day."""
    post, person = columns(Appointment), columns(Person)
    day = bindparam("day", type_=Date())
    return (
        select(person.id, person.name, post.role, post.school_id)
        .select_from(table_of(Appointment))
        .join(table_of(Person), person.id == post.person_id)
        .where(
            or_(
                post.school_id == bindparam("school_id"),
                post.territory_id.in_(bindparam("territories", expanding=True)),
            ),
            post.since_on <= day,
            or_(post.until_on.is_(None), post.until_on >= day),
            person.consented_at.is_not(None),
        )
        .order_by(post.id)
    )


async def closers_of(session: Rows, actor: Actor, found: Found, now: datetime) -> tuple[Closer, ...]:
    """All who may close an assignment that was fetched within reach, each once: the reader first, then by role.

    A coordinator may do it for others.
    """
    given = {
        "school_id": found.school_id,
        "territories": [found.territory_id, found.owner_id],
        "day": local_day(now, found.zone),
    }
    rows = (await session.execute(_serving(), given)).all()
    roles = closing_roles([Executor(code) for code in found.executors], takes_document=found.takes_document)
    directing = {row.id for row in rows if row.role in SCHOOL_PEOPLE}
    people: dict[int, Closer] = {}
    for row in sorted(rows, key=lambda row: (row.id != actor.person_id, _ORDER.index(row.role))):
        # Nobody is curator of a school they direct.
        if row.role in roles and not (row.role is Role.CURATOR and row.id in directing):
            people.setdefault(row.id, Closer(row.name, row.role, row.id == actor.person_id))
    return tuple(people.values())
