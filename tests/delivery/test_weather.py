"""Bad weather over a letter to a thousand: the messenger says «too fast», falls ill, or swallows its answers.

In-process, over HTTP, by the emulator's clock: the one that everybody waits by shows what time it is, too.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count, pairwise

import pytest
from structlog.testing import capture_logs

from bot.delivery.pace import Rates
from bot.delivery.sender import Sender
from bot.emulator.calls import Call
from bot.emulator.faults import CutAfter, flood, server_error
from bot.emulator.limits import Flood
from models.domain.outbox import OutboxState
from tests.conftest import Clock
from tests.delivery.conftest import Stage, Stopwatch
from tests.delivery.virtual import worst
from tests.proofs import Proof

FIRST = 1000
"""The chat of the first of the people."""
HOUR = 3600
SLACK = 0.5
"""Seconds: what was on its way when the messenger spoke."""


@dataclass(slots=True)
class Flowing(Clock):
    """Goes with the stopwatch: what somebody waits has passed for everybody."""

    stopwatch: Stopwatch | None = None
    began: float = 0.0

    def __call__(self) -> datetime:
        assert self.stopwatch is not None
        return self.moment + timedelta(seconds=self.stopwatch.now - self.began)

    def move(self, **step: float) -> None:
        """Nothing: it is the stopwatch that is moved."""


@pytest.fixture
def flowing(stage: Stage) -> Stage:
    """The stage with one time for all, and the messenger's own meter running."""
    stage.clock = Flowing(stopwatch=stage.stopwatch, began=stage.stopwatch.now)
    stage.world.clock = stage.clock
    stage.world.account().meter.rules = Flood(chat_burst=1)
    return stage


@pytest.fixture(params=[pytest.param(60, marks=pytest.mark.slow), pytest.param(1000, marks=pytest.mark.proofs)])
def people(request: pytest.FixtureRequest) -> int:
    """How many get the letter: a few in the short form, a thousand in the proof."""
    size: int = request.param
    return size


def chats(people: int) -> range:
    return range(FIRST, FIRST + people)


async def outlive(stage: Stage, sender: Sender, *, step: float = 0.25, longest: float = HOUR) -> None:
    """Let time pass until every row is settled."""
    ends = stage.stopwatch.now + longest
    while True:
        await sender.drain()
        if not await stage.post.open_rows():
            return
        assert stage.stopwatch.now < ends
        stage.wind(step)


def numbers(stage: Stage, chat_id: int) -> list[int]:
    """The numbers of the news in a chat, as they stand there."""
    return [int(words.partition("help_id=")[2].rstrip(")")) for words in stage.read(chat_id)]


def out_of_order(stage: Stage, people: Iterable[int], times: int) -> int:
    """Chats in which something is missing, doubled or out of its place."""
    return sum(numbers(stage, chat_id) != list(range(1, times + 1)) for chat_id in people)


def arrived(stage: Stage) -> list[float]:
    return sorted(call.seconds for call in stage.sends if call.code == 200)


def complaints(stage: Stage) -> list[Call]:
    return [call for call in stage.sends if call.code == 429]


def every(number: int) -> Callable[[Call], bool]:
    """One send in so many."""
    sends = count(1)
    return lambda call: call.method.startswith("send") and next(sends) % number == 0


def the(number: int) -> Callable[[Call], bool]:
    """That send alone, counted from 1."""
    sends = count(1)
    return lambda call: call.method.startswith("send") and next(sends) == number


def early(stage: Stage, seconds: float) -> list[float]:
    """Sends within the pauses that the messenger asked for."""
    return [
        call.seconds
        for call in stage.sends
        for asked in complaints(stage)
        if asked.seconds + SLACK < call.seconds < asked.seconds + seconds
    ]


async def test_429_in_the_middle(flowing: Stage, people: int, proof: Proof) -> None:
    half = people // 2
    await flowing.post.tell_all(await flowing.people(chats(half)), times=2)
    flowing.world.faults.put(flood(35), when=the(half))
    await outlive(flowing, flowing.sender(rates=Rates()))
    (asked,) = complaints(flowing)
    assert early(flowing, 35) == []
    assert out_of_order(flowing, chats(half), 2) == 0
    again = min(at for at in arrived(flowing) if at > asked.seconds + SLACK) - asked.seconds
    assert 35 <= again <= 37
    assert len(arrived(flowing)) == 2 * half
    proof(
        f"429 for 35 s in the middle of {2 * half:,}: sent in the pause 0, lost 0, out of order 0, "
        f"again after {again:.1f} s"
    )


async def test_every_tenth_send_is_429(flowing: Stage, people: int, proof: Proof) -> None:
    everybody = chats(people)
    await flowing.post.tell_all(await flowing.people(everybody), times=2)
    flowing.world.faults.put(flood(3), when=every(10), times=None)
    pace = flowing.pace(Rates())
    began = flowing.stopwatch.now
    await outlive(flowing, flowing.sender(pace=pace))
    assert early(flowing, 3) == []
    assert out_of_order(flowing, everybody, 2) == 0
    assert len(complaints(flowing)) >= 2 * people // 10
    assert pace.chats < 200
    proof(
        f"every tenth send 429 of {2 * people:,}: {len(complaints(flowing))} pauses obeyed, lost 0, out of order 0, "
        f"{flowing.stopwatch.now - began:.0f} s"
    )


