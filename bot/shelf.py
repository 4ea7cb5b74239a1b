"""The bot's own folder of files: each lies under the hash of its content, and the same content lies there once."""

import hashlib
import os
from pathlib import Path
from secrets import token_hex


class Shelf:
    """A folder that is made when the first file comes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Lay the content down as a whole or not at all; gives its SHA-256.

        Raises:
            OSError: there is no room, or no right to write.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path_of(sha256)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(path, content)
        return sha256

    def path_of(self, sha256: str) -> Path:
        """Where content of that hash lies, or would lie."""
        return self._folder / sha256[:2] / sha256


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside and move over, so that a crash leaves no half of a file under its name."""
    beside = path.with_name(f"{path.name}.{token_hex(4)}.part")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
