"""The page's own interface: act for people, look on, wind the clock."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import PurePosixPath
from urllib.parse import quote
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.emulator.actors import Person
from bot.emulator.clock import WoundClock
from bot.emulator.dial import meant, stops
from bot.emulator.entities import Json
from bot.emulator.errors import NotPossibleError
from bot.emulator.feed import Change
from bot.emulator.picture import change_picture, chat_picture, milliseconds, person_picture
from bot.emulator.requests import json_object, read_parameters
from bot.emulator.world import World

WindHook = Callable[[datetime], Awaitable[None]]
_PAGE_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_PICTURE_TYPES = ("image/png", "image/jpeg", "image/gif")


@dataclass(slots=True)
class Control:
    """Handlers of the page; `labels` say who people are, `zone` is where the district lives.

    `wind_step` is how much time may pass at once while the clock is wound; None is all of it.
    """

    world: World
    title: str
    zone: ZoneInfo
    labels: Mapping[int, str]
    wind_step: timedelta | None
    hooks: list[WindHook] = field(default_factory=list)
    winding: asyncio.Lock = field(default_factory=asyncio.Lock)
    beat: float = 15.0
    """Seconds between two signs of life in the feed, so that a closed page is noticed."""

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """Puts the page and its interface under `/` and `/play/`."""
        router.add_get("/", self.page)
        router.add_get("/page/{name}", self.page)
        router.add_get("/play/config", self.config)
        router.add_get(r"/play/chats/{person:\d+}", self.chat)
        router.add_get("/play/files/{file}", self.file)
        router.add_get("/play/feed", self.feed)
        router.add_get("/play/clock", self.clock)
        router.add_post("/play/clock", self.wind)
        for name in ("say", "press", "send", "contact", "block", "person"):
            router.add_post(f"/play/{name}", self._acted(getattr(self, name)))

    def _acted(self, act: Callable[[web.Request], Awaitable[Json]]) -> Callable[[web.Request], Awaitable[web.Response]]:
        """A person's act over HTTP: what Telegram's apps would not allow is 409, nonsense is 400."""

        async def handler(request: web.Request) -> web.Response:
            try:
                return web.json_response(await act(request))
            except NotPossibleError as error:
                return web.json_response({"error": str(error)}, status=409)
            except (KeyError, ValueError, TypeError) as error:
                return web.json_response({"error": repr(error)}, status=400)

        return handler

    async def page(self, request: web.Request) -> web.Response:
        """A file of the page."""
        name = request.match_info.get("name", "index.html")
        kind = _PAGE_TYPES.get(PurePosixPath(name).suffix)
        source = files("bot.emulator").joinpath("page", name)
        if kind is None or not source.is_file():
            return web.Response(status=404)
        return web.Response(body=source.read_bytes(), content_type=kind, charset="utf-8")

    async def config(self, request: web.Request) -> web.Response:
        """Title, zone, bot and people."""
        bot = self.world.account().bot
        people = [person_picture(person, self.labels) for person in self.world.people.values()]
        told = {"title": self.title, "zone": self.zone.key, "bot": bot.username, "botName": bot.first_name}
        return web.json_response({**told, "people": people, **self._now()})

    async def chat(self, request: web.Request) -> web.Response:
        """One person's chat."""
        person = self.world.people.get(int(request.match_info["person"]))
        if person is None:
            return web.Response(status=404)
        return web.json_response(chat_picture(self.world, person))

    async def file(self, request: web.Request) -> web.Response:
        """A file to look at (photos) or to save (everything else)."""
        stored = self.world.files.get(request.match_info["file"])
        if stored is None:
            return web.Response(status=404)
        shown = stored.kind == "photo" and stored.image_type in _PICTURE_TYPES
        kind = stored.image_type if shown else "application/octet-stream"
        disposition = "inline" if shown else f"attachment; filename*=UTF-8''{quote(stored.name)}"
        headers = {"Content-Disposition": disposition, "Content-Security-Policy": "default-src 'none'; sandbox"}
        return web.Response(body=stored.content, content_type=kind, headers=headers)

    async def feed(self, request: web.Request) -> web.StreamResponse:
        """Everything that changes, as server-sent events."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        with self.world.subscribe() as queue, suppress(ConnectionResetError):  # the page was closed
            await response.prepare(request)
            while True:
                await response.write(await self._event(queue))
        return response

    async def _event(self, queue: asyncio.Queue[Change]) -> bytes:
        try:
            async with asyncio.timeout(self.beat):
                change = await queue.get()
        except TimeoutError:
            return b": still here\n\n"
        told = {**change_picture(change), **self._now()}
        return f"data: {json.dumps(told, ensure_ascii=False)}\n\n".encode()

    def _now(self) -> Json:
        return {"now": milliseconds(self.world.clock().timestamp())}

    async def clock(self, request: web.Request) -> web.Response:
        """The present moment, and whether it can be wound."""
        return web.json_response({**self._now(), "winds": isinstance(self.world.clock, WoundClock)})

    async def wind(self, request: web.Request) -> web.Response:
        """Winds the clock step by step and waits until everybody who hangs on it has caught up."""
        clock = self.world.clock
        if not isinstance(clock, WoundClock):
            return web.json_response({"error": "this clock does not wind"}, status=409)
        try:
            moment = meant(dict(await json_object(request)), clock(), self.zone)
        except (ValueError, OverflowError) as error:
            return web.json_response({"error": str(error)}, status=400)
        async with self.winding:
            for stop in stops(clock(), moment, self.wind_step):
                await self._pass(clock.wind_to(stop))
        return web.json_response(self._now())

    async def _pass(self, now: datetime) -> None:
        """One stop on the way: everybody who hangs on the clock catches up."""
        for hook in self.hooks:
            await hook(now)
        self.world.feed.tell(Change(kind="clock"))

    def _person(self, asked: Mapping[str, object]) -> Person:
        return self.world.people[int(str(asked["person"]))]

    async def say(self, request: web.Request) -> Json:
        """`{person, text, replyTo}`."""
        asked = await json_object(request)
        reply_to = asked.get("replyTo")
        chosen = reply_to if isinstance(reply_to, int) else None
        return {"id": self.world.say(self._person(asked).id, str(asked["text"]), chosen)}

    async def press(self, request: web.Request) -> Json:
        """`{person, message, data}`."""
        asked = await json_object(request)
        message = int(str(asked["message"]))
        return {"query": self.world.press(self._person(asked).id, message, str(asked["data"]))}

    async def send(self, request: web.Request) -> Json:
        """A form with `person`, `caption`, `replyTo`, `photo` (yes or nothing) and files."""
        given = await read_parameters(request)
        person = self._person(given.values)
        uploads = list(given.uploads.values())
        if len(uploads) > 1:
            files_ = [(upload.name, upload.content) for upload in uploads]
            return {"ids": self.world.send_album(person.id, files_, given.text("caption"))}
        reply_to = given.number("replyTo") or None
        (upload,), caption = uploads, given.text("caption")
        if given.flag("photo"):
            return {"ids": [self.world.send_photo(person.id, upload.content, caption, reply_to)]}
        return {"ids": [self.world.send_file(person.id, upload.name, upload.content, caption, reply_to)]}

    async def contact(self, request: web.Request) -> Json:
        """`{person, phone}`."""
        asked = await json_object(request)
        return {"id": self.world.share_contact(self._person(asked).id, str(asked["phone"]))}

    async def block(self, request: web.Request) -> Json:
        """`{person, blocked}`."""
        asked = await json_object(request)
        act = self.world.block if asked["blocked"] else self.world.unblock
        act(self._person(asked).id)
        return {}

    async def person(self, request: web.Request) -> Json:
        """`{firstName, lastName}`: somebody new comes."""
        asked = await json_object(request)
        first_name = str(asked["firstName"]).strip()
        if not first_name:
            raise ValueError("a name is needed")
        number = max(self.world.people, default=1000) + 1
        person = self.world.add_person(number, first_name[:64], str(asked.get("lastName", "")).strip()[:64])
        return {"id": person.id}
