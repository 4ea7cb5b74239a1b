"""Table rows → printed rows: headings and page furniture dropped, broken rows joined, lost numbers restored."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from models.domain.doubts import DoubtField, DoubtReason
from models.language.hyphens import whole_words
from models.language.lookalikes import squeeze
from models.roadmap.blocks import Below, Beside, Guessed, Repeated, Row
from models.roadmap.columns import is_number
from models.roadmap.draft import Column, Doubt
from models.roadmap.headings import heading_at

Kinds = Sequence[Column | None]

JOINT = " | "
"""Between the cells of two columns of one kind."""
_SECTION_NUMBER = re.compile(
    r"^(?:(?:раздел|блок|модуль|направление|часть|этап)\s+)?(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5})\s*[.):]?\s*(?=[«\"А-ЯЁ])",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"^(?:раздел|блок|модуль|направление|этап|[IVX]+ этап)\b|^(?:\d{1,2}|[IVX]{1,4})[.)]\s*[«\"А-ЯЁ]", re.IGNORECASE
)
_NOT_A_SECTION = re.compile(r"^\*|^(?:продолжение|окончание) таблицы|^примечани", re.IGNORECASE)
_DATED_NUMBER = re.compile(r"(\d\d)\.(\d\d)\.\d{4}")
_LONGEST_SECTION = 120
_ITEM = re.compile(r"^[-–—•·]\s*[а-яё]")
"""An item of a list inside a row."""
_NUMBER_IN_TEXT = re.compile(r"^\s*(\d{1,3}(?:\.\d{1,3}){0,3})[.)]\s+(?=[«\"А-ЯЁ])")


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row as printed, with the cells of one kind joined. `number` is None where the print lost it."""

    number: str | None
    section: str | None
    cells: Mapping[Column, str]
    doubts: tuple[Doubt, ...] = ()
    ends_only: bool = False
    """Of two columns of timing only the second is filled."""
    starts_only: bool = False
    """Of two columns of timing only the first is filled."""

    def cell(self, column: Column) -> str:
        """Return a cell's words, or nothing."""
        return self.cells.get(column, "")


@dataclass(slots=True)
class _Open:
    """The row that is being put together while its lines come in."""

    number: str | None
    section: str | None
    cells: list[str]
    doubts: list[Doubt] = field(default_factory=list)


def printed_rows(rows: Sequence[Row], kinds: Kinds) -> tuple[PrintedRow, ...]:
    """Put together the rows below a heading whose cells are `kinds`."""
    read = [_closed(row, kinds) for row in _assembled(rows, kinds)]
    kept = [row for row in read if row.cell(Column.TEXT) or row.number]
    return tuple(_with_numbers(_with_sections(kept) if Column.SECTION in kinds else kept))


def _assembled(rows: Sequence[Row], kinds: Kinds) -> Iterator[_Open]:
    section: str | None = None
    current: _Open | None = None
    skipped = _heading_places(rows)
    for place, row in enumerate(rows):
        if place in skipped or _furniture(row, kinds):
            continue
        heading = _section_of(row, kinds, current, _first_number(rows[place + 1 :]))
        if heading is None and not _first_of_page(place, rows, skipped):
            heading = _unnumbered_section(row, rows[place + 1 :], kinds, current)
        if heading is None and current is not None and _taken(current, place, rows, skipped, kinds):
            continue
        if current is not None:
            yield current
        section = heading if heading is not None else section
        current = _opened(row, kinds, section) if heading is None else None
    if current is not None:
        yield current


def _first_of_page(place: int, rows: Sequence[Row], skipped: frozenset[int]) -> bool:
    """Tell whether a row may be the end of one that a page's end cut."""
    return place > 0 and (not rows[place - 1] or place - 1 in skipped)


def _taken(current: _Open, place: int, rows: Sequence[Row], skipped: frozenset[int], kinds: Kinds) -> bool:
    """Take a line into the open row where it is its end; tell whether it was."""
    certain = _ends_on_next_page(place, rows, skipped, current, kinds)
    if not certain and not _goes_on(rows[place], kinds):
        return False
    _append(current, rows[place], kinds, certain=certain)
    return True


def _heading_places(rows: Sequence[Row]) -> frozenset[int]:
    """Find the rows of headings that are repeated on each page."""
    found = ((place, heading_at(rows, place)) for place in range(len(rows)))
    return frozenset(place + further for place, top in found if top is not None for further in range(top.rows))


