import json
from datetime import UTC, date, datetime

import pytest

from models.domain.notices import (
    NOTICES,
    AbsenceChanged,
    AbsenceEntered,
    DayBegan,
    DecisionTakenBack,
    DeliveryFailed,
    DocumentConfirmed,
    DocumentLifted,
    DocumentReturned,
    DocumentSent,
    HelpAnswered,
    HelpAsked,
    HelpTaken,
    MarkCorrected,
    MessageOutdated,
    NotHeldAsked,
    NotHeldDecided,
    Notice,
    Nudged,
    PlanChanged,
    StepAgreed,
    SubstituteNamed,
    VisitsAhead,
    VisitsDue,
    WebinarSoon,
    WebinarTomorrow,
    WeekBegan,
    pack,
    unpack,
)
from models.domain.outbox import Lane

EXAMPLES: dict[Notice, tuple[str, dict[str, object], Lane]] = {
    WeekBegan(date(2027, 3, 8)): ("WeekBegan", {"monday": "2027-03-08"}, Lane.LETTERS),
    DayBegan(date(2027, 3, 9)): ("DayBegan", {"day": "2027-03-09"}, Lane.LETTERS),
    VisitsAhead(date(2027, 3, 10), date(2027, 3, 11)): (
        "VisitsAhead",
        {"first": "2027-03-10", "last": "2027-03-11"},
        Lane.TIMED,
    ),
    VisitsDue(date(2027, 3, 9)): ("VisitsDue", {"day": "2027-03-09"}, Lane.TIMED),
    WebinarTomorrow(5, 2): ("WebinarTomorrow", {"webinar_id": 5, "revision": 2}, Lane.TIMED),
    WebinarSoon(5, 2): ("WebinarSoon", {"webinar_id": 5, "revision": 2}, Lane.TIMED),
    DocumentSent(7): ("DocumentSent", {"document_id": 7}, Lane.AT_ONCE),
    DocumentConfirmed(7): ("DocumentConfirmed", {"document_id": 7}, Lane.AT_ONCE),
    DocumentReturned(7): ("DocumentReturned", {"document_id": 7}, Lane.AT_ONCE),
    DocumentLifted(3): ("DocumentLifted", {"decision_id": 3}, Lane.AT_ONCE),
    DecisionTakenBack(4): ("DecisionTakenBack", {"decision_id": 4}, Lane.AT_ONCE),
    HelpAsked(9): ("HelpAsked", {"help_id": 9}, Lane.AT_ONCE),
    HelpTaken(9): ("HelpTaken", {"help_id": 9}, Lane.AT_ONCE),
    HelpAnswered(9): ("HelpAnswered", {"help_id": 9}, Lane.AT_ONCE),
    NotHeldAsked(2): ("NotHeldAsked", {"request_id": 2}, Lane.AT_ONCE),
    NotHeldDecided(2): ("NotHeldDecided", {"request_id": 2}, Lane.AT_ONCE),
    MarkCorrected(11): ("MarkCorrected", {"change_id": 11}, Lane.AT_ONCE),
    StepAgreed(12): ("StepAgreed", {"task_id": 12}, Lane.AT_ONCE),
    MessageOutdated(4): ("MessageOutdated", {"row_id": 4}, Lane.LETTERS),
    Nudged(3): ("Nudged", {"by_id": 3}, Lane.AT_ONCE),
    DeliveryFailed(datetime(2027, 3, 8, 5, 30, tzinfo=UTC), datetime(2027, 3, 9, 5, 30, tzinfo=UTC)): (
        "DeliveryFailed",
        {"since": "2027-03-08T05:30:00+00:00", "until": "2027-03-09T05:30:00+00:00"},
        Lane.LETTERS,
    ),
    PlanChanged(7): ("PlanChanged", {"draft_id": 7}, Lane.LETTERS),
    SubstituteNamed(4): ("SubstituteNamed", {"absence_id": 4}, Lane.AT_ONCE),
    AbsenceEntered(4): ("AbsenceEntered", {"absence_id": 4}, Lane.AT_ONCE),
    AbsenceChanged(4): ("AbsenceChanged", {"absence_id": 4}, Lane.AT_ONCE),
}


@pytest.mark.parametrize("notice", EXAMPLES, ids=lambda notice: type(notice).__name__)
def test_news_waits_as_json_and_comes_back_the_same(notice: Notice) -> None:
    kind, body, lane = EXAMPLES[notice]
    assert pack(notice) == (kind, body)
    assert notice.LANE is lane
    assert unpack(kind, json.loads(json.dumps(body))) == notice


def test_there_is_an_example_of_each_kind() -> None:
    assert {type(notice) for notice in EXAMPLES} == set(NOTICES)


def test_a_kind_of_another_edition_is_not_known() -> None:
    with pytest.raises(KeyError):
        unpack("WeatherChanged", {})
