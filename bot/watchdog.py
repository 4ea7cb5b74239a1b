"""An alarm when the schedule stands still: it runs in a thread, so that a blocked loop is noticed too."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

log = structlog.get_logger()

LATE = 4.0
"""How many of its turns a step may miss."""
AT_LEAST = 60.0
"""Seconds; a step that comes often may take this long before anybody is woken."""


class Watchdog:
    """Hears from each step whenever it ends, and raises one alarm for each silence that lasts too long."""

    def __init__(
        self, steps: dict[str, float], *, seconds: Callable[[], float] = time.monotonic, at_least: float = AT_LEAST
    ) -> None:
        self._seconds = seconds
        self._allowed = {name: max(at_least, LATE * every) for name, every in steps.items()}
        self._heard = dict.fromkeys(steps, seconds())
        self._silent: set[str] = set()

    def hears(self, name: str) -> None:
        """The step has ended well."""
        self._heard[name] = self._seconds()
        if name in self._silent:
            self._silent.discard(name)
            log.warning("a tick is back", step=name)

    def look(self) -> None:
        """Raise the alarm for each step that has been silent for too long, once."""
        now = self._seconds()
        for name, allowed in self._allowed.items():
            silence = now - self._heard[name]
            if silence > allowed and name not in self._silent:
                self._silent.add(name)
                log.critical("a tick is late", step=name, seconds=round(silence))


@contextmanager
def watching(watchdog: Watchdog, every: float = 5.0) -> Iterator[None]:
    """Look again and again, every so many seconds, as long as the block lasts."""
    over = threading.Event()

    def work() -> None:
        while not over.wait(every):
            watchdog.look()

    thread = threading.Thread(target=work, name="watchdog", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
