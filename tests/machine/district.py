"""Directors with their tasks, due today by the real clock, put straight into the tables."""

from collections.abc import Sequence
from datetime import datetime

from models.domain.access import Role
from models.domain.drafts import DraftState
from models.domain.plan import Executor, Kind, Level, Scope
from models.tables import Account, Appointment, Assignment, Draft, Person, RoadMap, School, Task, Territory
from models.work import Work

# An assignment bears its director's number, further ones this much more each, so that the journal tells whose it is.
FURTHER = 1_000_000


async def put_district(work: Work, directors: Sequence[int], *, tasks: int = 1) -> None:
    """A published road map of one row, and for each chat a school, its director and as many occurrences of the row."""
    now = work.now()
    async with work:
        territory = Territory(name="Озёрский район", level=Level.MUNICIPALITY, zone="UTC")
        work.session.add(territory)
        task = await _put_task(work, territory, now)
        for chat_id in directors:
            await _put_director(work, task, chat_id, now, tasks)
        await work.commit()


async def _put_task(work: Work, territory: Territory, now: datetime) -> Task:
    author = Person(name="Марина Соколова", consented_at=now)
    work.session.add(author)
    await work.session.flush()
    draft = Draft(
        territory_id=territory.id,
        author_id=author.id,
        source_name="план.txt",
        source_hash="0",
        source=b"",
        body={},
        state=DraftState.PUBLISHED,
        created_at=now,
    )
    work.session.add(draft)
    await work.session.flush()
    roadmap = RoadMap(
        territory_id=territory.id,
        level=Level.MUNICIPALITY,
        title="План",
        year=now.year,
        draft_id=draft.id,
        published_at=now,
        published_by_id=author.id,
    )
    work.session.add(roadmap)
    await work.session.flush()
    task = Task(
        roadmap_id=roadmap.id,
        position=0,
        number="1",
        text="Провести методический день",
        timing_raw="сегодня",
        executors=[Executor.SCHOOL],
        links=[],
        kind=Kind.OTHER,
        scope=Scope.SCHOOL,
    )
    work.session.add(task)
    await work.session.flush()
    return task


async def _put_director(work: Work, task: Task, chat_id: int, now: datetime, tasks: int) -> None:
    territory_id = (await work.session.get_one(RoadMap, task.roadmap_id)).territory_id
    school = School(territory_id=territory_id, name=f"Школа № {chat_id}", key=str(chat_id))
    person = Person(name=f"Директор {chat_id}", consented_at=now)
    work.session.add_all((school, person))
    await work.session.flush()
    today = now.date()
    account = Account(person_id=person.id, platform="telegram", chat_id=str(chat_id))
    appointment = Appointment(person_id=person.id, role=Role.DIRECTOR, school_id=school.id, since_on=today)
    assignments = (
        Assignment(
            id=chat_id + FURTHER * number,
            task_id=task.id,
            territory_id=territory_id,
            school_id=school.id,
            period=0,
            occurrence=number,
            start_on=today,
            due_on=today,
        )
        for number in range(tasks)
    )
    work.session.add_all((account, appointment, *assignments))
