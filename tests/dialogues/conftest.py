"""An invented district with the whole bot at work: real dispatcher, real database, real HTTP to the emulator."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.app import App, running
from bot.config import Settings
from bot.delivery.pace import UNLIMITED
from bot.emulator.limits import Limits
from bot.emulator.server import Emulator
from bot.emulator.world import World
from models.domain.access import Role
from models.language.participants import read_lines
from models.usecases import people, schools
from models.work import Work
from tests.chat import Chat
from tests.conftest import Clock

TOKEN = "42:TEST"
ZONE = ZoneInfo("Europe/Samara")
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

COORDINATOR, CURATOR, DIRECTOR, OTHER_DIRECTOR, NEIGHBOURS, STRANGER = 101, 102, 104, 105, 110, 120

NAMES = {
    COORDINATOR: ("Марина", "Соколова"),
    CURATOR: ("Андрей", "Белов"),
    DIRECTOR: ("Ольга", "Ветрова"),
    OTHER_DIRECTOR: ("Игорь", "Лаптев"),
    NEIGHBOURS: ("Зоя", "Дальняя"),
    STRANGER: ("Лев", "Прохожий"),
}


@dataclass(slots=True)
class Town:
    """The district, its people and the bot that works for them."""

    world: World
    app: App
    clock: Clock

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

    async def wind(self, month: int, day: int, hour: int = 0, minute: int = 0) -> None:
        """Set the clock to that local moment of 2027 and let the bot look at what is due."""
        self.clock.set(datetime(2027, month, day, hour, minute, tzinfo=ZONE))
        await self.app.tick()
        await self.app.settled()

    async def coordinator(self) -> Chat:
        return await self.invited(COORDINATOR, Role.COORDINATOR, territory=DISTRICT)

    async def curator(self) -> Chat:
        return await self.invited(CURATOR, Role.CURATOR, schools=("Озёрская СОШ № 1", "Берёзовская СОШ"))

    async def director(self) -> Chat:
        return await self.invited(DIRECTOR, Role.DIRECTOR, schools=("Озёрская СОШ № 1",))

    async def publishes(self, coordinator: Chat, name: str = "ozersk_2027.txt") -> None:
        await coordinator.sends_file(name, (DATA / name).read_bytes())
        await coordinator.presses("Опубликовать")


@pytest.fixture
def world(clock: Clock) -> World:
    world = World(clock=clock, limits=Limits(conflict_pause=0).without_flood())
    world.add_bot(TOKEN, username="vekha_bot")
    for user_id, (first_name, last_name) in NAMES.items():
        world.add_person(user_id, first_name, last_name)
    return world


@pytest.fixture
async def town(world: World, clock: Clock, database: Path) -> AsyncIterator[Town]:
    # Thursday, 4 March 2027, 10:00 in Samara.
    clock.set(datetime(2027, 3, 4, 10, tzinfo=ZONE))
    async with Emulator(world) as emulator:
        settings = Settings.model_validate(
            {
                "telegram": {"token": TOKEN, "api_base": emulator.base_url},
                "database": {"path": database},
            }
        )
        async with running(settings, clock=clock, rates=UNLIMITED) as app:
            await schools.add_schools(Work(app.sessions, clock), read_lines(SCHOOLS))
            yield Town(world, app, clock)
