"""A district with a row of every kind, published once and copied for every walk."""

import asyncio
import shutil
from pathlib import Path

import pytest

from bot.database import open_sessions
from tests.builders import BEGINNING, Land, settle
from tests.conftest import NOON, Clock
from tests.rules.ground import prepare


@pytest.fixture(scope="session")
def ground(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """It is Tuesday, 9 March 2027: the maps were published just now."""
    file = Path(shutil.copy(template, tmp_path_factory.mktemp("ground") / "vekha.sqlite3"))
    clock = Clock(BEGINNING)

    async def fill() -> None:
        async with open_sessions(f"sqlite+aiosqlite:///{file}") as sessions:
            land = Land(sessions, clock)
            await settle(land)
            clock.set(NOON)
            await prepare(land)

    asyncio.run(fill())
    return file
