"""The loop that brings the files people sent into the bot's own folder, in case the messenger keeps them no longer."""

import asyncio
from io import BytesIO

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramNotFound
from aiohttp import ClientError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.shelf import Shelf
from models.cards.files import UnkeptCard
from models.usecases.files import files_to_keep, note_failure, note_kept
from models.work import Clock, Sessions, Work

log = structlog.get_logger(__name__)

# Seconds between two looks at what is not kept yet: nobody waits for it.
POLL = 10.0
# Files of one look.
AT_ONCE = 20


class Keeper:
    """Fetches files one after another; no transaction is open while the messenger or the disk is waited for."""

    def __init__(self, sessions: Sessions, bot: Bot, clock: Clock, shelf: Shelf, *, poll: float = POLL) -> None:
        self._sessions = sessions
        self._bot = bot
        self._clock = clock
        self._shelf = shelf
        self._poll = poll

    async def run(self) -> None:
        """Keep until cancelled; a file that is cut off is fetched anew."""
        while True:
            try:
                await self.drain()
            except (DBAPIError, PoolTimeout) as error:
                log.warning("files_out_of_reach", error=type(error).__name__)
            await asyncio.sleep(self._poll)

    async def drain(self) -> None:
        """Fetch all that is wanted now; what fails has its next try later."""
        while cards := await files_to_keep(self._work(), AT_ONCE):
            for card in cards:
                await self._keep(card)

    async def _keep(self, card: UnkeptCard) -> None:
        try:
            content = BytesIO()
            await self._bot.download(card.file_id, content)
            sha256 = await asyncio.to_thread(self._shelf.put, content.getvalue())
        except (TelegramBadRequest, TelegramNotFound) as error:
            await self._fail(card, error, for_good=True)
        except (TelegramAPIError, ClientError, TimeoutError, OSError) as error:
            await self._fail(card, error, for_good=False)
        else:
            await note_kept(self._work(), card.number, sha256, len(content.getvalue()))

    async def _fail(self, card: UnkeptCard, error: Exception, *, for_good: bool) -> None:
        why = f"{type(error).__name__}: {error}"
        log.warning("file_not_kept", file=card.number, attempts=card.attempts + 1, why=why, for_good=for_good)
        await note_failure(self._work(), card.number, why, for_good=for_good)

    def _work(self) -> Work:
        return Work(self._sessions, self._clock)
