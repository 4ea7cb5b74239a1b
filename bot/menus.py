"""Everybody's menu of commands follows their roles, whether or not they write."""

import asyncio
from collections.abc import Awaitable
from datetime import datetime, timedelta

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError

from bot.delivery.pace import Pace
from bot.delivery.verdicts import Refused, TooFast, Unparsed, verdict_of
from handlers.menus import menus_by_roles, offer, offer_strangers, strangers_menu
from handlers.middlewares import PLATFORM
from handlers.texts import Texts
from models.cards.menus import MenuTold, StaleMenu
from models.cards.outbox import Moved, Unreachable
from models.usecases import menus
from models.work import Clock, Sessions, Work

log = structlog.get_logger()

A_LOOK = 25
"""Chats told at one look at the most."""
A_SECOND = 5.0
"""Chats a second at the most: a menu is no message, and must not be in anybody's way."""
QUARTER = timedelta(minutes=15)
AT_MOST = 20.0
"""Seconds for the requests of one look; the rest comes with the next."""


class Menus:
    """Tells the messenger whose menu is to change. Roles begin and end by the day, so a quarter of an hour is soon.

    `pace` is for these requests alone, `at_once` how many chats are told at one look. No request is made inside a
    transaction; one that is repeated changes nothing.
    """

    def __init__(
        self, sessions: Sessions, bot: Bot, clock: Clock, texts: Texts, pace: Pace, *, at_once: int = A_LOOK
    ) -> None:
        self._sessions = sessions
        self._bot = bot
        self._clock = clock
        self._pace = pace
        self._at_once = at_once
        self._by_roles = menus_by_roles(texts)
        self._strangers = strangers_menu(texts)
        self._looked: int | None = None

    async def look(self) -> None:
        """Tell those who are due, once in a quarter of an hour, or at the next tick where some were left."""
        quarter = _quarter(self._clock())
        if self._looked == quarter or self._pace.paused():
            return
        if await self._tell_strangers() and await self._tell_some():
            self._looked = quarter

    async def _tell_strangers(self) -> bool:
        """Whether the common menu is as it should be."""
        menu = self._strangers
        if await menus.common_menu(self._work()) == menu.key:
            return True
        told = await self._told("", offer_strangers(self._bot, menu))
        if told:
            await menus.note_common(self._work(), menu.key)
        return told

    async def _tell_some(self) -> bool:
        """Whether nobody is left."""
        keys = {roles: menu.key for roles, menu in self._by_roles.items()}
        stale = await menus.whom_to_offer(self._work(), PLATFORM, keys, limit=self._at_once)
        told: list[MenuTold] = []
        try:
            async with asyncio.timeout(AT_MOST):
                for one in stale:
                    if not await self._tell(one):
                        break
                    told.append(MenuTold(one.account_id, self._by_roles[one.roles].key))
        except TimeoutError:
            log.warning("menus take long", told=len(told), of=len(stale))
        if told:
            await menus.note_told(self._work(), told)
        return len(told) == len(stale) < self._at_once

    async def _tell(self, one: StaleMenu) -> bool:
        return await self._told(one.chat_id, offer(self._bot, one.chat_id, self._by_roles[one.roles]))

    async def _told(self, chat_id: str, request: Awaitable[None]) -> bool:
        """Whether the request is done with: what will never be taken is not tried again until the roles change."""
        try:
            async with self._pace.turn(chat_id):
                await request
        except AiogramError as error:
            return self._is_hopeless(error)
        return True

    def _is_hopeless(self, error: AiogramError) -> bool:
        match verdict_of(error):
            case TooFast(seconds):
                self._pace.pause(seconds)
            case Unreachable() | Moved():
                return True
            case Refused(words) | Unparsed(words):
                log.error("a menu was refused", words=words)
                return True
        return False

    def _work(self) -> Work:
        return Work(self._sessions, self._clock)


def _quarter(moment: datetime) -> int:
    return int(moment.timestamp() // QUARTER.total_seconds())
