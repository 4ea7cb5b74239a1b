"""An invented district with the whole bot at work: real dispatcher, real database, real HTTP to the emulator."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, update
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.app import App, running
from bot.config import Schedule, Settings
from bot.database import open_sessions
from bot.delivery.pace import UNLIMITED
from bot.emulator.limits import Limits
from bot.emulator.server import Emulator
from bot.emulator.world import World
from handlers.callbacks import OpenTask
from models.domain.access import Actor, Role
from models.domain.inbox import InboxState
from models.language.participants import read_lines
from models.roadmap.draft import Draft
from models.roadmap.reader import read_roadmap
from models.tables import Appointment, Assignment, InboxRow, School, Task, Territory
from models.usecases import people, publication, roadmaps, schools
from models.work import Work
from tests.chat import Chat
from tests.conftest import Clock

TOKEN = "42:TEST"
ZONE = ZoneInfo("Europe/Samara")
# A Thursday.
BEGIN = datetime(2027, 3, 4, 10, tzinfo=ZONE)
DISTRICT = "Озёрский район"
NEIGHBOUR = "Лесной район"
DATA = Path(__file__).parent.parent / "data"

SCHOOLS = f"""территория;школа;часовой пояс;в проекте
{DISTRICT};Озёрская СОШ № 1;Europe/Samara;да
{DISTRICT};Берёзовская СОШ;Europe/Samara;да
{DISTRICT};Липовская ООШ;Europe/Samara;да
{DISTRICT};Ключевская СОШ № 2;Europe/Samara;нет
{NEIGHBOUR};Лесная СОШ;Europe/Samara;да
"""

OZERSK, BEREZOVKA, LIPOVKA, KLYUCHI = "Озёрская СОШ № 1", "Берёзовская СОШ", "Липовская ООШ", "Ключевская СОШ № 2"
FOREST = "Лесная СОШ"

COORDINATOR, CURATOR, DIRECTOR, OTHER_DIRECTOR, NEIGHBOURS, STRANGER = 101, 102, 104, 105, 110, 120
OTHER_CURATOR, DEPUTY, NEIGHBOURS_COORDINATOR = 103, 106, 111

NAMES = {
    COORDINATOR: ("Марина", "Соколова"),
    CURATOR: ("Андрей", "Белов"),
    OTHER_CURATOR: ("Елена", "Громова"),
    DIRECTOR: ("Ольга", "Ветрова"),
    OTHER_DIRECTOR: ("Игорь", "Лаптев"),
    DEPUTY: ("Вера", "Ручьёва"),
    NEIGHBOURS: ("Зоя", "Дальняя"),
    NEIGHBOURS_COORDINATOR: ("Павел", "Соседов"),
    STRANGER: ("Лев", "Прохожий"),
}


A_DAY = 86_400.0
LOUD = frozenset({"error", "critical"})


@cache
def read_once(name: str) -> Draft:
    """A road map of the test data, read in this process and once only."""
    return read_roadmap((DATA / name).read_bytes(), name)


async def joins(
    work: Work, user_id: int, role: Role, *, territory: str | None = None, schools: tuple[str, ...] = ()
) -> None:
    """Take a role without a talk."""
    name = " ".join(reversed(NAMES[user_id]))
    invitation = await people.invite(work, role, territory=territory, schools=schools, name=name)
    token_hash = people.hash_of(invitation.token)
    await people.join(work, token_hash, platform="telegram", chat_id=str(user_id), name=name)


async def actor_at(work: Work, user_id: int) -> Actor:
    actor = (await people.arrive(work, "telegram", str(user_id))).actor
    assert actor is not None
    return actor


@dataclass(slots=True)
class Town:
    """The district, its people and the bot that works for them."""

    world: World
    app: App
    clock: Clock
    folder: Path
    logs: list[EventDict] = field(default_factory=list)
    expected: set[tuple[str, int]] = field(default_factory=set)
    incidents: int = 0

    def chat(self, user_id: int) -> Chat:
        return Chat(self.world, user_id, self.app.settled)

    async def invited(
        self, user_id: int, role: Role, *, territory: str | None = None, schools: tuple[str, ...] = ()
    ) -> Chat:
        """Somebody comes in by a personal link, as people do."""
        work = Work(self.app.sessions, self.clock)
        name = " ".join(reversed(NAMES[user_id]))
        invitation = await people.invite(work, role, territory=territory, schools=schools, name=name)
        chat = self.chat(user_id)
        await chat.says(f"/start {invitation.token}")
        await chat.presses("Согласен(на), начать")
        return chat

    async def resident(
        self, user_id: int, role: Role, *, territory: str | None = None, schools: tuple[str, ...] = ()
    ) -> Chat:
        """Somebody who came in long ago: nothing stands in their chat."""
        await joins(self.app.work(), user_id, role, territory=territory, schools=schools)
        return self.known(user_id)

    def known(self, user_id: int) -> Chat:
        """Somebody who is in the books already."""
        self.world.chat(user_id).started = True
        return self.chat(user_id)

    async def actor(self, user_id: int) -> Actor:
        """The person as the use cases know them."""
        return await actor_at(self.app.work(), user_id)

    async def assignment(self, number: str, place: str) -> int:
        """The id of that row's first assignment for that school, or for the territory."""
        unit = func.coalesce(School.name, Territory.name)
        statement = (
            select(Assignment.id)
            .join(Task, Task.id == Assignment.task_id)
            .join(Territory, Territory.id == Assignment.territory_id)
            .outerjoin(School, School.id == Assignment.school_id)
            .where(Task.number == number, unit == place)
            .order_by(Assignment.due_on, Assignment.id)
            .limit(1)
        )
        async with self.app.work().reading() as session:
            return (await session.scalars(statement)).one()

    async def opens(self, chat: Chat, number: str, place: str = OZERSK) -> None:
        """Somebody opens the card of a task, by a button that stood in their chat."""
        if not chat.seen:
            await chat.says("/week")
        press = OpenTask(assignment_id=await self.assignment(number, place), origin="c")
        await chat.presses_old(press.pack(), under=chat.seen[0])

    async def loses_role(self, user_id: int) -> None:
        """Yesterday was the last day of all the person's appointments."""
        actor = await self.actor(user_id)
        async with self.app.work() as work:
            over = self.clock().date() - timedelta(days=1)
            statement = update(Appointment).where(Appointment.person_id == actor.person_id)
            await work.session.execute(statement.values(since_on=over, until_on=over))
            await work.commit()

    def expects(self, method: str, code: int = 400) -> None:
        """The messenger will refuse such a call, and the bot will live with it."""
        self.expected.add((method, code))

    def expects_incident(self) -> None:
        """One update will end as an incident: logged, told, and put into quarantine."""
        self.incidents += 1

    async def is_well(self) -> None:
        """Nothing was refused, logged as an error or put aside that the test did not expect."""
        refused = {(call.method, call.code) for call in self.world.calls if call.code >= 400}
        assert refused - self.expected == set()
        loud = [one for one in self.logs if one["log_level"] in LOUD]
        assert len([one for one in loud if one["event"] == "handler_failed"]) == self.incidents, loud
        assert len(loud) == self.incidents * 2, loud
        statement = select(func.count()).where(InboxRow.state == InboxState.QUARANTINED)
        async with self.app.work().reading() as session:
            assert await session.scalar(statement) == self.incidents

    async def wind(self, month: int, day: int, hour: int = 0, minute: int = 0) -> None:
        """Set the clock to that local moment of 2027 and let the bot look at what is due."""
        self.clock.set(datetime(2027, month, day, hour, minute, tzinfo=ZONE))
        await self.app.tick()
        await self.app.settled()

    async def coordinator(self) -> Chat:
        return await self.invited(COORDINATOR, Role.COORDINATOR, territory=DISTRICT)

    async def curator(self) -> Chat:
        return await self.invited(CURATOR, Role.CURATOR, schools=(OZERSK, BEREZOVKA))

    async def director(self) -> Chat:
        return await self.invited(DIRECTOR, Role.DIRECTOR, schools=(OZERSK,))

    async def publishes(self, coordinator: Chat, name: str = "ozersk_2027.txt") -> None:
        await coordinator.sends_file(name, (DATA / name).read_bytes())
        await coordinator.presses("Опубликовать")


