"""A coordinator answers for what was due before a road map was published."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.callbacks import OpenEarlier, OpenEarlierRow, SettleEarlier, TakeBackEarlier
from handlers.screens import below, turn
from handlers.texts import Texts
from handlers.views import earlier as views
from handlers.views.tasks import task_screen
from models.cards.earlier import Settled
from models.domain.access import Actor
from models.domain.lifecycles import EarlierScope
from models.usecases import earlier, tasks
from models.work import Work


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(press_open, OpenEarlier.filter())
    router.callback_query.register(press_row, OpenEarlierRow.filter())
    router.callback_query.register(press_answer, SettleEarlier.filter())
    router.callback_query.register(press_undo, TakeBackEarlier.filter())
    return router


async def press_open(query: CallbackQuery, callback_data: OpenEarlier, work: Work, actor: Actor, texts: Texts) -> None:
    card = await earlier.look_at_earlier(work, actor, callback_data.roadmap_id)
    await query.answer()
    await (below if callback_data.anew else turn)(query, views.earlier_screen(texts, card, callback_data.page))


async def press_row(
    query: CallbackQuery, callback_data: OpenEarlierRow, work: Work, actor: Actor, texts: Texts
) -> None:
    card = await earlier.look_at_earlier_row(work, actor, callback_data.task_id)
    await query.answer()
    await turn(query, views.row_screen(texts, card, callback_data.page))


async def press_answer(
    query: CallbackQuery, callback_data: SettleEarlier, work: Work, actor: Actor, texts: Texts
) -> None:
    settled = await earlier.settle_earlier(
        work, actor, callback_data.scope, callback_data.about_id, callback_data.answer
    )
    await query.answer(texts.label("earlier.settled_toast", settled=settled))
    await _redraw(query, callback_data.scope, callback_data.about_id, work, actor, texts, settled)


async def press_undo(
    query: CallbackQuery, callback_data: TakeBackEarlier, work: Work, actor: Actor, texts: Texts
) -> None:
    back = await earlier.take_back_earlier(
        work, actor, callback_data.change_id, callback_data.scope, callback_data.about_id
    )
    await query.answer(texts.label("earlier.back_toast", back=back))
    await _redraw(query, callback_data.scope, callback_data.about_id, work, actor, texts)


async def _redraw(
    query: CallbackQuery,
    scope: EarlierScope,
    about_id: int,
    work: Work,
    actor: Actor,
    texts: Texts,
    settled: Settled | None = None,
) -> None:
    """The screen that the press stood on, as it is now, with the way back from what was said."""
    match scope:
        case EarlierScope.ROADMAP:
            screen = views.earlier_screen(texts, await earlier.look_at_earlier(work, actor, about_id), settled=settled)
        case EarlierScope.ROW:
            screen = views.row_screen(texts, await earlier.look_at_earlier_row(work, actor, about_id), settled=settled)
        case EarlierScope.ONE:
            card = await tasks.look_at_task(work, actor, about_id)
            screen = task_screen(texts, card, work.now(), actor.person_id)
    await turn(query, screen)
