"""An invented land of one region and two neighbouring districts, with its people, and road maps written in a line."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select, update

from bot.database import open_sessions
from models.cards.documents import DocumentCard, SentFile
from models.cards.roadmaps import DraftCard, PublishedCard
from models.domain.access import Actor, Role
from models.domain.hours import Hours
from models.domain.lifecycles import Remark, State
from models.domain.outbox import OutboxState
from models.domain.plan import Executor, Kind, Level, Period, Scope
from models.domain.returns import Because
from models.language.participants import SchoolLine
from models.queries.assignments import assignment_for
from models.queries.journal import enter
from models.roadmap.draft import Column, Doubt, Draft, DraftTask
from models.tables import (
    Absence,
    Account,
    Appointment,
    Assignment,
    Base,
    OutboxRow,
    Participation,
    Person,
    Preferences,
    RoadMap,
    School,
    StateChange,
    Task,
    Territory,
    Webinar,
)
from models.tables.assignments import Entry
from models.usecases import dialogues, documents, judging, people, publication, roadmaps, schools
from models.work import Sessions, Talk, Work
from tests.conftest import Clock

PLATFORM = "telegram"

REGION, DISTRICT, NEXT_DOOR = "Лесогорская область", "Озёрский район", "Лесной район"
SAMARA, URALS = "Europe/Samara", "Asia/Yekaterinburg"
"""The district lives four hours ahead of UTC, its neighbour five."""

LAKE, BIRCH, LINDEN, FOREST = "Озёрская СОШ № 1", "Берёзовская СОШ", "Липовская ООШ", "Лесная СОШ"
"""Linden has no curator and is not in the project; Forest is the neighbour's."""

SCHOOLS = (
    SchoolLine(2, DISTRICT, LAKE, SAMARA, True, REGION),
    SchoolLine(3, DISTRICT, BIRCH, SAMARA, True, REGION),
    SchoolLine(4, DISTRICT, LINDEN, SAMARA, False, REGION),
    SchoolLine(5, NEXT_DOOR, FOREST, URALS, True, REGION),
)

GOVERNOR, COORDINATOR, CURATOR, SECOND_CURATOR = "Дина Верхова", "Марина Соколова", "Андрей Белов", "Елена Громова"
DIRECTOR, DEPUTY, BIRCH_DIRECTOR, LINDEN_DIRECTOR = "Ольга Ветрова", "Пётр Замов", "Игорь Лаптев", "Нина Осипова"
NEIGHBOUR, NEXT_CURATOR, NEXT_DIRECTOR = "Зоя Дальняя", "Юрий Боров", "Лидия Сосновая"

PEOPLE: dict[str, tuple[Role, str | None, tuple[str, ...]]] = {
    GOVERNOR: (Role.COORDINATOR, REGION, ()),
    COORDINATOR: (Role.COORDINATOR, DISTRICT, ()),
    CURATOR: (Role.CURATOR, None, (LAKE, BIRCH)),
    SECOND_CURATOR: (Role.CURATOR, None, (BIRCH,)),
    DIRECTOR: (Role.DIRECTOR, None, (LAKE,)),
    DEPUTY: (Role.SCHOOL_COORDINATOR, None, (LAKE,)),
    BIRCH_DIRECTOR: (Role.DIRECTOR, None, (BIRCH,)),
    LINDEN_DIRECTOR: (Role.DIRECTOR, None, (LINDEN,)),
    NEIGHBOUR: (Role.COORDINATOR, NEXT_DOOR, ()),
    NEXT_CURATOR: (Role.CURATOR, None, (FOREST,)),
    NEXT_DIRECTOR: (Role.DIRECTOR, None, (FOREST,)),
}

# A Thursday: the people have come in before anything of the tests happens.
BEGINNING = datetime(2027, 3, 4, 6, tzinfo=UTC)

T = TypeVar("T", bound=Base)


# --- road maps ---------------------------------------------------------------------------------------------------


def day(month: int, number: int, year: int = 2027) -> date:
    return date(year, month, number)


