"""A draft as a table, and what came back in it."""

from dataclasses import dataclass

from models.language.timing import PlanYear
from models.roadmap.draft import Draft
from models.roadmap.sheet import SheetColumn
from models.roadmap.sheet_changes import Comparison


@dataclass(frozen=True, slots=True)
class SheetCard:
    """A draft as decided so far; `revision` changes with every decision, `left_out` are rows from 0."""

    draft_id: int
    revision: str
    territory: str
    read: Draft
    left_out: frozenset[int]


@dataclass(frozen=True, slots=True)
class ComparedCard:
    """A table that came back; `stale` tells that decisions were made while it was away."""

    draft_id: int
    title: str
    plan: PlanYear
    stale: bool
    comparison: Comparison
    others: tuple[str, ...]
    missing: tuple[SheetColumn, ...]
