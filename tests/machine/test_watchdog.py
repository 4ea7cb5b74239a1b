"""The watchdog: one alarm for each silence, and none for what is only slow."""

import asyncio
import time
from dataclasses import dataclass

from structlog.testing import capture_logs
from structlog.types import EventDict

from bot.watchdog import Watchdog, watching


@dataclass
class Stopwatch:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def alarms(lines: list[EventDict]) -> list[tuple[str, int]]:
    return [(line["step"], line["seconds"]) for line in lines if line["log_level"] == "critical"]


def test_a_silence_is_one_alarm_and_its_end_is_told() -> None:
    clock = Stopwatch()
    watchdog = Watchdog({"put_due": 10, "forget_settled": 3600}, seconds=clock)
    with capture_logs() as lines:
        clock.now = 60
        watchdog.look()
        assert lines == []
        clock.now = 61
        watchdog.look()
        watchdog.look()
        assert alarms(lines) == [("put_due", 61)]
        watchdog.hears("put_due")
        assert lines[-1] == {"event": "a tick is back", "step": "put_due", "log_level": "warning"}
        clock.now = 121
        watchdog.look()
        assert len(alarms(lines)) == 1
        clock.now = 122
        watchdog.look()
        assert len(alarms(lines)) == 2


def test_a_seldom_step_has_the_time_of_four_of_its_turns() -> None:
    clock = Stopwatch()
    watchdog = Watchdog({"forget_settled": 3600}, seconds=clock)
    with capture_logs() as lines:
        clock.now = 4 * 3600
        watchdog.look()
        assert lines == []
        clock.now += 1
        watchdog.look()
    assert alarms(lines) == [("forget_settled", 4 * 3600 + 1)]


async def test_a_blocked_loop_is_noticed() -> None:
    with capture_logs() as lines, watching(Watchdog({"put_due": 0.01}, at_least=0.05), every=0.01):
        await asyncio.sleep(0)
        time.sleep(0.3)  # noqa: ASYNC251  the loop is blocked on purpose
    assert [line["event"] for line in lines] == ["a tick is late"]
