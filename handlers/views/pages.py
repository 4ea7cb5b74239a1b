"""Turning the pages of a list."""

from collections.abc import Callable, Sequence

from aiogram.filters.callback_data import CallbackData

from handlers.screens import Button
from handlers.texts import Texts

ABREAST = 5
"""How many numbered buttons stand in one row."""

Row = tuple[Button, ...]


def turning(texts: Texts, page: int, pages: int, to: Callable[[int], CallbackData]) -> list[Row]:
    """The buttons to the page before and the page after, where there are such; pages are counted from 0."""
    row = [
        Button(texts.label(words), to(other))
        for words, other in (("roadmaps.previous_button", page - 1), ("roadmaps.next_button", page + 1))
        if 0 <= other < pages
    ]
    return [tuple(row)] if row else []


def abreast(buttons: Sequence[Button]) -> list[Row]:
    """Small buttons, several in a row."""
    return _rows(buttons, ABREAST)


def pairs(buttons: Sequence[Button]) -> list[Row]:
    """Buttons with a day or a name, of which a phone shows two side by side."""
    return _rows(buttons, 2)


def _rows(buttons: Sequence[Button], count: int) -> list[Row]:
    return [tuple(buttons[start : start + count]) for start in range(0, len(buttons), count)]
