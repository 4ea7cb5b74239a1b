"""The sender before the strict emulator, with a real database and a real client."""

import asyncio
from datetime import datetime, timedelta
from itertools import count
from typing import Self

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs
from structlog.types import EventDict

from bot.delivery.pace import UNLIMITED, Pace, Rates
from bot.delivery.sender import LEASE, Sender, hands_for
from bot.emulator.calls import Call
from bot.emulator.errors import unauthorized
from bot.emulator.faults import (
    CutAfter,
    CutBefore,
    Delay,
    Garble,
    Refuse,
    flood,
    moved,
    refused,
    server_error,
)
from bot.emulator.limits import Flood
from handlers.screens import Screen
from models.cards.outbox import OutboxCard
from models.domain.notices import HelpAsked
from models.domain.outbox import DropReason, OutboxState
from models.domain.refusals import OutOfReach
from tests.conftest import Clock
from tests.delivery.conftest import Stage
from tests.delivery.mail import TOKEN, say_number


async def states(stage: Stage) -> set[OutboxState]:
    return {row.state for row in await stage.post.rows()}


def numbers(stage: Stage, chat_id: int) -> list[int]:
    """The numbers of the news in a chat, as they stand there."""
    return [int(words.partition("help_id=")[2].rstrip(")")) for words in stage.read(chat_id)]


async def test_everybody_gets_everything_once_and_in_order(stage: Stage) -> None:
    chats = range(700, 715)
    await stage.post.tell_all(await stage.people(chats), times=3)
    await stage.sender().drain()
    assert all(numbers(stage, chat_id) == [1, 2, 3] for chat_id in chats)
    assert await states(stage) == {OutboxState.SENT}
    row = (await stage.post.rows())[0]
    assert row.chat_id == "700"
    assert row.message_id in stage.world.chat(700).history


async def test_two_senders_send_nothing_twice(stage: Stage) -> None:
    chats = range(700, 715)
    await stage.post.tell_all(await stage.people(chats), times=2)
    await asyncio.gather(stage.sender().drain(), stage.sender().drain())
    assert all(numbers(stage, chat_id) == [1, 2] for chat_id in chats)
    assert len(stage.sends) == 30


class TestTooFast:
    async def test_429_in_the_middle_of_a_broadcast_pauses_all(self, stage: Stage) -> None:
        chats = range(700, 730)
        await stage.post.tell_all(await stage.people(chats), times=2)
        stage.world.faults.put(flood(35), chat_id=715)
        sender = stage.sender(rates=Rates(28))
        with capture_logs() as logs:
            await sender.drain()
        assert "too_fast" in {entry["event"] for entry in logs}
        so_far = len(stage.sends)
        assert so_far < 30
        for _ in range(3):
            stage.wind(11)
            await sender.drain()
        assert len(stage.sends) == so_far
        stage.wind(3)
        await sender.drain()
        stage.wind(36)
        await sender.drain()
        assert all(numbers(stage, chat_id) == [1, 2] for chat_id in chats)

    async def test_the_messengers_own_meter_never_complains(self, stage: Stage) -> None:
        stage.world.account().meter.rules = Flood(chat_burst=1)
        people = await stage.people(range(700, 760))
        stage.world.add_group(-100, "Кураторы", [700])
        await stage.post.tell_all([await stage.post.person(-100), *people], times=3)
        sender = stage.sender(rates=Rates())
        stage.wind(60)
        await sender.drain()
        assert {call.code for call in stage.sends} == {200}
        assert len(stage.sends) == 183

    async def test_a_storm_of_429_is_obeyed_and_outlived(self, stage: Stage) -> None:
        numbers_asked = count(1)
        stage.world.faults.put(flood(3), when=lambda call: next(numbers_asked) % 10 == 0, times=None)
        chats = range(700, 740)
        await stage.post.tell_all(await stage.people(chats), times=2)
        await drain_all(stage, stage.sender(rates=Rates(28)), step=3, rounds=25)
        assert all(numbers(stage, chat_id) == [1, 2] for chat_id in chats)
        complaints = [call.seconds for call in stage.sends if call.code == 429]
        assert len(complaints) >= 8
        early = [call for call in stage.sends for at in complaints if at + 0.5 < call.seconds < at + 3]
        assert early == []

    async def test_429_of_one_group_pauses_that_group(self, stage: Stage) -> None:
        chats = range(700, 720)
        people = await stage.people(chats)
        stage.world.add_group(-100, "Кураторы", [700])
        group = await stage.post.person(-100)
        await stage.post.tell_all([group, *people], times=2)
        stage.world.faults.put(flood(35), chat_id=-100)
        sender = stage.sender(rates=Rates(28, 1, None))
        await sender.drain()
        assert all(numbers(stage, chat_id) == [1, 2] for chat_id in chats)
        assert numbers(stage, -100) == []
        stage.wind(36)
        await sender.drain()
        assert numbers(stage, -100) == [1, 2]

    async def test_a_row_whose_turn_is_far_away_goes_back_and_holds_nobody_up(self, stage: Stage) -> None:
        people = await stage.people(range(700, 712))
        await stage.post.tell_all(people)
        pace = stage.pace(UNLIMITED)
        for chat_id in range(700, 706):
            pace.pause(60, chat_id)
        sender = stage.sender(pace=pace)
        await sender.drain()
        assert {call.chat_id for call in stage.sends} == set(range(706, 712))
        assert stage.stopwatch.now == 1000
        stage.wind(60)
        await sender.drain()
        assert await states(stage) == {OutboxState.SENT}


