from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.doubts import DoubtField, DoubtReason
from models.domain.plan import Period
from models.language.timing import PlanYear
from models.roadmap.draft import Json, period_from_json
from models.roadmap.typed import LONGEST, Heard, hear

PLAN = PlanYear(2027)
SCHOOLS = ("Озёрская СОШ № 1", "Берёзовская СОШ", "Берёзовская ООШ")


def heard(field: DoubtField, words: str, plan: PlanYear = PLAN) -> Heard:
    return hear(field, words, plan, SCHOOLS)


def periods(reading: Json) -> list[Period]:
    assert isinstance(reading, list)
    return [period_from_json(one) for one in reading]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("до 15 мая", Period(None, date(2027, 5, 15))),
        ("с 1 по 20 апреля", Period(date(2027, 4, 1), date(2027, 4, 20))),
        ("ЕЖЕМЕСЯЧНО", Period(date(2027, 1, 1), date(2027, 12, 31), "FREQ=MONTHLY")),
        ("каждый вторник", Period(date(2027, 1, 1), date(2027, 12, 31), "FREQ=WEEKLY;BYDAY=TU")),
    ],
)
def test_a_term_is_read_as_in_a_file(words: str, meant: Period) -> None:
    answer = heard(DoubtField.TIMING, words)
    assert [periods(one) for one in answer.readings] == [[meant]]
    assert answer.reason is None


def test_a_term_belongs_to_the_maps_own_year() -> None:
    (reading,) = heard(DoubtField.TIMING, "до 15 мая", PlanYear(2027, school=True)).readings
    assert periods(reading) == [Period(None, date(2028, 5, 15))]


@pytest.mark.parametrize(
    ("words", "reason", "ends"),
    [
        ("до 31 июня", DoubtReason.IMPOSSIBLE_DATE, [date(2027, 6, 30)]),
        ("до 15.05.2029", DoubtReason.OTHER_YEAR, [date(2029, 5, 15), date(2027, 5, 15)]),
        ("с 1 сентября", DoubtReason.OPEN_ENDED, [date(2027, 12, 31), date(2027, 9, 1)]),
    ],
)
def test_an_odd_term_comes_with_its_readings(words: str, reason: DoubtReason, ends: list[date]) -> None:
    answer = heard(DoubtField.TIMING, words)
    assert answer.reason is reason
    assert [periods(one)[0].end for one in answer.readings] == ends


@pytest.mark.parametrize(
    ("field", "words"),
    [
        (DoubtField.TIMING, "как получится"),
        (DoubtField.TIMING, "до 15 мая, если успеем"),
        (DoubtField.TIMING, "…"),
        (DoubtField.TIMING, "до 15 мая " * LONGEST),
        (DoubtField.EXECUTORS, "кто-нибудь"),
        (DoubtField.EXECUTORS, "школа и Дед Мороз"),
        (DoubtField.MENTIONS, "—"),
        (DoubtField.SCHOOLS, "Сосновская СОШ"),
        (DoubtField.SCHOOLS, "Берёзовская школа"),
        (DoubtField.SCHOOLS, " ; "),
        (DoubtField.NUMBER, "седьмой"),
        (DoubtField.NUMBER, "7 Семинар"),
        (DoubtField.TEXT, " ?! "),
        (DoubtField.SECTION, "***"),
        (DoubtField.SECTION, "Раздел " * LONGEST),
    ],
)
def test_what_is_not_understood_has_no_reading(field: DoubtField, words: str) -> None:
    answer = heard(field, words)
    assert (answer.readings, answer.reason) == ((), DoubtReason.WORDS_UNKNOWN)


def test_the_words_in_question_are_named() -> None:
    assert heard(DoubtField.EXECUTORS, "школа, Дед Мороз").words == "Дед Мороз"
    assert heard(DoubtField.SCHOOLS, "Озёрская СОШ № 1, Сосновская СОШ").words == "Сосновская СОШ"
    assert heard(DoubtField.TIMING, "до 15 мая, если успеем").words == "если успеем"


@pytest.mark.parametrize(
    ("field", "words", "meant"),
    [
        (DoubtField.EXECUTORS, "школа", ["school"]),
        (DoubtField.EXECUTORS, "Куратор, муниципальный координатор", ["curator", "municipal_coordinator"]),
        (DoubtField.MENTIONS, "управление образования", ["municipal_authority"]),
        (DoubtField.SCHOOLS, "озерская сош 1; Берёзовская ООШ", ["Озёрская СОШ № 1", "Берёзовская ООШ"]),
        (DoubtField.NUMBER, "3.2.", "3.2"),
        (DoubtField.NUMBER, " № 5 ", "5"),
        (DoubtField.NUMBER, "(7)", "7"),
        (DoubtField.NUMBER, "3А", "3а"),
        (DoubtField.TEXT, "  Посетить\nшколу ", "Посетить школу"),
        (DoubtField.SECTION, "II. Обучение", "II. Обучение"),
    ],
)
def test_other_words_are_read_too(field: DoubtField, words: str, meant: Any) -> None:
    assert heard(field, words) == Heard((meant,))


def test_a_curator_of_schools_may_be_meant_in_two_ways() -> None:
    answer = heard(DoubtField.EXECUTORS, "Куратор ОО")
    assert (answer.readings, answer.reason) == ((["curator", "school"], ["curator"]), DoubtReason.AMBIGUOUS)


@given(st.sampled_from(list(DoubtField)), st.text(max_size=60))
def test_no_words_are_too_strange(field: DoubtField, words: str) -> None:
    answer = heard(field, words)
    assert bool(answer.readings) or answer.reason is DoubtReason.WORDS_UNKNOWN
