"""Answers on the screen at their longest: they fit a message, and say how much more there is."""

import html
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from handlers.texts import Texts
from handlers.views.asking import CHOICES, OFFERED, answer_screen, which_task_screen
from models.asking.known import KnownPerson, KnownSchool, KnownTerritory
from models.asking.marking import MarkByWords, Verb
from models.asking.question import Intent, MonthDay, Question, Rel, Slots, Span, State, Subject
from models.cards.asking import (
    Agenda,
    Answer,
    AnswerCard,
    Checklist,
    Contact,
    Contacts,
    Count,
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
)
from models.cards.tasks import TaskCard
from models.cards.webinars import WebinarCard
from models.domain.access import Role
from models.domain.lifecycles import State as Stands
from models.domain.lifecycles import Verdict
from models.domain.plan import Executor, Kind
from models.domain.tallies import LeftOut, Line, PlanRow, Unit

LIMIT, ENTITIES = 3900, 100
"""UTF-16 units that are left for a person to read, and entities that the messenger keeps."""
TODAY = date(2027, 3, 12)
TEXTS = Texts()
LONG = "Муниципальное бюджетное общеобразовательное учреждение «Средняя & <основная> школа № {} посёлка Большие Ключи»"
ROW = "Участие <школьных> команд & педагогов в федеральных мероприятиях по преодолению рисков снижения результатов " * 3


def line(
    number: int, *, task: int = 0, state: Stands = Stands.PLANNED, days: int = 0, verdict: Verdict | None = None
) -> Line:
    """An assignment of a school of its own, due so many days ago."""
    due_on = TODAY - timedelta(days=days)
    done_on = due_on if state is Stands.DONE else None
    plan_row = PlanRow(task, f"{task}.10.12", ROW, "по особому графику " * 20, Kind.OTHER, (Executor.SCHOOL,), 1)
    unit = Unit(number % 3, f"Приречно-Заозёрский муниципальный округ {number % 3}", number, LONG.format(number), TODAY)
    return Line(number, plan_row, unit, None, due_on, "первый этап " * 9, state, done_on, verdict)


MANY = tuple(
    line(number, task=number % 60, state=state, days=number % 90 - 20, verdict=verdict)
    for number, (state, verdict) in enumerate(
        [
            (Stands.PLANNED, None),
            (Stands.IN_PROGRESS, Verdict.RETURNED),
            (Stands.DONE, Verdict.SENT),
            (Stands.DONE, None),
            (Stands.WAITING, None),
            (Stands.NOT_HELD, None),
            (Stands.BEFORE_START, None),
        ]
        * 80
    )
)
ONE_SCHOOL = tuple(replace(one, at=MANY[0].at) for one in MANY)
WEBINARS = tuple(
    WebinarCard(n, ROW, datetime(2027, 3, 12, 15, tzinfo=UTC), "Europe/Samara", f"https://example.ru/{'a' * 60}", (), 9)
    for n in range(40)
)
EVERYBODY = frozenset(Role)
SCHOOLS = tuple(KnownSchool(n, LONG.format(n)) for n in range(40))
PEOPLE = tuple(KnownPerson(n, "Константинопольская-Заозёрская Александра Константиновна " * 2) for n in range(40))
STATUS = SchoolStatus.of(LONG.format(1), ONE_SCHOOL)
YEAR = (date(2027, 1, 1), date(2027, 12, 31))

