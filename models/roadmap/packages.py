"""Office files are zip archives of XML: looked through before any library unpacks them."""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from models.roadmap.refusals import FileDamaged, FileLocked, MacrosInside, UnpacksTooLarge, UnsafeFile

LARGEST_UNPACKED = 100 * 2**20
"""Bytes of all parts together."""
MOST_PARTS = 5_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_FLAG = 0x1
_DEFLATED, _STORED = 8, 0
_CHUNK = 2**20
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_MACROS = re.compile(r"(?:^|/)(?:vbaProject|vbaData)\.\w+$|^Basic/.+\.xml$", re.IGNORECASE)
_XML = (".xml", ".rels")
_HARMLESS = "META-INF/"
"""Old OpenOffice names a document type there, and no reader looks."""
_DECLARATION = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T|E\0?N\0?T\0?I)")
"""`<!DOCTYPE` or `<!ENTITY`, in one byte a letter or in two."""


def is_ole(data: bytes) -> bool:
    """Tell whether these are the bytes of an old (binary) office file, or of an encrypted new one."""
    return data.startswith(_OLE)


def is_package(data: bytes) -> bool:
    """Tell whether these are the bytes of a zip archive."""
    return data.startswith(b"PK")


def is_locked(data: bytes) -> bool:
    """Tell whether these are the bytes of an office file behind a password."""
    return is_ole(data) and _ENCRYPTED_PACKAGE in data


def open_package(data: bytes, filename: str) -> ZipFile:
    """Open an office file whose parts are safe to unpack.

    Raises FileDamaged, FileLocked, MacrosInside, UnpacksTooLarge or UnsafeFile.
    """
    try:
        package = ZipFile(BytesIO(data))
    except (BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
        raise FileDamaged(filename) from error
    _look_through(package, data, filename)
    return package


def _look_through(package: ZipFile, data: bytes, filename: str) -> None:
    parts = package.infolist()
    if any(part.flag_bits & _ENCRYPTED_FLAG for part in parts):
        raise FileLocked(filename)
    if any(_MACROS.search(part.filename) for part in parts):
        raise MacrosInside(filename)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise UnpacksTooLarge(filename, LARGEST_UNPACKED)
    unpacked = 0
    for part in parts:
        unpacked += _measure(part, data, filename, LARGEST_UNPACKED - unpacked)


def _measure(part: ZipInfo, data: bytes, filename: str, room: int) -> int:
    """Unpack a part for its real size, whatever the archive says of it; keep nothing."""
    size, tail = 0, b""
    xml = part.filename.lower().endswith(_XML) and not part.filename.startswith(_HARMLESS)
    for piece in _unpacked(part, data, filename):
        size += len(piece)
        if size > room:
            raise UnpacksTooLarge(filename, LARGEST_UNPACKED)
        window = tail + piece
        if xml and _DECLARATION.search(window):
            raise UnsafeFile(filename)
        tail = piece[-20:]
    return size


def _unpacked(part: ZipInfo, data: bytes, filename: str) -> Iterator[bytes]:
    packed = _packed(part, data, filename)
    if part.compress_type == _STORED:
        yield packed
        return
    if part.compress_type != _DEFLATED:
        raise FileDamaged(filename)
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        piece = b"begin"
        while (packed or piece) and not inflate.eof:
            piece = inflate.decompress(packed, _CHUNK)
            packed = inflate.unconsumed_tail
            yield piece
    except zlib.error as error:
        raise FileDamaged(filename) from error


def _packed(part: ZipInfo, data: bytes, filename: str) -> bytes:
    """Return a part's packed bytes: they stand behind its own short heading, whose two last numbers are lengths."""
    start = part.header_offset
    heading = data[start : start + 30]
    if start < 0 or len(heading) < 30 or not heading.startswith(b"PK\x03\x04"):
        raise FileDamaged(filename)
    begin = start + 30 + int.from_bytes(heading[26:28], "little") + int.from_bytes(heading[28:30], "little")
    return data[begin : begin + part.compress_size]


def read_part(package: ZipFile, name: str, filename: str) -> bytes:
    """Return a part's bytes; raises FileDamaged where it is not there or broken."""
    try:
        return package.read(name)
    except (KeyError, BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise FileDamaged(filename) from error
