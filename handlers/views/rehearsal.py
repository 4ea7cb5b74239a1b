"""A year that was played out: how much comes, and what, word for word."""

import html
import re
from collections.abc import Iterator

from aiogram.enums import ButtonStyle

from handlers.callbacks import OpenDraft, PublishDraft
from handlers.screens import Attachment, Button, Screen
from handlers.texts import Texts
from models.cards.rehearsal import Rehearsal

_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"</?[a-z][^>]*>")
MARK = "utf-8-sig"
"""Phones and old editors tell Russian letters by the mark at the beginning."""


def summary_screen(texts: Texts, rehearsal: Rehearsal, draft_id: int) -> Screen:
    """How much comes to whom, and the way on."""
    publish = PublishDraft(draft_id=draft_id, archive=False)
    rows = (
        (Button(texts.label("roadmaps.publish_button"), publish, style=ButtonStyle.SUCCESS),),
        (Button(texts.label("roadmaps.to_preview_button"), OpenDraft(draft_id=draft_id, page=0)),),
    )
    return Screen(texts("rehearsal.summary", rehearsal=rehearsal), rows)


def diaries_screen(texts: Texts, rehearsal: Rehearsal) -> Screen:
    """All the words in a file."""
    content = rehearsal_words(texts, rehearsal, draft=True).encode(MARK)
    name = texts.label("rehearsal.file_name")
    return Screen(texts("rehearsal.caption", rehearsal=rehearsal), attachment=Attachment(name, content=content))


def nameless(texts: Texts) -> str:
    """Who was invited without a name."""
    return texts.label("rehearsal.nameless")


def nothing_runs(texts: Texts) -> str:
    return texts("rehearsal.nothing_runs")


def rehearsal_words(texts: Texts, rehearsal: Rehearsal, *, draft: bool = False) -> str:
    """All of it as plain text."""
    return "\n\n".join(_pieces(texts, rehearsal, draft)) + "\n"


def _pieces(texts: Texts, rehearsal: Rehearsal, draft: bool) -> Iterator[str]:
    yield texts.label("rehearsal.head", rehearsal=rehearsal, draft=draft)
    for diary in rehearsal.diaries:
        yield texts.label("rehearsal.diary", diary=diary)
        for message in diary.messages:
            yield texts.label("rehearsal.message", message=message, words=plain(message.words))


def plain(words: str) -> str:
    """A screen's words as they are read, with addresses behind what leads there."""
    return html.unescape(_TAG.sub("", _LINK.sub(_with_address, words)))


def _with_address(link: re.Match[str]) -> str:
    address, words = link.groups()
    return address if words == address else f"{words} ({address})"
