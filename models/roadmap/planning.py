"""What publishing a draft would make: whom each row concerns, and when."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from models.domain.access import SCHOOL_EXECUTORS
from models.domain.plan import Kind, Marking, Scope
from models.domain.unfolding import Term, unfold
from models.language.frequency import times_in
from models.language.lookalikes import fold
from models.language.schools import match_school
from models.roadmap.draft import Draft, DraftTask


@dataclass(frozen=True, slots=True)
class Participant:
    """A school that takes part, in the project or only among those helped.

    `known_as` are the printed names (as `name_key` folds them) that the coordinator said mean it.
    """

    school_id: int
    name: str
    territory_id: int
    in_project: bool
    known_as: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Unit:
    """Whom an assignment is for: a school, or the territory itself."""

    territory_id: int
    school_id: int | None = None


@dataclass(frozen=True, slots=True)
class Aim:
    """Whom one row concerns, the printed names with their schools, and those that none of its participants bears."""

    units: tuple[Unit, ...]
    named: tuple[tuple[str, int | None], ...]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """A row about to be published: where it stood, whom it concerns, when."""

    position: int
    row: DraftTask
    aim: Aim
    terms: tuple[Term, ...]


def plan_of(
    read: Draft, out: Collection[int], participants: Sequence[Participant], territory_id: int, today: date
) -> list[Planned]:
    """Plan every row of a map of that territory but those left `out` (places from 0)."""
    return [
        Planned(position, row, aim_of(row, participants, territory_id), terms_of(row, today))
        for position, row in enumerate(read.tasks)
        if position not in out
    ]


def terms_of(row: DraftTask, today: date, *, marking: Marking | None = None) -> tuple[Term, ...]:
    """When a row is due: as it is marked, or as it would be with another `marking`."""
    chosen = row.marking if marking is None else marking
    times = times_in(row.frequency_in_text, row.text, row.indicator)
    return unfold(row.periods, row.scope, today, marking=chosen, frequency=row.frequency_in_text, times=times)


def may_have_slot(row: DraftTask) -> bool:
    """Whether there is a school that would fill a document's slot; a visit is marked by whoever makes it."""
    at_school = row.scope is Scope.SCHOOL and not SCHOOL_EXECUTORS.isdisjoint(row.acting)
    return at_school and row.kind is not Kind.VISIT


def has_slot(row: DraftTask) -> bool:
    """Whether a row is executed by sending a document: by the coordinator's word, or else by its kind."""
    wanted = row.kind is Kind.DOCUMENT if row.needs_document is None else row.needs_document
    return wanted and may_have_slot(row)


def is_over(planned: Iterable[Planned], year: int, today: date) -> bool:
    """Whether all days are past. Rows without a day outlive the others only as long as their year lasts."""
    days = {term.due for one in planned for term in one.terms if one.row.scope is not Scope.WAITING}
    known = {due for due in days if due is not None}
    return bool(known) and max(known) < today and (len(known) == len(days) or year < today.year)


def aim_of(row: DraftTask, participants: Sequence[Participant], territory_id: int) -> Aim:
    """Whom a row concerns. Names narrow only rows of scope school; elsewhere they are shown."""
    fitting = [one for one in participants if one.in_project or not row.project_only]
    named = tuple((name, named_by(name, participants)) for name in row.schools)
    unknown = tuple(name for name, school_id in named if school_id not in {one.school_id for one in fitting})
    return Aim(_units(row, fitting, {school_id for _, school_id in named}, territory_id), named, unknown)


def _units(
    row: DraftTask, fitting: Sequence[Participant], named: Collection[int | None], territory_id: int
) -> tuple[Unit, ...]:
    match row.scope:
        case Scope.SCHOOL:
            chosen = [one for one in fitting if one.school_id in named] if named else fitting
            return tuple(Unit(one.territory_id, one.school_id) for one in chosen)
        case Scope.MUNICIPALITY:
            return tuple(Unit(place) for place in dict.fromkeys(one.territory_id for one in fitting))
    return (Unit(territory_id),)


def named_by(name: str, participants: Sequence[Participant]) -> int | None:
    """The one participant a printed name means; None where none or several could be meant."""
    key = name_key(name)
    found = match_school(name, {one.name for one in participants})
    said = [one.school_id for one in participants if key in one.known_as]
    ids = said or [one.school_id for one in participants if one.name in found]
    return ids[0] if len(ids) == 1 else None


def name_key(name: str) -> str:
    """A printed name without what writers and typesetters do to it: case, quotes, blanks, look-alike letters."""
    return " ".join(re.findall(r"\w+", fold(name)))
