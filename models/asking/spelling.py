"""Typing slips put right, towards the words the grammar knows and nothing else."""

import re
from collections.abc import Callable, Iterable
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from models.asking.periods import VOCABULARY
from models.asking.words import lexicon

_SHORTEST = 5
_LONG = 8


def corrected(words: Iterable[str], known: Callable[[str], bool]) -> list[str]:
    """Put slips right: one letter in words of five to seven letters, two in longer ones; never the first letter.

    `known` tells words that are right as they are, such as names.
    """
    return [word if is_plain(word) or known(word) else _nearest(word) for word in words]


def is_plain(word: str) -> bool:
    """Tell whether the grammar knows the word as it stands."""
    return word in lexicon().forms or word in VOCABULARY


def _nearest(word: str) -> str:
    if len(word) < _SHORTEST or not word.isalpha() or word in lexicon().traps:
        return word
    slips = 2 if len(word) >= _LONG else 1
    found = process.extractOne(word, _by_first_letter().get(word[0], ()), scorer=OSA.distance, score_cutoff=slips)
    return found[0] if found else word


@cache
def _by_first_letter() -> dict[str, tuple[str, ...]]:
    forms = sorted(form for form in lexicon().forms | VOCABULARY if len(form) >= _SHORTEST - 1)
    return {letter: tuple(form for form in forms if form[0] == letter) for letter in {form[0] for form in forms}}


_KEYS = str.maketrans("qwertyuiop[]asdfghjkl;'zxcvbnm,.`", "йцукенгшщзхъфывапролджэячсмитьбюё")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)


def from_other_layout(text: str) -> str | None:
    """Give «статус» for `cnfnec`, typed with the keyboard left in Latin; None for a text with any Russian letter."""
    return None if _CYRILLIC.search(text) else text.casefold().translate(_KEYS)
