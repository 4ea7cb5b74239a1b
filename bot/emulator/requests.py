"""Reading what a client sent."""

import json
from collections.abc import Mapping

from aiohttp import web

from bot.emulator.calls import Parameters, Upload


async def read_parameters(request: web.Request) -> Parameters:
    """The parameters of a request in any of the four ways the Bot API takes them."""
    values: dict[str, object] = dict(request.query)
    if request.content_type == "application/json":
        return Parameters({**values, **await json_object(request)})
    uploads: dict[str, Upload] = {}
    for number, (name, value) in enumerate((await request.post()).items()):
        if isinstance(value, web.FileField):
            uploads[name if name not in uploads else f"{name}{number}"] = Upload(value.filename, value.file.read())
        else:
            values[name] = value if isinstance(value, str) else bytes(value).decode()
    return Parameters(values, uploads)


async def json_object(request: web.Request) -> Mapping[str, object]:
    """The body as a JSON object; anything else is an empty one."""
    try:
        body = json.loads(await request.text())
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
