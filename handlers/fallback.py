"""What nobody else has taken: strangers, old buttons, things that can't be read."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.texts import Texts
from models.domain.access import Actor


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(press_stale)
    router.message.register(say_something)
    return router


async def press_stale(query: CallbackQuery, actor: Actor | None, texts: Texts) -> None:
    """A button of an older edition, of a step that is over, or a forged one."""
    key = "start.stale" if actor else "start.stranger"
    await query.answer(texts.label(key), show_alert=True)


async def say_something(message: Message, actor: Actor | None, texts: Texts) -> None:
    await message.answer(texts("start.unreadable_kind" if actor else "start.stranger"))
