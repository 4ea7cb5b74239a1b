"""What every handler is handed: the work, who writes, where their talk stands, and the words."""

from collections.abc import Awaitable, Callable, Collection
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import Chat, TelegramObject, Update

from handlers import states
from handlers.arrival import Arrival
from handlers.texts import Texts
from handlers.together import Together
from models.cards.people import Arrived
from models.usecases import dialogues, people
from models.work import Clock, Sessions, Talk, Work

PLATFORM = "telegram"

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Threshold(BaseMiddleware):
    """Stands before all routers: one look into the database for all updates that come in together."""

    def __init__(self, sessions: Sessions, clock: Clock, texts: Texts) -> None:
        self._sessions = sessions
        self._clock = clock
        self._texts = texts
        self._arrivals = Together(self._arrive)

    async def _arrive(self, chat_ids: Collection[str]) -> dict[str, Arrived]:
        return await people.arrive_together(Work(self._sessions, self._clock), PLATFORM, chat_ids)

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        data["texts"] = self._texts
        chat: Chat | None = data.get("event_chat")
        if not isinstance(event, Update) or chat is None or chat.type != "private":
            # The bot talks with one person at a time; what is said in groups is not for it.
            return None
        arrival = data.get("arrival") or Arrival(event.update_id)
        work = Work(self._sessions, self._clock, update_id=arrival.update_id, applied=arrival.applied)
        arrived = await self._arrivals.of(str(chat.id))
        data["work"] = work
        data["actor"] = arrived.actor
        data["reachable"] = arrived.reachable
        data["talk"] = Talk(PLATFORM, str(chat.id), arrived.step, arrived.data)
        result = await handler(event, data)
        if arrived.step in states.TYPED and _is_command(event) and not work.turned:
            await dialogues.turn_talk(work, Talk(PLATFORM, str(chat.id)))
        return result


def _is_command(event: Update) -> bool:
    return event.message is not None and (event.message.text or "").startswith("/")
