"""Updates are stored once, handled in order beside each other, and never lost by a poisoned neighbour."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import GetMe
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from structlog.testing import capture_logs

from bot.inbox import Inbox, Patience
from handlers.errors import Incident
from models.cards.inbox import InboxCard, Incoming
from models.domain.inbox import InboxState
from models.tables import InboxRow
from models.work import AppliedBefore, Clock, Sessions, Work

QUICK = Patience(pauses=(0, 0), stop=0.05)

Handle = Callable[[InboxCard], Awaitable[object]]
Open = Callable[[Handle], Awaitable[Inbox]]


class Disk(AsyncEngine):
    """A writer whose disk may be full."""

    full = False

    def connect(self) -> AsyncConnection:
        if self.full:
            raise OperationalError("BEGIN IMMEDIATE", None, OSError("disk full"))
        return super().connect()


@pytest.fixture
def disk(sessions: Sessions) -> Disk:
    return Disk(sessions.writer.sync_engine)


@pytest.fixture
async def opened(sessions: Sessions, disk: Disk, clock: Clock) -> AsyncIterator[Open]:
    """Opens inboxes, one after another, over the same rows."""
    async with AsyncExitStack() as stack:

        async def open_inbox(handle: Handle) -> Inbox:
            inbox = Inbox(replace(sessions, writer=disk), clock, handle, limit=4, patience=QUICK)
            stack.push_async_callback(inbox.stop)
            await inbox.start()
            return inbox

        yield open_inbox


def updates(*ids: int, chat: str = "7") -> list[Incoming]:
    return [Incoming(number, chat, "{}") for number in ids]


async def rows(work: Work) -> dict[int, InboxRow]:
    async with work.reading() as session:
        return {row.update_id: row for row in await session.scalars(select(InboxRow))}


async def states(work: Work) -> dict[int, InboxState]:
    return {number: row.state for number, row in (await rows(work)).items()}


class Recorder:
    """Keeps what it is handed, in order."""

    def __init__(self) -> None:
        self.seen: list[tuple[int, bool]] = []

    async def __call__(self, card: InboxCard) -> None:
        await asyncio.sleep(0)
        self.seen.append((card.update_id, card.applied))


async def test_an_update_is_handled_once_and_settled(opened: Open, work: Work) -> None:
    handle = Recorder()
    inbox = await opened(handle)
    await inbox.store(updates(1, 2))
    await inbox.idle()
    assert handle.seen == [(1, False), (2, False)]
    kept = await rows(work)
    assert {row.state for row in kept.values()} == {InboxState.SETTLED}
    assert {row.body for row in kept.values()} == {""}, "what was said is forgotten when it is answered"


async def test_five_deliveries_have_one_effect_and_four_counted_duplicates(opened: Open, work: Work) -> None:
    handle = Recorder()
    inbox = await opened(handle)
    await inbox.store(updates(1, 1))
    await inbox.idle()
    for _ in range(3):
        await inbox.store(updates(1))
    await inbox.idle()
    assert handle.seen == [(1, False)]
    assert (await rows(work))[1].duplicates == 4


async def test_ten_messages_at_once_keep_their_order(opened: Open) -> None:
    handle = Recorder()
    inbox = await opened(handle)
    await inbox.store(updates(*range(10)))
    await inbox.idle()
    assert [number for number, _ in handle.seen] == list(range(10))


async def test_chats_do_not_wait_for_each_other(opened: Open) -> None:
    released = asyncio.Event()
    done: list[int] = []

    async def handle(card: InboxCard) -> None:
        if card.update_id == 1:
            await released.wait()
        done.append(card.update_id)
        released.set()

    inbox = await opened(handle)
    await inbox.store([*updates(1, 2), *updates(3, chat="8")])
    await inbox.idle()
    assert done == [3, 1, 2]


async def test_room_is_for_as_many_as_may_be_in_hand(opened: Open) -> None:
    released = asyncio.Event()

    async def handle(card: InboxCard) -> None:
        await released.wait()

    inbox = await opened(handle)
    await inbox.store(updates(1, 2, 3))
    assert await inbox.room() == 1
    await inbox.store(updates(4))
    waiting = asyncio.create_task(inbox.room())
    await asyncio.sleep(0)
    assert not waiting.done()
    released.set()
    assert await waiting >= 1


async def test_who_takes_long_does_not_keep_others_out(opened: Open) -> None:
    """A full hand waits for half of it to be free, but not for ever."""
    released = asyncio.Event()

    async def handle(card: InboxCard) -> None:
        if card.update_id < 4:
            await released.wait()

    inbox = await opened(handle)
    await inbox.store([one for number in (1, 2, 3, 4) for one in updates(number, chat=f"{number}")])
    async with asyncio.timeout(5):
        assert await inbox.room() == 1
    released.set()


async def test_a_poisoned_update_stands_alone(opened: Open, work: Work) -> None:
    handled = Recorder()

    async def handle(card: InboxCard) -> None:
        if card.update_id == 2:
            raise ValueError("a bad date")
        await handled(card)

    inbox = await opened(handle)
    await inbox.store(updates(1, 2, 3))
    await inbox.idle()
    kept = await rows(work)
    assert [number for number, _ in handled.seen] == [1, 3]
    assert (kept[2].state, kept[2].body) == (InboxState.QUARANTINED, "{}")
    assert kept[2].incident


async def test_the_number_the_person_was_told_is_the_incident(opened: Open, work: Work) -> None:
    async def handle(card: InboxCard) -> None:
        raise Incident("A1B2C3")

    inbox = await opened(handle)
    await inbox.store(updates(1))
    await inbox.idle()
    assert (await rows(work))[1].incident == "A1B2C3"


async def test_what_passes_is_tried_again_and_a_committed_effect_is_known(
    opened: Open, sessions: Sessions, clock: Clock, work: Work
) -> None:
    tries: list[bool] = []

    async def handle(card: InboxCard) -> None:
        tries.append(card.applied)
        if len(tries) == 1:
            raise TelegramNetworkError(GetMe(), "away")
        if len(tries) == 2:
            async with (act := Work(sessions, clock, update_id=card.update_id, applied=card.applied)):
                await act.commit()
            raise TelegramNetworkError(GetMe(), "away again")
        raise AppliedBefore

    inbox = await opened(handle)
    await inbox.store(updates(1))
    await inbox.idle()
    assert tries == [False, False, True]
    assert await states(work) == {1: InboxState.SETTLED}


async def test_what_does_not_pass_after_all_goes_to_quarantine(opened: Open, work: Work) -> None:
    tries: list[int] = []

    async def handle(card: InboxCard) -> None:
        tries.append(card.update_id)
        raise TelegramNetworkError(GetMe(), "away")

    inbox = await opened(handle)
    await inbox.store(updates(1))
    await inbox.idle()
    assert len(tries) == len(QUICK.pauses) + 1
    assert await states(work) == {1: InboxState.QUARANTINED}


async def test_a_stop_waits_for_handlers_and_leaves_the_late_ones(opened: Open, work: Work) -> None:
    begun: list[int] = []

    async def handle(card: InboxCard) -> None:
        begun.append(card.update_id)
        await (asyncio.sleep(0.01) if card.chat == "quick" else asyncio.Event().wait())

    inbox = await opened(handle)
    await inbox.store([*updates(1, 2, chat="quick"), *updates(3, chat="slow")])
    await asyncio.sleep(0)
    await inbox.stop()
    assert begun == [1, 3]
    assert await states(work) == {1: InboxState.SETTLED, 2: InboxState.WAITING, 3: InboxState.WAITING}


async def test_the_next_start_takes_up_what_was_left_before_anything_new(
    opened: Open, sessions: Sessions, clock: Clock, work: Work
) -> None:
    async def never(card: InboxCard) -> None:
        await asyncio.Event().wait()

    first = await opened(never)
    await first.store(updates(*range(1, 5)))
    async with (act := Work(sessions, clock, update_id=1)):
        await act.commit()
    await first.stop()
    await work_of_more(sessions, clock)
    handle = Recorder()
    second = await opened(handle)
    await second.store(updates(20))
    await second.idle()
    assert handle.seen == [(1, True), *((number, False) for number in (2, 3, 4, 10, 11, 12, 20))]
    assert set((await states(work)).values()) == {InboxState.SETTLED}


async def work_of_more(sessions: Sessions, clock: Clock) -> None:
    """More rows than may be in hand at once, left by an earlier life."""
    async with (work := Work(sessions, clock)):
        for number in (10, 11, 12):
            work.session.add(InboxRow(update_id=number, chat="7", body="{}", received_at=clock()))
        await work.commit()


async def test_marks_the_disk_refuses_are_written_later(opened: Open, disk: Disk, work: Work) -> None:
    inbox = await opened(Recorder())
    await inbox.store(updates(1))
    disk.full = True
    await inbox.idle()
    assert await states(work) == {1: InboxState.WAITING}
    disk.full = False
    await inbox.idle()
    assert await states(work) == {1: InboxState.SETTLED}


async def test_a_quarantine_the_disk_refuses_is_an_alarm_and_no_end(opened: Open, disk: Disk, work: Work) -> None:
    async def handle(card: InboxCard) -> None:
        disk.full = True
        raise ValueError("poison")

    inbox = await opened(handle)
    with capture_logs() as lines:
        await inbox.store(updates(1))
        await inbox.idle()
    assert [line["event"] for line in lines if line["log_level"] == "critical"] == [
        "an update went to quarantine",
        "quarantine could not be written",
    ]
    assert await states(work) == {1: InboxState.WAITING}
    disk.full = False


async def test_many_answers_are_marked_without_waiting(opened: Open, work: Work) -> None:
    """A group is written when it is large enough, whether or not anybody asks for it."""
    inbox = await opened(Recorder())
    for first in range(0, 64, 4):
        await inbox.store(updates(*range(first, first + 4)))
        await inbox.room()
    await inbox.idle()
    assert set((await states(work)).values()) == {InboxState.SETTLED}
