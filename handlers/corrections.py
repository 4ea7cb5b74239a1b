"""What a coordinator presses and types to change a mark that stands."""

from datetime import date

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers import states
from handlers.callbacks import ChooseCorrection, OpenCorrection
from handlers.filters import Step
from handlers.screens import below, show, turn
from handlers.texts import Texts
from handlers.views import corrections as views
from handlers.views.tasks import task_screen
from models.domain.access import Actor
from models.domain.lifecycles import Correction
from models.language.days import day_typed
from models.usecases import corrections, dialogues
from models.work import Talk, Work


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(press_correct, OpenCorrection.filter())
    router.callback_query.register(press_choice, ChooseCorrection.filter())
    router.message.register(type_day, Step(states.CORRECTED_DAY), F.text, ~F.text.startswith("/"))
    router.message.register(type_note, Step(states.CORRECTION), F.text, ~F.text.startswith("/"))
    return router


async def press_correct(
    query: CallbackQuery, callback_data: OpenCorrection, work: Work, actor: Actor, texts: Texts
) -> None:
    card = await corrections.look_at_mark(work, actor, callback_data.assignment_id)
    await query.answer()
    await turn(query, views.correction_screen(texts, card, callback_data.origin))


async def press_choice(
    query: CallbackQuery, callback_data: ChooseCorrection, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    """The note is asked for, before it the day where that is what is wrong."""
    card = await corrections.look_at_mark(work, actor, callback_data.assignment_id)
    correction = callback_data.correction
    step = states.CORRECTED_DAY if correction is Correction.ANOTHER_DAY else states.CORRECTION
    data = {"assignment_id": card.assignment_id, "correction": correction.value, "on": None}
    await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id, step, data))
    await query.answer()
    await below(query, views.type_correction_screen(texts, card, correction))


async def type_day(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    card = await corrections.look_at_mark(work, actor, talk.data["assignment_id"])
    on = day_typed(message.text or "", card.today)
    data = {**talk.data, "on": on.isoformat()}
    await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id, states.CORRECTION, data))
    await show(message, views.type_note_screen(texts, card, on))


async def type_note(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    work.turn_talk(Talk(talk.platform, talk.chat_id))
    on = date.fromisoformat(talk.data["on"]) if talk.data["on"] else None
    marked = await corrections.correct_mark(
        work,
        actor,
        talk.data["assignment_id"],
        Correction(talk.data["correction"]),
        message.text or "",
        on=on,
    )
    await show(message, task_screen(texts, marked.card, work.now(), actor.person_id))
