"""Numbers that Word counts by itself: a paragraph only says which list it belongs to, and how deep."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_LETTERS = "абвгдежзиклмнопрстуфхцчшщэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_PLACE = re.compile(r"%(\d)")
_DEEPEST_STYLE = 20
_VAL = qn("w:val")


@dataclass(frozen=True, slots=True)
class _Level:
    sort: str
    pattern: str
    start: int


@dataclass(frozen=True, slots=True)
class _List:
    """Lists that share `counters` go on counting together."""

    counters: str
    levels: Mapping[int, _Level]


@dataclass(slots=True)
class Lists:
    """A document's numbered lists, and how far each has counted."""

    lists: Mapping[str, _List] = field(default_factory=dict)
    styles: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Document) -> "Lists":
        """Collect the lists that a document defines."""
        numbering = _numbering(document)
        return cls({} if numbering is None else _lists(numbering), _styles(document))

    def label(self, paragraph: BaseOxmlElement) -> str:
        """Count a paragraph, and return what is printed before it, or nothing."""
        place = self._place(paragraph)
        found = self.lists.get(place[0]) if place else None
        if place is None or found is None or place[1] not in found.levels:
            return ""
        return self._counted(found, place[1])

    def _place(self, paragraph: BaseOxmlElement) -> tuple[str, int] | None:
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return None
        style = properties.find(qn("w:pStyle"))
        inherited = self.styles.get(style.get(_VAL) or "") if style is not None else None
        return _own_place(properties, inherited) or inherited

    def _counted(self, found: _List, depth: int) -> str:
        counts = self.counts.setdefault(found.counters, {})
        level = found.levels[depth]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if level.sort in ("bullet", "none"):
            return ""
        return _PLACE.sub(lambda place: _shown(found, counts, int(place[1]) - 1), level.pattern)


def _own_place(properties: BaseOxmlElement, inherited: tuple[str, int] | None) -> tuple[str, int] | None:
    own = properties.find(qn("w:numPr"))
    if own is None:
        return None
    number, depth = _value(own, "w:numId"), _value(own, "w:ilvl")
    if number is None:
        return (inherited[0], int(depth)) if inherited and depth and depth.isdigit() else inherited
    return number, int(depth) if depth and depth.isdigit() else 0


def _shown(found: _List, counts: dict[int, int], depth: int) -> str:
    level = found.levels.get(depth)
    if level is None:
        return ""
    return _numeral(counts.setdefault(depth, level.start), level.sort)


def _numeral(number: int, sort: str) -> str:
    if sort in ("upperRoman", "lowerRoman"):
        roman = _roman(number)
        return roman if sort == "upperRoman" else roman.lower()
    letters = {"russianLower": _LETTERS, "lowerLetter": _LATIN}.get(sort)
    if letters is not None:
        return letters[(number - 1) % len(letters)]
    letters = {"russianUpper": _LETTERS, "upperLetter": _LATIN}.get(sort)
    return letters[(number - 1) % len(letters)].upper() if letters is not None else str(number)


def _roman(number: int) -> str:
    digits = ""
    for value, digit in _ROMAN:
        while number >= value and len(digits) < 10:
            digits, number = digits + digit, number - value
    return digits


def _numbering(document: Document) -> BaseOxmlElement | None:
    part = next(
        (
            relation.target_part
            for relation in document.part.rels.values()
            if not relation.is_external and relation.reltype.endswith("/numbering")
        ),
        None,
    )
    return None if part is None else getattr(part, "element", None)


def _lists(numbering: BaseOxmlElement) -> dict[str, _List]:
    kinds = {
        kind.get(qn("w:abstractNumId")): {
            depth: level for level_xml in kind.findall(qn("w:lvl")) for depth, level in [_level(level_xml)]
        }
        for kind in numbering.findall(qn("w:abstractNum"))
    }
    lists: dict[str, _List] = {}
    for number in numbering.findall(qn("w:num")):
        kind, name = _value(number, "w:abstractNumId") or "", number.get(qn("w:numId")) or ""
        levels = dict(kinds.get(kind, {}))
        restarted = _override(number, levels)
        lists[name] = _List(f"num {name}" if restarted else f"kind {kind}", levels)
    return lists


def _override(number: BaseOxmlElement, levels: dict[int, _Level]) -> bool:
    """Apply a list's own beginnings; tell whether it counts apart from its kind."""
    restarted = False
    for override in number.findall(qn("w:lvlOverride")):
        depth = int(override.get(qn("w:ilvl")) or 0)
        own, start = override.find(qn("w:lvl")), _value(override, "w:startOverride")
        if own is not None:
            levels[depth] = _level(own)[1]
        if start is not None and depth in levels:
            restarted = True
            levels[depth] = _Level(levels[depth].sort, levels[depth].pattern, int(start))
    return restarted


def _level(level: BaseOxmlElement) -> tuple[int, _Level]:
    start = _value(level, "w:start")
    return int(level.get(qn("w:ilvl")) or 0), _Level(
        _value(level, "w:numFmt") or "decimal", _value(level, "w:lvlText") or "", int(start) if start else 1
    )


def _styles(document: Document) -> dict[str, tuple[str, int]]:
    """Return the list and depth that each paragraph style brings, its own or its parent's."""
    found = {style.get(qn("w:styleId")) or "": style for style in document.styles.element.findall(qn("w:style"))}
    places: dict[str, tuple[str, int]] = {}
    for name in found:
        style, tries = found.get(name), 0
        while style is not None and tries < _DEEPEST_STYLE:
            properties = style.find(qn("w:pPr"))
            place = _own_place(properties, None) if properties is not None else None
            if place is not None:
                places[name] = place
                break
            style, tries = found.get(_value(style, "w:basedOn") or ""), tries + 1
    return places


def _value(parent: BaseOxmlElement, name: str) -> str | None:
    child = parent.find(qn(name))
    return None if child is None else child.get(_VAL)
