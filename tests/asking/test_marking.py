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
