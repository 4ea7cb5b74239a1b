from models.roadmap.blocks import Paragraph, Table
from models.roadmap.txt import text_blocks


def table(text: str) -> tuple[tuple[str, ...], ...]:
    (found,) = [block for block in text_blocks(text) if isinstance(block, Table)]
    return found.rows


def said(text: str) -> list[str]:
    return [block.text for block in text_blocks(text) if isinstance(block, Paragraph)]


ROWS = """
## **Дорожная карта**
[bookmark: _GoBack]
№\tМероприятие\tСрок\tОтветственный
1. Подготовка
1\tСеминар\tмарт\tШНОР

2
\tдля директоров\t\t
2\tСовещание\tмай\tУО

Примечание под таблицей
"""

CELLS = """
Дорожная карта

\t№
п/п
\tМероприятие

\tСрок
\tОтветственный

\t1. Подготовка

\t1.1
\tСеминар

\tмарт
\tШНОР,

УО

\t1.2
\tПриём
\t
\tУО

\t1.3
\tСовещание
\tмай

\t1.4
\tОтчёт
\tиюнь
\tУО

*- для участников
"""


def test_rows_on_lines() -> None:
    assert table(ROWS) == (
        ("№", "Мероприятие", "Срок", "Ответственный"),
        ("1. Подготовка",),
        ("1", "Семинар", "март", "ШНОР"),
        ("", "для директоров", "", ""),
        ("2", "Совещание", "май", "УО"),
    )
    assert said(ROWS) == ["Дорожная карта", "Примечание под таблицей"]


def test_cells_on_lines() -> None:
    assert table(CELLS) == (
        ("№\nп/п", "Мероприятие", "Срок", "Ответственный"),
        ("1. Подготовка",),
        ("1.1", "Семинар", "март", "ШНОР,"),
        ("1.2", "Приём", "", "УО"),
        ("1.3", "Совещание", "май"),
        ("1.4", "Отчёт", "июнь", "УО"),
    )


def test_words_around_a_table_of_cells() -> None:
    assert said(CELLS)[0] == "Дорожная карта"
    assert said(CELLS)[-1] == "*- для участников"


def test_a_line_torn_from_its_cell_is_kept_in_the_table() -> None:
    rows = table("№\tМероприятие\tСрок\tОтветственный\n1\tСеминар\tмарт\nи апрель\n")
    assert rows[-1] == ("и апрель",)


def test_text_without_a_table_is_paragraphs() -> None:
    assert said("Уважаемые коллеги!\n\nПросим прислать отчёт.") == ["Уважаемые коллеги!", "Просим прислать отчёт."]
    assert said("\tот\n\t№\n\tдиректору") == ["от", "№", "директору"]
