"""The clock that is handed to everything; the playground and the tests hand in another."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The present moment, aware."""
    return datetime.now(UTC)
