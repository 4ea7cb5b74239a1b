from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from models.asking.known import Known, KnownSchool, KnownTask
from models.asking.question import Intent, MonthDay, Question, Rel, Slots, Span, State
from models.asking.reader import understand
from models.asking.spelling import is_plain
from models.asking.topics import tasks_about
from models.asking.words import WORDS, lexicon
from models.domain.plan import Executor, Kind
from tests.asking.corpus import Case, cases, told
from tests.asking.district import DISTRICT

TYPED = some.sampled_from([part for case in cases("questions") for part in case.text.split()])
JUNK = some.one_of(some.text(max_size=20), TYPED, some.sampled_from(["№", "п.", "31.06", "ii", "-", "/", "2027", "57"]))


def district(*names: str) -> Known:
    return Known(schools=tuple(KnownSchool(at, name) for at, name in enumerate(names, start=1)))


def asked(text: str, *names: str) -> list[int]:
    question = understand(text, district(*names))
    return [] if question.intent is Intent.UNKNOWN else [school.id for school in question.slots.schools]


@given(some.text())
def test_it_never_raises(text: str) -> None:
    assert isinstance(understand(text, DISTRICT), Question)


@given(some.lists(JUNK, max_size=12).map(" ".join))
def test_it_never_raises_on_its_own_words_in_any_order(text: str) -> None:
    question = understand(text, DISTRICT)

    assert question.to_json()["intent"] == question.intent
    assert set(question.slots.ambiguous) <= set(question.slots.schools)


@given(TYPED.map(lambda word: f"статус {word}"))
def test_nothing_known_means_no_names(text: str) -> None:
    slots = understand(text, Known()).slots

    assert (slots.schools, slots.person, slots.territory) == ((), None, None)


UNDERSTOOD = [case for case in cases("questions") if case.wanted["intent"] != "unknown"]


@pytest.mark.parametrize("case", UNDERSTOOD, ids=lambda case: case.text)
def test_one_strange_word_makes_a_question_unknown(case: Case) -> None:
    question = understand(f"бурундука {case.text}", DISTRICT)

    assert (question.intent, question.missed) == (Intent.UNKNOWN, ("бурундука",))


@pytest.mark.parametrize("case", UNDERSTOOD, ids=lambda case: case.text)
def test_case_and_marks_change_nothing(case: Case) -> None:
    assert told(understand(f"  {case.text.upper()} ?!… 🙏", DISTRICT)) == case.wanted


def test_a_long_text_is_no_question() -> None:
    assert understand("кто просрочил " * 300, DISTRICT) == Question(Intent.UNKNOWN)


@pytest.mark.parametrize(
    "days",
    [
        "на 32 мая",
        "с 31.06 по 15.07",
        "с 15.07.2027 по 01.03.2027",
        "с 1 по 31 июня",
        "с 29.02 по 01.03.2027",
        "с 01.03.2028 по 29.02.2027",
        "на 1 мая и на 1 июня",
    ],
)
def test_days_that_make_no_sense_are_not_answered(days: str) -> None:
    question = understand(f"отчёт {days}", DISTRICT)

    assert (question.intent, question.nearest[0]) == (Intent.UNKNOWN, Intent.REPORT)


def test_the_words_nobody_could_place_are_named() -> None:
    assert understand("статус школы № 57", DISTRICT).missed == ("школы", "№", "57")


def test_status_alone_is_enough_for_someone_with_one_school() -> None:
    question = understand("статус", district("Озёрская СОШ"))

    assert (question.intent, [school.id for school in question.slots.schools]) == (Intent.SCHOOL_STATUS, [1])


