"""Work: one transaction, the moment it happens at, and the news it leaves. All is undone unless committed."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Any

from sqlalchemy import bindparam, delete, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from models.domain.access import Actor, Role
from models.domain.inbox import InboxState
from models.domain.notices import HelpAsked, MessageOutdated, NotHeldAsked, Notice, pack
from models.domain.outbox import OutboxState
from models.domain.refusals import Refusal
from models.queries.helping import helps_with
from models.queries.notheld import not_held_words
from models.queries.outbox import drop_untold, messages_of
from models.tables import Dialogue, InboxRow, OutboxRow
from models.tables.base import columns, table_of
from models.tables.dialect import insert_once, put_ahead, upsert

Clock = Callable[[], datetime]

# On the hottest path, and so built once and spared the object-relational way.
_APPLIED = (
    update(table_of(InboxRow))
    .where(columns(InboxRow).update_id == bindparam("applied"))
    .values(state=InboxState.APPLIED, applied_at=bindparam("at"))
)


def _nobody_listens() -> None:
    """A command without a sender: the running bot finds the news by itself."""


class AppliedBefore(Refusal):
    """The update's effect is committed already; a repeat changes nothing."""


@dataclass(frozen=True, slots=True)
class Sessions:
    """Where transactions come from: one writer at a time, readers beside it; `ring` says that news was committed.

    On `glance` every statement stands alone, with no transaction around it.
    """

    writer: AsyncEngine
    reader: AsyncEngine
    glance: AsyncEngine
    ring: Callable[[], None] = _nobody_listens


@dataclass(frozen=True, slots=True)
class Talk:
    """Where one chat's talk stands: the step that waits for words or a file, None when nothing is waited for."""

    platform: str
    chat_id: str
    step: str | None = None
    data: dict[str, Any] = field(default_factory=dict)

    async def keep(self, session: AsyncSession, at: datetime) -> None:
        key = {"platform": self.platform, "chat_id": self.chat_id}
        if self.step is None:
            await session.execute(delete(Dialogue).filter_by(**key))
        else:
            await upsert(session, Dialogue, key | {"step": self.step, "data": self.data, "changed_at": at})


