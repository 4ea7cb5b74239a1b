"""What people press to be helped, and to help."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers import origins, states
from handlers.callbacks import AnswerHelp, AskHelp, LetHelpGo, OpenHelp, TakeHelp, WithdrawHelp
from handlers.filters import Step
from handlers.screens import below, show, turn
from handlers.texts import Texts
from handlers.views import helping as views
from handlers.views.tasks import Deed, Just
from models.domain.access import Actor
from models.usecases import dialogues, helping
from models.work import Talk, Work


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(press_help, AskHelp.filter())
    router.callback_query.register(press_no_help, WithdrawHelp.filter())
    router.callback_query.register(press_open, OpenHelp.filter())
    router.callback_query.register(press_take, TakeHelp.filter())
    router.callback_query.register(press_let_go, LetHelpGo.filter())
    router.callback_query.register(press_answer, AnswerHelp.filter())
    router.message.register(type_answer, Step(states.HELP_ANSWER), F.text, ~F.text.startswith("/"))
    return router


async def press_help(query: CallbackQuery, callback_data: AskHelp, work: Work, actor: Actor, texts: Texts) -> None:
    card = await helping.ask_help(work, actor, callback_data.assignment_id)
    await query.answer(texts.label("helping.called"))
    await origins.redraw(query, callback_data.origin, Just(Deed.HELP_ASKED, card), work, actor, texts)


async def press_no_help(
    query: CallbackQuery, callback_data: WithdrawHelp, work: Work, actor: Actor, texts: Texts
) -> None:
    card = await helping.withdraw_help(work, actor, callback_data.assignment_id)
    await query.answer(texts.label("helping.dropped"))
    await origins.redraw(query, callback_data.origin, Just(Deed.HELP_WITHDRAWN, card), work, actor, texts)


async def press_open(query: CallbackQuery, callback_data: OpenHelp, work: Work, actor: Actor, texts: Texts) -> None:
    request = await helping.look_at_help(work, actor, callback_data.help_id)
    await query.answer()
    await turn(query, views.help_screen(texts, request))


async def press_take(query: CallbackQuery, callback_data: TakeHelp, work: Work, actor: Actor, texts: Texts) -> None:
    request = await helping.take_help(work, actor, callback_data.help_id)
    mine = request.taken_by_id == actor.person_id
    await query.answer(texts.label("helping.taken", request=request, mine=mine))
    await turn(query, views.help_screen(texts, request))


async def press_let_go(query: CallbackQuery, callback_data: LetHelpGo, work: Work, actor: Actor, texts: Texts) -> None:
    request = await helping.let_help_go(work, actor, callback_data.help_id)
    await query.answer(texts.label("helping.let_go"))
    await turn(query, views.help_screen(texts, request))


async def press_answer(
    query: CallbackQuery, callback_data: AnswerHelp, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    """Words are asked for, unless somebody has answered already."""
    request = await helping.look_to_answer(work, actor, callback_data.help_id)
    if request.answer is not None or request.closed:
        await query.answer(texts.label("helping.answered", request=request))
        await turn(query, views.help_screen(texts, request))
        return
    data = {"help_id": request.help_id}
    await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id, states.HELP_ANSWER, data))
    await query.answer()
    await below(query, views.type_answer_screen(texts, request))


async def type_answer(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    work.turn_talk(Talk(talk.platform, talk.chat_id))
    request = await helping.answer_help(work, actor, talk.data["help_id"], message.text or "")
    await show(message, views.help_screen(texts, request))
