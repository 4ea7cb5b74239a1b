"""Every notice survives its wait in the outbox, and has words when it leaves."""

import json
from dataclasses import fields
from datetime import UTC, date, datetime

import pytest

from handlers.views.notices import VIEWS
from models.domain.notices import NOTICES, Notice, pack, unpack

SPECIMENS: dict[object, object] = {
    date: date(2027, 3, 8),
    datetime: datetime(2027, 3, 8, 5, 30, tzinfo=UTC),
    int: 2**31,
    str: "Озёрская школа <№ 1>",
}


def specimen(kind: type[Notice]) -> Notice:
    return kind(**{one.name: SPECIMENS[one.type] for one in fields(kind)})


@pytest.mark.parametrize("kind", NOTICES, ids=lambda kind: kind.__name__)
def test_a_notice_survives_json(kind: type[Notice]) -> None:
    notice = specimen(kind)
    name, body = pack(notice)
    assert unpack(name, json.loads(json.dumps(body))) == notice


def test_every_notice_has_a_view_and_no_view_is_left_over() -> None:
    assert set(VIEWS) == set(NOTICES)


def test_every_notice_is_named_in_the_past_or_as_what_is_due() -> None:
    assert len({kind.__name__ for kind in NOTICES}) == len(NOTICES)
