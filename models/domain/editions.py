"""A changed edition of a published road map: what may become of it, of a row, and of an assignment."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from models.domain.access import CURATOR_EXECUTORS, SCHOOL_EXECUTORS, Actor
from models.domain.plan import Executor

_MUNICIPAL = frozenset({Executor.MUNICIPAL_AUTHORITY, Executor.MUNICIPAL_CENTRE, Executor.MUNICIPAL_COORDINATOR})


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


def taken_together(first: TermChange, last: TermChange) -> TermChange | None:
    """What befell an assignment over several editions, by its first and its last change.

    Only where it stood before the first and after the last counts; None where it came and went.
    """
    stood, stands = first is not TermChange.ADDED, last is not TermChange.WITHDRAWN
    if stood:
        return TermChange.MOVED if stands else TermChange.WITHDRAWN
    return TermChange.ADDED if stands else None


@dataclass(frozen=True, slots=True)
class Answerers:
    """Who does the work of one unit: people of the school in these two qualities, coordinators of these territories."""

    directors: bool = False
    curators: bool = False
    territories: frozenset[int] = frozenset()


def who_answers(executors: Iterable[Executor], *, territory_id: int, school_id: int | None, owner_id: int) -> Answerers:
    """Who does the work of that unit in their own name; `owner_id` is the map's territory.

    What a school's row asks of nobody at the school is the work of coordinators: the municipality's where a municipal
    body is named, otherwise of those who own the map.
    """
    if school_id is None:
        return Answerers(territories=frozenset({territory_id}))
    named = frozenset(executors)
    others = named - SCHOOL_EXECUTORS - CURATOR_EXECUTORS
    places = {territory_id} if others & _MUNICIPAL else set()
    if others - _MUNICIPAL or not named:
        places.add(owner_id)
    return Answerers(bool(named & SCHOOL_EXECUTORS), bool(named & CURATOR_EXECUTORS), frozenset(places))


def answers_for(
    actor: Actor, executors: Iterable[Executor], *, territory_id: int, school_id: int | None, owner_id: int
) -> bool:
    """Whether the actor is among those."""
    who = who_answers(executors, territory_id=territory_id, school_id=school_id, owner_id=owner_id)
    if who.directors and school_id in actor.directs:
        return True
    return (who.curators and school_id in actor.curates) or not who.territories.isdisjoint(actor.owns)
