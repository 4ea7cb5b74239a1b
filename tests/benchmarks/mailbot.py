"""The whole bot at work on a Tuesday afternoon, whatever day it is here: `python -m … DATABASE API_BASE PER_SECOND`."""

import asyncio
import signal
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import running
from bot.config import Settings
from bot.delivery.pace import Rates
from bot.tuning import calm_collector
from tests.benchmarks.load import TOKEN, TUESDAY


def from_tuesday() -> Callable[[], datetime]:
    began = time.monotonic()
    return lambda: TUESDAY + timedelta(seconds=time.monotonic() - began)


async def main(database: Path, api_base: str, per_second: float) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    settings = Settings.model_validate(
        {"telegram": {"token": TOKEN, "api_base": api_base}, "database": {"path": database}}
    )
    async with running(settings, clock=from_tuesday(), rates=Rates(per_second)) as app:
        calm_collector()
        await app.until(stop)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])))
