"""A request for help on the screen."""

from aiogram.enums import ButtonStyle

from handlers.callbacks import AnswerHelp, LetHelpGo, OpenRequests, TakeHelp
from handlers.screens import Button, Screen
from handlers.texts import Texts
from handlers.views.leaving import cancel_row
from handlers.views.tasks import CARD, task_buttons, to_card
from models.cards.helping import HelpCard

Row = tuple[Button, ...]


def help_screen(texts: Texts, request: HelpCard) -> Screen:
    """A request for help as the one who may take or answer it sees it."""
    listed = Button(texts.label("requests.list_button"), OpenRequests(page=0))
    return Screen(texts("helping.card", request=request), (*_help(texts, request), (listed,)))


def _help(texts: Texts, request: HelpCard) -> list[Row]:
    if request.closed or request.answer is not None or not request.may_help:
        return []
    answer = Button(texts.label("helping.answer_button"), AnswerHelp(help_id=request.help_id))
    if request.taken_by is None:
        take = Button(texts.label("helping.take_button"), TakeHelp(help_id=request.help_id), style=ButtonStyle.PRIMARY)
        return [(take, answer)]
    undo = Button(texts.label("tasks.undo_button"), LetHelpGo(help_id=request.help_id))
    return [(answer,), (undo,)] if request.may_let_go else [(answer,)] if request.mine else []


def type_answer_screen(texts: Texts, request: HelpCard) -> Screen:
    return Screen(texts("helping.type_answer", request=request), (cancel_row(texts),))


def taken_screen(texts: Texts, request: HelpCard) -> Screen:
    """Who asked hears that somebody helps, or that they could not after all."""
    return Screen(texts("helping.taken_news", request=request), (to_card(texts, request.task),))


def answered_screen(texts: Texts, request: HelpCard) -> Screen:
    """Who asked reads the answer, with the buttons of the task."""
    return Screen(texts("helping.answered_news", request=request), tuple(task_buttons(texts, request.task, CARD)))
