"""Who acts: the words of an executor cell, as codes.

Each line of a table is a code and the words that mean it; a newcomer adds a word in one place. The longest words that
fit win, so «школьный координатор» is not a school. Abbreviations are told by their capitals: «ДО» is a department of
education, «до» is not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.domain.plan import Executor
from models.language.lookalikes import mend

# any case ending: of an adjective, of a noun
_ADJ = r"[а-я]{2,3}"
_END = r"[а-я]{0,3}"
_REGIONAL = rf"(?:регионал[а-я]+|област[а-я]+|республиканск{_ADJ}|краев{_ADJ}|окружн{_ADJ})"
_MUNICIPAL = rf"(?:муниц[а-я]*\.?|районн{_ADJ}|городск{_ADJ})"
_HEAD = (
    r"(?:(?:(?:заместител[а-я]+ )?(?:начальник|директор)[а-я]* |руководител[а-я]+ |специалист[а-я]* |методист[а-я]* |"
    r"сотрудник[а-я]* |заведующ[а-я]+ )(?:МКУ |МБУ |ГБУ |ДПО )*)?"
)
_STAFF = (
    r"(?:(?:заместител[а-я]+ )?директор[а-я]* |руководител[а-я]+ |администраци[а-я]+ |представител[а-я]+ |коллектив[а-я]* |"
    r"педагогическ[а-я]+ (?:коллектив|работник)[а-я]* |команд[а-я]+ |педагог[а-я]* |учител[а-я]+ |координатор[а-я]* и )*"
)
_OF_REGION = r"(?: [А-ЯЁа-яё-]+(?:ой|ого) (?:области|края|республики|округа)[а-яё-]*| [Рр]еспублики [А-ЯЁ][а-яё-]+)?"

ABBREVIATIONS: tuple[tuple[Executor, str], ...] = (
    (Executor.FEDERAL, r"ФИ ?ОКО|ФИС ?ОКО|ФГБУ ФИОКО"),
    (Executor.MUNICIPAL_AUTHORITY, r"МОУО|МУО|ОМСУ|РУО|ГУО|ГОРУО|УО|УОА|ОО и М|РОО|ГорОО|КО|ДО|МКУ УО|УОиМП"),
    (Executor.REGIONAL_AUTHORITY, r"МОН|МОиН|МинОбр|РОИВ|ОИВ|МО[А-ТФ-Я]О|МО и Н"),
    (Executor.MUNICIPAL_CENTRE, r"МКЦ|ИМЦ|ЦРО|РМК|ГМК|ММК|ММЦ|РИМЦ|ГИМЦ|ИМО|ММС|МЦОКО"),
    (
        Executor.REGIONAL_INSTITUTE,
        r"[А-Я]{0,4}ИРР?О[А-Я]{0,3}|[А-Я]{0,3}ИПК(?:и?[А-Я]{2,3})?|РКЦ|РЦОКО|РЦОИ|ЦОКО|ЦМКО|ЦНППМ[А-Я]*|РЦРО|РМЦ",
    ),
    (Executor.WORKING_GROUP, r"МРГ|РГ"),
    (Executor.METHODICAL_UNION, r"РМО|ШМО|ГМО|УМО"),
    (Executor.SCHOOL, r"ШНОР|ОО|ОУ|СОШ|ООШ|МБОУ|МКОУ|МАОУ|МОУ"),
)

WORDS: tuple[tuple[Executor, str], ...] = (
    (Executor.FEDERAL, r"рособрнадзор[а-я]*|минпросвещения(?: рф| россии)?"),
    (Executor.FEDERAL, rf"федеральн{_ADJ} (?:координатор|оператор|институт){_END}(?: оценки качества образования)?"),
    (
        Executor.REGIONAL_AUTHORITY,
        rf"минобр[а-я]*|министерств{_END} (?:общего )?(?:и профессионального )?(?:образовани{_END}|просвещени{_END})(?: и науки| и молодежной политики)?{_OF_REGION}",
    ),
    (
        Executor.REGIONAL_AUTHORITY,
        rf"(?:{_REGIONAL} )(?:министерств|департамент|комитет|управлени){_END} образовани{_END}(?: и науки)?",
    ),
    (
        Executor.REGIONAL_AUTHORITY,
        rf"(?:департамент|комитет){_END} образовани{_END}(?: и науки)? (?:области|края|республики|[а-я-]+ (?:области|края|республики))",
    ),
    (
        Executor.REGIONAL_INSTITUTE,
        rf"институт{_END} (?:развития образования|повышения квалификации(?: и переподготовки)?){_OF_REGION}",
    ),
    (
        Executor.REGIONAL_INSTITUTE,
        rf"{_REGIONAL} (?:(?:консультаци|методич|ресурсн|научно)[а-я-]+ )*(?:центр|институт){_END}(?: (?:мониторинга|оценки|обработки|развития)(?: информации| качества)* образования)?",
    ),
    (
        Executor.REGIONAL_INSTITUTE,
        r"(?:центр[а-я]* )?\"?точк[а-я]+ роста\"?|\"?it ?- ?куб[а-я]*\"?|(?:детск[а-я]+ технопарк[а-я]* )?\"?кванториум[а-я]*\"?",
    ),
    (Executor.REGIONAL_COORDINATOR, rf"{_REGIONAL} (?:координатор|оператор){_END}"),
    (
        Executor.MUNICIPAL_AUTHORITY,
        rf"{_HEAD}\"?(?:{_MUNICIPAL} )?(?:отдел|управлени|комитет|департамент){_END} (?:по )?(?:образовани{_END}|просвещени{_END})\"?",
    ),
    (
        Executor.MUNICIPAL_AUTHORITY,
        rf"{_MUNICIPAL} орган{_END}(?: управления)? (?:образовани[а-я]+|самоуправления)|орган{_END} (?:местного самоуправления|управления образовани[а-я]+)",
    ),
    (Executor.MUNICIPAL_AUTHORITY, r"администраци[а-я]+ (?:[а-я-]+ )?(?:муниципальн[а-я]+ )?(?:района|округа|города)"),
    (
        Executor.MUNICIPAL_CENTRE,
        rf"{_MUNICIPAL} (?:(?:консульта|информаци|методич|ресурсн)[а-я-]+ )+(?:центр|кабинет|служб){_END}|"
        rf"(?:информационно-)?методическ{_ADJ} (?:центр|кабинет|служб){_END}|центр{_END} развития образования",
    ),
    (Executor.MUNICIPAL_COORDINATOR, rf"{_MUNICIPAL} координатор{_END}"),
    (
        Executor.SCHOOL_COORDINATOR,
        rf"школьн{_ADJ} координатор{_END}(?: шнор| оо)*|координатор{_END} (?:оо|школ[ыа]?|шнор)",
    ),
    (
        Executor.CURATOR,
        rf"(?:кандидат[а-я]* в )?(?:школьн{_ADJ} )?куратор{_END}(?: (?:школ[ыа]?(?: ?- ?(?:500\+|участниц[а-я]*))?|шнор))*",
    ),
    (Executor.WORKING_GROUP, rf"(?:(?:{_MUNICIPAL}|{_REGIONAL}) )?(?:рабоч|проектн){_ADJ} групп{_END}"),
    (
        Executor.METHODICAL_UNION,
        rf"(?:(?:{_MUNICIPAL}|школьн{_ADJ}) )?методическ{_ADJ} объединени{_END}(?: учителей)?|руководител[а-я]+ (?:рмо|шмо|гмо)",
    ),
    (Executor.MENTOR, rf"(?:[а-я]+-)?наставник{_END}|тьютор{_END}"),
    (
        Executor.SCHOOL,
        rf"{_STAFF}(?:школ{_END}|(?:обще)?образовательн{_ADJ} (?:организаци|учреждени){_END}|шнор|оо|оу)"
        r"(?: ?- ?(?:участниц[а-я]*|500\+))?(?: с низкими образовательными результатами)?",
    ),
    (
        Executor.SCHOOL,
        r"(?:заместител[а-я]+ )?директор[а-я]*|участники|педагог[а-я]*|учител[а-я]+|классн[а-я]+ руководител[а-я]+",
    ),
    (
        Executor.SCHOOL,
        r"заместител[а-я]+ по увр|(?:школьн[а-я]+ )?(?:управленческ[а-я]+ )?команд[а-я]*(?: школ[а-я]*| шнор| оо)?|"
        r"(?:руководящ[а-я]+ и )?педагогическ[а-я]+ (?:коллектив|работник)[а-я]*(?: школ[а-я]*| шнор| оо)?",
    ),
)

_REPUBLIC = r"(?: (?:Р[АБДИКМСТФХ]|КБР|КЧР|ЕАО|ХМАО|ЯНАО))?"
_OPEN, _CLOSE = r"(?<![\w-])(?:", r")(?![\w-])"
_FORMS = (
    *((code, re.compile(rf"(?<![\w-])(?i:{_HEAD})(?:{words}){_REPUBLIC}(?![\w-])")) for code, words in ABBREVIATIONS),
    *((code, re.compile(_OPEN + words + _CLOSE, re.IGNORECASE)) for code, words in WORDS),
)

# «Региональные и муниципальные координаторы»: one noun for two adjectives
_TWO = rf"(?:{_REGIONAL}|{_MUNICIPAL}|школьн{_ADJ})"
_SHARED_NOUN = re.compile(
    rf"\b({_TWO})(,? и |, ?)({_TWO}) (координатор{_END}|(?:консультаци[а-я]+|методическ[а-я]+|ресурсн[а-я]+) центр{_END})",
    re.IGNORECASE,
)
_CURATOR_OF = re.compile(r"куратор[а-я]* ОО\b", re.IGNORECASE)

_FILLER = re.compile(
    r"[\s,;:./()\"+-]+|(?<![\w-])(?:и|или|с|в|во|совместно|при|участии|Г[БА]?О?У|ОГАОУ|МКУ|МБУ|ДПО|ГУ|РД|центр[а-я]*|проекта|"
    r"муниципалитет[а-я]*|района|области|участник[а-я]*|500|ответственн[а-я]+|администраци[а-я]+|по [УВМ]?ВР)(?![\w-])|№ ?\d+|\d+[.)]",
    re.IGNORECASE,
)
_SAME_LENGTH = str.maketrans("ё–—‒−«»“”„", 'е----"""""')


