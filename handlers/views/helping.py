"""A request for help on the screen."""

from aiogram.enums import ButtonStyle

from handlers.callbacks import TakeHelp
from handlers.screens import Button, Screen
from handlers.texts import Texts
from models.cards.helping import HelpCard


def help_screen(texts: Texts, request: HelpCard) -> Screen:
    """A request for help as the one who may take it sees it."""
    free = request.taken_by is None and not request.closed
    take = Button(texts.label("helping.take_button"), TakeHelp(help_id=request.help_id), style=ButtonStyle.PRIMARY)
    return Screen(texts("helping.card", request=request), ((take,),) if free else ())


def taken_screen(texts: Texts, request: HelpCard) -> Screen:
    return Screen(texts("helping.taken_news", request=request))
