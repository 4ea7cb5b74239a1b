import json
from dataclasses import replace
from datetime import date

from models.domain.plan import Executor, Kind, Level, NoteKind, Period, Relative, Scope
from models.language.timing import PlanYear
from models.roadmap.draft import Column, Doubt, DoubtField, DoubtReason, Draft, DraftTask, period_from_json, period_json

TASK = DraftTask(
    number="3.16",
    section="Мониторинг",
    text="Совещание",
    timing_raw="март",
    periods=(Period(date(2027, 3, 1), date(2027, 3, 31), "FREQ=WEEKLY", "1 этап"), Period(None, None)),
    frequency_in_text=None,
    executors_raw="УО",
    executors=(Executor.MUNICIPAL_AUTHORITY,),
    mentions=None,
    schools=("Липовская ООШ",),
    indicator=None,
    kind=Kind.EVENT,
    links=("https://a.example/",),
    project_only=True,
    scope=Scope.ONCE,
    doubts=(Doubt(DoubtField.EXECUTORS, DoubtReason.WORDS_UNKNOWN, "родители", (["school"],)),),
)
DRAFT = Draft("Дорожная карта", 2027, None, Level.REGION, (Column.NUMBER, Column.TEXT), (TASK,))


def test_a_draft_survives_json() -> None:
    assert Draft.from_json(json.loads(json.dumps(DRAFT.to_json()))) == DRAFT


def test_a_school_year_stays_one() -> None:
    one = replace(DRAFT, year=2026, school_year=True)
    assert Draft.from_json(json.loads(json.dumps(one.to_json()))).plan == PlanYear(2026, school=True)
    assert "school_year" not in json.dumps(DRAFT.to_json())
    assert DRAFT.plan == PlanYear(2027)


def test_tables_left_aside_are_named() -> None:
    one = replace(DRAFT, left_aside=("7 | Семинар | май",))
    assert Draft.from_json(json.loads(json.dumps(one.to_json()))) == one
    assert "left_aside" not in json.dumps(DRAFT.to_json())


def test_the_printed_schema() -> None:
    printed = json.loads(json.dumps(DRAFT.to_json()))
    assert list(printed) == ["document", "tasks"]
    assert printed["tasks"][0]["kind"] == "event"
    assert printed["tasks"][0]["scope"] == "once"
    assert printed["tasks"][0]["periods"][0] == {
        "start": "2027-03-01",
        "end": "2027-03-31",
        "rrule": "FREQ=WEEKLY",
        "label": "1 этап",
    }
    assert printed["tasks"][0]["doubts"] == [
        {"field": "executors", "reason": "words_unknown", "words": "родители", "choices": [["school"]]}
    ]


def test_rare_parts_of_a_period_are_printed_where_they_are() -> None:
    rare = Period(
        None,
        None,
        note="в течение 3 рабочих дней после приказа",
        note_kind=NoteKind.RELATIVE,
        relative=Relative(3, "workday", "after", "приказа"),
        time="10:00",
        times=2,
    )
    printed = period_json(rare)
    assert printed["relative"] == {"offset": 3, "unit": "workday", "direction": "after", "anchor": "приказа"}
    assert (printed["time"], printed["times"], printed["note_kind"]) == ("10:00", 2, "relative")
    assert period_from_json(json.loads(json.dumps(printed))) == rare


def test_mentions_stand_where_there_are_no_executors() -> None:
    values = TASK.to_json() | {"executors": None, "mentions": ["school"], "executors_raw": None}
    assert DraftTask.from_json(values).mentions == (Executor.SCHOOL,)


def test_the_rows_to_look_at() -> None:
    assert DRAFT.doubted == (TASK,)
