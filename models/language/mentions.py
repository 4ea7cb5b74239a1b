"""Who acts or takes part, by the words of a task's text, where the map has no column of executors.

A name counts by its frame: «участие куратора», «разработка школой», «для педагогов», «(ФИОКО)». Those appointed,
addressed or only spoken of («назначение куратора», «направлены координатору», «профили школы») do not act.
"""

import re
from collections.abc import Iterator

from models.domain.plan import Executor
from models.language.executors import Named, named_in, plain
from models.language.stems import with_endings

_SENTENCE_END = re.compile(r"(?<=[а-яa-z»\")])\.\s+(?=[А-ЯЁ«\"])")

_EVENT = (
    r"(?:вебинар|семинар|практикум|тренинг|совещани|конференци|консультаци|курс|встреч|заседани|заняти|день|дня|дню|"
    r"площадк|мероприяти)~"
)
_TAKING_PART = re.compile(
    with_endings(
        r"(?<![а-я])(?:участи~|с участием|при участии|при поддержке|совместно с|под руководством|силами|для|на базе|"
        r"по запрос~|с привлечением)(?: (?:всех|каждой|каждого|заявленных|очное))?\s*$"
    ),
    re.IGNORECASE,
)
_AFTER_EVENT = re.compile(with_endings(rf"(?<![а-я]){_EVENT}\s*$"), re.IGNORECASE)
_AT_EVENT = re.compile(r"^(?:проведение|организация|реализация)(?!.*(?:изменени|профил|сайт)).*\bв\s*$", re.IGNORECASE)
_BRACKET = re.compile(r"\($")
_JOINT = frozenset((",", ";", "и", "а", "также"))
_BESIDE_A_JOINT = frozenset(("в", "т", "ч", "том", "числе", "их", "всех", "гу", "гбу", "дпо", "гау", '"', "."))
_LINK = re.compile(r"[а-яё]+|[^\sа-яё]", re.IGNORECASE)
_INSTRUMENTAL = re.compile(r"(?:ом|ем|ами|ями|ием)$")
_INSTRUMENTAL_FEMININE = re.compile(r"^(?:школой|командой|администрацией|организацией|группой)\b", re.IGNORECASE)
_VERB_AHEAD = re.compile(r"^\s+(?:не )?[а-я]+(?:ет|ут|ют|ит|ат|ят)(?:ся)?\b")

_ORGANS = frozenset(
    (
        Executor.FEDERAL,
        Executor.REGIONAL_AUTHORITY,
        Executor.REGIONAL_INSTITUTE,
        Executor.MUNICIPAL_AUTHORITY,
        Executor.MUNICIPAL_CENTRE,
    )
)


def read_mentions(text: str) -> tuple[Executor, ...]:
    """Name those who act or take part in a task, in printed order, each once."""
    sentences = _SENTENCE_END.split(plain(text))
    return tuple(dict.fromkeys(code for sentence in sentences for code in _acting(sentence)))


def _acting(sentence: str) -> Iterator[Executor]:
    previous: Named | None = None
    for named in named_in(sentence):
        joined = previous is not None and _joins(sentence[previous.end : named.start])
        if joined or _frames(sentence, named):
            previous = named
            yield named.code


def _joins(between: str) -> bool:
    """Tell whether the words between two names make a list of them: «и», «, в т. ч.», «, ГУ «»."""
    words = {word.lower() for word in _LINK.findall(between)}
    return bool(words & _JOINT) and words <= _JOINT | _BESIDE_A_JOINT


def _frames(sentence: str, named: Named) -> bool:
    before, words = sentence[: named.start], sentence[named.start : named.end]
    if _TAKING_PART.search(before) or _instrumental(words):
        return True
    if named.code in _ORGANS and (_AFTER_EVENT.search(before) or _BRACKET.search(before)):
        return True
    if named.code is Executor.SCHOOL and _AT_EVENT.search(before):
        return True
    return not before.strip() and bool(_VERB_AHEAD.match(sentence[named.end :]))


def _instrumental(words: str) -> bool:
    """Tell whether the name itself stands in the case of the doer."""
    if _INSTRUMENTAL_FEMININE.match(words):
        return True
    head = re.split(r"[\s-]", words)
    return any(_INSTRUMENTAL.search(word) for word in head[:2])