class TestUnreachable:
    async def test_who_blocked_the_bot_is_tried_once(self, stage: Stage) -> None:
        person = await stage.person(700)
        await stage.post.tell_all([person], times=3)
        stage.world.block(700)
        await stage.sender().drain()
        assert len(stage.sends) == 1
        assert {row.reason for row in await stage.post.rows()} == {DropReason.UNREACHABLE}
        assert (await stage.post.account(person)).unreachable_reason == "blocked"

    async def test_who_never_wrote(self, stage: Stage) -> None:
        person = await stage.post.person(701)
        stage.world.add_person(701, "Олег")
        await stage.post.tell(person)
        await stage.sender().drain()
        account = await stage.post.account(person)
        assert account.unreachable_since is not None

    async def test_a_group_that_moved_is_told_at_its_new_address_once(self, stage: Stage) -> None:
        stage.world.add_person(700, "Нина")
        stage.world.add_group(-100, "Кураторы", [700], basic=True)
        group = await stage.post.person(-100)
        new_id = stage.world.migrate(-100)
        await stage.post.tell_all([group], times=2)
        await stage.sender().drain()
        assert numbers(stage, new_id) == [1, 2]
        assert len(stage.sends) == 3
        assert (await stage.post.account(group)).chat_id == str(new_id)

    async def test_a_group_that_moves_for_ever_is_a_mistake(self, stage: Stage) -> None:
        await stage.post.tell(await stage.person(700))
        stage.world.faults.put(moved(-1005), times=None)
        await stage.sender().drain()
        assert len(stage.sends) == 2
        assert await states(stage) == {OutboxState.DEAD}


class TestOurMistakes:
    async def test_tags_it_does_not_know_are_left_out_once(self, stage: Stage) -> None:
        async def compose(card: OutboxCard) -> Screen:
            return Screen("<div>Оценка</div> &lt; 3 &amp; <b>выше</b>")

        await stage.post.tell(await stage.person(700))
        with capture_logs() as logs:
            await stage.sender(compose).drain()
        assert stage.read(700) == ["Оценка < 3 & выше"]
        assert await states(stage) == {OutboxState.SENT}
        assert [entry["log_level"] for entry in logs if entry["event"] == "unparsed"] == ["critical"]

    async def test_when_bare_words_do_not_help_either_the_row_is_dead(self, stage: Stage) -> None:
        row = await stage.post.tell(await stage.person(700))
        stage.world.faults.put(refused("can't parse entities: something"), times=None)
        with capture_logs() as logs:
            await stage.sender().drain()
        (dead,) = [entry for entry in logs if entry["event"] == "dead"]
        stored = await stage.post.row(row)
        assert (stored.state, stored.reason) == (OutboxState.DEAD, dead["incident"])
        assert len(stage.sends) == 2

    async def test_another_refusal_is_dead_at_once_and_the_next_row_goes(self, stage: Stage) -> None:
        person = await stage.person(700)
        await stage.post.tell_all([person], times=2)
        stage.world.faults.put(refused("message is too long"))
        await stage.sender().drain()
        assert [row.state for row in await stage.post.rows()] == [OutboxState.DEAD, OutboxState.SENT]

    async def test_a_view_that_fails_ends_its_row_and_stops_no_other(self, stage: Stage) -> None:
        async def compose(card: OutboxCard) -> Screen:
            if card.notice == HelpAsked(1):
                raise ZeroDivisionError("a view")
            return await say_number(card)

        await stage.post.tell_all(await stage.people(range(700, 703)), times=2)
        with capture_logs() as logs:
            await stage.sender(compose).drain()
        assert numbers(stage, 700) == numbers(stage, 702) == [2]
        assert len([entry for entry in logs if entry["event"] == "dead"]) == 3


