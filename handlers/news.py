"""News on its way out: read again, then worded."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import date

from handlers.screens import Screen
from handlers.texts import Texts
from handlers.together import Together
from handlers.views.notices import notice_screen
from models.cards.outbox import OutboxCard
from models.domain.notices import WeekBegan
from models.domain.outbox import DropReason
from models.domain.refusals import OutOfReach
from models.usecases.news import Told, look_at_letters, look_at_news
from models.work import Clock, Sessions, Work

Letter = tuple[date, int]
"""The Monday of its week, and whose it is."""


def composer(sessions: Sessions, clock: Clock, texts: Texts) -> Callable[[OutboxCard], Awaitable[Screen | DropReason]]:
    """What the sender asks for each row: the screen to send, or why nothing shall be sent.

    Letters of the week go out by the thousand, so all that are to be worded at the same time are read together.
    """

    async def read(wanted: Collection[Letter]) -> Mapping[Letter, Told | DropReason]:
        read: dict[Letter, Told | DropReason] = {}
        for monday in {monday for monday, _ in wanted}:
            people = [person_id for day, person_id in wanted if day == monday]
            letters = await look_at_letters(Work(sessions, clock), people, monday, texts.calendars)
            read |= {(monday, person_id): letter for person_id, letter in letters.items()}
        return read

    letters = Together(read)

    async def look(row: OutboxCard) -> Told | DropReason:
        if isinstance(row.notice, WeekBegan):
            return await letters.of((row.notice.monday, row.person_id))
        return await look_at_news(Work(sessions, clock), row.person_id, row.notice, texts.calendars)

    async def compose(row: OutboxCard) -> Screen | DropReason:
        try:
            card = await look(row)
        except OutOfReach:
            return DropReason.ROLE_LOST
        return card if isinstance(card, DropReason) else notice_screen(texts, row.notice, card, clock())

    return compose
