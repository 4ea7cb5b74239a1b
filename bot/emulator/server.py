"""The emulator as a server: the Bot API over HTTP on this machine."""

import asyncio
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Self
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.emulator import errors
from bot.emulator.account import Account
from bot.emulator.calls import Call
from bot.emulator.control import Control, WindHook
from bot.emulator.errors import ApiError
from bot.emulator.faults import CutAfter, CutBefore, Delay, Fault, Garble, Refuse
from bot.emulator.guard import add_headers, guarded
from bot.emulator.methods import carry_out, find_account
from bot.emulator.postman import Postman
from bot.emulator.requests import read_parameters
from bot.emulator.world import World

GRACE = 0.01
"""Seconds for calls under way when the emulator ends; a poll that waits for updates would wait for ever."""
_HOST = "127.0.0.1"
_NGINX = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center>nginx</center></body>\r\n</html>\r\n"


class Emulator:
    """Serves a `World` on 127.0.0.1: the Bot API for the bot, a page in the browser for people.

        async with Emulator(world) as emulator:
            server = TelegramAPIServer.from_base(emulator.base_url)

    The Bot API stands under `base_url` as the real one under its address, the page at `base_url` itself.
    `title`, `zone` (an IANA name) and `labels` (who somebody is: {7: "Директор, Озёрская СОШ № 1"}; a mapping that
    changes later is read anew) are for the page.
    With a `WoundClock` as the world's clock the page can wind it: time passes in steps of `wind_step` (at whole steps
    of the clock; None: all at once), and at each the `on_wind` hooks run.
    """

    def __init__(
        self,
        world: World,
        *,
        port: int = 0,
        title: str = "Веха",
        zone: str = "Europe/Moscow",
        labels: Mapping[int, str] | None = None,
        wind_step: timedelta | None = timedelta(minutes=30),
    ) -> None:
        """`port` 0 takes a free one, known once the emulator has been entered."""
        self.world = world
        self.port = port
        self.control = Control(world, title, ZoneInfo(zone), {} if labels is None else labels, wind_step)
        self._runner: web.AppRunner | None = None
        self._rounds: set[asyncio.Task[None]] = set()

    @property
    def base_url(self) -> str:
        """Where the Bot API and the page stand, without a slash at the end."""
        return f"http://{_HOST}:{self.port}"

    def on_wind(self, callback: WindHook) -> None:
        """Lets `callback` run with the present moment at every step while the page winds the clock."""
        self.control.hooks.append(callback)

    async def __aenter__(self) -> Self:
        application = web.Application(
            client_max_size=self.world.limits.document_bytes + (1 << 20), middlewares=[guarded]
        )
        application.on_response_prepare.append(add_headers)
        application.router.add_route("*", "/bot{token}/{method}", self._method)
        application.router.add_get("/file/bot{token}/{path:.+}", self._file)
        self.control.add_routes(application.router)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=GRACE)
        await self._runner.setup()
        site = web.TCPSite(self._runner, _HOST, self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._rounds:
            task.cancel()
        await asyncio.gather(*self._rounds, return_exceptions=True)
        if self._runner:
            await self._runner.cleanup()

    async def _method(self, request: web.Request) -> web.StreamResponse:
        try:
            given = await read_parameters(request)
        except web.HTTPRequestEntityTooLarge:
            return _refusal(errors.too_large())
        world = self.world
        method = request.match_info["method"]
        call = Call(method, None, given, world.clock(), world.seconds())
        world.calls.append(call)
        try:
            account = find_account(world, request.match_info["token"])
            call.bot_id = account.bot.id
            fault = world.faults.strike(call)
            response = await self._weather(fault, request, call)
            if response is not None:
                return response
            call.result = await carry_out(world, account, method, given)
        except ApiError as error:
            call.code = error.code
            return _refusal(error)
        call.code = 200
        if method.lower() == "setwebhook":
            self._send_postman(account)
        if isinstance(fault, CutAfter):
            return _cut(request)
        return web.json_response({"ok": True, "result": call.result}, dumps=_dumps)

    def _send_postman(self, account: Account) -> None:
        if account.webhook.url:
            task = asyncio.create_task(Postman(account, self.world.limits.webhook_pause).work())
            self._rounds.add(task)
            task.add_done_callback(self._rounds.discard)

    async def _weather(self, fault: Fault | None, request: web.Request, call: Call) -> web.Response | None:
        """Lets the fault strike before the call is carried out; None when it is to be carried out still."""
        match fault:
            case Refuse(error):
                raise error
            case CutBefore():
                call.code = -1
                return _cut(request)
            case Garble(code):
                call.code = code
                return web.Response(status=code, text=_NGINX, content_type="text/html")
            case Delay(seconds):
                await asyncio.sleep(seconds)
        return None

    async def _file(self, request: web.Request) -> web.Response:
        try:
            find_account(self.world, request.match_info["token"])
        except ApiError as error:
            return _refusal(error)
        file = self.world.files.download(request.match_info["path"])
        if file is None:
            return _refusal(errors.not_found())
        return web.Response(body=file.content, content_type="application/octet-stream")


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _refusal(error: ApiError) -> web.Response:
    after = error.parameters.get("retry_after")
    headers = {"Retry-After": str(after)} if after else {}
    return web.json_response(error.body(), status=error.code, headers=headers, dumps=_dumps)


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