class TestNoLongerTrue:
    async def test_what_is_no_longer_true_is_not_said(self, stage: Stage) -> None:
        async def compose(card: OutboxCard) -> Screen | DropReason:
            return DropReason.NO_LONGER_TRUE

        await stage.post.tell(await stage.person(700))
        await stage.sender(compose).drain()
        assert stage.sends == []
        assert [row.reason for row in await stage.post.rows()] == [DropReason.NO_LONGER_TRUE]

    async def test_what_the_person_has_lost_is_not_said(self, stage: Stage) -> None:
        async def compose(card: OutboxCard) -> Screen:
            raise OutOfReach

        await stage.post.tell(await stage.person(700))
        await stage.sender(compose).drain()
        assert stage.sends == []
        assert [row.reason for row in await stage.post.rows()] == [DropReason.NO_LONGER_TRUE]


class TestInDoubt:
    async def test_an_answer_that_is_lost_costs_one_copy_at_most(self, stage: Stage) -> None:
        chats = range(700, 710)
        await stage.post.tell_all(await stage.people(chats))
        stage.world.faults.put(CutAfter(), times=10)
        sender = stage.sender()
        with capture_logs() as logs:
            await drain_all(stage, sender)
        assert all(len(stage.read(chat_id)) <= 2 for chat_id in chats)
        assert all(stage.read(chat_id) for chat_id in chats)
        doubted = sum(row.in_doubt for row in await stage.post.rows())
        assert doubted == 10
        assert len([entry for entry in logs if entry.get("step") == "no answer"]) == 10

    async def test_it_is_not_tried_a_third_time(self, stage: Stage) -> None:
        row = await stage.post.tell(await stage.person(700))
        stage.world.faults.put(CutAfter(), times=None)
        await drain_all(stage, stage.sender())
        stored = await stage.post.row(row)
        assert (stored.state, stored.reason, stored.in_doubt) == (OutboxState.DROPPED, DropReason.IN_DOUBT, 2)
        assert len(stage.read(700)) == 2

    async def test_what_did_not_arrive_arrives(self, stage: Stage) -> None:
        await stage.post.tell(await stage.person(700))
        stage.world.faults.put(CutBefore())
        await drain_all(stage, stage.sender())
        assert len(stage.read(700)) == 1


async def drain_all(stage: Stage, sender: Sender, *, step: float = 40, rounds: int = 12) -> None:
    """Drain, again and again with time between."""
    for _ in range(rounds):
        await sender.drain()
        stage.wind(step)


class TestTrouble:
    @pytest.mark.parametrize("weather", [server_error(500), Garble(502)])
    async def test_5xx_for_ten_minutes_and_then_well(self, stage: Stage, weather: Refuse | Garble) -> None:
        chats = range(700, 720)
        await stage.post.tell_all(await stage.people(chats), times=2)
        stage.world.faults.put(weather, times=None)
        sender = stage.sender()
        for _ in range(120):
            await sender.drain()
            stage.wind(5)
        # Five hands fail together, then one row at a time, ever more seldom.
        assert len(stage.sends) < 35
        stage.world.faults.clear()
        well_from = stage.clock()
        for _ in range(12):
            await sender.drain()
            stage.wind(5)
        first = min(message.sent_at for chat_id in chats for message in stage.world.chat(chat_id).messages[1:])
        assert (first - well_from).total_seconds() <= 60
        assert all(numbers(stage, chat_id) == [1, 2] for chat_id in chats)

    async def test_nobody_at_home(self, stage: Stage) -> None:
        await stage.post.tell(await stage.person(700))
        api = stage.bot.session.api
        stage.bot.session.api = type(api).from_base("http://127.0.0.1:9")
        sender = stage.sender()
        await sender.drain()
        (row,) = await stage.post.rows()
        assert (row.state, row.in_doubt) == (OutboxState.WAITING, 0)
        stage.bot.session.api = api
        stage.wind(60)
        await sender.drain()
        assert await states(stage) == {OutboxState.SENT}

    async def test_a_database_that_fails_while_wording_is_waited_for(self, stage: Stage) -> None:
        tries = []

        async def compose(card: OutboxCard) -> Screen:
            tries.append(card.id)
            if len(tries) == 1:
                async with stage.sessions.reader.connect() as connection:
                    await connection.execute(text("SELECT * FROM nowhere"))
            return await say_number(card)

        await stage.post.tell(await stage.person(700))
        await drain_all(stage, stage.sender(compose), rounds=2)
        assert len(stage.read(700)) == 1


