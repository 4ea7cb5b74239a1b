"""A coordinator sees what a road map would bring before it is published."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.callbacks import RehearseDraft
from handlers.screens import Screen, below, keyboard
from handlers.texts import Texts
from handlers.views import rehearsal as views
from models.cards.rehearsal import Rehearsal
from models.domain.access import Actor
from models.usecases import roadmaps
from models.work import Work

Rehearse = Callable[[int, int, datetime], Awaitable[Rehearsal]]
"""Plays a draft, given who wants it, its number and the present moment."""


class RehearsalRefused(Exception):
    """The draft can't be played; `words` say why, as HTML."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class TooHeavy(Exception):
    """It came to a limit of time or memory."""


class NotHere(Exception):
    """There is no such thing over this kind of database yet."""


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(press_rehearse, RehearseDraft.filter())
    return router


async def press_rehearse(
    query: CallbackQuery, callback_data: RehearseDraft, work: Work, actor: Actor, texts: Texts, rehearse: Rehearse
) -> None:
    """It is played in a process of its own; the person sees that it goes on, then the figures in the same message."""
    draft = await roadmaps.look_at_draft(work, actor, callback_data.draft_id)
    await query.answer()
    progress = await below(query, Screen(texts("rehearsal.goes_on")))
    try:
        told = await rehearse(actor.person_id, draft.draft_id, work.now())
    except RehearsalRefused as refused:
        await progress.edit_text(refused.words)
    except TooHeavy:
        await progress.edit_text(texts("rehearsal.too_heavy"))
    except NotHere:
        await progress.edit_text(texts("rehearsal.not_here"))
    else:
        screen = views.summary_screen(texts, told, draft.draft_id)
        await progress.edit_text(screen.text, reply_markup=keyboard(screen.rows))
        await below(query, views.diaries_screen(texts, told))
