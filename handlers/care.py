"""«Мои школы»: the list, a school's card, its risks."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import states
from handlers.callbacks import LiftRisk, NameRisk, OpenSchool, OpenSchools, RestoreRisk
from handlers.filters import Step
from handlers.screens import below, show, turn
from handlers.texts import Texts
from handlers.views import care as views
from models.domain.access import Actor
from models.usecases import care, dialogues
from models.work import Talk, Work


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(ask_schools, Command("schools"))
    router.callback_query.register(press_schools, OpenSchools.filter())
    router.callback_query.register(press_school, OpenSchool.filter())
    router.callback_query.register(press_name, NameRisk.filter())
    router.callback_query.register(press_lift, LiftRisk.filter())
    router.callback_query.register(press_restore, RestoreRisk.filter())
    router.message.register(type_risk, Step(states.RISK), F.text, ~F.text.startswith("/"))
    return router


async def ask_schools(message: Message, work: Work, actor: Actor, texts: Texts) -> None:
    await show(message, views.schools_screen(texts, await care.look_at_schools(work, actor)))


async def press_schools(
    query: CallbackQuery, callback_data: OpenSchools, work: Work, actor: Actor, texts: Texts
) -> None:
    card = await care.look_at_schools(work, actor, callback_data.page)
    await query.answer()
    await turn(query, views.schools_screen(texts, card))


async def press_school(query: CallbackQuery, callback_data: OpenSchool, work: Work, actor: Actor, texts: Texts) -> None:
    card = await care.look_at_school(work, actor, callback_data.school_id)
    await query.answer()
    await turn(query, views.school_screen(texts, card, callback_data.page))


async def press_name(
    query: CallbackQuery, callback_data: NameRisk, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    card = await care.may_name_risk(work, actor, callback_data.school_id)
    data = {"school_id": callback_data.school_id, "page": callback_data.page}
    await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id, states.RISK, data))
    await query.answer()
    await below(query, views.name_risk_screen(texts, card))


async def type_risk(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    work.turn_talk(Talk(talk.platform, talk.chat_id))
    card = await care.name_risk(work, actor, talk.data["school_id"], (message.text or "").strip())
    await show(message, views.school_screen(texts, card, talk.data["page"]))


async def press_lift(query: CallbackQuery, callback_data: LiftRisk, work: Work, actor: Actor, texts: Texts) -> None:
    card = await care.lift_risk(work, actor, callback_data.risk_id)
    await query.answer(texts.label("care.lifted"))
    await turn(query, views.school_screen(texts, card, callback_data.page))


async def press_restore(
    query: CallbackQuery, callback_data: RestoreRisk, work: Work, actor: Actor, texts: Texts
) -> None:
    card = await care.restore_risk(work, actor, callback_data.risk_id)
    await query.answer(texts.label("care.restored"))
    await turn(query, views.school_screen(texts, card, callback_data.page))
