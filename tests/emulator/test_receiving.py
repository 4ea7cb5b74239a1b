import asyncio
from collections.abc import Callable

import pytest

from bot.emulator.world import World
from tests.emulator.conftest import ANNA, PETER, Answer, Api, until

YES = {"inline_keyboard": [[{"text": "да", "callback_data": "y"}]]}


def ids(updates: list[dict[str, object]]) -> list[object]:
    return [update["update_id"] for update in updates]


def kinds(updates: list[dict[str, object]]) -> list[str]:
    return [next(key for key in update if key != "update_id") for update in updates]


async def asked(api: Api) -> int:
    return (await api("sendMessage", chat_id=ANNA, text="Готово?", reply_markup=YES)).message_id


async def test_updates_come_in_order_until_confirmed(api: Api) -> None:
    first, second = ids(await api.updates())
    assert isinstance(first, int)
    assert second == first + 1
    assert ids(await api.updates()) == [first, second]
    assert ids(await api.updates(offset=second)) == [second]
    assert await api.updates(offset=first + 2) == []
    assert await api.updates() == []


async def test_a_negative_offset_keeps_the_last(api: Api) -> None:
    _, second = ids(await api.updates())
    assert ids(await api.updates(offset=-1)) == [second]
    assert ids(await api.updates()) == [second]


async def test_a_limit(api: Api) -> None:
    assert len(await api.updates(limit=1)) == 1
    assert len(await api.updates(limit=0)) == 1


