"""A coordinator's own reasons to return documents."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import states
from handlers.callbacks import (
    AddReason,
    OpenReason,
    OpenReasons,
    RemoveReason,
    RestoreReasons,
    RewordReason,
    SetFault,
    TakeBackReasons,
)
from handlers.filters import Step
from handlers.screens import below, show, turn
from handlers.texts import Texts
from handlers.views import reasons as views
from models.domain.access import Actor
from models.domain.lifecycles import Remark
from models.usecases import dialogues, reasons
from models.usecases.reasons import Which
from models.work import Talk, Work


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(ask_reasons, Command("reasons"))
    router.callback_query.register(press_reasons, OpenReasons.filter())
    router.callback_query.register(press_reason, OpenReason.filter())
    router.callback_query.register(press_add, AddReason.filter())
    router.callback_query.register(press_reword, RewordReason.filter())
    router.callback_query.register(press_fault, SetFault.filter())
    router.callback_query.register(press_remove, RemoveReason.filter())
    router.callback_query.register(press_restore, RestoreReasons.filter())
    router.callback_query.register(press_take_back, TakeBackReasons.filter())
    router.message.register(type_words, Step(states.REASON), F.text, ~F.text.startswith("/"))
    return router


def _which(pressed: OpenReason | RewordReason | SetFault | RemoveReason) -> Which:
    """By its number where the list is somebody's own, by its code in the usual one."""
    return pressed.reason_id or pressed.remark


async def ask_reasons(message: Message, work: Work, actor: Actor, texts: Texts) -> None:
    card, *others = await reasons.look_at_all(work, actor)
    await show(message, views.reasons_screen(texts, card, tuple(others)))


async def press_reasons(
    query: CallbackQuery, callback_data: OpenReasons, work: Work, actor: Actor, texts: Texts
) -> None:
    card = await reasons.look_at_reasons(work, actor, callback_data.territory_id)
    await query.answer()
    await turn(query, views.reasons_screen(texts, card))


async def press_reason(query: CallbackQuery, callback_data: OpenReason, work: Work, actor: Actor, texts: Texts) -> None:
    card, one = await reasons.look_at_reason(work, actor, callback_data.territory_id, _which(callback_data))
    await query.answer()
    await turn(query, views.reason_screen(texts, card, one))


async def press_add(
    query: CallbackQuery, callback_data: AddReason, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    await reasons.look_at_reasons(work, actor, callback_data.territory_id)
    data = {"territory_id": callback_data.territory_id, "reason_id": 0, "remark": None}
    await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id, states.REASON, data))
    await query.answer()
    await below(query, views.type_new_screen(texts))


async def press_reword(
    query: CallbackQuery, callback_data: RewordReason, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    _, one = await reasons.look_at_reason(work, actor, callback_data.territory_id, _which(callback_data))
    data = {
        "territory_id": callback_data.territory_id,
        "reason_id": callback_data.reason_id,
        "remark": callback_data.remark.value,
    }
    await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id, states.REASON, data))
    await query.answer()
    await below(query, views.type_other_screen(texts, one))


async def type_words(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    work.turn_talk(Talk(talk.platform, talk.chat_id))
    words, territory_id = " ".join((message.text or "").split()), talk.data["territory_id"]
    if talk.data["remark"] is None:
        card = await reasons.add_reason(work, actor, territory_id, words)
    else:
        which = talk.data["reason_id"] or Remark(talk.data["remark"])
        card = await reasons.reword_reason(work, actor, territory_id, which, words)
    await show(message, views.reasons_screen(texts, card))


async def press_fault(query: CallbackQuery, callback_data: SetFault, work: Work, actor: Actor, texts: Texts) -> None:
    number, blameless = callback_data.territory_id, callback_data.blameless
    card = await reasons.set_fault(work, actor, number, _which(callback_data), blameless=blameless)
    await query.answer(texts.label("reasons.saved"))
    await turn(query, views.reasons_screen(texts, card))


async def press_remove(
    query: CallbackQuery, callback_data: RemoveReason, work: Work, actor: Actor, texts: Texts
) -> None:
    card = await reasons.remove_reason(work, actor, callback_data.territory_id, _which(callback_data))
    await query.answer(texts.label("reasons.saved"))
    await turn(query, views.reasons_screen(texts, card))


async def press_restore(
    query: CallbackQuery, callback_data: RestoreReasons, work: Work, actor: Actor, texts: Texts
) -> None:
    card = await reasons.restore_usual(work, actor, callback_data.territory_id)
    await query.answer(texts.label("reasons.saved"))
    await turn(query, views.reasons_screen(texts, card))


async def press_take_back(
    query: CallbackQuery, callback_data: TakeBackReasons, work: Work, actor: Actor, texts: Texts
) -> None:
    card = await reasons.take_back_change(work, actor, callback_data.territory_id, callback_data.change_id)
    await query.answer(texts.label("reasons.taken_back"))
    await turn(query, views.reasons_screen(texts, card))
