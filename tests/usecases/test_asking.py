import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from handlers.texts import Texts
from handlers.views.asking import EXAMPLES, answer_screen, example_words
from models.asking.question import Intent, State, Subject
from models.cards.asking import (
    Agenda,
    AgendaItem,
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
    SchoolStatus,
    SchoolStatuses,
    TaskList,
    TaskStatuses,
    When,
    WhichPerson,
    WhichSchool,
)
from models.domain.access import Role
from models.domain.lifecycles import State as Stands
from models.domain.moments import local_day
from models.domain.plan import Executor, Kind, Scope
from models.domain.refusals import NotYours, OutOfReach
from models.domain.tallies import LeftOut, UnitTally
from models.language.participants import SchoolLine
from models.queries.looks import LOOKED_UP
from models.tables import AuditEntry
from models.usecases import asking, tasks, webinars
from models.usecases.asking import AskerUnclear
from tests.builders import (
    BEGINNING,
    BIRCH,
    BIRCH_DIRECTOR,
    COORDINATOR,
    CURATOR,
    DIRECTOR,
    DISTRICT,
    FOREST,
    GOVERNOR,
    LAKE,
    LINDEN,
    NEIGHBOUR,
    NEXT_CURATOR,
    NEXT_DIRECTOR,
    NEXT_DOOR,
    REGION,
    SAMARA,
    SECOND_CURATOR,
    Land,
    at,
    between,
    day,
    document,
    land_of,
    row,
    until,
    visit,
)
from tests.conftest import Clock

SECRET = "Тайное совещание"
"""The neighbour's row."""


NOW = at(3, 12, 10)


