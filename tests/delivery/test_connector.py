import asyncio
import socket

import pytest
from aiohttp import ClientSession, ClientTimeout, ConnectionTimeoutError
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.client import Session
from bot.delivery.connector import CONNECT, Connector
from tests.delivery.conftest import Stage


class Swallowing(AbstractResolver):
    """A network that never answers."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        await asyncio.Event().wait()
        return []

    async def close(self) -> None:
        return


class Impatient(Connector):
    patience = 0.05


async def test_a_vain_try_to_connect_is_told_from_a_lost_answer() -> None:
    async with ClientSession(connector=Impatient(resolver=Swallowing())) as session:
        with pytest.raises(ConnectionTimeoutError):
            await session.post("http://nowhere.example/", timeout=ClientTimeout(60))


async def test_a_connection_that_stands_is_used(stage: Stage) -> None:
    async with ClientSession(connector=Connector()) as session:
        for _ in range(2):
            async with session.post(f"{stage.bot.session.api.base.partition('/bot')[0]}/bot42:TEST/getMe") as answer:
                assert answer.status == 200
    assert CONNECT < 60


async def test_the_bot_speaks_through_it(stage: Stage) -> None:
    assert isinstance(stage.bot.session, Session)
    assert isinstance((await stage.bot.session.create_session()).connector, Connector)
