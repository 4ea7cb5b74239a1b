"""What is shown of people, invitations and schools."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from models.domain.access import Actor, Role


@dataclass(frozen=True, slots=True)
class Arrived:
    """Who stands behind a chat, if anybody, and the step their talk waits at."""

    actor: Actor | None
    reachable: bool
    step: str | None
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Post:
    """A role with the names of its places; `acting_for` is the absent person in whose place it is held."""

    role: Role
    places: tuple[str, ...]
    acting_for: str | None = None


@dataclass(frozen=True, slots=True)
class InvitationCard:
    """A personal link that was just made; the token is shown once and kept nowhere."""

    token: str
    role: Role
    places: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OfferCard:
    """What an opened invitation offers, before consent; by `token_hash` it is found again when consent is given."""

    post: Post
    name: str | None
    known: bool
    token_hash: str


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person with all they are appointed to now."""

    person_id: int
    name: str
    posts: tuple[Post, ...]


class Outcome(StrEnum):
    """What became of one line of a list of schools."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"
    BAD_ZONE = "bad_zone"
    BAD_FLAG = "bad_flag"
    INCOMPLETE = "incomplete"
    REGION_NAMED = "region_named"
    """The territory of the line is a region; schools stand in municipalities."""
    MUNICIPALITY_NAMED = "municipality_named"
    """The region of the line is a municipality."""
    CONTRADICTS = "contradicts"
    """An earlier line says another zone or region of the same territory."""


class Changed(StrEnum):
    """What a line of the list has corrected."""

    ZONE = "zone"
    REGION = "region"
    JOINED_PROJECT = "joined_project"
    LEFT_PROJECT = "left_project"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Change:
    """Something that stood otherwise before; zones and regions say how it was and how it is."""

    what: Changed
    was: str | None = None
    now: str | None = None


@dataclass(frozen=True, slots=True)
class SchoolOutcome:
    """A line's number in the file (from 1, the heading counted), its school and what became of it.

    `assignments` is how many the school got in running road maps, `withdrawn` how many left them.
    """

    line: int
    school: str
    outcome: Outcome
    assignments: int = 0
    changes: tuple[Change, ...] = ()
    withdrawn: int = 0
