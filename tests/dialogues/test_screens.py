"""Screens in the messenger, and news that is not to be said."""

import pytest

from handlers.news import composer
from handlers.screens import Attachment, Button, Screen, send
from handlers.texts import Texts, length, short
from models.cards.outbox import OutboxCard
from models.domain.access import Role
from models.domain.notices import DocumentSent, HelpAsked, HelpTaken, Notice, WeekBegan
from models.domain.outbox import DropReason, Lane
from tests.chat import Chat
from tests.dialogues.conftest import BEGIN, CURATOR, DIRECTOR, Town


def row(person_id: int, notice: Notice) -> OutboxCard:
    return OutboxCard(
        id=1,
        person_id=person_id,
        chat_id="1",
        platform="telegram",
        notice=notice,
        role=Role.CURATOR,
        territory_id=None,
        school_id=None,
        lane=Lane.AT_ONCE,
        attempts=1,
        in_doubt=0,
        created_at=BEGIN,
        expires_at=None,
    )


async def test_a_file_of_our_own_is_sent(town: Town, director: Chat) -> None:
    sheet = Attachment("Отчёт.xlsx", content=b"cells")
    open_it = Button("Открыть", url="https://example.ru/report")
    await send(town.app.bot, DIRECTOR, Screen("<b>Отчёт</b> за май", ((open_it,),), sheet))
    told = director.sees("Отчёт за май")
    assert told.file_name == "Отчёт.xlsx"
    assert [button.url for line in told.buttons for button in line] == ["https://example.ru/report"]


@pytest.mark.usefixtures("roadmap")
async def test_news_of_what_is_gone_is_not_worded(town: Town, director: Chat, curator: Chat) -> None:
    compose = composer(town.app.sessions, town.clock, Texts())
    await town.wind(3, 9, 9, 0)
    await director.presses("✋ Помощь")
    helper = (await town.actor(CURATOR)).person_id
    assert isinstance(await compose(row(helper, HelpAsked(1))), Screen)
    assert await compose(row(helper, HelpTaken(1))) is DropReason.NO_LONGER_TRUE
    assert await compose(row(10**6, HelpAsked(1))) is DropReason.NO_ACCOUNT
    assert await compose(row(helper, DocumentSent(1))) is DropReason.ROLE_LOST
    await town.loses_role(CURATOR)
    assert await compose(row(helper, HelpAsked(1))) is DropReason.ROLE_LOST
    assert isinstance(await compose(row(helper, WeekBegan(BEGIN.date()))), Screen | DropReason)


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("коротко", 7, "коротко"),
        ("Семинар для директоров", 12, "Семинар…"),
        ("Семинар, потом обед", 12, "Семинар…"),
        ("слово" * 5, 6, "слово…"),
        ("🙂🙂🙂", 6, "🙂🙂🙂"),
        ("🙂🙂🙂", 5, "🙂🙂…"),
        ("🙂🙂🙂", 4, "🙂…"),
    ],
)
def test_long_words_are_cut_as_the_messenger_counts(text: str, most: int, cut: str) -> None:
    assert short(text, most) == cut
    assert length(short(text, most)) <= most
