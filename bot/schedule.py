"""APScheduler, which only ticks. What is due stands in rows; a tick that runs twice changes nothing."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC
from functools import partial

import structlog
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MAX_INSTANCES, JobExecutionEvent, JobSubmissionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.watchdog import Watchdog, watching

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Step:
    """Something to be done every so many seconds."""

    name: str
    run: Callable[[], Awaitable[None]]
    seconds: float


@asynccontextmanager
async def ticking(steps: Sequence[Step]) -> AsyncIterator[None]:
    """Run the steps again and again as long as the block lasts; at its end the running one is let finish.

    A step that fails is logged and tried at its next turn.
    """
    scheduler = AsyncIOScheduler(
        timezone=UTC,
        # A late tick is as good as a punctual one, several late ones are one, and none overtakes itself.
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )
    scheduler.add_listener(_tell_error, EVENT_JOB_ERROR)
    scheduler.add_listener(_tell_overlong, EVENT_JOB_MAX_INSTANCES)
    one_at_a_time = asyncio.Lock()
    watchdog = Watchdog({step.name: step.seconds for step in steps})
    for step in steps:
        take = partial(_take, step, one_at_a_time, watchdog)
        scheduler.add_job(take, "interval", seconds=step.seconds, id=step.name)
    scheduler.start()
    try:
        with watching(watchdog):
            yield
    finally:
        scheduler.pause()
        async with one_at_a_time:
            scheduler.shutdown()
            # APScheduler puts its own end off to the next turn of the loop.
            await asyncio.sleep(0)


async def _take(step: Step, one_at_a_time: asyncio.Lock, watchdog: Watchdog) -> None:
    async with one_at_a_time:
        await step.run()
    watchdog.hears(step.name)


def _tell_error(event: JobExecutionEvent) -> None:
    if not isinstance(event.exception, asyncio.CancelledError):
        log.critical("a tick failed", step=event.job_id, exc_info=event.exception)


def _tell_overlong(event: JobSubmissionEvent) -> None:
    log.warning("a tick takes longer than its turn", step=event.job_id)