def _furniture(row: Row, kinds: Kinds) -> bool:
    """Blank lines, rows that only number the columns, notes under the table."""
    filled = [cell.strip() for cell in row if cell.strip() and not isinstance(cell, Repeated)]
    if not filled:
        return True
    if len(filled) > 2 and filled == [str(number) for number in range(1, len(filled) + 1)]:
        return True
    return len(filled) == 1 and bool(_NOT_A_SECTION.match(filled[0])) and len(row) < len(kinds)


def _first_number(rows: Sequence[Row]) -> str | None:
    return rows[0][0] if rows and rows[0] and is_number(rows[0][0]) else None


def _section_of(row: Row, kinds: Kinds, current: _Open | None, following: str | None) -> str | None:
    """Return the heading of a section, without its number, where the row is one."""
    filled = dict.fromkeys(squeeze(cell) for cell in row if cell.strip())
    if len(filled) != 1:
        return _numbered_section(row, kinds)
    words = next(iter(filled))
    across = len(row) == 1 or len(row) == sum(bool(cell.strip()) for cell in row) > 1
    first = next(place for place, cell in enumerate(row) if cell.strip())
    if is_number(words) or first > _place(kinds, Column.TEXT):
        return None
    if _SECTION.match(words) or across:
        return _SECTION_NUMBER.sub("", words) if not words[0].islower() else None
    begins = words[0].isupper() and following is not None and current is not None and not _ends_open(current, kinds)
    return words if begins and len(words) < _LONGEST_SECTION else None


def _unnumbered_section(row: Row, following: Sequence[Row], kinds: Kinds, current: _Open | None) -> str | None:
    """A line in the words' column alone, in a map without numbers, with a whole row below it."""
    words = _cell(row, kinds, Column.TEXT).strip()
    if Column.NUMBER in kinds or sum(bool(cell.strip()) for cell in row) != 1 or len(row) < 3 or not following:
        return None
    whole = all(_cell(following[0], kinds, column).strip() for column in (Column.TEXT, Column.TIMING))
    begins = words[:1].isupper() and not words.endswith((".", ":", ";", ",")) and len(words) < _LONGEST_SECTION
    return words if whole and begins and (current is None or not _ends_open(current, kinds)) else None


def _numbered_section(row: Row, kinds: Kinds) -> str | None:
    """A section whose number stands in the number's column: «2.» and «Работа с профилями», the rest empty."""
    filled = [place for place, cell in enumerate(row) if cell.strip()]
    number, text = _place(kinds, Column.NUMBER), _place(kinds, Column.TEXT)
    if filled != [number, text] or len(row) < 4 or Column.NUMBER not in kinds:
        return None
    whole = re.fullmatch(r"(?:\d{1,2}|[IVX]{1,4})[.)]?", row[number].strip())
    words = squeeze(row[text])
    return words if whole and words[0].isupper() and not words.endswith((":", ",", ";")) else None


def _ends_open(current: _Open, kinds: Kinds) -> bool:
    text = current.cells[_place(kinds, Column.TEXT)].rstrip()
    return text.endswith((",", "-", "–", ":", ";")) or text.split()[-1:] in (
        ["и"],
        ["в"],
        ["с"],
        ["по"],
        ["на"],
        ["для"],
    )


def _place(kinds: Kinds, column: Column) -> int:
    return kinds.index(column) if column in kinds else 0


def _goes_on(row: Row, kinds: Kinds) -> bool:
    """Tell whether a line is the end of the row above: it has no number, and lacks what a row must have."""
    if len(row) == 1 or _covered(row, kinds):
        return True
    if Column.NUMBER in kinds and _cell(row, kinds, Column.NUMBER).strip():
        return False
    text, timing = _cell(row, kinds, Column.TEXT).strip(), _cell(row, kinds, Column.TIMING).strip()
    if Column.NUMBER not in kinds and text and not text[0].islower():
        return not timing
    return not text or not timing or text[0].islower() or bool(_ITEM.match(text))


