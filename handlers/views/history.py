"""The journal of a task on the screen."""

from handlers.callbacks import OpenHistory, ShowTask
from handlers.screens import Button, Screen
from handlers.texts import Texts
from handlers.views.pages import turning
from models.cards.history import HistoryCard

WORDS = (200, 120, 60, 30)
"""How much of what people wrote stands in an entry, as long as it fits."""


def history_screen(texts: Texts, card: HistoryCard, origin: str) -> Screen:
    """A page of the journal with the way back to the card, whose origin it keeps."""
    assignment_id = card.task.assignment_id
    pages = turning(
        texts,
        card.page,
        card.pages,
        lambda page: OpenHistory(assignment_id=assignment_id, page=page, origin=origin),
    )
    to_card = ShowTask(assignment_id=assignment_id, origin=origin)
    back = Button(texts.label("history.back_button"), to_card)
    return Screen(texts.fitted("history.page", WORDS, card=card), (*pages, (back,)))
