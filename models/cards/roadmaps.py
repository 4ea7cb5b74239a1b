"""What a coordinator sees of a road map before and after it is published."""

from dataclasses import dataclass
from datetime import date

from models.domain.plan import Executor, Kind, Level, Marking, Period, Scope
from models.roadmap.draft import Doubt
from models.roadmap.typed import Heard


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One row of a draft, as decided so far; `units` is how many schools or territories it concerns.

    `executors` are the words of the cell, None where the map has no such column; `acting` is who was understood.
    """

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
    section: str | None
    indicator: str | None
    acting: tuple[Executor, ...]
    schools: tuple[str, ...]
    needs_document: bool
    may_have_slot: bool
    """Whether a school is there to fill a document's slot."""
    marking: Marking | None
    """How it is marked: as chosen or, where there is no choice to make yet, as it stands."""
    times: int
    """How often a unit would mark it each time."""
    last_due: date | None
    """When the one mark at the end would be due."""
    frequency: str | None
    """The rule that only the row's words name."""
    frequency_times: int | None
    """How often within its steps; None for once."""
    frequency_open: bool
    """Whether nobody has said yet if that rule counts."""
    due_days: tuple[date, ...] = ()
    """The days from today on when it would be due."""


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
    edition: bool = False
    """It is, or may be, an edition of a published map: it is accepted, not published."""
    region: str | None = None
    """The region above a municipality."""
    schools_to_ask: int = 0
    """How many printed names no participant bears and nobody has answered."""
    schools_said: int = 0
    """About how many printed names there is an answer."""
    left_aside: tuple[str, ...] = ()
    """The first lines of tables that may hold measures, and whose columns could not be told."""

    @property
    def doubted(self) -> tuple[DraftRow, ...]:
        return tuple(row for row in self.rows if row.doubts and not row.left_out)


@dataclass(frozen=True, slots=True)
class PublishedMap:
    """A published map as its owner finds it again; `edition` counts from 1."""

    roadmap_id: int
    title: str
    year: int
    territory: str
    edition: int
    rows: int
    archived: bool


@dataclass(frozen=True, slots=True)
class HeardCard:
    """What typed words mean for a row of a draft."""

    draft: DraftCard
    row: DraftRow
    heard: Heard


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