def _ends_on_next_page(place: int, rows: Sequence[Row], skipped: frozenset[int], current: _Open, kinds: Kinds) -> bool:
    """Tell whether a page's first row, without a number, ends the row above: the numbers leave no room between."""
    if not _first_of_page(place, rows, skipped) or Column.NUMBER not in kinds or current.number is None:
        return False
    if len(rows[place]) == 1 or _cell(rows[place], kinds, Column.NUMBER).strip():
        return False
    numbers = (_cell(row, kinds, Column.NUMBER).strip("().*\n ") for row in rows[place + 1 :] if len(row) > 1)
    following = next((number for number in numbers if number), None)
    return following is not None and follows(current.number, following)


def _covered(row: Row, kinds: Kinds) -> bool:
    """Tell whether the cell that makes a row one, its number or else its words, reaches down from the row above."""
    return isinstance(_cell(row, kinds, Column.NUMBER if Column.NUMBER in kinds else Column.TEXT), Below)


def _cell(row: Row, kinds: Kinds, column: Column) -> str:
    place = _place(kinds, column)
    return row[place] if column in kinds and place < len(row) else ""


def _append(current: _Open, row: Row, kinds: Kinds, *, certain: bool = False) -> None:
    own = _cell(row, kinds, Column.TEXT) if len(row) > 1 else ""
    text = "" if isinstance(own, Repeated) else own.strip()
    plain = text[:1].islower() or bool(_ITEM.match(text))
    if text and not certain and not plain and not _ends_open(current, kinds):
        words = squeeze(" ".join(row))
        current.doubts.append(Doubt(DoubtField.TEXT, DoubtReason.ROW_UNCERTAIN, words, (squeeze(text),)))
    shift = len(kinds) - 1 if len(row) == 1 else 0
    for place, cell in enumerate(row):
        at = min(place + shift, len(current.cells) - 1)
        if cell.strip() and not isinstance(cell, Repeated):
            joint = _joint(row, kinds, at) if current.cells[at].strip() else ""
            current.cells[at] = whole_words(f"{current.cells[at]}{joint}{cell}").strip()


def _joint(row: Row, kinds: Kinds, at: int) -> str:
    """Part the timings, and the executors, of a row that its own border parts; a page end parts nothing."""
    parted = _covered(row, kinds) or bool(_ITEM.match(_cell(row, kinds, Column.TEXT).strip()))
    return JOINT if parted and kinds[at] in (Column.TIMING, Column.EXECUTORS) else "\n"


def _opened(row: Row, kinds: Kinds, section: str | None) -> _Open:
    cells = [*row[: len(kinds)], *[""] * (len(kinds) - len(row))]
    opened = _Open(None, section, cells)
    opened.doubts += _guesses(row, kinds)
    spare = [squeeze(cell) for cell in row[len(kinds) :] if cell.strip()]
    short = len(row) < len(kinds) - 1
    if spare or short:
        words = squeeze(" | ".join(row))
        opened.doubts.append(Doubt(DoubtField.TEXT, DoubtReason.CELLS_DISPLACED, words))
    number = _cell(tuple(cells), kinds, Column.NUMBER).strip()
    opened.number = None if number.startswith("=") else number.strip("().*\n ") or None
    return opened


def _guesses(row: Row, kinds: Kinds) -> Iterator[Doubt]:
    """Doubt what stands in columns that no heading names."""
    if any(isinstance(cell, Guessed) for cell in row):
        words = squeeze(" | ".join(cell for cell in row if cell.strip()))
        for column, doubted in _DOUBTED:
            if _cell(row, kinds, column).strip():
                yield Doubt(doubted, DoubtReason.COLUMNS_GUESSED, words)


_DOUBTED = ((Column.TIMING, DoubtField.TIMING), (Column.EXECUTORS, DoubtField.EXECUTORS))


def _closed(row: _Open, kinds: Kinds) -> PrintedRow:
    cells: dict[Column, str] = {}
    for kind, cell in zip(kinds, row.cells, strict=True):
        if kind is not None and cell.strip() and not (kind in cells and isinstance(cell, Beside)):
            cells[kind] = f"{cells[kind]}{JOINT}{cell.strip()}" if kind in cells else cell.strip()
    text = cells.get(Column.TEXT, "")
    row.doubts += _text_doubts(text)
    inside = _NUMBER_IN_TEXT.match(text)
    number = row.number
    if number is None and inside and Column.NUMBER not in kinds:
        number, cells[Column.TEXT] = inside[1], text[inside.end() :]
    if row.number and row.cells[_place(kinds, Column.NUMBER)].strip().endswith("*"):
        cells[Column.TEXT] = f"{text}*"
    section = squeeze(cells.get(Column.SECTION, "")) or row.section
    filled = _timings(row.cells, kinds)
    return PrintedRow(number, section, cells, tuple(row.doubts), filled == [False, True], filled == [True, False])