@pytest.fixture(scope="module")
def planned(settled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The land with a road map published on Thursday, 4 March; by Friday, 12 March, some of it is done."""
    file = tmp_path_factory.mktemp("planned") / "vekha.sqlite3"

    async def plan() -> None:
        async with land_of(settled, file, Clock(BEGINNING)) as land:
            await publish(land)
            await live(land)

    asyncio.run(plan())
    return file


@pytest.fixture
async def land(planned: Path, tmp_path: Path, clock: Clock) -> AsyncIterator[Land]:
    """It is Friday, 12 March 2027, 10:00 in the district."""
    clock.set(NOW)
    async with land_of(planned, tmp_path / "land.sqlite3", clock) as land:
        yield land


async def publish(land: Land) -> None:
    await land.publish(
        row("1", until(2, 20), text="Назначение школьных команд"),
        visit("2", until(3, 10), text="Первичное посещение школ кураторами"),
        visit("3", until(9, 24), text="Второе посещение школ кураторами"),
        document("4", until(3, 30), text="Разработка концепции развития школы"),
        row(
            "5",
            between(day(3, 4), day(4, 1), "FREQ=WEEKLY;BYDAY=TH"),
            kind=Kind.WEBINAR,
            text="Участие в вебинарах по рискам",
        ),
        row("6", until(3, 15), by=(Executor.FEDERAL,), scope=Scope.WAITING, text="Предоставление доступа"),
        row("7", until(3, 12), by=(Executor.MUNICIPAL_COORDINATOR,), scope=Scope.ONCE, text="Круглый стол"),
        row("8", until(4, 15), kind=Kind.SURVEY, text="Анкетирование педагогов"),
    )
    await land.publish(row("99", until(3, 10), text=SECRET, kind=Kind.EVENT), by=NEIGHBOUR)


async def live(land: Land) -> None:
    """A visit, two webinars, a document that came back and one that is with the curator."""
    land.clock.set(at(3, 11, 15))
    await marks(land, CURATOR, "2", LAKE, on=day(3, 10))
    await marks(land, DIRECTOR, "5", LAKE, on=day(3, 4))
    await marks(land, DIRECTOR, "5", LAKE, term=1)
    sent = await land.sends(DIRECTOR, (await land.assignment("4", LAKE)).id)
    await land.returns(CURATOR, sent.document_id)
    land.clock.set(NOW)
    await land.sends(BIRCH_DIRECTOR, (await land.assignment("4", BIRCH)).id)


async def marks(land: Land, who: str, number: str, unit: str, *, on: date | None = None, term: int = 0) -> None:
    assignments = await land.assignments(number, unit)
    await tasks.mark_done(land.work, await land.actor(who), assignments[term].id, on=on)


async def ask(land: Land, who: str, text: str) -> AnswerCard:
    return await asking.answer(land.work, await land.actor(who), text)


async def told(land: Land, who: str, text: str) -> Answer:
    return (await ask(land, who, text)).answer


def seen(card: AnswerCard) -> str:
    """The words that the asker reads, those of the buttons too."""
    screen = answer_screen(Texts(), card, 1)
    return "\n".join([screen.text, *(button.text for line in screen.rows for button in line)])


async def status_of(land: Land, who: str, text: str) -> SchoolStatus:
    answer = await told(land, who, text)
    assert isinstance(answer, SchoolStatuses)
    (status,) = answer.schools
    return status


async def checklist(land: Land, who: str, text: str) -> Checklist:
    answer = await told(land, who, text)
    assert isinstance(answer, Checklist)
    return answer


async def count(land: Land, who: str, text: str) -> Count:
    answer = await told(land, who, text)
    assert isinstance(answer, Count)
    return answer


async def agenda(land: Land, who: str, text: str) -> Agenda:
    answer = await told(land, who, text)
    assert isinstance(answer, Agenda)
    return answer


def names(tallies: Sequence[UnitTally | AgendaItem]) -> list[str | None]:
    return [tally.unit for tally in tallies]


class TestSchoolStatus:
    async def test_what_is_done_came_back_and_is_next(self, land: Land) -> None:
        status = await status_of(land, COORDINATOR, "статус озёрской")
        # 2, 3, 4, 8 and five webinars; done are the visit and two webinars
        assert (status.school, status.done, status.total, status.pending) == (LAKE, 3, 9, 6)
        assert status.overdue == ()
        assert [line.number for line in status.returned] == ["4"]
        assert [(line.number, line.due_on) for line in status.following] == [("5", day(3, 18))]
        assert status.left_out == LeftOut(before_start=1)

    async def test_what_is_late_and_with_the_curator(self, land: Land) -> None:
        status = await status_of(land, COORDINATOR, "статус берёзовской")
        assert (status.done, status.total, status.on_check) == (1, 9, 1)
        assert [(line.number, line.days_late) for line in status.overdue] == [("5", 8), ("2", 2), ("5", 1)]

    async def test_a_director_names_no_school(self, land: Land) -> None:
        assert (await status_of(land, DIRECTOR, "статус")).school == LAKE

    async def test_several_schools(self, land: Land) -> None:
        answer = await told(land, COORDINATOR, "статус озёрской и липовской")
        assert isinstance(answer, SchoolStatuses)
        assert [(status.school, status.done) for status in answer.schools] == [(LAKE, 3), (LINDEN, 0)]

    async def test_what_is_withdrawn_or_not_held_does_not_count(self, land: Land) -> None:
        await land.withdraw((await land.assignment("8", LINDEN)).id)
        await land.turns((await land.assignment("3", LINDEN)).id, Stands.NOT_HELD)
        status = await status_of(land, COORDINATOR, "статус липовской")
        assert (status.done, status.total) == (0, 7)
        assert status.left_out == LeftOut(not_held=1, before_start=1)

    async def test_an_archive_does_not_count(self, land: Land) -> None:
        await land.publish(row("1", until(2, 1, 2026), text="Прошлое"), year=2026, archive=True)
        assert (await status_of(land, COORDINATOR, "статус озёрской")).left_out == LeftOut(before_start=1)


class TestTaskStatus:
    async def test_by_number(self, land: Land) -> None:
        answer = await told(land, COORDINATOR, "п. 2")
        assert isinstance(answer, TaskStatuses)
        (task,) = answer.tasks
        assert (task.tally.done, task.tally.total, task.tally.overdue) == (1, 3, 2)
        assert {line.unit: line.done_on for line in task.lines} == {LAKE: day(3, 10), BIRCH: None, LINDEN: None}

    async def test_several_terms_of_a_row_at_each_school(self, land: Land) -> None:
        answer = await told(land, COORDINATOR, "п. 5")
        assert isinstance(answer, TaskStatuses)
        (task,) = answer.tasks
        assert [(unit.unit, unit.done, unit.total, unit.overdue, unit.due_on) for unit in task.units] == [
            (BIRCH, 0, 5, 2, day(3, 4)),
            (LINDEN, 0, 5, 2, day(3, 4)),
            (LAKE, 2, 5, 0, day(3, 18)),
        ]

    async def test_by_topic_at_one_school(self, land: Land) -> None:
        answer = await told(land, COORDINATOR, "что у озёрской с концепцией")
        assert isinstance(answer, TaskStatuses)
        (task,) = answer.tasks
        (line,) = task.lines
        assert (line.number, line.done, line.returned, line.due_on) == ("4", False, True, day(3, 30))

    async def test_by_kind_and_stage(self, land: Land) -> None:
        answer = await told(land, COORDINATOR, "второе посещение озёрской")
        assert isinstance(answer, TaskStatuses)
        assert [task.tally.number for task in answer.tasks] == ["3"]

    async def test_what_does_not_count_is_shown_but_in_no_figure(self, land: Land) -> None:
        answer = await told(land, COORDINATOR, "п. 1")
        assert isinstance(answer, TaskStatuses)
        (task,) = answer.tasks
        assert (task.tally.done, task.tally.total, len(task.lines)) == (0, 0, 3)

    async def test_the_stage_goes_by_days_where_no_words_tell(self, land: Land) -> None:
        await land.publish(visit("10", until(5, 5), until(6, 6), text="Посещение и беседы", scope=Scope.SCHOOL))
        for number in ("2", "3"):
            await land.withdraw((await land.assignment(number, LAKE)).id)
        answer = await told(land, COORDINATOR, "когда второе посещение озёрской")
        assert isinstance(answer, When)
        assert [term.due_on for task in answer.tasks for term in task.terms] == [day(6, 6)]


class TestOverdue:
    async def test_by_school_with_the_days_late(self, land: Land) -> None:
        answer = await told(land, COORDINATOR, "просрочено")
        assert isinstance(answer, Overdue)
        assert (answer.overdue, answer.total) == (6, 28)
        assert (answer.late_schools, answer.schools) == (2, 3)
        assert [(unit.unit, unit.overdue, unit.total, unit.days_late) for unit in answer.units] == [
            (BIRCH, 3, 9, 8),
            (LINDEN, 3, 9, 8),
        ]

    async def test_by_row(self, land: Land) -> None:
        answer = await told(land, COORDINATOR, "какие задачи просрочены")
        assert isinstance(answer, Overdue)
        assert [(task.number, task.overdue, task.total) for task in answer.tasks] == [("5", 4, 15), ("2", 2, 3)]

    async def test_who_asks_of_schools_alone(self, land: Land) -> None:
        answer = await told(land, COORDINATOR, "кто просрочил")
        assert isinstance(answer, Overdue)
        assert (answer.overdue, answer.total) == (6, 27)

    async def test_one_school_line_by_line(self, land: Land) -> None:
        answer = await told(land, BIRCH_DIRECTOR, "просрочено")
        assert isinstance(answer, Overdue)
        assert [(line.number, line.due_on) for line in answer.lines] == [
            ("5", day(3, 4)),
            ("2", day(3, 10)),
            ("5", day(3, 11)),
        ]

    async def test_the_due_day_itself_is_not_overdue(self, land: Land) -> None:
        land.clock.set(at(3, 10, 23, 59))
        assert (await count(land, BIRCH_DIRECTOR, "сколько просрочено")).found == 1
        land.clock.set(at(3, 11, 0, 0))
        assert (await count(land, BIRCH_DIRECTOR, "сколько просрочено")).found == 2

    async def test_within_a_period(self, land: Land) -> None:
        answer = await told(land, COORDINATOR, "просрочено на прошлой неделе")
        assert isinstance(answer, Overdue)
        # only the webinar of 4 March
        assert (answer.overdue, answer.total) == (2, 3)

    async def test_by_a_persons_own_rows(self, land: Land) -> None:
        answer = await told(land, COORDINATOR, "долги белова")
        assert isinstance(answer, Overdue)
        # two visits at each of two schools
        assert (answer.overdue, answer.total) == (1, 4)


class TestChecklist:
    async def test_who_has_not_been_visited(self, land: Land) -> None:
        answer = await checklist(land, COORDINATOR, "кто не посетил школы")
        assert (answer.state, answer.total) == (State.PENDING, 3)
        assert names(answer.has) == [LAKE]
        assert [(unit.unit, unit.due_on, unit.days_late) for unit in answer.has_not] == [
            (BIRCH, day(3, 10), 2),
            (LINDEN, day(3, 10), 2),
        ]
        assert answer.not_yet == ()

    async def test_whose_day_has_not_come(self, land: Land) -> None:
        answer = await checklist(land, COORDINATOR, "кто не посетил второй раз")
        assert (names(answer.has), names(answer.has_not)) == ([], [])
        assert [(unit.unit, unit.due_on) for unit in answer.not_yet] == [
            (name, day(9, 24)) for name in (BIRCH, LINDEN, LAKE)
        ]

    async def test_on_the_due_day_a_school_has_not_yet_but_is_not_late(self, land: Land) -> None:
        land.clock.set(at(3, 10, 10))
        answer = await checklist(land, COORDINATOR, "кто не посетил школы")
        assert [(unit.unit, unit.days_late) for unit in answer.has_not] == [(BIRCH, 0), (LINDEN, 0)]

    async def test_the_day_before_it_is_not_due(self, land: Land) -> None:
        land.clock.set(at(3, 9, 10))
        assert names((await checklist(land, COORDINATOR, "кто не посетил школы")).not_yet) == [BIRCH, LINDEN]

    async def test_who_has(self, land: Land) -> None:
        answer = await checklist(land, COORDINATOR, "кто сдал концепцию")
        assert [(unit.unit, unit.done_on) for unit in answer.has] == [(BIRCH, day(3, 12))]
        assert names(answer.not_yet) == [LINDEN, LAKE]

    async def test_who_has_on_certain_days(self, land: Land) -> None:
        answer = await checklist(land, COORDINATOR, "кто посетил школы на этой неделе")
        assert (names(answer.has), answer.total) == ([LAKE], 3)
        answer = await checklist(land, COORDINATOR, "кто посетил школы на прошлой неделе")
        assert (names(answer.has), answer.has_not, answer.not_yet, answer.total) == ([], (), (), 3)

    async def test_whom_a_person_has_not_visited(self, land: Land) -> None:
        answer = await checklist(land, COORDINATOR, "кого не посетил белов")
        assert (names(answer.has), names(answer.has_not), answer.total) == ([LAKE], [BIRCH], 2)

    async def test_by_a_role(self, land: Land) -> None:
        answer = await checklist(land, COORDINATOR, "в каких школах не было кураторов")
        assert names(answer.has_not) == [BIRCH, LINDEN]

    async def test_which_rows_are_not_done(self, land: Land) -> None:
        answer = await told(land, DIRECTOR, "что осталось сделать")
        assert isinstance(answer, TaskList)
        assert (answer.found, answer.total) == (6, 9)
        assert [(task.number, task.done, task.total) for task in answer.tasks] == [
            ("5", 2, 5),
            ("4", 0, 1),
            ("8", 0, 1),
            ("3", 0, 1),
        ]

    async def test_until_a_day_takes_in_what_was_due_before(self, land: Land) -> None:
        answer = await told(land, BIRCH_DIRECTOR, "что осталось сделать до 18 марта")
        assert isinstance(answer, TaskList)
        # 4, 11 and 18 March of the webinars, and the visit
        assert (answer.found, answer.total) == (4, 4)

    async def test_which_rows_are_done(self, land: Land) -> None:
        answer = await told(land, DIRECTOR, "что сделано")
        assert isinstance(answer, TaskList)
        assert ([task.number for task in answer.tasks], answer.found, answer.total) == (["5", "2"], 3, 9)

    async def test_rows_of_the_territory_where_no_school_is_concerned(self, land: Land) -> None:
        answer = await checklist(land, COORDINATOR, "кто не сделал п. 7")
        assert names(answer.has_not) == [DISTRICT]


class TestCount:
    async def test_schools_that_have(self, land: Land) -> None:
        answer = await count(land, COORDINATOR, "сколько школ сдали концепцию")
        assert (answer.subject, answer.found, answer.total, answer.not_yet) == (Subject.SCHOOLS, 1, 3, 2)

    async def test_schools_that_have_not(self, land: Land) -> None:
        answer = await count(land, COORDINATOR, "сколько школ не посетили")
        assert (answer.found, answer.total, answer.not_yet) == (2, 3, 0)

    async def test_schools_that_are_late(self, land: Land) -> None:
        answer = await count(land, COORDINATOR, "сколько школ просрочили")
        assert (answer.found, answer.total) == (2, 3)

    async def test_assignments_done(self, land: Land) -> None:
        answer = await count(land, COORDINATOR, "сколько выполнено")
        assert (answer.subject, answer.found, answer.total, answer.rows) == (Subject.TASKS, 4, 28, 6)
        assert answer.left_out == LeftOut(waiting=1, before_start=3)

    async def test_assignments_late_and_left(self, land: Land) -> None:
        assert (await count(land, COORDINATOR, "сколько просрочено")).found == 6
        left = await count(land, COORDINATOR, "сколько осталось сделать озёрской")
        assert (left.found, left.total) == (6, 9)

    async def test_what_is_planned(self, land: Land) -> None:
        answer = await count(land, COORDINATOR, "сколько мероприятий в марте")
        # four webinars and a visit and a document of three schools, and the round table; the visit, two webinars and
        # a document are done
        assert (answer.state, answer.found, answer.total, answer.rows) == (None, 4, 19, 4)
        assert answer.left_out == LeftOut(waiting=1)

    async def test_a_waiting_row_counts_once_it_is_marked(self, land: Land) -> None:
        await marks(land, COORDINATOR, "6", DISTRICT)
        answer = await count(land, COORDINATOR, "сколько выполнено")
        assert (answer.found, answer.total, answer.left_out) == (5, 29, LeftOut(before_start=3))


class TestAgenda:
    async def test_what_is_due_in_a_week(self, land: Land) -> None:
        answer = await agenda(land, COORDINATOR, "что на этой неделе")
        assert [(item.due_on, item.number, item.done, item.total, item.unit) for item in answer.items] == [
            (day(3, 10), "2", 1, 3, None),
            (day(3, 11), "5", 1, 3, None),
            (day(3, 12), "7", 0, 1, DISTRICT),
        ]
        assert answer.overdue == 2

    async def test_what_others_do_is_named_and_not_counted(self, land: Land) -> None:
        answer = await agenda(land, COORDINATOR, "что на следующей неделе")
        assert [(item.number, item.total, item.waiting) for item in answer.items] == [("6", 0, True), ("5", 3, False)]

    async def test_both_ends_of_a_period_belong_to_it(self, land: Land) -> None:
        answer = await agenda(land, COORDINATOR, "что с 11 по 18 марта")
        assert [(item.due_on, item.number) for item in answer.items] == [
            (day(3, 11), "5"),
            (day(3, 12), "7"),
            (day(3, 15), "6"),
            (day(3, 18), "5"),
        ]
        assert (await agenda(land, COORDINATOR, "что с 13 по 14 марта")).items == ()

    async def test_the_day_is_that_of_the_askers_territory(self, land: Land) -> None:
        land.clock.set(at(3, 12, 23, 30))
        assert names((await agenda(land, COORDINATOR, "что сегодня")).items) == [DISTRICT]
        land.clock.set(at(3, 13, 0, 30))
        assert (await agenda(land, COORDINATOR, "что сегодня")).items == ()

    async def test_webinars_stand_beside(self, land: Land) -> None:
        await announce(land)
        answer = await agenda(land, DIRECTOR, "что на следующей неделе")
        assert [webinar.title for webinar in answer.webinars] == ["Работа с рисками"]
        assert len((await agenda(land, COORDINATOR, "что на следующей неделе")).webinars) == 1
        assert (await agenda(land, CURATOR, "что на следующей неделе")).webinars == ()
        assert (await agenda(land, DIRECTOR, "посещения на следующей неделе")).webinars == ()

    async def test_only_the_next(self, land: Land) -> None:
        answer = await agenda(land, COORDINATOR, "ближайшее мероприятие")
        assert [(item.due_on, item.number) for item in answer.items] == [(day(3, 12), "7")]


async def announce(land: Land) -> None:
    await webinars.add_webinar(
        land.work,
        await land.actor(COORDINATOR),
        title="Работа с рисками",
        starts_at=at(3, 17, 15),
        zone=SAMARA,
        link="https://example.ru/room",
        roles=(Role.DIRECTOR,),
    )


class TestWhen:
    async def test_a_unit_is_named_only_among_others(self, land: Land) -> None:
        alone, among = await told(land, DIRECTOR, "когда п. 8"), await told(land, COORDINATOR, "когда п. 8")
        assert isinstance(alone, When)
        assert isinstance(among, When)
        assert (alone.placed, among.placed) == (False, True)
        items = (await agenda(land, DIRECTOR, "что в апреле")).items
        assert [(item.number, item.unit) for item in items] == [("5", None), ("8", None)]

    async def test_the_next_term_comes_first(self, land: Land) -> None:
        answer = await told(land, COORDINATOR, "когда вебинар")
        assert isinstance(answer, When)
        (task,) = answer.tasks
        assert [term.due_on for term in task.terms] == [
            day(3, 18),
            day(3, 25),
            day(4, 1),
            day(3, 11),
            day(3, 4),
        ]
        assert [(term.done, term.total, term.past) for term in task.terms[-2:]] == [(1, 3, True), (1, 3, True)]

    async def test_a_webinar_on_the_air(self, land: Land) -> None:
        await announce(land)
        answer = await told(land, DIRECTOR, "когда ближайший вебинар")
        assert isinstance(answer, When)
        assert [webinar.title for webinar in answer.webinars] == ["Работа с рисками"]
        assert [term.due_on for task in answer.tasks for term in task.terms] == [day(3, 18)]

    async def test_a_webinar_about_something_else(self, land: Land) -> None:
        await announce(land)
        answer = await told(land, DIRECTOR, "когда вебинар про концепцию")
        assert isinstance(answer, When)
        assert answer.webinars == ()

    async def test_the_day_of_doing(self, land: Land) -> None:
        answer = await told(land, COORDINATOR, "когда посетили озёрскую")
        assert isinstance(answer, When)
        assert [(term.unit, term.done_on) for task in answer.tasks for term in task.terms] == [(LAKE, day(3, 10))]

    async def test_the_terms_where_nothing_is_done(self, land: Land) -> None:
        answer = await told(land, COORDINATOR, "когда посетили липовскую")
        assert isinstance(answer, When)
        assert not answer.done
        assert [term.due_on for task in answer.tasks for term in task.terms] == [day(3, 10), day(9, 24)]


class TestContacts:
    async def names(self, land: Land, who: str, text: str) -> list[str]:
        answer = await told(land, who, text)
        assert isinstance(answer, Contacts)
        return [contact.name for contact in answer.people]

    async def test_the_people_of_a_school(self, land: Land) -> None:
        assert await self.names(land, COORDINATOR, "телефон директора озёрской") == [DIRECTOR]
        assert await self.names(land, COORDINATOR, "кто куратор у берёзовской") == [CURATOR, SECOND_CURATOR]
        assert len(await self.names(land, COORDINATOR, "контакты озёрской")) == 3

    async def test_who_is_away_and_who_acts_for_them(self, land: Land) -> None:
        today = local_day(land.clock(), SAMARA)
        await land.is_away(DIRECTOR, today, today + timedelta(days=8), substitute=BIRCH_DIRECTOR)
        await land.appoint(BIRCH_DIRECTOR, Role.DIRECTOR, school=LAKE, acting_for=DIRECTOR)
        answer = await told(land, COORDINATOR, "кто директор озёрской")
        assert isinstance(answer, Contacts)
        assert [(one.name, one.acting_for, one.away_until) for one in answer.people] == [
            (BIRCH_DIRECTOR, DIRECTOR, None),
            (DIRECTOR, None, today + timedelta(days=8)),
        ]

    async def test_the_coordinators_above(self, land: Land) -> None:
        assert await self.names(land, DIRECTOR, "телефон координатора") == [COORDINATOR]
        assert await self.names(land, DIRECTOR, "телефон регионального координатора") == [GOVERNOR]
        assert await self.names(land, GOVERNOR, "телефон координатора лесного района") == [NEIGHBOUR]

    async def test_a_person_by_name(self, land: Land) -> None:
        answer = await told(land, COORDINATOR, "телефон громовой")
        assert isinstance(answer, Contacts)
        assert [(one.name, one.role, one.place) for one in answer.people] == [(SECOND_CURATOR, Role.CURATOR, BIRCH)]

    async def test_a_look_is_kept(self, land: Land) -> None:
        await ask(land, COORDINATOR, "кто куратор у берёзовской")
        kept = await land.rows(AuditEntry, AuditEntry.action == LOOKED_UP)
        people = [(await land.actor(name)).person_id for name in (CURATOR, SECOND_CURATOR)]
        coordinator = (await land.actor(COORDINATOR)).person_id
        assert [(entry.person_id, entry.subject_id) for entry in kept] == [(coordinator, one) for one in people]

    async def test_a_look_at_oneself_is_not(self, land: Land) -> None:
        await ask(land, DIRECTOR, "кто директор озёрской")
        assert await land.rows(AuditEntry, AuditEntry.action == LOOKED_UP) == []

    async def test_nobody_is_shown_without_consent(self, land: Land) -> None:
        await land.forgets_consent(SECOND_CURATOR)
        assert await self.names(land, COORDINATOR, "кто куратор у берёзовской") == [CURATOR]
        assert isinstance(await told(land, COORDINATOR, "телефон громовой"), NotUnderstood)

    async def test_namesakes(self, land: Land) -> None:
        for name, school in (("Анна Орлова", LAKE), ("Мария Орлова", LINDEN)):
            await land.comes_in(name, Role.CURATOR, at_schools=(school,))
        assert await self.names(land, COORDINATOR, "телефон орловой") == ["Мария Орлова", "Анна Орлова"]
        which = await told(land, COORDINATOR, "долги орловой")
        assert isinstance(which, WhichPerson)
        assert [person.name for person in which.candidates] == ["Анна Орлова", "Мария Орлова"]


class TestTheRest:
    async def test_help(self, land: Land) -> None:
        assert await told(land, DIRECTOR, "помощь") == Help(frozenset({Role.DIRECTOR}), 1)

    async def test_what_will_come_by_itself(self, land: Land) -> None:
        await announce(land)
        director = await told(land, DIRECTOR, "напоминания")
        assert isinstance(director, Reminders)
        assert (director.visit_on, director.webinar and director.webinar.title) == (None, "Работа с рисками")
        curator = await told(land, CURATOR, "напоминания")
        assert isinstance(curator, Reminders)
        # that of Birch of 10 March is over
        assert (curator.visit_on, curator.webinar) == (day(9, 24), None)

    async def test_no_report_and_no_made_up_figures(self, land: Land) -> None:
        assert await told(land, COORDINATOR, "отчёт на конец мая") == ReportLater(day(5, 31))
        assert await told(land, COORDINATOR, "отчёт") == ReportLater(None)

    async def test_nonsense(self, land: Land) -> None:
        answer = await told(land, COORDINATOR, "какая погода завтра")
        assert isinstance(answer, NotUnderstood)
        assert answer.missed == ("погода",)

    async def test_a_name_of_several_schools(self, land: Land) -> None:
        await land.adds(*(SchoolLine(n, DISTRICT, f"Ключевская СОШ № {n}", SAMARA, True, REGION) for n in (1, 2)))
        which = await told(land, COORDINATOR, "статус ключевской")
        assert isinstance(which, WhichSchool)
        first, second = which.candidates
        assert (first.name, second.name) == ("Ключевская СОШ № 1", "Ключевская СОШ № 2")
        actor = await land.actor(COORDINATOR)
        card = await asking.answer(land.work, actor, "статус ключевской", school_id=second.id)
        assert isinstance(card.answer, SchoolStatuses)
        assert [status.school for status in card.answer.schools] == [second.name]
        with pytest.raises(OutOfReach):
            await asking.answer(land.work, actor, "статус ключевской", school_id=(await land.school(LAKE)).id)

    async def test_every_ready_question_is_understood(self, land: Land) -> None:
        for one in EXAMPLES:
            card = await ask(land, DIRECTOR, example_words(Texts(), one.number))
            assert card.understood.question.intent is one.intent


QUESTIONS = (
    "просрочено",
    "кто просрочил",
    "кто не посетил школы",
    "кто посетил школы",
    "кто сдал концепцию",
    "сколько выполнено",
    "сколько школ сдали концепцию",
    "что в марте",
    "что в этом году",
    "что осталось сделать",
    "что сделано",
    "когда вебинар",
    "когда посещение",
    "телефон директора",
    "телефон куратора",
    "телефон координатора",
    "напоминания",
    "помощь",
    "п. 2",
    "п. 99",
    "концепция",
    "семинары в марте",
    "что нового",
)
NEXT_DOORS = (FOREST, "Лесн", NEXT_DOOR, SECRET, NEIGHBOUR, NEXT_CURATOR, NEXT_DIRECTOR)


class TestReach:
    @pytest.mark.parametrize("who", [COORDINATOR, CURATOR, DIRECTOR])
    async def test_nothing_of_the_neighbour_is_ever_told(self, land: Land, who: str) -> None:
        for question in QUESTIONS:
            words = seen(await ask(land, who, question))
            assert [name for name in NEXT_DOORS if name in words] == [], question

    async def test_a_director_sees_one_school(self, land: Land) -> None:
        for question in QUESTIONS:
            words = seen(await ask(land, DIRECTOR, question))
            assert BIRCH not in words, question
            assert LINDEN not in words, question
        assert (await count(land, DIRECTOR, "сколько выполнено")).total == 9

    async def test_a_curator_sees_two(self, land: Land) -> None:
        assert names((await checklist(land, CURATOR, "кто не посетил школы")).has_not) == [BIRCH]

    async def test_a_region_sees_all(self, land: Land) -> None:
        answer = await told(land, GOVERNOR, "просрочено")
        assert isinstance(answer, Overdue)
        assert (answer.overdue, answer.total) == (7, 29)
        narrowed = await told(land, GOVERNOR, "просрочено в лесном районе")
        assert isinstance(narrowed, Overdue)
        assert (narrowed.overdue, narrowed.total, names(narrowed.units)) == (1, 1, [FOREST])

    @pytest.mark.parametrize(
        ("theirs", "nobodys"),
        [
            ("статус лесной", "статус бобровой"),
            ("телефон дальней", "телефон зимней"),
            ("просрочено в лесном районе", "просрочено в бобровом районе"),
            ("тайное совещание", "дивное совещание"),
        ],
    )
    async def test_the_neighbours_look_like_nonsense(self, land: Land, theirs: str, nobodys: str) -> None:
        a, b = await ask(land, COORDINATOR, theirs), await ask(land, COORDINATOR, nobodys)
        assert isinstance(a.answer, NotUnderstood)
        assert isinstance(b.answer, NotUnderstood)
        assert a.answer.nearest == b.answer.nearest
        assert len(a.answer.missed) == len(b.answer.missed)

    async def test_the_neighbours_number_looks_like_none(self, land: Land) -> None:
        theirs, nobodys = await told(land, COORDINATOR, "п. 99"), await told(land, COORDINATOR, "п. 98")
        assert theirs == nobodys == TaskStatuses((), 0)

    async def test_someone_with_no_place_sees_nothing(self, land: Land) -> None:
        await land.serves(DIRECTOR, until=day(3, 1))
        answer = await told(land, DIRECTOR, "просрочено")
        assert isinstance(answer, Overdue)
        assert answer.total == 0
        assert isinstance(await told(land, DIRECTOR, "статус озёрской"), NotUnderstood)


class TestStatusInWords:
    async def meant(self, land: Land, who: str, number: str | None, shown: tuple[int, ...] = ()) -> list[str]:
        cards = await asking.tasks_meant(land.work, await land.actor(who), number, shown)
        return [f"{card.number} {card.unit} {card.due_on:%d.%m}" for card in cards]

    async def test_the_only_one_that_has_begun(self, land: Land) -> None:
        assert await self.meant(land, COORDINATOR, "7") == [f"7 {DISTRICT} 12.03"]

    async def test_of_several_that_have_begun_the_earliest_due(self, land: Land) -> None:
        assert await self.meant(land, BIRCH_DIRECTOR, "5") == [f"5 {BIRCH} 04.03"]

    async def test_where_all_is_over_the_latest_so_that_its_mark_is_named(self, land: Land) -> None:
        await marks(land, DIRECTOR, "8", LAKE)
        assert await self.meant(land, DIRECTOR, "8") == [f"8 {LAKE} 15.04"]

    async def test_the_nearest_where_none_has_begun(self, land: Land) -> None:
        assert await self.meant(land, DIRECTOR, "5") == [f"5 {LAKE} 18.03"]

    async def test_only_what_the_actor_may_mark(self, land: Land) -> None:
        assert await self.meant(land, DIRECTOR, "2") == []
        assert await self.meant(land, CURATOR, "2") == [f"2 {BIRCH} 10.03"]
        assert await self.meant(land, COORDINATOR, "99") == []

    async def test_a_coordinator_may_mean_the_schools_rows(self, land: Land) -> None:
        assert await self.meant(land, COORDINATOR, "8") == [f"8 {name} 15.04" for name in (LAKE, BIRCH, LINDEN)]

    async def test_a_bare_word_is_about_what_one_answers_for(self, land: Land) -> None:
        assert await self.meant(land, COORDINATOR, None) == [f"7 {DISTRICT} 12.03"]
        assert await self.meant(land, CURATOR, None) == [f"2 {BIRCH} 10.03"]
        assert await self.meant(land, BIRCH_DIRECTOR, None) == [f"5 {BIRCH} 04.03"]

    async def test_the_answered_message_tells(self, land: Land) -> None:
        here, there = await land.assignment("8", LAKE), await land.assignment("99", FOREST)
        assert await self.meant(land, DIRECTOR, None, (here.id, there.id)) == [f"8 {LAKE} 15.04"]
        assert await self.meant(land, DIRECTOR, "4", (here.id,)) == []
        await marks(land, DIRECTOR, "8", LAKE)
        assert await self.meant(land, DIRECTOR, None, (here.id,)) == [f"8 {LAKE} 15.04"]

    async def test_a_task_is_begun(self, land: Land) -> None:
        found = await land.assignment("8", LAKE)
        for _ in range(2):
            card = await asking.begin_task(land.work, await land.actor(DIRECTOR), found.id)
            assert card.state is Stands.IN_PROGRESS
        assert [change.to_state for change in await land.journal(found.id)] == [Stands.IN_PROGRESS]

    async def test_nobody_begins_what_others_answer_for(self, land: Land) -> None:
        with pytest.raises(NotYours):
            await asking.begin_task(land.work, await land.actor(DIRECTOR), (await land.assignment("3", LAKE)).id)
        with pytest.raises(OutOfReach):
            await asking.begin_task(land.work, await land.actor(DIRECTOR), (await land.assignment("8", BIRCH)).id)


class TestAsker:
    async def test_by_number_name_or_a_part_of_it(self, land: Land) -> None:
        actor = await land.actor(DIRECTOR)
        for words in (str(actor.person_id), DIRECTOR, "  ольга   ВЕТРОВА ", "ветрова"):
            assert await asking.asker(land.work, words) == actor

    async def test_nobody(self, land: Land) -> None:
        with pytest.raises(AskerUnclear) as unclear:
            await asking.asker(land.work, "Никто")
        assert unclear.value.names == ()

    async def test_several(self, land: Land) -> None:
        await land.comes_in("Ольга Зимина", Role.CURATOR, at_schools=(LAKE,))
        with pytest.raises(AskerUnclear) as unclear:
            await asking.asker(land.work, "Ольга")
        assert unclear.value.names == (DIRECTOR, "Ольга Зимина")


def test_no_intent_is_without_an_answer() -> None:
    assert set(asking._ANSWERS) == set(Intent) - {Intent.UNKNOWN}
