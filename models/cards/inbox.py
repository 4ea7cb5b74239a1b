"""What leaves the inbox."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Incoming:
    """An update as it came: `body` is its JSON, `chat` whose order it belongs to."""

    update_id: int
    chat: str
    body: str


@dataclass(frozen=True, slots=True)
class InboxCard:
    """An update that waits to be handled. `applied` says that its effect is committed already."""

    update_id: int
    chat: str
    body: str
    applied: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a batch: the cards that are new, in order, and how many updates had come before."""

    cards: tuple[InboxCard, ...]
    duplicates: int
