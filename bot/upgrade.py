"""Bringing a database to the shape this edition needs; an SQLite file is copied first and put back if that fails."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

from sqlalchemy import Connection, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.sqlite import sqlite_engine
from models.migrations.run import migrate, newest, present

Change = Callable[[Connection], None]


async def upgrade(url: str, *, to: str | None = None, change: Change = migrate) -> Path | None:
    """Run the migrations that are missing, up to the newest unless told otherwise, in one transaction.

    Raises:
        BrokenReferences: rows would point at nothing; as after any other failure, all is as it was.

    Returns:
        Where the copy of the database as it was stands, None when it was new, of another kind, or needed no change.
    """
    file = sqlite_file(url)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    async with _connected(url) as connection:
        revision = await connection.run_sync(present)
    if revision == (to or newest()):
        return None
    copy = _copy(file, revision) if file is not None and revision is not None else None
    try:
        async with _connected(url) as connection:
            await connection.run_sync(_changed, change)
    except BaseException:
        if copy is not None and file is not None:
            _copy_database(copy, file)
        raise
    return copy


def sqlite_file(url: str) -> Path | None:
    """The file an address names, None for another kind of database or one in memory."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        return None
    return Path(address.database)


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[AsyncConnection]:
    engine = (
        sqlite_engine(make_url(url), begin="BEGIN IMMEDIATE", connections=1)
        if make_url(url).get_backend_name() == "sqlite"
        else create_async_engine(url)
    )
    try:
        async with engine.begin() as connection:
            yield connection
    finally:
        await engine.dispose()


def _changed(connection: Connection, change: Change) -> None:
    """SQLite makes tables anew to change them, so it looks at what rows point at only when all is done."""
    change(connection)
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise BrokenReferences(sorted({row[0] for row in broken}))


class BrokenReferences(Exception):
    """A migration left rows of these tables that point at nothing."""

    def __init__(self, tables: list[str]) -> None:
        super().__init__(tables)
        self.tables = tables


def _copy(file: Path, revision: str) -> Path:
    """What is still in the write-ahead log is copied too, so this is no plain copy of the file."""
    copy = file.with_name(f"{file.name}.{revision}.copy")
    copy.unlink(missing_ok=True)
    _copy_database(file, copy)
    return copy


def _copy_database(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
