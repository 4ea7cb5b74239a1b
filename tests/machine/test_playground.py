"""`make demo` as a newcomer meets it: the page is there, the clock is wound, the letters come."""

import asyncio
import json
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import aiohttp
import pytest

from tests.house.code import ROOT

DIRECTOR = 104


async def address_of(process: Process) -> str:
    """Where the page stands, once the district is settled."""
    assert process.stdout is not None
    async for line in process.stdout:
        found = re.search(r"http://\S+", line.decode())
        if found:
            return found[0]
    raise AssertionError("the playground ended before it began")


@pytest.mark.slow
async def test_on_monday_the_director_has_a_letter(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.playground",
        "0",
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=PIPE,
    )
    try:
        async with asyncio.timeout(180), aiohttp.ClientSession(await address_of(process)) as page:
            wound = await page.post("/play/clock", json={"next": "monday", "hour": 9})
            assert wound.status == 200, await wound.text()
            chat = await (await page.get(f"/play/chats/{DIRECTOR}")).text()
            assert "Неделя" in json.dumps(json.loads(chat), ensure_ascii=False)
            process.send_signal(signal.SIGINT)
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
