"""Only pages of this machine may talk to the emulator: no DNS rebinding, no requests forged by other sites."""

from aiohttp import web
from aiohttp.typedefs import Handler

_NAMES = ("127.0.0.1", "localhost")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


@web.middleware
async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuses a foreign Host or Origin; lets the browser load and embed nothing from elsewhere."""
    if not _is_own(request):
        return web.Response(status=403, text="403: only for pages of this machine\n")
    return await handler(request)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """The headers of every answer; one that a handler set itself stays."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)


def _is_own(request: web.Request) -> bool:
    host, _, _port = request.host.partition(":")
    origin = request.headers.get("Origin")
    return host in _NAMES and origin in (None, f"http://{request.host}")
