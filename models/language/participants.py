"""The list of schools that take part, as a table of text: territory, school, zone, in the project or not."""

import csv
from dataclasses import dataclass

from models.language.lookalikes import fold

COLUMNS = {
    "region": ("регион",),
    "territory": ("территория", "муниципалитет", "район", "округ"),
    "school": ("школа", "оо"),
    "zone": ("часовой пояс", "пояс", "зона"),
    "in_project": ("в проекте", "проект", "участник проекта"),
}
_YES = frozenset({"да", "1", "+", "yes", "true"})
_NO = frozenset({"нет", "0", "-", "", "no", "false"})


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """One line of the list; `line` counts from 1 with the heading. `in_project` is None where the word is unknown."""

    line: int
    territory: str
    school: str
    zone: str
    in_project: bool | None
    region: str = ""


class ColumnsMissing(ValueError):
    """The heading lacks columns that the list cannot do without: their names."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(names)
        self.names = names


def read_lines(text: str) -> list[SchoolLine]:
    """Read the list, separated by semicolons, commas or tabs; blank lines are skipped.

    Raises:
        ColumnsMissing: no territory or school in the heading.
    """
    rows = list(csv.reader(text.lstrip("\ufeff").splitlines(), delimiter=_delimiter(text)))
    places = _places(rows[0] if rows else [])
    missing = tuple(COLUMNS[name][0] for name in ("territory", "school", "zone") if name not in places)
    if missing:
        raise ColumnsMissing(missing)
    return [_line(number, row, places) for number, row in enumerate(rows[1:], start=2) if any(map(str.strip, row))]


def _delimiter(text: str) -> str:
    heading = text.partition("\n")[0]
    return max(";,\t", key=heading.count)


def _places(heading: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for position, cell in enumerate(heading):
        for name, words in COLUMNS.items():
            if fold(cell).strip() in {fold(word) for word in words}:
                found.setdefault(name, position)
    return found


def _line(number: int, row: list[str], places: dict[str, int]) -> SchoolLine:
    cells = {name: row[position].strip() if position < len(row) else "" for name, position in places.items()}
    flag = fold(cells.get("in_project", "да")).strip()
    return SchoolLine(
        line=number,
        territory=cells["territory"],
        school=cells["school"],
        zone=cells["zone"],
        in_project=True if flag in _YES else False if flag in _NO else None,
        region=cells.get("region", ""),
    )
