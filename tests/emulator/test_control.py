import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, FormData, StreamReader

from bot.emulator.server import Emulator
from bot.emulator.world import World
from tests.emulator.conftest import ANNA, PETER, STRANGER, Api, until
from tests.emulator.test_files import png


@dataclass
class Page:
    """The page's own requests."""

    session: ClientSession
    base_url: str

    async def get(self, path: str) -> dict[str, object]:
        async with self.session.get(self.base_url + path) as response:
            assert response.status == 200
            told = await response.json()
            assert isinstance(told, dict)
            return told

    async def post(self, path: str, **body: object) -> tuple[int, dict[str, object]]:
        async with self.session.post(self.base_url + path, json=body) as response:
            return response.status, await response.json()

    async def send(self, files: list[tuple[str, bytes]], **fields: str) -> tuple[int, dict[str, object]]:
        form = FormData(fields, quote_fields=False)
        for name, content in files:
            form.add_field("file", content, filename=name)
        async with self.session.post(f"{self.base_url}/play/send", data=form) as response:
            return response.status, await response.json()


@pytest.fixture
async def emulator(world: World) -> AsyncIterator[Emulator]:
    async with Emulator(world, title="Район", zone="Asia/Omsk", labels={ANNA: "Директор"}) as started:
        yield started


@pytest.fixture
def page(session: ClientSession, emulator: Emulator) -> Page:
    return Page(session, emulator.base_url)


async def test_the_page_and_its_parts(session: ClientSession, emulator: Emulator) -> None:
    for path, kind in {"/": "text/html", "/page/app.js": "text/javascript", "/page/style.css": "text/css"}.items():
        async with session.get(emulator.base_url + path) as response:
            assert (response.status, response.content_type) == (200, kind)
            assert "script-src 'self'" in response.headers["Content-Security-Policy"]
            assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/page/nothing.js", "/page/world.py", "/page/..%2fworld.py", "/page/page"])
async def test_nothing_else_is_served(session: ClientSession, emulator: Emulator, path: str) -> None:
    async with session.get(emulator.base_url + path) as response:
        assert response.status == 404


async def test_what_the_page_is_about(page: Page) -> None:
    told = await page.get("/play/config")
    people = told.pop("people")
    assert told == {
        "title": "Район",
        "zone": "Asia/Omsk",
        "bot": "vekha_bot",
        "botName": "Веха",
        "now": 1803880800000,
    }
    assert isinstance(people, list)
    assert people[0] == {"id": ANNA, "name": "Анна Лебедева", "label": "Директор", "phone": "", "gone": False}


async def test_the_page_offers_a_person_their_own_menu(api: Api, page: Page) -> None:
    own = [{"command": "week", "description": "письмо"}]
    await api("setMyCommands", commands=[{"command": "start", "description": "начать"}])
    await api("setMyCommands", commands=own, scope={"type": "chat", "chat_id": ANNA})
    assert (await page.get(f"/play/chats/{ANNA}"))["commands"] == own
    await api("deleteMyCommands", scope={"type": "chat", "chat_id": ANNA})
    told = await page.get(f"/play/chats/{ANNA}")
    assert told["commands"] == [{"command": "start", "description": "начать"}]


async def test_a_chat_as_the_page_sees_it(world: World, api: Api, page: Page) -> None:
    await api("setMyCommands", commands=[{"command": "week", "description": "письмо"}])
    inline = {"inline_keyboard": [[{"text": "да", "callback_data": "y", "style": "success"}]]}
    await api("sendMessage", chat_id=ANNA, text="<b>а</b>", parse_mode="HTML", reply_markup=inline)
    keyboard = {"keyboard": [["Статус"]], "input_field_placeholder": "Пишите"}
    await api("sendMessage", chat_id=ANNA, text="б", reply_markup=keyboard, reply_parameters={"message_id": 1})
    world.share_contact(ANNA, "+7", forwarded=True)
    told = await page.get(f"/play/chats/{ANNA}")
    assert told["commands"] == [{"command": "week", "description": "письмо"}]
    assert (told["blocked"], told["placeholder"]) == (False, "Пишите")
    assert told["keyboard"] == {"rows": [[_button("Статус")]], "oneTime": False, "placeholder": "Пишите"}
    messages = told["messages"]
    assert isinstance(messages, list)
    first, bold, answer, contact = messages
    assert (first["mine"], bold["mine"]) == (True, False)
    assert bold["entities"] == [{"type": "bold", "offset": 0, "length": 1}]
    assert bold["buttons"] == [[{**_button("да"), "data": "y", "style": "success"}]]
    assert answer["replyTo"] == 1
    assert (contact["contact"]["phone_number"], contact["forwardedFrom"]) == ("+7", "Анна")


