"""The life of a draft."""

from enum import StrEnum


class DraftState(StrEnum):
    """A draft is open until it is published or put away."""

    OPEN = "open"
    PUBLISHED = "published"
    DISCARDED = "discarded"
