"""What people press on their tasks."""

from datetime import date

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import origins
from handlers.callbacks import (
    AllAsPlanned,
    MarkDone,
    NudgeDebtors,
    OpenTask,
    OpenWeek,
    TakeBack,
    TakeBackPlanned,
)
from handlers.screens import below, show, turn
from handlers.texts import Texts
from handlers.views import letters
from handlers.views import tasks as views
from handlers.views.tasks import Deed, Just
from models.domain.access import Actor
from models.usecases import tasks
from models.work import Work


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(ask_week, Command("week"))
    router.callback_query.register(press_done, MarkDone.filter())
    router.callback_query.register(press_undo, TakeBack.filter())
    router.callback_query.register(press_open, OpenTask.filter())
    router.callback_query.register(press_week, OpenWeek.filter())
    router.callback_query.register(press_all_planned, AllAsPlanned.filter())
    router.callback_query.register(press_undo_planned, TakeBackPlanned.filter())
    router.callback_query.register(press_nudge, NudgeDebtors.filter())
    return router


async def ask_week(message: Message, work: Work, actor: Actor, texts: Texts) -> None:
    week = await tasks.week_of(work, actor, calendars=texts.calendars)
    await show(message, letters.week_screen(texts, week, work.now(), actor.person_id))


async def press_done(query: CallbackQuery, callback_data: MarkDone, work: Work, actor: Actor, texts: Texts) -> None:
    marked = await tasks.mark_done(work, actor, callback_data.assignment_id)
    await origins.answer_mark(query, marked, texts)
    await origins.redraw(query, callback_data.origin, origins.just_marked(marked), work, actor, texts)


async def press_undo(query: CallbackQuery, callback_data: TakeBack, work: Work, actor: Actor, texts: Texts) -> None:
    marked = await tasks.take_back(work, actor, callback_data.change_id)
    await query.answer(texts.label("tasks.taken_back" if marked.fresh else "tasks.taken_back_before"))
    await origins.redraw(query, callback_data.origin, Just(Deed.TAKEN_BACK, marked.card), work, actor, texts)


async def press_open(query: CallbackQuery, callback_data: OpenTask, work: Work, actor: Actor, texts: Texts) -> None:
    card = await tasks.look_at_task(work, actor, callback_data.assignment_id)
    await query.answer()
    await below(query, views.task_screen(texts, card, work.now(), actor.person_id))


async def press_week(query: CallbackQuery, callback_data: OpenWeek, work: Work, actor: Actor, texts: Texts) -> None:
    week = await tasks.week_of(work, actor, date.fromisoformat(callback_data.monday), texts.calendars)
    await query.answer()
    await turn(query, letters.week_screen(texts, week, work.now(), actor.person_id, whole=callback_data.whole))


async def press_all_planned(
    query: CallbackQuery, callback_data: AllAsPlanned, work: Work, actor: Actor, texts: Texts
) -> None:
    week = await tasks.all_as_planned(work, actor, date.fromisoformat(callback_data.monday), texts.calendars)
    await query.answer(texts.label("tasks.all_planned"))
    await turn(query, letters.week_screen(texts, week, work.now(), actor.person_id))


async def press_undo_planned(
    query: CallbackQuery, callback_data: TakeBackPlanned, work: Work, actor: Actor, texts: Texts
) -> None:
    monday = date.fromisoformat(callback_data.monday)
    count, week = await tasks.take_back_planned(work, actor, callback_data.change_id, monday, texts.calendars)
    await query.answer(texts.label("tasks.planned_again", count=count))
    await turn(query, letters.week_screen(texts, week, work.now(), actor.person_id))


async def press_nudge(query: CallbackQuery, work: Work, actor: Actor, texts: Texts) -> None:
    count = await tasks.nudge_debtors(work, actor, texts.calendars)
    await query.answer(texts.label("letters.nudged", count=count), show_alert=True)
