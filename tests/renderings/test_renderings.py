"""Names with tags, quotes, marks that turn the text around and 64 emoji, in everything that is ever said.

Each screen goes the whole way: the view, aiogram's client, HTTP, the messenger's parser.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from random import Random

import pytest
from aiogram import Bot

from bot.client import build_bot
from bot.config import Telegram
from bot.emulator.entities import parse_html, utf16
from bot.emulator.limits import Limits
from bot.emulator.server import Emulator
from bot.emulator.world import World
from handlers.screens import Screen, send
from handlers.texts import MESSAGE
from tests.conftest import Clock
from tests.proofs import Proof
from tests.renderings.invention import Inventor
from tests.renderings.views import Render, news, refusals, screens

TOKEN = "42:TEST"
READER = 7
ENTITIES = 100
"""Those after the hundredth vanish without an error."""
TOGETHER = 8


def everything() -> dict[str, Render]:
    """All that is said in templates, by name."""
    return {
        **{f"news {name}": render for name, render in news().items()},
        **{f"screen {name}": render for name, render in screens().items()},
        **{f"refusal {name}": render for name, render in refusals().items()},
    }


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is sent every screen."""

    world: World
    bot: Bot
    document: str
    photo: str

    async def gets(self, screen: Screen) -> None:
        if screen.attachment is not None and screen.attachment.content is None:
            kept = self.photo if screen.attachment.photo else self.document
            screen = replace(screen, attachment=replace(screen.attachment, file_id=kept))
        await send(self.bot, READER, screen)


@pytest.fixture
async def reader(clock: Clock) -> AsyncIterator[Reader]:
    world = World(clock=clock, limits=Limits().without_flood())
    world.add_bot(TOKEN)
    world.add_person(READER, "Анна")
    world.chat(READER).started = True
    document = world.files.put("справка.docx", b"1", "document").id
    photo = world.files.put("справка.jpg", b"1", "photo").id
    async with Emulator(world) as emulator:
        bot = build_bot(Telegram.model_validate({"token": TOKEN, "api_base": emulator.base_url}))
        yield Reader(world, bot, document, photo)
        await bot.session.close()


async def read_all(reader: Reader, said: Mapping[str, Render], seeds: range) -> list[str]:
    """Render each so often, send all; what went wrong by name, with the seed that shows it."""
    wrong: list[str] = []
    waiting = iter([(name, seed) for seed in seeds for name in said])

    async def hand() -> None:
        for name, seed in waiting:
            if words := await read(reader, said[name], Random(f"{name} {seed}")):
                wrong.append(f"{name} ({seed}): {words}")

    await asyncio.gather(*(hand() for _ in range(TOGETHER)))
    return wrong


async def read(reader: Reader, render: Render, chance: Random) -> str:
    """What is wrong with one rendering, nothing as a rule."""
    try:
        screen = render(Inventor(chance))
        await reader.gets(screen)
    except Exception as error:
        # Whatever a view may raise is told with the seed that shows it.
        return repr(error)
    shown = parse_html(screen.text)
    characters, units, tags = len(shown.text), utf16(shown.text), len(shown.entities)
    fits = max(characters, units) <= MESSAGE and tags <= ENTITIES
    return "" if fits else f"{characters} characters, {units} units, {tags} tags"


@pytest.mark.parametrize(
    "renderings",
    [pytest.param(500, marks=pytest.mark.slow), pytest.param(10_000, marks=pytest.mark.proofs)],
)
async def test_random_names_in_every_template(reader: Reader, renderings: int, proof: Proof) -> None:
    said = everything()
    times = -(-renderings // len(said))
    wrong = await read_all(reader, said, range(times))
    assert not wrong, "\n".join(wrong)
    proof(f"{times * len(said):,} random renderings of {len(said)} templates: 400 from the parser 0, too long 0")
