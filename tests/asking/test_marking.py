import pytest
from hypothesis import given
from hypothesis import strategies as some

from models.asking.marking import MarkByWords, Verb, read_mark


@pytest.mark.parametrize(
    ("text", "number", "verb"),
    [
        ("12 сделано", "12", Verb.DONE),
        ("п. 3.4 готово", "3.4", Verb.DONE),
        ("пункт 3.4 выполнили.", "3.4", Verb.DONE),
        ("п.7 — сделано", "7", Verb.DONE),
        ("12. сделано", "12", Verb.DONE),
        ("№ 5 в работе", "5", Verb.IN_PROGRESS),
        ("мероприятие 12 готово", "12", Verb.DONE),
        ("сделано 12", "12", Verb.DONE),
        ("Сделано!", None, Verb.DONE),
        ("зделано", None, Verb.DONE),
        ("cдeлaнo", None, Verb.DONE),
        ("✅", None, Verb.DONE),
        ("+", None, Verb.DONE),
        ("делаем", None, Verb.IN_PROGRESS),
        ("нужна помощь", None, Verb.HELP),
        ("п 7 не получается", "7", Verb.HELP),
    ],
)
def test_a_status_by_words(text: str, number: str | None, verb: Verb) -> None:
    assert read_mark(text) == MarkByWords(number, verb)


@pytest.mark.parametrize(
    ("text", "number", "day"),
    [
        ("сделано вчера", None, "вчера"),
        ("вчера сделали", None, "вчера"),
        ("12 сделано 3 марта", "12", "3 марта"),
        ("12 готово вчера", "12", "вчера"),
        ("12 вчера готово", "12", "вчера"),
        ("п. 3.4 сделано 12.03", "3.4", "12.03"),
        ("3.4 сделано 5.3", "3.4", "5.3"),
        ("сделано 12 марта", None, "12 марта"),
        ("сделано 12 3 марта", "12", "3 марта"),
        ("сделано 3.4 вчера", "3.4", "вчера"),
        ("сделано 12.03", None, "12.03"),
        ("сделано 3.4", "3.4", ""),
        ("сделано 12", "12", ""),
    ],
)
def test_the_day_may_be_said(text: str, number: str | None, day: str) -> None:
    assert read_mark(text) == MarkByWords(number, Verb.DONE, day=day)


@pytest.mark.parametrize(
    ("text", "number", "verb", "note"),
    [
        ("не проводится", None, Verb.NOT_HELD, ""),
        ("12 не проводится, нет детей", "12", Verb.NOT_HELD, "нет детей"),
        ("12 не проводится: нет 9-х Классов", "12", Verb.NOT_HELD, "нет 9-х Классов"),
        ("12 внесено в мэдк", "12", Verb.MEDK, ""),
        ("внесли в ИС МЭДК", None, Verb.MEDK, ""),
        ("МЭДК внесено", None, Verb.MEDK, ""),
    ],
)
def test_what_is_not_held_and_the_second_tick(text: str, number: str | None, verb: Verb, note: str) -> None:
    assert read_mark(text) == MarkByWords(number, verb, note)


def test_a_reason_keeps_its_own_letters() -> None:
    assert read_mark("Не получается,  нет Договора с ДК") == MarkByWords(None, Verb.HELP, "нет Договора с ДК")


@pytest.mark.parametrize("text", ["не получается, нет договора", "Не получается - нет договора"])
def test_a_reason_is_kept(text: str) -> None:
    assert read_mark(text) == MarkByWords(None, Verb.HELP, "нет договора")


def test_a_reason_may_follow_a_number() -> None:
    assert read_mark("п. 7 нужна помощь: нет договора") == MarkByWords("7", Verb.HELP, "нет договора")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "не сделано",
        "12 не сделано",
        "сделано?",
        "сделано 12 из 15",
        "12, 13 сделано",
        "12 13 сделано",
        "сделано наполовину",
        "кто сделал 12",
        "сделано " * 100,
        "помощь",
        "спасибо",
        "готово ли",
    ],
)
def test_anything_else_is_no_mark(text: str) -> None:
    assert read_mark(text) is None


@given(some.text())
def test_it_never_raises(text: str) -> None:
    assert read_mark(text) is None or isinstance(read_mark(text), MarkByWords)
