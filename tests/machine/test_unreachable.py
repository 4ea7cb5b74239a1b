"""A letter to a thousand of whom every twentieth has blocked the bot: the whole machine, from the row to /start."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.app import App, running
from bot.config import Settings
from bot.delivery.pace import UNLIMITED
from bot.emulator.faults import unreachable
from bot.emulator.limits import Limits
from bot.emulator.server import Emulator
from bot.emulator.world import World
from models.domain.moments import monday_of
from models.domain.notices import WeekBegan
from models.domain.outbox import DropReason, OutboxState
from models.tables import Account, OutboxRow
from tests.conftest import Clock
from tests.machine.conftest import TOKEN
from tests.machine.district import put_district
from tests.proofs import Proof

FIRST = 1001


@pytest.fixture(params=[pytest.param(100, marks=pytest.mark.slow), pytest.param(1000, marks=pytest.mark.proofs)])
def directors(request: pytest.FixtureRequest) -> range:
    count: int = request.param
    return range(FIRST, FIRST + count)


@dataclass(frozen=True, slots=True)
class Office:
    """The bot with its directors."""

    app: App
    world: World
    people: dict[int, int]

    async def tell(self, *names: str) -> None:
        """So many letters to everybody."""
        async with self.app.work() as work:
            for once in names:
                for person_id in self.people:
                    work.tell(person_id, WeekBegan(monday_of(work.now().date())), once=once)
            await work.commit()
        await self.app.sender.drain()

    async def lost(self) -> set[int]:
        """The chats that are marked as out of reach."""
        async with self.app.work().reading() as session:
            found = await session.scalars(select(Account.chat_id).where(Account.unreachable_since.is_not(None)))
            return {int(chat_id) for chat_id in found}

    async def reasons(self, *names: str) -> Counter[tuple[OutboxState, str | None]]:
        """What became of those letters."""
        told = select(OutboxRow.state, OutboxRow.reason, func.count()).where(OutboxRow.once.in_(names))
        counted = told.group_by(OutboxRow.state, OutboxRow.reason)
        async with self.app.work().reading() as session:
            return Counter({(state, reason): count for state, reason, count in (await session.execute(counted)).all()})

    def sends(self) -> Counter[int | None]:
        """How often each was written to, in vain or not; the record begins anew."""
        found = Counter(call.chat_id for call in self.world.calls if call.method.startswith("send"))
        self.world.calls.clear()
        return found


@pytest.fixture
async def office(clock: Clock, database: Path, directors: range) -> AsyncIterator[Office]:
    world = World(clock=clock, limits=Limits(conflict_pause=0).without_flood())
    world.add_bot(TOKEN)
    for number in directors:
        world.add_person(number, f"Директор {number}")
        world.chat(number).started = True
    async with Emulator(world) as emulator:
        told = {"telegram": {"token": TOKEN, "api_base": emulator.base_url}, "database": {"path": database}}
        async with running(Settings.model_validate(told), clock=clock, rates=UNLIMITED) as app:
            await put_district(app.work(), directors)
            async with app.work().reading() as session:
                found = await session.execute(select(Account.person_id, Account.chat_id))
                people = {person_id: int(chat_id) for person_id, chat_id in found.all()}
            # What falls due by itself is said before anything is counted.
            await app.tick()
            await app.sender.drain()
            world.calls.clear()
            yield Office(app, world, people)


async def test_who_blocked_the_bot_is_tried_once_and_comes_back(office: Office, directors: range, proof: Proof) -> None:
    gone = set(directors[::20])
    office.world.faults.put(unreachable(), when=lambda call: call.chat_id in gone, times=None)
    await office.tell("1", "2", "3")
    tries = office.sends()
    assert {tries[number] for number in gone} == {1}
    assert {tries[number] for number in directors if number not in gone} == {3}
    assert await office.lost() == gone
    await office.tell("4")
    assert office.sends().keys() == set(directors) - gone
    assert await office.reasons("1", "2", "3", "4") == {
        (OutboxState.SENT, None): 4 * (len(directors) - len(gone)),
        (OutboxState.DROPPED, DropReason.UNREACHABLE): 4 * len(gone),
    }
    office.world.faults.clear()
    for number in gone:
        office.world.say(number, "/start")
    await office.app.settled()
    assert await office.lost() == set()
    office.sends()
    await office.tell("5")
    assert office.sends() == dict.fromkeys(directors, 1)
    proof(
        f"403 for {len(gone)} of {len(directors):,}: tried once each, {4 * len(gone)} rows dropped as unreachable, "
        f"back after /start {len(gone)}"
    )
