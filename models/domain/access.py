"""Who may what: roles, the actor, and the rules that need no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from models.domain.plan import Executor, Level


class Role(StrEnum):
    """What a person is appointed to."""

    COORDINATOR = "coordinator"
    CURATOR = "curator"
    DIRECTOR = "director"
    SCHOOL_COORDINATOR = "school_coordinator"


TERRITORY_ROLES = frozenset({Role.COORDINATOR})

# A school coordinator acts beside the director with the same rights.
SCHOOL_EXECUTORS = frozenset({Executor.SCHOOL, Executor.SCHOOL_COORDINATOR})
CURATOR_EXECUTORS = frozenset({Executor.CURATOR, Executor.MENTOR})

# Authorities and centres are answered for by the territory's coordinator.
COORDINATOR_EXECUTORS = {
    Level.MUNICIPALITY: frozenset(
        {Executor.MUNICIPAL_COORDINATOR, Executor.MUNICIPAL_AUTHORITY, Executor.MUNICIPAL_CENTRE}
    ),
    Level.REGION: frozenset({Executor.REGIONAL_COORDINATOR, Executor.REGIONAL_AUTHORITY}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with all their present appointments.

    `owns` are the territories they are coordinator of, `coordinates` these and the municipalities below a region.
    `acts` says that some of it is held in place of somebody who is away.
    """

    person_id: int
    name: str
    owns: frozenset[int] = frozenset()
    coordinates: frozenset[int] = frozenset()
    curates: frozenset[int] = frozenset()
    directs: frozenset[int] = frozenset()
    acts: bool = False

    @property
    def schools(self) -> frozenset[int]:
        return self.curates | self.directs

    def reaches(self, territory_id: int, school_id: int | None) -> bool:
        """Whether what belongs to that unit is the actor's to see: a territory of theirs, or a school."""
        return territory_id in self.coordinates or school_id in self.schools

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that decide which screens are offered; a school coordinator sees what a director sees."""
        held = {Role.COORDINATOR: self.coordinates, Role.CURATOR: self.curates, Role.DIRECTOR: self.directs}
        return frozenset(role for role, places in held.items() if places)


@dataclass(frozen=True, slots=True)
class Right:
    """A right to mark; `on_behalf` says for whom a coordinator does it, None when in one's own name."""

    on_behalf: Role | None = None


def right_to_mark(
    actor: Actor,
    executors: Iterable[Executor],
    *,
    territory_id: int,
    school_id: int | None,
    owner_id: int,
    takes_document: bool = False,
) -> Right | None:
    """The right by which the actor may mark an assignment of that unit, or None; `owner_id` is the map's territory.

    A territory's assignment is answered for by its coordinators; a school's one by whoever of its people the row names.
    A region reads the maps of its municipalities and marks on its own: theirs it would change only with a note.
    What takes a document is the school's to fill, even where the row names its curator beside it.
    """
    named = frozenset(executors) - (CURATOR_EXECUTORS if takes_document else frozenset())
    if school_id in actor.directs and named & SCHOOL_EXECUTORS:
        return Right()
    if school_id in actor.curates and named & CURATOR_EXECUTORS:
        return Right()
    if not settles(actor, territory_id=territory_id, owner_id=owner_id):
        return None
    return Right(_whose(named) if school_id is not None else None)


def closing_roles(executors: Iterable[Executor], *, takes_document: bool = False) -> frozenset[Role]:
    """The roles by which one may close a row's assignment: those it names, and a coordinator for anybody."""
    named = frozenset(executors) - (CURATOR_EXECUTORS if takes_document else frozenset())
    at_school = frozenset({Role.DIRECTOR, Role.SCHOOL_COORDINATOR}) if named & SCHOOL_EXECUTORS else frozenset()
    curator = frozenset({Role.CURATOR}) if named & CURATOR_EXECUTORS else frozenset()
    return at_school | curator | TERRITORY_ROLES


def settles(actor: Actor, *, territory_id: int, owner_id: int) -> bool:
    """Whether the actor's word settles what was due there before the map of the territory `owner_id` was published.

    It is that of the territory's coordinator, and of the region's one on the region's own map.
    """
    return territory_id in actor.coordinates and not actor.owns.isdisjoint((territory_id, owner_id))


def corrects(actor: Actor, *, territory_id: int) -> bool:
    """Whether the actor may change, with a note, a mark that stands there: its coordinator, or the region's."""
    return territory_id in actor.coordinates


def named_as_coordinator(actor: Actor, executors: Iterable[Executor], *, territory_id: int, owner_id: int) -> bool:
    """Whether a row names the actor as coordinator for that territory; `owner_id` is the map's territory.

    A municipal coordinator is named for their own municipality; a regional one, by the region's map, for all it
    concerns.
    """
    named = frozenset(executors)
    if territory_id in actor.owns and named & COORDINATOR_EXECUTORS[Level.MUNICIPALITY]:
        return True
    from_above = owner_id in actor.owns and owner_id != territory_id and territory_id in actor.coordinates
    return from_above and bool(named & COORDINATOR_EXECUTORS[Level.REGION])


def _whose(named: frozenset[Executor]) -> Role | None:
    """Whose row a coordinator marks: their own when the row names nobody of the school's people alone."""
    if named - SCHOOL_EXECUTORS - CURATOR_EXECUTORS:
        return None
    if named & CURATOR_EXECUTORS:
        return Role.CURATOR
    return Role.DIRECTOR if named else None
