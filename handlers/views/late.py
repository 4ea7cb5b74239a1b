"""The day on which something was done earlier, on the screen."""

from datetime import timedelta

from handlers.callbacks import DoneAnotherDay, DoneOn, ShowTask
from handlers.screens import Button, Screen
from handlers.texts import Texts
from handlers.views.leaving import cancel_row
from models.cards.tasks import TaskCard


def done_when_screen(texts: Texts, task: TaskCard, origin: str) -> Screen:
    """The second tap: yesterday, or another day in words."""
    yesterday = task.today - timedelta(days=1)
    one = DoneOn(assignment_id=task.assignment_id, on=yesterday.isoformat(), origin=origin)
    other = DoneAnotherDay(assignment_id=task.assignment_id)
    back = ShowTask(assignment_id=task.assignment_id, origin=origin)
    rows = (
        (Button(texts.label("visits.yesterday_button", day=yesterday), one),),
        (Button(texts.label("visits.other_day_button"), other),),
        (Button(texts.label("visits.back_button"), back),),
    )
    return Screen(texts("late.when", task=task), rows)


def type_done_day_screen(texts: Texts, task: TaskCard) -> Screen:
    return Screen(texts("late.type_day", task=task), (cancel_row(texts),))
