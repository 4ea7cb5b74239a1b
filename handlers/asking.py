"""Questions and statuses in free words."""

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers import states
from handlers.callbacks import AskHelp, AttachDocument, ChooseSchool, ChooseTask, Example, MarkDone, OpenTask, Visited
from handlers.filters import Step
from handlers.screens import Screen, below, show
from handlers.texts import Texts
from handlers.views import asking as views
from handlers.views import tasks as task_views
from handlers.views.notheld import type_reason_screen
from models.asking.marking import MarkByWords, Verb, read_mark
from models.cards.asking import WhichSchool
from models.cards.tasks import TaskCard
from models.domain.access import Actor
from models.language.days import day_typed
from models.usecases import asking, dialogues, helping, medk, notheld, tasks
from models.work import Talk, Work

NAMING = (MarkDone, OpenTask, AskHelp, AttachDocument, Visited)
"""The buttons under a message that tell which tasks it is about."""


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(say_words, F.text, ~F.text.startswith("/"))
    router.callback_query.register(press_example, Example.filter(F.number.in_(range(len(views.EXAMPLES)))))
    router.callback_query.register(press_task, ChooseTask.filter(), Step(states.WHICH_TASK))
    router.callback_query.register(press_school, ChooseSchool.filter(), Step(states.WHICH_SCHOOL))
    return router


async def say_words(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    """A status of a task, or a question."""
    words = message.text or ""
    mark = read_mark(words)
    if mark is not None:
        await _mark(message, work, actor, talk, texts, mark)
    else:
        await show(message, await _answer(work, actor, talk, texts, words, message.message_id))


async def _answer(work: Work, actor: Actor, talk: Talk, texts: Texts, words: str, asked_id: int) -> Screen:
    """The answer. Where the asker has to choose a school, the question waits with the talk."""
    card = await asking.answer(work, actor, words)
    if isinstance(card.answer, WhichSchool):
        data = {"text": words, "asked_id": asked_id}
        await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id, states.WHICH_SCHOOL, data))
    return views.answer_screen(texts, card, asked_id)


async def press_example(
    query: CallbackQuery, callback_data: Example, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    words = views.example_words(texts, callback_data.number)
    screen = await _answer(work, actor, talk, texts, words, _message_id(query))
    await query.answer()
    await below(query, screen)


def _message_id(query: CallbackQuery) -> int:
    return query.message.message_id if query.message else 0


async def press_school(
    query: CallbackQuery, callback_data: ChooseSchool, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    """The same question, of that school. A button under an older question is of no use any more."""
    if talk.data["asked_id"] != callback_data.asked_id:
        await query.answer(texts.label("start.stale"), show_alert=True)
        return
    card = await asking.answer(work, actor, talk.data["text"], school_id=callback_data.school_id)
    await query.answer()
    await below(query, views.answer_screen(texts, card, callback_data.asked_id))


async def _mark(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts, mark: MarkByWords) -> None:
    """Where the words name one task, it is marked; where they name none or several, a button does."""
    shown = replied_tasks(message)
    meant = await asking.tasks_meant(work, actor, mark.number, shown, ticking=mark.verb is Verb.MEDK)
    if len(meant) == 1 and (mark.number or shown):
        await show(message, await _said(work, actor, talk, texts, mark, meant[0]))
        return
    if meant and views.waits(mark):
        data = {"text": message.text, "asked_id": message.message_id}
        await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id, states.WHICH_TASK, data))
    await show(message, views.which_task_screen(texts, mark, meant, message.message_id))


async def press_task(
    query: CallbackQuery, callback_data: ChooseTask, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    """The same words, of that task. A button under older words is of no use any more."""
    mark = read_mark(talk.data["text"])
    if mark is None or talk.data["asked_id"] != callback_data.asked_id:
        await query.answer(texts.label("start.stale"), show_alert=True)
        return
    card = await tasks.look_at_task(work, actor, callback_data.assignment_id)
    work.turn_talk(Talk(talk.platform, talk.chat_id))
    screen = await _said(work, actor, talk, texts, mark, card)
    await query.answer()
    await below(query, screen)


async def _said(work: Work, actor: Actor, talk: Talk, texts: Texts, mark: MarkByWords, task: TaskCard) -> Screen:
    """The task as it stands after the words, named; or the question for the reason that was not said."""
    now, person, assignment_id = work.now(), actor.person_id, task.assignment_id
    match mark.verb:
        case Verb.DONE:
            on = day_typed(mark.day, task.today) if mark.day else None
            return views.marked_screen(texts, await tasks.mark_done(work, actor, assignment_id, on=on), now, person)
        case Verb.MEDK:
            card = (await medk.tick_medk(work, actor, assignment_id)).card
        case Verb.HELP:
            card = await helping.ask_help(work, actor, assignment_id, mark.note)
        case Verb.IN_PROGRESS:
            card = await asking.begin_task(work, actor, assignment_id)
        case Verb.NOT_HELD if mark.note:
            card = (await notheld.say_not_held(work, actor, assignment_id, mark.note)).card
        case Verb.NOT_HELD:
            data = {"assignment_id": assignment_id}
            await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id, states.NOT_HELD, data))
            return type_reason_screen(texts, task)
    return task_views.task_screen(texts, card, now, person)


def replied_tasks(message: Message) -> list[int]:
    """The assignments that the buttons of the answered message name."""
    replied = message.reply_to_message
    markup = replied.reply_markup if replied else None
    return _named_under(markup) if markup else []


def _named_under(markup: InlineKeyboardMarkup) -> list[int]:
    buttons = [button.callback_data or "" for row in markup.inline_keyboard for button in row]
    found = (_assignment_of(kind, data) for data in buttons for kind in NAMING)
    return list(dict.fromkeys(one for one in found if one is not None))


def _assignment_of(kind: type[CallbackData], data: str) -> int | None:
    if not data.startswith(f"{kind.__prefix__}{kind.__separator__}"):
        return None
    named = kind.unpack(data).model_dump()["assignment_id"]
    return named if isinstance(named, int) else None
