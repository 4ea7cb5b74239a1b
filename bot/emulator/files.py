"""Files people and bots send: kept in memory, named as Telegram names them."""

import mimetypes
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Literal

from bot.emulator.entities import Json

_WORD_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ics": "text/calendar",
}
Kind = Literal["document", "photo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file on Telegram's servers."""

    id: str
    unique_id: str
    path: str
    name: str
    kind: Kind
    content: bytes = field(repr=False)
    width: int = 0
    height: int = 0

    @property
    def mime_type(self) -> str:
        """Guessed from the name, as clients do."""
        suffix = PurePosixPath(self.name).suffix.lower()
        return _WORD_TYPES.get(suffix) or mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    @property
    def image_type(self) -> str:
        """What kind of picture the content is, empty for no picture."""
        starts = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8": "image/jpeg", b"GIF8": "image/gif"}
        return next((kind for start, kind in starts.items() if self.content.startswith(start)), "")

    def to_json(self) -> Json:
        """The fields File, Document and PhotoSize have in common."""
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": len(self.content)}

    def document(self) -> Json:
        """The Bot API's Document."""
        return {**self.to_json(), "file_name": self.name, "mime_type": self.mime_type}

    def sizes(self) -> list[Json]:
        """The Bot API's list of PhotoSize: the emulator keeps the original alone."""
        return [{**self.to_json(), "width": self.width, "height": self.height}]


@dataclass(slots=True)
class FileStore:
    """All files; a download link lives an hour by the emulator's clock."""

    clock: Callable[[], datetime]
    files: dict[str, StoredFile] = field(default_factory=dict)
    links: dict[str, datetime] = field(default_factory=dict)

    def put(self, name: str, content: bytes, kind: Kind) -> StoredFile:
        """Stores a file under a fresh id."""
        number = len(self.files) + 1
        suffix = ".jpg" if kind == "photo" else PurePosixPath(name).suffix
        width, height = image_size(content) or (0, 0)
        prefix = {"document": "BQAC", "photo": "AgAC"}[kind]
        stored = StoredFile(
            id=f"{prefix}AgIAAxkB{number:08d}",
            unique_id=f"AgAD{number:08d}",
            path=f"{kind}s/file_{number}{suffix}",
            name=name,
            kind=kind,
            content=content,
            width=width,
            height=height,
        )
        self.files[stored.id] = stored
        return stored

    def get(self, file_id: str) -> StoredFile | None:
        """The file, or None."""
        return self.files.get(file_id)

    def open_link(self, file: StoredFile, seconds: int) -> str:
        """Makes the path downloadable for `seconds`."""
        self.links[file.path] = self.clock() + timedelta(seconds=seconds)
        return file.path

    def download(self, path: str) -> StoredFile | None:
        """What a live link leads to, or None."""
        ends_at = self.links.get(path)
        if ends_at is None or ends_at < self.clock():
            return None
        return next((file for file in self.files.values() if file.path == path), None)


def image_size(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, GIF or JPEG; None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        return struct.unpack(">II", content[16:24])
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= 10:
        return struct.unpack("<HH", content[6:10])
    return _jpeg_size(content) if content.startswith(b"\xff\xd8") else None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Walks the segments to the frame header (SOF0 to SOF15 without DHT, JPG and DAC)."""
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