@dataclass(frozen=True, slots=True)
class Executors:
    """Codes in printed order, each once. `unknown` are the words that no form took; `otherwise` another reading."""

    codes: tuple[Executor, ...]
    unknown: tuple[str, ...] = ()
    otherwise: tuple[Executor, ...] | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody named in a text: who, and between which places."""

    code: Executor
    start: int
    end: int


def read_executors(cell: str) -> Executors:
    """Read an executor cell; line breaks part the named. What is not understood comes back in `unknown`, unguessed."""
    lines = [plain(line) for line in cell.splitlines()]
    text = _SHARED_NOUN.sub(r"\1 \4\2\3 \4", " ".join(line for line in lines if line))
    named = tuple(named_in(text))
    codes = tuple(dict.fromkeys(one.code for one in named))
    of_school = any(_CURATOR_OF.search(line) for line in lines)
    otherwise = tuple(code for code in codes if code is not Executor.SCHOOL) if of_school else None
    return Executors(codes, tuple(_left_over(text, named)), otherwise)


def plain(text: str) -> str:
    """Return the words as the forms here expect them: clean letters, one sort of dash and quotes, capitals kept."""
    return mend(text).translate(_SAME_LENGTH)


def named_in(text: str) -> Iterator[Named]:
    """Yield who is named in a `plain` text, in printed order, the longest words first, without overlaps."""
    found = (Named(code, hit.start(), hit.end()) for code, form in _FORMS for hit in form.finditer(text))
    at = 0
    for named in sorted(found, key=lambda one: (one.start, -one.end)):
        if named.start >= at:
            yield named
            at = named.end


def _left_over(text: str, named: tuple[Named, ...]) -> Iterator[str]:
    at = 0
    for start, end in [*((one.start, one.end) for one in named), (len(text), len(text))]:
        if _FILLER.sub(" ", text[at:start]).strip():
            yield text[at:start].strip(' ,;.()"-')
        at = end
