"""The life of a piece of news, and the lane it travels in."""

from enum import IntEnum, StrEnum


class OutboxState(StrEnum):
    """waiting → claimed → sent | waiting again | dropped (no longer true, expired, unreachable) | dead (our bug)."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    DROPPED = "dropped"
    DEAD = "dead"


class Lane(IntEnum):
    """A smaller number goes first. Direct answers are not rows; they spend from the same buckets before all lanes."""

    TIMED = 1
    AT_ONCE = 2
    LETTERS = 3


class DropReason(StrEnum):
    """Why a row was not sent; IN_DOUBT: twice no answer came, so it may have been sent and is not tried again.

    ABSENT: the person is away, and a substitute is told instead, where there is one. CAPPED: the day had enough
    messages already; the next letter says so. GONE: the older message that was to be redrawn is there no more.
    MERGED: a later row says all that this one would. TAKEN_BACK: what it would say was undone before it was said.
    """

    EXPIRED = "expired"
    UNREACHABLE = "unreachable"
    NO_ACCOUNT = "no_account"
    NO_LONGER_TRUE = "no_longer_true"
    ROLE_LOST = "role_lost"
    IN_DOUBT = "in_doubt"
    ABSENT = "absent"
    CAPPED = "capped"
    GONE = "gone"
    MERGED = "merged"
    TAKEN_BACK = "taken_back"
