"""Words that a column too narrow for them breaks without a hyphen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[А-Яа-яЁё]+")
_ENDING = re.compile(
    r"^(?!(?:[аиоуксвя]|во|на|со|по|до|от|из|за|об|ко|но|не|их|ее|её|он|мы)$)(?:[а-яё]{1,2}|"
    r"[а-яё]?(?:ны[йхмея]|но[йем]|ная|ную|ние|ния|нию|ций|ции|ция|цию|ров|рам|рах|ры|тор|ств|сти|ость|ости|ского|ской|"
    r"ская|ский|ских|ными|ного|ному|ние|ниях|тов|тели|теля|телей))$"
)
"""The end of a word, which is no word: a longer rest is joined only where the whole word stands elsewhere."""
_NEVER_FIRST = ":;,.)»"


@dataclass(frozen=True, slots=True)
class CellLine:
    """A line of a cell, the room left and right of it, and how wide its first letter is, in points."""

    text: str
    left: float
    right: float
    first_width: float


def words_inside(cells: Sequence[Sequence[CellLine]]) -> frozenset[str]:
    """Collect the words of a table that no line's end can have broken."""
    return frozenset(word for cell in cells for line in cell for word in _WORD.findall(line.text)[1:-1])


def unbroken(lines: Sequence[CellLine], margin: float, words: frozenset[str]) -> str:
    """Join a cell's lines; a word too long for its column is broken without a hyphen, where not a letter fits more."""
    text = ""
    for above, line in zip((None, *lines), lines, strict=False):
        broken = above is not None and _is_broken(above, line, margin, words)
        text += line.text if broken or not text else f"\n{line.text}"
    return text


def _is_broken(above: CellLine, line: CellLine, margin: float, words: frozenset[str]) -> bool:
    if " " in above.text or not above.text[-1].isalpha() or line.text[0].isspace() or line.text[0].isupper():
        return False
    if line.text[0] in _NEVER_FIRST:
        return True
    tail = _WORD.match(line.text)
    if tail is None or above.right - margin >= line.first_width:
        return False
    return f"{above.text}{tail.group()}" in words or (
        bool(_ENDING.match(tail.group())) and not words & {above.text, tail.group()}
    )
