import pytest

from models.domain.plan import Scope
from models.roadmap.naming import answered, likely, printed_names, to_ask
from models.roadmap.planning import Participant, name_key
from tests.builders import roadmap, row

KNOWN = [
    Participant(place, name, 10, True)
    for place, name in enumerate(("Озёрская СОШ № 1", "Берёзовская СОШ", "Липовская ООШ", "СОШ № 57"), start=1)
]


def test_names_stand_once_with_their_rows_and_rows_left_out_name_nobody() -> None:
    read = roadmap(
        row("1", schools=("МБОУ «Заречная СОШ»", "СОШ №5"), scope=Scope.ONCE),
        row("2", schools=('мбоу  "Заречная СОШ"',)),
        row("3", schools=("Дальняя СОШ",)),
    )
    names = printed_names(read, {2})
    assert [(one.name, one.rows, one.narrows) for one in names] == [
        ("МБОУ «Заречная СОШ»", (0, 1), True),
        ("СОШ №5", (0,), False),
    ]
    assert len({one.code for one in names}) == 2
    assert all(0 <= one.code < 2**32 for one in names)


def test_what_rows_wait_for_is_asked_first_and_what_is_known_never() -> None:
    read = roadmap(
        row("1", schools=("Гимназия № 3", "Озёрская СОШ №1"), scope=Scope.ONCE), row("2", schools=("Заречная СОШ",))
    )
    names = printed_names(read, ())
    assert [one.name for one in to_ask(names, KNOWN, {})] == ["Заречная СОШ", "Гимназия № 3"]
    said = {name_key("Гимназия № 3"): None, name_key("Заречная СОШ"): 99}
    assert [one.name for one in to_ask(names, KNOWN, said)] == ["Заречная СОШ"]
    assert [one.name for one in answered(names, KNOWN, said)] == ["Гимназия № 3"]


@pytest.mark.parametrize(
    ("printed", "best"),
    [
        ("Березовская школа", ["Берёзовская СОШ"]),
        ("Основная школа посёлка Липовка", ["Липовская ООШ"]),
        ("Школа № 57 имени героя", ["СОШ № 57"]),
        ("Школа № 58", []),
        ("Гимназия", []),
    ],
)
def test_the_likely_come_best_first(printed: str, best: list[str]) -> None:
    assert [one.name for one in likely(printed, KNOWN)][: len(best) or None] == best
