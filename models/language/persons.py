"""People named in a document, and the roles that the document itself gives them.

«Назначить муниципальным координатором Ковалёву Наталью Сергеевну» and «Ковалёва Н.С.» are one person: the surname
is compared without its ending, the rest by the first letters.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from models.domain.plan import Executor
from models.language.executors import named_in, plain, read_executors

_SURNAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_INITIALS = r"[А-ЯЁ]\.\s?[А-ЯЁ]\."
_GIVEN = r"[А-ЯЁ][а-яё]+\s+[А-ЯЁ][а-яё]+(?:вич|вн)[а-яё]*"
_PERSON = re.compile(
    rf"\b(?:(?P<surname>{_SURNAME})\s+(?P<given>{_INITIALS}|{_GIVEN})|(?P<before>{_INITIALS})\s?(?P<last>{_SURNAME}))"
)
_ENDING = re.compile(r"(?:ого|ому|ыми?|ими?|ой|ей|ою|ая|ую|ый|ий|ой|ом|ем|ым|[аеиоуыюяй])$")
_INITIAL = re.compile(r"[А-ЯЁ]")
_APPOINTED = re.compile(r"назнач|определ|утверд|возлож|закреп|считать|координатор|куратор|наставник", re.IGNORECASE)
_AS = re.compile(
    r"(?:[А-Яа-яё]+(?:ым|ой|им|ом|ый|ий)\s+)?(?:координатор|куратор|наставник)(?:ом|ами|\s*[-–—:]|\s*$)", re.IGNORECASE
)
_APPOSITION = re.compile(r"\s*[,(–—-](?!\s*[а-яё]+(?:ы|и|ам|ям|ами|ями|ов|ей)\b)\s*(?P<words>[^,;().]+)", re.IGNORECASE)
"""What is said of one person: «…, кураторы» are others."""
_SENTENCE = re.compile(r"(?<=[а-яё»)]{2})[.;]\s+|\n")

_ROLES: Mapping[Executor, str] = {
    Executor.MUNICIPAL_COORDINATOR: "муниципальный координатор",
    Executor.REGIONAL_COORDINATOR: "региональный координатор",
    Executor.SCHOOL_COORDINATOR: "школьный координатор",
    Executor.CURATOR: "куратор",
    Executor.MENTOR: "наставник",
    Executor.MUNICIPAL_CENTRE: "МКЦ",
    Executor.MUNICIPAL_AUTHORITY: "МОУО",
    Executor.METHODICAL_UNION: "РМО",
    Executor.REGIONAL_INSTITUTE: "ИРО",
    Executor.REGIONAL_AUTHORITY: "министерство образования",
    Executor.FEDERAL: "федеральный координатор",
    Executor.SCHOOL: "школа",
}
"""What a person may be, the nearest to the project first, and words that name it. A group is no role of one person."""

Key = tuple[str, str]
Roles = Mapping[Key, Executor]


@dataclass(frozen=True, slots=True)
class People:
    """The people of an executor cell, as printed, and what the cell says once their roles stand in their places."""

    persons: tuple[str, ...]
    others: str
    """The cell without them."""
    resolved: tuple[Executor, ...]
    unknown: tuple[str, ...]
    """Those to whom the document gives no role."""


def read_roles(lines: Iterable[str], rows: Iterable[str] = ()) -> Roles:
    """Find the roles that a document gives to people: in the words about them, and in rows of lists of people."""
    roles: dict[Key, Executor] = {}
    said = (sentence for line in lines for sentence in _SENTENCE.split(line))
    for text, told in (*((text, _told) for text in said), *((row, _listed) for row in rows)):
        for person in _PERSON.finditer(text):
            role = told(text, person)
            if role is not None:
                known = roles.get(_key(person), role)
                roles[_key(person)] = min(known, role, key=list(_ROLES).index)
    return roles


def _told(sentence: str, person: re.Match[str]) -> Executor | None:
    """Read the words that make a person something: «назначить куратором Ким А. А.», «Ким А. А., директору РМК, …»."""
    before = _PERSON.split(sentence[: person.start()])[-1]
    named = _AS.findall(before)[-1:] if _APPOINTED.search(before) else []
    return _nearest(" ".join(named)) or _nearest(_beside(sentence[person.end() :]))


def _beside(after: str) -> str:
    """Return the apposition after a name: up to the next comma."""
    found = _APPOSITION.match(after)
    return found["words"] if found else ""


def _listed(row: str, person: re.Match[str]) -> Executor | None:
    """Read a row of a list that names one person."""
    return _nearest(_PERSON.sub(" ", row)) if len(list(_PERSON.finditer(row))) == 1 else None


def _nearest(words: str) -> Executor | None:
    named = {named.code for named in named_in(plain(words))}
    return next((role for role in _ROLES if role in named), None)


def read_people(cell: str, roles: Roles) -> People | None:
    """Find the people of an executor cell; None where there are none."""
    people = list(_PERSON.finditer(cell))
    if not people:
        return None
    unknown = tuple(person.group() for person in people if _key(person) not in roles and not _titled(cell, person))
    return People(
        persons=tuple(" ".join(person.group().split()) for person in people),
        others=_PERSON.sub(" ", cell),
        resolved=read_executors("".join(_replaced(cell, people, roles))).codes,
        unknown=unknown,
    )


def _titled(cell: str, person: re.Match[str]) -> bool:
    """Tell whether the cell itself says who a person is: «куратор Ким А. А.», «Ким А. А., методист РМК»."""
    before = re.split(r"[,;\n]", cell[: person.start()])[-1]
    return _nearest(before) is not None or _nearest(_beside(cell[person.end() :])) is not None


def _replaced(cell: str, people: Iterable[re.Match[str]], roles: Roles) -> Iterator[str]:
    at = 0
    for person in people:
        role = roles.get(_key(person))
        yield cell[at : person.start()]
        yield f"\n{_ROLES[role]}\n" if role is not None else "\n"
        at = person.end()
    yield cell[at:]


def _key(person: re.Match[str]) -> Key:
    surname = person["surname"] or person["last"]
    given = person["given"] or person["before"]
    return _ENDING.sub("", surname.lower().replace("ё", "е")), "".join(_INITIAL.findall(given))
