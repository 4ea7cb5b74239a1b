"""A changed edition of a published road map: what may become of it, of a row, and of an assignment."""

from collections.abc import Iterable
from enum import StrEnum

from models.domain.access import CURATOR_EXECUTORS, SCHOOL_EXECUTORS, Actor
from models.domain.plan import Executor


class EditionState(StrEnum):
    """Whether a draft is an edition of a published map; ASKED waits for the coordinator's word."""

    ASKED = "asked"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    ANOTHER_MAP = "another_map"


class RowChange(StrEnum):
    """What an edition does to a row; one row may be moved, reworded and renumbered at once."""

    REMOVED = "removed"
    ADDED = "added"
    MOVED = "moved"
    REWORDED = "reworded"
    RENUMBERED = "renumbered"


class TermChange(StrEnum):
    """What an edition does to an assignment."""

    ADDED = "added"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"


def answers_for(
    actor: Actor, executors: Iterable[Executor], *, territory_id: int, school_id: int | None, owner_id: int
) -> bool:
    """Whether the actor does the work of that unit in their own name; `owner_id` is the map's territory.

    What a school's row asks of nobody at the school is the work of the coordinators who own the map.
    """
    if school_id is None:
        return territory_id in actor.owns
    named = frozenset(executors)
    if school_id in actor.directs and named & SCHOOL_EXECUTORS:
        return True
    if school_id in actor.curates and named & CURATOR_EXECUTORS:
        return True
    return owner_id in actor.owns and not named <= SCHOOL_EXECUTORS | CURATOR_EXECUTORS
