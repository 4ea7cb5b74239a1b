"""News on its way out: read again, then worded."""

from collections.abc import Awaitable, Callable

from handlers.screens import Screen
from handlers.texts import Texts
from handlers.views.notices import notice_screen
from models.cards.outbox import OutboxCard
from models.domain.outbox import DropReason
from models.domain.refusals import OutOfReach
from models.usecases.news import look_at_news
from models.work import Clock, Sessions, Work


def composer(sessions: Sessions, clock: Clock, texts: Texts) -> Callable[[OutboxCard], Awaitable[Screen | DropReason]]:
    """What the sender asks for each row: the screen to send, or why nothing shall be sent."""

    async def compose(row: OutboxCard) -> Screen | DropReason:
        work = Work(sessions, clock)
        try:
            card = await look_at_news(work, row.person_id, row.notice, texts.calendars)
        except OutOfReach:
            return DropReason.ROLE_LOST
        if isinstance(card, DropReason):
            return card
        return notice_screen(texts, row.notice, card, work.now())

    return compose
