"""Tasks on the screen: the card, the buttons of a list."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aiogram.enums import ButtonStyle

from handlers.callbacks import (
    AskHelp,
    AttachDocument,
    DoneEarlier,
    GoBack,
    MarkDone,
    OpenCorrection,
    OpenHistory,
    OpenNotHeld,
    OpenTask,
    OpenVisit,
    SayNotHeld,
    ShowDocument,
    TakeBack,
    TickMedk,
    UntickMedk,
    WithdrawHelp,
    WithdrawNotHeld,
)
from handlers.screens import Button, Screen
from handlers.texts import Texts, day, turn
from handlers.views.earlier import answer_buttons
from models.cards.tasks import TaskCard
from models.domain.lifecycles import OPEN_STATES, EarlierAnswer, EarlierScope, State, Verdict
from models.domain.plan import Kind

CARD = "c"
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
    JOINED = "joined"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Just:
    """The deed with the task as it stands after it."""

    deed: Deed
    task: TaskCard


def task_screen(texts: Texts, task: TaskCard, now: datetime, actor_id: int, origin: str = CARD) -> Screen:
    """One task with all that can be done about it; `origin` is the card's own, with the list it was opened from."""
    # Whoever may still undo need not correct.
    changed = undo(texts, task, origin, now, actor_id) or _correct(texts, task, origin)
    rows = [*task_buttons(texts, task, origin), *changed]
    return Screen(texts("tasks.card", task=task), (*rows, *_foot(texts, task, origin)))


def _foot(texts: Texts, task: TaskCard, origin: str) -> list[Row]:
    """The way on to the journal, and back to the list."""
    way_in = origin.removeprefix(CARD)
    journal = OpenHistory(assignment_id=task.assignment_id, origin=origin)
    back = [Button(texts.label("mytasks.back_button"), GoBack(screen=way_in))] if way_in else []
    return [(*back, Button(texts.label("history.open_button"), journal))]


def to_card(texts: Texts, task: TaskCard) -> Row:
    """Under news of a task: its card comes below."""
    return (Button(texts.label("tasks.open_button"), OpenTask(assignment_id=task.assignment_id, origin=CARD)),)


def task_buttons(texts: Texts, task: TaskCard, origin: str) -> list[Row]:
    """What the reader can do about the task."""
    acts = [*_state_buttons(texts, task, origin), *_paper(texts, task), *of_visit(texts, task)]
    return [*acts, *_medk(texts, task, origin)]


def _state_buttons(texts: Texts, task: TaskCard, origin: str) -> list[Row]:
    if task.may_settle:
        return _settling(texts, task)
    if not task.may_mark or task.state not in OPEN_STATES | {State.WAITING}:
        return _new_version(texts, task)
    act = (_document(texts, task),) if wants_document(task) else _done(texts, task, origin)
    return [act, *_trouble(texts, task, origin)]


def _medk(texts: Texts, task: TaskCard, origin: str) -> list[Row]:
    """The second tick, at whatever state the task is."""
    if not task.in_medk or not task.may_mark:
        return []
    if task.medk_on is None:
        tick = TickMedk(assignment_id=task.assignment_id, origin=origin)
        return [(Button(texts.label("medk.tick_button"), tick),)]
    untick = UntickMedk(assignment_id=task.assignment_id, origin=origin)
    return [(Button(texts.label("medk.untick_button"), untick),)] if task.medk_undo else []


def _correct(texts: Texts, task: TaskCard, origin: str) -> list[Row]:
    if not task.may_correct:
        return []
    press = OpenCorrection(assignment_id=task.assignment_id, origin=origin)
    return [(Button(texts.label("corrections.open_button"), press),)]


def _paper(texts: Texts, task: TaskCard) -> list[Row]:
    """The document that was sent, with all that may be done about it."""
    if task.document is None:
        return []
    press = ShowDocument(document_id=task.document.document_id)
    return [(Button(texts.label("tasks.open_document_button"), press),)]


def _settling(texts: Texts, task: TaskCard) -> list[Row]:
    """What was due before its map was published: the coordinator says what became of it, or sends its document."""
    slot = wants_document(task)
    answers = [one for one in EarlierAnswer if one.state is not task.state and not (slot and one is EarlierAnswer.DONE)]
    rows = answer_buttons(texts, EarlierScope.ONE, task.assignment_id, answers)
    return [(_document(texts, task),), *rows] if slot else rows


