"""A file → blocks, by its sort. The libraries of a sort are loaded with the first file of it."""

from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath
from typing import TypeAlias, cast

from models.roadmap.blocks import Block
from models.roadmap.decoding import decode
from models.roadmap.delimited import delimited_blocks
from models.roadmap.packages import is_locked
from models.roadmap.refusals import (
    EmptyFile,
    FileLocked,
    FormatNotRead,
    MacrosInside,
    PictureFile,
    ReadingTooHeavy,
    TooLarge,
)
from models.roadmap.txt import text_blocks

LARGEST = 20 * 2**20
"""Bytes: a bot cannot download more."""

LARGEST_TEXT = 3 * 2**20
"""Bytes of a plain text: that is a thousand pages."""

Opener: TypeAlias = Callable[[bytes, str], tuple[Block, ...]]

_TEXTS: dict[str, Opener] = {
    ".txt": lambda data, filename: text_blocks(_text(data, filename)),
    ".csv": lambda data, filename: delimited_blocks(_text(data, filename)),
}
_LOADED: dict[str, tuple[str, str]] = {
    ".docx": ("models.roadmap.docx", "docx_blocks"),
    ".xlsx": ("models.roadmap.xlsx", "xlsx_blocks"),
    ".xls": ("models.roadmap.xlsx", "xlsx_blocks"),
    ".ods": ("models.roadmap.xlsx", "xlsx_blocks"),
    ".pdf": ("models.roadmap.pdf", "pdf_blocks"),
    ".doc": ("models.roadmap.libreoffice", "converted_blocks"),
    ".odt": ("models.roadmap.libreoffice", "converted_blocks"),
    ".rtf": ("models.roadmap.libreoffice", "converted_blocks"),
}
"""Sorts whose reader is loaded when needed: its module and its function."""
_WITH_MACROS = frozenset((".docm", ".dotm", ".xlsm", ".xltm", ".xlsb", ".xlam"))
_PICTURES = frozenset((".png", ".jpg", ".jpeg", ".heic", ".webp", ".bmp", ".tif", ".tiff", ".gif"))


def _text(data: bytes, filename: str) -> str:
    if len(data) > LARGEST_TEXT:
        raise ReadingTooHeavy(filename)
    return decode(data, filename)


def load(extension: str) -> Opener | None:
    """Return what reads files of this sort, its libraries loaded; None where nothing does."""
    if extension in _LOADED:
        module, function = _LOADED[extension]
        return cast("Opener", getattr(import_module(module), function))
    return _TEXTS.get(extension)


_SIGNATURES = ((b"PK", "zip"), (b"\xd0\xcf\x11\xe0", "ole"), (b"%PDF", "pdf"), (b"{\\rtf", "rtf"))
_BELIED = {
    (".doc", "zip"): ".docx",
    (".docx", "ole"): ".doc",
    (".xls", "zip"): ".xlsx",
    (".xlsx", "ole"): ".xls",
    (".doc", "rtf"): ".rtf",
    (".docx", "rtf"): ".rtf",
    (".doc", "pdf"): ".pdf",
    (".docx", "pdf"): ".pdf",
}
"""Names that people give to files of another sort, by what the bytes say."""


def _true_extension(data: bytes, extension: str) -> str:
    sort = next((sort for signature, sort in _SIGNATURES if data.startswith(signature)), "")
    return _BELIED.get((extension, sort), extension)


def extension_of(filename: str) -> str:
    """Return a name's ending in small letters, with its dot, or nothing."""
    return PurePath(filename).suffix.lower()


def open_blocks(data: bytes, filename: str) -> tuple[Block, ...]:
    """Read a file into blocks; raises the reader's refusals."""
    if len(data) > LARGEST:
        raise TooLarge(filename, len(data), LARGEST)
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise EmptyFile(filename)
    extension = extension_of(filename)
    if extension in _WITH_MACROS:
        raise MacrosInside(filename)
    if extension in _PICTURES:
        raise PictureFile(filename)
    if is_locked(data):
        raise FileLocked(filename)
    read = load(_true_extension(data, extension))
    if read is None:
        raise FormatNotRead(filename, extension)
    return read(data, filename)
