"""The messenger's own menu of commands: what it holds for whom, and how it is told."""

from dataclasses import dataclass
from itertools import combinations
from zlib import crc32

from aiogram import Bot
from aiogram.types import BotCommand, BotCommandScopeChat, BotCommandScopeDefault, BotCommandScopeUnion

from handlers.commands import STRANGERS, menu_for
from handlers.texts import Texts
from models.domain.access import Role

HELD = (Role.COORDINATOR, Role.CURATOR, Role.DIRECTOR)
"""The roles that decide what is offered; see `Actor.roles`."""


@dataclass(frozen=True, slots=True)
class Menu:
    """Commands with their words. The `key` tells one menu from another, and an empty one has none."""

    key: str
    commands: tuple[BotCommand, ...]

    @classmethod
    def of(cls, names: tuple[str, ...], texts: Texts) -> "Menu":
        words = [texts.label(f"commands.{name}") for name in names]
        key = f"{' '.join(names)} #{crc32(chr(10).join(words).encode()):08x}" if names else ""
        commands = (BotCommand(command=name, description=said) for name, said in zip(names, words, strict=True))
        return cls(key, tuple(commands))


def menus_by_roles(texts: Texts) -> dict[frozenset[Role], Menu]:
    """The menu of all roles that can be held together; who holds none has what strangers have."""
    sets = (frozenset(some) for count in range(len(HELD) + 1) for some in combinations(HELD, count))
    return {roles: Menu.of(menu_for(roles), texts) for roles in sets}


def strangers_menu(texts: Texts) -> Menu:
    return Menu.of(STRANGERS, texts)


async def offer(bot: Bot, chat_id: str, menu: Menu) -> None:
    """Let the chat have that menu of its own; without commands, the one that strangers have."""
    await _tell(bot, BotCommandScopeChat(chat_id=chat_id), menu)


async def offer_strangers(bot: Bot, menu: Menu) -> None:
    """Let all chats have it that have none of their own."""
    await _tell(bot, BotCommandScopeDefault(), menu)


async def _tell(bot: Bot, scope: BotCommandScopeUnion, menu: Menu) -> None:
    if menu.commands:
        await bot.set_my_commands([*menu.commands], scope=scope)
    else:
        await bot.delete_my_commands(scope=scope)
