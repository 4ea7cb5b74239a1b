from dataclasses import replace

import pytest

from bot.emulator.flood import FloodMeter
from bot.emulator.limits import NO_FLOOD, Flood, Limits
from bot.emulator.world import World
from tests.emulator.conftest import ANNA, PETER, Api, Seconds


@pytest.fixture
def limits() -> Limits:
    return Limits(flood=Flood(bot_per_second=4, chat_per_second=1, chat_burst=2, group_per_minute=3))


async def codes(api: Api, count: int, chat_id: int = ANNA) -> list[int]:
    return [(await api("sendMessage", chat_id=chat_id, text="а")).status for _ in range(count)]


async def test_a_chat_takes_a_burst_and_then_one_a_second(api: Api, seconds: Seconds) -> None:
    assert await codes(api, 3) == [200, 200, 429]
    seconds.now += 1
    assert await codes(api, 2) == [200, 429]


async def test_the_answer_says_how_long(api: Api) -> None:
    await codes(api, 2)
    refused = await api("sendMessage", chat_id=ANNA, text="а")
    assert refused.refusal == (429, "Too Many Requests: retry after 1")
    assert refused.body["parameters"] == {"retry_after": 1}


async def test_the_whole_bot_has_a_limit(world: World, api: Api, seconds: Seconds) -> None:
    for user_id in (21, 22, 23):
        world.add_person(user_id, "Кто-то")
        world.say(user_id, "/start")
    assert await codes(api, 2) + await codes(api, 2, PETER) == [200] * 4
    assert await codes(api, 1, 21) == [429]
    seconds.now += 0.99
    assert await codes(api, 1, 21) == [429]
    seconds.now += 0.01
    assert await codes(api, 2, 21) + await codes(api, 2, 22) + await codes(api, 1, 23) == [*[200] * 4, 429]


async def test_a_group_has_a_limit_of_its_own(world: World, api: Api, seconds: Seconds) -> None:
    world.add_group(-1001, "Кураторы", [ANNA])
    sent = []
    for _ in range(4):
        sent += await codes(api, 1, -1001)
        seconds.now += 2
    assert sent == [200, 200, 200, 429]
    refused = await api("sendMessage", chat_id=-1001, text="а")
    assert refused.body["parameters"] == {"retry_after": 52}
    assert await codes(api, 1) == [200]
    seconds.now += 52
    assert await codes(api, 1, -1001) == [200]


async def test_a_refused_message_is_not_seen(world: World, api: Api) -> None:
    await codes(api, 5)
    assert sum(message.from_bot for message in world.chat(ANNA).messages) == 2


async def test_edits_count_answers_do_not(world: World, api: Api) -> None:
    markup = {"inline_keyboard": [[{"text": "да", "callback_data": "y"}]]}
    sent = await api("sendMessage", chat_id=ANNA, text="?", reply_markup=markup)
    presses = [world.press(ANNA, sent.message_id, "да") for _ in range(9)]
    answers = [await api("answerCallbackQuery", callback_query_id=query) for query in presses]
    assert {answer.status for answer in answers} == {200}
    assert (await api("editMessageText", chat_id=ANNA, message_id=sent.message_id, text="1")).status == 200
    assert (await api("editMessageText", chat_id=ANNA, message_id=sent.message_id, text="2")).status == 429


async def test_an_album_counts_as_its_messages(api: Api, world: World) -> None:
    world.send_file(PETER, "f", b"x")
    file = world.chat(PETER).last.file
    assert file is not None
    item = {"type": "document", "media": file.id}
    assert (await api("sendMediaGroup", chat_id=ANNA, media=[item] * 2)).status == 200
    assert await codes(api, 1) == [429]


def test_without_rules_nothing_waits() -> None:
    meter = FloodMeter(NO_FLOOD, lambda: 0.0)
    assert {meter.retry_after(chat) for chat in (7, 7, 7, -1) for _ in range(99)} == {0}


def test_the_usual_rules_are_telegrams() -> None:
    usual = Limits().flood
    assert (usual.bot_per_second, usual.chat_per_second, usual.group_per_minute) == (30, 1, 20)
    assert replace(Limits(), flood=NO_FLOOD) == Limits().without_flood()
