"""The second tick: entered into ИС МЭДК."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from models.domain.access import Actor
from models.tables import MedkEntry
from models.tables.base import Rows, columns


@dataclass(frozen=True, slots=True)
class Tick:
    """The newest entry: by whom, the day it names or None where it was taken back, and when it was made."""

    person_id: int
    medk_on: date | None
    entered_at: datetime


@cache
def _newest() -> Select[*tuple[Any, ...]]:
    entry = columns(MedkEntry)
    return (
        select(entry.person_id, entry.medk_on, entry.entered_at)
        .where(entry.assignment_id == bindparam("assignment_id"))
        .order_by(entry.id.desc())
        .limit(1)
    )


async def newest_tick(session: Rows, assignment_id: int) -> Tick | None:
    row = (await session.execute(_newest(), {"assignment_id": assignment_id})).first()
    return Tick(*row) if row is not None else None


async def ticked_since(session: Rows, actor: Actor, assignment_id: int, since: datetime) -> bool:
    """Whether the tick that stands is the actor's own and was made at that moment or later."""
    newest = await newest_tick(session, assignment_id)
    if newest is None or newest.medk_on is None or newest.person_id != actor.person_id:
        return False
    return newest.entered_at >= since