def _button(text: str) -> dict[str, object]:
    empty = dict.fromkeys(("data", "url", "style", "copy"))
    return {"text": text, **empty, "disabled": False, "contact": False}


async def test_no_such_chat_or_file(session: ClientSession, emulator: Emulator) -> None:
    for path in ("/play/chats/5", "/play/chats/x", "/play/files/x"):
        async with session.get(emulator.base_url + path) as response:
            assert response.status == 404


async def test_acting_for_people(world: World, api: Api, page: Page) -> None:
    assert await page.post("/play/say", person=STRANGER, text="привет") == (200, {"id": 3})
    await page.post("/play/say", person=STRANGER, text="ответ", replyTo=3)
    assert world.chat(STRANGER).last.reply_to == 3
    inline = {"inline_keyboard": [[{"text": "да", "callback_data": "y"}]]}
    sent = await api("sendMessage", chat_id=ANNA, text="?", reply_markup=inline)
    status, told = await page.post("/play/press", person=ANNA, message=sent.message_id, data="y")
    assert (status, told["query"]) == (200, "42000000001")
    assert (await page.post("/play/contact", person=ANNA, phone="+7"))[0] == 200
    assert world.chat(ANNA).last.contact is not None
    await page.post("/play/block", person=ANNA, blocked=True)
    assert world.chat(ANNA).blocked
    await page.post("/play/block", person=ANNA, blocked=False)
    assert not world.chat(ANNA).blocked


async def test_what_cannot_be_done(page: Page) -> None:
    status, told = await page.post("/play/press", person=ANNA, message=1, data="y")
    assert status == 409
    assert "no button" in str(told["error"])


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/play/say", {"person": 555, "text": "а"}),
        ("/play/say", {"text": "а"}),
        ("/play/press", {"person": ANNA, "message": "x", "data": "y"}),
        ("/play/person", {"firstName": "  "}),
        ("/play/clock", {"step": "x"}),
        ("/play/clock", {"step": 1e30}),
    ],
)
async def test_nonsense_is_refused(page: Page, path: str, body: dict[str, object]) -> None:
    assert (await page.post(path, **body))[0] == 400


async def test_files_are_sent(world: World, page: Page) -> None:
    one = [("план.docx", b"x")]
    assert (await page.send(one, person=str(ANNA), caption="вот", replyTo="1"))[0] == 200
    seen = world.chat(ANNA).last
    assert (seen.file_name, seen.text, seen.reply_to) == ("план.docx", "вот", 1)
    await page.send([("карта.png", png())], person=str(ANNA), photo="yes")
    assert world.chat(ANNA).last.is_photo
    await page.send([("1.txt", b"1"), ("2.txt", b"2")], person=str(ANNA))
    assert world.chat(ANNA).last.album is not None
    assert (await page.send([], person=str(ANNA)))[0] == 400


async def test_files_are_saved_and_photos_shown(world: World, session: ClientSession, emulator: Emulator) -> None:
    cases = [
        (world.files.put("план «А».html", b"<script>", "document"), "application/octet-stream", "attachment"),
        (world.files.put("photo.jpg", png(), "photo"), "image/png", "inline"),
        (world.files.put("photo.jpg", b"<script>", "photo"), "application/octet-stream", "attachment"),
    ]
    for file, kind, disposition in cases:
        async with session.get(f"{emulator.base_url}/play/files/{file.id}") as response:
            assert (response.content_type, await response.read()) == (kind, file.content)
            assert response.headers["Content-Disposition"].startswith(disposition)
            assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


