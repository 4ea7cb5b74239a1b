import pytest

from models.language.stages import stage_said


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        ("Первичное посещение МБОУ «Озёрская СОШ № 1»*", 1),
        ("первое методическое посещение школы", 1),
        ("1-е посещение", 1),
        ("I этап", 1),
        ("Второе посещение школ кураторами*", 2),
        ("повторный выезд в школу", 2),
        ("2-й визит куратора", 2),
        ("2 этап", 2),
    ],
)
def test_the_words_name_the_visit(words: str, stage: int) -> None:
    assert stage_said(words) == stage


@pytest.mark.parametrize(
    "words",
    [
        "Посещение школ кураторами",
        "Не менее 2 посещений школы",
        "Посещение школы дважды в год",
        "Первое и второе посещение школы",
        "2 этапа работы",
        "Взаимопосещение уроков",
        "",
    ],
)
def test_a_count_is_no_stage(words: str) -> None:
    assert stage_said(words) is None
