"""From free words to a question: clean, put slips right, take out what is named, and look the shape up in a table.

Every word must be accounted for. One that nobody can place makes the question unknown: it might turn the meaning
round («кто не посетил столовую»), and an answer to another question is worse than none.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from models.asking.endings import stem
from models.asking.forms import Form, Part, fitting, nearest
from models.asking.known import Known
from models.asking.names import Named, Names, abbreviated
from models.asking.periods import GAP, take_period
from models.asking.question import Intent, Question, Slots, Span, Subject
from models.asking.spelling import corrected, from_other_layout, is_plain
from models.asking.topics import phrases, telling_stems
from models.asking.words import PARTICLES, Mark, Word
from models.language.lookalikes import fold

_Value = TypeVar("_Value")

_LONGEST = 300
"""Letters; nobody asks the road map a longer question, and a copied page is none."""

_TOKEN = re.compile(r"\d+(?:[./]\d+)*(?:-?[а-я]{1,2}\b)?|[а-яa-z]+(?:-[а-яa-z]+)*|№|-")
_REASON = re.compile(r"\s(?:а то|потому что|так как|т\.к\.|чтобы|чтоб)\s.*$")
_TASK_NUMBER = re.compile(
    r"\b(?:п|пп|пункт(?:а|у|ом|е)?|мероприяти(?:е|ю|я|ем|и)|задач[аеиу]|задаче[йю]|строк[аеиу]|строкой)\b\.?\s*(?:№|номер)?\s*(\d{1,3}(?:\.\d{1,3}){0,3})\b"
    r"(?!\s*(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек))"
)
_DOTTED = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,3})+)(?![\d.])")
_STAGES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    # an example, and the words of the stage; those behind (?=…) stay, for they name the kind of work
    (example, re.compile(pattern))
    for example, pattern in (
        (
            "второе посещение",
            r"\b(?:(?P<one>перв|1|i\b)|(?P<two>втор|2|ii\b))[а-я-]*\s+(?=посещ|визит|выезд|мониторинг)",
        ),
        ("первый раз", r"\b(?:(?P<one>перв|1|i\b)|(?P<two>втор|2|ii\b))[а-я-]*\s+(?:раз|этап)\w*"),
        ("этап 2", r"\bэтап\w*\s+(?:(?P<one>1|i\b)|(?P<two>2|ii\b))"),
        ("повторное посещение", r"\b(?:(?P<one>первичн)|(?P<two>вторичн|повторн))\w+"),
        ("впервые", r"\b(?:(?P<one>впервые)|(?P<two>дважды|повторно))\b"),
    )
)


@dataclass(frozen=True, slots=True)
class _Heard:
    """A text as far as it has been read."""

    marks: Mark
    slots: Slots
    missed: tuple[str, ...]

    def parts(self) -> Part:
        """Say which slots are filled."""
        slots = self.slots
        filled = {
            Part.SCHOOL: slots.schools,
            Part.AREA: slots.territory,
            Part.NUMBER: slots.number,
            Part.KIND: slots.kind,
            Part.TOPIC: slots.topic,
            Part.STAGE: slots.stage,
            Part.ROLE: slots.executor,
            Part.PERSON: slots.person or slots.namesakes,
            Part.PERIOD: slots.period,
        }
        return Part(sum(part.value for part, value in filled.items() if value))


def understand(text: str, known: Known) -> Question:
    """Read a question in free words; intent UNKNOWN where it is none, or where a word could not be placed."""
    if len(text) > _LONGEST:
        return Question(Intent.UNKNOWN)
    question = _understand(text, known)
    retyped = from_other_layout(text) if question.intent is Intent.UNKNOWN else None
    again = _understand(retyped, known) if retyped else question
    return question if again.intent is Intent.UNKNOWN else again


def _understand(text: str, known: Known) -> Question:
    heard = _with_the_only_school(_hear(text, known), known)
    form = None if heard.missed else fitting(heard.marks, heard.parts())
    if form is None:
        return Question(Intent.UNKNOWN, heard.slots, nearest(heard.marks, heard.parts()), heard.missed)
    return Question(form.intent, _filled(form, heard))


def _hear(text: str, known: Known) -> _Heard:
    names = Names(known, is_plain)
    subjects = frozenset(part for task in known.tasks for part in telling_stems(task.text))
    tokens = _TOKEN.findall(_REASON.sub("", abbreviated(fold(text))))
    clean = " ".join(corrected(tokens, lambda word: names.knows(word) or stem(word) in subjects))
    number, clean = _take_number(clean, known)
    period, clean = take_period(clean)
    stage, clean = _take_stage(clean)
    named = names.find(clean.split())
    found = list(phrases([word for word in named.rest if word not in _SILENT]))
    return _heard(found, named, subjects, Slots(number=number, period=period, stage=stage))


_SILENT = frozenset((GAP.strip(), "-", *PARTICLES))


def _heard(found: list[Word | str], named: Named, subjects: frozenset[str], slots: Slots) -> _Heard:
    words = [item for item in found if isinstance(item, Word)]
    strange = [item for item in found if isinstance(item, str)]
    topical = [word for word in strange if stem(word) in subjects]
    marks = Mark(0)
    for word in words:
        marks |= word.mark
    person = named.people[0] if len(named.people) == 1 else None
    slots = replace(
        slots,
        schools=named.schools,
        ambiguous=named.ambiguous,
        territory=named.territory,
        person=person,
        namesakes=() if person else named.people,
        kind=_first(word.kind for word in words) or _first(word.by_verb for word in words),
        executor=_first(word.executor for word in words),
        topic=_first(word.topic for word in words) or " ".join(topical) or None,
    )
    return _Heard(marks, slots, (*named.missed, *(word for word in strange if word not in topical)))


def _first(values: Iterable[_Value | None]) -> _Value | None:
    return next((value for value in values if value is not None), None)


def _take_number(text: str, known: Known) -> tuple[str | None, str]:
    """Take the number of a task: one that says so, or a dotted one that stands in the plan."""
    found = _TASK_NUMBER.search(text) or _in_plan(text, known)
    if found is None:
        return None, text
    return found[1], text[: found.start()] + GAP + text[found.end() :]


def _in_plan(text: str, known: Known) -> re.Match[str] | None:
    numbers = {task.number for task in known.tasks}
    return next((found for found in _DOTTED.finditer(text) if found[1] in numbers), None)


def _take_stage(text: str) -> tuple[int | None, str]:
    for _, pattern in _STAGES:
        found = pattern.search(text)
        if found:
            return (1 if found["one"] else 2), text[: found.start()] + GAP + text[found.end() :]
    return None, text


def _with_the_only_school(heard: _Heard, known: Known) -> _Heard:
    """«Статус» from someone with one school asks about that school."""
    if heard.marks == Mark.STATE and not heard.parts() and len(known.schools) == 1:
        return replace(heard, slots=replace(heard.slots, schools=known.schools))
    return heard


def _filled(form: Form, heard: _Heard) -> Slots:
    unsaid = Span(rel=form.period) if form.period else None
    period = heard.slots.period or unsaid
    kind = heard.slots.kind or (None if heard.slots.topic else form.kind)
    return replace(heard.slots, kind=kind, state=form.state, subject=_subject(form, heard), period=period)


def _subject(form: Form, heard: _Heard) -> Subject | None:
    """Say what is listed or counted: who and where ask of schools, what asks of tasks, and so do the bare nouns."""
    if form.state is None or form.intent in (Intent.WHEN, Intent.TASK_STATUS):
        return form.subject
    for marks, subject in _SUBJECTS:
        if heard.marks & marks:
            return subject
    units = heard.parts() & (Part.NUMBER | Part.KIND | Part.TOPIC | Part.STAGE)
    return (Subject.SCHOOLS if units else Subject.TASKS) if form.counts_units else form.subject


_SUBJECTS = (
    (Mark.WHO | Mark.WHERE, Subject.SCHOOLS),
    (Mark.WHAT, Subject.TASKS),
    (Mark.SCHOOLS, Subject.SCHOOLS),
    (Mark.TASKS, Subject.TASKS),
)
