"""Names in a question: schools by their short names and numbers, people by surname, territories.

Numbers compare exactly and first: school № 57 is never № 1. Where several names fit, all of them are given, so that
the asker may choose; where none fits, the words stay unread.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from models.asking.endings import stem
from models.asking.known import Known, KnownPerson, KnownSchool, KnownTerritory
from models.language.lookalikes import fold
from models.language.schools import SchoolKey
from models.language.schools import school_key as key_of

_FUZZY_AT_LEAST = 5
_SHORTEST_STEM = 3
_SHORT = 2
_NAME_ENDING = re.compile(r"(?:ого|ому|ой|ую|ая|ый|ий|ым|им|ом|ем|ей|ых|[аеиоуыюяйь])$")
_WORD = re.compile(r"[а-яa-z]+(?:-[а-яa-z]+)*")
_ADJECTIVE = re.compile(r"ск(?:ая|ой|ую|ий|ого|ому|им|ом|ие|их|ими)$")
_PATRONYMIC = re.compile(r"(?:вич|вн|ичн)\w*$")
_SCHOOL = "школа"
_KINDS: tuple[tuple[str, str], ...] = (
    # a word of a question, and the kinds of school it may mean
    (r"школ(?:а|ы|е|у|ой)|шк|ш|оу|мбоу|мкоу|маоу", _SCHOOL),
    (r"сош|сш|соша|соше", "сош"),
    (r"оош", "оош"),
    (r"нош", "нош"),
    (r"гимнази[яиюей]+", "гимназия"),
    (r"лице[йяюем]+", "лицей"),
    (r"цо", "цо"),
    (r"интернат[ауе]?|школа-интернат", "ош-интернат"),
)
_KIND = tuple((re.compile(pattern), kind) for pattern, kind in _KINDS)
_LOOSE = frozenset((_SCHOOL, "сош", "оош", "нош"))
_ORDINALS = ("перв", "втор", "трет", "четверт", "пят", "шест", "седьм", "восьм", "девят", "десят")
_ORDINAL = re.compile(rf"({'|'.join(_ORDINALS)})(?:ая|ой|ую|ого|ому|ом|ый|ий|ья|ьей|ью|ьего|ьем|ые|ых)")
_GLUE = frozenset(("им", "имени", "с", "п", "пос", "д", "г", "х", "ст", "село", "села", "селе", "поселке", "в", "из"))
_GAP = "/"
_COUNTED = re.compile(r"(\d{1,4})(?:-?[а-я]{1,2})?")
_NAMED_AFTER = re.compile(r"\b(?:им\.|имени\b)", re.IGNORECASE)
_AREA = re.compile(r"район\w{0,3}|округ\w{0,3}|област\w{1,2}|кра[йяею]|республик\w|муниципалитет\w{0,2}|р-н\w?")


_WRITTEN_OUT = tuple(
    (re.compile(rf"\b{pattern}"), short)
    for pattern, short in (
        (r"центр\w* образования\b", "цо"),
        (r"средн\w+ (?:общеобразовательн\w+ )?школ\w+", "сош"),
        (r"основн\w+ (?:общеобразовательн\w+ )?школ\w+", "оош"),
        (r"начальн\w+ школ\w+", "нош"),
    )
)


def abbreviated(text: str) -> str:
    """Give the kinds of schools their short names, which are single words."""
    for pattern, short in _WRITTEN_OUT:
        text = pattern.sub(short, text)
    return text


@dataclass(frozen=True, slots=True)
class Named:
    """What names a text held, and the words left over."""

    schools: tuple[KnownSchool, ...]
    ambiguous: tuple[KnownSchool, ...]
    people: tuple[KnownPerson, ...]
    territory: KnownTerritory | None
    rest: tuple[str, ...]
    missed: tuple[str, ...]


@dataclass(slots=True)
class _Mention:
    """One school as the words name it, while it is being read."""

    kind: str | None = None
    number: int | None = None
    places: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def settled(self) -> "Iterator[_Mention | str]":
        """Yield itself if it names a school, else the words it had gathered."""
        if self.names_something():
            yield self
        else:
            yield from self.said

    def names_something(self) -> bool:
        """Tell a school's name from a stray number or the bare word «школа»."""
        special = self.kind is not None and self.kind not in _LOOSE
        return bool(self.places) or special or (self.number is not None and self.kind is not None)


@lru_cache(maxsize=20_000)
def _keys(school: KnownSchool) -> tuple[SchoolKey, ...]:
    return tuple(_key(name) for name in (school.name, *school.also))


def _key(name: str) -> SchoolKey:
    """Take a name apart; whoever it is named after is cut off first, lest «им. С. Тарасова» become a village."""
    parts = _NAMED_AFTER.split(name, maxsplit=1)
    key = key_of(parts[0])
    if len(parts) == 1:
        return key
    after = key_of(parts[1])
    number = after.number if key.number is None else key.number
    return replace(key, number=number, patron=(*key.patron, *after.place, *after.patron))


