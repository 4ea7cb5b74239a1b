"""A task that is said not to be held, on the screen."""

from aiogram.enums import ButtonStyle

from handlers.callbacks import DecideNotHeld, OpenRequests, UndoDecision
from handlers.screens import Button, Screen
from handlers.texts import Texts
from handlers.views.leaving import cancel_row
from handlers.views.tasks import CARD, task_buttons, to_card
from models.cards.notheld import NotHeldCard
from models.cards.tasks import TaskCard

Row = tuple[Button, ...]


def type_reason_screen(texts: Texts, task: TaskCard) -> Screen:
    return Screen(texts("notheld.type_reason", task=task), (cancel_row(texts),))


def not_held_screen(texts: Texts, request: NotHeldCard) -> Screen:
    """The word as the coordinator who decides sees it."""
    listed = Button(texts.label("requests.list_button"), OpenRequests(page=0))
    return Screen(texts("notheld.card", request=request), (*_decide(texts, request), (listed,)))


def _decide(texts: Texts, request: NotHeldCard) -> list[Row]:
    if request.accepted is not None:
        undo = Button(texts.label("tasks.undo_button"), UndoDecision(request_id=request.request_id))
        return [(undo,)] if request.may_undo else []
    if request.closed or not request.may_decide:
        return []
    yes, no = (DecideNotHeld(request_id=request.request_id, accepted=accepted) for accepted in (True, False))
    return [
        (
            Button(texts.label("notheld.accept_button"), yes, style=ButtonStyle.PRIMARY),
            Button(texts.label("notheld.decline_button"), no),
        )
    ]


def decided_screen(texts: Texts, request: NotHeldCard) -> Screen:
    """Who said it hears what was decided; what goes on has its buttons."""
    goes_on = request.accepted is False and not request.closed
    rows = task_buttons(texts, request.task, CARD) if goes_on else [to_card(texts, request.task)]
    return Screen(texts("notheld.decided_news", request=request), tuple(rows))