async def test_429_of_one_group_only(flowing: Stage, people: int, proof: Proof) -> None:
    everybody, group = chats(people), -100
    flowing.world.add_group(group, "Кураторы", [])
    members = [await flowing.post.person(group), *await flowing.people(everybody)]
    await flowing.post.tell_all(members, times=3)
    flowing.world.faults.put(flood(35), chat_id=group)
    flowing.wind(60)
    await outlive(flowing, flowing.sender(rates=Rates()))
    (asked,) = complaints(flowing)
    to_group = [call.seconds for call in flowing.sends if call.chat_id == group and call is not asked]
    others = sorted(call.seconds for call in flowing.sends if call.chat_id != group)
    longest = max(later - sooner for sooner, later in pairwise(at for at in others if at <= asked.seconds + 35))
    assert longest <= 2
    assert min(to_group) >= asked.seconds + 35
    assert out_of_order(flowing, [group, *everybody], 3) == 0
    proof(
        f"429 for 35 s of one group among {people:,}: the longest rest of the others {longest:.2f} s, "
        f"to the group in the pause 0, lost 0"
    )


async def test_5xx_for_ten_minutes_and_then_well(flowing: Stage, people: int, proof: Proof) -> None:
    everybody = chats(people)
    await flowing.post.tell_all(await flowing.people(everybody), times=2)
    ill_from = flowing.stopwatch.now + 2
    well_from = ill_from + 600
    flowing.world.faults.put(
        server_error(502), when=lambda call: ill_from <= flowing.stopwatch.now < well_from, times=None
    )
    await outlive(flowing, flowing.sender(rates=Rates()))
    tried = sum(call.code == 502 for call in flowing.sends)
    after = [at for at in arrived(flowing) if at >= well_from]
    assert min(after) - well_from <= 60
    assert worst(arrived(flowing), 1.0) <= 30
    assert tried <= 35
    assert complaints(flowing) == []
    assert out_of_order(flowing, everybody, 2) == 0
    proof(
        f"5xx for 10 min over {2 * people:,}: {tried} tries meanwhile, the first {min(after) - well_from:.0f} s after, "
        f"at most {worst(arrived(flowing), 1.0)} a second, lost 0, doubled 0"
    )


@pytest.mark.parametrize("cut", [pytest.param(10, marks=pytest.mark.slow), pytest.param(100, marks=pytest.mark.proofs)])
async def test_the_line_is_cut_before_the_answer(flowing: Stage, cut: int, proof: Proof) -> None:
    everybody = chats(cut)
    await flowing.post.tell_all(await flowing.people(everybody))
    seen: defaultdict[int | None, int] = defaultdict(int)

    def first_of_each(call: Call) -> bool:
        seen[call.chat_id] += 1
        return seen[call.chat_id] == 1

    flowing.world.faults.put(CutAfter(), method="sendMessage", when=first_of_each, times=None)
    with capture_logs() as logs:
        await outlive(flowing, flowing.sender(rates=Rates()), step=1, longest=3 * HOUR)
    copies = [len(flowing.read(chat_id)) for chat_id in everybody]
    rows = await flowing.post.rows()
    assert set(copies) <= {1, 2}
    assert [row.in_doubt for row in rows] == [1] * cut
    assert {row.state for row in rows} == {OutboxState.SENT}
    assert sum(entry.get("step") == "no answer" for entry in logs) == cut
    proof(
        f"{cut} sends cut before the answer: lost 0, at most {max(copies) - 1} copy too many, {cut} listed as in doubt"
    )


@pytest.mark.parametrize(
    "groups", [pytest.param(3, marks=pytest.mark.slow), pytest.param(20, marks=pytest.mark.proofs)]
)
async def test_groups_that_became_supergroups(flowing: Stage, groups: int, proof: Proof) -> None:
    flowing.world.add_person(FIRST, "Нина")
    old = [-100 - number for number in range(groups)]
    for chat_id in old:
        flowing.world.add_group(chat_id, "Кураторы", [FIRST], basic=True)
    people = [await flowing.post.person(chat_id) for chat_id in old]
    await flowing.post.tell_all(people, times=3)
    flowing.wind(60)
    # They move in the middle of the letter, each at its second piece of news.
    new: dict[int, int] = {}

    def second(call: Call) -> bool:
        chat_id = call.chat_id
        if chat_id in old and chat_id not in new and flowing.read(chat_id):
            new[chat_id] = flowing.world.migrate(chat_id)
        return False

    flowing.world.faults.put(CutAfter(), when=second, times=None)
    await outlive(flowing, flowing.sender(rates=Rates()), step=1)
    assert set(new) == set(old)
    assert all(numbers(flowing, chat_id) == [1] for chat_id in old)
    assert all(numbers(flowing, chat_id) == [2, 3] for chat_id in new.values())
    assert len(flowing.sends) == 4 * groups
    addresses = [(await flowing.post.account(person)).chat_id for person in people]
    assert addresses == [str(new[chat_id]) for chat_id in old]
    proof(f"{groups} groups became supergroups in the middle of 3 news each: lost 0, doubled 0, tried in vain {groups}")
