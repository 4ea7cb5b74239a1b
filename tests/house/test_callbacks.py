"""What buttons carry fits the messenger, and no two kinds can be taken for each other."""

from enum import Enum

import pytest
from aiogram.filters.callback_data import CallbackData

from handlers import callbacks
from handlers.callbacks import CALLBACKS

LIMIT = 64
"""Bytes of callback data (Bot API)."""

# Every field at its largest, by its name: a day, a screen's letter with a day, the place in a list.
LARGEST = {
    "origin": "cw2027-12-28",
    "screen": "w2027-12-28",
    "place": f"s{2**53 - 1}",
    "monday": "2027-12-27",
    "on": "2027-12-28",
    "day": "2027-12-28",
    "year": 2099,
    "page": 999,
    "row": 9999,
    "old": 9999,
    "doubt": 99,
    "choice": 99,
    "number": 99,
    "sheet": 2**32 - 1,
    "skip": 9999,
    "name": 2**32 - 1,
    "half_hour": 47,
    "weekday": 6,
    "since": "2027-12-28",
    "until": "2027-12-28",
}
ID = 2**53 - 1


def largest(kind: type[CallbackData]) -> CallbackData:
    return kind(**{name: _largest(name, one.annotation) for name, one in kind.model_fields.items()})


def _largest(name: str, kind: object) -> object:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return max(kind, key=lambda one: len(str(one.value)))
    if kind is bool:
        return True
    return ID if name.endswith("_id") else LARGEST[name]


@pytest.mark.parametrize("kind", CALLBACKS, ids=lambda kind: kind.__name__)
def test_a_button_fits_at_its_largest(kind: type[CallbackData]) -> None:
    packed = largest(kind).pack()
    assert len(packed.encode()) <= LIMIT
    assert kind.unpack(packed) == largest(kind)


def test_no_two_share_a_prefix() -> None:
    assert len({kind.__prefix__ for kind in CALLBACKS}) == len(CALLBACKS)


def test_all_of_them_are_listed() -> None:
    defined = {
        one
        for one in vars(callbacks).values()
        if isinstance(one, type) and issubclass(one, CallbackData) and one is not CallbackData
    }
    assert defined == set(CALLBACKS)
