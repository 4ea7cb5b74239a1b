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


def read_roles(texts: Iterable[str]) -> Roles:
    """Find the roles that a document's lines give to people; the first line that names one counts."""
    roles: dict[Key, Executor] = {}
    for line in (line for text in texts for line in _SENTENCE.split(text)):
        people = list(_PERSON.finditer(line))
        role = _role(_PERSON.sub(" ", line)) if len(people) == 1 else None
        if role is not None:
            known = roles.get(_key(people[0]))
            roles[_key(people[0])] = role if known is None else min(known, role, key=list(_ROLES).index)
    return roles


def _role(words: str) -> Executor | None:
    named = {named.code for named in named_in(plain(words))}
    return next((role for role in _ROLES if role in named), None)


def read_people(cell: str, roles: Roles) -> People | None:
    """Find the people of an executor cell; None where there are none."""
    people = list(_PERSON.finditer(cell))
    if not people:
        return None
    unknown = tuple(person.group() for person in people if _key(person) not in roles)
    return People(
        persons=tuple(" ".join(person.group().split()) for person in people),
        others=_PERSON.sub(" ", cell),
        resolved=read_executors("".join(_replaced(cell, people, roles))).codes,
        unknown=unknown,
    )


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
