"""Which visit of a school a row asks for: «первичное посещение», «второе посещение», «1 этап»."""

import re
from functools import lru_cache

from models.language.lookalikes import fold

_WHICH = (
    r"\b(?:(?P<first>первичн\w*|перв(?:ое|ого|ом|ый|ая|ой)|1\s*-\s*(?:е|ое|го|й|ый))"
    r"|(?P<second>вторичн\w*|повторн\w*|втор(?:ое|ого|ом|ой|ый|ая)|2\s*-\s*(?:е|ое|го|й|ой)))"
)
_STAGE = re.compile(
    _WHICH + r"(?=\s+(?:\w+\s+){0,2}?(?:посещени|визит|выезд|этап))"
    r"|\b(?:(?P<one>1|i)|(?P<two>2|ii))\s+этап\b"
)
_KEPT = 4_000
"""Rows of a country's maps whose words are remembered."""


@lru_cache(maxsize=_KEPT)
def stage_said(words: str) -> int | None:
    """1 or 2 where the words name that very visit; None where they name none, or both."""
    found = {1 if one["first"] or one["one"] else 2 for one in _STAGE.finditer(fold(words))}
    return found.pop() if len(found) == 1 else None
