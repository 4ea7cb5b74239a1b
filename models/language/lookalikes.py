"""Scans and hurried typing: Latin letters inside Russian words, letters for digits, doubled blanks, е for ё."""

import re

_LATIN = "aceopxyAaBCcEeHKkMOoPpTXxy"
_CYRILLIC = "асеорхуАаВСсЕеНКкМОоРрТХху"
_TO_CYRILLIC = str.maketrans(_LATIN + "mtuYnbh", _CYRILLIC + "мтиУпвн")
_LOOKS_CYRILLIC = frozenset(_LATIN + "mtuYnbh")

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+")
_WORD = re.compile(r"[A-Za-zА-Яа-яЁё]+")
_ROMAN = re.compile(r"[IVX]+")
_LATIN_WORD = re.compile(r"[A-Za-z]+")
_HAS_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_HAS_LATIN = re.compile(r"[A-Za-z]")
_SINGLE = frozenset("aAcCoOyYkK")

_ZERO = re.compile(r"(?<=\d)[ОоOo](?=\d|\b)|\b[ОоOo](?=\d\b|\d[.\d])")
_THREE = re.compile(r"(?<=\d)[Зз](?=\d|\b)|\b[Зз](?=\d\b|\d[.\d])")
_ONE = re.compile(r"(?<=[\d.])[lI|](?=[\d.])|\b[lI|](?=\d\b|\d[.\d])|(?<=\d)[lI|]\b")

_ROMAN_SCANNED = re.compile(r"(?<![\w|])(?=[IV|]*[l|])[IVl|]{1,3}(?=(?:-\w{1,2})?\s*(?:кв|полу|поло|дек|чет|эта))")
"""A Roman numeral whose strokes were taken for small letters: «lV квартал»."""

_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_BLANKS = re.compile(r"\s+")
_DASH = re.compile("\\s*[-\u2010-\u2015\u2212]\\s*")
_QUOTES = str.maketrans(dict.fromkeys("«»“”„‟″", '"'))


def squeeze(text: str) -> str:
    """White space folded to single blanks, invisible characters gone."""
    return _BLANKS.sub(" ", _INVISIBLE.sub("", text)).strip()


def mend(text: str) -> str:
    """The same words in clean letters: what a person reads, in the alphabet meant. Addresses stay as they are."""
    clean = squeeze(text)
    if not _HAS_LATIN.search(clean):
        return _mend_numbers(clean)
    parts: list[str] = []
    rest = 0
    for address in _ADDRESS.finditer(clean):
        parts += _mend_plain(clean[rest : address.start()]), address.group()
        rest = address.end()
    parts.append(_mend_plain(clean[rest:]))
    return "".join(parts)


def fold(text: str) -> str:
    """The form to compare by: mended, small letters, ё as е, one sort of dash and of quotes."""
    plain = mend(text).casefold().replace("ё", "е").translate(_QUOTES)
    return _DASH.sub(_hyphen, plain)


def see_through(text: str) -> str:
    """`mend` for cells of a closed vocabulary, such as timing: whole words in Latin letters are read as Russian.

    Roman numerals stay Latin, so that a quarter keeps its number. Every dash becomes a hyphen, with two blanks or none.
    """
    roman = _ROMAN_SCANNED.sub(lambda found: re.sub("[l|]", "I", found.group()), squeeze(text))
    clean = _DASH.sub(_hyphen, mend(_ONE.sub("1", roman)))
    return _LATIN_WORD.sub(lambda word: _as_russian(word.group()), clean)


def _hyphen(dash: re.Match[str]) -> str:
    return "-" if len(dash.group()) == 1 else " - "


def _as_russian(word: str) -> str:
    return word if _ROMAN.fullmatch(word) or not _all_lookalike(word) else word.translate(_TO_CYRILLIC)


def _all_lookalike(word: str) -> bool:
    letters = _HAS_LATIN.findall(word)
    return bool(letters) and all(letter in _LOOKS_CYRILLIC for letter in letters)


def _mend_plain(text: str) -> str:
    cyrillic = bool(_HAS_CYRILLIC.search(text))
    return _mend_numbers(_WORD.sub(lambda word: _mend_word(word.group(), cyrillic), text))


def _mend_word(word: str, among_cyrillic: bool) -> str:
    if len(word) == 1:
        return word.translate(_TO_CYRILLIC) if among_cyrillic and word in _SINGLE else word
    mixed = _HAS_CYRILLIC.search(word) and _HAS_LATIN.search(word)
    return word.translate(_TO_CYRILLIC) if mixed and _all_lookalike(word) else word


def _mend_numbers(text: str) -> str:
    return _THREE.sub("3", _ZERO.sub("0", text))
