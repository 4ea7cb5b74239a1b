"""What people press and type where a task is not held."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers import states
from handlers.callbacks import DecideNotHeld, OpenNotHeld, SayNotHeld, UndoDecision, WithdrawNotHeld
from handlers.filters import Step
from handlers.screens import below, show, turn
from handlers.texts import Texts
from handlers.views import notheld as views
from handlers.views.tasks import task_screen
from models.domain.access import Actor
from models.usecases import dialogues, notheld
from models.work import Talk, Work


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(press_not_held, SayNotHeld.filter())
    router.message.register(type_reason, Step(states.NOT_HELD), F.text, ~F.text.startswith("/"))
    router.callback_query.register(press_withdraw, WithdrawNotHeld.filter())
    router.callback_query.register(press_open, OpenNotHeld.filter())
    router.callback_query.register(press_decide, DecideNotHeld.filter())
    router.callback_query.register(press_undo, UndoDecision.filter())
    return router


async def press_not_held(
    query: CallbackQuery, callback_data: SayNotHeld, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    card = await notheld.look_before_saying(work, actor, callback_data.assignment_id)
    data = {"assignment_id": card.assignment_id}
    await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id, states.NOT_HELD, data))
    await query.answer()
    await below(query, views.type_reason_screen(texts, card))


async def type_reason(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    work.turn_talk(Talk(talk.platform, talk.chat_id))
    said = await notheld.say_not_held(work, actor, talk.data["assignment_id"], message.text or "")
    await show(message, task_screen(texts, said.card, work.now(), actor.person_id))


async def press_withdraw(
    query: CallbackQuery, callback_data: WithdrawNotHeld, work: Work, actor: Actor, texts: Texts
) -> None:
    card = await notheld.withdraw_not_held(work, actor, callback_data.assignment_id)
    await query.answer(texts.label("notheld.withdrawn"))
    await turn(query, task_screen(texts, card, work.now(), actor.person_id, callback_data.origin))


async def press_open(query: CallbackQuery, callback_data: OpenNotHeld, work: Work, actor: Actor, texts: Texts) -> None:
    request = await notheld.look_at_not_held(work, actor, callback_data.request_id)
    await query.answer()
    await turn(query, views.not_held_screen(texts, request))


async def press_decide(
    query: CallbackQuery, callback_data: DecideNotHeld, work: Work, actor: Actor, texts: Texts
) -> None:
    request = await notheld.decide_not_held(work, actor, callback_data.request_id, accepted=callback_data.accepted)
    await query.answer(texts.label("notheld.outcome", request=request))
    await turn(query, views.not_held_screen(texts, request))


async def press_undo(query: CallbackQuery, callback_data: UndoDecision, work: Work, actor: Actor, texts: Texts) -> None:
    request = await notheld.undo_decision(work, actor, callback_data.request_id)
    await query.answer(texts.label("notheld.undone"))
    await turn(query, views.not_held_screen(texts, request))
