"""Due days of a draft that are days off: pointed out, never moved."""

from collections.abc import Mapping
from datetime import date

from handlers.texts import Texts
from models.cards.roadmaps import DraftCard

Off = Mapping[int, tuple[date, ...]]
"""The due days that are days off, by the place of their row (from 0)."""


def days_off(texts: Texts, draft: DraftCard) -> Off:
    """Of every row that becomes a task the due days still to come on which nobody works there."""
    calendar = texts.calendars.at(draft.region, draft.territory)
    return {
        row.index: tuple(day for day in row.due_days if not calendar.is_working(day)) if not row.left_out else ()
        for row in draft.rows
    }
