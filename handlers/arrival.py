"""An update on its way through the handlers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Arrival:
    """Which update is being handled, and whether its effect was committed before a crash."""

    update_id: int
    applied: bool = False
