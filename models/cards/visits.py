"""What one press did to all visits of a day."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VisitsMarked:
    """How many schools were marked as visited.

    `change_id` is one of the journal's entries, by which all of them are taken back; None where nothing was left.
    `fresh` is False where an earlier press of the same person had done it.
    """

    schools: int
    change_id: int | None = None
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class VisitsTakenBack:
    """Of how many schools the mark was taken back; `kept` are those that somebody has acted on since."""

    schools: int
    kept: int = 0
