"""A day's visits, one button a school."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from aiogram.enums import ButtonStyle

from handlers.callbacks import (
    AllVisited,
    JoinVisit,
    LeaveVisit,
    OpenSchools,
    OpenVisit,
    OpenVisits,
    TakeBack,
    TakeBackVisits,
    Visited,
    VisitedAnotherDay,
    VisitedEarlier,
)
from handlers.screens import Button, Screen
from handlers.texts import Texts, turn
from handlers.views.evidence import after_rows
from handlers.views.leaving import cancel_row
from handlers.views.tasks import LINES, Deed, Just
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
    just = _as_listed(just, card)
    pressable = [task for task in (*today, *earlier, *later) if task.state in OPEN_STATES][:SHOWN]
    named = _named(texts, pressable)
    # What one press marks stands above it; the other days' visits stand below.
    ours = [row for task, unit in named if task.due_on == card.day for row in _buttons(texts, task, unit, origin)]
    others = [row for task, unit in named if task.due_on != card.day for row in _buttons(texts, task, unit, origin)]
    done = [row for task in _done(today, just)[:SHOWN] for row in _of_done(texts, task, origin)]
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
    after = _after(texts, just)
    rows = (*ours, *_all_visited(texts, card, today), *others, *after, *undo, *done, *_schools(texts, card))
    return Screen(words, rows)


def _as_listed(just: Just | None, card: VisitsCard) -> Just | None:
    """What a press did, with all that the list knows of that visit."""
    if just is None or just.task.visit is not None:
        return just
    listed = next((task for task in card.visits if task.assignment_id == just.task.assignment_id), None)
    return replace(just, task=replace(just.task, visit=listed.visit)) if listed else just


def _after(texts: Texts, just: Just | None) -> list[Row]:
    """What may follow the visit that was just marked or joined."""
    if just is None or just.task.state is not State.DONE or just.deed is Deed.LEFT:
        return []
    visit = just.task.visit
    return after_rows(texts, just.task.assignment_id) if visit is None or visit.was_there else []


def _done(today: Sequence[TaskCard], just: Just | None) -> list[TaskCard]:
    """The day's visits that are marked, besides the one whose buttons stand there already."""
    shown = just.task.assignment_id if just and just.task.visit and just.task.visit.was_there else None
    return [task for task in today if task.state is State.DONE and task.assignment_id != shown]


def _of_done(texts: Texts, task: TaskCard, origin: str) -> list[Row]:
    rows: list[Row] = []
    if task.visit and task.visit.may_join:
        join = JoinVisit(assignment_id=task.assignment_id, place=origin)
        rows.append((Button(texts.label("visits.join_button", unit=task.unit), join),))
    look = OpenVisit(assignment_id=task.assignment_id, place=origin)
    return [*rows, (Button(texts.label("evidence.open_button", unit=task.unit), look),)]


def _schools(texts: Texts, card: VisitsCard) -> list[Row]:
    """The way to all one's schools, where nothing is left to do today."""
    if any(task.state in OPEN_STATES and task.due_on == card.day for task in card.visits):
        return []
    return [(Button(texts.label("visits.my_schools_button"), OpenSchools(page=0)),)]


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


def _named(texts: Texts, tasks: Sequence[TaskCard]) -> list[tuple[TaskCard, str]]:
    """A visit with the name its button bears: the school, with what tells it apart where the school stands twice."""
    schools = Counter(task.unit for task in tasks)
    return [(task, f"{task.unit} ({_apart(texts, task)})" if schools[task.unit] > 1 else task.unit) for task in tasks]


def _apart(texts: Texts, task: TaskCard) -> str:
    named = task.visit.turn if task.visit else None
    nth = texts.label("visits.which", turn=named) if named and named.of else turn(task.label)
    return ", ".join(part for part in (task.number, nth) if part)


def _buttons(texts: Texts, task: TaskCard, unit: str, origin: str) -> list[Row]:
    visited = Visited(assignment_id=task.assignment_id, on=task.today.isoformat(), origin=origin)
    earlier = VisitedEarlier(assignment_id=task.assignment_id, origin=origin)
    return [
        (
            Button(
                texts.label("visits.visited_button", unit=unit, visit=task.visit), visited, style=ButtonStyle.SUCCESS
            ),
        ),
        (Button(texts.label("visits.earlier_short"), earlier),),
    ]


def _undo(texts: Texts, just: Just | None, origin: str, now: datetime, actor_id: int) -> list[Row]:
    if just is not None and just.deed is Deed.JOINED and just.task.visit and just.task.visit.may_leave:
        press = LeaveVisit(assignment_id=just.task.assignment_id, place=origin)
        return [(Button(texts.label("visits.leave_button"), press),)]
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
    return Screen(texts("visits.type_day", task=task), (cancel_row(texts),))
