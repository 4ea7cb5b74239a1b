"""Names of schools: found in a text, brought to one form, matched to each other.

A name is written in many ways: «МБОУ «Озёрская СОШ № 1»», «СОШ №5 с. Берёзовка», «Ивановская ООШ», «школа № 12».
Numbers decide first and exactly; only then are the words compared, with room for endings and typing slips.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from models.language.lookalikes import fold, mend

ALIKE = 86.0
"""From this similarity on (of 100) two names may mean one school."""

_GENERIC = "школа"

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"\b(?:{pattern})\b"))
    for kind, pattern in (
        # the longer name stands before the shorter one that it contains
        ("ош-интернат", r"школ\w*-интернат\w*|интернат\w*"),
        ("сош", r"сош|сш|средн\w+ (?:общеобразовательн\w+ )?школ\w*"),
        ("оош", r"оош|основн\w+ (?:общеобразовательн\w+ )?школ\w*"),
        ("нош", r"нош|начальн\w+ (?:общеобразовательн\w+ )?школ\w*|начальная школа-детский сад"),
        ("гимназия", r"гимнази\w*"),
        ("лицей", r"лице[йяюе]\w*"),
        ("цо", r"цо|центр\w* образования"),
        (_GENERIC, r"(?:общеобразовательн\w+ )?школ\w*|ош"),
    )
)

_LEGAL = re.compile(
    r"\b(?:[мгф]?[бкано]{0,2}оу|[мг][бка]у|[мг][бка]?нбоу|муниципальн\w+|бюджетн\w+|казенн\w+|автономн\w+|"
    r"государственн\w+|общеобразовательн\w+ (?:учреждени\w+|организаци\w+)|учреждени\w+)\b"
)
_PATRON = re.compile(r"\b(?:им\.|имени\b)\s*(.*)$")
_PLACE = re.compile(
    r"\b(?:с|п|пос|г|гор|д|дер|ст|ст-ц[аыеу]|х|рп|пгт|а|аул\w{0,2}|сел[оаеу]|посел\w+|город\w{0,2}|деревн\w+|станиц\w+|хутор\w{0,2})"
    r"(?:\.\s*|\s+)(?P<place>[а-я][а-я-]{2,})"
)
_NUMBER = re.compile(r"(?:№|\bn\b|#)\s*(\d{1,4})\b|\b(\d{1,4})\b(?!\s*\+)")
_PUNCTUATION = re.compile(r"[^\w\s-]+")
_ENDINGS = re.compile(
    r"(?:ская|ской|скую|ский|ского|скому|ским|ском|ское|ска|ске|ску|ском|ск|"
    r"ная|ной|ную|ный|ного|ному|ным|ном|ное|ая|ой|ую|ый|ий|ое|ого|ому|ым|ом|"
    r"ка|ки|ке|ку|кой|[аоеиыуюяйь])$"
)
_STEM_AT_LEAST = 3
_STOP = frozenset(("и", "в", "на", "по", "для", "школа", "филиал", "район", "района"))


@dataclass(frozen=True, slots=True)
class SchoolKey:
    """A school's name taken apart: what two writings of one name have in common.

    `kind` is None where the writing does not say it («школа», or the bare place). `place` and `patron` are stems.
    """

    kind: str | None
    number: int | None
    place: tuple[str, ...]
    patron: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Give the normal form as one line: kind, number, place."""
        number = "" if self.number is None else str(self.number)
        return " ".join(part for part in (self.kind or "", number, *self.place) if part)


def school_key(name: str) -> SchoolKey:
    """Take a printed or spoken name apart: «СОШ №5 с. Берёзовка» → СОШ, 5, берёзов."""
    words = _LEGAL.sub(" ", fold(name).replace('"', " "))
    kind, words = _cut_kind(words)
    number, words = _cut_number(words)
    explicit = [place["place"] for place in _PLACE.finditer(words)]
    words = _PLACE.sub(" ", words)
    patron = _PATRON.search(words)
    before = words[: patron.start()] if patron else words
    return SchoolKey(kind, number, _stems([before, *explicit]), _stems([patron[1]]) if patron else ())


def similarity(left: SchoolKey, right: SchoolKey) -> float:
    """How likely two names mean one school, 0 to 100; different numbers or kinds are 0."""
    if left.number != right.number and None not in (left.number, right.number):
        return 0.0
    if left.kind != right.kind and None not in (left.kind, right.kind):
        return 0.0
    return _place_similarity(left, right) - _unsaid(left, right)


