"""A light hand with Russian endings: enough to compare words, with no dictionary of the language."""

import re
from functools import lru_cache

ENDINGS = {
    # the sets of endings that the table of words names in braces; too many forms do no harm, a lacking one does
    "adj": "ый ий ой ая яя ое ее ые ие ого его ому ему ым им ую юю ых их ыми ими ом ем ей",
    "past": "~ а о и",
    "part": "~ а о ы ный ная ное ные ного ной ному ным ную ных ными ном",
    "m": "~ а у ом е ы и ов ам ами ах",
    "f": "а ы и е у ой ~ ам ами ах",
    "ia": "я и ю ей й ям ями ях",
    "ie": "е я ю ем и й ям ями ях",
    "soft": "ь я ю ем е и ей ям ями ях",
    "nt": "~ а у ом е ы ов ам ами ах",
}

_STEM_AT_LEAST = 3
_ENDING = re.compile(
    r"(?:иями|ями|ами|ыми|ими|иях|ях|ах|иям|ям|ам|ием|ого|его|ому|ему|ов|ев|иев|ией|ей|ой|ий|ый|ая|яя|ое|ее|ые|ие|"
    r"ую|юю|ых|их|ым|им|ом|ем|ию|ия|ии|ью|[аеиоуыьэюяй])$"
)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Cut one ending off a folded word; at least three letters stay."""
    cut = _ENDING.sub("", word)
    return cut if len(cut) >= _STEM_AT_LEAST else word


def spell_out(written: str) -> tuple[str, ...]:
    """Write out a word of the table: `посещени{ie}`, `просрочил{past}`, `што|что`; `~` is the empty ending."""
    return tuple(form for alternative in written.split("|") for form in _spelled(alternative))


def _spelled(alternative: str) -> list[str]:
    base, brace, name = alternative.partition("{")
    if not brace:
        return [alternative]
    return [base + ending.replace("~", "") for ending in ENDINGS[name.rstrip("}")].split()]
