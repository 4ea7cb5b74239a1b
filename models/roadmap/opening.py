"""A file → blocks, by its sort."""

from collections.abc import Callable
from pathlib import PurePath

from models.roadmap.blocks import Block
from models.roadmap.decoding import decode
from models.roadmap.delimited import delimited_blocks
from models.roadmap.refusals import EmptyFile, FormatNotRead, TooLarge
from models.roadmap.txt import text_blocks

LARGEST = 20 * 2**20
"""Bytes: a bot cannot download more."""

_FORMATS: dict[str, Callable[[bytes, str], tuple[Block, ...]]] = {
    ".txt": lambda data, filename: text_blocks(decode(data, filename)),
    ".csv": lambda data, filename: delimited_blocks(decode(data, filename)),
}


def open_blocks(data: bytes, filename: str) -> tuple[Block, ...]:
    """Read a file into blocks; raise EmptyFile, TooLarge, FormatNotRead or UnknownEncoding."""
    if len(data) > LARGEST:
        raise TooLarge(filename, len(data), LARGEST)
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise EmptyFile(filename)
    extension = PurePath(filename).suffix.lower()
    read = _FORMATS.get(extension)
    if read is None:
        raise FormatNotRead(filename, extension)
    return read(data, filename)
