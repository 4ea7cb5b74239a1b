import pytest

from models.roadmap.columns import by_content, heading, headings, is_number
from models.roadmap.draft import Column


@pytest.mark.parametrize(
    ("words", "column"),
    [
        ("№ п/п", Column.NUMBER),
        ("№", Column.NUMBER),
        ("Задачи", Column.TEXT),
        ("Описание действий", Column.TEXT),
        ("Содержание мероприятия", Column.TEXT),
        ("Дата реализации", Column.TIMING),
        ("Срок исполнения мероприятия", Column.TIMING),
        ("Ответственный исполнитель", Column.EXECUTORS),
        ("Ответственные за проведение мероприятия", Column.EXECUTORS),
        ("Результат мероприятия", Column.INDICATOR),
        ("Ожидаемые результаты показателя для контроля", Column.INDICATOR),
        ("Муниципальный показатель реализации", Column.INDICATOR),
        ("Информационное сопровождение проекта", Column.LINKS),
        ("Направление", Column.SECTION),
        ("Школы", Column.SCHOOLS),
        ("Примечание", None),
        ("", None),
        ("Срок " * 30, None),
    ],
)
def test_headings(words: str, column: Column | None) -> None:
    assert heading(words) is column


def test_a_heading_of_a_map_speaks_of_measures_and_terms() -> None:
    assert headings(("№", "Мероприятие", "Срок", "Примечание")) == (Column.NUMBER, Column.TEXT, Column.TIMING, None)
    assert headings(("№", "Наименование товара", "Цена", "Количество")) is None
    assert headings(("1", "Семинар о сроках", "март", "УО")) is None


@pytest.mark.parametrize("cell", ["1", "1.", "3.16", "1.2.3.", "12)", "(4)", "5*"])
def test_numbers(cell: str) -> None:
    assert is_number(cell)


@pytest.mark.parametrize("cell", ["", "1 квартал", "2027", "12.03.2027", "1. Семинар"])
def test_not_numbers(cell: str) -> None:
    assert not is_number(cell)


def test_columns_by_their_content() -> None:
    rows = (
        ("март", "Семинар для директоров школ", "УО", "1", "https://a.example/", "Приняли участие все", ""),
        ("10 апреля", "Посещение школ кураторами", "Кураторы", "2", "https://b.example/", "Справка", ""),
        ("май", "Совещание о ходе проекта", "УО", "3", "", "Протокол", ""),
    )
    assert by_content(rows) == (
        Column.TIMING,
        Column.TEXT,
        Column.EXECUTORS,
        Column.NUMBER,
        Column.LINKS,
        Column.INDICATOR,
        None,
    )


@pytest.mark.parametrize(
    "rows", [(), (("1", "2"), ("3", "4")), (("а", "б", "в"), ("г", "д", "е")), (("март", "", ""),)]
)
def test_tables_without_terms_are_no_maps(rows: tuple[tuple[str, ...], ...]) -> None:
    assert by_content(rows) is None
