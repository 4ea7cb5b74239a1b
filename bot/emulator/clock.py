"""A clock that can be wound forward."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


def real_now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(slots=True)
class WoundClock:
    """Goes with real time from the moment it was last wound to, and never backwards."""

    real: Callable[[], datetime] = real_now
    ahead: timedelta = field(default=timedelta())

    def __call__(self) -> datetime:
        """The present moment of the playground, aware, in UTC."""
        return self.real() + self.ahead

    def wind_to(self, moment: datetime) -> datetime:
        """Jumps to `moment`; one that has passed changes nothing. Returns the present moment.

        Raises:
            ValueError: `moment` has no zone.
        """
        if moment.tzinfo is None:
            raise ValueError("a moment needs a zone")
        self.ahead = max(self.ahead, moment.astimezone(UTC) - self.real())
        return self()

    def wind_by(self, step: timedelta) -> datetime:
        """Jumps forward by `step`; a negative one changes nothing. Returns the present moment."""
        return self.wind_to(self() + step)
