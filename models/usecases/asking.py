"""A question in free words, answered from the database as far as the asker reaches; and a task meant by a few words."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy.ext.asyncio import AsyncSession

from models.asking.known import Known, KnownTask
from models.asking.question import Intent, Question, Rel, Slots, State, Subject
from models.asking.reader import understand
from models.asking.spans import resolve
from models.asking.topics import tasks_about
from models.cards.asking import (
    Agenda,
    Answer,
    AnswerCard,
    Checklist,
    Contacts,
    Count,
    Days,
    Help,
    NotUnderstood,
    Overdue,
    Reminders,
    ReportLater,
    SchoolStatus,
    SchoolStatuses,
    TaskList,
    TaskStatuses,
    TaskTerms,
    Understood,
    When,
    WhichPerson,
    WhichSchool,
    done_in,
    due_in,
)
from models.cards.tasks import TaskCard
from models.cards.webinars import WebinarCard
from models.domain.access import CURATOR_EXECUTORS, SCHOOL_EXECUTORS, Actor, Right, Role, right_to_mark
from models.domain.lifecycles import State as Stands
from models.domain.moments import local_day
from models.domain.plan import Executor, Kind, Level
from models.domain.refusals import NotYours, OutOfReach
from models.domain.tallies import Line, by_task, by_unit
from models.queries.asking import (
    Sought,
    Wanted,
    contacts_of,
    known_to,
    lines_of,
    people_called,
    plan_days,
    tasks_to_mark,
    tasks_to_tick,
    webinars_between,
)
from models.queries.assignments import assignment_for
from models.queries.journal import enter
from models.queries.looks import looks_at
from models.queries.people import actor_of, zone_of
from models.queries.tasks import list_cards, right_of, whole_card
from models.tables.assignments import Entry
from models.work import Work

_LONGEST_ROW = 300
"""Letters of a row's text in which its stage is looked for; the reader takes no more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on its way to the answer: who asks, when, what they may see, and the days they mean."""

    session: AsyncSession
    actor: Actor
    now: datetime
    today: date
    known: Known
    question: Question
    days: Days | None

    @property
    def slots(self) -> Slots:
        return self.question.slots

    @property
    def rel(self) -> Rel | None:
        return self.slots.period.rel if self.slots.period else None


async def answer(work: Work, actor: Actor, text: str, *, school_id: int | None = None) -> AnswerCard:
    """Say how the words were understood, and answer. Looks at other people's contacts are kept in the audit.

    `school_id` is the asker's choice where the words fit several schools.

    Raises:
        OutOfReach: the chosen school is none of those.
    """
    async with work.reading() as session:
        asked = await _asked(session, work, actor, text, school_id)
        answered = await _answer(asked)
    if isinstance(answered, Contacts):
        await _keep_looks(work, actor, answered)
    return AnswerCard(Understood(asked.question, asked.days, _own_schools(actor)), answered)


def _own_schools(actor: Actor) -> int:
    return 0 if actor.coordinates else len(actor.schools)


async def _asked(session: AsyncSession, work: Work, actor: Actor, text: str, school_id: int | None) -> Asked:
    now = work.now()
    today = local_day(now, await zone_of(session, actor))
    known = await known_to(session, actor, now)
    question = understand(text, known)
    if school_id is not None:
        question = _chosen(question, school_id)
    period = question.slots.period
    days = resolve(period, today, await plan_days(session, actor)) if period else None
    return Asked(session, actor, now, today, known, question, days)


def _chosen(question: Question, school_id: int) -> Question:
    slots = question.slots
    chosen = [school for school in slots.ambiguous if school.id == school_id]
    if not chosen:
        raise OutOfReach
    sure = [school for school in slots.schools if school not in slots.ambiguous]
    return replace(question, slots=replace(slots, schools=(*sure, *chosen), ambiguous=()))


async def _keep_looks(work: Work, actor: Actor, contacts: Contacts) -> None:
    """Whose contact was shown to whom."""
    seen = looks_at(actor, (contact.person_id for contact in contacts.people), work.now())
    if not seen:
        return
    async with work:
        work.session.add_all(seen)
        # A question that comes again after a crash is answered again: its looks were kept with it.
        await work.commit(fresh=False)


async def _answer(asked: Asked) -> Answer:
    slots = asked.slots
    if asked.question.intent is Intent.UNKNOWN:
        return NotUnderstood(asked.question.nearest, asked.question.missed, asked.actor.roles, len(asked.known.schools))
    if slots.ambiguous:
        return WhichSchool(slots.ambiguous)
    if slots.namesakes and asked.question.intent is not Intent.CONTACT:
        return WhichPerson(slots.namesakes)
    return await _ANSWERS[asked.question.intent](asked)


