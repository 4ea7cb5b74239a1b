import pytest

from models.domain.plan import Executor
from models.language.executors import read_executors


def codes(cell: str) -> list[str]:
    return [code.value for code in read_executors(cell).codes]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("УО", ["municipal_authority"]),
        ("ФИОКО, УО", ["federal", "municipal_authority"]),
        ("ФИС ОКО", ["federal"]),
        (
            "МОН РД МОУО РД Региональный координатор",
            ["regional_authority", "municipal_authority", "regional_coordinator"],
        ),
        (
            "Начальник УО, муниципальный координатор и куратор",
            ["municipal_authority", "municipal_coordinator", "curator"],
        ),
        ("Региональные и муниципальные координаторы", ["regional_coordinator", "municipal_coordinator"]),
        ("Муниципальный\nкоординатор", ["municipal_coordinator"]),
        ("Школьный куратор, ШНОР", ["curator", "school"]),
        ("Кураторы школ – участниц проекта", ["curator"]),
        ("Кураторы\nОО", ["curator", "school"]),
        ("школьные координаторы ШНОР", ["school_coordinator"]),
        ("ГБУ ДПО РО «ИРО», РКЦ/МКЦ", ["regional_institute", "municipal_centre"]),
        ('Центры "Точка роста", "IT- куб", Детский технопарк "Кванториум"', ["regional_institute"]),
        ("Региональный и муниципальный консультационные Центры", ["regional_institute", "municipal_centre"]),
        ("Министерство образования и науки Заозёрской области", ["regional_authority"]),
        ("Отдел образования, директора ОО", ["municipal_authority", "school"]),
        ("МКУ «Управление образования»", ["municipal_authority"]),
        ("органы управления образованием муниципалитетов", ["municipal_authority"]),
        ("РУО, ИМЦ, руководители РМО", ["municipal_authority", "municipal_centre", "methodical_union"]),
        ("Методист ИМЦ, рабочая группа, педагоги-наставники", ["municipal_centre", "working_group", "mentor"]),
        ("КО, ДО", ["municipal_authority"]),
        ("ЦНППМ, РЦОКО", ["regional_institute"]),
        ("Заместитель директора по УВР, педагоги", ["school"]),
        ("Администрация школы; управленческая команда", ["school"]),
        ("кyратор", ["curator"]),
        ("Участники", ["school"]),
    ],
)
def test_who_acts(cell: str, expected: list[str]) -> None:
    assert codes(cell) == expected
    assert read_executors(cell).unknown == ()


@pytest.mark.parametrize(
    "cell",
    [
        "УО, ИМЦ, ОО",
        "УО,ИМЦ,ОО",
        "УО; ИМЦ; ОО.",
        "УО / ИМЦ / ОО",
        "УО/ИМЦ/ОО",
        "УО\nИМЦ\nОО",
        "- УО\n- ИМЦ\n- ОО",
        "• УО\n• ИМЦ\n• ОО",
        "1) УО 2) ИМЦ 3) ОО",
        "УО – ИМЦ – ОО",
        "УО + ИМЦ + ОО",
        "УО, ИМЦ и ОО",
        "УО совместно с ИМЦ при участии ОО",
        "УО ИМЦ ОО",
        "управлением образования, методистами ИМЦ, директорами школ",
    ],
)
def test_several_in_a_cell_with_any_separator(cell: str) -> None:
    assert codes(cell) == ["municipal_authority", "municipal_centre", "school"]
    assert read_executors(cell).unknown == ()


@pytest.mark.parametrize(
    ("word", "code"),
    [
        *((word, "municipal_authority") for word in ("ГУО", "РОО", "МУО", "комитет по образованию", "ОМСУ")),
        *((word, "regional_institute") for word in ("ТОИПКРО", "КОИРО", "ИПКиПРО", "ЦОКО", "РЦОИ")),
        *((word, "municipal_centre") for word in ("ГИМЦ", "ММС", "ЦРО", "МЦОКО")),
        *((word, "regional_authority") for word in ("МОиН РТ", "МинОбр", "Минобрнауки РД")),
        *((word, "curator") for word in ("кураторы", "кураторов", "кураторам", "кураторами", "куратором ШНОР")),
        *((word, "school") for word in ("школы", "школами", "директору школы", "педагогов", "администрацией ОО")),
        *((word, "municipal_coordinator") for word in ("муниципального координатора", "муниц. координатор")),
    ],
)
def test_abbreviations_and_case_endings(word: str, code: str) -> None:
    assert codes(word) == [code]
    assert read_executors(word).unknown == ()


@pytest.mark.parametrize(
    ("cell", "expected", "unknown"),
    [
        ("Лугового А. П.", [], ("Лугового А. П",)),
        ("ШНОР, родители", ["school"], ("родители",)),
        ("до конца года", [], ("до конца года",)),
        ("", [], ()),
        (" - ", [], ()),
    ],
)
def test_unknown_words_are_given_back(cell: str, expected: list[str], unknown: tuple[str, ...]) -> None:
    assert codes(cell) == expected
    assert read_executors(cell).unknown == unknown


def test_curators_of_schools_or_curators_and_schools() -> None:
    both = read_executors("Кураторы ОО")
    assert both.codes == (Executor.CURATOR, Executor.SCHOOL)
    assert both.otherwise == (Executor.CURATOR,)
