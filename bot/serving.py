"""The `run` command: the bot at work until it is told to stop."""

import asyncio
import signal
from contextlib import suppress

import structlog

from bot import logs
from bot.app import running
from bot.config import Settings
from bot.tuning import calm_collector

log = structlog.get_logger()


async def serve(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT.

    Raises:
        AlreadyRunning: another process works on the same file.
    """
    logs.set_up(settings.log, settings.telegram.token)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        # Windows knows no handlers in the loop; there an interrupt ends `asyncio.run`.
        with suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    async with running(settings) as app:
        calm_collector()
        log.info("at work")
        await app.until(stop)
        log.info("stopping")
