"""The inventor is strict with what it does not know, and the same for the same chance."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import pytest

from models.cards.tasks import WeekCard
from models.domain.notices import NOTICES
from tests.renderings.invention import PIECES, CannotInventError, Inventor
from tests.renderings.views import news, screens


@dataclass(frozen=True, slots=True)
class Unheard:
    """Nobody has said how to invent such a field."""

    answer: Callable[[], int]


def test_what_cannot_be_invented_is_said_aloud() -> None:
    with pytest.raises(CannotInventError):
        Inventor(Random(1)).of(Unheard)


def test_the_same_chance_gives_the_same_card() -> None:
    one, same, other = (Inventor(Random(seed)).of(WeekCard) for seed in (1, 1, 2))
    assert one == same
    assert one != other


def test_the_worst_signs_all_come_up() -> None:
    inventor = Inventor(Random(1))
    said = "".join(inventor.words("name") for _ in range(500))
    assert [piece for piece in PIECES if piece.strip() not in said] == []


def test_every_notice_and_every_room_of_views_is_there() -> None:
    assert set(news()) == {kind.__name__ for kind in NOTICES}
    assert {"tasks", "visits", "webinars", "documents", "start", "roadmaps"} <= {
        name.split(".")[2] for name in screens()
    }
