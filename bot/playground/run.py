"""The playground: the emulator, the bot and the page in one process, nothing of it reaching outside."""

import asyncio
import signal
import sys
import webbrowser
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import click
from pydantic import HttpUrl, SecretStr

from bot import logs, sayings
from bot.app import App, running
from bot.config import Database, Log, Settings, Telegram
from bot.emulator.clock import WoundClock
from bot.emulator.server import Emulator
from bot.emulator.world import World
from bot.playground.seed import DISTRICT, PEOPLE, ZONE, beginning, invitations, roadmap_text

TOKEN = "1:playground"  # noqa: S105  it opens nothing but the emulator beside it
USERNAME = "vekha_bot"
FOLDER = Path("demo")
PORT = 8027
COORDINATOR = PEOPLE[0].chat_id


async def main(port: int = PORT) -> None:
    """Serve until interrupted."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    clock = WoundClock(ahead=beginning(datetime.now(UTC).year) - datetime.now(UTC))
    world = build_world(clock)
    labels = {character.chat_id: character.label for character in PEOPLE}
    emulator = Emulator(world, port=port, title=f"Веха — {DISTRICT}", zone=ZONE, labels=labels)
    async with emulator, running(settings_for(emulator), clock=clock) as app:
        await play_opening(world, app)
        emulator.on_wind(catching_up(app))
        click.echo(sayings.DEMO.format(address=emulator.base_url, file=keep_sample(clock)))
        if sys.stdout.isatty():
            await asyncio.to_thread(webbrowser.open, emulator.base_url)
        await app.until(stop)


def build_world(clock: WoundClock) -> World:
    # The limits of flood run by the same clock: a week that is wound in seconds is a week for them too.
    world = World(clock=clock, seconds=lambda: clock().timestamp())
    world.add_bot(TOKEN, username=USERNAME)
    for character in PEOPLE:
        world.add_person(character.chat_id, character.first_name, character.last_name)
    return world


def settings_for(emulator: Emulator) -> Settings:
    """The bot's own settings with the emulator's address where Telegram's would stand; the database begins empty."""
    for file in FOLDER.glob("vekha.sqlite3*"):
        file.unlink()
    settings = Settings(
        telegram=Telegram(token=SecretStr(TOKEN), api_base=HttpUrl(emulator.base_url)),
        database=Database(path=FOLDER / "vekha.sqlite3"),
        log=Log(level="warning"),
    )
    logs.set_up(settings.log, settings.telegram.token)
    return settings


async def play_opening(world: World, app: App) -> None:
    """The district's people come in by their links, and the coordinator publishes the road map."""
    tokens = await invitations(app.sessions, app.clock)
    for chat_id, token in tokens.items():
        world.say(chat_id, f"/start {token}")
    await app.settled()
    for chat_id in tokens:
        press(world, chat_id, "Согласен(на), начать")
    await app.settled()
    world.send_file(COORDINATOR, "Дорожная карта.txt", roadmap_text(app.clock()).encode())
    await app.settled()
    press(world, COORDINATOR, "Опубликовать")
    await app.settled()


def press(world: World, chat_id: int, label: str) -> None:
    world.press(chat_id, world.chat(chat_id).last.id, label)


def catching_up(app: App) -> Callable[[datetime], Awaitable[None]]:
    """What happens when the page winds the clock: the bot looks at once at what is due."""

    async def tick(_: datetime) -> None:
        await app.tick()
        await app.settled()

    return tick


def keep_sample(clock: WoundClock) -> Path:
    """Another road map to send by hand, so that the way from a file to tasks can be tried."""
    file = FOLDER / "roadmap.txt"
    file.write_text(roadmap_text(clock()).replace("№ 14-о", "№ 15-о"), encoding="utf-8")
    return file