def test_a_keyboard_left_in_latin_is_read() -> None:
    assert understand("ghjchjxtyj", DISTRICT).intent is Intent.OVERDUE
    assert understand("asdfgh", DISTRICT) == Question(Intent.UNKNOWN, missed=("asdfgh",))
    assert understand("cnfnec jpthcrjq", DISTRICT).intent is Intent.SCHOOL_STATUS


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("статус школы 1", [1]),
        ("статус школы 57", [2]),
        ("статус школы № 5", []),
        ("статус сош №57", [2]),
        ("статус 57 школы", [2]),
        ("статус школы 7", []),
    ],
)
def test_numbers_compare_exactly(text: str, meant: list[int]) -> None:
    assert asked(text, "МБОУ «СОШ № 1»", "МБОУ «СОШ № 57»") == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("статус первой озёрской", [1]),
        ("статус озёрской № 2", [2]),
        ("статус озёрской 2-й школы", [2]),
        ("статус озёрской", [1, 2]),
        ("статус озёрской 3", []),
        ("статус первой и второй озёрской", []),
    ],
)
def test_two_schools_of_one_village_are_told_apart(text: str, meant: list[int]) -> None:
    assert asked(text, "Озёрская СОШ № 1", "Озёрская СОШ № 2") == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("что в красном яре", [1]),
        ("статус красноярской", [1]),
        ("статус школы села красный яр", [1]),
        ("статус липовской", [2]),
        ("статус верхней липовки", [3]),
        ("статус им тарасова", [4]),
        ("статус второй имени тарасова", []),
    ],
)
def test_names_of_several_words(text: str, meant: list[int]) -> None:
    names = ("СОШ с. Красный Яр", "Липовская ООШ", "ООШ с. Верхняя Липовка", "Гимназия им. И. И. Тарасова")

    assert asked(text, *names) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("статус цо 9", [1]),
        ("статус центра образования", [1]),
        ("начальная школа № 3", [2]),
        ("школа 10", [3]),
        ("средняя школа 10", [3]),
        ("интернат", [4]),
        ("статус лицея", []),
        ("что в октябрьской", [5]),
        ("статус тарасовской", []),
        ("статус полевской", [6, 7]),
        ("статус полевской гимназии", [7]),
    ],
)
def test_kinds_of_schools(text: str, meant: list[int]) -> None:
    names = (
        "Центр образования № 9",
        "Начальная школа № 3",
        "МАОУ СОШ № 10 г. Светлогорье",
        "Школа-интернат № 2",
        "СОШ № 4 пос. Октябрьский",
        "Полевская СОШ № 1 им. Т. К. Громова",
        "Полевская гимназия им. С. Тарасова",
    )

    assert asked(text, *names) == meant


def test_other_names_of_a_school_are_known_too() -> None:
    known = Known(schools=(KnownSchool(1, "МБОУ «СОШ № 5»", also=("Заводская",)), KnownSchool(2, "СОШ № 6")))

    assert [school.id for school in understand("статус заводской", known).slots.schools] == [1]


def test_a_slip_that_could_be_two_schools_is_none() -> None:
    assert asked("статус ливовской", "Липовская ООШ", "Лидовская ООШ") == []


def test_topics_find_their_tasks() -> None:
    numbers = {
        topic: [task.number for task in tasks_about(topic, DISTRICT.tasks)]
        for topic in ("концепция", "антирисковая программа", "протоколами педагогических советов", "справка")
    }

    assert numbers == {
        "концепция": ["3.4"],
        "антирисковая программа": ["3.5"],
        "протоколами педагогических советов": ["12"],
        "справка": [],
    }


def test_a_topic_of_short_words_finds_nothing() -> None:
    assert tasks_about("и в", (KnownTask("1", "и в"),)) == ()


def test_a_question_as_json() -> None:
    question = understand("кто не посетил первый раз озёрскую до 10 марта", DISTRICT)

    assert question.to_json() == {
        "intent": "checklist",
        "slots": {
            "schools": ["МБОУ «Озёрская СОШ»"],
            "kind": "visit",
            "stage": 1,
            "state": "pending",
            "subject": "schools",
            "period": {"rel": "until", "md": "03-10"},
        },
    }


def test_every_slot_has_its_json() -> None:
    person, school, area = DISTRICT.people[0], DISTRICT.schools[0], DISTRICT.territories[0]
    slots = Slots(
        schools=(school,),
        ambiguous=(school,),
        territory=area,
        number="3.4",
        kind=Kind.VISIT,
        topic="концепция",
        stage=2,
        executor=Executor.CURATOR,
        person=person,
        namesakes=(person,),
        state=State.DONE,
        period=Span(rel=Rel.UNTIL, md=MonthDay(6, 21)),
    )

    assert slots.to_json() == {
        "schools": [school.name],
        "ambiguous": [school.name],
        "territory": area.name,
        "number": "3.4",
        "kind": "visit",
        "topic": "концепция",
        "stage": 2,
        "executor": "curator",
        "person": person.name,
        "namesakes": [person.name],
        "state": "done",
        "period": {"rel": "until", "md": "06-21"},
    }
    assert replace(slots, period=Span(month=4)).to_json()["period"] == {"month": 4}


def test_the_table_of_words_is_written_in_folded_letters() -> None:
    assert [form for form in lexicon().forms if "ё" in form or form != form.casefold()] == []


def test_the_table_of_words_says_nothing_twice() -> None:
    written = [alternative for word in WORDS for alternative in word.written.split("|")]

    assert sorted(set(written)) == sorted(written)


def test_a_word_that_means_something_else_is_no_slip() -> None:
    assert not any(is_plain(trap) for trap in lexicon().traps)
