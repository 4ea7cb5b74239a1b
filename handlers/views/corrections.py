"""Changing a mark that stands, on the screen."""

from datetime import date

from handlers.callbacks import ChooseCorrection, ShowTask
from handlers.screens import Button, Screen
from handlers.texts import Texts
from handlers.views.leaving import cancel_row
from handlers.views.tasks import to_card, wants_document
from models.cards.corrections import CorrectedCard
from models.cards.tasks import TaskCard
from models.domain.lifecycles import Correction, State

Row = tuple[Button, ...]


def correction_screen(texts: Texts, task: TaskCard, origin: str) -> Screen:
    """How the mark may be changed."""
    rows = [
        (
            Button(
                texts.label("corrections.choice_button", choice=choice, was=task.state),
                ChooseCorrection(assignment_id=task.assignment_id, correction=choice),
            ),
        )
        for choice in _choices(task)
    ]
    back = Button(texts.label("visits.back_button"), ShowTask(assignment_id=task.assignment_id, origin=origin))
    return Screen(texts("corrections.choose", task=task), (*rows, (back,)))


def _choices(task: TaskCard) -> list[Correction]:
    slot = wants_document(task)
    fitting = {
        Correction.NOT_DONE: task.state is State.NOT_HELD or (task.state is State.DONE and not slot),
        Correction.ANOTHER_DAY: task.state in (State.DONE, State.NOT_HELD) and not slot,
        Correction.NOT_HELD: task.state is State.DONE and not slot,
        Correction.NOT_IN_MEDK: task.medk_on is not None,
    }
    return [choice for choice, fits in fitting.items() if fits and task.may_correct]


def type_correction_screen(texts: Texts, task: TaskCard, correction: Correction) -> Screen:
    """The day is asked for, or the note."""
    if correction is Correction.ANOTHER_DAY:
        return Screen(texts("corrections.type_day", task=task), (cancel_row(texts),))
    return Screen(texts("corrections.type_note", task=task), (cancel_row(texts),))


def type_note_screen(texts: Texts, task: TaskCard, on: date) -> Screen:
    return Screen(texts("corrections.type_note_on", task=task, on=on), (cancel_row(texts),))


def corrected_screen(texts: Texts, card: CorrectedCard) -> Screen:
    """What people read whose mark was changed."""
    return Screen(texts("corrections.news", card=card), (to_card(texts, card.task),))
