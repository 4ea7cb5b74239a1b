"""aiosqlite, with one hand-over to its thread for a statement instead of four, and none for one nobody waits for.

SQLAlchemy's adapter asks the connection's thread for a cursor, then to execute, then to fetch, then to close. Each of
these is a hand-over between threads and dearer than the statement: together they were most of the cost of a press of a
button. Here the four are one function that the thread runs, and the rows come back with it. What gives no answer (the
words that begin a transaction, a statement with the option AHEAD) goes along with the next one, the commit at the
latest (docs/decisions/0010).
"""

import sqlite3
from collections import deque
from collections.abc import Callable
from typing import Any

from sqlalchemy import URL, Connection, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util.concurrency import await_

from models.tables.dialect import AHEAD

DRIVER = "sqlite+onehop"

# Seconds. A second process (a command beside the running bot) waits this long for the file.
BUSY = 10

PATIENCE = f"PRAGMA busy_timeout={BUSY * 1000}"
PRAGMAS = (
    PATIENCE,
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
)

Execute = Callable[[sqlite3.Connection, str, Any], sqlite3.Cursor]


class Outcome:
    """What a statement left behind: all that SQLAlchemy asks of a cursor. Made in the connection's thread."""

    __slots__ = ("description", "lastrowid", "rowcount", "rows")

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self.description = cursor.description
        self.rows: list[Any] = cursor.fetchall() if cursor.description else []
        self.rowcount = cursor.rowcount
        self.lastrowid = cursor.lastrowid
        cursor.close()


class OneHopCursor(AsyncAdapt_aiosqlite_cursor):
    """A cursor that lives in the thread no longer than its statement."""

    __slots__ = ("_outcome",)
    _adapt_connection: "OneHopConnection"

    def __init__(self, adapt_connection: Any) -> None:
        # The parent would fetch a cursor from the thread here.
        self._adapt_connection = adapt_connection
        self._connection = adapt_connection._connection
        self._outcome: Outcome | None = None
        self._rows = deque()

    @property
    def description(self) -> Any:
        return self._outcome.description if self._outcome else None

    @property
    def rowcount(self) -> int:
        return self._outcome.rowcount if self._outcome else -1

    @property
    def lastrowid(self) -> int:
        return (self._outcome.lastrowid or 0) if self._outcome else 0

    def put_ahead(self, operation: str, parameters: Any) -> None:
        """Leave the statement for the next hand-over; what it did is not known before."""
        self._adapt_connection.put_ahead(operation, parameters, self)

    def came_of(self, outcome: Outcome) -> None:
        """The statement that was put ahead is done."""
        self._outcome = outcome

    async def _execute_async(self, operation: Any, parameters: Any) -> None:
        await self._in_one_go(sqlite3.Connection.execute, operation, parameters)

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> None:
        await self._in_one_go(sqlite3.Connection.executemany, operation, seq_of_parameters)

    async def _in_one_go(self, execute: Execute, operation: str, parameters: Any) -> None:
        def run(connection: sqlite3.Connection) -> Outcome:
            return Outcome(execute(connection, operation, parameters or ()))

        async with self._adapt_connection._execute_mutex:
            self._outcome = await self._adapt_connection.hand_over(run)
        self._rows = deque(self._outcome.rows if self._outcome else ())

    async def _async_soft_close(self) -> None:
        """Nothing is open any more."""

    def close(self) -> None:
        self._rows.clear()


def _commit(connection: sqlite3.Connection) -> None:
    # The driver's own commit would prepare the word anew each time.
    if connection.in_transaction:
        connection.execute("COMMIT").close()


class OneHopConnection(AsyncAdapt_aiosqlite_connection):
    """aiosqlite's connection with cursors of one hand-over; what has not begun is not rolled back."""

    __slots__ = ("_ahead",)
    _cursor_cls = OneHopCursor

    def __init__(self, dbapi: Any, connection: Any) -> None:
        super().__init__(dbapi, connection)
        self._ahead: list[tuple[str, Any, OneHopCursor | None]] = []

    def put_ahead(self, operation: str, parameters: Any = (), cursor: OneHopCursor | None = None) -> None:
        self._ahead.append((operation, parameters, cursor))

    async def hand_over(self, run: Callable[[sqlite3.Connection], Any]) -> Any:
        """Let the thread do what was put ahead, and then this; a failure of the former is a failure of this."""
        own: Any = self._connection
        ahead, self._ahead = self._ahead, []

        def together() -> Any:
            for operation, parameters, cursor in ahead:
                outcome = Outcome(own._conn.execute(operation, parameters))
                if cursor is not None:
                    cursor.came_of(outcome)
            return run(own._conn)

        return await own._execute(together)

    def commit(self) -> None:
        own: Any = self._connection
        if own._connection is not None:
            try:
                await_(self.hand_over(_commit))
            except Exception as error:
                self._handle_exception(error)

    def rollback(self) -> None:
        self._ahead.clear()
        own: Any = self._connection
        if own._connection is not None and own._connection.in_transaction:
            super().rollback()


class OneHopDbapi(AsyncAdapt_aiosqlite_dbapi):
    """The module SQLAlchemy sees: aiosqlite's, with our connection."""

    def connect(self, *arg: Any, **kw: Any) -> OneHopConnection:
        return OneHopConnection(self, super().connect(*arg, **kw)._connection)


class OneHop(SQLiteDialect_aiosqlite):
    """aiosqlite's dialect over that module."""

    driver = "onehop"
    supports_statement_cache = True

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        if context is not None and AHEAD in context.execution_options:
            cursor.put_ahead(statement, parameters)
        else:
            cursor.execute(statement, parameters)

    @classmethod
    def import_dbapi(cls) -> OneHopDbapi:
        return OneHopDbapi(__import__("aiosqlite"), sqlite3)  # type: ignore[no-untyped-call, unused-ignore]


def sqlite_engine(
    url: URL, *, begin: str | None, connections: int, pragmas: tuple[str, ...] = (PATIENCE,)
) -> AsyncEngine:
    """An engine of so many connections, whose transactions begin with those words; without them there are none."""
    registry.register("sqlite.onehop", __name__, OneHop.__name__)
    engine = create_async_engine(url.set(drivername=DRIVER), pool_size=connections, max_overflow=0, pool_timeout=60)

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, record: object) -> None:
        # The driver's own BEGIN would come too late and be deferred.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    if begin is not None:

        @event.listens_for(engine.sync_engine, "begin")
        def begin_transaction(connection: Connection) -> None:
            own: Any = connection.connection.dbapi_connection
            own.put_ahead(begin)

    return engine