def _trouble(texts: Texts, task: TaskCard, origin: str) -> list[Row]:
    """Help, and the word that it is not held; what waits for an answer may be asked anew or taken back."""
    help_, not_held = _help(texts, task, origin), _not_held(texts, task, origin)
    # Three in a row, or long words, are too narrow for a phone.
    wide = len(help_) > 1 or task.not_held is not None
    rows = [tuple(help_), tuple(not_held)] if wide else [(*help_, *not_held)]
    return [row for row in rows if row]


def _help(texts: Texts, task: TaskCard, origin: str) -> list[Button]:
    """A school is helped; a territory's own work has nobody above to ask."""
    if task.school_id is None:
        return []
    ask = AskHelp(assignment_id=task.assignment_id, origin=origin)
    if not task.help_open:
        return [Button(texts.label("tasks.help_button"), ask)]
    withdraw = WithdrawHelp(assignment_id=task.assignment_id, origin=origin)
    again = [Button(texts.label("tasks.help_again_button"), ask)] if task.help and task.help.answer else []
    return [*again, Button(texts.label("tasks.no_help_button"), withdraw)]


def _not_held(texts: Texts, task: TaskCard, origin: str) -> list[Button]:
    if task.not_held is None:
        return [Button(texts.label("tasks.not_held_button"), SayNotHeld(assignment_id=task.assignment_id))]
    if task.not_held.may_decide:
        decide = OpenNotHeld(request_id=task.not_held.request_id)
        return [Button(texts.label("tasks.decide_button"), decide)]
    withdraw = WithdrawNotHeld(assignment_id=task.assignment_id, origin=origin)
    return [Button(texts.label("tasks.held_button"), withdraw)] if task.not_held.mine else []


def wants_document(task: TaskCard) -> bool:
    return task.needs_document and task.school_id is not None


def _new_version(texts: Texts, task: TaskCard) -> list[Row]:
    """While the document is with the curator, a better version may still take its place."""
    waits = task.document is not None and task.document.verdict is Verdict.SENT
    return [(_document(texts, task),)] if task.may_mark and waits else []


def _done(texts: Texts, task: TaskCard, origin: str) -> Row:
    """Today, or on an earlier day."""
    now = MarkDone(assignment_id=task.assignment_id, origin=origin)
    earlier = DoneEarlier(assignment_id=task.assignment_id, origin=origin)
    return (
        Button(texts.label("tasks.done_button"), now, style=ButtonStyle.SUCCESS),
        Button(texts.label("late.earlier_button"), earlier),
    )


def _document(texts: Texts, task: TaskCard) -> Button:
    return Button(texts.label("tasks.document_button"), AttachDocument(assignment_id=task.assignment_id))


def undo(texts: Texts, task: TaskCard, origin: str, now: datetime, actor_id: int) -> list[Row]:
    """The way back for the one who made the mark, as long as it is open."""
    mark = task.mark
    if mark is None or mark.person_id != actor_id or mark.undo_until < now or task.document is not None:
        return []
    return [(Button(texts.label("tasks.undo_button"), TakeBack(change_id=mark.change_id, origin=origin)),)]


def back(texts: Texts, just: Just, origin: str, now: datetime, actor_id: int) -> list[Row]:
    """The way back from what was just pressed, on the same message."""
    if just.deed is Deed.HELP_ASKED:
        press = WithdrawHelp(assignment_id=just.task.assignment_id, origin=origin)
        return [(Button(texts.label("tasks.no_help_button"), press),)]
    if just.task.state is not State.DONE:
        return []
    return [*of_visit(texts, just.task), *undo(texts, just.task, origin, now, actor_id)]


def of_visit(texts: Texts, task: TaskCard) -> list[Row]:
    """The way to all that is known of a visit that is marked."""
    if task.kind is not Kind.VISIT or task.school_id is None or task.state is not State.DONE:
        return []
    look = OpenVisit(assignment_id=task.assignment_id, place=CARD)
    return [(Button(texts.label("evidence.more_button"), look),)]


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


def letter_row(texts: Texts, task: TaskCard, origin: str, named: str) -> Row:
    """The buttons of one task of a letter or list."""
    if wants_document(task):
        words = texts.label("tasks.document_numbered", number=named)
        act = Button(words, AttachDocument(assignment_id=task.assignment_id))
    else:
        words = texts.label("tasks.done_numbered", number=named)
        act = Button(words, MarkDone(assignment_id=task.assignment_id, origin=origin))
    if task.school_id is None:
        return (act,)
    return act, Button(texts.label("tasks.help_short"), AskHelp(assignment_id=task.assignment_id, origin=origin))
