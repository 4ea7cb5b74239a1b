"""A road map's title, year and territory, from the words above its table."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.domain.plan import Level
from models.language.lookalikes import squeeze
from models.language.timing import PlanYear

_TITLE = re.compile(
    r"^(?:\d\.\s*)?(?:(?:региональн|муниципальн|районн|школьн|сводн|комплексн|календарн)[а-яё]+\s+)*[«\"]?"
    r"(?:дорожн[а-яё]+\s+карт|план(?:-график)?[\s(«\"]|план(?:-график)?$|комплекс\s+мер|программа\s|график\s|перечень\s+мероприятий)",
    re.IGNORECASE,
)
_SCHOOL_YEAR = re.compile(r"(20\d\d)\s*[/–—-]\s*(?:20)?\d\d\s*(?:уч[а-я]*\.?\s*г|учебн)", re.IGNORECASE)
_YEAR_SAID = re.compile(r"\b(20\d\d)\s*(?:-?[а-я]{1,2}\s+)?г(?:од|\.|г)?", re.IGNORECASE)
_PLAN_YEAR = re.compile(r"\b(?:на|в|во|за)\s+(20\d\d)\b", re.IGNORECASE)
_ANY_YEAR = re.compile(r"(?<![\d№])(20[1-4]\d)(?!\d)")

# a name begins with a capital letter; the rest may be all capitals, as headings are
_NAME = r"[А-ЯЁ][А-ЯЁа-яё]+(?:[- ][А-ЯЁ][А-ЯЁа-яё]+)?"
_ADJECTIVE = (
    r"(?!(?i:муниципальн|региональн|автономн|национальн|районн|данн))"
    r"[А-ЯЁ][А-ЯЁа-яё]+(?:-[А-ЯЁ][А-ЯЁа-яё]+)*(?i:(?:ск|цк|н)(?:ий|ый|ого|ому|ом|им|ым|ой|ая|ую))"
)
_DISTRICT = re.compile(
    rf"{_ADJECTIVE}\s+(?i:(?:муниципальн[а-яё]+\s+|городск[а-яё]+\s+|национальн[а-яё]+\s+)?(?:район|округ)[а-яё]*)|"
    rf"(?i:(?:муниципальн|городск)[а-яё]+\s+(?:округ|район)[а-яё]*\s+(?:город[а-яё]*\s*|г\.\s*)?)(?:[«\"][^»\"]+[»\"]|{_NAME})"
)
# a city that governs; «г. …» alone is where the order was signed
_CITY = re.compile(
    rf"(?i:администраци[а-яё]|образовани[а-яё]+|школ[а-яё]*)\s+(?P<city>(?i:город[а-яё]{{0,2}}|г\.)\s*{_NAME})"
)
_REGION = re.compile(
    rf"{_ADJECTIVE}\s+(?i:област[ьию]+(?:-[а-яё]+)?|кра[йяюе]м?|республик[а-яё]+|автономн[а-яё]+\s+(?:округ|област)[а-яё]*)|"
    rf"(?i:республик[а-яё])\s+{_NAME}"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Whose map it is; the territory is None where no words name it."""

    territory: str | None
    level: Level


def find_title(paragraphs: Sequence[str]) -> str | None:
    """Return the title that stands nearest above the table, its lines joined."""
    starts = [place for place, text in enumerate(paragraphs) if _TITLE.match(text.strip())]
    return squeeze(" ".join(paragraphs[starts[-1] :])) if starts else None


def find_year(title: str | None, paragraphs: Sequence[str], cells: Iterable[str]) -> PlanYear | None:
    """Find the year undated cells belong to: in the title, in the order's words, in the cells, in the order's date."""
    said = _year_in(title or "") or next(filter(None, map(_year_named, paragraphs)), None)
    return said or _most_said(cells) or _most_said(paragraphs)


def _year_in(text: str) -> PlanYear | None:
    school = _SCHOOL_YEAR.search(text)
    if school:
        return PlanYear(int(school[1]), school=True)
    found = _PLAN_YEAR.search(text) or _YEAR_SAID.search(text) or _ANY_YEAR.search(text)
    return PlanYear(int(found[1])) if found else None


def _year_named(text: str) -> PlanYear | None:
    school = _SCHOOL_YEAR.search(text)
    if school:
        return PlanYear(int(school[1]), school=True)
    found = _PLAN_YEAR.search(text)
    return PlanYear(int(found[1])) if found else None


def _most_said(texts: Iterable[str]) -> PlanYear | None:
    years = Counter(year for text in texts for year in _ANY_YEAR.findall(text))
    return PlanYear(int(years.most_common(1)[0][0])) if years else None


def find_place(title: str | None, paragraphs: Sequence[str]) -> Place:
    """Find whose map it is: by the title, then by the words above it; a district before its region."""
    regional = bool(re.search(r"\bрегиональн[а-яё]+\s+[«\"]?(?:дорожн|план)", title or "", re.IGNORECASE))
    for text in (title or "", squeeze(" ".join(paragraphs))):
        municipality, region = _municipality(text), _REGION.search(text)
        if municipality and not regional:
            return Place(municipality, Level.MUNICIPALITY)
        if region:
            return Place(squeeze(region.group()), Level.REGION)
    return Place(None, Level.REGION if regional else Level.MUNICIPALITY)


def _municipality(text: str) -> str | None:
    district = _DISTRICT.search(text)
    if district:
        return squeeze(district.group())
    city = _CITY.search(text)
    return squeeze(city["city"]) if city else None
