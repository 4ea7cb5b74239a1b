"""The way out of a step that waits for words or a file."""

from handlers.callbacks import Cancel
from handlers.screens import Button
from handlers.texts import Texts


def cancel_row(texts: Texts) -> tuple[Button, ...]:
    return (Button(texts.label("start.cancel"), Cancel()),)
