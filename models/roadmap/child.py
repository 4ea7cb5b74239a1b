"""The reader as a process of its own: `python -m models.roadmap.child`.

In: one line of JSON (`{"filename": …, "year": …}`), then the file's bytes to the end. Out: `{"draft": …}` or
`{"refusal": {"code": …, "values": …}}`. Its limits are set after the imports, so they count the work alone.
"""

import json
import sys
from pathlib import Path
from typing import Any, BinaryIO

from models.roadmap.opening import extension_of, load
from models.roadmap.reader import read_roadmap
from models.roadmap.refusals import FileRefused, ReadingTooHeavy, refusal_json

MEMORY = 400 * 2**20
"""Bytes above what the imports took."""
SECONDS = 20
"""Of processor time; the parent watches the clock on the wall."""


def limit(memory: int = MEMORY, seconds: int = SECONDS) -> None:
    """Bound this process, where the system can."""
    try:
        import resource
    except ImportError:  # Windows has no such limits: the parent's clock is left
        return
    used = _address_space()
    _lower(resource.RLIMIT_CPU, seconds)
    if used is not None:
        _lower(resource.RLIMIT_AS, used + memory)


def _lower(sort: int, most: int) -> None:
    """Set a limit of this process alone: an office program that it starts may lift it again."""
    import resource

    _, hard = resource.getrlimit(sort)
    resource.setrlimit(sort, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _address_space() -> int | None:
    """Bytes of address space in use, or None where the system does not tell."""
    sizes = Path("/proc/self/statm")
    if not sizes.exists():
        return None
    import resource

    return int(sizes.read_text().split()[0]) * resource.getpagesize()


def answer(source: BinaryIO, *, limited: bool = False) -> dict[str, Any]:
    """Read what the parent sent, and answer it; the libraries for the file are loaded before the limits are set."""
    asked = json.loads(source.readline())
    filename = asked["filename"]
    load(extension_of(filename))
    if limited:
        limit()
    try:
        return {"draft": read_roadmap(source.read(), filename, year=asked["year"]).to_json()}
    except FileRefused as refusal:
        return {"refusal": refusal_json(refusal)}
    except MemoryError:
        return {"refusal": refusal_json(ReadingTooHeavy(filename))}


def main() -> None:
    """Answer once, over the standard streams."""
    sys.stdout.buffer.write(json.dumps(answer(sys.stdin.buffer, limited=True), ensure_ascii=False).encode())


if __name__ == "__main__":
    main()
