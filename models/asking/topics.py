"""What a task is about, in the words of people: which of the known tasks «концепция» means."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from models.asking.endings import stem
from models.asking.known import KnownTask
from models.asking.words import Word, lexicon
from models.language.lookalikes import fold

_WORDS = re.compile(r"[а-яa-z]+(?:-[а-яa-z]+)*")
_TELLING = 4
"""A stem shorter than this says too little to find a task by."""


def tasks_about(topic: str, tasks: Iterable[KnownTask]) -> tuple[KnownTask, ...]:
    """List the tasks whose words speak of the topic that a question's slot holds."""
    wanted = telling_stems(topic)
    return tuple(
        task for task in tasks if topic in _topics(task.text) or (wanted and wanted <= telling_stems(task.text))
    )


@lru_cache(maxsize=20_000)
def telling_stems(text: str) -> frozenset[str]:
    """Give the stems of a text's words that are long enough to tell texts apart."""
    stems = (stem(word) for word in _WORDS.findall(fold(text)))
    return frozenset(part for part in stems if len(part) >= _TELLING)


@lru_cache(maxsize=20_000)
def _topics(text: str) -> frozenset[str]:
    found = phrases(_WORDS.findall(fold(text)))
    return frozenset(item.topic for item in found if isinstance(item, Word) and item.topic)


def phrases(words: Sequence[str]) -> Iterator[Word | str]:
    """Yield what the table of words knows, the longest phrase first at each place, and the rest as they are."""
    at = 0
    while at < len(words):
        known, length = _longest_at(words, at)
        yield known or words[at]
        at += length


def _longest_at(words: Sequence[str], at: int) -> tuple[Word | None, int]:
    table = lexicon()
    for length in range(min(table.longest, len(words) - at), 0, -1):
        known = table.phrases.get(tuple(words[at : at + length]))
        if known:
            return known, length
    return None, 1
