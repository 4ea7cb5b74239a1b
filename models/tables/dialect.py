"""The one place that knows which database it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from models.tables.base import Base

AHEAD = "ahead"
"""The execution option of a statement that goes to SQLite along with the next one, the commit at the latest."""

_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def _insert(session: AsyncSession, table: type[Base]) -> Any:
    return _INSERTS[session.get_bind().dialect.name](table)


async def insert_once(session: AsyncSession, table: type[Base], rows: list[dict[str, Any]]) -> None:
    """Put rows in; one that a unique constraint already holds is left as it is."""
    if rows:
        await session.execute(_insert(session, table).on_conflict_do_nothing(), rows)


@dataclass(frozen=True, slots=True)
class Ahead:
    """A statement on its way. `inserted_id`, asked after the commit, is the number of the row it put in."""

    inserted_id: Callable[[], int]


async def put_ahead(connection: AsyncConnection, statement: Executable, values: dict[str, Any]) -> Ahead:
    """Run a statement whose answer nobody waits for, for SQLite without a way to its thread and back.

    How many rows it touched is not known; its failure is the next statement's, or the commit's.
    """
    if connection.dialect.name != "sqlite":
        done: Any = await connection.execute(statement, values)
        return Ahead(lambda: int(done.inserted_primary_key[0]))
    own = connection.sync_connection
    assert own is not None
    cursor: Any = own.execute(statement, values, execution_options={AHEAD: True}).context.cursor
    return Ahead(lambda: int(cursor.lastrowid))


async def upsert(session: AsyncSession, table: type[Base], row: dict[str, Any]) -> None:
    """Put a row in, or overwrite the one with the same primary key."""
    mapped = table.__table__
    assert isinstance(mapped, Table)
    keys = [column.name for column in mapped.primary_key]
    statement = _insert(session, table).values(row)
    changes = {name: statement.excluded[name] for name in row if name not in keys}
    await session.execute(statement.on_conflict_do_update(index_elements=keys, set_=changes))