ANSWERS: tuple[Answer, ...] = (
    SchoolStatuses((STATUS,) * 3),
    SchoolStatuses((STATUS,) * 40),
    SchoolStatuses((SchoolStatus.of(LONG.format(1), ()),)),
    TaskStatuses.of(MANY),
    TaskStatuses.of([one for one in MANY if one.row.id == 1] * 5),
    TaskStatuses.of([replace(one, row=MANY[0].row) for one in MANY for _ in range(2)]),
    TaskStatuses.of([replace(one, row=MANY[0].row) for one in ONE_SCHOOL]),
    TaskStatuses.of(()),
    Overdue.of(MANY, None),
    Overdue.of(MANY, Subject.TASKS),
    Overdue.of(ONE_SCHOOL, None),
    Overdue.of([one for one in MANY if one.done], None),
    Overdue.of((), None),
    Checklist.of(MANY, State.PENDING, None),
    Checklist.of(MANY, State.DONE, None),
    Checklist.of(MANY[:4], State.DONE, None),
    Checklist.of((), State.PENDING, None),
    TaskList.of(MANY, State.PENDING, None),
    TaskList.of(MANY, State.DONE, None),
    TaskList.of((), State.DONE, None),
    Count.of(MANY, Subject.SCHOOLS, State.PENDING, None),
    Count.of(MANY, Subject.SCHOOLS, State.OVERDUE, None),
    Count.of(MANY, Subject.TASKS, State.OVERDUE, None),
    Count.of(MANY, Subject.TASKS, State.PENDING, None),
    Count.of(MANY, Subject.TASKS, None, None),
    Count.of((), Subject.TASKS, None, None),
    Agenda.of(MANY, YEAR, WEBINARS),
    Agenda.of((), YEAR, ()),
    When(tuple(TaskTerms.of(MANY[n : n + 60]) for n in range(40)), WEBINARS),
    When((TaskTerms.of(MANY),), ()),
    When((TaskTerms.of_done([one for one in MANY if one.done]),), (), done=True),
    When((), ()),
    Contacts(tuple(Contact(one.id, one.name, Role.CURATOR, LONG.format(1)) for one in PEOPLE)),
    Contacts(()),
    Help(EVERYBODY, 40),
    Reminders(EVERYBODY, TODAY, WEBINARS[0]),
    Reminders(frozenset(), None, None),
    ReportLater(TODAY),
    ReportLater(None),
    WhichSchool(SCHOOLS),
    WhichPerson(PEOPLE),
    NotUnderstood((Intent.SCHOOL_STATUS,), ("абракадабра",) * 90, EVERYBODY, 40),
)
SLOTS = Slots(
    schools=SCHOOLS,
    territory=KnownTerritory(1, "Приречно-Заозёрский муниципальный округ " * 3),
    number="10.12.10",
    kind=Kind.VISIT,
    topic="преодоление рисков " * 9,
    stage=1,
    executor=Executor.CURATOR,
    person=PEOPLE[0],
    state=State.PENDING,
    subject=Subject.SCHOOLS,
    period=Span(rel=Rel.THIS_YEAR),
)


def plain(words: str) -> str:
    return html.unescape(re.sub(r"<[^<>]+>", "", words))


def units(words: str) -> int:
    return len(plain(words).encode("utf-16-le")) // 2


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: type(answer).__name__)
@pytest.mark.parametrize("own", [0, 1])
def test_the_longest_answer_fits(answer: Answer, own: int) -> None:
    for intent in (Intent.CHECKLIST, Intent.COUNT):
        card = AnswerCard(Understood(Question(intent, SLOTS), YEAR, own), answer)
        screen = answer_screen(TEXTS, card, 1)
        assert units(screen.text) <= LIMIT
        assert len(re.findall(r"<(?!/)", screen.text)) <= ENTITIES
        assert "<основная>" not in screen.text
        assert "<школьных>" not in screen.text
        assert len(screen.rows) <= CHOICES


MAY = (date(2027, 5, 1), date(2027, 5, 31))
WINTER = (date(2027, 12, 1), date(2028, 2, 29))
LAKE = (KnownSchool(1, "Озёрская СОШ"),)
DONE, PENDING, LATE = State.DONE, State.PENDING, State.OVERDUE
OF_SCHOOLS, OF_TASKS = Subject.SCHOOLS, Subject.TASKS


