"""A copy of the database in memory, where a year may be played out: it dies with the process and touches no file."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.sqlite import sqlite_engine
from models.migrations.run import migrate
from models.work import Sessions

# SQLite keeps what bears this name in memory, and SQLAlchemy takes it for a file and so gives it a pool.
IN_MEMORY = make_url("sqlite:///").set(database="file::memory:", query={"uri": "true", "check_same_thread": "false"})


@asynccontextmanager
async def copied(file: Path) -> AsyncIterator[Sessions]:
    """The way to a copy of that file, brought to the newest shape; the file itself is only read."""
    # All stands in one connection: a second one would see another, empty memory.
    engine = sqlite_engine(IN_MEMORY, begin="BEGIN", connections=1)
    event.listen(engine.sync_engine, "connect", _stay)
    try:
        await _fill(engine, file)
        yield Sessions(engine, engine, engine)
    finally:
        await engine.dispose()


def _stay(connection: Any, record: object) -> None:
    """Let statements run where they are asked for: a hand-over to the thread costs as much, and nobody else waits."""
    connection._connection._execute = _here


async def _here(function: Callable[..., Any], *args: Any) -> Any:
    return function(*args)


async def _fill(engine: AsyncEngine, file: Path) -> None:
    async with engine.connect() as connection:
        own: Any = (await connection.get_raw_connection()).dbapi_connection
        await own.hand_over(lambda target: _read_into(target, file))
    async with engine.begin() as connection:
        await connection.run_sync(_brought_up)


def _read_into(target: sqlite3.Connection, file: Path) -> None:
    """What is still in the write-ahead log is read too, so this is no plain copy of the file."""
    # Not "ro": who may not write leaves the files beside the database behind, and maybe to another user.
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)) as source:
        source.execute("PRAGMA query_only=ON")
        source.backup(target)


def _brought_up(connection: Connection) -> None:
    migrate(connection)
