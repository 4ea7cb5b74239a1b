"""A status by words: «12 сделано», «п. 3.4 готово», or «сделано» alone in reply to a task's message.

Only a message that says nothing else is a mark: «не сделано», «сделано?», «сделано 12 из 15» are not.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from models.language.lookalikes import fold


class Verb(StrEnum):
    """What is said of the task."""

    DONE = "done"
    HELP = "help"
    IN_PROGRESS = "in_progress"


@dataclass(frozen=True, slots=True)
class MarkByWords:
    """A status somebody typed; `number` is None where the message answers a task's own message.

    `note` holds the reason that followed a comma («не получается, нет договора»), or is empty.
    """

    number: str | None
    verb: Verb
    note: str = ""


WORDS: tuple[tuple[Verb, str], ...] = (
    # a row a form; the words between | are whole alternatives
    (Verb.DONE, "сделано|сделал|сделала|сделали|сделан|сделана|зделано|сделанно|сделно"),
    (Verb.DONE, "готово|готов|готова|готовы|выполнено|выполнил|выполнила|выполнили|исполнено"),
    (Verb.DONE, "сдано|сдал|сдала|сдали|завершено|закрыто|закрыли|проведено|провели|размещено|отправлено|отправили"),
    (Verb.DONE, r"\+|✅|✔|ок сделано|уже сделано|все сделано"),
    (Verb.IN_PROGRESS, "в работе|делаю|делаем|начали|начал|начала|начато|в процессе|работаем|готовим|по плану"),
    (Verb.HELP, "нужна помощь|нужна помощ|нужно помочь|помогите|не получается|не получаеться|не можем|не выходит"),
)

_NUMBER = (
    r"(?:(?:п|пп|пункт|пункту|пункта|мероприятие|мероприятию|мероприятия|задача|задаче|задачу|номер)\b\.?\s*)?"
    r"(?:№\s*)?(?P<number>шаг \d{1,3}|\d{1,3}(?:\.\d{1,3}){0,3})"
)
_JOIN = r"[\s.,:;)—-]*"


def _forms() -> tuple[tuple[Verb, re.Pattern[str]], ...]:
    shapes = (
        r"(?:{words})(?P<note>)[.!]*",
        r"{number}{join}(?:{words})(?P<note>)[.!]*",
        r"(?:{words}){join}{number}(?P<note>)[.!]*",
    )
    noted = (r"(?:{words})\s*[,:;—-]\s*(?P<note>.+)", r"{number}{join}(?:{words})\s*[,:;—-]\s*(?P<note>.+)")
    return tuple(
        (verb, re.compile(shape.format(words=words, number=_NUMBER, join=_JOIN)))
        for verb, words in WORDS
        for shape in (shapes + noted if verb is Verb.HELP else shapes)
    )


_FORMS = _forms()
_LONGEST = 300


def read_mark(text: str) -> MarkByWords | None:
    """Read a status somebody typed; None where the text is anything else."""
    if len(text) > _LONGEST:
        return None
    folded = fold(text)
    for verb, form in _FORMS:
        found = form.fullmatch(folded)
        if found:
            return MarkByWords(found.groupdict().get("number"), verb, found["note"].strip())
    return None
