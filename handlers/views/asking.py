"""Answers on the screen: how the question was understood, then the figures."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from handlers.callbacks import ChooseSchool, ChooseTask, Example, MarkDone, OpenTask
from handlers.screens import Button, Screen
from handlers.texts import Texts
from handlers.views.tasks import CARD, task_screen, wants_document
from models.asking.marking import MarkByWords, Verb
from models.asking.question import Intent
from models.cards.asking import (
    Agenda,
    Answer,
    AnswerCard,
    Checklist,
    Contacts,
    Count,
    Help,
    NotUnderstood,
    Overdue,
    Reminders,
    ReportLater,
    SchoolStatuses,
    TaskList,
    TaskStatuses,
    When,
    WhichPerson,
    WhichSchool,
)
from models.cards.tasks import Marked, TaskCard
from models.domain.access import Role
from models.domain.plan import Kind

OFFERED = 4
"""How many ready questions are offered."""
CHOICES = 10
"""How many schools or tasks get a button."""

Row = tuple[Button, ...]


class Ready(NamedTuple):
    """A ready question: its number in the texts, its intent, who is offered it, and whether it needs a sole school."""

    number: int
    intent: Intent
    roles: frozenset[Role] = frozenset(Role)
    sole: bool = False


_COORDINATORS = frozenset({Role.COORDINATOR})
_MANY_SCHOOLS = frozenset({Role.COORDINATOR, Role.CURATOR})

EXAMPLES: tuple[Ready, ...] = (
    # what is offered where nothing is known of the meaning stands first
    Ready(0, Intent.AGENDA),
    Ready(1, Intent.OVERDUE),
    Ready(2, Intent.CHECKLIST, _MANY_SCHOOLS),
    Ready(7, Intent.SCHOOL_STATUS, sole=True),
    Ready(3, Intent.COUNT, _COORDINATORS),
    Ready(5, Intent.CHECKLIST),
    Ready(4, Intent.WHEN),
    Ready(8, Intent.CHECKLIST),
    Ready(6, Intent.REMINDERS),
    Ready(9, Intent.HELP),
)

OVERDUE_EXAMPLE = next(one.number for one in EXAMPLES if one.intent is Intent.OVERDUE)


def examples_for(roles: frozenset[Role], schools: int, nearest: Sequence[Intent] = ()) -> list[int]:
    """The numbers of the ready questions to offer: what was probably meant first, then what fits the roles."""
    fitting = [one for one in EXAMPLES if one.roles & roles and (not one.sole or schools == 1)]
    ranked = sorted(fitting, key=lambda one: nearest.index(one.intent) if one.intent in nearest else len(nearest))
    return [one.number for one in ranked[:OFFERED]]


def answer_screen(texts: Texts, card: AnswerCard, asked_id: int) -> Screen:
    """The answer; `asked_id` is the message that asked, for the buttons that ask again."""
    words = answer_words(texts, card)
    if not isinstance(card.answer, NotUnderstood):
        words = f"{understood_words(texts, card)}\n\n{words}"
    return Screen(words, _buttons(texts, card.answer, asked_id))


def understood_words(texts: Texts, card: AnswerCard) -> str:
    """How the question was understood, in one line."""
    return texts("asking.understood", u=card.understood)


def _about_visits(card: AnswerCard) -> bool:
    slots = card.understood.question.slots
    return slots.kind is Kind.VISIT and slots.topic is None


_KEYS: dict[type[Answer], str] = {
    SchoolStatuses: "asking.school_status",
    TaskStatuses: "asking.task_status",
    Overdue: "asking.overdue",
    TaskList: "asking.task_list",
    Agenda: "asking.agenda",
    When: "asking.when",
    Contacts: "asking.contacts",
    Help: "asking.help",
    Reminders: "asking.reminders",
    ReportLater: "asking.report_later",
    WhichPerson: "asking.which_person",
}


def answer_words(texts: Texts, card: AnswerCard) -> str:
    """The answer itself, without how the question was understood."""
    match card.answer:
        case WhichSchool():
            return texts("asking.which_school")
        case NotUnderstood():
            return texts("asking.not_understood", answer=card.answer, likely=_is_likely(card.answer))
        case Checklist():
            return texts("asking.checklist", answer=card.answer, visit=_about_visits(card))
        case Count():
            return texts("asking.count", answer=card.answer, visit=_about_visits(card))
    return texts(_KEYS[type(card.answer)], answer=card.answer)


def _is_likely(answer: NotUnderstood) -> bool:
    """Whether the first of the ready questions is of a sort that was probably meant."""
    first = examples_for(answer.roles, answer.schools, answer.nearest)[:1]
    return any(one.number in first and one.intent in answer.nearest for one in EXAMPLES)


def _buttons(texts: Texts, answer: Answer, asked_id: int) -> tuple[Row, ...]:
    match answer:
        case WhichSchool(candidates):
            return tuple(
                (
                    Button(
                        texts.label("asking.school_button", school=one.name),
                        ChooseSchool(school_id=one.id, asked_id=asked_id),
                    ),
                )
                for one in candidates[:CHOICES]
            )
        case NotUnderstood():
            return _examples(texts, examples_for(answer.roles, answer.schools, answer.nearest))
        case Help():
            return _examples(texts, examples_for(answer.roles, answer.schools))
    return ()


def _examples(texts: Texts, numbers: Sequence[int]) -> tuple[Row, ...]:
    return tuple((Button(example_words(texts, number), Example(number=number)),) for number in numbers)


def example_words(texts: Texts, number: int) -> str:
    """A ready question as it would be typed."""
    return texts.label("asking.example", number=number)


def waits(mark: MarkByWords) -> bool:
    """Whether more was said than a button carries, so that the words have to be kept until a task is chosen."""
    return mark.verb is not Verb.DONE or bool(mark.day)


def which_task_screen(texts: Texts, mark: MarkByWords, found: Sequence[TaskCard], asked_id: int) -> Screen:
    """The tasks that a status in words may mean, a button each."""
    several = len({task.unit for task in found}) > 1
    rows = tuple((_task_button(texts, mark, task, several, asked_id),) for task in found[:CHOICES])
    return Screen(texts("asking.which_task", verb=mark.verb, number=mark.number, found=bool(found)), rows)


def _task_button(texts: Texts, mark: MarkByWords, task: TaskCard, several: bool, asked_id: int) -> Button:
    words = texts.label("asking.task_button", task=task, several=several)
    if mark.verb is Verb.DONE and wants_document(task):
        return Button(words, OpenTask(assignment_id=task.assignment_id, origin=CARD))
    if waits(mark):
        return Button(words, ChooseTask(assignment_id=task.assignment_id, asked_id=asked_id))
    return Button(words, MarkDone(assignment_id=task.assignment_id, origin=CARD))


def marked_screen(texts: Texts, marked: Marked, now: datetime, actor_id: int) -> Screen:
    """The task that words have marked, named with its term above its card."""
    card = task_screen(texts, marked.card, now, actor_id)
    said = texts("asking.marked", task=marked.card, fresh=marked.fresh)
    return replace(card, text=f"{said}\n\n{card.text}")
