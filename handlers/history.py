"""A person looks into the journal of a task."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.callbacks import OpenHistory
from handlers.screens import turn
from handlers.texts import Texts
from handlers.views import history as views
from models.domain.access import Actor
from models.usecases import history
from models.work import Work


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(press_history, OpenHistory.filter())
    return router


async def press_history(
    query: CallbackQuery, callback_data: OpenHistory, work: Work, actor: Actor, texts: Texts
) -> None:
    card = await history.look_at_history(work, actor, callback_data.assignment_id, callback_data.page)
    await query.answer()
    await turn(query, views.history_screen(texts, card, callback_data.origin))
