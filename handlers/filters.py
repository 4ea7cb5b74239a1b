"""Who may pass to a handler."""

from aiogram.filters import Filter
from aiogram.types import TelegramObject

from models.domain.access import Actor
from models.work import Talk


class Known(Filter):
    """Only people who have come in; strangers fall through to the polite sentence."""

    async def __call__(self, event: TelegramObject, actor: Actor | None) -> bool:
        return actor is not None


class Step(Filter):
    """Only while the talk waits at one of these steps."""

    def __init__(self, *steps: str) -> None:
        self._steps = frozenset(steps)

    async def __call__(self, event: TelegramObject, talk: Talk) -> bool:
        return talk.step in self._steps
