"""What people see of a changed edition: what it would change, what it changed, and what became of the plan."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from models.domain.editions import RowChange
from models.domain.lifecycles import State
from models.roadmap.draft import DraftTask
from models.roadmap.editions import Compared, Field


@dataclass(frozen=True, slots=True)
class EditionQuestion:
    """A file that may be an edition of a published map; `share` is what they have in common, in per cent."""

    draft_id: int
    title: str
    published: str
    territory: str
    year: int
    share: int


@dataclass(frozen=True, slots=True)
class EditionCard:
    """What a file would change in the published map; `against` is the number of the edition in force.

    `rows` are those that change, the gravest first; `kept` is how many stay as they are; `doubted` how many rows of
    the file still have questions of their own.
    """

    draft_id: int
    title: str
    published: str
    territory: str
    year: int
    against: int
    rows: tuple[Compared, ...]
    kept: int
    doubted: int

    @property
    def unsure(self) -> tuple[Compared, ...]:
        """The pairs that the coordinator has to call one row or two."""
        return tuple(row for row in self.rows if row.pair.unsure)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows each change befalls; one row may stand under several."""
        found = Counter(change for row in self.rows for change in row.changes)
        return {change.value: found[change] for change in RowChange}


@dataclass(frozen=True, slots=True)
class AcceptedCard:
    """What an accepted edition did: to rows, to assignments, and how many people will be told."""

    roadmap_id: int
    title: str
    number: int
    counts: dict[str, int]
    made: int
    moved: int
    withdrawn: int
    kept_done: int
    told: int


@dataclass(frozen=True, slots=True)
class Days:
    """A term; `due` is None where no day is known."""

    start_on: date | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A row of the plan as it changed for one person: `units` are the places of theirs that it changed for.

    `terms` are the days before and after, each pair once. `gained` and `lost` say that the row's executors changed so
    that the person answers for it now, or no longer.
    """

    number: str
    text: str
    before: DraftTask | None
    after: DraftTask | None
    fields: frozenset[Field]
    units: tuple[str, ...]
    terms: tuple[tuple[Days, Days], ...] = ()
    added: tuple[Days, ...] = ()
    withdrawn: tuple[Days, ...] = ()
    gained: bool = False
    lost: bool = False


@dataclass(frozen=True, slots=True)
class PlanChangedCard:
    """What an accepted edition changed for one person, together with the `earlier` ones that they were not told of."""

    title: str
    year: int
    number: int
    rows: tuple[ToldRow, ...]
    several: bool
    """Whether the person answers for several places, so that each row names them."""
    earlier: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PastRow:
    """A row that an edition changed; `states` counts its assignments that the edition took out."""

    changes: tuple[RowChange, ...]
    old: DraftTask | None
    new: DraftTask | None
    fields: frozenset[Field]
    states: dict[State, int]

    @property
    def done(self) -> int:
        return self.states.get(State.DONE, 0)


@dataclass(frozen=True, slots=True)
class PastEdition:
    """An edition that was accepted, by whom and when, and what it changed; the first one changed nothing."""

    number: int
    title: str
    accepted_on: date
    accepted_by: str
    rows: tuple[PastRow, ...]


@dataclass(frozen=True, slots=True)
class EditionsCard:
    """All editions of a road map, the newest first."""

    roadmap_id: int
    title: str
    year: int
    editions: tuple[PastEdition, ...]