async def _lines(asked: Asked) -> list[Line]:
    """The assignments that the question's slots name, whatever their state and day."""
    slots = asked.slots
    wanted = Wanted(
        schools=frozenset(school.id for school in slots.schools) or None,
        territory=slots.territory.id if slots.territory else None,
        number=slots.number,
        kind=slots.kind,
    )
    lines = await lines_of(asked.session, asked.actor, asked.now, wanted)
    if slots.topic is not None:
        about = frozenset(tasks_about(slots.topic, asked.known.tasks))
        lines = [line for line in lines if KnownTask(line.number, line.text) in about]
    if slots.stage is not None:
        lines = _of_stage(lines, slots.stage)
    return await _of_people(asked, lines)


async def _of_people(asked: Asked, lines: list[Line]) -> list[Line]:
    """Those that the named person, or the named role, answers for."""
    slots = asked.slots
    if slots.person is not None:
        person = await actor_of(asked.session, slots.person.id, asked.now)
        return [line for line in lines if person is not None and _answers_for(person, line)]
    if slots.executor is None or slots.topic is not None or slots.number is not None:
        # Beside a subject the role belongs to its words: «договоры с кураторами».
        return lines
    roles = _SAME_ROLE.get(slots.executor, frozenset({slots.executor}))
    return [line for line in lines if roles & {*line.row.executors}]


_SAME_ROLE = {executor: roles for roles in (SCHOOL_EXECUTORS, CURATOR_EXECUTORS) for executor in roles}


def _answers_for(person: Actor, line: Line) -> bool:
    row, place = line.row, line.at.territory_id
    right = right_to_mark(person, row.executors, territory_id=place, school_id=line.school_id, owner_id=row.owner_id)
    return right == Right()


def _of_stage(lines: list[Line], stage: int) -> list[Line]:
    """The first or the second of its sort: by the rows' own words, and where none says it, by the order of days."""
    said = [_stage_in(f"{line.label or ''} {line.text}") for line in lines]
    if any(said):
        return [line for line, one in zip(lines, said, strict=True) if one == stage]
    return [group[stage - 1] for group in by_unit(lines) if len(group) >= stage]


@lru_cache(maxsize=4_000)
def _stage_in(words: str) -> int | None:
    return understand(words[:_LONGEST_ROW], Known()).slots.stage


async def _school_status(asked: Asked) -> Answer:
    groups: dict[int | None, list[Line]] = {}
    for line in await _lines(asked):
        groups.setdefault(line.school_id, []).append(line)
    return SchoolStatuses(
        tuple(SchoolStatus.of(school.name, groups.get(school.id, [])) for school in asked.slots.schools)
    )


async def _task_status(asked: Asked) -> Answer:
    return TaskStatuses.of(due_in(await _lines(asked), asked.days))


async def _overdue(asked: Asked) -> Answer:
    return Overdue.of(due_in(await _lines(asked), _terms_meant(asked)), asked.slots.subject)


async def _checklist(asked: Asked) -> Answer:
    lines, state = await _lines(asked), asked.slots.state or State.PENDING
    days = asked.days if state is State.DONE else _terms_meant(asked)
    if asked.slots.subject is Subject.TASKS:
        return TaskList.of(lines, state, days)
    return Checklist.of(lines, state, days)


async def _count(asked: Asked) -> Answer:
    state = asked.slots.state
    days = asked.days if state is State.DONE else _terms_meant(asked)
    return Count.of(await _lines(asked), asked.slots.subject or Subject.TASKS, state, days)


def _terms_meant(asked: Asked) -> Days | None:
    """«До …» takes in what was due long before."""
    if asked.days is not None and asked.rel is Rel.UNTIL:
        return date.min, asked.days[1]
    return asked.days


async def _agenda(asked: Asked) -> Answer:
    days = asked.days or (asked.today, asked.today)
    lines = await _lines(asked)
    return Agenda.of(lines, days, await _webinars(asked, days), only_next=asked.rel is Rel.NEXT)


async def _webinars(asked: Asked, days: Days) -> list[WebinarCard]:
    """Webinars stand beside the rows where the question is not about something else."""
    slots = asked.slots
    elsewhere = slots.number or slots.stage or slots.schools or slots.person or slots.kind not in (None, Kind.WEBINAR)
    if elsewhere:
        return []
    webinars = await webinars_between(asked.session, asked.actor, asked.now, days)
    if slots.topic is None:
        return webinars
    return [webinar for webinar in webinars if tasks_about(slots.topic, [KnownTask("", webinar.title)])]


async def _when(asked: Asked) -> Answer:
    lines = await _lines(asked)
    done = done_in(lines, asked.days) if asked.slots.state is State.DONE else []
    if done:
        return When(tuple(TaskTerms.of_done(group) for group in by_task(done)), (), done=True)
    tasks = [TaskTerms.of(group) for group in by_task(due_in(lines, asked.days))]
    webinars = await _webinars(asked, asked.days or _year_around(asked.today))
    if asked.rel is Rel.NEXT:
        tasks = [replace(task, terms=task.terms[:1]) for task in tasks[:1]]
        webinars = webinars[:1]
    return When(tuple(tasks), tuple(webinars), placed=len(by_unit(lines)) > 1)


