from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

import pytest
from aiohttp import web

from bot.emulator.limits import Limits
from bot.emulator.postman import queue_of
from bot.emulator.world import World
from tests.emulator.conftest import ANNA, PETER, Api, until


@dataclass
class Hook:
    """A bot's own server; `moods` are the statuses it answers with before it is content."""

    url: str = ""
    moods: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    got: list[dict[str, object]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.got.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        return web.Response(status=self.moods.pop(0) if self.moods else 200, headers=self.headers)

    def texts(self) -> list[str]:
        messages = [update["message"] for update in self.got]
        return [message["text"] for message in messages if isinstance(message, dict)]


@pytest.fixture
def limits() -> Limits:
    return replace(Limits(), webhook_pause=0).without_flood()


@pytest.fixture
async def hook(world: World) -> AsyncIterator[Hook]:
    world.account().updates.pending.clear()
    made = Hook()
    application = web.Application()
    application.router.add_post("/hook", made.take)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


def waiting(world: World) -> int:
    return len(world.account().updates.pending)


async def test_updates_are_posted_with_the_secret(world: World, api: Api, hook: Hook) -> None:
    world.say(ANNA, "до")
    await api("setWebhook", url=hook.url, secret_token="a-B_1")
    await until(lambda: hook.texts() == ["до"])
    world.say(ANNA, "после")
    await until(lambda: hook.texts() == ["до", "после"] and waiting(world) == 0)
    assert hook.secrets == ["a-B_1", "a-B_1"]


async def test_a_refused_update_comes_again_and_holds_its_chat(world: World, api: Api, hook: Hook) -> None:
    hook.moods = [500, 500]
    await api("setWebhook", url=hook.url)
    world.say(ANNA, "1")
    world.say(ANNA, "2")
    await until(lambda: len(hook.got) == 4)
    assert hook.texts() == ["1", "1", "1", "2"]
    assert hook.secrets == [None] * 4


async def test_other_chats_go_on(world: World, api: Api, hook: Hook) -> None:
    hook.moods = [503]
    hook.headers = {"Retry-After": "3600"}
    await api("setWebhook", url=hook.url)
    world.say(ANNA, "1")
    await until(lambda: len(hook.got) == 1)
    world.say(ANNA, "2")
    world.say(PETER, "3")
    await until(lambda: hook.texts() == ["1", "3"])


async def test_a_dead_receiver_loses_nothing(world: World, api: Api, hook: Hook) -> None:
    await api("setWebhook", url="http://127.0.0.1:9/hook")
    world.say(ANNA, "1")
    await api("setWebhook", url=hook.url)
    await until(lambda: hook.texts() == ["1"])


async def test_updates_given_again_are_posted(world: World, api: Api, hook: Hook) -> None:
    await api("setWebhook", url=hook.url)
    world.say(ANNA, "1")
    await until(lambda: waiting(world) == 0)
    world.redeliver(world.account().updates.next_id - 1)
    await until(lambda: hook.texts() == ["1", "1"] and not world.account().updates.again)


async def test_after_deletion_updates_wait_for_polling(world: World, api: Api, hook: Hook) -> None:
    await api("setWebhook", url=hook.url)
    await api("deleteWebhook")
    world.say(ANNA, "1")
    assert len(await api.updates()) == 1
    assert hook.got == []


@pytest.mark.parametrize(
    ("body", "queue"),
    [
        ({"update_id": 1, "message": {"chat": {"id": 7}}}, "message:7"),
        ({"update_id": 1, "callback_query": {"message": {"chat": {"id": 7}}}}, "callback_query:7"),
        ({"update_id": 1, "message": "нечто"}, "message:"),
        ({"update_id": 1, "callback_query": {"message": 5}}, "callback_query:"),
        ({"update_id": 1}, ":"),
    ],
)
def test_queues(body: dict[str, object], queue: str) -> None:
    assert queue_of(body) == queue
