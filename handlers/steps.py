"""A next step: its words, its day, and it is a task of the school."""

from datetime import date

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers import states
from handlers.callbacks import AgreeStep, PlanStep, WithdrawStep
from handlers.filters import Step
from handlers.screens import below, show, turn
from handlers.texts import Texts
from handlers.views import steps as views
from handlers.views.evidence import visit_screen
from handlers.views.tasks import CARD
from models.domain.access import Actor
from models.language.days import day_typed
from models.usecases import dialogues, steps
from models.work import Talk, Work

TYPING = (F.text, ~F.text.startswith("/"))


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(press_plan, PlanStep.filter())
    router.callback_query.register(press_day, AgreeStep.filter(), Step(states.STEP_DAY))
    router.callback_query.register(press_too_late, AgreeStep.filter())
    router.callback_query.register(press_withdraw, WithdrawStep.filter())
    router.message.register(type_words, Step(states.STEP_WORDS), *TYPING)
    router.message.register(type_day, Step(states.STEP_DAY), *TYPING)
    return router


async def press_plan(
    query: CallbackQuery, callback_data: PlanStep, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    plan = await steps.plan_step(work, actor, callback_data.assignment_id)
    data = {"assignment_id": callback_data.assignment_id}
    await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id, states.STEP_WORDS, data))
    await query.answer()
    await below(query, views.words_screen(texts, plan))


async def type_words(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    text, assignment_id = (message.text or "").strip(), talk.data["assignment_id"]
    plan = await steps.plan_step(work, actor, assignment_id, text)
    data = {"assignment_id": assignment_id, "text": text}
    await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id, states.STEP_DAY, data))
    await show(message, views.day_screen(texts, plan))


async def type_day(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    assignment_id, text = talk.data["assignment_id"], talk.data["text"]
    plan = await steps.plan_step(work, actor, assignment_id, text)
    on = day_typed(message.text or "", plan.today)
    work.turn_talk(Talk(talk.platform, talk.chat_id))
    card = await steps.agree_step(work, actor, assignment_id, text, on)
    await show(message, visit_screen(texts, card, CARD))


async def press_day(
    query: CallbackQuery, callback_data: AgreeStep, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    on = date.fromisoformat(callback_data.day)
    work.turn_talk(Talk(talk.platform, talk.chat_id))
    card = await steps.agree_step(work, actor, talk.data["assignment_id"], talk.data["text"], on)
    await query.answer(texts.label("steps.kept"))
    await turn(query, visit_screen(texts, card, CARD))


async def press_too_late(query: CallbackQuery, texts: Texts) -> None:
    """The step these buttons were about has been kept, or another talk began since."""
    await query.answer(texts.label("steps.lost"), show_alert=True)


async def press_withdraw(
    query: CallbackQuery, callback_data: WithdrawStep, work: Work, actor: Actor, texts: Texts
) -> None:
    card = await steps.withdraw_step(work, actor, callback_data.task_id)
    await query.answer(texts.label("steps.withdrawn"))
    await turn(query, visit_screen(texts, card, CARD))
