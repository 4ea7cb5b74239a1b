"""What is too long for one message even in its shortest form loses its last lines, and no tag is left open."""

from dataclasses import replace
from random import Random

from bot.emulator.entities import parse_html, utf16
from handlers.texts import MESSAGE, Texts
from models.cards.webinars import WebinarCard
from tests.renderings.invention import Inventor

TEXTS = Texts()


def webinars(count: int) -> list[WebinarCard]:
    webinar: WebinarCard = Inventor(Random(1)).of(WebinarCard)
    return [replace(webinar, title=f"Вебинар {number} о <рисках> & не только {'я' * 150}") for number in range(count)]


def test_the_last_lines_give_way() -> None:
    words = TEXTS.fitted("webinars.ahead", (40,), webinars=webinars(40))
    shown = parse_html(words)
    assert MESSAGE - 300 < utf16(shown.text) <= MESSAGE
    assert shown.text.endswith("…")
    assert words.count("<b>") == words.count("</b>")
    assert "Вебинар 0 о <рисках> & не только" in shown.text


def test_what_fits_is_whole() -> None:
    words = TEXTS.fitted("webinars.ahead", (40, 2), webinars=webinars(40))
    assert parse_html(words).text.endswith("…и ещё 38 вебинаров")