async def test_a_token_nobody_knows_stops_all_but_one_try_in_half_a_minute(stage: Stage) -> None:
    await stage.post.tell_all(await stage.people(range(700, 720)))
    stage.world.faults.put(Refuse(unauthorized()), times=None)
    sender = stage.sender()
    with capture_logs() as logs:
        await sender.drain()
    assert len(stage.sends) <= 5
    assert {entry["log_level"] for entry in logs if entry["event"] == "stopped"} == {"critical"}
    at_first = len(stage.sends)
    for _ in range(60):
        stage.wind(5)
        await sender.drain()
    assert len(stage.sends) - at_first <= 10
    stage.world.faults.clear()
    stage.wind(31)
    await sender.drain()
    assert await states(stage) == {OutboxState.SENT}


async def test_the_token_never_gets_into_the_log(stage: Stage) -> None:
    await stage.post.tell_all(await stage.people(range(700, 712)))
    for weather in (CutBefore(), CutAfter(), server_error(), refused("chat_id is empty"), Refuse(unauthorized())):
        stage.world.faults.put(weather)
    with capture_logs() as logs:
        await drain_all(stage, stage.sender())
    assert len(logs) >= 5
    assert TOKEN not in str(logs)


class TestRunning:
    async def test_it_wakes_for_news_and_stops_when_told(self, stage: Stage) -> None:
        person = await stage.person(700)
        sender = stage.sender()
        async with Running(stage, sender) as running:
            await stage.post.tell(person)
            sender.wake()
            await running.messages(1)
        assert await states(stage) == {OutboxState.SENT}

    async def test_it_comes_by_itself_for_news_of_others(self, stage: Stage) -> None:
        person = await stage.person(700)
        async with Running(stage, stage.sender(poll=0.02)) as running:
            await stage.post.tell(person)
            await running.messages(1)

    async def test_it_comes_at_the_hour(self, stage: Stage) -> None:
        await stage.post.tell(await stage.person(700), not_before=stage.clock() + timedelta(seconds=0.02))
        sender = stage.sender()
        await sender.drain()
        assert stage.sends == []
        # What the clock shows when the sender comes back.
        stage.clock.move(seconds=0.01)
        async with Running(stage, sender) as running:
            stage.clock.move(seconds=0.01)
            await running.messages(1)

    async def test_a_pause_is_slept_through(self, stage: Stage) -> None:
        await stage.post.tell(await stage.person(700))
        pace = Pace(UNLIMITED)
        pace.pause(0.05)
        began = pace.seconds()
        async with Running(stage, stage.sender(pace=pace)) as running:
            await running.messages(1)
        assert pace.seconds() - began >= 0.05

    async def test_stopping_waits_for_what_is_in_flight(self, stage: Stage) -> None:
        await stage.post.tell(await stage.person(700))
        asked = delayed(stage, 0.2)
        async with Running(stage, stage.sender()):
            await asked.wait()
        assert await states(stage) == {OutboxState.SENT}

    async def test_what_does_not_end_in_time_is_left_in_doubt_for_the_next_life(self, stage: Stage) -> None:
        await stage.post.tell(await stage.person(700))
        asked = delayed(stage, 5)
        async with Running(stage, stage.sender(grace=0.05)):
            await asked.wait()
        assert await states(stage) == {OutboxState.CLAIMED}
        async with Running(stage, stage.sender(alone=True)) as running:
            await running.messages(1)
        (row,) = await stage.post.rows()
        assert (row.state, row.in_doubt) == (OutboxState.SENT, 1)

    async def test_a_killed_life_leaves_its_rows_to_the_next(self, stage: Stage) -> None:
        worded = asyncio.Semaphore(0)

        async def never(card: OutboxCard) -> Screen:
            worded.release()
            await asyncio.Event().wait()
            raise AssertionError

        await stage.post.tell_all(await stage.people(range(700, 712)))
        killed = asyncio.create_task(stage.sender(never, grace=0).run(asyncio.Event()))
        for _ in range(5):
            await worded.acquire()
        killed.cancel()
        with pytest.raises(asyncio.CancelledError):
            await killed
        sender = stage.sender()
        await sender.drain()
        assert len(stage.sends) == 7
        stage.wind(LEASE.total_seconds())
        await sender.drain()
        assert len(stage.sends) == 12
        assert sum(row.in_doubt for row in await stage.post.rows()) == 5

    async def test_a_wound_clock_does_not_send_what_is_under_way_again(self, stage: Stage) -> None:
        await stage.post.tell(await stage.person(700))
        asked = delayed(stage, 0.2)
        sender = stage.sender()
        draining = asyncio.create_task(sender.drain())
        await asked.wait()
        stage.wind(LEASE.total_seconds() * 2)
        await sender.drain()
        await draining
        assert len(stage.read(700)) == 1
        assert await states(stage) == {OutboxState.SENT}

    async def test_a_database_that_is_away_is_waited_for(self, stage: Stage) -> None:
        await stage.post.tell(await stage.person(700))
        await rename(stage, "outbox", "away")
        failed = asyncio.Event()

        def remember(logger: object, name: str, event: EventDict) -> EventDict:
            failed.set()
            return event

        with capture_logs(processors=[remember]) as logs:
            async with Running(stage, stage.sender(poll=0.02)) as running:
                await failed.wait()
                await rename(stage, "away", "outbox")
                await running.messages(1)
        assert logs[0]["event"] == "outbox_out_of_reach"


