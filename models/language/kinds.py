"""What sort of work a row asks for: the word of action that comes first decides, «мероприятие» before «(вебинар)»."""

import re
from dataclasses import dataclass

from models.domain.plan import Kind
from models.language.lookalikes import fold
from models.language.stems import with_endings


@dataclass(frozen=True, slots=True)
class _Sign:
    kind: Kind
    pattern: re.Pattern[str]
    weak: bool = False
    """A weak sign gives way to a plain one in the expected result."""


def _sign(kind: Kind, words: str, *, weak: bool = False) -> _Sign:
    return _Sign(kind, re.compile(with_endings(rf"(?<![а-я])(?:{words})")), weak)


_SIGNS = (
    _sign(Kind.VISIT, r"(?:посещени|посетить|выезд)~\b(?! (?:~ )?(?:курс|урок|заняти|мероприяти))"),
    _sign(Kind.SURVEY, r"анкетировани|(?:заполн~ (?:~ )?)?анкет[аы]?\b|опрос"),
    _sign(Kind.WEBINAR, r"вебинар|вкс\b|видеоконференц|видеосовещани|онлайн-(?:семинар|совещани|консультаци|встреч)"),
    _sign(Kind.MONITORING, r"(?:само)?мониторинг|диагностик|анализ [^.]{0,40}мониторинг|оценк[аиу] реализации"),
    _sign(Kind.MONITORING, r"этап~ (?:реализации )?(?:муниципальн|региональн)~ \"?дорожн"),
    _sign(
        Kind.EVENT,
        r"семинар|практикум|тренинг|совещани|конференц|нпк\b|кругл~ стол|мастер-класс|курс[ыао]|секци|площадк|"
        r"взаимопосещени|посещени~ (?:~ )?(?:курс|урок|заняти|мероприяти)|повышени~ квалификации|мероприяти|событи|"
        r"встреч|заседани|методическ~ (?:объединени|дн|ден)|разъяснительн|педсовет|педагогическ~ совет|стажировк|"
        r"дн[яе] [а-я]|день [а-я]|форум|конкурс|акци[яи]|собрани|открыт~ урок|лектори|игр[аы]\b",
    ),
    _sign(Kind.EVENT, r"консульт|собеседовани|обучени", weak=True),
    _sign(
        Kind.DOCUMENT,
        r"разработ|подготов|размещ|размест|утвержд|утверд|направл[ея]|направит|предостав|представ(?:лени|ить)|"
        r"внес(?:ени|ти)|заполн|составл|составит|оформ|издани|издать|загру[зж]|публик|опублик|заключени|заключить|отражени|выдач|"
        r"формировани|сформировать|сбор|информационн~ (?:и ~ )?сопровождени|освещени|актуализ|корректиров|приказ|"
        r"справк|отчет|сдач",
    ),
    _sign(Kind.DOCUMENT, r"анализ", weak=True),
    _sign(
        Kind.OTHER,
        r"назнач|определ|отбор|отобрать|закрепл|создани|создать|стимулир|активаци|верификаци|работ[ауы] (?:с|со|по)|"
        r"начал|взаимодействи|сопровождени|открыти",
    ),
    _sign(Kind.OTHER, r"подведени|поощрени", weak=True),
)


def read_kind(text: str, indicator: str | None) -> Kind:
    """Give the kind that fits a row best, from its task's words and, where they say little, its expected result."""
    said = _first_sign(text)
    if said is not None and not said.weak:
        return said.kind
    expected = _first_sign(indicator or "")
    if expected is None or expected.weak or not _opens(expected, indicator or ""):
        return said.kind if said is not None else Kind.OTHER
    if said is not None and said.kind is Kind.OTHER and expected.kind is Kind.DOCUMENT:
        return Kind.OTHER  # «Подведение итогов» leaves a paper behind, and is none
    return expected.kind


def _first_sign(text: str) -> _Sign | None:
    folded = fold(text)
    found = [(hit.start(), sign) for sign in _SIGNS if (hit := sign.pattern.search(folded))]
    return min(found, key=lambda one: one[0])[1] if found else None


def _opens(sign: _Sign, text: str) -> bool:
    """Tell whether the expected result begins with that word, rather than speaks of it somewhere."""
    hit = sign.pattern.search(fold(text))
    return hit is not None and hit.start() < _OPENING


_OPENING = 40
