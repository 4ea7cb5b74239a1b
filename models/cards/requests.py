"""A list of what others ask for."""

from dataclasses import dataclass

from models.cards.helping import HelpCard
from models.cards.notheld import NotHeldCard


@dataclass(frozen=True, slots=True)
class RequestsCard:
    """A page of what waits for the reader's word, the oldest first; pages are counted from 0."""

    requests: tuple[HelpCard | NotHeldCard, ...]
    total: int
    page: int
    pages: int
    first: int
