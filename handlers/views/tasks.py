"""Tasks on the screen: the card, the letter of the week, a request for help."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from aiogram.enums import ButtonStyle

from handlers.callbacks import (
    AllAsPlanned,
    AskHelp,
    AttachDocument,
    MarkDone,
    OpenWeek,
    TakeBack,
    TakeHelp,
    WithdrawHelp,
)
from handlers.screens import Button, Screen
from handlers.texts import Texts, day, turn
from models.cards.tasks import HelpCard, TaskCard, WeekCard
from models.domain.lifecycles import OPEN_STATES, State, Verdict

CARD = "c"
URGENT = 6
"""How many tasks of a letter get a row of buttons of their own."""
ROWS = 45
"""How many of them get one at most: a message holds 100 buttons (Bot API, InlineKeyboardMarkup)."""
LINES = (12, 8, 5, 3, 1)
"""How many lines of each list a letter shows, as long as it fits."""

Row = tuple[Button, ...]


class Deed(StrEnum):
    """What a press has just done; its words are said on the redrawn screen."""

    MARKED = "marked"
    MARKED_BEFORE = "marked_before"
    TAKEN_BACK = "taken_back"
    HELP_ASKED = "help_asked"
    HELP_WITHDRAWN = "help_withdrawn"


@dataclass(frozen=True, slots=True)
class Just:
    """The deed with the task as it stands after it."""

    deed: Deed
    task: TaskCard


def week_origin(monday: date) -> str:
    return f"w{monday.isoformat()}"


def task_screen(texts: Texts, task: TaskCard, now: datetime, actor_id: int) -> Screen:
    """One task with all that can be done about it."""
    rows = [*_card_buttons(texts, task), *_undo(texts, task, CARD, now, actor_id)]
    return Screen(texts("tasks.card", task=task), tuple(rows))


def _card_buttons(texts: Texts, task: TaskCard) -> list[Row]:
    if not task.may_mark or task.state not in OPEN_STATES | {State.BEFORE_START, State.WAITING}:
        return _new_version(texts, task)
    act = _document(texts, task) if wants_document(task) else _done(texts, task)
    return [(act,), *_help(texts, task)]


def _help(texts: Texts, task: TaskCard) -> list[Row]:
    """A school is helped; a territory's own work has nobody above to ask."""
    if task.school_id is None:
        return []
    help_wanted = WithdrawHelp if task.help_open else AskHelp
    words = "tasks.no_help_button" if task.help_open else "tasks.help_button"
    return [(Button(texts.label(words), help_wanted(assignment_id=task.assignment_id, origin=CARD)),)]


def wants_document(task: TaskCard) -> bool:
    return task.needs_document and task.school_id is not None


def _new_version(texts: Texts, task: TaskCard) -> list[Row]:
    """While the document is with the curator, a better version may still take its place."""
    waits = task.document is not None and task.document.verdict is Verdict.SENT
    return [(_document(texts, task),)] if task.may_mark and waits else []


def _done(texts: Texts, task: TaskCard) -> Button:
    press = MarkDone(assignment_id=task.assignment_id, origin=CARD)
    return Button(texts.label("tasks.done_button"), press, style=ButtonStyle.SUCCESS)


def _document(texts: Texts, task: TaskCard) -> Button:
    return Button(texts.label("tasks.document_button"), AttachDocument(assignment_id=task.assignment_id))


def _undo(texts: Texts, task: TaskCard, origin: str, now: datetime, actor_id: int) -> list[Row]:
    mark = task.mark
    if mark is None or mark.person_id != actor_id or mark.undo_until < now or task.document is not None:
        return []
    return [(Button(texts.label("tasks.undo_button"), TakeBack(change_id=mark.change_id, origin=origin)),)]


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
    rows = [_letter_row(texts, task, origin, named) for task, named in shown]
    rows += _back(texts, just, origin, now, actor_id) if just else []
    rows += _letter_foot(
        texts, week, 0 if whole else len(tasks) - len(shown), any(task.state is State.PLANNED for task in tasks)
    )
    words = texts.fitted("tasks.week", LINES, week=week, sunday=week.monday + timedelta(days=6), just=just)
    return Screen(words, tuple(rows))


def _back(texts: Texts, just: Just, origin: str, now: datetime, actor_id: int) -> list[Row]:
    """The way back from what was just pressed, on the same message."""
    if just.deed is Deed.HELP_ASKED:
        press = WithdrawHelp(assignment_id=just.task.assignment_id, origin=origin)
        return [(Button(texts.label("tasks.no_help_button"), press),)]
    return _undo(texts, just.task, origin, now, actor_id) if just.task.state is State.DONE else []


def urgent(week: WeekCard) -> list[TaskCard]:
    """The tasks of a letter, the most urgent first."""
    return [*week.overdue, *week.returned, *week.this_week, *week.next_week]


def labelled(tasks: Sequence[TaskCard]) -> list[tuple[TaskCard, str]]:
    """A task with the name its button bears: the number, and where numbers repeat what tells them apart."""
    numbers = Counter(task.number for task in tasks)
    terms = Counter((task.number, task.school_id) for task in tasks)
    return [
        (task, _label(task, dated=terms[task.number, task.school_id] > 1, placed=_differ(task, tasks)))
        if numbers[task.number] > 1
        else (task, task.number)
        for task in tasks
    ]


def _differ(task: TaskCard, tasks: Sequence[TaskCard]) -> bool:
    return len({other.school_id for other in tasks if other.number == task.number}) > 1


def _label(task: TaskCard, *, dated: bool, placed: bool) -> str:
    """The day before the school: a narrow phone cuts the end."""
    when = [day(task.due_on)] if dated and task.due_on else []
    when += [turn(task.label)] if dated and turn(task.label) else []
    where = [task.unit] if placed else []
    return " · ".join([task.number, *when, *where])


def _letter_row(texts: Texts, task: TaskCard, origin: str, named: str) -> Row:
    if wants_document(task):
        words = texts.label("tasks.document_numbered", number=named)
        act = Button(words, AttachDocument(assignment_id=task.assignment_id))
    else:
        words = texts.label("tasks.done_numbered", number=named)
        act = Button(words, MarkDone(assignment_id=task.assignment_id, origin=origin))
    if task.school_id is None:
        return (act,)
    return act, Button(texts.label("tasks.help_short"), AskHelp(assignment_id=task.assignment_id, origin=origin))


def _letter_foot(texts: Texts, week: WeekCard, hidden: int, planned: bool) -> list[Row]:
    monday = week.monday.isoformat()
    rows: list[Row] = []
    if hidden:
        rows.append((Button(texts.label("tasks.more_button", count=hidden), OpenWeek(monday=monday, whole=True)),))
    if planned:
        rows.append((Button(texts.label("tasks.all_planned_button"), AllAsPlanned(monday=monday)),))
    return rows


def help_screen(texts: Texts, request: HelpCard) -> Screen:
    """A request for help as the one who may take it sees it."""
    free = request.taken_by is None and not request.closed
    take = Button(texts.label("tasks.take_button"), TakeHelp(help_id=request.help_id), style=ButtonStyle.PRIMARY)
    return Screen(texts("tasks.help_card", request=request), ((take,),) if free else ())
