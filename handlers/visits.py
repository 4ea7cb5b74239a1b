"""What a curator, or a coordinator who is named, presses on the day of a visit."""

from datetime import date

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import origins, states
from handlers.callbacks import (
    AllVisited,
    JoinVisit,
    LeaveVisit,
    OpenVisits,
    TakeBackVisits,
    Visited,
    VisitedAnotherDay,
    VisitedEarlier,
)
from handlers.filters import Step
from handlers.screens import show, turn
from handlers.texts import Texts
from handlers.views import visits as views
from handlers.views.evidence import visit_screen
from handlers.views.tasks import Deed, Just
from models.domain.access import Actor
from models.language.days import day_typed
from models.usecases import dialogues, evidence, tasks, visits
from models.work import Talk, Work


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(ask_visits, Command("visits"))
    router.callback_query.register(press_visited, Visited.filter())
    router.callback_query.register(press_all_visited, AllVisited.filter())
    router.callback_query.register(press_undo_all, TakeBackVisits.filter())
    router.callback_query.register(press_earlier, VisitedEarlier.filter())
    router.callback_query.register(press_another_day, VisitedAnotherDay.filter())
    router.callback_query.register(press_back, OpenVisits.filter())
    router.callback_query.register(press_join, JoinVisit.filter())
    router.callback_query.register(press_leave, LeaveVisit.filter())
    router.message.register(type_day, Step(states.VISIT_DAY), F.text, ~F.text.startswith("/"))
    return router


async def ask_visits(message: Message, work: Work, actor: Actor, texts: Texts) -> None:
    card = await visits.visits_of(work, actor)
    await show(message, views.visits_screen(texts, card, work.now(), actor.person_id))


async def press_visited(query: CallbackQuery, callback_data: Visited, work: Work, actor: Actor, texts: Texts) -> None:
    on = date.fromisoformat(callback_data.on)
    marked = await tasks.mark_done(work, actor, callback_data.assignment_id, on=on)
    await origins.answer_mark(query, marked, texts)
    await origins.redraw(query, callback_data.origin, origins.just_marked(marked), work, actor, texts)


async def press_all_visited(
    query: CallbackQuery, callback_data: AllVisited, work: Work, actor: Actor, texts: Texts
) -> None:
    day, on = date.fromisoformat(callback_data.day), date.fromisoformat(callback_data.on)
    marked = await visits.mark_all_visited(work, actor, day, on=on)
    await query.answer(texts.label("visits.all_visited", marked=marked))
    card = await visits.visits_of(work, actor, day)
    await turn(query, views.visits_screen(texts, card, work.now(), actor.person_id, marked=marked))


async def press_undo_all(
    query: CallbackQuery, callback_data: TakeBackVisits, work: Work, actor: Actor, texts: Texts
) -> None:
    day = date.fromisoformat(callback_data.day)
    back = await visits.take_back_visits(work, actor, callback_data.change_id, day)
    await query.answer(texts.label("visits.all_taken_back", back=back))
    card = await visits.visits_of(work, actor, day)
    await turn(query, views.visits_screen(texts, card, work.now(), actor.person_id, back=back))


async def press_earlier(
    query: CallbackQuery, callback_data: VisitedEarlier, work: Work, actor: Actor, texts: Texts
) -> None:
    card = await tasks.look_at_task(work, actor, callback_data.assignment_id)
    await query.answer()
    await turn(query, views.which_day_screen(texts, card, callback_data.origin))


async def press_another_day(
    query: CallbackQuery, callback_data: VisitedAnotherDay, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    card = await tasks.look_at_task(work, actor, callback_data.assignment_id)
    data = {"assignment_id": callback_data.assignment_id, "origin": callback_data.origin}
    await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id, states.VISIT_DAY, data))
    await query.answer()
    await turn(query, views.type_day_screen(texts, card))


async def type_day(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    card = await tasks.look_at_task(work, actor, talk.data["assignment_id"])
    on = day_typed(message.text or "", card.today)
    work.turn_talk(Talk(talk.platform, talk.chat_id))
    marked = await tasks.mark_done(work, actor, card.assignment_id, on=on)
    just = origins.just_marked(marked)
    await show(message, await origins.screen_after(talk.data["origin"], just, work, actor, texts))


async def press_back(query: CallbackQuery, callback_data: OpenVisits, work: Work, actor: Actor, texts: Texts) -> None:
    day = date.fromisoformat(callback_data.day) if callback_data.day else None
    card = await visits.visits_of(work, actor, day)
    await query.answer()
    await turn(query, views.visits_screen(texts, card, work.now(), actor.person_id))


async def press_join(query: CallbackQuery, callback_data: JoinVisit, work: Work, actor: Actor, texts: Texts) -> None:
    task = await visits.join_visit(work, actor, callback_data.assignment_id)
    await query.answer(texts.label("visits.joined"))
    await _redraw(query, callback_data.place, Just(Deed.JOINED, task), work, actor, texts)


async def press_leave(query: CallbackQuery, callback_data: LeaveVisit, work: Work, actor: Actor, texts: Texts) -> None:
    task = await visits.leave_visit(work, actor, callback_data.assignment_id)
    await query.answer(texts.label("visits.left"))
    await _redraw(query, callback_data.place, Just(Deed.LEFT, task), work, actor, texts)


async def _redraw(query: CallbackQuery, place: str, just: Just, work: Work, actor: Actor, texts: Texts) -> None:
    """The day's list with what was done, or the visit's card where it was opened elsewhere."""
    if place.startswith("v"):
        await origins.redraw(query, place, just, work, actor, texts)
        return
    card = await evidence.look_at_visit(work, actor, just.task.assignment_id)
    await turn(query, visit_screen(texts, card, place))
