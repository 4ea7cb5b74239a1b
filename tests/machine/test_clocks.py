"""The clock jumps, the machine sleeps, the network is away: what is due is told once, what is stale says why."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.app import App, running
from bot.config import Settings
from bot.database import open_sessions
from bot.delivery.pace import UNLIMITED
from bot.emulator.limits import Limits
from bot.emulator.server import Emulator
from bot.emulator.world import World
from models.domain.access import Role
from models.domain.notices import DeliveryFailed
from models.domain.outbox import DropReason, OutboxState
from models.tables import OutboxRow
from models.usecases.webinars import add_webinar
from models.work import Work
from tests.conftest import Clock
from tests.dialogues.conftest import (
    BEGIN,
    BEREZOVKA,
    COORDINATOR,
    CURATOR,
    DEPUTY,
    DIRECTOR,
    LIPOVKA,
    NAMES,
    OTHER_CURATOR,
    OTHER_DIRECTOR,
    OZERSK,
    TOKEN,
    ZONE,
    actor_at,
    found,
    joins,
    publish,
)
from tests.proofs import Proof

MONDAY = datetime(2027, 3, 15, tzinfo=ZONE)
HOUR = timedelta(hours=1)
WEBINARS = (MONDAY.replace(hour=9, minute=10), MONDAY.replace(hour=10, minute=5), MONDAY.replace(day=16, hour=15))

Key = tuple[int, str, str]
"""A piece of news: whose, of which kind, and which of them."""


@pytest.fixture(scope="session")
def district(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published road map, people in their places, webinars on Monday morning and on Tuesday."""
    file = Path(shutil.copy(template, tmp_path_factory.mktemp("clocks") / "vekha.sqlite3"))

    async def fill() -> None:
        await found(file)
        await publish(file)
        async with open_sessions(f"sqlite+aiosqlite:///{file}") as sessions:
            await _fill(Work(sessions, Clock(BEGIN)))

    asyncio.run(fill())
    return file


async def _fill(work: Work) -> None:
    await joins(work, CURATOR, Role.CURATOR, schools=(OZERSK, BEREZOVKA))
    await joins(work, OTHER_CURATOR, Role.CURATOR, schools=(LIPOVKA,))
    for number, school in ((DIRECTOR, OZERSK), (OTHER_DIRECTOR, BEREZOVKA), (DEPUTY, LIPOVKA)):
        await joins(work, number, Role.DIRECTOR, schools=(school,))
    coordinator = await actor_at(work, COORDINATOR)
    for starts_at in WEBINARS:
        await add_webinar(
            work,
            coordinator,
            title=f"Вебинар {starts_at:%H:%M}",
            starts_at=starts_at,
            zone=str(ZONE),
            link="https://example.ru/room",
            roles=(Role.CURATOR, Role.DIRECTOR),
        )


@dataclass(slots=True)
class Life:
    """A bot that lives through moments of its clock, and what became of the news."""

    world: World
    app: App
    clock: Clock

    async def lives(self, moments: Sequence[datetime]) -> None:
        for moment in moments:
            self.clock.set(moment)
            await self.app.tick()
            await self.app.sender.drain()

    async def rows(self) -> dict[Key, OutboxRow]:
        async with self.app.work().reading() as session:
            return {(row.person_id, row.kind, row.once): row for row in await session.scalars(select(OutboxRow))}

    async def waiting(self) -> int:
        found = select(func.count()).where(OutboxRow.state.in_((OutboxState.WAITING, OutboxState.CLAIMED)))
        async with self.app.work().reading() as session:
            return await session.scalar(found) or 0

    async def catches_up(self) -> None:
        """Wait until nothing waits: the sender looks again by itself, ever more seldom."""
        with self.world.subscribe() as changes:
            async with asyncio.timeout(60):
                while await self.waiting():
                    self.clock.move(seconds=10)
                    self.app.sender.wake()
                    with suppress(TimeoutError):
                        await asyncio.wait_for(changes.get(), 0.25)

    @property
    def messages(self) -> int:
        """How many messages stand in the chats."""
        return sum(message.from_bot for number in NAMES for message in self.world.chat(number).messages)


@asynccontextmanager
async def begun(district: Path, copy: Path) -> AsyncIterator[tuple[Life, Emulator]]:
    clock = Clock(BEGIN)
    world = World(clock=clock, limits=Limits(conflict_pause=0).without_flood())
    world.add_bot(TOKEN, username="vekha_bot")
    for number, names in NAMES.items():
        world.add_person(number, *names)
        world.chat(number).started = True
    async with Emulator(world) as emulator:
        told = {"telegram": {"token": TOKEN, "api_base": emulator.base_url}}
        settings = Settings.model_validate(told | {"database": {"path": Path(shutil.copy(district, copy))}})
        async with running(settings, clock=clock, rates=UNLIMITED) as app:
            yield Life(world, app, clock), emulator


