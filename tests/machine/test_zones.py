"""Nine o'clock in eleven zones: each director hears from the bot once, within a tick of their own nine."""

import asyncio
import shutil
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.app import App, running
from bot.config import Settings
from bot.database import open_sessions
from bot.delivery.pace import UNLIMITED
from bot.emulator.limits import Limits
from bot.emulator.server import Emulator
from bot.emulator.world import World
from models.domain.access import Role
from models.domain.hours import USUAL
from models.domain.moments import local_moment
from models.language.participants import SchoolLine
from models.tables import Preferences
from models.usecases import people, schools
from models.work import Work
from tests.conftest import Clock
from tests.dialogues.conftest import BEGIN, TOKEN
from tests.proofs import Proof

ZONES = (
    "Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk", "Asia/Krasnoyarsk",
    "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Magadan", "Asia/Kamchatka",
)  # fmt: skip
MONDAY, TUESDAY = date(2027, 3, 15), date(2027, 3, 16)
TRAVELLER = 500
"""Lives in Moscow, and wakes up on Kamchatka on Monday."""
TICK = timedelta(seconds=10)

pytestmark = pytest.mark.slow


def chat_of(zone: str) -> int:
    return 101 + ZONES.index(zone)


@pytest.fixture
async def database(template: Path, tmp_path: Path) -> Path:
    """A school and its director in each zone, and one more in Moscow."""
    file = Path(shutil.copy(template, tmp_path / "vekha.sqlite3"))
    async with open_sessions(f"sqlite+aiosqlite:///{file}") as sessions:
        work = Work(sessions, Clock(BEGIN))
        lines = [SchoolLine(n, f"Район {n}", f"Школа № {n}", zone, True) for n, zone in enumerate(ZONES, start=2)]
        await schools.add_schools(work, lines)
        for line, zone in zip(lines, ZONES, strict=True):
            await joins(work, chat_of(zone), line.school)
        await joins(work, TRAVELLER, lines[1].school)
    return file


async def joins(work: Work, chat_id: int, school: str) -> None:
    invitation = await people.invite(work, Role.DIRECTOR, schools=(school,), name=f"Директор {chat_id}")
    token_hash = people.hash_of(invitation.token)
    await people.join(work, token_hash, platform="telegram", chat_id=str(chat_id), name=f"Директор {chat_id}")


async def moves_to(app: App, chat_id: int, zone: str) -> None:
    actor = (await people.arrive(app.work(), "telegram", str(chat_id))).actor
    assert actor is not None
    async with app.work() as work:
        usual = {name: getattr(USUAL, name) for name in ("letter_weekday", "digest_hour", "day_begins", "day_ends")}
        await work.session.merge(Preferences(person_id=actor.person_id, muted=[], zone=zone, **usual))
        await work.commit()


async def test_each_once_within_a_tick(database: Path, clock: Clock, proof: Proof) -> None:
    world = World(clock=clock, limits=Limits(conflict_pause=0).without_flood())
    world.add_bot(TOKEN)
    for chat_id in (*map(chat_of, ZONES), TRAVELLER):
        world.add_person(chat_id, f"Директор {chat_id}")
        world.chat(chat_id).started = True
    clock.set(local_moment(MONDAY, time(0), "Asia/Kamchatka"))
    came: dict[int, list[datetime]] = {chat_id: [] for chat_id in (*map(chat_of, ZONES), TRAVELLER)}
    async with Emulator(world) as emulator:
        given = {"telegram": {"token": TOKEN, "api_base": emulator.base_url}, "database": {"path": database}}
        async with running(Settings.model_validate(given), clock=clock, rates=UNLIMITED) as app:
            await moves_to(app, TRAVELLER, "Asia/Kamchatka")
            for moment in _around_nine():
                clock.set(moment)
                await app.tick()
                await app.settled()
                for chat_id, moments in came.items():
                    seen = sum(message.from_bot for message in world.chat(chat_id).messages)
                    moments.extend([moment] * (seen - len(moments)))
                if moment == _nine("Asia/Kamchatka") + TICK:
                    await moves_to(app, TRAVELLER, "Europe/Moscow")
            await asyncio.sleep(0)
    late = []
    for zone in ZONES:
        (moment,) = came[chat_of(zone)]
        late.append(moment - _nine(zone))
    (travelled,) = came[TRAVELLER]
    late.append(travelled - _nine("Asia/Kamchatka"))
    assert min(late) >= timedelta()
    assert max(late) <= timedelta(seconds=60)
    proof(f"nine o'clock in {len(ZONES)} zones and of one who moved that night: each once, {max(late)} late at most")


def _nine(zone: str) -> datetime:
    return local_moment(MONDAY, time(9), zone)


def _around_nine() -> list[datetime]:
    """A tick before nine and one after it in each zone, and another later in the hour."""
    steps = (-TICK, timedelta(seconds=3), TICK, timedelta(minutes=20))
    return sorted({_nine(zone) + step for zone in ZONES for step in steps})
