"""How tiring messages are: how many a week, on the average and at the worst."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from models.domain.moments import monday_of


@dataclass(frozen=True, slots=True)
class Load:
    """`mean` messages a person and a week; `most` in one week of one person, the one that began on `monday`."""

    messages: int
    mean: float
    most: int = 0
    monday: date | None = None

    @property
    def sunday(self) -> date | None:
        """The last day of the largest week."""
        return self.monday + timedelta(days=6) if self.monday else None


def weeks_between(first: date, last: date) -> int:
    """How many calendar weeks these days, both inclusive, touch."""
    return (monday_of(last) - monday_of(first)).days // 7 + 1


def load_of(people: Collection[Iterable[date]], first: date, last: date) -> Load:
    """The load of people, each given by the days of their messages within that time."""
    weeks = [Counter(map(monday_of, days)) for days in people]
    messages = sum(week.total() for week in weeks)
    worst = max(((count, -monday.toordinal()) for week in weeks for monday, count in week.items()), default=None)
    mean = messages / (len(people) * weeks_between(first, last)) if people else 0.0
    if worst is None:
        return Load(messages, mean)
    return Load(messages, mean, worst[0], date.fromordinal(-worst[1]))
