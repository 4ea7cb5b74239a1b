"""Settings: config.toml under the environment (VEKHA_TELEGRAM__TOKEN and so on); all mistakes are told at once."""

import os
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from models.domain.calendar import Calendars, WorkCalendar

PREFIX = "VEKHA_"
FILE = Path("config.toml")
TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)


class Section(BaseModel):
    """A part of the settings; a key that is not here is a mistake, most likely in its spelling."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Telegram(Section):
    token: SecretStr | None = None
    api_base: HttpUrl = HttpUrl("https://api.telegram.org")
    username: str | None = Field(default=None, pattern=r"^\w{4,32}$")

    @field_validator("token")
    @classmethod
    def look_like_a_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and not TOKEN.fullmatch(token.get_secret_value()):
            raise PydanticCustomError("not_a_token", "not a token")
        return token


class Database(Section):
    """An SQLite file, or the address of another database, which then stands above the file."""

    path: Path = Path("data/vekha.sqlite3")
    url: str | None = Field(default=None, pattern=r"^(sqlite\+aiosqlite|postgresql\+asyncpg)://")

    @property
    def address(self) -> str:
        return self.url or f"sqlite+aiosqlite:///{self.path}"


class Files(Section):
    """Where the files people send are kept: a folder of that name, or `files` beside the database."""

    folder: Path | None = None


class Delivery(Section):
    """Messages a second for the whole bot and for one chat, and a minute for one group."""

    per_second: float = Field(default=28, gt=0, le=10_000)
    chat_per_second: float = Field(default=1, gt=0, le=10_000)
    group_per_minute: float = Field(default=20, gt=0, le=600_000)


class Log(Section):
    level: Literal["debug", "info", "warning", "error"] = "info"
    form: Literal["lines", "json"] = "lines"


class Schedule(Section):
    """Seconds between two looks at what is due."""

    tick: float = Field(default=10, ge=5, le=15)


class Inbox(Section):
    """Days for which the numbers of answered updates are kept against repeats."""

    keep_days: int = Field(default=7, ge=1, le=365)


class DaysOff(Section):
    """Days on which people rest, and days on which they work, against what the country's calendar says."""

    days_off: frozenset[date] = frozenset()
    working_days: frozenset[date] = frozenset()

    @property
    def calendar(self) -> WorkCalendar:
        return WorkCalendar(self.days_off, self.working_days)


class Calendar(DaysOff):
    """The same for everybody, and under a territory's name for that region or municipality alone."""

    territories: dict[str, DaysOff] = {}

    @property
    def calendars(self) -> Calendars:
        return Calendars(self.calendar, {name: days.calendar for name, days in self.territories.items()})


class Settings(BaseSettings):
    """All settings. Read them with `read_settings`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", env_ignore_empty=True, extra="forbid", frozen=True
    )

    telegram: Telegram = Telegram()
    database: Database = Database()
    files: Files = Files()
    delivery: Delivery = Delivery()
    log: Log = Log()
    schedule: Schedule = Schedule()
    inbox: Inbox = Inbox()
    calendar: Calendar = Calendar()

    @property
    def files_folder(self) -> Path:
        return self.files.folder or self.database.path.parent / "files"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What the file says is handed to the constructor, and the environment stands above it."""
        return env_settings, init_settings


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with one key: pydantic's code for it, and the bound or the choices it names."""

    key: str
    code: str
    detail: Mapping[str, object] = field(default_factory=dict)


class MistakenConfig(Exception):
    """Everything that is wrong with the settings."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__(mistakes)
        self.mistakes = tuple(mistakes)


def read_settings(file: Path = FILE) -> Settings:
    """The settings of the file, where there is one, under the environment.

    Raises:
        MistakenConfig: with every mistake that was found.
    """
    mistakes = [Mistake(name, "extra_forbidden") for name in _strange_names(os.environ)]
    try:
        settings = Settings(**_contents(file))
    except ValidationError as error:
        mistakes += [_mistake(one) for one in error.errors(include_url=False, include_input=False)]
    except SettingsError as error:
        mistakes.append(Mistake(str(error).split('"')[1], "dict_type"))
    else:
        if not mistakes:
            return settings
    raise MistakenConfig(mistakes)


def _contents(file: Path) -> dict[str, Any]:
    if not file.exists():
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MistakenConfig([Mistake(file.name, "toml", {"error": str(error)})]) from error


def _strange_names(environment: Iterable[str]) -> list[str]:
    """Names that mean a setting but belong to no section; a wrong key inside a section is found by the section."""
    sections = {name.upper() for name in Settings.model_fields}
    nested = (name for name in environment if name.startswith(PREFIX) and "__" in name)
    return sorted(name for name in nested if name.removeprefix(PREFIX).split("__")[0] not in sections)


def _mistake(error: ErrorDetails) -> Mistake:
    return Mistake(".".join(map(str, error["loc"])), error["type"], error.get("ctx", {}))
