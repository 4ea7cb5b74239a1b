"""The project's files as the tests of the house see them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def modules(folder: str) -> Iterator[Path]:
    """Python files of a package, at any depth."""
    return (ROOT / folder).rglob("*.py")


def tracked() -> list[Path]:
    """What is kept in the repository; in a copy without one, what stands in the project's own folders."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
    return [file for name in ("bot", "handlers", "models", "tests", "docs") for file in modules(name)]
