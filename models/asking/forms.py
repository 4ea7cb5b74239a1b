"""The shapes of questions, one a row with an example: a new way of asking is a new row.

A form fits when each group of `has` is met by some mark of the words, each group of `needs` by some slot, and nothing
is left over: every mark stands in `has` or `may`, every slot in `needs` or `takes`. The first row that fits wins.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Flag, auto
from functools import reduce
from operator import or_

from models.asking.question import Intent, Rel, State, Subject
from models.asking.words import Mark
from models.domain.plan import Kind


class Part(Flag):
    """Which slots the words filled."""

    NONE = 0
    SCHOOL = auto()
    AREA = auto()
    NUMBER = auto()
    KIND = auto()
    TOPIC = auto()
    STAGE = auto()
    ROLE = auto()
    PERSON = auto()
    PERIOD = auto()


@dataclass(frozen=True, slots=True)
class Form:
    """One way of asking.

    `subject`, `period` and `kind` are for questions that do not say; who or where asks of schools, what asks of tasks.
    """

    example: str
    intent: Intent
    has: tuple[Mark, ...] = ()
    may: Mark = Mark.NONE
    needs: tuple[Part, ...] = ()
    takes: Part = Part.NONE
    bars: Mark = Mark.NONE
    state: State | None = None
    subject: Subject | None = None
    counts_units: bool = False
    period: Rel | None = None
    kind: Kind | None = None

    def fits(self, marks: Mark, parts: Part) -> bool:
        """Tell whether a question of these marks and slots has this form."""
        return (
            all(marks & group for group in self.has)
            and all(parts & group for group in self.needs)
            and not marks & ~(_all_marks(self.has) | self.may | (_NEUTRAL & ~self.bars))
            and not parts & ~(_all_parts(self.needs) | self.takes)
        )

    def likeness(self, marks: Mark, parts: Part) -> float:
        """Say how near a question comes to this form, 0 to 1; the words that open any question count for nothing."""
        wanted = [group & ~_OPENERS for group in self.has if group & ~_OPENERS]
        met = sum(1 for group in wanted if marks & group) + sum(1 for group in self.needs if parts & group)
        return met / (len(wanted) + len(self.needs)) if met else 0.0


def _all_marks(groups: Iterable[Mark]) -> Mark:
    return reduce(or_, groups, Mark.NONE)


def _all_parts(groups: Iterable[Part]) -> Part:
    return reduce(or_, groups, Part.NONE)


M, P = Mark, Part

_NEUTRAL = M.WHETHER | M.SELF
"""Marks that any form lets pass, but for those it `bars`: «мы сдали концепцию» tells, it does not ask."""

_OPENERS = M.SELF | M.WHETHER | M.WHO | M.WHAT | M.WHICH | M.WHERE | M.HOW | M.SCHOOLS | M.TASKS | M.LIST
_ABOUT = P.KIND | P.TOPIC
_TASK = _ABOUT | P.NUMBER
_ALL = P.SCHOOL | P.AREA | P.NUMBER | _ABOUT | P.STAGE | P.ROLE | P.PERSON | P.PERIOD
_THINGS = M.SCHOOLS | M.TASKS | M.LIST | M.WHICH
_ASKED = M.WHO | M.WHERE | M.WHAT | _THINGS

FORMS: tuple[Form, ...] = (
    # about the bot itself
    Form("что ты умеешь", Intent.HELP, (M.HELP,), M.HOW | M.WHAT | M.WHICH | M.LIST),
    Form(
        "какие напоминания",
        Intent.REMINDERS,
        (M.REMIND,),
        M.CAN | M.WHEN | M.WHAT | M.WHICH | M.WHERE | M.LIST | M.HOW,
        takes=P.PERIOD,
    ),
    # reports
    Form(
        "отчёт на конец мая",
        Intent.REPORT,
        (M.REPORT,),
        M.TODO | M.STATE | M.EXECUTION | M.TASKS | M.SCHOOLS,
        takes=P.PERIOD | P.SCHOOL | P.AREA | _TASK | P.STAGE,
    ),
    # who is who
    Form(
        "телефон директора липовской",
        Intent.CONTACT,
        (M.REACH,),
        M.WHO | M.WHAT | M.WHICH | M.HOW | M.LIST | M.SCHOOLS | M.TODO,
        (P.ROLE | P.PERSON | P.SCHOOL,),
        P.AREA,
    ),
    Form("кто куратор у берёзовской", Intent.CONTACT, (M.WHO | M.WHICH,), M.SCHOOLS, (P.ROLE, P.SCHOOL | P.AREA)),
    Form("директор озёрской", Intent.CONTACT, (), M.SCHOOLS, (P.ROLE, P.SCHOOL)),
    # how many
    Form(
        "сколько просрочено",
        Intent.COUNT,
        (M.MANY, M.LATE),
        _ASKED,
        takes=_ALL,
        state=State.OVERDUE,
        counts_units=True,
    ),
    Form(
        "сколько школ не сдали концепцию",
        Intent.COUNT,
        (M.MANY, M.NOT, M.DONE | M.WAS),
        _ASKED,
        takes=_ALL,
        state=State.PENDING,
        counts_units=True,
    ),
    Form(
        "сколько школ сдали концепцию",
        Intent.COUNT,
        (M.MANY, M.DONE | M.WAS | M.EXECUTION),
        _ASKED,
        takes=_ALL,
        state=State.DONE,
        counts_units=True,
    ),
    Form(
        "сколько осталось сделать",
        Intent.COUNT,
        (M.MANY, M.LEFT),
        _ASKED | M.TODO,
        takes=_ALL,
        state=State.PENDING,
        counts_units=True,
    ),
    Form(
        "сколько мероприятий в мае",
        Intent.COUNT,
        (M.MANY,),
        M.TASKS | M.PLAN | M.TODO,
        (P.PERIOD,),
        _ALL,
        subject=Subject.TASKS,
    ),
    # when
    Form(
        "когда посетили озёрскую",
        Intent.WHEN,
        (M.WHEN | M.DEADLINE, M.DONE | M.WAS),
        M.TASKS | M.SCHOOLS,
        (_TASK,),
        _ALL,
        state=State.DONE,
    ),
    Form(
        "когда вебинар",
        Intent.WHEN,
        (M.WHEN | M.DEADLINE,),
        M.WHICH | M.TODO | M.PLAN | M.GOING | M.TASKS | M.SCHOOLS | M.WHAT | M.EXECUTION,
        (_TASK,),
        _ALL,
    ),
    # what is late
    Form(
        "что просрочено у озёрской",
        Intent.OVERDUE,
        (M.LATE,),
        _ASKED | M.HOW | M.LEFT | M.DEADLINE,
        takes=_ALL,
        state=State.OVERDUE,
    ),
    # one task of one school, by what was done
    Form(
        "озёрская не сдала концепцию",
        Intent.TASK_STATUS,
        (M.NOT,),
        M.DONE | M.WAS | M.SCHOOLS | M.TASKS,
        (P.SCHOOL, _TASK),
        _ALL,
        state=State.PENDING,
    ),
    Form(
        "озёрская сдала концепцию",
        Intent.TASK_STATUS,
        (M.DONE | M.WAS,),
        M.SCHOOLS | M.TASKS | M.HOW,
        (P.SCHOOL, _TASK),
        _ALL,
        state=State.DONE,
    ),
    # all of one school
    Form("озёрская всё сдала", Intent.SCHOOL_STATUS, (M.DONE, M.WHETHER), M.SCHOOLS | M.TASKS, (P.SCHOOL,), P.AREA),
    # who has and who has not
    Form(
        "кто не посетил школы",
        Intent.CHECKLIST,
        (_ASKED, M.NOT, M.DONE),
        takes=_ALL,
        state=State.PENDING,
        subject=Subject.SCHOOLS,
    ),
    Form(
        "кто не был на вебинаре",
        Intent.CHECKLIST,
        (_ASKED, M.NOT, M.WAS),
        M.DONE,
        (_TASK | P.STAGE,),
        _ALL,
        state=State.PENDING,
        subject=Subject.SCHOOLS,
    ),
    Form(
        "в каких школах не было кураторов",
        Intent.CHECKLIST,
        (M.WHO | M.WHERE | M.SCHOOLS, M.NOT, M.WAS),
        _THINGS,
        (P.ROLE | P.PERSON,),
        P.SCHOOL | P.AREA | P.STAGE | P.PERIOD,
        state=State.PENDING,
        subject=Subject.SCHOOLS,
        kind=Kind.VISIT,
    ),
    Form(
        "у кого нет концепции",
        Intent.CHECKLIST,
        (M.WHO | M.WHERE | M.SCHOOLS, M.NOT),
        _THINGS,
        (_TASK,),
        _ALL,
        state=State.PENDING,
        subject=Subject.SCHOOLS,
    ),
    Form(
        "кто сдал концепцию",
        Intent.CHECKLIST,
        (_ASKED, M.DONE),
        takes=_ALL,
        state=State.DONE,
        subject=Subject.SCHOOLS,
    ),
    Form(
        "все ли сдали концепцию",
        Intent.CHECKLIST,
        (M.WHETHER, M.DONE),
        needs=(_TASK,),
        takes=_ALL,
        bars=M.SELF,
        state=State.DONE,
        subject=Subject.SCHOOLS,
    ),
    Form(
        "кто был на вебинаре",
        Intent.CHECKLIST,
        (_ASKED | M.WHETHER, M.WAS),
        M.DONE,
        (_ABOUT,),
        _ALL,
        state=State.DONE,
        subject=Subject.SCHOOLS,
    ),
    Form(
        "в каких школах были кураторы",
        Intent.CHECKLIST,
        (M.WHO | M.WHERE | M.SCHOOLS, M.WAS),
        _THINGS,
        (P.ROLE | P.PERSON,),
        P.SCHOOL | P.AREA | P.STAGE | P.PERIOD,
        state=State.DONE,
        subject=Subject.SCHOOLS,
        kind=Kind.VISIT,
    ),
    Form(
        "у кого есть концепция",
        Intent.CHECKLIST,
        (M.WHO,),
        needs=(P.TOPIC,),
        takes=_ALL,
        state=State.DONE,
        subject=Subject.SCHOOLS,
    ),
    Form(
        "что осталось сделать",
        Intent.CHECKLIST,
        (M.LEFT,),
        _ASKED | M.TODO,
        takes=_ALL,
        state=State.PENDING,
        subject=Subject.TASKS,
    ),
    Form(
        "концепцию не сдали",
        Intent.CHECKLIST,
        (M.NOT, M.DONE),
        needs=(_TASK,),
        takes=_ALL,
        bars=M.SELF,
        state=State.PENDING,
        subject=Subject.SCHOOLS,
    ),
    # what is due
    Form(
        "что на этой неделе",
        Intent.AGENDA,
        (M.WHAT | M.WHICH | M.PLAN | M.TASKS | M.TODO | M.LIST | M.GOING | M.DEADLINE,),
        _ASKED | M.TODO | M.PLAN | M.WAS,
        (P.PERIOD,),
        _ALL,
    ),
    Form("вебинары на этой неделе", Intent.AGENDA, (), M.SCHOOLS, (P.KIND, P.PERIOD), _ALL),
    Form("на этой неделе", Intent.AGENDA, needs=(P.PERIOD,), takes=P.SCHOOL),
    Form(
        "какие вебинары",
        Intent.AGENDA,
        (M.WHICH | M.PLAN | M.LIST,),
        M.TASKS,
        (P.KIND,),
        P.SCHOOL | P.AREA,
        period=Rel.UPCOMING,
    ),
    Form(
        "мои задачи",
        Intent.AGENDA,
        (M.TASKS | M.PLAN | M.TODO | M.DEADLINE,),
        M.WHAT | M.WHICH | M.LIST,
        takes=P.SCHOOL | P.AREA,
        period=Rel.UPCOMING,
    ),
    # how things stand
    Form(
        "статус озёрской",
        Intent.SCHOOL_STATUS,
        (M.STATE | M.HOW | M.WHAT,),
        M.SCHOOLS | M.TASKS | M.EXECUTION | M.WHICH,
        (P.SCHOOL,),
        P.AREA,
    ),
    Form("озёрская школа", Intent.SCHOOL_STATUS, (), M.SCHOOLS | M.TASKS | M.EXECUTION, (P.SCHOOL,), P.AREA),
    Form(
        "что у озёрской с концепцией",
        Intent.TASK_STATUS,
        (M.STATE | M.HOW | M.WHAT | M.EXECUTION,),
        M.TASKS | M.SCHOOLS | M.DONE | M.WHICH,
        (_TASK,),
        P.SCHOOL | P.AREA | P.STAGE | P.ROLE,
    ),
    Form("п. 7", Intent.TASK_STATUS, needs=(P.NUMBER | P.TOPIC,), takes=P.SCHOOL | P.AREA | _TASK | P.STAGE),
    Form("посещение озёрской", Intent.TASK_STATUS, needs=(P.KIND, P.SCHOOL), takes=P.STAGE),
)


def fitting(marks: Mark, parts: Part) -> Form | None:
    """Give the first form that fits, if any does."""
    return next((form for form in FORMS if form.fits(marks, parts)), None)


def nearest(marks: Mark, parts: Part, most: int = 3) -> tuple[Intent, ...]:
    """List what was probably meant, likeliest first, for the offer of examples."""
    scored = [(form.likeness(marks, parts), form.intent) for form in FORMS]
    likely = sorted((pair for pair in scored if pair[0] >= _LIKELY), key=lambda pair: -pair[0])
    return tuple(dict.fromkeys(intent for _, intent in likely))[:most]


_LIKELY = 0.5
