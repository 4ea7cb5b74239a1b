"""The reader as a process of its own: `python -m models.roadmap.child`.

In: one line of JSON (`{"filename": …, "year": …}`), then the file's bytes to the end. Out: `{"draft": …}` or
`{"refusal": {"code": …, "values": …}}`. Its limits are set after the imports, so they count the work alone.
"""

import json
import sys
from pathlib import Path
from typing import Any, BinaryIO

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
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    if used is not None:
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))


def _address_space() -> int | None:
    """Bytes of address space in use, or None where the system does not tell."""
    sizes = Path("/proc/self/statm")
    if not sizes.exists():
        return None
    import resource

    return int(sizes.read_text().split()[0]) * resource.getpagesize()


def answer(source: BinaryIO) -> dict[str, Any]:
    """Read what the parent sent, and answer it."""
    asked = json.loads(source.readline())
    filename = asked["filename"]
    try:
        return {"draft": read_roadmap(source.read(), filename, year=asked["year"]).to_json()}
    except FileRefused as refusal:
        return {"refusal": refusal_json(refusal)}
    except MemoryError:
        return {"refusal": refusal_json(ReadingTooHeavy(filename))}


def main() -> None:
    """Answer once, over the standard streams."""
    limit()
    sys.stdout.buffer.write(json.dumps(answer(sys.stdin.buffer), ensure_ascii=False).encode())


if __name__ == "__main__":
    main()
