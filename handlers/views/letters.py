"""Letters and lists on the screen, and what a coordinator is told of the delivery."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from handlers.callbacks import (
    AllAsPlanned,
    Example,
    GoBack,
    NudgeDebtors,
    OpenWeek,
    PickTask,
    PlanAbsence,
    ShowDocument,
    ShowTask,
    TakeBackPlanned,
)
from handlers.screens import Button, Screen
from handlers.texts import Texts
from handlers.views.asking import OVERDUE_EXAMPLE
from handlers.views.pages import pairs
from handlers.views.tasks import CARD, LINES, Just, back, labelled, letter_row
from models.cards.delivery import DeliveryCard
from models.cards.tasks import ListCard, ListKind, TaskCard, WeekCard
from models.domain.lifecycles import OPEN_STATES, State

URGENT = 6
"""How many tasks of a letter get a row of buttons of their own."""
ROWS = 45
"""How many of them get one at most: a message holds 100 buttons (Bot API, InlineKeyboardMarkup)."""
ORIGINS = {ListKind.DAY: "d", ListKind.LATE: "o"}
"""How a button names the list it stands under."""
WORDS = {ListKind.DAY: "letters.day", ListKind.LATE: "letters.late"}

Row = tuple[Button, ...]


def week_origin(monday: date) -> str:
    return f"w{monday.isoformat()}"


def week_screen(
    texts: Texts,
    week: WeekCard,
    now: datetime,
    actor_id: int,
    *,
    just: Just | None = None,
    whole: bool = False,
) -> Screen:
    """The letter of the week: a row of buttons for its most urgent tasks, the rest behind one more press."""
    origin = week_origin(week.monday)
    tasks = [task for task in urgent(week) if task.state in OPEN_STATES and task.may_mark]
    shown = labelled(tasks)[: ROWS if whole else URGENT]
    rows = [letter_row(texts, task, origin, named) for task, named in shown]
    rows += back(texts, just, origin, now, actor_id) if just else []
    rows += _undo_planned(texts, week)
    rows += _pick(texts, urgent(week), origin)
    rows += _foot(
        texts, week, 0 if whole else len(tasks) - len(shown), any(task.state is State.PLANNED for task in tasks)
    )
    words = texts.fitted("letters.week", LINES, week=week, sunday=week.monday + timedelta(days=6), just=just)
    return Screen(words, tuple(rows))


def _undo_planned(texts: Texts, week: WeekCard) -> list[Row]:
    if week.begun is None:
        return []
    press = TakeBackPlanned(change_id=week.begun, monday=week.monday.isoformat())
    return [(Button(texts.label("letters.undo_planned_button"), press),)]


def urgent(week: WeekCard) -> list[TaskCard]:
    """The tasks of a letter, the most urgent first."""
    return [*week.overdue, *week.returned, *week.this_week, *week.next_week]


def _foot(texts: Texts, week: WeekCard, hidden: int, planned: bool) -> list[Row]:
    monday = week.monday.isoformat()
    rows: list[Row] = []
    if hidden:
        rows.append((Button(texts.label("letters.more_button", count=hidden), OpenWeek(monday=monday, whole=True)),))
    if planned:
        rows.append((Button(texts.label("letters.all_planned_button"), AllAsPlanned(monday=monday)),))
    if week.behind:
        rows.append((Button(texts.label("letters.debtors_button"), Example(number=OVERDUE_EXAMPLE)),))
        rows.append((Button(texts.label("letters.nudge_button"), NudgeDebtors(monday=monday)),))
    return rows


def list_origin(kind: ListKind, day: date) -> str:
    return f"{ORIGINS[kind]}{day.isoformat()}"


def list_screen(texts: Texts, card: ListCard, now: datetime, actor_id: int, *, just: Just | None = None) -> Screen:
    """A list with a row of buttons for each of the most urgent tasks."""
    origin = list_origin(card.kind, card.day)
    tasks = [one for one in _listed(card) if one.state in OPEN_STATES and one.may_mark]
    rows = [letter_row(texts, task, origin, named) for task, named in labelled(tasks)[:URGENT]]
    rows += back(texts, just, origin, now, actor_id) if just else []
    rows += _documents(texts, card)
    rows += _pick(texts, _listed(card), origin)
    words = texts.fitted(WORDS[card.kind], LINES, list=card, just=just)
    return Screen(words, tuple(rows))


def _documents(texts: Texts, card: ListCard) -> list[Row]:
    """The documents that have waited too long, and who may be given a substitute."""
    open_one = [
        (Button(texts.label("letters.document_button", document=one), ShowDocument(document_id=one.document_id)),)
        for one in card.documents[:URGENT]
    ]
    substitute = [
        (Button(texts.label("letters.substitute_button", curator=one), PlanAbsence(person_id=one.person_id)),)
        for one in card.slow[:URGENT]
    ]
    return [*open_one, *substitute]


def _listed(card: ListCard) -> list[TaskCard]:
    return [*card.late, *card.today, *card.soon]


def _pick(texts: Texts, tasks: Sequence[TaskCard], origin: str) -> list[Row]:
    """The way to a task's card, where there is any task."""
    return [(Button(texts.label("letters.pick_button"), PickTask(screen=origin)),)] if tasks else []


def pick_of_week_screen(texts: Texts, week: WeekCard) -> Screen:
    """The letter, with a button for each task that opens its card."""
    words = texts.fitted("letters.week", LINES, week=week, sunday=week.monday + timedelta(days=6), just=None)
    return Screen(words, _picking(texts, urgent(week), week_origin(week.monday)))


def pick_of_list_screen(texts: Texts, card: ListCard) -> Screen:
    """The list, with a button for each task that opens its card."""
    words = texts.fitted(WORDS[card.kind], LINES, list=card, just=None)
    return Screen(words, _picking(texts, _listed(card), list_origin(card.kind, card.day)))


def _picking(texts: Texts, tasks: Sequence[TaskCard], origin: str) -> tuple[Row, ...]:
    buttons = [
        Button(texts.label("letters.task_button", named=named), _card(task, origin)) for task, named in labelled(tasks)
    ]
    return *pairs(buttons[: ROWS * 2]), (Button(texts.label("letters.back_button"), GoBack(screen=origin)),)


def _card(task: TaskCard, origin: str) -> ShowTask:
    return ShowTask(assignment_id=task.assignment_id, origin=CARD + origin)


def delivery_screen(texts: Texts, card: DeliveryCard) -> Screen:
    return Screen(texts.fitted("letters.delivery", LINES, report=card))
