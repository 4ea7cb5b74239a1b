"""The list of what others wait for, on the screen."""

from handlers.callbacks import OpenHelp, OpenNotHeld, OpenRequests
from handlers.screens import Button, Screen
from handlers.texts import Texts
from handlers.views.pages import turning
from models.cards.helping import HelpCard
from models.cards.notheld import NotHeldCard
from models.cards.requests import RequestsCard

LINES = (90, 60, 40, 20, 10)
"""How many letters of a task's text and of somebody's words a line holds, as long as all fits."""


def requests_screen(texts: Texts, card: RequestsCard) -> Screen:
    """A page of requests, a button each."""
    rows = [(_button(texts, request),) for request in card.requests]
    return Screen(
        texts.fitted("requests.page", LINES, card=card),
        (*rows, *turning(texts, card.page, card.pages, lambda page: OpenRequests(page=page))),
    )


def _button(texts: Texts, request: HelpCard | NotHeldCard) -> Button:
    words = texts.label("requests.button", request=request, help=isinstance(request, HelpCard))
    if isinstance(request, HelpCard):
        return Button(words, OpenHelp(help_id=request.help_id))
    return Button(words, OpenNotHeld(request_id=request.request_id))
