"""On whose side a document lies, and for how many working days."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise

from models.domain.lifecycles import Verdict
from models.domain.moments import local_day

CURATORS_REMINDED = 2
"""After how many working days a document that waits stands in the day's list of who judges it."""
COORDINATORS_REMINDED = 4
"""And in the coordinator's."""


class Side(StrEnum):
    """Who is to do something next."""

    CURATOR = "curator"
    SCHOOL = "school"


SIDES = {Verdict.SENT: Side.CURATOR, Verdict.RETURNED: Side.SCHOOL}
"""Whose clock runs after a word; what is confirmed waits for nobody."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The word by which a document came to lie where it lies."""

    at: datetime
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whose clock is running now, None where nobody's is, and for how many working days; and all days of each side."""

    side: Side | None
    days: int
    at_curator: int
    at_school: int


def waiting(moves: Iterable[Moved], now: datetime, working_days: Callable[[date, date], int], zone: str) -> Waiting:
    """From the words about all versions, the oldest first; the days are those of the zone."""
    known = [*moves]
    ends = [*known, Moved(now, Verdict.CONFIRMED)]
    spans = [
        (SIDES.get(one.verdict), working_days(local_day(one.at, zone), local_day(after.at, zone)))
        for one, after in pairwise(ends)
    ]
    totals = {side: sum(days for whose, days in spans if whose is side) for side in Side}
    side, days = spans[-1] if spans else (None, 0)
    return Waiting(side, days if side else 0, totals[Side.CURATOR], totals[Side.SCHOOL])