async def found(file: Path) -> None:
    """The district and its neighbour, nobody in them yet."""
    async with open_sessions(f"sqlite+aiosqlite:///{file}") as sessions:
        await schools.add_schools(Work(sessions, Clock(BEGIN)), read_lines(SCHOOLS))


async def publish(file: Path) -> None:
    """The coordinator came in and published the road map of the year."""
    async with open_sessions(f"sqlite+aiosqlite:///{file}") as sessions:
        work, name = Work(sessions, Clock(BEGIN)), "ozersk_2027.txt"
        await joins(work, COORDINATOR, Role.COORDINATOR, territory=DISTRICT)
        actor, source = await actor_at(work, COORDINATOR), (DATA / name).read_bytes()
        draft = await roadmaps.receive_roadmap(work, actor, name=name, source=source, read=read_once(name))
        await publication.publish_roadmap(work, actor, draft.draft_id)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A talk starts the whole bot; the story stands for all of them in the quick part."""
    for item in items:
        if item.path.parent == Path(__file__).parent and item.path.name != "test_story.py":
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def district(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = Path(shutil.copy(template, tmp_path_factory.mktemp("district") / "vekha.sqlite3"))
    asyncio.run(found(file))
    return file


@pytest.fixture(scope="session")
def published(district: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = Path(shutil.copy(district, tmp_path_factory.mktemp("published") / "vekha.sqlite3"))
    asyncio.run(publish(file))
    return file


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A database of the test's own: of the district, with the road map where the test asks for it."""
    begun = request.getfixturevalue("published" if "roadmap" in request.fixturenames else "district")
    return Path(shutil.copy(begun, tmp_path / "vekha.sqlite3"))


