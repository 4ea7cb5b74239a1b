"""The schools that a draft's rows name, and who of the participants each printed name may mean."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from rapidfuzz import fuzz

from models.domain.plan import Scope
from models.language.lookalikes import fold
from models.language.schools import school_key, similarity
from models.roadmap.draft import Draft
from models.roadmap.planning import Participant, name_key, named_by

PERHAPS = 50.0
"""From this likeness on (of 100) a participant is offered for a printed name."""
OFFERED = 4
"""How many are offered at once; the rest stand in the whole list."""
_WORDS_ALONE = 0.9
"""Likeness of words counts less than that of names taken apart."""

_SAME_PLACE = 75.0
"""Likeness of two schools of one place, whatever sort each is said to be."""


@dataclass(frozen=True, slots=True)
class PrintedName:
    """A school's name as the document prints it, and the rows (places from 0) where it stands.

    `narrows` where one of them is meant for the named schools alone.
    """

    name: str
    rows: tuple[int, ...]
    narrows: bool

    @property
    def key(self) -> str:
        return name_key(self.name)

    @property
    def code(self) -> int:
        """A number for the name, below 2**32: it fits a button, and stands as long as the document says it."""
        return crc32(self.key.encode())


def printed_names(read: Draft, out: Collection[int]) -> list[PrintedName]:
    """Every name that rows which are not left `out` print, in the document's order; writings of one name are one."""
    found: dict[str, tuple[str, list[int], bool]] = {}
    for place, row in enumerate(read.tasks):
        for name in row.schools if place not in out else ():
            first, rows, narrows = found.get(name_key(name), (name, [], False))
            found[name_key(name)] = (first, [*rows, place], narrows or row.scope is Scope.SCHOOL)
    return [PrintedName(name, tuple(dict.fromkeys(rows)), narrows) for name, rows, narrows in found.values()]


def to_ask(
    names: Iterable[PrintedName], participants: Sequence[Participant], said: Mapping[str, int | None]
) -> list[PrintedName]:
    """Names that no participant bears and of which nobody has said that they are none of theirs.

    `said` is what was answered before, by key. Those that rows wait for come first.
    """
    unknown = [one for one in names if named_by(one.name, participants) is None]
    return sorted((one for one in unknown if said.get(one.key, 0) is not None), key=lambda one: not one.narrows)


def answered(
    names: Iterable[PrintedName], participants: Sequence[Participant], said: Mapping[str, int | None]
) -> list[PrintedName]:
    """Names of which something was said that still stands."""
    known = {one.school_id for one in participants} | {None}
    return [one for one in names if one.key in said and said[one.key] in known]


def likely(name: str, participants: Sequence[Participant]) -> list[Participant]:
    """The participants a printed name may mean, best first."""
    scored = [(_likeness(name, one.name), one) for one in participants]
    best = sorted((pair for pair in scored if pair[0] >= PERHAPS), key=lambda pair: (-pair[0], pair[1].name))
    return [one for _, one in best[:OFFERED]]


def _likeness(printed: str, known: str) -> float:
    """Numbers decide first and exactly: school № 1 is never school № 57, however alike the rest."""
    left, right = school_key(printed), school_key(known)
    if left.number != right.number and None not in (left.number, right.number):
        return 0.0
    same_place = _SAME_PLACE if set(left.place) & set(right.place) else 0.0
    return max(similarity(left, right), same_place, _WORDS_ALONE * fuzz.token_set_ratio(fold(printed), fold(known)))
