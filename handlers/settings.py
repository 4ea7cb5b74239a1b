"""What a person chooses for themselves: one screen, and a picker for each choice."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import states
from handlers.callbacks import (
    LiveBy,
    LiveByPlace,
    MoveDigest,
    MoveEvening,
    MoveLetter,
    MoveMorning,
    Mute,
    OpenChoice,
    OpenSettings,
    RestoreUsual,
)
from handlers.screens import below, show, turn
from handlers.texts import Texts
from handlers.views import settings as views
from models.cards.settings import SettingsCard
from models.domain.access import Actor
from models.domain.hours import Subject
from models.domain.settings import hour_of
from models.usecases import dialogues, settings
from models.work import Talk, Work

# Whoever is back at their settings no longer answers these.
ABSENCE_STEPS = frozenset({states.ABSENCE_DAYS, states.ABSENCE_WHO, states.ABSENCE_END})


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(ask_settings, Command("settings"))
    router.callback_query.register(press_settings, OpenSettings.filter())
    router.callback_query.register(press_choice, OpenChoice.filter())
    router.callback_query.register(press_hour, MoveDigest.filter())
    router.callback_query.register(press_weekday, MoveLetter.filter())
    router.callback_query.register(press_morning, MoveMorning.filter())
    router.callback_query.register(press_evening, MoveEvening.filter())
    router.callback_query.register(press_mute, Mute.filter())
    router.callback_query.register(press_zone, LiveBy.filter())
    router.callback_query.register(press_zone_of_place, LiveByPlace.filter())
    router.callback_query.register(press_usual, RestoreUsual.filter())
    return router


async def ask_settings(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    await _leave_step(work, talk)
    await show(message, views.settings_screen(texts, await settings.look_at_settings(work, actor)))


async def _leave_step(work: Work, talk: Talk) -> None:
    if talk.step in ABSENCE_STEPS:
        await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id))


async def press_settings(
    query: CallbackQuery, callback_data: OpenSettings, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    await _leave_step(work, talk)
    screen = views.settings_screen(texts, await settings.look_at_settings(work, actor))
    await query.answer()
    if callback_data.below:
        await below(query, screen)
    else:
        await turn(query, screen)


async def press_choice(query: CallbackQuery, callback_data: OpenChoice, work: Work, actor: Actor, texts: Texts) -> None:
    card = await settings.look_at_settings(work, actor)
    await query.answer()
    await turn(query, views.choice_screen(texts, card, callback_data.choice))


async def press_hour(query: CallbackQuery, callback_data: MoveDigest, work: Work, actor: Actor, texts: Texts) -> None:
    await _chosen(query, await settings.move_digest(work, actor, hour_of(callback_data.half_hour)), texts)


async def _chosen(query: CallbackQuery, card: SettingsCard, texts: Texts) -> None:
    await query.answer(texts.label("settings.saved"))
    await turn(query, views.settings_screen(texts, card))


async def press_weekday(
    query: CallbackQuery, callback_data: MoveLetter, work: Work, actor: Actor, texts: Texts
) -> None:
    await _chosen(query, await settings.move_letter(work, actor, callback_data.weekday), texts)


async def press_morning(
    query: CallbackQuery, callback_data: MoveMorning, work: Work, actor: Actor, texts: Texts
) -> None:
    await _moved(query, await settings.move_morning(work, actor, hour_of(callback_data.half_hour)), texts)


async def _moved(query: CallbackQuery, card: SettingsCard, texts: Texts) -> None:
    """Both ends of the day stand on one screen, so it stays."""
    await query.answer(texts.label("settings.saved"))
    await turn(query, views.quiet_screen(texts, card))


async def press_evening(
    query: CallbackQuery, callback_data: MoveEvening, work: Work, actor: Actor, texts: Texts
) -> None:
    await _moved(query, await settings.move_evening(work, actor, hour_of(callback_data.half_hour)), texts)


async def press_mute(query: CallbackQuery, callback_data: Mute, work: Work, actor: Actor, texts: Texts) -> None:
    card = await settings.mute(work, actor, callback_data.subject, muted=callback_data.muted)
    if callback_data.muted and callback_data.subject is Subject.LETTER and card.fresh:
        await query.answer(texts.label("settings.silence"), show_alert=True)
    else:
        await query.answer(texts.label("settings.saved"))
    await turn(query, views.settings_screen(texts, card))


async def press_zone(query: CallbackQuery, callback_data: LiveBy, work: Work, actor: Actor, texts: Texts) -> None:
    await _chosen(query, await settings.live_by(work, actor, callback_data.zone), texts)


async def press_zone_of_place(query: CallbackQuery, work: Work, actor: Actor, texts: Texts) -> None:
    await _chosen(query, await settings.live_by(work, actor, None), texts)


async def press_usual(query: CallbackQuery, work: Work, actor: Actor, texts: Texts) -> None:
    await _chosen(query, await settings.restore_usual(work, actor), texts)
