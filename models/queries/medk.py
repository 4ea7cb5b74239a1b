"""The second tick: entered into ИС МЭДК."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from models.domain.access import Actor
from models.tables import MedkEntry
from models.tables.base import Rows, columns


@cache
def _newest() -> Select[*tuple[Any, ...]]:
    entry = columns(MedkEntry)
    return (
        select(entry.person_id, entry.medk_on, entry.entered_at)
        .where(entry.assignment_id == bindparam("assignment_id"))
        .order_by(entry.id.desc())
        .limit(1)
    )


async def ticked_since(session: Rows, actor: Actor, assignment_id: int, since: datetime) -> bool:
    """Whether the tick that stands is the actor's own and was made at that moment or later."""
    newest = (await session.execute(_newest(), {"assignment_id": assignment_id})).first()
    if newest is None or newest.medk_on is None or newest.person_id != actor.person_id:
        return False
    return bool(newest.entered_at >= since)
