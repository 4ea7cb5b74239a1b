"""A coordinator says which rows of the municipality's and of the region's road map are one work."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.callbacks import AnswerLink, OpenLinks, TakeBackLink
from handlers.screens import below, show, turn
from handlers.texts import Texts
from handlers.views.links import link_screen
from models.domain.access import Actor
from models.usecases import links
from models.work import Work


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(ask_links, Command("links"))
    router.callback_query.register(press_later, OpenLinks.filter())
    router.callback_query.register(press_answer, AnswerLink.filter())
    router.callback_query.register(press_take_back, TakeBackLink.filter())
    return router


async def ask_links(message: Message, work: Work, actor: Actor, texts: Texts) -> None:
    if not actor.owns:
        await message.answer(texts("links.only_coordinators"))
        return
    await show(message, link_screen(texts, await links.next_link(work, actor), work.now()))


async def suggest(query: CallbackQuery, work: Work, actor: Actor, texts: Texts) -> None:
    """After a publication: the first question, under the message, where there is one."""
    card = await links.next_link(work, actor)
    if card is not None:
        await below(query, link_screen(texts, card, work.now()))


async def press_later(query: CallbackQuery, callback_data: OpenLinks, work: Work, actor: Actor, texts: Texts) -> None:
    card = await links.next_link(work, actor, callback_data.skip)
    await query.answer()
    await turn(query, link_screen(texts, card, work.now(), skip=callback_data.skip))


async def press_answer(query: CallbackQuery, callback_data: AnswerLink, work: Work, actor: Actor, texts: Texts) -> None:
    just = await links.answer_link(
        work,
        actor,
        callback_data.municipal_task_id,
        callback_data.regional_task_id,
        accepted=callback_data.accepted,
        skip=callback_data.skip,
    )
    await query.answer()
    await turn(query, link_screen(texts, just.following, work.now(), just=just, skip=callback_data.skip))


async def press_take_back(
    query: CallbackQuery, callback_data: TakeBackLink, work: Work, actor: Actor, texts: Texts
) -> None:
    just = await links.take_back_link(
        work, actor, callback_data.municipal_task_id, callback_data.regional_task_id, skip=callback_data.skip
    )
    await query.answer()
    await turn(query, link_screen(texts, just.following, work.now(), just=just, skip=callback_data.skip))
