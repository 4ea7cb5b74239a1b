import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import BotCommand
from playwright.async_api import Browser, Locator, Page, async_playwright

from bot.emulator.clock import WoundClock
from bot.emulator.limits import Limits
from bot.emulator.server import Emulator
from bot.emulator.world import World
from tests.emulator import echo
from tests.emulator.conftest import QuickSession

ANNA, PETER, OLGA = 7, 8, 9
NAMES = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]


@dataclass
class Playground:
    """The page in a browser, with the echo behind it."""

    page: Page
    world: World
    base_url: str
    complaints: list[str] = field(default_factory=list)

    async def open(self) -> None:
        await self.page.goto(self.base_url)
        await self.page.get_by_text("Выберите, кем быть").wait_for()

    async def become(self, user_id: int) -> Locator:
        """Opens a person's chat; returns its column."""
        await self.page.locator(f".person[data-person='{user_id}']").click()
        column = self.column(user_id)
        await column.wait_for()
        return column

    async def begin(self, user_id: int) -> Locator:
        """Opens the chat and starts the bot."""
        column = await self.become(user_id)
        await column.get_by_role("button", name="Начать").click()
        await column.get_by_text("Я повторяю всё").wait_for()
        return column

    def column(self, user_id: int) -> Locator:
        return self.page.locator(f".column[data-person='{user_id}']")

    async def say(self, column: Locator, text: str) -> None:
        await column.locator("textarea").fill(text)
        await column.locator("textarea").press("Enter")

    async def letter(self, column: Locator) -> None:
        """Asks for the letter of the week, with all kinds of buttons."""
        await column.get_by_role("button", name="Письмо недели").click()
        await column.get_by_text("Просрочено").wait_for()

    async def overflow(self) -> int:
        """By how many pixels the page is wider than the screen."""
        wider: int = await self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return wider


def chromium() -> str:
    """Where the browser is; without one the tests are skipped, or fail where CI wants them."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is not None:
        return path
    if os.environ.get("VEKHA_BROWSER") == "required":
        pytest.fail("VEKHA_BROWSER=required, but there is no Chromium")
    pytest.skip("there is no Chromium on this machine")


@asynccontextmanager
async def echoing() -> AsyncIterator[Emulator]:
    clock = WoundClock(real=lambda: datetime(2027, 3, 1, 6, tzinfo=UTC))
    world = World(clock=clock, limits=Limits().without_flood())
    labels = echo.district(world)
    async with Emulator(world, title="Веха: эхо", labels=labels) as emulator:
        bot = Bot(
            echo.TOKEN,
            session=QuickSession(api=TelegramAPIServer.from_base(emulator.base_url)),
            default=DefaultBotProperties(parse_mode="HTML"),
        )
        await bot.set_my_commands([BotCommand(command="week", description="письмо недели")])

        async def tick(now: datetime) -> None:
            if (now.hour, now.minute) != (6, 0):
                return
            await bot.send_message(ANNA, f"Доброе утро, {now:%d.%m}")

        emulator.on_wind(tick)
        talk = echo.dispatcher()
        polling = asyncio.create_task(talk.start_polling(bot, handle_signals=False))
        yield emulator
        await talk.stop_polling()
        await polling


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def browser() -> AsyncIterator[Browser]:
    path = chromium()
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="package")
async def playground(browser: Browser) -> AsyncIterator[Playground]:
    async with echoing() as emulator:
        context = await browser.new_context(viewport={"width": 1280, "height": 800}, locale="ru-RU")
        page = await context.new_page()
        page.set_default_timeout(10_000)
        made = Playground(page, emulator.world, emulator.base_url)
        page.on("pageerror", lambda error: made.complaints.append(str(error)))
        page.on("console", lambda line: made.complaints.append(line.text) if line.type == "error" else None)
        await made.open()
        yield made
        await context.close()
        assert made.complaints == []
