"""The moments at which the bot would act, found without looking at every single one.

The question «is anything due?» costs milliseconds, and a year has three million ticks. But what is due stays due for
hours: so it is asked at one checkpoint a day, and only where the answer is yes the moments before it are searched.
"""

from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta

from models.domain.moments import local_moment

GRID = timedelta(minutes=5)
"""Moments are told apart by this much; every hour that people choose lies on it."""
CHECK = time(19, 55)
"""The last mark of the grid at which what became due in the day is surely still so."""
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

IsDue = Callable[[datetime], Awaitable[bool]]


def checkpoints(first: date, last: date, zones: Iterable[str], events: Iterable[datetime]) -> list[datetime]:
    """When to ask: every evening by the clock of each zone, and when something begins that is announced just before."""
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    return sorted({local_moment(day, CHECK, zone) for zone in zones for day in days} | {*events})


class Moments:
    """Finds the moments at which something becomes due; learns at which hours of the day something mostly does."""

    def __init__(self, is_due: IsDue) -> None:
        self._is_due = is_due
        self._hours: Counter[time] = Counter()

    def met(self, moment: datetime) -> None:
        """Something was due at that moment."""
        self._hours[moment.astimezone(UTC).time()] += 1

    async def stops(self, after: datetime, until: datetime) -> AsyncGenerator[datetime, None]:
        """The moments after `after` to act at, of all that is still due at `until` if nobody acts; in order.

        At each of them whoever asks must act. Known hours are among them even where nothing turns out to be due.
        """
        if after >= until or not await self._is_due(until):
            return
        usual = self._usual(after, until)
        if usual is None:
            after = await self._between(after, until)
        else:
            async for stop in self.stops(after, usual - GRID):
                yield stop
            after = usual
        yield after
        async for stop in self.stops(after, until):
            yield stop

    def _usual(self, after: datetime, until: datetime) -> datetime | None:
        """The commonest of the known hours that lie between."""
        days = sorted({after.date(), until.date()})
        moments = (datetime.combine(day, hour, UTC) for hour, _ in self._hours.most_common() for day in days)
        return next((one for one in moments if after < one <= until), None)

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


def _marks(low: datetime, high: datetime) -> list[datetime]:
    """The marks of the grid after `low` and before `high`."""
    step = (low - BEGINNING) // GRID + 1
    count = -((BEGINNING + step * GRID - high) // GRID)
    return [BEGINNING + (step + number) * GRID for number in range(max(count, 0))]
