"""Poisoned updates between good ones, many of each kind: neighbours are answered at once, the alarm sounds once."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from bot.app import App, running
from bot.clock import utc_now
from bot.config import Settings
from bot.delivery.pace import UNLIMITED
from bot.emulator.entities import Json
from bot.emulator.feed import Change
from bot.emulator.limits import Limits
from bot.emulator.server import Emulator
from bot.emulator.world import World
from models.domain.inbox import InboxState
from models.tables import InboxRow
from tests.machine.conftest import ANNA, PETR, TOKEN
from tests.proofs import Proof

LONGEST = 2.0
"""Seconds a neighbour may wait."""


@pytest.fixture
def world() -> World:
    world = World(clock=utc_now, limits=Limits(conflict_pause=0).without_flood())
    world.add_bot(TOKEN)
    world.add_person(ANNA, "Анна")
    world.add_person(PETR, "Пётр")
    return world


@pytest.fixture
async def app(emulator: Emulator, database: Path) -> AsyncIterator[App]:
    told = {"telegram": {"token": TOKEN, "api_base": emulator.base_url}, "database": {"path": database}}
    async with running(Settings.model_validate(told), rates=UNLIMITED) as app:
        yield app


def poisons(world: World) -> list[Json]:
    """Nobody could have sent them, and any of them may come one day."""
    anna = world.people[ANNA].to_json()
    head: Json = {"id": ANNA, "type": "private", "first_name": "Анна"}
    message: Json = {"message_id": 900, "date": 1_800_000_000, "chat": head, "from": anna, "text": "?"}
    return [
        {"message": message | {"date": "вчера"}},
        {"message": message | {"date": 10**20}},
        {"message": message | {"text": {"not": "words"}}},
        {"message": message | {"chat": None}},
        {"message": message | {"entities": "none"}},
        {"message": [message]},
        {"callback_query": {"id": 5, "from": anna, "data": ["?"]}},
        {"a_new_kind": {"chat": {"id": ANNA}}},
        {},
    ]


def strange(world: World) -> list[Json]:
    """Odd, and no poison: they are taken for what they are."""
    anna = world.people[ANNA].to_json()
    head: Json = {"id": ANNA, "type": "private", "first_name": "Анна"}
    message: Json = {"message_id": 900, "date": 1_800_000_000, "chat": head, "from": anna}
    return [
        {"message": message | {"from": None, "text": "?"}},
        {"message": message | {"text": "я" * 1_000_000}},
        {"message": message},
        {"message": message | {"chat": {"id": ANNA, "type": "a new type"}}},
    ]


async def answer(changes: asyncio.Queue[Change], chat_id: int) -> float:
    """When it came."""
    async with asyncio.timeout(30):
        while True:
            change = await changes.get()
            if change.kind == "message" and change.chat_id == chat_id and change.message and change.message.from_bot:
                return time.monotonic()


async def between(world: World, poison: Json) -> float:
    """A poison between words of two people; how long the slowest of the two waited."""
    with world.subscribe() as before, world.subscribe() as after:
        began = time.monotonic()
        world.say(PETR, "здравствуйте")
        world.raw_update(dict(poison))
        world.say(ANNA, "здравствуйте")
        answered = await asyncio.gather(answer(before, PETR), answer(after, ANNA))
    return max(answered) - began


@pytest.mark.parametrize("times", [pytest.param(1, marks=pytest.mark.slow), pytest.param(20, marks=pytest.mark.proofs)])
async def test_poison_between_good_ones(app: App, world: World, times: int, proof: Proof) -> None:
    bad = poisons(world) * times
    with capture_logs() as logs:
        waited = [await between(world, poison) for poison in [*bad, *strange(world)]]
        await app.settled()
    async with app.work().reading() as session:
        found = await session.execute(select(InboxRow.state, func.count()).group_by(InboxRow.state))
        states = {state: count for state, count in found.all()}  # noqa: C416  rows are no pairs
        incidents = [str(one) for one in await session.scalars(select(InboxRow.incident)) if one is not None]
    alarms = [str(line["incident"]) for line in logs if line["log_level"] == "critical"]
    assert states[InboxState.QUARANTINED] == len(bad)
    assert set(states) == {InboxState.QUARANTINED, InboxState.SETTLED}
    assert sorted(alarms) == sorted(incidents)
    assert len(incidents) == len(bad)
    assert max(waited) <= LONGEST
    proof(
        f"{len(bad)} poisoned updates of {len(poisons(world))} kinds between good ones: "
        f"in quarantine {len(incidents)}, alarms {len(alarms)}, the slowest neighbour {max(waited):.2f} s"
    )
