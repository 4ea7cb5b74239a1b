"""What the sender does while the messenger is away: it waits longer and longer, and then tries with one row."""

import math
from collections.abc import Callable

from bot.delivery.pace import Seconds

# Seconds. The cap keeps the first message after a recovery within a minute.
FIRST = 1.0
CAP = 40.0


def backoff(failures: int, chance: Callable[[], float]) -> float:
    """Seconds before the next try after so many failures in a row: doubled each time, a quarter of it by chance."""
    full = min(CAP, FIRST * 2.0 ** min(failures - 1, 10))
    return full * (0.75 + 0.25 * chance())


class Brake:
    """Counts the failures in a row that are the messenger's own; `chance` gives numbers from 0 to 1."""

    def __init__(self, seconds: Seconds, chance: Callable[[], float]) -> None:
        self._seconds = seconds
        self._chance = chance
        self._failures = 0
        self._until = -math.inf

    @property
    def is_on(self) -> bool:
        """The last try failed: the next one is made with one row only."""
        return self._failures > 0

    def left(self) -> float:
        """Seconds until the next try."""
        return max(0.0, self._until - self._seconds())

    def press(self, seconds: float | None = None) -> None:
        """A failure; rows that were under way together count as one."""
        if not self.left():
            self._failures += 1
            self._until = self._seconds() + (seconds or backoff(self._failures, self._chance))

    def release(self) -> None:
        """The messenger answers again."""
        self._failures = 0
        self._until = -math.inf
