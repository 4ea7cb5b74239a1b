"""What Telegram keeps for one bot."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.emulator.actors import Bot
from bot.emulator.commands import CommandBook
from bot.emulator.flood import FloodMeter
from bot.emulator.updates import UpdateQueue


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A callback query and whether it was answered."""

    id: str
    user_id: int
    chat_id: int
    message_id: int
    data: str
    at: datetime
    answered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Where updates are posted; an empty `url` means long polling."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40


@dataclass(slots=True)
class Account:
    """A bot, its queue of updates, and everything it told Telegram to remember."""

    bot: Bot
    updates: UpdateQueue
    meter: FloodMeter
    next_message_id: int
    next_query: int = 1
    commands: CommandBook = field(default_factory=CommandBook)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    """Name, description and short description by field and language."""
    webhook: Webhook = Webhook()
    presses: dict[str, Press] = field(default_factory=dict)
    polls: int = 0
    """Counts getUpdates; a waiting one that is no longer the newest gives way."""
    conflict_at: float = 0.0
    """When the next 409 may be answered, by the clock of real seconds."""
