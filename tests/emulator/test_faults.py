import asyncio

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from bot.emulator.faults import (
    CutAfter,
    CutBefore,
    Delay,
    Garble,
    flood,
    moved,
    refused,
    server_error,
    unreachable,
)
from bot.emulator.world import World
from tests.emulator.conftest import ANNA, PETER, Api


async def test_429_comes_as_ordered(world: World, bot: Bot) -> None:
    world.faults.put(flood(35), method="sendMessage")
    with pytest.raises(TelegramRetryAfter) as caught:
        await bot.send_message(ANNA, "а")
    assert caught.value.retry_after == 35
    await bot.send_message(ANNA, "а")
    assert [call.code for call in world.calls] == [429, 200]


@pytest.mark.parametrize(("code", "words"), [(500, "Internal Server Error"), (502, "Bad Gateway"), (599, "Internal")])
async def test_the_server_is_ill(world: World, bot: Bot, code: int, words: str) -> None:
    world.faults.put(server_error(code))
    with pytest.raises(TelegramServerError, match=words):
        await bot.send_message(ANNA, "а")
    assert world.chat(ANNA).last.text == "/start"


async def test_nobody_there(world: World, bot: Bot) -> None:
    world.faults.put(unreachable())
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(ANNA, "а")


async def test_any_refusal(world: World, api: Api) -> None:
    world.faults.put(refused("VOICE_MESSAGES_FORBIDDEN"))
    assert (await api("sendMessage", chat_id=ANNA, text="а")).refusal == (400, "Bad Request: VOICE_MESSAGES_FORBIDDEN")


async def test_a_group_moves(world: World, bot: Bot) -> None:
    world.faults.put(moved(-1005))
    with pytest.raises(TelegramMigrateToChat) as caught:
        await bot.send_message(ANNA, "а")
    assert caught.value.migrate_to_chat_id == -1005


async def test_a_proxy_answers_with_a_page(world: World, bot: Bot) -> None:
    world.faults.put(Garble())
    with pytest.raises(ClientDecodeError):
        await bot.send_message(ANNA, "а")
    assert world.calls[0].code == 502


async def test_the_line_breaks_before(world: World, bot: Bot) -> None:
    world.faults.put(CutBefore())
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(ANNA, "а")
    assert world.chat(ANNA).last.text == "/start"
    assert [call.code for call in world.calls] == [-1]


async def test_the_line_breaks_after(world: World, bot: Bot) -> None:
    world.faults.put(CutAfter())
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(ANNA, "дошло")
    assert world.chat(ANNA).last.text == "дошло"
    assert [call.code for call in world.calls] == [200]


async def test_an_answer_is_late(world: World, api: Api) -> None:
    loop = asyncio.get_running_loop()
    world.faults.put(Delay(0.05))
    begun = loop.time()
    assert (await api("sendMessage", chat_id=ANNA, text="а")).status == 200
    assert loop.time() - begun >= 0.05


async def test_a_fault_strikes_whom_it_is_meant_for(world: World, api: Api) -> None:
    world.faults.put(flood(1), chat_id=PETER, times=2)
    world.faults.put(server_error(), when=lambda call: call.text == "беда")
    sent = [(ANNA, "а"), (PETER, "а"), (ANNA, "беда"), (PETER, "а"), (PETER, "а"), (ANNA, "беда")]
    codes = [(await api("sendMessage", chat_id=chat_id, text=text)).status for chat_id, text in sent]
    assert codes == [200, 429, 500, 429, 200, 200]


async def test_bad_weather_lasts_until_it_clears(world: World, api: Api) -> None:
    world.faults.put(server_error(), times=None, method="sendmessage")
    codes = [(await api("sendMessage", chat_id=ANNA, text="а")).status for _ in range(3)]
    assert codes == [500] * 3
    assert (await api("getMe")).status == 200
    world.faults.clear()
    assert (await api("sendMessage", chat_id=ANNA, text="а")).status == 200


async def test_every_call_is_recorded(world: World, api: Api) -> None:
    await api("sendMessage", chat_id=ANNA, text="а")
    await api("getMe")
    first, second = world.calls
    assert (first.method, first.chat_id, first.text, first.code, first.bot_id) == ("sendMessage", ANNA, "а", 200, 42)
    assert (first.at, first.seconds) == (world.clock(), 100.0)
    assert isinstance(first.result, dict)
    assert second.chat_id is None
