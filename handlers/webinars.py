"""A coordinator announces a webinar in three steps; the invited answer with one press."""

import re
from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import states
from handlers.callbacks import AnswerWebinar, InviteRole, SaveWebinar
from handlers.filters import Step
from handlers.screens import show, turn
from handlers.texts import Texts
from handlers.views import webinars as views
from models.domain.access import Actor, Role
from models.domain.refusals import LinkNotUnderstood, MomentPast
from models.language.days import moment_typed
from models.usecases import dialogues, webinars
from models.work import Talk, Work

LINK = re.compile(r"https?://\S+")
USUAL = (Role.DIRECTOR, Role.SCHOOL_COORDINATOR, Role.CURATOR)


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(begin, Command("webinar"))
    router.message.register(look_ahead, Command("webinars"))
    router.message.register(say_when, Step(states.WEBINAR_WHEN), F.text, ~F.text.startswith("/"))
    router.message.register(say_what, Step(states.WEBINAR_WHAT), F.text, ~F.text.startswith("/"))
    router.callback_query.register(press_role, InviteRole.filter(), Step(states.WEBINAR_WHO))
    router.callback_query.register(press_save, SaveWebinar.filter(), Step(states.WEBINAR_WHO))
    router.callback_query.register(press_answer, AnswerWebinar.filter())
    return router


async def begin(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    if not actor.owns:
        await message.answer(texts("webinars.only_coordinators"))
        return
    zone, _ = await webinars.zone_for(work, actor)
    await dialogues.turn_talk(work, _step(talk, states.WEBINAR_WHEN, {}))
    await show(message, views.when_screen(texts, zone))


def _step(talk: Talk, step: str | None, data: dict[str, Any]) -> Talk:
    return Talk(talk.platform, talk.chat_id, step, data)


async def say_when(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    zone, now = await webinars.zone_for(work, actor)
    starts_at = moment_typed(message.text or "", now, zone)
    if starts_at <= now:
        raise MomentPast
    data = {"starts_at": starts_at.isoformat(), "zone": zone}
    await dialogues.turn_talk(work, _step(talk, states.WEBINAR_WHAT, data))
    await show(message, views.what_screen(texts, starts_at))


async def say_what(message: Message, work: Work, talk: Talk, texts: Texts) -> None:
    words = message.text or ""
    link = LINK.search(words)
    title = LINK.sub("", words).strip(" \n,;—-")
    if link is None or not title:
        raise LinkNotUnderstood
    data = talk.data | {"title": title, "link": link[0], "roles": [role.value for role in USUAL]}
    await dialogues.turn_talk(work, _step(talk, states.WEBINAR_WHO, data))
    await show(message, views.who_screen(texts, title, _moment(data), data["roles"]))


def _moment(data: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(data["starts_at"])


async def press_role(query: CallbackQuery, callback_data: InviteRole, work: Work, talk: Talk, texts: Texts) -> None:
    role = callback_data.role.value
    chosen = set(talk.data["roles"]) ^ {role}
    data = talk.data | {"roles": sorted(chosen)}
    await dialogues.turn_talk(work, _step(talk, states.WEBINAR_WHO, data))
    await query.answer()
    await turn(query, views.who_screen(texts, data["title"], _moment(data), data["roles"]))


async def press_save(query: CallbackQuery, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    data = talk.data
    if not data["roles"]:
        await query.answer(texts.label("webinars.choose_someone"), show_alert=True)
        return
    work.turn_talk(_step(talk, None, {}))
    webinar = await webinars.add_webinar(
        work,
        actor,
        title=data["title"],
        starts_at=_moment(data),
        zone=data["zone"],
        link=data["link"],
        roles=tuple(Role(role) for role in data["roles"]),
    )
    await query.answer()
    await turn(query, views.announced_screen(texts, webinar))


async def press_answer(
    query: CallbackQuery, callback_data: AnswerWebinar, work: Work, actor: Actor, texts: Texts
) -> None:
    webinar = await webinars.answer_invitation(work, actor, callback_data.webinar_id, going=callback_data.going)
    await query.answer(texts.label("webinars.answered", going=callback_data.going))
    await turn(query, views.tomorrow_screen(texts, webinar))


async def look_ahead(message: Message, work: Work, actor: Actor, texts: Texts) -> None:
    await show(message, views.ahead_screen(texts, await webinars.webinars_ahead(work, actor)))
