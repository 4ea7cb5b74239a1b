"""The life of an update that arrived."""

from enum import StrEnum


class InboxState(StrEnum):
    """waiting → applied (its effect is committed) → settled (it was answered); or quarantined, its neighbours go on."""

    WAITING = "waiting"
    APPLIED = "applied"
    SETTLED = "settled"
    QUARANTINED = "quarantined"