def match_school(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Name those of `known` that `name` may mean: the likeliest alone where it stands out."""
    wanted = school_key(name)
    scored = [(similarity(wanted, school_key(candidate)), candidate) for candidate in known]
    likely = [(score, candidate) for score, candidate in scored if score >= ALIKE]
    if not likely:
        return ()
    best = max(score for score, _ in likely)
    return tuple(candidate for score, candidate in likely if score >= best - 1)


def same_school(left: str, right: str) -> bool:
    """Tell whether two writings may mean one school."""
    return similarity(school_key(left), school_key(right)) >= ALIKE


def _place_similarity(left: SchoolKey, right: SchoolKey) -> float:
    if left.place and right.place:
        return float(fuzz.token_set_ratio(" ".join(left.place), " ".join(right.place)))
    if left.patron and right.patron:
        return float(fuzz.token_set_ratio(" ".join(left.patron), " ".join(right.patron)))
    same_number = left.number is not None and left.number == right.number
    return 100.0 if same_number else 0.0


def _unsaid(left: SchoolKey, right: SchoolKey) -> float:
    """Take a little off for what only one of the two names says, so that the fuller agreement wins."""
    numbers = (left.number is None) != (right.number is None)
    return 4.0 * numbers + 2.0 * (left.kind != right.kind) + 2.0 * (bool(left.place) != bool(right.place))


def _cut_kind(words: str) -> tuple[str | None, str]:
    for kind, pattern in _KINDS:
        if pattern.search(words):
            return None if kind == _GENERIC else kind, pattern.sub(" ", words)
    return None, words


def _cut_number(words: str) -> tuple[int | None, str]:
    found = _NUMBER.search(words)
    if not found:
        return None, words
    return int(found[1] or found[2]), words[: found.start()] + " " + words[found.end() :]


def _stems(texts: Iterable[str]) -> tuple[str, ...]:
    words = (word for text in texts for word in _PUNCTUATION.sub(" ", text).split())
    return tuple(dict.fromkeys(_stem(word) for word in words if len(word) >= _STEM_AT_LEAST and word not in _STOP))


def _stem(word: str) -> str:
    cut = _ENDINGS.sub("", word)
    return cut if len(cut) >= _STEM_AT_LEAST else word


# --- names inside a text -------------------------------------------------------------------------------------------

_OPENING, _CLOSING, _STRAIGHT = "«“„", "»”", '"'
_NAMED_INSIDE = re.compile(
    r"\b(?:СОШ|ООШ|НОШ|СШ)\b|\b(?:[Гг]имнази[яиюей]+|[Лл]ице[йяюем]+)\b|"
    r"\b[Шш]кол[аыеу]\b.*№|[А-ЯЁ][а-яё-]+(?:ск|н)(?:ая|ой|ую) .*[Шш]кол"
)
_LEGAL_BEFORE = re.compile(r"\b[МГФ][А-Я]{0,3}ОУ\s*$")
_BARE = re.compile(
    r"(?:(?P<adjective>[А-ЯЁ][а-яё-]+(?:ск|н|в)(?:ая|ой|ую))\s+)?"
    r"\b(?P<kind>СОШ|ООШ|НОШ|СШ|[Гг]имнази[яиюей]+|[Лл]ице[йяюем]+|[Шш]кол[аыеу])"
    r"(?P<number>\s*№\s*\d+)?(?P<place>\s+(?:с|п|пос|г|д|х|ст)\.\s*[А-ЯЁ][а-яё-]+)?"
)


def named_schools(text: str) -> tuple[str, ...]:
    """List the schools a text names, as printed (inside the quotes where there are quotes), each once, in order."""
    clean = mend(text)
    spans = [span for span in _quoted(clean) if _is_school(clean, span)]
    inner = [span for span in spans if not any(_within(other, span) for other in spans)]
    bare = [span for span in _bare(clean) if not any(_overlap(span, quoted) for quoted in _quoted(clean))]
    return tuple(dict.fromkeys(clean[start:end].strip() for start, end in sorted(inner + bare)))


_ALL = re.compile(
    r"^\s*все\s*$|(?<![а-я])(?:все|всех|всем|всеми|кажд[а-я]+)\s+(?:[а-я]+\s+)?(?:школ|оо(?![а-я])|шнор|образовательн|общеобразовательн)",
    re.IGNORECASE,
)


def all_schools(cell: str) -> bool:
    """Tell whether a cell means every school of the plan: «все школы», «каждая ОО», or «все» in a column of schools."""
    return bool(_ALL.search(mend(cell)))


def _quoted(text: str) -> Iterator[tuple[int, int]]:
    """Yield the insides of quotes of every sort, nested ones too."""
    opened: list[int] = []
    straight: int | None = None
    for place, letter in enumerate(text):
        if letter in _OPENING:
            opened.append(place + 1)
        elif letter in _CLOSING and opened:
            yield opened.pop(), place
        elif letter == _STRAIGHT and straight is not None:
            yield straight, place
            straight = None
        elif letter == _STRAIGHT:
            straight = place + 1


def _is_school(text: str, span: tuple[int, int]) -> bool:
    start, end = span
    inside = text[start:end]
    return bool(_NAMED_INSIDE.search(inside)) or bool(_LEGAL_BEFORE.search(text[: start - 1]))


def _bare(text: str) -> Iterator[tuple[int, int]]:
    for name in _BARE.finditer(text):
        if name["number"] or (name["adjective"] and name["kind"][0] not in "Шш"):
            yield name.span()


def _within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1]


def _overlap(left: tuple[int, int], right: tuple[int, int]) -> bool:
    return left[0] < right[1] and right[0] < left[1]
