"""The moments at which the bot would act, found without looking at every single one.

The question «is anything due?» costs milliseconds, and a year has three million ticks. But what is due stays due for
hours: so it is asked at a few checkpoints a day, and only where the answer is yes the very moment is searched between.
"""

from bisect import insort
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta

from models.domain.moments import local_moment

GRID = timedelta(minutes=5)
"""Moments are told apart by this much; every hour that people choose lies on it."""
CHECKS = (time(11, 55), time(19, 55))
"""The last marks of the grid at which what is due in the morning, or in the day, is surely still so."""
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

IsDue = Callable[[datetime], Awaitable[bool]]


def checkpoints(first: date, last: date, zones: Iterable[str], events: Iterable[datetime]) -> list[datetime]:
    """When to ask: twice a day by the clock of each zone, and when something begins that is announced just before."""
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    return sorted({local_moment(day, hour, zone) for zone in zones for day in days for hour in CHECKS} | {*events})


class Moments:
    """Finds the next moment at which something is due; remembers the hours of the day at which something was."""

    def __init__(self, is_due: IsDue) -> None:
        self._is_due = is_due
        self._hours: list[time] = []

    async def first_due(self, after: datetime, until: datetime) -> datetime | None:
        """The first moment of the grid later than `after` at which something is due that still is so at `until`."""
        if after >= until or not await self._is_due(until):
            return None
        low, high = after, until
        for usual in self._usual(after, until):
            if not await self._is_due(usual):
                low = usual
                continue
            before = usual - GRID
            if before <= low or not await self._is_due(before):
                return usual
            high = before
            break
        found = await self._between(low, high)
        self._remember(found)
        return found

    async def _between(self, low: datetime, high: datetime) -> datetime:
        """Halve the time in which it became due: at `low` it was not, at `high` it is."""
        marks = _marks(low, high)
        first, last = 0, len(marks)
        while first < last:
            middle = (first + last) // 2
            if await self._is_due(marks[middle]):
                last = middle
            else:
                first = middle + 1
        return marks[first] if first < len(marks) else high

    def _usual(self, after: datetime, until: datetime) -> list[datetime]:
        """The known hours that lie between, in order."""
        days = {after.date(), until.date()}
        moments = (datetime.combine(day, hour, UTC) for day in sorted(days) for hour in self._hours)
        return [one for one in moments if after < one <= until]

    def _remember(self, moment: datetime) -> None:
        hour = moment.astimezone(UTC).time()
        if hour not in self._hours:
            insort(self._hours, hour)


def _marks(low: datetime, high: datetime) -> list[datetime]:
    """The marks of the grid after `low` and before `high`."""
    step = (low - BEGINNING) // GRID + 1
    count = -((BEGINNING + step * GRID - high) // GRID)
    return [BEGINNING + (step + number) * GRID for number in range(max(count, 0))]
