"""How people come in: the personal link, consent, the menu of commands."""

from contextlib import suppress

from aiogram import Bot, Router
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from handlers import states
from handlers.callbacks import Cancel, Consent
from handlers.filters import Known, Step
from handlers.menus import menus_by_roles, offer
from handlers.screens import Screen, show, turn
from handlers.texts import Texts
from handlers.views import start as views
from models.domain.access import Actor
from models.usecases import dialogues, menus, people
from models.work import Talk, Work


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(open_link, CommandStart(deep_link=True))
    router.message.register(come_back, CommandStart(), Known())
    router.callback_query.register(press_consent, Consent.filter(), Step(states.CONSENT))
    router.message.register(ask_for_help, Command("help"), Known())
    router.callback_query.register(press_cancel, Cancel.filter(), Known())
    router.my_chat_member.register(notice_block)
    return router


async def open_link(
    message: Message, command: CommandObject, work: Work, actor: Actor | None, talk: Talk, texts: Texts
) -> None:
    offer = await people.open_invitation(work, command.args or "", actor)
    data = {"token_hash": offer.token_hash}
    await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id, states.CONSENT, data))
    await show(message, views.offer_screen(texts, offer))


async def press_consent(
    query: CallbackQuery, callback_data: Consent, work: Work, actor: Actor | None, talk: Talk, texts: Texts
) -> None:
    work.turn_talk(Talk(talk.platform, talk.chat_id))
    if not callback_data.given:
        await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id))
        await turn(query, Screen(texts("start.refused")))
        await query.answer()
        return
    name = query.from_user.full_name
    person = await people.join(work, talk.data["token_hash"], platform=talk.platform, chat_id=talk.chat_id, name=name)
    await turn(query, views.welcome_screen(texts, person))
    await query.answer()
    came = await people.arrive(work, talk.platform, talk.chat_id)
    if came.actor is not None:
        await offer_commands(query.bot, work, talk, came.actor, texts)


async def offer_commands(bot: Bot | None, work: Work, talk: Talk, actor: Actor, texts: Texts) -> None:
    """The menu holds what this person's roles can use; what the messenger does not take now, it is told later."""
    assert bot is not None
    menu = menus_by_roles(texts)[actor.roles]
    with suppress(TelegramAPIError):
        await offer(bot, talk.chat_id, menu)
        await menus.note_offered(work, talk.platform, talk.chat_id, menu.key)


async def come_back(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts, reachable: bool) -> None:
    if not reachable:
        await people.note_reachable(work, talk.platform, talk.chat_id, reachable=True)
    await message.answer(texts("start.bare_start"))
    await show(message, views.help_screen(texts, await people.look_at_person(work, actor)))
    await offer_commands(message.bot, work, talk, actor, texts)


async def ask_for_help(message: Message, work: Work, actor: Actor, texts: Texts) -> None:
    await show(message, views.help_screen(texts, await people.look_at_person(work, actor)))


async def press_cancel(query: CallbackQuery, work: Work, talk: Talk, texts: Texts) -> None:
    await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id))
    await turn(query, Screen(texts("start.cancelled")))
    await query.answer()


async def notice_block(event: ChatMemberUpdated, work: Work, talk: Talk) -> None:
    """The person blocked the bot, or let it back in."""
    reachable = event.new_chat_member.status not in {"kicked", "left"}
    await people.note_reachable(work, talk.platform, talk.chat_id, reachable=reachable)
