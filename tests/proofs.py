"""What a proof counted is said in one line at the end of the run, whoever ran it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

Proof = Callable[[str], None]

_NAME = "proof"


@pytest.fixture
def proof(record_property: Callable[[str, object], None]) -> Proof:
    """Says a count aloud: `proof("sender killed 50 times: lost 0")`."""
    return lambda words: record_property(_NAME, words)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The counts stand with the reports, so they come home from the workers of xdist too."""
    for words in sorted(_told(terminalreporter.stats)):
        terminalreporter.write_line(f"PROOF {words}")


def _told(stats: dict[str, list[Any]]) -> Iterator[str]:
    for reports in stats.values():
        for report in reports:
            if getattr(report, "when", None) == "call":
                yield from (words for name, words in report.user_properties if name == _NAME)
