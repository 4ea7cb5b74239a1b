"""Connections that tell what never left from what was not answered."""

from aiohttp import ClientRequest, ClientTimeout, TCPConnector
from aiohttp.connector import Connection
from aiohttp.tracing import Trace

# Seconds. A request that found no connection in this time was not sent.
CONNECT = 10.0


class Connector(TCPConnector):
    """Ends a vain try to connect by itself.

    aiogram sets one time-out over the whole request; a network that swallows everything would then look like a lost
    answer, and each message tried meanwhile would be in doubt.
    """

    patience = CONNECT

    async def connect(
        self,
        req: ClientRequest,
        traces: list[Trace],
        timeout: ClientTimeout,  # noqa: ASYNC109  the name is aiohttp's
    ) -> Connection:
        limits = ClientTimeout(timeout.total, self.patience, timeout.sock_read, timeout.sock_connect)
        return await super().connect(req, traces, limits)
