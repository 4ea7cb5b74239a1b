"""A day's visits, one button a school."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from aiogram.enums import ButtonStyle

from handlers.callbacks import (
    AllVisited,
    Cancel,
    OpenVisits,
    TakeBack,
    TakeBackVisits,
    Visited,
    VisitedAnotherDay,
    VisitedEarlier,
)
from handlers.screens import Button, Screen
from handlers.texts import Texts, turn
from handlers.views.tasks import LINES, Just
from models.cards.tasks import TaskCard, VisitsCard
from models.cards.visits import VisitsMarked, VisitsTakenBack
from models.domain.lifecycles import OPEN_STATES, State

SHOWN = 8
"""How many schools get buttons: a phone shows no more without scrolling."""
SEVERAL = 2
"""How many visits of a day are worth one press for all of them."""

Row = tuple[Button, ...]


def visits_screen(
    texts: Texts,
    card: VisitsCard,
    now: datetime,
    actor_id: int,
    *,
    just: Just | None = None,
    marked: VisitsMarked | None = None,
    back: VisitsTakenBack | None = None,
) -> Screen:
    """A day's list with what a press has just done: to one visit, or to all of that day."""
    today = [task for task in card.visits if task.due_on == card.day]
    earlier = [task for task in card.visits if task.due_on and task.due_on < card.day]
    later = [task for task in card.visits if task.due_on and task.due_on > card.day]
    origin = f"v{card.day.isoformat()}"
    pressable = [task for task in (*today, *earlier, *later) if task.state in OPEN_STATES][:SHOWN]
    named = _named(pressable)
    # What one press marks stands above it; the other days' visits stand below.
    ours = [row for task, unit in named if task.due_on == card.day for row in _buttons(texts, task, unit, origin)]
    others = [row for task, unit in named if task.due_on != card.day for row in _buttons(texts, task, unit, origin)]
    undo = [*_undo(texts, just, origin, now, actor_id), *_undo_all(texts, marked, card)]
    words = texts.fitted(
        "visits.day",
        LINES,
        card=card,
        today=today,
        earlier=earlier,
        later=later,
        just=just,
        marked=marked,
        back=back,
    )
    return Screen(words, (*ours, *_all_visited(texts, card, today), *others, *undo))


def _all_visited(texts: Texts, card: VisitsCard, today: Sequence[TaskCard]) -> list[Row]:
    if sum(task.state in OPEN_STATES for task in today) < SEVERAL:
        return []
    press = AllVisited(day=card.day.isoformat(), on=card.today.isoformat())
    return [(Button(texts.label("visits.all_visited_button"), press, style=ButtonStyle.SUCCESS),)]


def _undo_all(texts: Texts, marked: VisitsMarked | None, card: VisitsCard) -> list[Row]:
    if marked is None or marked.change_id is None:
        return []
    press = TakeBackVisits(change_id=marked.change_id, day=card.day.isoformat())
    return [(Button(texts.label("tasks.undo_button"), press),)]


def ahead_screen(texts: Texts, card: VisitsCard) -> Screen:
    """The evening before: which schools are next; the day's own list, with its buttons, is one press away."""
    button = Button(texts.label("visits.open_button"), OpenVisits(day=card.day.isoformat()))
    return Screen(texts.fitted("visits.ahead", LINES, card=card), ((button,),))


def _named(tasks: Sequence[TaskCard]) -> list[tuple[TaskCard, str]]:
    """A visit with the name its button bears: the school, with what tells it apart where the school stands twice."""
    schools = Counter(task.unit for task in tasks)
    return [(task, f"{task.unit} ({_apart(task)})" if schools[task.unit] > 1 else task.unit) for task in tasks]


def _apart(task: TaskCard) -> str:
    return ", ".join(part for part in (task.number, turn(task.label)) if part)


def _buttons(texts: Texts, task: TaskCard, unit: str, origin: str) -> list[Row]:
    visited = Visited(assignment_id=task.assignment_id, on=task.today.isoformat(), origin=origin)
    earlier = VisitedEarlier(assignment_id=task.assignment_id, origin=origin)
    return [
        (Button(texts.label("visits.visited_button", unit=unit), visited, style=ButtonStyle.SUCCESS),),
        (Button(texts.label("visits.earlier_short"), earlier),),
    ]


def _undo(texts: Texts, just: Just | None, origin: str, now: datetime, actor_id: int) -> list[Row]:
    mark = just.task.mark if just else None
    if just is None or mark is None or just.task.state is not State.DONE:
        return []
    if mark.person_id != actor_id or mark.undo_until < now:
        return []
    return [(Button(texts.label("tasks.undo_button"), TakeBack(change_id=mark.change_id, origin=origin)),)]


def which_day_screen(texts: Texts, task: TaskCard, origin: str) -> Screen:
    """The second tap: yesterday, or another day in words."""
    yesterday = task.today - timedelta(days=1)
    one = Visited(assignment_id=task.assignment_id, on=yesterday.isoformat(), origin=origin)
    other = VisitedAnotherDay(assignment_id=task.assignment_id, origin=origin)
    rows: tuple[Row, ...] = (
        (Button(texts.label("visits.yesterday_button", day=yesterday), one),),
        (Button(texts.label("visits.other_day_button"), other),),
        (Button(texts.label("visits.back_button"), OpenVisits(day=origin[1:] if origin[:1] == "v" else None)),),
    )
    return Screen(texts("visits.which_day", task=task), rows)


def type_day_screen(texts: Texts, task: TaskCard) -> Screen:
    return Screen(texts("visits.type_day", task=task), ((Button(texts.label("start.cancel"), Cancel()),),))
