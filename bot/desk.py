"""What the command line does with the database, beside the running bot or without it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.clock import utc_now
from bot.config import Settings
from bot.database import open_sessions
from bot.upgrade import upgrade
from models.cards.people import InvitationCard, SchoolOutcome
from models.domain.access import Role
from models.language.participants import SchoolLine
from models.usecases import machine, people, schools
from models.work import Sessions, Work


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom an invitation is for, as it was typed."""

    role: Role
    territory: str | None = None
    schools: tuple[str, ...] = field(default=())
    name: str | None = None


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Sessions]:
    url = settings.database.address
    await upgrade(url)
    async with open_sessions(url) as sessions:
        yield sessions


@asynccontextmanager
async def _at_desk(settings: Settings) -> AsyncIterator[Work]:
    async with _opened(settings) as sessions:
        yield Work(sessions, utc_now)


async def add_schools(settings: Settings, lines: list[SchoolLine]) -> list[SchoolOutcome]:
    async with _at_desk(settings) as work:
        return await schools.add_schools(work, lines)


async def invite(settings: Settings, asked: Asked) -> tuple[InvitationCard, str | None]:
    """The invitation, and the bot's username where it is known.

    Raises:
        PlaceUnknown: no such territory or school.
    """
    async with _at_desk(settings) as work:
        card = await people.invite(work, asked.role, territory=asked.territory, schools=asked.schools, name=asked.name)
        return card, settings.telegram.username or await machine.username(work)


async def ask(settings: Settings, text: str, person: str, *, as_json: bool) -> int:
    """Print the answer that person would get; the exit code."""
    # Wording an answer needs the messenger's library, which costs a second; the other commands are spared it.
    from bot.asking import answer_in_terminal

    async with _opened(settings) as sessions:
        return await answer_in_terminal(sessions, utc_now, text, person, as_json=as_json)