async def test_a_message_as_the_bot_sees_it(world: World, api: Api) -> None:
    world.say(ANNA, "ответ", reply_to=1)
    update = (await api.updates(offset=-1))[0]["message"]
    assert isinstance(update, dict)
    assert update["from"] == {
        "is_bot": False,
        "id": ANNA,
        "first_name": "Анна",
        "last_name": "Лебедева",
        "username": "anna",
        "language_code": "ru",
    }
    assert update["text"] == "ответ"
    assert update["reply_to_message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


async def test_a_waiting_request_gets_what_comes(world: World, api: Api) -> None:
    await api.updates(offset=world.account().updates.next_id)
    waiting = asyncio.create_task(api.updates(timeout=50))
    await until(lambda: world.account().polls == 2)
    world.say(ANNA, "вот")
    assert len(await waiting) == 1


async def test_a_waiting_request_ends_empty(world: World, api: Api) -> None:
    world.account().updates.pending.clear()
    assert await api.updates(timeout=1) == []


async def test_the_newest_poller_stays(world: World, api: Api) -> None:
    world.account().updates.pending.clear()
    first = asyncio.create_task(api("getUpdates", timeout=50))
    await until(lambda: world.account().polls == 1)
    second = asyncio.create_task(api.updates(timeout=50))
    refused = await first
    assert refused.refusal == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    world.say(ANNA, "вот")
    assert len(await second) == 1


async def test_messages_are_kept_a_day(api: Api, pass_time: Callable[..., None]) -> None:
    pass_time(hours=23, minutes=59)
    assert len(await api.updates()) == 2
    pass_time(minutes=1)
    assert await api.updates() == []


async def test_presses_are_kept_150_seconds(world: World, api: Api, pass_time: Callable[..., None]) -> None:
    message = await asked(api)
    world.press(ANNA, message, "да")
    pass_time(seconds=149)
    assert kinds(await api.updates()) == ["message", "message", "callback_query"]
    pass_time(seconds=1)
    assert kinds(await api.updates()) == ["message", "message"]


async def test_only_what_was_asked_for_comes(world: World, api: Api) -> None:
    await api.updates(allowed_updates=["callback_query"])
    world.say(ANNA, "не дойдёт")
    assert len(await api.updates()) == 2
    world.block(PETER)
    await api.updates(allowed_updates=[])
    world.unblock(PETER)
    assert kinds(await api.updates()) == ["message", "message", "my_chat_member"]


async def test_a_raw_update_is_given_as_it_is(world: World, api: Api) -> None:
    poison: dict[str, object] = {"message": {"date": "вчера"}}
    number = world.raw_update(poison)
    assert (await api.updates(offset=number))[0] == {"update_id": number, **poison}
    assert world.raw_update({"update_id": number + 50, "нечто": 1}) == number + 50
    assert world.raw_update({}) == number + 51


async def test_an_update_is_given_again(world: World, api: Api) -> None:
    updates = await api.updates()
    last = world.account().updates.next_id
    await api.updates(offset=last)
    world.redeliver(last - 1)
    assert await api.updates(offset=last) == [updates[1]]
    assert await api.updates(offset=last) == []


async def test_old_updates_are_forgotten(world: World) -> None:
    first = world.account().updates.next_id
    for _ in range(1001):
        world.raw_update({})
    assert first not in world.account().updates.given
    assert len(world.account().updates.given) == 1000


async def test_update_ids_begin_with_the_present_second(world: World, api: Api) -> None:
    assert ids(await api.updates())[0] == int(world.clock().timestamp())


def query_of(updates: list[dict[str, object]]) -> dict[str, object]:
    query = updates[-1]["callback_query"]
    assert isinstance(query, dict)
    return query


async def test_a_press_as_the_bot_sees_it(world: World, api: Api) -> None:
    message = await asked(api)
    pressed = world.press(ANNA, message, "y")
    query = query_of(await api.updates())
    assert (query["id"], query["data"]) == (pressed, "y")
    assert isinstance(query["message"], dict)
    assert query["message"]["message_id"] == message


async def test_a_press_under_a_lost_message(world: World, api: Api) -> None:
    message = await asked(api)
    await api("deleteMessage", chat_id=ANNA, message_id=message)
    world.forge(ANNA, message, "старое")
    told = query_of(await api.updates())["message"]
    assert isinstance(told, dict)
    assert (told["date"], told["message_id"]) == (0, message)


async def answer(api: Api, query: str, **given: object) -> Answer:
    return await api("answerCallbackQuery", callback_query_id=query, **given)


async def test_a_press_is_answered_once(world: World, api: Api) -> None:
    query = world.press(ANNA, await asked(api), "да")
    assert (await answer(api, query, text="Принято", show_alert=True)).result is True
    (toast,) = world.chat(ANNA).toasts
    assert (toast.text, toast.alert, toast.user_id) == ("Принято", True, ANNA)
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert (await answer(api, query)).refusal == (400, too_old)
    assert (await answer(api, "5")).refusal == (400, too_old)


async def test_a_press_is_answered_in_time(world: World, api: Api, pass_time: Callable[..., None]) -> None:
    query = world.press(ANNA, await asked(api), "да")
    pass_time(seconds=31)
    assert (await answer(api, query)).status == 400
    assert world.chat(ANNA).toasts == []


async def test_a_toast_has_200_characters(world: World, api: Api) -> None:
    query = world.press(ANNA, await asked(api), "да")
    assert (await answer(api, query, text="я" * 201)).refusal == (400, "Bad Request: MESSAGE_TOO_LONG")
    assert (await answer(api, query, text="я" * 200)).status == 200


async def test_a_press_opens_only_the_bot_itself(world: World, api: Api) -> None:
    query = world.press(ANNA, await asked(api), "да")
    assert (await answer(api, query, url="https://example.org/")).refusal == (400, "Bad Request: URL_INVALID")
    assert (await answer(api, query, url="https://t.me/vekha_bot?start=x")).status == 200
    assert world.chat(ANNA).toasts[0].url == "https://t.me/vekha_bot?start=x"


async def test_a_webhook_ends_polling(world: World, api: Api) -> None:
    world.account().updates.pending.clear()
    waiting = asyncio.create_task(api("getUpdates", timeout=50))
    await until(lambda: world.account().polls == 1)
    assert (await api("setWebhook", url="https://example.org/hook", secret_token="a-B_1")).result is True
    assert (await waiting).refusal == (409, "Conflict: terminated by setWebhook request")
    refused = await api("getUpdates")
    assert refused.refusal == (
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
    await api("deleteWebhook")
    assert (await api("getUpdates")).status == 200


async def test_what_is_known_of_a_webhook(world: World, api: Api) -> None:
    await api("setWebhook", url="https://example.org/", max_connections=500, allowed_updates=["message"])
    assert (await api("getWebhookInfo")).result == {
        "url": "https://example.org/",
        "has_custom_certificate": False,
        "pending_update_count": 2,
        "max_connections": 100,
        "allowed_updates": ["message"],
    }
    await api("deleteWebhook", drop_pending_updates=True)
    assert (await api("getWebhookInfo")).result == {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": 0,
        "allowed_updates": ["message"],
    }


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"url": "http://example.org/"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://example.org/", "secret_token": "x" * 257}, "secret token is too long"),
        ({"url": "https://example.org/", "secret_token": "я"}, "secret token contains unallowed characters"),
    ],
)
async def test_wrong_webhooks(api: Api, given: dict[str, object], words: str) -> None:
    assert (await api("setWebhook", **given)).refusal == (400, f"Bad Request: {words}")
