"""The one place that knows which database it is."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from models.tables.base import Base

_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def _insert(session: AsyncSession, table: type[Base]) -> Any:
    return _INSERTS[session.get_bind().dialect.name](table)


async def insert_once(session: AsyncSession, table: type[Base], rows: list[dict[str, Any]]) -> None:
    """Put rows in; one that a unique constraint already holds is left as it is."""
    if rows:
        await session.execute(_insert(session, table).on_conflict_do_nothing(), rows)


async def upsert(session: AsyncSession, table: type[Base], row: dict[str, Any]) -> None:
    """Put a row in, or overwrite the one with the same primary key."""
    mapped = table.__table__
    assert isinstance(mapped, Table)
    keys = [column.name for column in mapped.primary_key]
    statement = _insert(session, table).values(row)
    changes = {name: statement.excluded[name] for name in row if name not in keys}
    await session.execute(statement.on_conflict_do_update(index_elements=keys, set_=changes))
