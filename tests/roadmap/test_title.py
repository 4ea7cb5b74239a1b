import pytest

from models.domain.plan import Level
from models.language.timing import PlanYear
from models.roadmap.title import Place, find_place, find_title, find_year


@pytest.mark.parametrize(
    ("above", "title"),
    [
        (
            ["УТВЕРЖДЕНА", "приказом", "Дорожная карта", "по проекту", "в 2027 году"],
            "Дорожная карта по проекту в 2027 году",
        ),
        (["Дорожная карта", "по про-", "екту", "Дорожная карта", "по проекту"], "Дорожная карта по проекту"),
        (["Об утверждении Плана", "План мероприятий", "на 2027 год."], "План мероприятий на 2027 год."),
        (["Региональная «дорожная карта»", "по проекту"], "Региональная «дорожная карта» по проекту"),
        (["План-график", "посещений"], "План-график посещений"),
        (["Комплекс мер", "поддержки"], "Комплекс мер поддержки"),
        (["Планёрка", "Уважаемые коллеги"], None),
        ([], None),
    ],
)
def test_the_title_stands_nearest_above_the_table(above: list[str], title: str | None) -> None:
    assert find_title(above) == title


@pytest.mark.parametrize(
    ("title", "above", "cells", "year"),
    [
        ("Дорожная карта в 2027 году", ["от 25.12.2026"], ["01.03.2026"], PlanYear(2027)),
        ("Дорожная карта на 2027 год по итогам 2026 года", [], [], PlanYear(2027)),
        ("Дорожная карта 2027", [], [], PlanYear(2027)),
        ("Дорожная карта на 2026/2027 учебный год", [], [], PlanYear(2026, school=True)),
        ("Дорожная карта на 2026-27 уч. год", [], [], PlanYear(2026, school=True)),
        ("Дорожная карта", ["О мерах на 2027 год", "от 25.12.2026"], [], PlanYear(2027)),
        ("Дорожная карта", ["План работы на 2026/2027 учебный год"], [], PlanYear(2026, school=True)),
        ("Дорожная карта", ["от 25.12.2026"], ["01.03.2027", "май 2027", "декабрь 2026"], PlanYear(2027)),
        ("Дорожная карта", ["Приказ от 25.01.2027 № 2021"], ["март"], PlanYear(2027)),
        (None, [], ["март", ""], None),
    ],
)
def test_the_year_of_undated_cells(
    title: str | None, above: list[str], cells: list[str], year: PlanYear | None
) -> None:
    assert find_year(title, above, cells) == year


@pytest.mark.parametrize(
    ("title", "above", "place"),
    [
        ("Дорожная карта в Озёрском районе в 2027 году", [], Place("Озёрском районе", Level.MUNICIPALITY)),
        ("Дорожная карта Озёрского района Заозёрской области", [], Place("Озёрского района", Level.MUNICIPALITY)),
        (
            "Региональная дорожная карта",
            ["Управление Озёрского района", "Заозёрской области"],
            Place("Заозёрской области", Level.REGION),
        ),
        ("Дорожная карта", ["МР «Озёрский", "район»"], Place("Озёрский район", Level.MUNICIPALITY)),
        (
            "Дорожная карта",
            ["Утверждена приказом", "Лесного", "Озёрского", "муниципального округа"],
            Place("Озёрского муниципального округа", Level.MUNICIPALITY),
        ),
        (
            "План",
            ["администрация городского округа «Город Зареченск»"],
            Place("городского округа «Город Зареченск»", Level.MUNICIPALITY),
        ),
        ("План", ["администрация города Зареченска"], Place("города Зареченска", Level.MUNICIPALITY)),
        ("Дорожная карта по проекту в Республике Заозёрье", [], Place("Республике Заозёрье", Level.REGION)),
        ("Дорожная карта", ["Министерство образования Заозёрского края"], Place("Заозёрского края", Level.REGION)),
        ("Дорожная карта", [], Place(None, Level.MUNICIPALITY)),
        ("Региональный план", [], Place(None, Level.REGION)),
    ],
)
def test_whose_map_it_is(title: str, above: list[str], place: Place) -> None:
    assert find_place(title, above) == place
