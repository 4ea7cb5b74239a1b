"""Answers to questions: first how the question was understood, then figures. No sentences: the view finds the words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from models.asking.known import KnownPerson, KnownSchool
from models.asking.question import Intent, Question, State, Subject
from models.cards.webinars import WebinarCard
from models.domain.access import Role
from models.domain.lifecycles import State as Stands
from models.domain.tallies import LeftOut, Line, Standing, TaskTally, UnitTally, by_task, by_unit, standing

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Understood:
    """The question with its period in days, both inclusive.

    `own` is how many schools the figures are of, where the asker sees only their own; 0 for a coordinator.
    """

    question: Question
    days: Days | None
    own: int


def counted(lines: Iterable[Line]) -> list[Line]:
    """What stands in figures."""
    return [line for line in lines if line.counts]


def due_in(lines: Iterable[Line], days: Days | None) -> list[Line]:
    """Those due on the days; all of them where no period is named."""
    if days is None:
        return list(lines)
    return [line for line in lines if line.due_on is not None and days[0] <= line.due_on <= days[1]]


def done_in(lines: Iterable[Line], days: Days | None) -> list[Line]:
    """Those done, on the days where a period is named."""
    return [
        line
        for line in lines
        if line.done and (days is None or (line.done_on is not None and days[0] <= line.done_on <= days[1]))
    ]


def at_schools(lines: Sequence[Line]) -> list[Line]:
    """Those of schools; where no school has any, those of territories."""
    return [line for line in lines if line.school_id is not None] or list(lines)


@dataclass(frozen=True, slots=True)
class SchoolStatus:
    """One school: `following` is what is due on the next day that anything is."""

    school: str
    done: int
    total: int
    overdue: tuple[Line, ...]
    returned: tuple[Line, ...]
    on_check: int
    following: tuple[Line, ...]
    left_out: LeftOut

    @property
    def pending(self) -> int:
        return self.total - self.done

    @classmethod
    def of(cls, school: str, lines: Sequence[Line]) -> "SchoolStatus":
        ahead = [line for line in lines if line.open and line.due_on is not None and not line.overdue]
        following = min((line.due_on for line in ahead if line.due_on), default=None)
        return cls(
            school=school,
            done=sum(line.done for line in lines),
            total=len(counted(lines)),
            overdue=tuple(line for line in lines if line.overdue),
            returned=tuple(line for line in lines if line.returned),
            on_check=sum(line.on_check for line in lines),
            following=tuple(line for line in ahead if line.due_on == following),
            left_out=LeftOut.of(lines),
        )


@dataclass(frozen=True, slots=True)
class SchoolStatuses:
    """How schools stand."""

    schools: tuple[SchoolStatus, ...]


@dataclass(frozen=True, slots=True)
class TaskStatus:
    """One row at the units asked about: line by line, and where a unit has several terms of it, in figures too."""

    tally: TaskTally
    lines: tuple[Line, ...]
    units: tuple[UnitTally, ...]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "TaskStatus":
        units = _tallies(by_unit(counted(lines)))
        return cls(TaskTally.of(lines), tuple(lines), units if len(lines) > len(by_unit(lines)) else ())


@dataclass(frozen=True, slots=True)
class TaskStatuses:
    """How rows stand; `places` is how many territories they come from."""

    tasks: tuple[TaskStatus, ...]
    places: int

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "TaskStatuses":
        tasks = tuple(TaskStatus.of(group) for group in by_task(lines))
        return cls(tasks, len({line.at.territory_id for line in lines}))


@dataclass(frozen=True, slots=True)
class Overdue:
    """What is late, by unit, the latest first, and by row; at `late_schools` out of `schools`.

    `lines` are those of the asked unit, where only one is asked about.
    """

    overdue: int
    total: int
    late_schools: int
    schools: int
    units: tuple[UnitTally, ...]
    tasks: tuple[TaskTally, ...]
    lines: tuple[Line, ...]
    subject: Subject | None

    @classmethod
    def of(cls, lines: Sequence[Line], subject: Subject | None) -> "Overdue":
        known = counted(lines)
        if subject is Subject.SCHOOLS:
            known = at_schools(known)
        late = [line for line in known if line.overdue]
        units = (UnitTally.of(group) for group in by_unit(known) if any(line.overdue for line in group))
        return cls(
            overdue=len(late),
            total=len(known),
            late_schools=_schools(late),
            schools=_schools(known),
            units=tuple(sorted(units, key=lambda unit: -unit.days_late)),
            tasks=tuple(TaskTally.of(group) for group in by_task(known) if any(line.overdue for line in group)),
            lines=tuple(late) if len(by_unit(known)) == 1 else (),
            subject=subject,
        )


def _schools(lines: Iterable[Line]) -> int:
    return len({line.school_id for line in lines if line.school_id is not None})


@dataclass(frozen=True, slots=True)
class Checklist:
    """Who has, who has not though the day has come, and for whom it has not come yet; `total` are all asked about.

    Where days of doing were asked for, those who did it on other days are only in the total.
    """

    state: State
    tasks: tuple[TaskTally, ...]
    has: tuple[UnitTally, ...]
    has_not: tuple[UnitTally, ...]
    not_yet: tuple[UnitTally, ...]
    total: int
    left_out: LeftOut

    @classmethod
    def of(cls, lines: Sequence[Line], state: State, days: Days | None) -> "Checklist":
        """Sort the units; days are those of doing where what is done is asked for, else those of the terms."""
        by_doing = days is not None and state is State.DONE
        meant = at_schools(counted(lines if by_doing else due_in(lines, days)))
        groups = by_unit(meant)
        has = by_unit(done_in(meant, days)) if by_doing else _standing(groups, Standing.HAS)
        return cls(
            state=state,
            tasks=tuple(TaskTally.of(group) for group in by_task(meant)),
            has=_tallies(has),
            has_not=() if by_doing else _tallies(_standing(groups, Standing.HAS_NOT)),
            not_yet=() if by_doing else _tallies(_standing(groups, Standing.NOT_YET)),
            total=len(groups),
            left_out=LeftOut.of(lines if by_doing else due_in(lines, days)),
        )


def _standing(groups: list[list[Line]], wanted: Standing) -> list[list[Line]]:
    return [group for group in groups if standing(group) is wanted]


def _tallies(groups: list[list[Line]]) -> tuple[UnitTally, ...]:
    return tuple(UnitTally.of(group) for group in groups)


@dataclass(frozen=True, slots=True)
class TaskList:
    """Rows that are done, or are not: `found` assignments out of `total`."""

    state: State
    tasks: tuple[TaskTally, ...]
    found: int
    total: int
    left_out: LeftOut

    @classmethod
    def of(cls, lines: Sequence[Line], state: State, days: Days | None) -> "TaskList":
        asked = list(lines) if state is State.DONE else due_in(lines, days)
        meant = counted(asked)
        found = done_in(meant, days) if state is State.DONE else [line for line in meant if line.open]
        tasks = {line.row.id for line in found}
        groups = [group for group in by_task(meant) if group[0].row.id in tasks]
        return cls(state, tuple(TaskTally.of(group) for group in groups), len(found), len(meant), LeftOut.of(asked))


@dataclass(frozen=True, slots=True)
class Count:
    """`found` out of `total` schools or assignments; `rows` is how many rows of road maps the total comes from.

    `not_yet` of the schools have done nothing and owe nothing yet.
    """

    subject: Subject
    state: State | None
    found: int
    total: int
    rows: int
    not_yet: int
    left_out: LeftOut

    @classmethod
    def of(cls, lines: Sequence[Line], subject: Subject, state: State | None, days: Days | None) -> "Count":
        if subject is Subject.SCHOOLS and state is not None:
            return cls._of_schools(lines, state, days)
        asked = list(lines) if state is State.DONE else due_in(lines, days)
        meant = counted(asked)
        found = done_in(meant, days) if state is State.DONE else [line for line in meant if _IS[state](line)]
        return cls(Subject.TASKS, state, len(found), len(meant), len(by_task(meant)), 0, LeftOut.of(asked))

    @classmethod
    def _of_schools(cls, lines: Sequence[Line], state: State, days: Days | None) -> "Count":
        if state is State.OVERDUE:
            asked = due_in(lines, days)
            meant = at_schools(counted(asked))
            found = len(by_unit([line for line in meant if line.overdue]))
            return cls(Subject.SCHOOLS, state, found, len(by_unit(meant)), len(by_task(meant)), 0, LeftOut.of(asked))
        listed = Checklist.of(lines, state, days)
        found = len(listed.has if state is State.DONE else listed.has_not)
        rows, not_yet = len(listed.tasks), len(listed.not_yet)
        return cls(Subject.SCHOOLS, state, found, listed.total, rows, not_yet, listed.left_out)


_IS: dict[State | None, Callable[[Line], bool]] = {
    State.PENDING: lambda line: line.open,
    State.OVERDUE: lambda line: line.overdue,
    None: lambda line: line.done,
}
"""What is counted; of a question that names no state, what is done."""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A row due on one day; `unit` is named where it is one of several, `waiting` says that others do it."""

    due_on: date
    number: str
    text: str
    done: int
    total: int
    unit: str | None
    waiting: bool


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is due in the period; `overdue` of the same came before it."""

    items: tuple[AgendaItem, ...]
    webinars: tuple[WebinarCard, ...]
    overdue: int
    left_out: LeftOut

    @classmethod
    def of(
        cls, lines: Sequence[Line], days: Days, webinars: Sequence[WebinarCard], *, only_next: bool = False
    ) -> "Agenda":
        found = due_in(lines, days)
        shown = [line for line in found if line.counts or line.state is Stands.WAITING]
        placed = len(by_unit(lines)) > 1
        items = [_item(group, placed) for day in _days(shown) for group in by_task(due_in(shown, (day, day)))]
        if only_next:
            items = [item for item in items if item.due_on == items[0].due_on]
            webinars = webinars[:1]
        return cls(
            items=tuple(items),
            webinars=tuple(webinars),
            overdue=sum(line.overdue and line.due_on is not None and line.due_on < days[0] for line in lines),
            left_out=LeftOut.of(line for line in found if line.state is not Stands.WAITING),
        )


def _days(lines: Iterable[Line]) -> list[date]:
    return sorted({line.due_on for line in lines if line.due_on is not None})


def _item(lines: Sequence[Line], placed: bool) -> AgendaItem:
    known = counted(lines)
    due_on = lines[0].due_on
    assert due_on is not None
    return AgendaItem(
        due_on=due_on,
        number=lines[0].number,
        text=lines[0].text,
        done=sum(line.done for line in known),
        total=len(known),
        unit=lines[0].unit if placed and len(lines) == 1 else None,
        waiting=not known,
    )


@dataclass(frozen=True, slots=True)
class TermTally:
    """One term of a row, over the units it concerns; `unit` is named where it is the only one."""

    start_on: date | None
    due_on: date | None
    label: str | None
    timing: str
    done: int
    total: int
    done_on: date | None
    unit: str | None
    past: bool
    waiting: bool

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "TermTally":
        known, first = counted(lines), lines[0]
        return cls(
            start_on=first.start_on,
            due_on=first.due_on,
            label=first.label,
            timing=first.timing,
            done=sum(line.done for line in known),
            total=len(known),
            done_on=max((line.done_on for line in known if line.done_on), default=None),
            unit=first.unit if len(lines) == 1 else None,
            past=first.due_on is not None and first.due_on < first.today,
            waiting=all(line.state is Stands.WAITING for line in lines),
        )


@dataclass(frozen=True, slots=True)
class TaskTerms:
    """The terms of a row: the nearest to come first, behind them those that are past, the latest first."""

    number: str
    text: str
    terms: tuple[TermTally, ...]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "TaskTerms":
        groups: dict[tuple[date | None, date | None, str | None], list[Line]] = {}
        for line in lines:
            groups.setdefault((line.start_on, line.due_on, line.label), []).append(line)
        terms = [TermTally.of(group) for group in groups.values()]
        past = [term for term in terms if term.past]
        return cls(lines[0].number, lines[0].text, (*(term for term in terms if not term.past), *reversed(past)))

    @classmethod
    def of_done(cls, lines: Sequence[Line]) -> "TaskTerms":
        """One by one, the latest done first."""
        latest = sorted(lines, key=lambda line: line.done_on or date.min, reverse=True)
        return cls(lines[0].number, lines[0].text, tuple(TermTally.of([line]) for line in latest))


@dataclass(frozen=True, slots=True)
class When:
    """Terms of rows and days of webinars; `done` says that these are days of doing, `placed` that units differ."""

    tasks: tuple[TaskTerms, ...]
    webinars: tuple[WebinarCard, ...]
    done: bool = False
    placed: bool = True


@dataclass(frozen=True, slots=True)
class Contact:
    """A person in one of their roles, in whose place they hold it, and until when they are away, if they are now."""

    person_id: int
    name: str
    role: Role
    place: str
    acting_for: str | None = None
    away_until: date | None = None


@dataclass(frozen=True, slots=True)
class Contacts:
    """Who was asked for."""

    people: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Help:
    """What may be asked; `schools` is how many the asker sees."""

    roles: frozenset[Role]
    schools: int


@dataclass(frozen=True, slots=True)
class Reminders:
    """What comes by itself: the nearest visit and webinar where there are any."""

    roles: frozenset[Role]
    visit_on: date | None
    webinar: WebinarCard | None


@dataclass(frozen=True, slots=True)
class ReportLater:
    """Reports are not made yet; `on` is the day one was asked for."""

    on: date | None


@dataclass(frozen=True, slots=True)
class WhichSchool:
    """A name fits several schools: the asker is to choose."""

    candidates: tuple[KnownSchool, ...]


@dataclass(frozen=True, slots=True)
class WhichPerson:
    """A name fits several people."""

    candidates: tuple[KnownPerson, ...]


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """`nearest` is what was probably meant, likeliest first; `missed` the words that nobody could place."""

    nearest: tuple[Intent, ...]
    missed: tuple[str, ...]
    roles: frozenset[Role]
    schools: int


Answer = (
    SchoolStatuses
    | TaskStatuses
    | Overdue
    | Checklist
    | TaskList
    | Count
    | Agenda
    | When
    | Contacts
    | Help
    | Reminders
    | ReportLater
    | WhichSchool
    | WhichPerson
    | NotUnderstood
)


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """How the question was understood, and what the answer is."""

    understood: Understood
    answer: Answer
