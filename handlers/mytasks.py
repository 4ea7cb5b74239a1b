"""A person looks through all their tasks; every screen takes the place of the one before."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import origins
from handlers.callbacks import GoBack, OpenMyTasks, OpenPart, PickTask, ShowTask
from handlers.screens import below, show, turn
from handlers.texts import Texts
from handlers.views import mytasks as views
from handlers.views.tasks import task_screen
from models.domain.access import Actor
from models.usecases import mytasks, tasks
from models.work import Work


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(ask_my_tasks, Command("tasks"))
    router.callback_query.register(press_home, OpenMyTasks.filter())
    router.callback_query.register(press_part, OpenPart.filter())
    router.callback_query.register(press_show, ShowTask.filter())
    router.callback_query.register(press_pick, PickTask.filter())
    router.callback_query.register(press_back, GoBack.filter())
    return router


async def ask_my_tasks(message: Message, work: Work, actor: Actor, texts: Texts) -> None:
    await show(message, views.my_tasks_screen(texts, await mytasks.look_at_my_tasks(work, actor)))


async def press_home(query: CallbackQuery, callback_data: OpenMyTasks, work: Work, actor: Actor, texts: Texts) -> None:
    card = await mytasks.look_at_my_tasks(work, actor)
    await query.answer()
    await (below if callback_data.below else turn)(query, views.my_tasks_screen(texts, card))


async def press_part(query: CallbackQuery, callback_data: OpenPart, work: Work, actor: Actor, texts: Texts) -> None:
    card = await mytasks.look_at_part(work, actor, callback_data.part, callback_data.page)
    await query.answer()
    await turn(query, views.part_screen(texts, card))


async def press_show(query: CallbackQuery, callback_data: ShowTask, work: Work, actor: Actor, texts: Texts) -> None:
    card = await tasks.look_at_task(work, actor, callback_data.assignment_id)
    await query.answer()
    await turn(query, task_screen(texts, card, work.now(), actor.person_id, callback_data.origin))


async def press_pick(query: CallbackQuery, callback_data: PickTask, work: Work, actor: Actor, texts: Texts) -> None:
    screen = await origins.picking_screen(callback_data.screen, work, actor, texts)
    await query.answer()
    await turn(query, screen)


async def press_back(query: CallbackQuery, callback_data: GoBack, work: Work, actor: Actor, texts: Texts) -> None:
    screen = await origins.list_screen(callback_data.screen, work, actor, texts)
    await query.answer()
    await turn(query, screen)
