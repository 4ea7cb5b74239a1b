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
from models.language.stems import with_endings

# in all lists here `~` stands for any ending, see `stems`
_REGIONAL = r"(?:регионал~|област~|республиканск~|краев~|окружн~)"
_MUNICIPAL = r"(?:муниц~\.?|районн~|городск~)"
_HEAD = (
    r"(?:(?:(?:заместител~ )?(?:начальник|директор)~ |руководител~ |специалист~ |методист~ |"
    r"сотрудник~ |заведующ~ )(?:МКУ |МБУ |ГБУ |ДПО )*)?"
)
_STAFF = (
    r"(?:(?:заместител~ )?директор~ |руководител~ |администраци~ |представител~ |коллектив~ |"
    r"педагогическ~ (?:коллектив|работник)~ |команд~ |педагог~ |учител~ |координатор~ и )*"
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
    (Executor.FEDERAL, r"рособрнадзор~|минпросвещения(?: рф| россии)?"),
    (Executor.FEDERAL, r"федеральн~ (?:координатор|оператор|институт)~(?: оценки качества образования)?"),
    (
        Executor.REGIONAL_AUTHORITY,
        (
            r"минобр~|министерств~ (?:общего )?(?:и профессионального )?(?:образовани|просвещени)~"
            rf"(?: и науки| и молодежной политики)?{_OF_REGION}"
        ),
    ),
    (
        Executor.REGIONAL_AUTHORITY,
        rf"(?:{_REGIONAL} )(?:министерств|департамент|комитет|управлени)~ образовани~(?: и науки)?",
    ),
    (
        Executor.REGIONAL_AUTHORITY,
        r"(?:департамент|комитет)~ образовани~(?: и науки)? (?:[а-я-]+ )?(?:области|края|республики)",
    ),
    (
        Executor.REGIONAL_INSTITUTE,
        rf"институт~ (?:развития образования|повышения квалификации(?: и переподготовки)?){_OF_REGION}",
    ),
    (
        Executor.REGIONAL_INSTITUTE,
        (
            rf"{_REGIONAL} (?:(?:консультаци|методич|ресурсн|научно)[а-я-]+ )*(?:центр|институт)~"
            r"(?: (?:мониторинга|оценки|обработки|развития)(?: информации| качества)* образования)?"
        ),
    ),
    (
        Executor.REGIONAL_INSTITUTE,
        r"(?:центр~ )?\"?точк~ роста\"?|\"?it ?- ?куб~\"?|(?:детск~ технопарк~ )?\"?кванториум~\"?",
    ),
    (Executor.REGIONAL_COORDINATOR, rf"{_REGIONAL} (?:координатор|оператор)~"),
    (
        Executor.MUNICIPAL_AUTHORITY,
        rf"{_HEAD}\"?(?:{_MUNICIPAL} )?(?:отдел|управлени|комитет|департамент)~ (?:по )?(?:образовани|просвещени)~\"?",
    ),
    (
        Executor.MUNICIPAL_AUTHORITY,
        (
            rf"{_MUNICIPAL} орган~(?: управления)? (?:образовани~|самоуправления)|"
            r"орган~ (?:местного самоуправления|управления образовани~)"
        ),
    ),
    (Executor.MUNICIPAL_AUTHORITY, r"администраци~ (?:[а-я-]+ )?(?:муниципальн~ )?(?:района|округа|города)"),
    (
        Executor.MUNICIPAL_CENTRE,
        (
            rf"{_MUNICIPAL} (?:(?:консульта|информаци|методич|ресурсн)[а-я-]+ )+(?:центр|кабинет|служб)~|"
            r"(?:информационно-)?методическ~ (?:центр|кабинет|служб)~|центр~ развития образования"
        ),
    ),
    (Executor.MUNICIPAL_COORDINATOR, rf"{_MUNICIPAL} координатор~"),
    (
        Executor.SCHOOL_COORDINATOR,
        r"школьн~ координатор~(?: шнор| оо)*|координатор~ (?:оо|школ[ыа]?|шнор)",
    ),
    (
        Executor.CURATOR,
        r"(?:кандидат~ в )?(?:школьн~ )?куратор~(?: (?:школ[ыа]?(?: ?- ?(?:500\+|участниц~))?|шнор))*",
    ),
    (Executor.WORKING_GROUP, rf"(?:(?:{_MUNICIPAL}|{_REGIONAL}) )?(?:рабоч|проектн)~ групп~"),
    (
        Executor.METHODICAL_UNION,
        rf"(?:(?:{_MUNICIPAL}|школьн~) )?методическ~ объединени~(?: учителей)?|руководител~ (?:рмо|шмо|гмо)",
    ),
    (Executor.MENTOR, r"(?:~-)?наставник~|тьютор~"),
    (
        Executor.SCHOOL,
        (
            rf"{_STAFF}(?:школ[а-я]{{0,3}}|(?:обще)?образовательн~ (?:организаци|учреждени)~|шнор|оо|оу)"
            r"(?: ?- ?(?:участниц~|500\+))?(?: с низкими образовательными результатами)?"
        ),
    ),
    (
        Executor.SCHOOL,
        (
            r"(?:заместител~ )?директор~|участники|педагог~|учител~|(?:классн~|кл\.) ?руководител~|"
            r"участник~ образовательн~ (?:отношени|процесс)~"
        ),
    ),
    (
        Executor.SCHOOL,
        (
            r"заместител~ по увр|(?:школьн~ )?(?:управленческ~ )?команд~(?: школ~| шнор| оо)?|"
            r"(?:руководящ~ и )?педагогическ~ (?:коллектив|работник)~(?: школ~| шнор| оо)?"
        ),
    ),
)

_REPUBLIC = r"(?: (?:Р[АБДИКМСТФХ]|КБР|КЧР|ЕАО|ХМАО|ЯНАО))?"


def _form(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{with_endings(words)})(?![\w-])")


_FORMS = (
    *((code, _form(rf"(?i:{_HEAD})(?:{words}){_REPUBLIC}")) for code, words in ABBREVIATIONS),
    *((code, _form(rf"(?i:{words})")) for code, words in WORDS),
)

# «Региональные и муниципальные координаторы»: one noun for two adjectives
_TWO = rf"(?:{_REGIONAL}|{_MUNICIPAL}|школьн~)"
_SHARED_NOUN = re.compile(
    with_endings(rf"\b({_TWO})(,? и |, ?)({_TWO}) (координатор~|(?:консультаци~|методическ~|ресурсн~) центр~)"),
    re.IGNORECASE,
)
_CURATOR_OF = re.compile(with_endings(r"куратор~ ОО\b"), re.IGNORECASE)

_FILLER = re.compile(
    with_endings(
        r"[\s,;:./()\"+•·●▪*-]+|№ ?\d+|\d+[.)]|"
        r"(?<![\w-])(?:и|или|с|в|во|совместно|при|участии|проекта|района|области|500|"
        r"Г[БА]?О?У|ОГАОУ|МКУ|МБУ|ДПО|ГУ|Р[А-Я]|центр~|муниципалитет~|участник~|ответственн~|администраци~|по [УВМ]?ВР)"
        r"(?![\w-])"
    ),
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