async def test_a_row_that_cannot_be_settled_is_loud_and_left_to_its_lease(stage: Stage) -> None:
    broken = []

    async def compose(card: OutboxCard) -> Screen:
        broken.append(card.id)
        return await say_number(card)

    class Failing(Clock):
        def __call__(self) -> datetime:
            if broken:
                broken.clear()
                raise ZeroDivisionError
            return self.moment

    await stage.post.tell(await stage.person(700))
    stage.clock = Failing()
    with capture_logs() as logs:
        await stage.sender(compose).drain()
    assert [entry["event"] for entry in logs] == ["row_left_in_hand"]
    assert await states(stage) == {OutboxState.CLAIMED}


class Running:
    """A sender at work, and the messages that arrive meanwhile."""

    def __init__(self, stage: Stage, sender: Sender) -> None:
        self._stage = stage
        self._sender = sender
        self._stop = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._watching = self._stage.world.subscribe()
        self._changes = self._watching.__enter__()
        self._task = asyncio.create_task(self._sender.run(self._stop))
        return self

    async def __aexit__(self, *failure: object) -> None:
        self._stop.set()
        await asyncio.wait_for(self._task, 5)
        self._watching.__exit__(None, None, None)

    async def messages(self, count: int) -> None:
        """Wait until so many have arrived."""
        async with asyncio.timeout(5):
            while count:
                change = await self._changes.get()
                count -= change.message is not None and change.message.from_bot


def delayed(stage: Stage, seconds: float) -> asyncio.Event:
    """The next request takes so long; the event tells that it is there."""
    asked = asyncio.Event()

    def notice(call: Call) -> bool:
        asked.set()
        return True

    stage.world.faults.put(Delay(seconds), when=notice)
    return asked


async def rename(stage: Stage, old: str, new: str) -> None:
    async with stage.post.work as work:
        await work.session.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))
        await work.commit()


@pytest.mark.parametrize(("per_second", "hands"), [(None, 5), (28, 5), (60, 5), (150, 13), (300, 25), (1000, 84)])
def test_hands_grow_with_the_pace_and_are_five_at_the_usual_one(per_second: float | None, hands: int) -> None:
    assert hands_for(per_second) == hands