@pytest.fixture
def world(clock: Clock) -> World:
    world = World(clock=clock, limits=Limits(conflict_pause=0).without_flood())
    world.add_bot(TOKEN, username="vekha_bot")
    for user_id, (first_name, last_name) in NAMES.items():
        world.add_person(user_id, first_name, last_name)
    return world


@asynccontextmanager
async def opened(world: World, clock: Clock, database: Path) -> AsyncIterator[Town]:
    """The bot at work in that world on that database; a second time, it is a restart."""
    with capture_logs() as logs:
        async with Emulator(world) as emulator:
            settings = Settings.model_validate(
                {
                    "telegram": {"token": TOKEN, "api_base": emulator.base_url},
                    "database": {"path": database},
                }
            )
            # Only `wind` ticks: on a slow machine the real clock would tick into the middle of a talk.
            settings = settings.model_copy(update={"schedule": Schedule.model_construct(tick=A_DAY)})
            async with running(settings, clock=clock, rates=UNLIMITED) as app:
                town = Town(world, app, clock, settings.files_folder, logs)
                yield town
                await town.is_well()


@pytest.fixture
async def town(world: World, clock: Clock, database: Path) -> AsyncIterator[Town]:
    clock.set(BEGIN)
    async with opened(world, clock, database) as town:
        yield town


@pytest.fixture
async def coordinator(town: Town, request: pytest.FixtureRequest) -> Chat:
    if "roadmap" in request.fixturenames:
        return town.known(COORDINATOR)
    return await town.resident(COORDINATOR, Role.COORDINATOR, territory=DISTRICT)


@pytest.fixture
async def curator(town: Town) -> Chat:
    return await town.resident(CURATOR, Role.CURATOR, schools=(OZERSK, BEREZOVKA))


@pytest.fixture
async def director(town: Town) -> Chat:
    return await town.resident(DIRECTOR, Role.DIRECTOR, schools=(OZERSK,))


@pytest.fixture
async def neighbour(town: Town) -> Chat:
    """A director of another district, who must never see anything of this one."""
    return await town.resident(NEIGHBOURS, Role.DIRECTOR, schools=(FOREST,))


@pytest.fixture
def roadmap(town: Town) -> None:
    """The coordinator has published the road map of the year: `database` begins with it."""
    town.known(COORDINATOR)
