"""Engines and session factories. SQLite gets one writer that locks at BEGIN, and readers beside it."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.sqlite import PRAGMAS, sqlite_engine
from models.work import Sessions

READERS = 4
READING = (*PRAGMAS, "PRAGMA query_only=ON")


@asynccontextmanager
async def open_sessions(url: str) -> AsyncIterator[Sessions]:
    """The way to the database for as long as the block lasts."""
    writer, reader, glance = _engines(url)
    try:
        yield Sessions(writer, reader, glance)
    finally:
        for engine in {writer, reader, glance}:
            await engine.dispose()


def _engines(url: str) -> tuple[AsyncEngine, AsyncEngine, AsyncEngine]:
    """The engines to write, to read and to glance with."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        engine = create_async_engine(url, pool_pre_ping=True)
        return engine, engine, engine
    # One connection makes the pool the queue of writers: nobody ever meets "database is locked" inside the process.
    writer = sqlite_engine(address, begin="BEGIN IMMEDIATE", connections=1, pragmas=PRAGMAS)
    # Every update glances. One thread that is always awake is cheaper than waking one of several.
    glance = sqlite_engine(address, begin=None, connections=1, pragmas=READING)
    return writer, sqlite_engine(address, begin="BEGIN", connections=READERS, pragmas=READING), glance


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


def look_for_another(url: str) -> None:
    """See whether a process works on that database, where it is an SQLite file that is there.

    Raises:
        AlreadyRunning: one does.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and address.database and Path(address.database).exists():
        with alone_at(Path(address.database)):
            pass
