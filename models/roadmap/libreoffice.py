"""Old and free text documents (.doc, .odt, .rtf) → .docx → blocks, through LibreOffice where it is installed."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from models.roadmap.blocks import Block
from models.roadmap.docx import docx_blocks
from models.roadmap.packages import is_ole, is_package, open_package
from models.roadmap.refusals import FileDamaged, FileLocked, FormatNotRead, ReadingTimedOut

SECONDS = 15.0
"""On the wall, for one document."""
MEMORY = 4 * 2**30
"""Bytes of address space: most of what LibreOffice maps it never touches."""
_PROGRAMS = ("soffice", "libreoffice")
_WORD_MARK = b"\xec\xa5"
_ENCRYPTED = 0x01


def program() -> str | None:
    """Return where LibreOffice is, or None."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def converted_blocks(data: bytes, filename: str) -> tuple[Block, ...]:
    """Convert and read a document; raises FormatNotRead where there is no LibreOffice, and what .docx raises."""
    extension = Path(filename).suffix.lower()
    office = program()
    if is_package(data):
        open_package(data, filename).close()
    if _is_locked(data):
        raise FileLocked(filename)
    if office is None:
        raise FormatNotRead(filename, extension)
    return docx_blocks(_converted(office, data, filename, extension), filename)


def _is_locked(data: bytes) -> bool:
    """Tell whether a .doc asks for a password: its second sector begins with Word's mark, and flags follow."""
    return is_ole(data) and data[512:514] == _WORD_MARK and len(data) > 523 and bool(data[523] & _ENCRYPTED)


def _converted(office: str, data: bytes, filename: str, extension: str) -> bytes:
    with TemporaryDirectory(prefix="roadmap-") as folder:
        source = Path(folder) / f"source{extension}"
        source.write_bytes(data)
        _run(_command(office, Path(folder), source), filename)
        result = Path(folder) / "out" / "source.docx"
        if not result.is_file():
            raise FileDamaged(filename)
        return result.read_bytes()


def _command(office: str, folder: Path, source: Path) -> list[str]:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    switches = ["--headless", "--norestore", "--nolockcheck", "--nodefault"]
    return [office, profile, *switches, "--convert-to", "docx", "--outdir", str(folder / "out"), str(source)]


def _run(command: list[str], filename: str) -> None:
    """Run a program that may leave helpers behind: they are ended together with it."""
    quiet = subprocess.DEVNULL
    with _own_limits():
        # S603: the program is what `which` found, and the words are ours, the document's name is not among them
        running = subprocess.Popen(  # noqa: S603
            command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
        )
    try:
        running.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise ReadingTimedOut(filename, SECONDS) from error
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()


@contextmanager
def _own_limits() -> Iterator[None]:
    """Lift the reader's limit of memory, under which no office program starts, while one is started."""
    try:
        import resource
    except ImportError:  # Windows has no such limits
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY if hard == resource.RLIM_INFINITY else hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
