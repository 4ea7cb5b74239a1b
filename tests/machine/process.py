"""The bot as a process of its own, beside the messenger in the test's."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from bot.emulator.server import Emulator
from tests.house.code import ROOT
from tests.machine.conftest import TOKEN

# The pace is not what these tests are about.
FAST = {"PER_SECOND": "10000", "CHAT_PER_SECOND": "10000", "GROUP_PER_MINUTE": "600000"}


def environment(emulator: Emulator, database: Path) -> dict[str, str]:
    """Settings for a bot that speaks to the emulator and keeps its rows in that file."""
    ours = {
        "VEKHA_CONFIG": str(database.with_name("no-config.toml")),
        "VEKHA_TELEGRAM__TOKEN": TOKEN,
        "VEKHA_TELEGRAM__API_BASE": emulator.base_url,
        "VEKHA_DATABASE__PATH": str(database),
    }
    return {**os.environ, **ours, **{f"VEKHA_DELIVERY__{name}": value for name, value in FAST.items()}}


@asynccontextmanager
async def started(settings: Mapping[str, str], *words: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m bot …`, which does not outlive the block; its log is read with `communicate`."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *words,
        cwd=ROOT,
        env=settings,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
