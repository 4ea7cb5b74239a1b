"""The whole country in tables: 6,000 schools × 40 measures, 20,000 people, 89 regions in eleven zones. All invented."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from models.domain.access import Role
from models.domain.drafts import DraftState
from models.domain.lifecycles import State
from models.domain.plan import Executor, Kind, Level, Scope
from models.tables import Account, Appointment, Assignment, Base, Draft, Person, RoadMap, School, Task, Territory
from models.tables.base import table_of
from models.work import Work

REGIONS, DISTRICTS, SCHOOLS, MEASURES, CURATORS = 89, 2_000, 6_000, 40, 5_911
PEOPLE = 2 * SCHOOLS + CURATORS + DISTRICTS + REGIONS
"""A director and a school coordinator for each school, and coordinators for each district and region."""
ZONES = (
    "Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk", "Asia/Krasnoyarsk",
    "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Magadan", "Asia/Kamchatka",
)  # fmt: skip
BEGINS = date(2027, 1, 18)
LATER = datetime(2027, 1, 11, tzinfo=UTC)
EXECUTORS = ([Executor.SCHOOL], [Executor.CURATOR], [Executor.SCHOOL, Executor.CURATOR])
AT_ONCE = 20_000

Row = dict[str, Any]


async def put_country(work: Work) -> None:
    """All of it in one transaction; nobody is behind yet but by the calendar."""
    async with work:
        for table, rows in _tables():
            part: list[Row] = []
            for row in rows:
                part.append(row)
                if len(part) == AT_ONCE:
                    await work.connection.execute(table_of(table).insert(), part)
                    part = []
            if part:
                await work.connection.execute(table_of(table).insert(), part)
        await work.commit()


def _tables() -> Iterator[tuple[type[Base], Iterator[Row]]]:
    yield Territory, _territories()
    yield School, _schools()
    yield Person, ({"id": n + 1, "name": f"Участник {n + 1}", "consented_at": LATER} for n in range(PEOPLE))
    yield (
        Account,
        ({"person_id": n + 1, "platform": "telegram", "chat_id": str(n + 1)} for n in range(PEOPLE)),
    )
    yield Appointment, _appointments()
    yield Draft, _drafts()
    yield RoadMap, _roadmaps()
    yield Task, _tasks()
    yield Assignment, _assignments()


def _territories() -> Iterator[Row]:
    for n in range(REGIONS):
        yield {"id": n + 1, "name": f"Область {n + 1}", "level": Level.REGION, "parent_id": None, "zone": _zone(n)}
    for n in range(DISTRICTS):
        region = n % REGIONS
        yield {
            "id": REGIONS + n + 1,
            "name": f"Район {n + 1}",
            "level": Level.MUNICIPALITY,
            "parent_id": region + 1,
            "zone": _zone(region),
        }


def _zone(region: int) -> str:
    return ZONES[region % len(ZONES)]


def _district(school: int) -> int:
    return school % DISTRICTS


def _schools() -> Iterator[Row]:
    for n in range(SCHOOLS):
        yield {"id": n + 1, "territory_id": REGIONS + _district(n) + 1, "name": f"Школа № {n + 1}", "key": str(n + 1)}


def _appointments() -> Iterator[Row]:
    def post(person: int, role: Role, *, school: int | None = None, territory: int | None = None) -> Row:
        return {
            "person_id": person + 1,
            "role": role,
            "school_id": school,
            "territory_id": territory,
            "since_on": date(2027, 1, 11),
        }

    for n in range(SCHOOLS):
        yield post(n, Role.DIRECTOR, school=n + 1)
        yield post(SCHOOLS + n, Role.SCHOOL_COORDINATOR, school=n + 1)
        yield post(2 * SCHOOLS + n % CURATORS, Role.CURATOR, school=n + 1)
    for n in range(DISTRICTS + REGIONS):
        territory = REGIONS + n + 1 if n < DISTRICTS else n - DISTRICTS + 1
        yield post(2 * SCHOOLS + CURATORS + n, Role.COORDINATOR, territory=territory)


def _drafts() -> Iterator[Row]:
    for n in range(REGIONS):
        yield {
            "id": n + 1,
            "territory_id": n + 1,
            "author_id": PEOPLE,
            "source_name": "карта.docx",
            "source_hash": str(n),
            "source": b"",
            "body": {},
            "state": DraftState.PUBLISHED,
            "created_at": LATER,
        }


def _roadmaps() -> Iterator[Row]:
    for n in range(REGIONS):
        yield {
            "id": n + 1,
            "territory_id": n + 1,
            "level": Level.REGION,
            "title": "Дорожная карта на 2027 год",
            "year": 2027,
            "edition": 1,
            "archived": False,
            "draft_id": n + 1,
            "published_at": LATER,
            "published_by_id": PEOPLE,
        }


def _tasks() -> Iterator[Row]:
    for n in range(REGIONS * MEASURES):
        yield {
            "id": n + 1,
            "roadmap_id": n // MEASURES + 1,
            "position": n % MEASURES,
            "number": str(n % MEASURES + 1),
            "text": f"Мероприятие {n % MEASURES + 1}: работа с рисковым профилем школы",
            "timing_raw": "в срок",
            "executors": EXECUTORS[n % len(EXECUTORS)],
            "links": [],
            "kind": Kind.VISIT if n % MEASURES % 10 == 1 else Kind.OTHER,
            "scope": Scope.SCHOOL,
            "project_only": False,
            "needs_document": False,
            "in_medk": False,
        }


def _assignments() -> Iterator[Row]:
    """A measure a week for each school, on changing weekdays."""
    for school in range(SCHOOLS):
        region = _district(school) % REGIONS
        for measure in range(MEASURES):
            due = BEGINS + timedelta(days=7 * measure + (school + measure) % 5)
            yield {
                "task_id": region * MEASURES + measure + 1,
                "territory_id": REGIONS + _district(school) + 1,
                "school_id": school + 1,
                "period": 0,
                "occurrence": 0,
                "due_on": due,
                "state": State.DONE if due < date(2027, 3, 10) else State.PLANNED,
                "done_on": due if due < date(2027, 3, 10) else None,
            }