def _year_around(today: date) -> Days:
    return today, today.replace(year=today.year + 1, day=min(today.day, 28))


async def _contact(asked: Asked) -> Answer:
    slots = asked.slots
    people = frozenset(person.id for person in (slots.person, *slots.namesakes) if person is not None)
    sought = Sought(
        people=people or None,
        roles=None if people else _ROLES.get(slots.executor, frozenset()),
        schools=frozenset(school.id for school in slots.schools) or None,
        territory=slots.territory.id if slots.territory else None,
        level=_LEVELS.get(slots.executor),
    )
    return Contacts(tuple(await contacts_of(asked.session, asked.actor, asked.now, sought)))


_ROLES: Mapping[Executor | None, frozenset[Role]] = {
    None: frozenset({Role.DIRECTOR, Role.SCHOOL_COORDINATOR, Role.CURATOR}),
    Executor.SCHOOL: frozenset({Role.DIRECTOR}),
    Executor.SCHOOL_COORDINATOR: frozenset({Role.SCHOOL_COORDINATOR}),
    Executor.CURATOR: frozenset({Role.CURATOR}),
    Executor.MENTOR: frozenset({Role.CURATOR}),
    Executor.MUNICIPAL_COORDINATOR: frozenset({Role.COORDINATOR}),
    Executor.REGIONAL_COORDINATOR: frozenset({Role.COORDINATOR}),
}
_LEVELS: Mapping[Executor | None, Level] = {
    Executor.MUNICIPAL_COORDINATOR: Level.MUNICIPALITY,
    Executor.REGIONAL_COORDINATOR: Level.REGION,
}


async def _help(asked: Asked) -> Answer:
    return Help(asked.actor.roles, len(asked.known.schools))


async def _reminders(asked: Asked) -> Answer:
    visits = await lines_of(asked.session, asked.actor, asked.now, Wanted(kind=Kind.VISIT))
    ahead = [line.due_on for line in visits if line.open and line.school_id in asked.actor.curates and not line.overdue]
    webinars = await webinars_between(asked.session, asked.actor, asked.now, _year_around(asked.today))
    return Reminders(
        asked.actor.roles,
        visit_on=min((day for day in ahead if day is not None), default=None),
        webinar=next((webinar for webinar in webinars if webinar.starts_at > asked.now), None),
    )


async def _report(asked: Asked) -> Answer:
    return ReportLater(asked.days[1] if asked.days else None)


_ANSWERS: Mapping[Intent, Callable[[Asked], Awaitable[Answer]]] = {
    Intent.SCHOOL_STATUS: _school_status,
    Intent.TASK_STATUS: _task_status,
    Intent.OVERDUE: _overdue,
    Intent.CHECKLIST: _checklist,
    Intent.COUNT: _count,
    Intent.AGENDA: _agenda,
    Intent.WHEN: _when,
    Intent.CONTACT: _contact,
    Intent.HELP: _help,
    Intent.REMINDERS: _reminders,
    Intent.REPORT: _report,
}


async def tasks_meant(
    work: Work, actor: Actor, number: str | None, shown: Collection[int] = (), *, ticking: bool = False
) -> list[TaskCard]:
    """The tasks that a status in words may mean and the actor may mark; with `ticking`, by the second tick.

    `shown` are the assignments of the message that was answered; without any, those that have begun are meant.
    """
    async with work.reading() as session:
        today = local_day(work.now(), await zone_of(session, actor))
        rows = await (tasks_to_tick if ticking else tasks_to_mark)(session, actor, today, number, shown)
        return await list_cards(session, actor, rows, work.now())


async def begin_task(work: Work, actor: Actor, assignment_id: int) -> TaskCard:
    """Say that a planned task is in progress; one that has gone further stays as it is.

    Raises:
        NotYours: it is seen, but another role answers for it.
    """
    async with work:
        found = await assignment_for(work.session, actor, assignment_id)
        right = right_of(actor, found)
        if right is None:
            raise NotYours
        fresh = found.state is Stands.PLANNED
        if fresh:
            today = local_day(work.now(), found.zone)
            entry = Entry(actor.person_id, work.now(), today, right.on_behalf)
            found, _ = await enter(work.connection, found, Stands.IN_PROGRESS, None, entry)
        card = await whole_card(work.session, actor, found, work.now())
        if fresh:
            await work.commit()
    return card


class AskerUnclear(Exception):
    """Words on the command line that should have named one known person; `names` are those they fit."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(names)
        self.names = tuple(names)


async def asker(work: Work, words: str) -> Actor:
    """The person whom a number or a name means.

    Raises:
        AskerUnclear: it fits nobody with an address, or several.
    """
    async with work.reading() as session:
        found = await people_called(session, words)
        actor = await actor_of(session, found[0].id, work.now()) if len(found) == 1 else None
    if actor is None:
        raise AskerUnclear(person.name for person in found)
    return actor
