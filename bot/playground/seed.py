"""An invented district: its schools, its people, its road map."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from models.domain.access import Role
from models.domain.moments import monday_of
from models.language.participants import read_lines
from models.usecases import people, schools
from models.work import Clock, Sessions, Work

ZONE = "Asia/Yekaterinburg"
DISTRICT = "Озёрский район"
ROADMAP = Path(__file__).with_name("roadmap.txt")

SCHOOLS = """территория;школа;часовой пояс;в проекте
Озёрский район;Озёрская СОШ № 1;Asia/Yekaterinburg;да
Озёрский район;Берёзовская СОШ;Asia/Yekaterinburg;да
Озёрский район;Липовская ООШ;Asia/Yekaterinburg;да
Озёрский район;Ключевская СОШ № 2;Asia/Yekaterinburg;нет
"""

_ROLES = {Role.COORDINATOR: "координатор", Role.CURATOR: "куратор", Role.DIRECTOR: "директор"}
_MONTHS = ("января", "февраля", "марта", "апреля", "мая", "июня", "июля")


@dataclass(frozen=True, slots=True)
class Character:
    """Somebody of the district; `chat_id` is their chat in the emulator."""

    chat_id: int
    first_name: str
    last_name: str
    role: Role
    schools: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What the page calls them."""
        return f"{_ROLES[self.role]}: {', '.join(self.schools) or DISTRICT}"

    @property
    def name(self) -> str:
        return f"{self.last_name} {self.first_name}"


PEOPLE = (
    Character(101, "Марина", "Соколова", Role.COORDINATOR),
    Character(102, "Андрей", "Белов", Role.CURATOR, ("Озёрская СОШ № 1", "Берёзовская СОШ")),
    Character(103, "Елена", "Громова", Role.CURATOR, ("Липовская ООШ", "Ключевская СОШ № 2")),
    Character(104, "Ольга", "Ветрова", Role.DIRECTOR, ("Озёрская СОШ № 1",)),
    Character(105, "Игорь", "Лаптев", Role.DIRECTOR, ("Берёзовская СОШ",)),
    Character(106, "Нина", "Осипова", Role.DIRECTOR, ("Липовская ООШ",)),
    Character(107, "Павел", "Ершов", Role.DIRECTOR, ("Ключевская СОШ № 2",)),
)


def beginning(year: int) -> datetime:
    """The Thursday morning before the first whole week of March: something is due soon, nothing much is late."""
    first = date(year, 3, 1)
    monday = monday_of(first) + timedelta(days=7 if first.weekday() else 0)
    return datetime.combine(monday - timedelta(days=4), time(10), ZoneInfo(ZONE)).astimezone(UTC)


def roadmap_text(start: datetime) -> str:
    """The district's road map with its days around the beginning."""
    monday = monday_of(start.astimezone(ZoneInfo(ZONE)).date()) + timedelta(days=7)
    days = {
        "wednesday": monday + timedelta(days=2),
        "thursday": monday + timedelta(days=3),
        "friday": monday + timedelta(days=4),
        "next_tuesday": monday + timedelta(days=8),
        "next_friday": monday + timedelta(days=11),
    }
    words = {name: f"{day.day} {_MONTHS[day.month - 1]} {day.year} г." for name, day in days.items()}
    return ROADMAP.read_text(encoding="utf-8").format(year=monday.year, **words)


async def invitations(sessions: Sessions, clock: Clock) -> dict[int, str]:
    """Fill an empty database with the district's schools; the tokens its people come in with, by their chats."""
    await schools.add_schools(Work(sessions, clock), read_lines(SCHOOLS))
    return {character.chat_id: await _invite(Work(sessions, clock), character) for character in PEOPLE}


async def _invite(work: Work, character: Character) -> str:
    territory = DISTRICT if character.role is Role.COORDINATOR else None
    invitation = await people.invite(
        work, character.role, territory=territory, schools=character.schools, name=character.name
    )
    return invitation.token
