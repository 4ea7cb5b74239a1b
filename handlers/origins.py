"""Back to the screen a button was pressed on: the same message is redrawn, whichever screen it was."""

from datetime import date

from aiogram.types import CallbackQuery

from handlers.screens import turn
from handlers.texts import Texts
from handlers.views import tasks as task_views
from handlers.views import visits as visit_views
from models.cards.tasks import TaskCard
from models.domain.access import Actor
from models.usecases import tasks, visits
from models.work import Work


async def redraw(query: CallbackQuery, origin: str, card: TaskCard, work: Work, actor: Actor, texts: Texts) -> None:
    """Show the origin's screen as it is now, with `card` as what just changed."""
    kind, words = origin[:1], origin[1:]
    now, person = work.now(), actor.person_id
    if kind == "w":
        week = await tasks.week_of(work, actor, date.fromisoformat(words))
        screen = task_views.week_screen(texts, week, now, person, just=card)
    elif kind == "v":
        day = await visits.visits_of(work, actor, date.fromisoformat(words))
        screen = visit_views.visits_screen(texts, day, now, person, just=card)
    else:
        screen = task_views.task_screen(texts, card, now, person)
    await turn(query, screen)
