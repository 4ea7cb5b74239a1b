"""Five hundred pieces of news that came in the night: none is sent in it, all in the morning, each chat's in order."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.delivery.conftest import Stage
from tests.proofs import Proof

MOSCOW = ZoneInfo("Europe/Moscow")
PEOPLE, EACH = 50, 10
CHATS = range(2000, 2000 + PEOPLE)

pytestmark = pytest.mark.slow


async def test_a_backlog_waits_for_eight(stage: Stage, proof: Proof) -> None:
    stage.clock.set(datetime(2027, 3, 9, 20, 0, tzinfo=MOSCOW))
    people = await stage.people(CHATS)
    await stage.post.tell_all(people, times=EACH)
    sender = stage.sender()
    for hour in (20, 23):
        stage.clock.set(datetime(2027, 3, 9, hour, tzinfo=MOSCOW))
        await sender.drain()
    for hour, minute in ((0, 0), (3, 30), (7, 59)):
        stage.clock.set(datetime(2027, 3, 10, hour, minute, tzinfo=MOSCOW))
        await sender.drain()
    at_night = len(stage.sends)
    stage.clock.set(datetime(2027, 3, 10, 8, tzinfo=MOSCOW))
    await sender.drain()
    sent = [stage.read(chat_id) for chat_id in CHATS]
    in_order = sum(words == [f"Новость HelpAsked(help_id={n})" for n in range(1, EACH + 1)] for words in sent)
    assert (at_night, sum(map(len, sent)), in_order) == (0, PEOPLE * EACH, PEOPLE)
    proof(f"a backlog of {PEOPLE * EACH}: {at_night} sent in the night, {sum(map(len, sent))} at eight, all in order")