def at(month: int, number: int, hour: int, minute: int = 0, second: int = 0, *, zone: str = SAMARA) -> datetime:
    """A moment of 2027 as the clock on the wall shows it."""
    return datetime.combine(day(month, number), time(hour, minute, second), ZoneInfo(zone))


def until(month: int, number: int, year: int = 2027) -> Period:
    return Period(None, date(year, month, number))


def between(start: date, end: date, rule: str | None = None) -> Period:
    return Period(start, end, rule)


def row(
    number: str,
    *periods: Period,
    by: tuple[Executor, ...] = (Executor.SCHOOL,),
    kind: Kind = Kind.OTHER,
    scope: Scope = Scope.SCHOOL,
    **more: Any,
) -> DraftTask:
    """A printed row; due on the last day of March where no period is given."""
    plain = DraftTask(
        number=number,
        section=None,
        text=f"Мероприятие {number}",
        timing_raw="в срок",
        periods=periods or (until(3, 31),),
        frequency_in_text=None,
        executors_raw="исполнители",
        executors=by,
        mentions=None,
        schools=(),
        indicator=None,
        kind=kind,
        links=(),
        project_only=None,
        scope=scope,
    )
    return replace(plain, **more)


def visit(number: str, *periods: Period, **more: Any) -> DraftTask:
    return row(number, *periods, by=(Executor.CURATOR,), kind=Kind.VISIT, **more)


def document(number: str, *periods: Period, **more: Any) -> DraftTask:
    return row(number, *periods, kind=Kind.DOCUMENT, **more)


def doubtful(task: DraftTask, *doubts: Doubt) -> DraftTask:
    return replace(task, doubts=doubts)


def roadmap(
    *rows: DraftTask, level: Level = Level.MUNICIPALITY, year: int = 2027, territory: str | None = None
) -> Draft:
    return Draft("Дорожная карта", year, territory, level, (Column.NUMBER, Column.TEXT, Column.TIMING), rows)


