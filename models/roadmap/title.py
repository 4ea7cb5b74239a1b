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

_NAME = r"[А-ЯЁ][а-яё]+(?:[- ][А-ЯЁ][а-яё]+)?"
_ADJECTIVE = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)*(?:ск|цк)(?:ий|ого|ому|ом|им|ой|ая|ую)"
_KIND_OF_DISTRICT = r"(?:муниципальн[а-яё]+\s+|городск[а-яё]+\s+|национальн[а-яё]+\s+)?"
_MUNICIPALITY = re.compile(
    rf"{_ADJECTIVE}\s+{_KIND_OF_DISTRICT}(?:район|округ)[а-яё]*|"
    rf"(?:муниципальн|городск)[а-яё]+\s+(?:округ|район)[а-яё]*\s+(?:(?:город[а-яё]*|г\.)\s*)?(?:[«\"][^»\"]+[»\"]|{_NAME})|"
    rf"(?:город[а-яё]{{0,2}}|г\.)\s*{_NAME}"
)
_REGION = re.compile(
    rf"{_ADJECTIVE}\s+(?:област[ьию]+(?:-[А-ЯЁ][а-яё]+)?|кра[йяюе]м?|республик[а-яё]+|автономн[а-яё]+\s+(?:округ|област)[а-яё]*)|"
    rf"[Рр]еспублик[а-яё]\s+{_NAME}",
    re.IGNORECASE,
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
        district, region = _MUNICIPALITY.search(text), _REGION.search(text)
        if district and not regional:
            return Place(squeeze(district.group()), Level.MUNICIPALITY)
        if region:
            return Place(squeeze(region.group()), Level.REGION)
    return Place(None, Level.REGION if regional else Level.MUNICIPALITY)
