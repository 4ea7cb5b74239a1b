"""Next steps on the screen: agreed by who was at the visit, read by the school."""

from dataclasses import replace
from datetime import datetime

from handlers.callbacks import AgreeStep, OpenVisit
from handlers.screens import Button, Screen
from handlers.texts import Texts
from handlers.views.leaving import cancel_row
from handlers.views.tasks import CARD, task_screen
from models.cards.steps import StepCard, StepPlan

Row = tuple[Button, ...]


def words_screen(texts: Texts, plan: StepPlan) -> Screen:
    return Screen(texts("steps.words", plan=plan), (cancel_row(texts),))


def day_screen(texts: Texts, plan: StepPlan) -> Screen:
    """The day by which it shall be done: two that are near at hand, or another one in words."""
    week, month = plan.ready
    rows: tuple[Row, ...] = (
        (Button(texts.label("steps.week_button", day=week), AgreeStep(day=week.isoformat())),),
        (Button(texts.label("steps.month_button", day=month), AgreeStep(day=month.isoformat())),),
        cancel_row(texts),
    )
    return Screen(texts("steps.day", plan=plan), rows)


def agreed_screen(texts: Texts, card: StepCard, now: datetime) -> Screen:
    """The school reads what was agreed, with the task's own buttons."""
    task = task_screen(texts, card.task, now, 0)
    return replace(task, text=texts("steps.agreed", card=card), rows=(*task.rows, *_visit(texts, card)))


def _visit(texts: Texts, card: StepCard) -> list[Row]:
    if card.visit_id is None:
        return []
    look = OpenVisit(assignment_id=card.visit_id, place=CARD)
    return [(Button(texts.label("steps.visit_button"), look),)]
