"""Files on their way into the bot's own folder."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UnkeptCard:
    """A file the messenger keeps and we do not yet; so many attempts have failed."""

    number: int
    file_id: str
    attempts: int


@dataclass(frozen=True, slots=True)
class KeptCard:
    """Our own copy of a file that the messenger knows by its handle."""

    sha256: str
    name: str | None
