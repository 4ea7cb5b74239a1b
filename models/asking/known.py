"""What the asker may see, handed in as values: the reader of questions knows nothing else, and no database."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownSchool:
    """A school in reach; `also` holds other names people use for it."""

    id: int
    name: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownTask:
    """A row of a road map in reach: its number as printed and its words."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person whose name the asker may say: surname, first name and patronymic in any order."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class KnownTerritory:
    """A region or municipality in reach."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Known:
    """Everything a question may name. What is not here does not exist for the asker."""

    schools: tuple[KnownSchool, ...] = ()
    tasks: tuple[KnownTask, ...] = ()
    people: tuple[KnownPerson, ...] = ()
    territories: tuple[KnownTerritory, ...] = ()
