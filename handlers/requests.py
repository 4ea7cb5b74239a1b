"""The list of what others wait for."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.callbacks import OpenRequests
from handlers.screens import show, turn
from handlers.texts import Texts
from handlers.views import requests as views
from models.domain.access import Actor
from models.usecases import requests
from models.work import Work


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(ask_requests, Command("requests"))
    router.callback_query.register(press_page, OpenRequests.filter())
    return router


async def ask_requests(message: Message, work: Work, actor: Actor, texts: Texts) -> None:
    await show(message, views.requests_screen(texts, await requests.waiting_requests(work, actor)))


async def press_page(query: CallbackQuery, callback_data: OpenRequests, work: Work, actor: Actor, texts: Texts) -> None:
    card = await requests.waiting_requests(work, actor, callback_data.page)
    await query.answer()
    await turn(query, views.requests_screen(texts, card))
