"""Who takes part: bots, people, groups."""

from dataclasses import dataclass, field
from typing import Literal

from bot.emulator.entities import Json


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot as its owner registered it; `id` is the number before the colon of `token`."""

    token: str
    id: int
    username: str
    first_name: str

    def to_json(self) -> Json:
        """The Bot API's User."""
        return {"id": self.id, "is_bot": True, "first_name": self.first_name, "username": self.username}


@dataclass(slots=True)
class Person:
    """Somebody with a phone."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    phone: str = ""
    language: str = "ru"
    deactivated: bool = False

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    def names(self) -> Json:
        """The fields a User and a private Chat have in common."""
        named = {"first_name": self.first_name, "last_name": self.last_name, "username": self.username}
        return {"id": self.id, **{name: value for name, value in named.items() if value}}

    def to_json(self) -> Json:
        """The Bot API's User."""
        return {"is_bot": False, **self.names(), "language_code": self.language}


@dataclass(slots=True)
class Group:
    """A group chat; `bots` are the members that get its messages."""

    id: int
    title: str
    kind: Literal["group", "supergroup"] = "supergroup"
    members: set[int] = field(default_factory=set)
    bots: set[int] = field(default_factory=set)
    kicked: set[int] = field(default_factory=set)
    migrated_to: int | None = None

    def to_json(self) -> Json:
        """The Bot API's Chat."""
        return {"id": self.id, "type": self.kind, "title": self.title}


Sender = Bot | Person