@lru_cache(maxsize=20_000)
def _place_stems(word: str) -> tuple[str, ...]:
    return key_of(word).place


@lru_cache(maxsize=40_000)
def _name_stems(name: str) -> tuple[str, ...]:
    return tuple(_name_stem(word) for word in _WORD.findall(fold(name)))


def _name_stem(word: str) -> str:
    """Cut a case ending off; unlike a noun's, the -ов of a surname stays."""
    cut = _NAME_ENDING.sub("", word)
    return cut if len(cut) >= _SHORTEST_STEM else word


class Names:
    """Finds the known names in words; `plain` tells words of the grammar, which are never names."""

    __slots__ = ("_areas", "_known", "_people", "_places", "_plain", "_spelled", "_surnames", "_villages")

    def __init__(self, known: Known, plain: Callable[[str], bool]) -> None:
        self._known = known
        self._plain = plain
        self._places = _all_places(known.schools)
        self._villages = frozenset(part for school in known.schools for key in _keys(school) for part in key.place)
        self._spelled = _all_spellings(known.schools)
        self._people = _all_stems(person.name for person in known.people)
        self._surnames = frozenset(part for part in self._people if not _PATRONYMIC.search(part))
        self._areas = _all_stems(place.name for place in known.territories) - {_name_stem("район"), _name_stem("округ")}

    def knows(self, word: str) -> bool:
        """Tell whether a word stands in some known name as it is, but for its ending."""
        ending_off = _name_stem(word)
        return ending_off in self._people or ending_off in self._areas or bool(self._exact_place(word))

    def find(self, words: Sequence[str]) -> Named:
        """Take the names out of the words, schools last, since a bare adjective may also be a district's."""
        area, rest = self._take_area(words)
        people, rest = self._take_people(rest)
        return self._take_schools(rest, area, people)

    def _take_area(self, words: Sequence[str]) -> tuple[KnownTerritory | None, Sequence[str]]:
        """Find «приозёрный район»: the noun beside the name is what tells a district from a school."""
        for at, word in enumerate(words[:-1]):
            if _AREA.fullmatch(words[at + 1]):
                place = self._area(_name_stem(word))
                if place:
                    return place, (*words[:at], _GAP, *words[at + 2 :])
        return None, words

    def _area(self, wanted: str) -> KnownTerritory | None:
        fits = [place for place in self._known.territories if wanted in _name_stems(place.name)]
        return fits[0] if len(fits) == 1 else None

    def _take_people(self, words: Sequence[str]) -> tuple[tuple[KnownPerson, ...], Sequence[str]]:
        said = [self._person_stem(word) for word in words]
        wanted = {name for name in said if name}
        if not wanted:
            return (), words
        people = tuple(person for person in self._known.people if wanted <= set(_name_stems(person.name)))
        if not people:
            return (), words
        return people, [_GAP if name else word for name, word in zip(said, words, strict=True)]

    def _person_stem(self, word: str) -> str | None:
        if self._plain(word) or self._exact_place(word) or not word.isalpha():
            return None
        ending_off = _name_stem(word)
        if ending_off in self._people:
            return ending_off
        return _closest(ending_off, self._surnames)

    def _take_schools(
        self, words: Sequence[str], area: KnownTerritory | None, people: tuple[KnownPerson, ...]
    ) -> Named:
        schools: list[KnownSchool] = []
        ambiguous: list[KnownSchool] = []
        rest: list[str] = []
        missed: list[str] = []
        for item in self._mentions(words):
            if isinstance(item, str):
                rest.append(item)
                continue
            fits = self._fitting(item)
            schools += fits
            ambiguous += fits if len(fits) > 1 else ()
            missed += () if fits else item.said
            rest.append(_GAP)
        return Named(_once(schools), _once(ambiguous), people, area, tuple(rest), tuple(missed))

    def _mentions(self, words: Sequence[str]) -> Iterator[_Mention | str]:
        """Yield the words in order, those that name a school gathered into mentions."""
        mention = _Mention()
        for word in (*words, _GAP):
            if self._join(mention, word):
                continue
            yield from mention.settled()
            mention = _Mention()
            if not self._join(mention, word):
                yield word

    def _join(self, mention: _Mention, word: str) -> bool:
        """Add the word to the mention if it can belong there."""
        joined = _join_kind(mention, word) or _join_number(mention, word) or self._join_place(mention, word)
        if joined or (mention.said and word in _GLUE):
            mention.said.append(word)
            return True
        return False

    def _join_place(self, mention: _Mention, word: str) -> bool:
        places = self._place(word)
        if not places or (mention.places and not self._together((*mention.places, *places))):
            return False
        mention.places += places
        return True

    def _together(self, places: Sequence[str]) -> bool:
        return any(set(places) <= _stems_of(key) for school in self._known.schools for key in _keys(school))

    def _place(self, word: str) -> tuple[str, ...]:
        if not word.replace("-", "").isalpha() or self._plain(word):
            return ()
        exact = self._exact_place(word)
        if exact or _name_stem(word) in self._people:
            return exact
        near = _closest(stem(word), self._spelled)
        return self._spelled[near] if near else ()

    def _exact_place(self, word: str) -> tuple[str, ...]:
        stems = _place_stems(word)
        spelled = next((way for way in (stem(word), *stems) if way in self._spelled), None)
        found = self._spelled[spelled] if spelled else tuple(part for part in stems if part in self._places)
        # «тарасовская» is the school of Тарасово, never the one named after Тарасов
        return tuple(part for part in found if part in self._villages) if _ADJECTIVE.search(word) else found

    def _fitting(self, mention: _Mention) -> tuple[KnownSchool, ...]:
        """Give the schools a mention may mean; those it names in full go before those it names in part."""
        fits = [(school, key) for school in self._known.schools for key in _keys(school) if _fits(mention, key)]
        best = max((_closeness(mention, key) for _, key in fits), default=0)
        return _once(school for school, key in fits if _closeness(mention, key) == best)