# --- the land ----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Land:
    """The land at work. What happens goes through use cases; what became of it is looked up in the tables."""

    sessions: Sessions
    clock: Clock

    @property
    def work(self) -> Work:
        return Work(self.sessions, self.clock)

    async def comes_in(
        self, name: str, role: Role, *, territory: str | None = None, at_schools: tuple[str, ...] = ()
    ) -> Actor:
        """Somebody takes a place by a personal link; known people keep their name and chat."""
        invitation = await people.invite(self.work, role, territory=territory, schools=at_schools, name=name)
        await people.join(self.work, people.hash_of(invitation.token), platform=PLATFORM, chat_id=name, name=name)
        return await self.actor(name)

    async def actor(self, name: str) -> Actor:
        """The person with the roles of this moment."""
        actor = (await people.arrive(self.work, PLATFORM, name)).actor
        assert actor is not None
        return actor

    async def receive(
        self,
        *rows: DraftTask,
        by: str = COORDINATOR,
        level: Level | None = None,
        year: int = 2027,
        territory: str | None = None,
    ) -> DraftCard:
        """The coordinator sends a road map of these rows; another map has another content."""
        level = level or (Level.REGION if by == GOVERNOR else Level.MUNICIPALITY)
        read = roadmap(*rows, level=level, year=year, territory=territory)
        source = repr(read).encode()
        return await roadmaps.receive_roadmap(
            self.work, await self.actor(by), name="карта.txt", source=source, read=read
        )

    async def publish(
        self, *rows: DraftTask, by: str = COORDINATOR, year: int = 2027, archive: bool = False
    ) -> PublishedCard:
        draft = await self.receive(*rows, by=by, year=year)
        return await publication.publish_roadmap(self.work, await self.actor(by), draft.draft_id, archive=archive)

    async def sends(self, name: str, assignment_id: int, file: str = "концепция.docx") -> DocumentCard:
        return await documents.send_document(
            self.work, await self.actor(name), assignment_id, SentFile(file, f"file of {file}")
        )

    async def returns(self, name: str, document_id: int, remark: Remark = Remark.UNREADABLE) -> DocumentCard:
        return await judging.return_document(self.work, await self.actor(name), document_id, Because(remark))

    async def adds(self, *lines: SchoolLine) -> list[int]:
        """Schools join; how many assignments each got."""
        return [outcome.assignments for outcome in await schools.add_schools(self.work, list(lines))]

    async def talks(self, name: str, step: str) -> None:
        """The next words of that person answer the step."""
        await dialogues.turn_talk(self.work, Talk(PLATFORM, name, step, {}))

    async def step(self, name: str) -> str | None:
        return (await people.arrive(self.work, PLATFORM, name)).step

    # what stands in the tables

    async def rows(self, table: type[T], *conditions: ColumnElement[bool]) -> list[T]:
        async with self.work.reading() as session:
            return list(await session.scalars(select(table).where(*conditions)))

    async def school(self, name: str) -> School:
        (found,) = await self.rows(School, School.name == name)
        return found

    async def territory(self, name: str) -> Territory:
        (found,) = await self.rows(Territory, Territory.name == name)
        return found

    async def assignments(self, number: str, unit: str | None = None) -> list[Assignment]:
        """A row's assignments, of all units or of one, in the order of their terms."""
        wanted = (
            select(Assignment)
            .join(Task, Task.id == Assignment.task_id)
            .outerjoin(School, School.id == Assignment.school_id)
            .join(Territory, Territory.id == Assignment.territory_id)
            .where(Task.number == number)
            .order_by(Assignment.period, Assignment.occurrence, Assignment.school_id, Assignment.territory_id)
        )
        if unit is not None:
            is_school = School.name == unit
            wanted = wanted.where(is_school | (Assignment.school_id.is_(None) & (Territory.name == unit)))
        async with self.work.reading() as session:
            return list(await session.scalars(wanted))

    async def assignment(self, number: str, unit: str) -> Assignment:
        (found,) = await self.assignments(number, unit)
        return found

    async def units(self, number: str) -> list[str]:
        """Whom a row became assignments for, by name."""
        wanted = (
            select(School.name, Territory.name)
            .select_from(Assignment)
            .join(Task, Task.id == Assignment.task_id)
            .join(Territory, Territory.id == Assignment.territory_id)
            .outerjoin(School, School.id == Assignment.school_id)
            .where(Task.number == number)
        )
        async with self.work.reading() as session:
            return sorted(school or territory for school, territory in (await session.execute(wanted)).all())

    async def journal(self, assignment_id: int) -> list[StateChange]:
        return await self.rows(StateChange, StateChange.assignment_id == assignment_id)

    async def news(self, kind: str) -> list[str]:
        """Whom news of that kind waits for, by name."""
        told = (
            select(Account.chat_id)
            .join(OutboxRow, OutboxRow.person_id == Account.person_id)
            .where(OutboxRow.kind == kind)
            .order_by(OutboxRow.id)
        )
        async with self.work.reading() as session:
            return list(await session.scalars(told))

    async def delivered(self, kind: str) -> int:
        """The only news of that kind stands in its reader's chat; its row."""
        (told,) = await self.rows(OutboxRow, OutboxRow.kind == kind)
        async with self.work as work:
            sent = {"state": OutboxState.SENT, "message_id": told.id, "settled_at": work.now()}
            await work.session.execute(update(OutboxRow).where(OutboxRow.id == told.id).values(**sent))
            await work.commit()
        return told.id

    async def redrawn(self, row_id: int) -> int:
        """How often that message was or will be redrawn."""
        rows = await self.rows(OutboxRow, OutboxRow.kind == "MessageOutdated")
        return sum(row.body["row_id"] == row_id for row in rows)

    async def roadmaps(self) -> list[RoadMap]:
        return await self.rows(RoadMap)

    # what no use case does yet

    async def appoint(
        self,
        name: str,
        role: Role,
        *,
        school: str | None = None,
        territory: str | None = None,
        since: date = date(2027, 1, 1),
        until: date | None = None,
        acting_for: str | None = None,
    ) -> None:
        post = Appointment(
            person_id=(await self.actor(name)).person_id,
            role=role,
            school_id=(await self.school(school)).id if school else None,
            territory_id=(await self.territory(territory)).id if territory else None,
            since_on=since,
            until_on=until,
            acting_for_id=await self.person(acting_for) if acting_for else None,
        )
        async with self.work as work:
            work.session.add(post)
            await work.commit()

    async def turns(self, assignment_id: int, to: State, *, by: str = COORDINATOR) -> None:
        """Somebody moves an assignment to a state that no button leads to yet."""
        entry = Entry((await self.actor(by)).person_id, self.clock(), self.clock().date())
        async with self.work as work:
            found = await assignment_for(work.session, await self.actor(by), assignment_id)
            await enter(work.connection, found, to, None, entry)
            await work.commit()

    async def withdraw(self, assignment_id: int) -> None:
        async with self.work as work:
            (await work.session.get_one(Assignment, assignment_id)).withdrawn_at = work.now()
            await work.commit()

    async def forgets_consent(self, name: str) -> None:
        person_id = (await self.actor(name)).person_id
        async with self.work as work:
            (await work.session.get_one(Person, person_id)).consented_at = None
            await work.commit()

    async def leaves(self, school: str, *, until: date) -> None:
        """The school stands in the list through that day."""
        school_id = (await self.school(school)).id
        async with self.work as work:
            standing = (Participation.school_id == school_id) & Participation.roadmap_id.is_(None)
            await work.session.execute(update(Participation).where(standing).values(until_on=until))
            await work.commit()

    async def cancels(self, webinar_id: int) -> None:
        async with self.work as work:
            (await work.session.get_one(Webinar, webinar_id)).cancelled_at = work.now()
            await work.commit()

    async def serves(self, name: str, *, since: date = date(2027, 1, 1), until: date | None = None) -> None:
        """All the person's appointments are of those days, both inclusive."""
        person_id = (await self.actor(name)).person_id
        async with self.work as work:
            await work.session.execute(
                update(Appointment).where(Appointment.person_id == person_id).values(since_on=since, until_on=until)
            )
            await work.commit()

    async def prefers(self, name: str, **hours: Any) -> None:
        """The person's own times, fields of `Hours`, in place of those chosen before."""
        chosen = replace(Hours(), **hours)
        async with self.work as work:
            kept = Preferences(
                person_id=await self.person(name),
                letter_weekday=chosen.letter_weekday,
                digest_hour=chosen.digest_hour,
                day_begins=chosen.day_begins,
                day_ends=chosen.day_ends,
                muted=sorted(chosen.muted),
                zone=chosen.zone,
            )
            await work.session.merge(kept)
            await work.commit()

    async def is_away(self, name: str, since: date, until: date, *, substitute: str | None = None) -> None:
        """The person is absent on those days, both inclusive."""
        person_id = await self.person(name)
        acting = await self.person(substitute) if substitute else None
        async with self.work as work:
            work.session.add(
                Absence(
                    person_id=person_id,
                    since_on=since,
                    until_on=until,
                    substitute_id=acting,
                    entered_by_id=person_id,
                    entered_at=work.now(),
                )
            )
            await work.commit()

    async def person(self, name: str) -> int:
        (found,) = await self.rows(Person, Person.name == name)
        return found.id


async def settle(land: Land) -> None:
    """Fill an empty database with the land's schools and people."""
    await land.adds(*SCHOOLS)
    for name, (role, territory, at_schools) in PEOPLE.items():
        await land.comes_in(name, role, territory=territory, at_schools=at_schools)


@asynccontextmanager
async def land_of(file: Path, copy: Path, clock: Clock) -> AsyncIterator[Land]:
    """A land of one's own: a copy of one that was settled before."""
    shutil.copy(file, copy)
    async with open_sessions(f"sqlite+aiosqlite:///{copy}") as sessions:
        yield Land(sessions, clock)
