"""A land with its people, settled once and copied for every test."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.database import open_sessions
from tests.builders import BEGINNING, Land, land_of, settle
from tests.conftest import Clock

LONG = frozenset({"test_editions.py", "test_judging.py", "test_reminders.py", "test_undo.py"})
"""What takes longest; the stories of the others stand for it in the quick part."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent and item.path.name in LONG:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def settled(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the land's schools and people, and no road map."""
    file = Path(shutil.copy(template, tmp_path_factory.mktemp("settled") / "vekha.sqlite3"))

    async def fill() -> None:
        async with open_sessions(f"sqlite+aiosqlite:///{file}") as sessions:
            await settle(Land(sessions, Clock(BEGINNING)))

    asyncio.run(fill())
    return file


@pytest.fixture
async def land(settled: Path, tmp_path: Path, clock: Clock) -> AsyncIterator[Land]:
    """It is Tuesday, 9 March 2027, 16:00 in the district."""
    async with land_of(settled, tmp_path / "land.sqlite3", clock) as land:
        yield land
