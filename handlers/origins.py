"""Back to the screen a button was pressed on: the same message is redrawn, whichever screen it was."""

from datetime import date

from aiogram.types import CallbackQuery

from handlers.screens import Screen, turn
from handlers.texts import Texts
from handlers.views import letters as letter_views
from handlers.views import mytasks as mytask_views
from handlers.views import tasks as task_views
from handlers.views import visits as visit_views
from handlers.views.tasks import CARD, Deed, Just
from models.cards.tasks import Marked
from models.domain.access import Actor
from models.usecases import mytasks, tasks, visits
from models.work import Work

LISTS = {letter: kind for kind, letter in letter_views.ORIGINS.items()}


async def redraw(query: CallbackQuery, origin: str, just: Just, work: Work, actor: Actor, texts: Texts) -> None:
    """Show the origin's screen as it is now, with what was just done."""
    await turn(query, await screen_after(origin, just, work, actor, texts))


async def screen_after(origin: str, just: Just, work: Work, actor: Actor, texts: Texts) -> Screen:
    """The origin's screen with what was just done: the task's card, or the list it stands in."""
    if origin.startswith(CARD):
        return task_views.task_screen(texts, just.task, work.now(), actor.person_id, origin)
    return await list_screen(origin, work, actor, texts, just)


async def list_screen(origin: str, work: Work, actor: Actor, texts: Texts, just: Just | None = None) -> Screen:
    """A list by its name, as it is now."""
    kind, words = origin[:1], origin[1:]
    now, person = work.now(), actor.person_id
    if kind == "w":
        week = await tasks.week_of(work, actor, date.fromisoformat(words), texts.calendars)
        return letter_views.week_screen(texts, week, now, person, just=just)
    if kind in LISTS:
        listed = await tasks.list_of(work, actor, LISTS[kind], texts.calendars)
        return letter_views.list_screen(texts, listed, now, person, just=just)
    if kind == "v":
        day = await visits.visits_of(work, actor, date.fromisoformat(words))
        return visit_views.visits_screen(texts, day, now, person, just=just)
    part, page = mytask_views.place_of(origin)
    return mytask_views.part_screen(texts, await mytasks.look_at_part(work, actor, part, page))


async def picking_screen(origin: str, work: Work, actor: Actor, texts: Texts) -> Screen:
    """A list by its name, with a button for each task that opens its card."""
    kind = origin[:1]
    if kind == "w":
        week = await tasks.week_of(work, actor, date.fromisoformat(origin[1:]), texts.calendars)
        return letter_views.pick_of_week_screen(texts, week)
    if kind in LISTS:
        return letter_views.pick_of_list_screen(texts, await tasks.list_of(work, actor, LISTS[kind], texts.calendars))
    return await list_screen(origin, work, actor, texts)


def just_marked(marked: Marked) -> Just:
    return Just(Deed.MARKED if marked.fresh else Deed.MARKED_BEFORE, marked.card)


async def answer_mark(query: CallbackQuery, marked: Marked, texts: Texts) -> None:
    """Say that it is marked, or by whom it was."""
    turn_ = marked.card.visit.turn if marked.card.visit else None
    if marked.fresh and turn_ is not None and turn_.earlier_open:
        await query.answer(texts.label("visits.marked_out_of_turn", turn=turn_), show_alert=True)
    elif marked.fresh:
        await query.answer(texts.label("tasks.marked"))
    else:
        await query.answer(texts.label("tasks.marked_before", mark=marked.card.mark))
