"""What people press to be helped, and to help."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import origins
from handlers.callbacks import AskHelp, TakeHelp, WithdrawHelp
from handlers.screens import turn
from handlers.texts import Texts
from handlers.views import helping as views
from handlers.views.tasks import Deed, Just
from models.domain.access import Actor
from models.usecases import helping
from models.work import Work


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(press_help, AskHelp.filter())
    router.callback_query.register(press_no_help, WithdrawHelp.filter())
    router.callback_query.register(press_take, TakeHelp.filter())
    return router


async def press_help(query: CallbackQuery, callback_data: AskHelp, work: Work, actor: Actor, texts: Texts) -> None:
    card = await helping.ask_help(work, actor, callback_data.assignment_id)
    await query.answer(texts.label("helping.called"))
    await origins.redraw(query, callback_data.origin, Just(Deed.HELP_ASKED, card), work, actor, texts)


async def press_no_help(
    query: CallbackQuery, callback_data: WithdrawHelp, work: Work, actor: Actor, texts: Texts
) -> None:
    card = await helping.withdraw_help(work, actor, callback_data.assignment_id)
    await query.answer(texts.label("helping.dropped"))
    await origins.redraw(query, callback_data.origin, Just(Deed.HELP_WITHDRAWN, card), work, actor, texts)


async def press_take(query: CallbackQuery, callback_data: TakeHelp, work: Work, actor: Actor, texts: Texts) -> None:
    request = await helping.take_help(work, actor, callback_data.help_id)
    mine = request.taken_by_id == actor.person_id
    await query.answer(texts.label("helping.taken", request=request, mine=mine))
    await turn(query, views.help_screen(texts, request))
