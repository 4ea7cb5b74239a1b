import pytest

from models.language.participants import ColumnsMissing, SchoolLine, read_lines

HEADING = "территория;школа;часовой пояс;в проекте"


def flags(*words: str) -> list[bool | None]:
    lines = [f"Озёрский район;Липовская ООШ;Europe/Samara;{word}" for word in words]
    return [line.in_project for line in read_lines("\n".join([HEADING, *lines]))]


def test_a_line_for_each_school() -> None:
    text = f"{HEADING}\nОзёрский район;Озёрская СОШ № 1;Europe/Samara;да\nЛесной район; Лесная СОШ ;Asia/Omsk;нет\n"
    assert read_lines(text) == [
        SchoolLine(2, "Озёрский район", "Озёрская СОШ № 1", "Europe/Samara", True),
        SchoolLine(3, "Лесной район", "Лесная СОШ", "Asia/Omsk", False),
    ]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_columns_stand_in_any_order_under_any_of_their_names(separator: str) -> None:
    heading = ["ОО", "Пояс", "Регион", "Участник проекта", "Примечание", "Муниципалитет"]
    cells = ["Липовская ООШ", "Europe/Samara", "Лесогорская область", "+", "—", "Озёрский район"]
    (line,) = read_lines("\r\n".join(separator.join(row) for row in (heading, cells)))
    assert line == SchoolLine(2, "Озёрский район", "Липовская ООШ", "Europe/Samara", True, "Лесогорская область")


def test_a_name_in_quotes_keeps_its_commas() -> None:
    (line,) = read_lines('территория,школа,зона\nОзёрский район,"Школа № 5, с. Липовка",Europe/Samara')
    assert line.school == "Школа № 5, с. Липовка"


def test_without_the_column_all_are_in_the_project() -> None:
    (line,) = read_lines("территория;школа;зона\nОзёрский район;Липовская ООШ;Europe/Samara")
    assert line.in_project is True


def test_the_mark_of_bytes_and_latin_letters_hide_no_heading() -> None:
    (line,) = read_lines("\ufeffтерритория;шкoла;зона\nОзёрский район;Липовская ООШ;Europe/Samara")
    assert (line.territory, line.school) == ("Озёрский район", "Липовская ООШ")


def test_yes_and_no_as_people_write_them() -> None:
    assert flags("да", "Да ", "+", "1", "YES") == [True] * 5
    assert flags("нет", "НЕТ", "-", "—", "0", "", "no") == [False] * 7
    assert flags("может быть", "2") == [None, None]


def test_blank_lines_are_skipped_and_still_counted() -> None:
    text = f"{HEADING}\n\nОзёрский район;Липовская ООШ;Europe/Samara;да\n;;;\nОзёрский район"
    first, second = read_lines(text)
    assert (first.line, second.line) == (3, 5)
    assert second == SchoolLine(5, "Озёрский район", "", "", False)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("", ("территория", "школа", "часовой пояс")),
        ("имя;фамилия\nНина;Озерова", ("территория", "школа", "часовой пояс")),
        ("территория;школа\nОзёрский район;Липовская ООШ", ("часовой пояс",)),
        ("школа;зона", ("территория",)),
    ],
)
def test_a_list_without_its_columns_is_refused(text: str, missing: tuple[str, ...]) -> None:
    with pytest.raises(ColumnsMissing) as refused:
        read_lines(text)
    assert refused.value.names == missing
