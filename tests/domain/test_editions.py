"""Several changes of one assignment as one."""

import pytest

from models.domain.editions import TermChange, taken_together

ADDED, MOVED, WITHDRAWN = TermChange


@pytest.mark.parametrize(
    ("first", "last", "together"),
    [
        (MOVED, MOVED, MOVED),
        (WITHDRAWN, ADDED, MOVED),
        (MOVED, WITHDRAWN, WITHDRAWN),
        (WITHDRAWN, WITHDRAWN, WITHDRAWN),
        (ADDED, MOVED, ADDED),
        (ADDED, ADDED, ADDED),
        (ADDED, WITHDRAWN, None),
    ],
)
def test_only_the_beginning_and_the_end_count(first: TermChange, last: TermChange, together: TermChange | None) -> None:
    assert taken_together(first, last) is together
