"""Engines and session factories. SQLite gets one writer that locks at BEGIN, and readers beside it."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from models.work import Sessions

# Seconds. A second process (a command beside the running bot) waits this long for the file.
BUSY = 10
READERS = 4

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY * 1000}",
)


@asynccontextmanager
async def open_sessions(url: str) -> AsyncIterator[Sessions]:
    """The way to the database for as long as the block lasts."""
    writer, reader = _engines(url)
    try:
        yield Sessions(_factory(writer), _factory(reader))
    finally:
        await writer.dispose()
        if reader is not writer:
            await reader.dispose()


def _factory(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    return async_sessionmaker(engine, expire_on_commit=False, autoflush=True)


def _engines(url: str) -> tuple[AsyncEngine, AsyncEngine]:
    if make_url(url).get_backend_name() != "sqlite":
        engine = create_async_engine(url, pool_pre_ping=True)
        return engine, engine
    # One connection makes the pool the queue of writers: nobody ever meets "database is locked" inside the process.
    writer = create_async_engine(url, pool_size=1, max_overflow=0, pool_timeout=60)
    reader = create_async_engine(url, pool_size=READERS, max_overflow=0, pool_timeout=60)
    _prepare(writer, begin="BEGIN IMMEDIATE", query_only=False)
    _prepare(reader, begin="BEGIN", query_only=True)
    return writer, reader


def _prepare(engine: AsyncEngine, *, begin: str, query_only: bool) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def set_pragmas(connection: Any, record: object) -> None:
        cursor = connection.cursor()
        for pragma in PRAGMAS:
            cursor.execute(pragma)
        if query_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    begin_with(engine, begin)


def begin_with(engine: AsyncEngine, begin: str) -> None:
    """Begin SQLite's transactions with these words: the driver's own BEGIN would come too late and be deferred."""

    @event.listens_for(engine.sync_engine, "connect")
    def let_us_begin(connection: Any, record: object) -> None:
        connection.isolation_level = None

    @event.listens_for(engine.sync_engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


class AlreadyRunning(Exception):
    """Another process works on this database."""


@contextmanager
def alone_at(file: Path) -> Iterator[None]:
    """Be the only process that works on an SQLite file; a lock in a file beside it dies with the process.

    Raises:
        AlreadyRunning: at once, when somebody else is.
    """
    with closing(sqlite3.connect(file.with_name(f"{file.name}.lock"), timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise AlreadyRunning(file) from error
        yield