@asynccontextmanager
async def no_network(emulator: Emulator) -> AsyncIterator[None]:
    """Nobody listens there as long as the block lasts."""
    await emulator.__aexit__(None, None, None)
    try:
        yield
    finally:
        await emulator.__aenter__()


def moments(start: datetime, end: datetime, step: timedelta) -> list[datetime]:
    """From the start on, the end left out."""
    return [start + step * number for number in range(-(-(end - start) // step))]


def sent(rows: dict[Key, OutboxRow]) -> set[Key]:
    return {key for key, row in rows.items() if row.state is OutboxState.SENT}


async def told_in(district: Path, copy: Path, lived: Sequence[datetime]) -> dict[Key, OutboxRow]:
    """What became of the news of a life; what was sent stands in the chats once."""
    async with begun(district, copy) as (life, _):
        await life.lives(lived)
        rows = await life.rows()
        assert life.messages == len(sent(rows))
        return rows


def _restless(moment: datetime, jump: timedelta) -> tuple[datetime, ...]:
    """At each whole hour the clock is wrong for one look."""
    return (moment, moment + jump, moment) if moment.minute == 0 else (moment,)


def useful(rows: dict[Key, OutboxRow], keys: set[Key], at: datetime) -> set[Key]:
    """Those that are worth telling at that moment still."""
    return {key for key in keys if (ends := rows[key].expires_at) is None or ends > at}


@pytest.mark.parametrize(
    ("first", "last", "step"),
    [
        pytest.param(MONDAY - 6 * HOUR, MONDAY + 20 * HOUR, HOUR, marks=pytest.mark.slow),
        pytest.param(MONDAY - 132 * HOUR, MONDAY + 44 * HOUR, timedelta(minutes=30), marks=pytest.mark.proofs),
    ],
    ids=["a day", "a week"],
)
class TestClocks:
    async def test_an_hour_forth_and_back(
        self, district: Path, tmp_path: Path, first: datetime, last: datetime, step: timedelta, proof: Proof
    ) -> None:
        calm = await told_in(district, tmp_path / "calm.sqlite3", moments(first, last, step))
        assert len(sent(calm)) >= 10
        for name, jump in (("forth", HOUR), ("back", -HOUR)):
            lived = [one for moment in moments(first, last, step) for one in _restless(moment, jump)]
            jumped = await told_in(district, tmp_path / f"{name}.sqlite3", lived)
            assert sent(jumped) >= sent(calm)
        proof(
            f"the clock {len(moments(first, last, HOUR))} times an hour forth, and as often back, over "
            f"{len(sent(calm))} pieces of news: twice 0, lost 0"
        )

    async def test_eight_hours_asleep(
        self, district: Path, tmp_path: Path, first: datetime, last: datetime, step: timedelta, proof: Proof
    ) -> None:
        calm = await told_in(district, tmp_path / "calm.sqlite3", moments(first, last, step))
        stale = 0
        naps = [nap for nap in moments(first + HOUR, last - 9 * HOUR, 5 * HOUR) if nap >= MONDAY - HOUR]
        for number, falls_asleep in enumerate(naps):
            wakes = falls_asleep + 8 * HOUR
            lived = [*moments(first, falls_asleep, step), *moments(wakes, last, step)]
            slept = await told_in(district, tmp_path / f"{number}.sqlite3", lived)
            missed = sent(calm) - sent(slept)
            assert useful(calm, missed, wakes) == set()
            stale += len(missed)
        proof(
            f"8 hours asleep {len(naps)} times, over {len(sent(calm))} pieces of news: "
            f"twice 0, lost 0, stale on waking {stale}"
        )


@pytest.mark.slow
@pytest.mark.whole
async def test_no_network_for_two_hours_over_three_reminders(district: Path, tmp_path: Path, proof: Proof) -> None:
    away, back = MONDAY + 8 * HOUR, MONDAY + 10 * HOUR
    step = timedelta(minutes=5)
    calm = await told_in(district, tmp_path / "calm.sqlite3", moments(away - HOUR, back + HOUR, step))
    due = {key for key, row in calm.items() if away <= row.not_before < back}
    assert len({calm[key].not_before for key in due}) >= 3
    async with begun(district, tmp_path / "away.sqlite3") as (life, emulator):
        await life.lives(moments(away - HOUR, away, step))
        async with no_network(emulator):
            await life.lives(moments(away, back, step))
        await life.lives([back])
        await life.catches_up()
        rows = await life.rows()
        assert life.messages == len(sent(rows))
    stale = due - useful(calm, due, back)
    assert stale
    assert {kind for _, kind, _ in sent(rows) ^ (sent(calm) - stale)} <= {DeliveryFailed.__name__}
    assert {(rows[key].state, rows[key].reason) for key in stale} == {(OutboxState.DROPPED, DropReason.EXPIRED)}
    moments_due = len({calm[key].not_before for key in due})
    proof(
        f"no network for 2 h over {moments_due} reminder times and {len(due)} pieces of news: "
        f"useful {len(due - stale)}, each once; stale {len(stale)}, each dropped as expired"
    )
