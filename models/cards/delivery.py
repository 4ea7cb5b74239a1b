"""What a coordinator sees of the delivery of news."""

from dataclasses import dataclass
from datetime import datetime

from models.domain.outbox import DropReason


@dataclass(frozen=True, slots=True)
class Undelivered:
    """How many pieces of news did not reach a person; `reason` is None where the fault is our own."""

    person: str
    reason: DropReason | None
    count: int


@dataclass(frozen=True, slots=True)
class DeliveryCard:
    """What became of the news of a day: `planned` is all the rest together.

    `not_needed` were not sent on purpose: no longer true, the role is another's, the person is away.
    """

    planned: int
    sent: int
    waiting: int
    not_needed: int
    undelivered: tuple[Undelivered, ...]


@dataclass(frozen=True, slots=True)
class UnreachableCard:
    """Somebody who can't be written to; `reason` is the messenger's short code."""

    person: str
    since: datetime
    reason: str | None