def _timings(cells: Sequence[str], kinds: Kinds) -> list[bool]:
    """Tell which of the columns of timing are filled; a cell that reaches into the next one fills both."""
    return [bool(cell.strip()) for cell, kind in zip(cells, kinds, strict=True) if kind is Column.TIMING]


def _text_doubts(text: str) -> Iterator[Doubt]:
    """Doubt a formula that has no answer, and a row without words."""
    if text.startswith("="):
        yield Doubt(DoubtField.TEXT, DoubtReason.WORDS_UNKNOWN, squeeze(text))
    elif not text:
        yield Doubt(DoubtField.TEXT, DoubtReason.MISSING, "")


def _with_sections(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """Carry a section down its column: a merged cell is printed once."""
    section: str | None = None
    carried: list[PrintedRow] = []
    for row in rows:
        section = row.section or section
        carried.append(replace(row, section=section))
    return carried


# --- numbers -------------------------------------------------------------------------------------------------------


def _with_numbers(rows: Sequence[PrintedRow]) -> Iterator[PrintedRow]:
    """Restore lost numbers from their neighbours; say where the neighbours do not settle it."""
    lost = all(row.number is None for row in rows)
    previous: str | None = None
    for place, printed in enumerate(rows):
        row = _undated(printed, previous)
        if row.number is None:
            following = next((other.number for other in rows[place + 1 :] if other.number), None)
            numbered = _restored(row, previous, following, certain=lost or _fits(rows, place))
        elif previous is not None and not follows(previous, row.number):
            numbered = replace(row, doubts=(*row.doubts, _out_of_order(row.number, previous)))
        else:
            numbered = row
        previous = numbered.number
        yield numbered


def _undated(row: PrintedRow, previous: str | None) -> PrintedRow:
    """Excel takes 1.2 for the first of February: take it back where 1.2 is what comes next."""
    date = _DATED_NUMBER.fullmatch(row.number or "")
    number = f"{int(date[1])}.{int(date[2])}" if date else ""
    return replace(row, number=number) if date and (previous is None or follows(previous, number)) else row


def _fits(rows: Sequence[PrintedRow], place: int) -> bool:
    """Tell whether the numbers on both sides leave room for exactly the rows between them."""
    before = next((back for back in range(place - 1, -1, -1) if rows[back].number), None)
    after = next((ahead for ahead in range(place + 1, len(rows)) if rows[ahead].number), None)
    if after is None:
        return False
    start, base = (rows[before].number or "", before) if before is not None else (None, -1)
    expected = start
    for _ in range(after - base):
        expected = next_number(expected)
    return expected == rows[after].number


def _restored(row: PrintedRow, previous: str | None, following: str | None, *, certain: bool) -> PrintedRow:
    number = next_number(previous)
    if certain:
        return replace(row, number=number)
    words = squeeze(row.cell(Column.TEXT))
    choices = tuple(dict.fromkeys((number, f"{previous}а" if previous and following else number)))
    doubt = Doubt(DoubtField.NUMBER, DoubtReason.NUMBER_RESTORED, words, choices)
    return replace(row, number=number, doubts=(*row.doubts, doubt))


def next_number(number: str | None) -> str:
    """Return the number after this one: 8 → 9, 3.9 → 3.10; the first is 1."""
    if number is None:
        return "1"
    head, dot, last = number.rpartition(".")
    return f"{head}{dot}{int(last) + 1}" if last.isdigit() else f"{number}+"


def follows(previous: str, number: str) -> bool:
    """Tell whether a number may stand after another: the next one, or the first of a section or a part."""
    if number == next_number(previous) or re.search(r"(?:^|\.)1$", number):
        return True
    above = previous.rpartition(".")[0]
    return bool(above) and follows(above, number)


def _out_of_order(number: str, previous: str) -> Doubt:
    return Doubt(
        DoubtField.NUMBER,
        DoubtReason.NUMBER_OUT_OF_ORDER,
        number,
        tuple(dict.fromkeys((number, next_number(previous)))),
    )
