"""What every room's tests stand on: a settable clock, a real database, a unit of work."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog

from bot.database import open_sessions
from bot.upgrade import upgrade
from models.work import Sessions, Work
from tests.proofs import proof, pytest_terminal_summary

__all__ = ["proof", "pytest_terminal_summary"]

# A Tuesday of the year the invented road maps are of.
NOON = datetime(2027, 3, 9, 12, tzinfo=UTC)


@dataclass(slots=True)
class Clock:
    """Stands until it is set or moved; always aware UTC."""

    moment: datetime = NOON

    def __call__(self) -> datetime:
        return self.moment

    def set(self, moment: datetime) -> None:
        self.moment = moment.astimezone(UTC)

    def move(self, **step: float) -> None:
        self.moment += timedelta(**step)


@dataclass(slots=True)
class RunningClock(Clock):
    """Goes on by a microsecond with every look, as a real one does: no two moments are the same."""

    def __call__(self) -> datetime:
        self.moment += timedelta(microseconds=1)
        return self.moment


@pytest.fixture(autouse=True)
def plain_logs() -> None:
    """What is logged stands beside a failed test, without the seconds that coloured traces take."""
    structlog.configure(processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()])


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of the present shape, made once."""
    file = tmp_path_factory.mktemp("template") / "vekha.sqlite3"
    asyncio.run(upgrade(f"sqlite+aiosqlite:///{file}"))
    return file


@pytest.fixture
def database(template: Path, tmp_path: Path) -> Path:
    """A database file of the test's own."""
    return Path(shutil.copy(template, tmp_path / "vekha.sqlite3"))


@pytest.fixture
async def sessions(database: Path) -> AsyncIterator[Sessions]:
    async with open_sessions(f"sqlite+aiosqlite:///{database}") as sessions:
        yield sessions


@pytest.fixture
def work(sessions: Sessions, clock: Clock) -> Work:
    return Work(sessions, clock)