@pytest.mark.parametrize(
    ("intent", "slots", "days", "own", "words"),
    [
        (Intent.SCHOOL_STATUS, Slots(schools=LAKE), None, 1, "статус, Озёрская СОШ"),
        (
            Intent.TASK_STATUS,
            Slots(number="3.4", topic="концепция"),
            None,
            0,
            "как с мероприятием, п. 3.4, «концепция»",
        ),
        (Intent.OVERDUE, Slots(subject=OF_SCHOOLS), None, 2, "кто просрочил, ваши школы"),
        (Intent.OVERDUE, Slots(period=Span(month=5)), MAY, 0, "что просрочено, 1 мая – 31 мая"),
        (
            Intent.CHECKLIST,
            Slots(state=PENDING, subject=OF_SCHOOLS, kind=Kind.VISIT, stage=2),
            None,
            0,
            "какие школы не посещены, второй раз или этап",
        ),
        (Intent.CHECKLIST, Slots(state=DONE, subject=OF_TASKS), None, 1, "что сделано, ваша школа"),
        (Intent.CHECKLIST, Slots(state=DONE, subject=OF_SCHOOLS, topic="договор"), None, 0, "кто сделал, «договор»"),
        (Intent.COUNT, Slots(state=DONE, subject=OF_SCHOOLS), None, 0, "сколько школ сделали"),
        (Intent.COUNT, Slots(state=LATE, subject=OF_TASKS), None, 0, "сколько задач просрочено"),
        (Intent.COUNT, Slots(period=Span(rel=Rel.TODAY)), (TODAY, TODAY), 0, "сколько запланировано, пт 12 марта"),
        (
            Intent.AGENDA,
            Slots(period=Span(rel=Rel.UNTIL, md=MonthDay(5, 31))),
            (TODAY, MAY[1]),
            0,
            "что по плану, до 31 мая",
        ),
        (Intent.AGENDA, Slots(period=Span(quarter=1)), WINTER, 0, "что по плану, 1 декабря 2027 – 29 февраля 2028"),
        (
            Intent.WHEN,
            Slots(kind=Kind.WEBINAR, period=Span(rel=Rel.NEXT)),
            YEAR,
            0,
            "когда, вебинар, ближайшее",
        ),
        (Intent.WHEN, Slots(state=DONE, kind=Kind.EVENT), None, 0, "когда сделано, семинар или совещание"),
        (
            Intent.CONTACT,
            Slots(executor=Executor.SCHOOL, schools=LAKE),
            None,
            1,
            "кто это и кто отвечает, директор, Озёрская СОШ",
        ),
        (
            Intent.SCHOOL_STATUS,
            Slots(schools=tuple(KnownSchool(n, f"Школа {n}") for n in range(5))),
            None,
            0,
            "статус, Школа 0, Школа 1, Школа 2 и ещё 2",
        ),
    ],
)
def test_how_it_was_understood(
    intent: Intent, slots: Slots, days: tuple[date, date] | None, own: int, words: str
) -> None:
    card = AnswerCard(Understood(Question(intent, slots), days, own), Help(EVERYBODY, 1))
    assert plain(answer_screen(TEXTS, card, 1).text).splitlines()[0] == f"Понял так: {words}"


def said(answer: Answer) -> str:
    card = AnswerCard(Understood(Question(Intent.OVERDUE), None, 0), answer)
    return plain(answer_screen(TEXTS, card, 1).text)


def test_what_does_not_count_is_named() -> None:
    counted = Count(Subject.TASKS, State.DONE, 1, 3, 2, 0, LeftOut(waiting=1, not_held=2, before_start=3))
    words = said(counted)
    assert "Сделано: 1 из 3 (33 %).\nВсего 2 мероприятия, 3 задачи." in words
    assert "Не считаются: ждём от других — 1; не проводится — 2; срок был до публикации — 3." in words


def test_a_long_list_is_cut_and_says_how_much_more() -> None:
    lines = [line(number, days=5) for number in range(22)]
    assert "…и ещё 2 школы" in said(Overdue.of(lines, None))
    assert "…и ещё 1 школа" in said(Checklist.of(lines[:21], State.PENDING, None))


def test_a_school_that_is_the_only_one_of_its_name_needs_no_place() -> None:
    assert "округ 0)" not in said(Overdue.of([line(0, days=5), line(3, days=5)], None))
    assert "(Приречно-Заозёрский…)" in said(Overdue.of([line(0, days=5), line(1, days=5)], None))


def task(number: str, *, unit: str, document: bool = False) -> TaskCard:
    return TaskCard(
        1, number, ROW, "", Kind.OTHER, None, None, TODAY, Stands.PLANNED, None, False, unit, 1, document, True, TODAY
    )


def test_the_tasks_that_a_word_may_mean() -> None:
    two = [task("2", unit="Озёрская СОШ"), task("3", unit="Липовская ООШ", document=True)]
    screen = which_task_screen(TEXTS, MarkByWords(None, Verb.DONE), two, 1)
    assert [button.text.split(" · ")[:3] for row in screen.rows for button in row] == [
        ["2", "12 марта", "Озёрская СОШ"],
        ["3", "12 марта", "Липовская ООШ"],
    ]
    assert [button.press.__prefix__ for row in screen.rows for button in row if button.press] == ["md", "ot"]
    assert len(which_task_screen(TEXTS, MarkByWords("2", Verb.HELP), two * 9, 1).rows) == CHOICES


def test_no_more_than_a_few_examples() -> None:
    screen = answer_screen(TEXTS, AnswerCard(Understood(Question(Intent.HELP), None, 0), Help(EVERYBODY, 1)), 1)
    assert len(screen.rows) == OFFERED
