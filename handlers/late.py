"""A mark with the true day, for what was done earlier."""

from datetime import date

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers import origins, states
from handlers.callbacks import DoneAnotherDay, DoneEarlier, DoneOn
from handlers.filters import Step
from handlers.screens import below, show, turn
from handlers.texts import Texts
from handlers.views import late as views
from handlers.views.tasks import task_screen
from models.domain.access import Actor
from models.language.days import day_typed
from models.usecases import dialogues, tasks
from models.work import Talk, Work


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(press_earlier, DoneEarlier.filter())
    router.callback_query.register(press_day, DoneOn.filter())
    router.callback_query.register(press_another_day, DoneAnotherDay.filter())
    router.message.register(type_day, Step(states.DONE_DAY), F.text, ~F.text.startswith("/"))
    return router


async def press_earlier(
    query: CallbackQuery, callback_data: DoneEarlier, work: Work, actor: Actor, texts: Texts
) -> None:
    card = await tasks.look_to_mark(work, actor, callback_data.assignment_id)
    await query.answer()
    await turn(query, views.done_when_screen(texts, card, callback_data.origin))


async def press_day(query: CallbackQuery, callback_data: DoneOn, work: Work, actor: Actor, texts: Texts) -> None:
    on = date.fromisoformat(callback_data.on)
    marked = await tasks.mark_done(work, actor, callback_data.assignment_id, on=on)
    await origins.answer_mark(query, marked, texts)
    await turn(query, task_screen(texts, marked.card, work.now(), actor.person_id, callback_data.origin))


async def press_another_day(
    query: CallbackQuery, callback_data: DoneAnotherDay, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    card = await tasks.look_to_mark(work, actor, callback_data.assignment_id)
    data = {"assignment_id": card.assignment_id}
    await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id, states.DONE_DAY, data))
    await query.answer()
    await below(query, views.type_done_day_screen(texts, card))


async def type_day(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    card = await tasks.look_to_mark(work, actor, talk.data["assignment_id"])
    on = day_typed(message.text or "", card.today)
    work.turn_talk(Talk(talk.platform, talk.chat_id))
    marked = await tasks.mark_done(work, actor, card.assignment_id, on=on)
    await show(message, task_screen(texts, marked.card, work.now(), actor.person_id))
