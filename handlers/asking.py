"""Questions in free words."""

from aiogram import F, Router
from aiogram.types import Message

from handlers.texts import Texts


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(ask, F.text, ~F.text.startswith("/"))
    return router


async def ask(message: Message, texts: Texts) -> None:
    await message.answer(texts("start.unreadable_kind"))
