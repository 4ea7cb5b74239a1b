"""Periods in one line of words, as the grammar's examples write them."""

from collections.abc import Iterable

from models.domain.plan import Period


def meaning(periods: Iterable[Period]) -> str:
    return " ".join(one_meaning(period) for period in periods)


def one_meaning(period: Period) -> str:
    days = f"{period.start or ''}..{period.end or ''}" if period.start or period.end else ""
    parts = (
        period.label and f"{period.label}:",
        days,
        period.rrule,
        period.times and f"x{period.times}",
        period.time and f"at {period.time}",
        period.note_kind and f"note {period.note_kind}",
        _counted(period),
    )
    return " ".join(part for part in parts if part)


def _counted(period: Period) -> str | None:
    if period.relative is None:
        return None
    sign = "-" if period.relative.direction == "before" else "+"
    return f"{sign}{period.relative.offset} {period.relative.unit}"
