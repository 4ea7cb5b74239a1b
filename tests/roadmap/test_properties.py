"""Whatever the file, the reader answers with a draft or with a refusal of its own."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from models.roadmap.draft import Draft
from models.roadmap.reader import read_roadmap
from models.roadmap.refusals import FileRefused

HEAD = "Дорожная карта на 2027 год\n№\tМероприятие\tСрок\tОтветственный\n"
CELLS = (
    "",
    "1",
    "1.2",
    "3.",
    "Семинар",
    "семинар*",
    "март",
    "31.02",
    "до",
    "УО",
    "родители",
    "Раздел 1. Итоги",
    "№",
    "-",
    "I.",
    "*",
)


def read(data: bytes, filename: str = "a.txt") -> Draft | None:
    try:
        return read_roadmap(data, filename)
    except FileRefused:
        return None


@settings(max_examples=120, deadline=None)
@given(st.lists(st.lists(st.sampled_from(CELLS), max_size=6), max_size=8), st.sampled_from("\t\n"))
def test_any_table(rows: list[list[str]], between: str) -> None:
    text = HEAD + "\n".join(between.join(row) for row in rows)
    draft = read(text.encode())
    if draft is not None:
        assert Draft.from_json(draft.to_json()) == draft
        assert all(task.number for task in draft.tasks)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(("\t", "\n", "\t№", "\tМероприятие", "\tСрок", "\tУО", "\n\n", "1", "\t1", "март", " ")),
        max_size=30,
    )
)
def test_any_cells_on_lines(parts: list[str]) -> None:
    read("".join(parts).encode())


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.sampled_from(("a.txt", "a.csv", "")))
@example(HEAD + "\t\t\t", "a.txt")
@example("\t", "a.csv")
def test_any_text(text: str, filename: str) -> None:
    read(text.encode("utf-8", "surrogatepass"), filename)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    read(data)
    read(data, "a.csv")
