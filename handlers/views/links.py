"""Two rows that may be one work, one question at a time."""

from datetime import datetime

from aiogram.enums import ButtonStyle

from handlers.callbacks import AnswerLink, OpenLinks, TakeBackLink
from handlers.screens import Button, Screen
from handlers.texts import Texts
from models.cards.links import AnsweredCard, LinkCard

Row = tuple[Button, ...]


def link_screen(
    texts: Texts, card: LinkCard | None, now: datetime, *, just: AnsweredCard | None = None, skip: int = 0
) -> Screen:
    """The question, under what was just answered; what was put off is named where nothing else is asked."""
    undo = _undo(texts, just, now, skip)
    if card is None:
        return Screen(texts("links.nothing", just=just, skipped=skip), undo)
    words = texts("links.question", card=card, just=just)
    return Screen(words, (*_answers(texts, card), *undo))


def _answers(texts: Texts, card: LinkCard) -> tuple[Row, ...]:
    yes, no = (
        AnswerLink(
            municipal_task_id=card.municipal.task_id,
            regional_task_id=card.regional.task_id,
            accepted=accepted,
            skip=card.skip,
        )
        for accepted in (True, False)
    )
    return (
        (Button(texts.label("links.yes_button"), yes, style=ButtonStyle.SUCCESS),),
        (Button(texts.label("links.no_button"), no),),
        (Button(texts.label("links.later_button"), OpenLinks(skip=card.skip + 1)),),
    )


def _undo(texts: Texts, just: AnsweredCard | None, now: datetime, skip: int) -> tuple[Row, ...]:
    if just is None or just.taken_back or just.just.undo_until < now:
        return ()
    press = TakeBackLink(
        municipal_task_id=just.just.municipal.task_id, regional_task_id=just.just.regional.task_id, skip=skip
    )
    return ((Button(texts.label("tasks.undo_button"), press),),)
