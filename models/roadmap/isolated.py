"""The reader behind a wall: a file that hangs, swells or crashes takes a child process with it, nothing else."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from models.roadmap.draft import Draft
from models.roadmap.opening import LARGEST
from models.roadmap.refusals import ReadingTimedOut, ReadingTooHeavy, TooLarge, refusal_from_json

SECONDS = 20.0
_COMMAND = (sys.executable, "-m", "models.roadmap.child")
_HOME = Path(__file__).resolve().parents[2]


async def read_isolated(
    data: bytes,
    filename: str,
    *,
    year: int | None = None,
    seconds: float = SECONDS,
    command: tuple[str, ...] = _COMMAND,
) -> Draft:
    """Read a road map in a child process; raises the reader's refusals, ReadingTimedOut and ReadingTooHeavy.

    A child that ends otherwise is a defect of ours: RuntimeError with what it wrote.
    """
    if len(data) > LARGEST:
        raise TooLarge(filename, len(data), LARGEST)
    header = json.dumps({"filename": filename, "year": year}).encode()
    told = await _ask(header + b"\n" + data, filename, seconds, command)
    if "refusal" in told:
        raise refusal_from_json(told["refusal"])
    return Draft.from_json(told["draft"])


async def _ask(question: bytes, filename: str, seconds: float, command: tuple[str, ...]) -> dict[str, Any]:
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=_HOME)
    try:
        out, err = await asyncio.wait_for(child.communicate(question), seconds)
    except TimeoutError as error:
        raise ReadingTimedOut(filename, seconds) from error
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode == 0:
        told: dict[str, Any] = json.loads(out)
        return told
    raise _failure(child.returncode, filename, err)


def _failure(code: int | None, filename: str, wrote: bytes) -> Exception:
    """Tell a limit (the system's signal, or no memory left) from a defect of ours."""
    if (code is not None and code < 0) or b"MemoryError" in wrote:
        return ReadingTooHeavy(filename)
    return RuntimeError(f"the reader ended with {code}: {wrote.decode(errors='replace')}")
