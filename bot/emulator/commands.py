"""A bot's menu of commands, by scope and language."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.emulator.entities import Json


@dataclass(frozen=True, slots=True)
class Command:
    """A line of the menu."""

    name: str
    description: str

    def to_json(self) -> Json:
        """The Bot API's BotCommand."""
        return {"command": self.name, "description": self.description}


@dataclass(frozen=True, slots=True)
class Scope:
    """Who sees a menu: `kind` as the Bot API names it, the chat where it names one, the language or none."""

    kind: str = "default"
    chat_id: int = 0
    language: str = ""


@dataclass(slots=True)
class CommandBook:
    """All menus of one bot."""

    menus: dict[Scope, tuple[Command, ...]] = field(default_factory=dict)

    def seen_by(self, user_id: int, language: str) -> tuple[Command, ...]:
        """The menu in a private chat: the most specific one that was set."""
        return next((self.menus[scope] for scope in _private_scopes(user_id, language) if scope in self.menus), ())


def _private_scopes(user_id: int, language: str) -> Iterator[Scope]:
    for kind, chat_id in (("chat", user_id), ("all_private_chats", 0), ("default", 0)):
        yield Scope(kind, chat_id, language)
        yield Scope(kind, chat_id)
