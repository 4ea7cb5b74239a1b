"""A table's heading: one row, or two where cells are parted in the second."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.roadmap.blocks import Below, Row
from models.roadmap.columns import heading, headings, is_number
from models.roadmap.draft import Column


@dataclass(frozen=True, slots=True)
class Heading:
    """A table's heading: what its columns hold, in its own words, and on how many rows it stands."""

    kinds: tuple[Column | None, ...]
    words: tuple[str, ...]
    rows: int


def heading_at(rows: Sequence[Row], at: int) -> Heading | None:
    """Read the heading that begins with this row: one row, or two where cells are parted in the second."""
    upper = rows[at]
    lower = rows[at + 1] if at + 1 < len(rows) else ()
    if len(lower) == len(upper) and _parts(upper, lower):
        words = tuple(_two(above, below) for above, below in zip(upper, lower, strict=True))
        kinds = headings(words) or headings(upper)
        if kinds is not None:
            return Heading(_sharper(kinds, upper, lower), words, 2)
    kinds = headings(upper)
    return None if kinds is None else Heading(kinds, tuple(map(str, upper)), 1)


def _parts(upper: Row, lower: Row) -> bool:
    """Tell whether the lower row goes on with a heading: cells reach into it from above, or it fills its gaps."""
    if any(isinstance(cell, Below) for cell in lower):
        return headings(upper) is None or not any(map(is_number, lower))
    filled = [place for place, cell in enumerate(lower) if cell.strip()]
    fresh = [lower[place] for place in filled]
    return bool(filled) and headings(upper) is None and not any(map(is_number, fresh)) and len(filled) < len(upper)


def _two(above: str, below: str) -> str:
    return str(above) if isinstance(below, Below) or not below.strip() else f"{above} {below}".strip()


def _sharper(kinds: tuple[Column | None, ...], upper: Row, lower: Row) -> tuple[Column | None, ...]:
    """Where the upper cell says nothing, what the lower one says alone outweighs what both say together."""
    return tuple(
        kind if isinstance(below, Below) or heading(above) is not None else heading(below) or kind
        for kind, above, below in zip(kinds, upper, lower, strict=True)
    )
