"""Words that a coordinator types for one field of a row, read by the grammar that reads the files."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from models.domain.doubts import DoubtField, DoubtReason
from models.language.executors import read_executors
from models.language.lookalikes import mend, see_through, squeeze
from models.language.schools import match_school
from models.language.timing import PlanYear, read_timing
from models.roadmap.draft import Json, period_json

LONGEST = 400
"""Letters of a cell that a person types; only a measure's own words may be longer."""
_NUMBER = re.compile(r"(?:№\s*)?\(?(\d{1,3}(?:\.\d{1,3}){0,3}(?:\.?[а-яё])?)[.)]?")
"""A row's number as in a file, or with the letter of a row put between two: 3а."""
_NOT_UNDERSTOOD = frozenset((DoubtReason.WORDS_UNKNOWN, DoubtReason.MISSING))


@dataclass(frozen=True, slots=True)
class Heard:
    """What typed words mean: the readings, each in the JSON shape of its field; none where they are not understood.

    `reason` says what is odd about them, `words` which of them are in question.
    """

    readings: tuple[Json, ...]
    reason: DoubtReason | None = None
    words: str = ""


def hear(field: DoubtField, words: str, plan: PlanYear, schools: Collection[str]) -> Heard:
    """Read typed words; `schools` are the names of the participants, the only ones that may be meant."""
    if len(words) > LONGEST and field is not DoubtField.TEXT:
        return _unknown(words)
    match field:
        case DoubtField.TIMING:
            return _timing(words, plan)
        case DoubtField.EXECUTORS | DoubtField.MENTIONS:
            return _executors(words)
        case DoubtField.SCHOOLS:
            return _schools(words, schools)
        case DoubtField.NUMBER:
            number = _NUMBER.fullmatch(see_through(words.strip()).lower())
            return Heard((number[1],)) if number else _unknown(words)
    text = squeeze(mend(words))
    return Heard((text,)) if any(letter.isalnum() for letter in text) else _unknown(words)


def _unknown(words: str) -> Heard:
    return Heard((), DoubtReason.WORDS_UNKNOWN, words)


def _timing(words: str, plan: PlanYear) -> Heard:
    read = read_timing(words, plan)
    for doubt in read.doubts:
        if doubt.reason in _NOT_UNDERSTOOD:
            return _unknown(doubt.words or words)
    readings = [reading for doubt in read.doubts for reading in doubt.choices] or [read.periods]
    reason = read.doubts[0].reason if read.doubts else None
    shown = tuple([period_json(period) for period in reading] for reading in dict.fromkeys(readings))
    return Heard(shown, reason, read.doubts[0].words if read.doubts else "")


def _executors(words: str) -> Heard:
    read = read_executors(words)
    if read.unknown or not read.codes:
        return _unknown("; ".join(read.unknown) or words)
    if read.otherwise is None:
        return Heard((list(read.codes),))
    return Heard((list(read.codes), list(read.otherwise)), DoubtReason.AMBIGUOUS, words)


def _schools(words: str, schools: Collection[str]) -> Heard:
    """Every name must be that of one participant."""
    names: list[str] = []
    for part in filter(None, (squeeze(part) for part in re.split(r"[,;\n]", words))):
        found = match_school(part, schools)
        if len(found) != 1:
            return _unknown(part)
        names.append(found[0])
    return Heard((list(dict.fromkeys(names)),)) if names else _unknown(words)
