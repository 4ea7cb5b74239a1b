"""A piece of news on its way out, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from models.domain.access import Role
from models.domain.notices import Notice
from models.domain.outbox import DropReason, Lane


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Stands for news of a kind, or with a body, that this edition does not know; nobody can word it."""

    LANE: ClassVar[Lane] = Lane.LETTERS
    kind: str


@dataclass(frozen=True, slots=True)
class OutboxCard:
    """A claimed row and the address it goes to.

    `attempts` counts the claims, this one among them; `in_doubt` how often it may have been sent already.
    """

    id: int
    person_id: int
    chat_id: str
    platform: str
    notice: Notice
    role: Role | None
    territory_id: int | None
    school_id: int | None
    lane: Lane
    attempts: int
    in_doubt: int
    created_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class OutdatedCard:
    """An older message of a person's, to be redrawn: what it told, and how that stands now, None where it is gone."""

    message_id: int
    notice: Notice
    card: object | None


@dataclass(frozen=True, slots=True)
class Sent:
    """The messenger has it. `message_id` is None where the answer did not tell."""

    chat_id: str
    message_id: int | None


@dataclass(frozen=True, slots=True)
class Later:
    """Not sent, to be tried again; not before that moment."""

    until: datetime


@dataclass(frozen=True, slots=True)
class InDoubt:
    """The request left and no answer came: it may have been sent."""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The person can't be written to; `reason` is a short code such as "blocked"."""

    reason: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """Not sent on purpose."""

    reason: DropReason


@dataclass(frozen=True, slots=True)
class Dead:
    """Refused for a reason of our own; `incident` is the number under which the log tells the story."""

    incident: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The chat has another id now; the row is still in hand."""

    chat_id: str


Outcome = Sent | Later | InDoubt | Unreachable | Dropped | Dead | Moved