class Work:
    """The unit of work.

    `async with work:` takes the writer, `async with work.reading():` a reader, `async with work.glancing():` a reader
    for one statement. With an `update_id` the commit also marks that inbox row applied, so an effect and its mark are
    one. `applied` says the row was marked before a crash: then nothing is committed a second time.

    Inside, `session` knows the tables as objects and `connection` as plain rows, which is much the cheaper way; both
    stand in the same transaction.
    """

    def __init__(
        self, sessions: Sessions, clock: Clock, *, update_id: int | None = None, applied: bool = False
    ) -> None:
        self._sessions = sessions
        self._clock = clock
        self._update_id = update_id
        self._applied = applied
        self._connection: AsyncConnection | None = None
        self._session: AsyncSession | None = None
        self._news: list[dict[str, Any]] = []
        self._talk: Talk | None = None
        self.turned = False
        self._moment: datetime | None = None

    @property
    def connection(self) -> AsyncConnection:
        """The connection of the writer.

        Raises:
            RuntimeError: outside `async with`.
        """
        if self._connection is None:
            raise RuntimeError("work is not open")
        return self._connection

    @property
    def session(self) -> AsyncSession:
        """The session of the writer, made when it is first asked for.

        Raises:
            RuntimeError: outside `async with`.
        """
        if self._session is None:
            self._session = _session(self.connection)
        return self._session

    def now(self) -> datetime:
        """The present moment, aware UTC. It stands while the work is open, so all of one work bears one moment."""
        if self._connection is None:
            return self._clock()
        if self._moment is None:
            self._moment = self._clock()
        return self._moment

    def tell(
        self,
        person_id: int,
        notice: Notice,
        *,
        once: str,
        role: Role | None = None,
        territory_id: int | None = None,
        school_id: int | None = None,
        not_before: datetime | None = None,
        expires_at: datetime | None = None,
    ) -> None:
        """Leave news for somebody; it is put with the commit and told once for a person, a kind and `once`.

        `once` holds the fact's revision (a version, a change's id); the local day only for planned news.
        With `role` the news is for the person in that quality: who lost the role is not told.
        """
        kind, body = pack(notice)
        self._news.append(
            {
                "person_id": person_id,
                "kind": kind,
                "body": body,
                "once": once,
                "lane": int(notice.LANE),
                "role": role,
                "territory_id": territory_id,
                "school_id": school_id,
                "created_at": self.now(),
                "not_before": not_before or self.now(),
                "expires_at": expires_at,
                "state": OutboxState.WAITING,
            }
        )

    async def outdate(self, kind: type[Notice], once: str, *, since: str, besides: int) -> None:
        """What that news said has changed: its messages in others' chats are redrawn, once for each `since`.

        `besides` is who changed it: their own message is redrawn at once.
        """
        for row in await messages_of(self.session, kind.__name__, once, besides=besides):
            self.tell(row.person_id, MessageOutdated(row.id), once=f"{row.id}/{since}")

    async def outdate_requests(self, actor: Actor, assignment_id: int) -> None:
        """Those who were asked to help with it, or to agree that it is not held, see whether that is still wanted."""
        since = self.now().isoformat()
        for request in await helps_with(self.session, actor, assignment_id):
            await self.outdate(HelpAsked, str(request), since=since, besides=actor.person_id)
        for plea in await not_held_words(self.session, actor, assignment_id):
            await self.outdate(NotHeldAsked, str(plea.id), since=since, besides=actor.person_id)

    async def retract(self, kind: type[Notice], once: str, *, since: str, besides: int) -> None:
        """What that news said was undone: who has not been told is not told any more, others' messages are redrawn.

        Whatever says it anew needs another `once`: this one is spent.
        """
        await drop_untold(self.session, kind.__name__, once, self.now())
        await self.outdate(kind, once, since=since, besides=besides)

    def turn_talk(self, talk: "Talk") -> None:
        """Where the talk goes on from here; it is kept with the commit, so an answer and its effect are one.

        `turned` then says that somebody has decided on it.
        """
        self._talk, self.turned = talk, True

    async def commit(self, *, fresh: bool = True) -> None:
        """Make all of it true at once: the changes, the news, and the mark on the update.

        `fresh` is False where all stood already; then an update that comes again after a crash is shown how it stands.

        Raises:
            AppliedBefore: the same update was committed before a crash.
        """
        if self._applied and fresh:
            raise AppliedBefore
        if self._applied:
            return
        if self._news:
            await insert_once(self.session, OutboxRow, self._news)
        if self._talk is not None:
            await self._talk.keep(self.session, self.now())
        if self._session is not None:
            # It writes what it holds and is done; the transaction is the connection's.
            await self._session.flush()
            self._session = None
        if self._update_id is not None:
            await put_ahead(self.connection, _APPLIED, {"applied": self._update_id, "at": self.now()})
        await _commit(self.connection)
        if self._news:
            self._sessions.ring()
        self._news, self._talk = [], None

    async def __aenter__(self) -> "Work":
        # What is read inside is what will be changed: the first statement locks the writer against other processes.
        self._connection = await self._sessions.writer.connect()
        self._news, self._moment = [], None
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        connection, self._connection, self._session = self.connection, None, None
        if connection.in_transaction():
            await _to_the_end(connection.close())
        else:
            await connection.close()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Look without taking the writer; nothing can be changed inside. All is seen as it was at one moment."""
        self._session = session = _session(self._sessions.reader)
        try:
            yield session
        finally:
            self._session = None
            await _to_the_end(session.close())

    @asynccontextmanager
    async def glancing(self) -> AsyncIterator[AsyncConnection]:
        """Look with one statement, which is spared a transaction."""
        connection = await self._sessions.glance.connect()
        try:
            yield connection
        finally:
            await connection.close()


def _session(bind: AsyncConnection | AsyncEngine) -> AsyncSession:
    return AsyncSession(bind, expire_on_commit=False)


async def _commit(connection: AsyncConnection) -> None:
    """Commit; a transaction whose commit failed would stay open until it is rolled back by name."""
    try:
        await connection.commit()
    except BaseException:
        await _to_the_end(connection.rollback())
        raise


async def _to_the_end(closing: Coroutine[Any, Any, None]) -> None:
    """Give the connection back even while being cancelled: a half-closed one would keep the writer's lock."""
    task = asyncio.ensure_future(closing)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise
