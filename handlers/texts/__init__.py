"""All words of the interface: Jinja files, one a feature, one macro a text."""

import html
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from models.domain.calendar import Calendars
from models.domain.recurrence import Turn

_FOLDER = Path(__file__).parent / "ru"
MESSAGE = 3900
"""Characters of one message as shown, some less than the 4096 of sendMessage (Bot API)."""
ENTITIES = 90
"""Tags of one message: those behind the hundredth are shown bare, without an error."""
_TAG = re.compile(r"<[^>]*>")
_OPENING = re.compile(r"<[a-z]")
_BLANK_LINES = re.compile(r"\n{3,}")

_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
_WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")


def plural(number: int, one: str, few: str, many: str) -> str:
    """The Russian form that goes with a number: 1 задача, 2 задачи, 5 задач, 11 задач."""
    if number % 10 == 1 and number % 100 != 11:
        return one
    if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14):
        return few
    return many


def counted(number: int, one: str, few: str, many: str) -> str:
    """A number with its word."""
    return f"{number} {plural(number, one, few, many)}"


def day(value: date) -> str:
    return f"{value.day} {_MONTHS[value.month - 1]}"


def span(first: date, last: date) -> str:
    """Both days inclusive: 1–15 февраля, 1 апреля – 31 мая."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    return f"{day(first)} – {day(last)}"


def weekday(value: date) -> str:
    return f"{_WEEKDAYS[value.weekday()]} {day(value)}"


def day_with_weekday(value: date) -> str:
    """15 марта, вс."""
    return f"{day(value)}, {_WEEKDAYS[value.weekday()]}"


def moment(value: datetime) -> Markup:
    """A moment that the reader's own app shows in their own zone; old apps show the words inside."""
    words = f"{weekday(value.date())}, {value:%H:%M}"
    return Markup('<tg-time unix="{}" format="wDT">{}</tg-time>').format(int(value.timestamp()), words)


def in_turn(label: str | None) -> str:
    """A term's label as people say it: «Реализация 2 из 3»."""
    words, _ = Turn.apart(label)
    return f"{words} {turn(label)}".strip()


def turn(label: str | None) -> str:
    """Which of several times a term is: «2 из 3», or nothing."""
    _, found = Turn.apart(label)
    return f"{found.nth} из {found.of}" if found else ""


def length(text: str) -> int:
    """Characters as the messenger counts them: UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def short(text: str, most: int = 90) -> str:
    """The beginning of a long text, cut between words; `most` is what the messenger may count."""
    if length(text) <= most:
        return text
    begins = text.encode("utf-16-le")[: 2 * (most - 1)].decode("utf-16-le", errors="ignore")
    return begins.rsplit(" ", 1)[0].rstrip(",;:.–-") + "…"


def together(values: Sequence[object], *names: str) -> list[list[object]]:
    """What has the same values of these attributes stands together, in the order of the first of each group."""
    groups: dict[tuple[object, ...], list[object]] = {}
    for value in values:
        groups.setdefault(tuple(getattr(value, name) for name in names), []).append(value)
    return list(groups.values())


_FILTERS: tuple[Callable[..., object], ...] = (
    plural,
    counted,
    day,
    span,
    weekday,
    day_with_weekday,
    moment,
    in_turn,
    turn,
    short,
    together,
)


@cache
def _templates() -> Environment:
    """Compiled once a process: whoever needs words shares them."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        # The words do not change under a running bot: no look at the file for each of them.
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update({one.__name__: one for one in _FILTERS})
    return environment


class Texts:
    """Words by key: `texts("tasks.card", task=card)` renders the macro `card` of `tasks.jinja`.

    `calendars` say which of the days that are shown are days off.
    """

    def __init__(self, calendars: Calendars | None = None) -> None:
        self.calendars = calendars or Calendars()

    def __call__(self, key: str, **values: object) -> str:
        """The words as HTML.

        Raises:
            jinja2.UndefinedError: a value the words need is missing.
            AttributeError: no such text.
        """
        feature, name = key.split(".")
        words = getattr(_templates().get_template(f"{feature}.jinja").module, name)(**values)
        return _BLANK_LINES.sub("\n\n", "\n".join(line.strip() for line in str(words).splitlines())).strip()

    def fitted(self, key: str, lines: Sequence[int], **values: object) -> str:
        """The words that one message holds: `lines` are caps on each list to try, the most generous first.

        What is too long for the least generous one loses its last lines.
        """
        words = ""
        for cap in lines:
            words = self(key, lines=cap, **values)
            if _fits(words):
                return words
        return _beginning(words)

    def label(self, key: str, **values: object) -> str:
        """The words as plain text: buttons and short notes over the screen know no HTML."""
        return html.unescape(self(key, **values)) if values else _constant_label(key)


def _fits(words: str) -> bool:
    """Whether one message holds them, and shows all their tags."""
    return _shown(words) <= MESSAGE and len(_OPENING.findall(words)) <= ENTITIES


def _shown(words: str) -> int:
    """Characters of HTML as they are shown."""
    return length(html.unescape(_TAG.sub("", words)))


def _beginning(words: str) -> str:
    """As many lines as one message holds, with a sign that there were more; no tag is left open."""
    lines = words.split("\n")
    while lines and (not _fits("\n".join([*lines, "…"])) or _is_open("\n".join(lines))):
        lines.pop()
    return "\n".join([*lines, "…"])


def _is_open(words: str) -> bool:
    closing = words.count("</")
    return len(_TAG.findall(words)) != 2 * closing


@cache
def _constant_label(key: str) -> str:
    """Most buttons say the same each time."""
    return html.unescape(Texts()(key))
