"""What a coordinator sees of a road map before and after it is published."""

from dataclasses import dataclass

from models.domain.plan import Kind, Level, Period, Scope
from models.roadmap.draft import Doubt


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One row of a draft, as decided so far; `units` is how many schools or territories it concerns."""

    index: int
    number: str
    text: str
    timing: str
    periods: tuple[Period, ...]
    executors: str | None
    kind: Kind
    scope: Scope
    units: int
    unknown_schools: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    left_out: bool


@dataclass(frozen=True, slots=True)
class DraftCard:
    """A road map on its way to be published."""

    draft_id: int
    title: str
    year: int
    territory: str
    level: Level
    participants: int
    rows: tuple[DraftRow, ...]
    over: bool
    """Every term is past: it can only be kept as an archive."""

    @property
    def doubted(self) -> tuple[DraftRow, ...]:
        return tuple(row for row in self.rows if row.doubts and not row.left_out)


@dataclass(frozen=True, slots=True)
class PublishedCard:
    """What publication made: `waiting` rows are awaited from above, `before_start` were due before that day."""

    roadmap_id: int
    title: str
    year: int
    rows: int
    assignments: int
    schools: int
    waiting: int
    before_start: int
    archived: bool