async def test_somebody_new(world: World, page: Page) -> None:
    assert await page.post("/play/person", firstName="Вера", lastName="Новая") == (200, {"id": 10})
    assert world.people[10].name == "Вера Новая"


async def test_the_clock_is_wound_and_hooks_are_awaited(world: World, emulator: Emulator, page: Page) -> None:
    told: list[datetime] = []

    async def tick(now: datetime) -> None:
        told.append(now)
        world.say(PETER, "звонок")

    emulator.on_wind(tick)
    assert emulator.control.wind_step == timedelta(minutes=30)
    assert await page.get("/play/clock") == {"now": 1803880800000, "winds": True}
    status, after = await page.post("/play/clock", next="monday", hour=9)
    expected = datetime(2027, 3, 8, 3, tzinfo=UTC)
    assert (status, after) == (200, {"now": int(expected.timestamp() * 1000)})
    assert len(told) == (6 * 24 + 21) * 2
    assert told[0] == datetime(2027, 3, 1, 6, 30, tzinfo=UTC)
    assert told[-1] == expected == world.clock()
    assert world.chat(PETER).last.sent_at == expected


async def test_a_clock_wound_back_stands(world: World, emulator: Emulator, page: Page) -> None:
    assert await page.post("/play/clock", step=-3600) == (200, {"now": 1803880800000})


async def test_a_clock_that_does_not_wind(session: ClientSession) -> None:
    world = World(clock=lambda: datetime(2027, 3, 1, tzinfo=UTC))
    world.add_bot("42:TEST")
    async with Emulator(world) as emulator:
        page = Page(session, emulator.base_url)
        assert (await page.get("/play/clock"))["winds"] is False
        assert (await page.post("/play/clock", step=1))[0] == 409


async def test_the_feed_tells_changes(world: World, api: Api, emulator: Emulator, page: Page) -> None:
    async with api.session.get(f"{emulator.base_url}/play/feed") as feed:
        assert feed.content_type == "text/event-stream"
        world.say(ANNA, "вот")
        await api("sendMessage", chat_id=ANNA, text="да")
        query = world.forge(ANNA, 1, "y")
        await api("answerCallbackQuery", callback_query_id=query, text="ладно")
        await api("deleteMessage", chat_id=ANNA, message_id=1)
        await page.post("/play/clock", step=60)
        told = [await _event(feed.content) for _ in range(5)]
    assert [one["kind"] for one in told] == ["message", "message", "toast", "deleted", "clock"]
    assert told[0]["message"]["text"] == "вот"
    assert told[2]["toast"] == {"query": query, "text": "ладно", "alert": False, "url": None}
    assert told[3]["messageId"] == 1
    assert told[4]["now"] == 1803880860000


async def test_the_feed_gives_signs_of_life(world: World, session: ClientSession, emulator: Emulator) -> None:
    emulator.control.beat = 0.0
    async with session.get(f"{emulator.base_url}/play/feed") as feed:
        assert await feed.content.readline() == b": still here\n"
        assert len(world.feed.queues) == 1
        feed.close()
    await until(lambda: not world.feed.queues)


async def test_files_in_a_chat(world: World, page: Page) -> None:
    world.send_file(ANNA, "план.docx", b"x")
    told = await page.get(f"/play/chats/{ANNA}")
    assert isinstance(told["messages"], list)
    assert told["messages"][-1]["file"] == {
        "id": "BQACAgIAAxkB00000001",
        "name": "план.docx",
        "size": 1,
        "photo": False,
    }


async def _event(content: StreamReader) -> Any:
    line = await content.readline()
    await content.readline()
    return json.loads(line.removeprefix(b"data: "))
