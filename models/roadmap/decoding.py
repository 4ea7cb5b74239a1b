"""Bytes → text, in the encodings that offices use."""

import codecs

from models.roadmap.refusals import UnknownEncoding

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_VOWELS = frozenset("оеаиОЕАИ")


def decode(data: bytes, filename: str) -> str:
    """Decode utf-8 (with a mark or without), utf-16 or cp1251; raise UnknownEncoding for anything else."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding, filename)
    if b"\0" in data:
        return _without_mark(data, filename)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _cyrillic(_decoded(data, "cp1251", filename), filename)


def _decoded(data: bytes, encoding: str, filename: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnknownEncoding(filename) from error


def _without_mark(data: bytes, filename: str) -> str:
    """utf-16 without its mark: the zeros (or the fours of Cyrillic letters) stand at every second place."""
    odd, even = data[1::2].count(0), data[0::2].count(0)
    return _cyrillic(_decoded(data, "utf-16-le" if odd >= even else "utf-16-be", filename), filename)


def _cyrillic(text: str, filename: str) -> str:
    """Take a guess for text only where it reads like Russian; bytes of a picture do not."""
    letters = [letter for letter in text if letter.isalpha()]
    russian = [letter for letter in letters if "а" <= letter.lower() <= "я"]
    vowels = sum(letter in _VOWELS for letter in russian)
    if len(russian) * 2 < len(letters) or vowels * 8 < len(russian) or _has_controls(text):
        raise UnknownEncoding(filename)
    return text


def _has_controls(text: str) -> bool:
    return any(letter < " " and letter not in "\t\n\r\f\v" for letter in text)
