"""Somebody will be away: the days, who acts for them, an earlier return."""

from datetime import date
from typing import Any

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers import states
from handlers.callbacks import (
    CancelAbsence,
    ChangeEnd,
    EnterAbsence,
    MoveEnd,
    OpenAbsence,
    OpenStaff,
    OpenSubstitutes,
    PlanAbsence,
)
from handlers.filters import Step
from handlers.screens import show, turn
from handlers.texts import Texts
from handlers.views import absences as views
from models.domain.access import Actor
from models.language.days import order_typed
from models.usecases import absences, dialogues
from models.work import Talk, Work

TYPING = (F.text, ~F.text.startswith("/"))


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(press_plan, PlanAbsence.filter())
    router.callback_query.register(press_days, OpenSubstitutes.filter())
    router.callback_query.register(press_enter, EnterAbsence.filter())
    router.callback_query.register(press_absence, OpenAbsence.filter())
    router.callback_query.register(press_cancel, CancelAbsence.filter())
    router.callback_query.register(press_change, ChangeEnd.filter())
    router.callback_query.register(press_end, MoveEnd.filter())
    router.callback_query.register(press_staff, OpenStaff.filter())
    # Words while a substitute is being chosen are other days.
    router.message.register(type_days, Step(states.ABSENCE_DAYS, states.ABSENCE_WHO), *TYPING)
    router.message.register(type_end, Step(states.ABSENCE_END), *TYPING)
    return router


def _step(talk: Talk, step: str | None, data: dict[str, Any] | None = None) -> Talk:
    return Talk(talk.platform, talk.chat_id, step, data or {})


async def press_plan(
    query: CallbackQuery, callback_data: PlanAbsence, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    plan = await absences.plan_absence(work, actor, callback_data.person_id)
    await dialogues.turn_talk(work, _step(talk, states.ABSENCE_DAYS, {"person_id": plan.person_id}))
    await query.answer()
    await turn(query, views.plan_screen(texts, plan))


async def type_days(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    person_id, words = talk.data["person_id"], message.text or ""
    since, until = await absences.understand_days(work, actor, person_id, words)
    card = await absences.look_for_substitute(work, actor, person_id, since, until, order_typed(words))
    data = {
        "person_id": person_id,
        "since": card.since_on.isoformat(),
        "until": card.until_on.isoformat(),
        "order_number": card.order_number,
    }
    await dialogues.turn_talk(work, _step(talk, states.ABSENCE_WHO, data))
    await show(message, views.substitutes_screen(texts, card, 0))


async def press_days(
    query: CallbackQuery, callback_data: OpenSubstitutes, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    since, until = date.fromisoformat(callback_data.since), date.fromisoformat(callback_data.until)
    order = _order(talk, callback_data)
    card = await absences.look_for_substitute(work, actor, callback_data.person_id, since, until, order)
    await query.answer()
    await turn(query, views.substitutes_screen(texts, card, callback_data.page))


def _order(talk: Talk, pressed: OpenSubstitutes | EnterAbsence) -> str | None:
    """The order's number that was typed with these very days."""
    typed = (talk.data.get("person_id"), talk.data.get("since"), talk.data.get("until"))
    if talk.step != states.ABSENCE_WHO or typed != (pressed.person_id, pressed.since, pressed.until):
        return None
    order: str | None = talk.data["order_number"]
    return order


async def press_enter(
    query: CallbackQuery, callback_data: EnterAbsence, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    work.turn_talk(_step(talk, None))
    card = await absences.enter_absence(
        work,
        actor,
        callback_data.person_id,
        since=date.fromisoformat(callback_data.since),
        until=date.fromisoformat(callback_data.until),
        substitute_id=callback_data.substitute_id,
        order_number=_order(talk, callback_data),
    )
    await query.answer(texts.label("absences.entered"))
    await turn(query, views.absence_screen(texts, card))


async def press_absence(
    query: CallbackQuery, callback_data: OpenAbsence, work: Work, actor: Actor, texts: Texts
) -> None:
    card = await absences.look_at_absence(work, actor, callback_data.absence_id)
    await query.answer()
    await turn(query, views.absence_screen(texts, card))


async def press_cancel(
    query: CallbackQuery, callback_data: CancelAbsence, work: Work, actor: Actor, texts: Texts
) -> None:
    card = await absences.cancel_absence(work, actor, callback_data.absence_id)
    await query.answer(texts.label("absences.taken_back"))
    await turn(query, views.absence_screen(texts, card))


async def press_change(
    query: CallbackQuery, callback_data: ChangeEnd, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    card = await absences.look_at_absence(work, actor, callback_data.absence_id)
    await dialogues.turn_talk(work, _step(talk, states.ABSENCE_END, {"absence_id": card.absence_id}))
    await query.answer()
    await turn(query, views.end_screen(texts, card))


async def type_end(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    absence_id = talk.data["absence_id"]
    until = await absences.understand_end(work, actor, absence_id, message.text or "")
    work.turn_talk(_step(talk, None))
    await show(message, views.absence_screen(texts, await absences.move_end(work, actor, absence_id, until)))


async def press_end(
    query: CallbackQuery, callback_data: MoveEnd, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    work.turn_talk(_step(talk, None))
    until = date.fromisoformat(callback_data.day)
    card = await absences.move_end(work, actor, callback_data.absence_id, until)
    await query.answer(texts.label("absences.entered"))
    await turn(query, views.absence_screen(texts, card))


async def press_staff(query: CallbackQuery, callback_data: OpenStaff, work: Work, actor: Actor, texts: Texts) -> None:
    card = await absences.look_at_staff(work, actor, callback_data.page)
    await query.answer()
    await turn(query, views.staff_screen(texts, card))
