"""The project speaks of itself alone: no address of a package registry, no path of somebody's machine."""

import re

from tests.house.code import ROOT, tracked

# Each with one letter in brackets, so that this file does not find itself.
TRACE = re.compile(r"py[p]i\.org|python[h]osted|npm[j]s\.|deb\.debia[n]|/wor[k]/|/roo[t]/|/hom[e]/|/bash_job[s]")


def test_no_file_names_a_registry_or_a_machine() -> None:
    found = []
    for file in tracked():
        text = file.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{file.relative_to(ROOT)}: {match[0]}" for match in TRACE.finditer(text)]
    assert found == []


def test_locks_hold_hashes_and_no_addresses() -> None:
    for name in ("requirements.lock", "tests/requirements.lock"):
        lock = (ROOT / name).read_text()
        assert "--hash=sha256:" in lock
        assert "://" not in lock