def _all_places(schools: Iterable[KnownSchool]) -> frozenset[str]:
    return frozenset(part for school in schools for key in _keys(school) for part in _stems_of(key))


def _all_spellings(schools: Iterable[KnownSchool]) -> dict[str, tuple[str, ...]]:
    """Map the names' words, less their endings, to the stems that names are compared by."""
    return {spelled: places for school in schools for spelled, places in _spellings(school)}


@lru_cache(maxsize=20_000)
def _spellings(school: KnownSchool) -> tuple[tuple[str, tuple[str, ...]], ...]:
    own = _all_places((school,))
    words = [word for name in (school.name, *school.also) for word in _WORD.findall(fold(name))]
    places = [tuple(part for part in _place_stems(word) if part in own) for word in words]
    single = zip(map(stem, words), places, strict=True)
    joined = (
        (spelled, before + after)
        for (word, before), (next_word, after) in pairwise(zip(words, places, strict=True))
        for spelled in (*_joined(word, next_word), *_short_tail(next_word, before))
    )
    return tuple((spelled, found) for spelled, found in (*single, *joined) if found)


def _short_tail(word: str, before: tuple[str, ...]) -> Iterator[str]:
    """Yield the cases of «Яр» after «Красный»: too short to be told by its stem, it goes with its neighbour."""
    if before and len(word) == _SHORT:
        yield from (word + ending for ending in ("", "а", "у", "е", "ом"))


def _joined(word: str, next_word: str) -> Iterator[str]:
    """Yield the adjectives of a name of two words: «сосновоборск» for «Сосновый Бор»."""
    for ending in (stem(next_word), *_place_stems(next_word)):
        yield from (f"{stem(word)}{vowel}{ending}" for vowel in "ое")


def _all_stems(names: Iterable[str]) -> frozenset[str]:
    return frozenset(part for name in names for part in _name_stems(name))


@lru_cache(maxsize=20_000)
def _stems_of(key: SchoolKey) -> frozenset[str]:
    return frozenset((*key.place, *key.patron))


def _closest(word: str, known: Collection[str]) -> str | None:
    """Give the one known stem a single slip away; None for short words and where two are as near."""
    if len(word) < _FUZZY_AT_LEAST:
        return None
    near = process.extract(word, list(known), scorer=OSA.distance, score_cutoff=1, limit=2)
    return str(near[0][0]) if len(near) == 1 else None


def _join_kind(mention: _Mention, word: str) -> bool:
    kind = next((kind for pattern, kind in _KIND if pattern.fullmatch(word)), None)
    if kind is None or mention.kind not in (None, kind, _SCHOOL) or (mention.kind and mention.number):
        return False
    mention.kind = kind
    return True


def _join_number(mention: _Mention, word: str) -> bool:
    if word == "№":
        return bool(mention.said)
    number = _number(word)
    if number is None or mention.number is not None:
        return False
    mention.number = number
    return True


def _number(word: str) -> int | None:
    counted = _COUNTED.fullmatch(word)
    if counted:
        return int(counted[1])
    ordinal = _ORDINAL.fullmatch(word)
    return _ORDINALS.index(ordinal[1]) + 1 if ordinal else None


def _fits(mention: _Mention, key: SchoolKey) -> bool:
    if mention.number is not None and mention.number != key.number:
        return False
    if mention.kind is not None and not _kinds_agree(mention.kind, key.kind):
        return False
    return set(mention.places) <= _stems_of(key)


def _kinds_agree(said: str, kind: str | None) -> bool:
    """People say «школа» of anything, and mix up СОШ and ООШ; a gymnasium or a lyceum is never a СОШ."""
    return kind is None or said in (_SCHOOL, kind) or (said in _LOOSE and kind in _LOOSE)


def _closeness(mention: _Mention, key: SchoolKey) -> int:
    whole = set(mention.places) == _stems_of(key) or set(mention.places) == set(key.place)
    return 2 * (whole and bool(mention.places)) + (mention.kind == key.kind)


def _once(schools: Iterable[KnownSchool]) -> tuple[KnownSchool, ...]:
    return tuple(dict.fromkeys(schools))
