"""The second tick: entered into ИС МЭДК."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.callbacks import TickMedk, UntickMedk
from handlers.screens import turn
from handlers.texts import Texts
from handlers.views.tasks import task_screen
from models.domain.access import Actor
from models.usecases import medk
from models.work import Work


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(press_tick, TickMedk.filter())
    router.callback_query.register(press_untick, UntickMedk.filter())
    return router


async def press_tick(query: CallbackQuery, callback_data: TickMedk, work: Work, actor: Actor, texts: Texts) -> None:
    marked = await medk.tick_medk(work, actor, callback_data.assignment_id)
    await query.answer(texts.label("medk.ticked" if marked.fresh else "medk.ticked_before"))
    await turn(query, task_screen(texts, marked.card, work.now(), actor.person_id, callback_data.origin))


async def press_untick(query: CallbackQuery, callback_data: UntickMedk, work: Work, actor: Actor, texts: Texts) -> None:
    marked = await medk.untick_medk(work, actor, callback_data.assignment_id)
    await query.answer(texts.label("medk.unticked"))
    await turn(query, task_screen(texts, marked.card, work.now(), actor.person_id, callback_data.origin))
