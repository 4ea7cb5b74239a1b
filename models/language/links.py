"""Addresses of pages in a text, as printed."""

import re

_LINK = re.compile(
    r"https?://(?:"
    r"[A-Za-z0-9.-]+(?::\d+)?(?:/(?:(?!https?://)[!-~])*)?"
    r"|[а-яёА-ЯЁ0-9.-]+(?:/(?:(?!https?://)[!-~а-яёА-ЯЁ])*)?"
    r")"
    r"|\bwww\.[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:/[!-~]*)?"
)
_TRAILING = '.,;)»"'


def find_links(text: str) -> tuple[str, ...]:
    """List the addresses in printed order, each once; words that grew together with an address are cut off."""
    return tuple(dict.fromkeys(link.rstrip(_TRAILING) for link in _LINK.findall(text)))
