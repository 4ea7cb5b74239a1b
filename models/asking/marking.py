"""A status by words: «12 сделано вчера», «п. 3.4 готово», or «сделано» alone in reply to a task's message.

Only a message that says nothing else is a mark: «не сделано», «сделано?», «сделано 12 из 15» are not.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.language.lookalikes import fold, squeeze


class Verb(StrEnum):
    """What is said of the task."""

    DONE = "done"
    HELP = "help"
    IN_PROGRESS = "in_progress"
    NOT_HELD = "not_held"
    MEDK = "medk"


@dataclass(frozen=True, slots=True)
class MarkByWords:
    """A status somebody typed; `number` is None where the message answers a task's own message.

    `note` holds the reason that followed a comma («не получается, нет договора») as it was typed, `day` the words for
    the day on which it was done («3 марта»); both may be empty.
    """

    number: str | None
    verb: Verb
    note: str = ""
    day: str = ""


WORDS: tuple[tuple[Verb, str], ...] = (
    # a row a form; the words between | are whole alternatives
    (Verb.DONE, "сделано|сделал|сделала|сделали|сделан|сделана|зделано|сделанно|сделно"),
    (Verb.DONE, "готово|готов|готова|готовы|выполнено|выполнил|выполнила|выполнили|исполнено"),
    (Verb.DONE, "сдано|сдал|сдала|сдали|завершено|закрыто|закрыли|проведено|провели|размещено|отправлено|отправили"),
    (Verb.DONE, r"\+|✅|✔|ок сделано|уже сделано|все сделано"),
    (Verb.IN_PROGRESS, "в работе|делаю|делаем|начали|начал|начала|начато|в процессе|работаем|готовим|по плану"),
    (Verb.HELP, "нужна помощь|нужна помощ|нужно помочь|помогите|не получается|не получаеться|не можем|не выходит"),
    (Verb.NOT_HELD, "не проводится|не проводиться|не проводим|не проводили|не проводилось|не проводилась"),
    (Verb.NOT_HELD, "не будет проводиться|не будем проводить|не состоится|не состоялось|неактуально|не актуально"),
    (Verb.MEDK, "(?:внесено|внесли|внес|внесла|занесено|занесли) в (?:ис )?мэдк|(?:ис )?мэдк внесено|мэдк"),
)

_NUMBER = (
    r"(?:(?:п|пп|пункт|пункту|пункта|мероприятие|мероприятию|мероприятия|задача|задаче|задачу|номер)\b\.?\s*)?"
    r"(?:№\s*)?(?P<number>шаг \d{1,3}|\d{1,3}(?:\.\d{1,3}){0,3})"
)
_JOIN = r"[\s.,:;)—-]*"
_WORDED_DAY = (
    r"позавчера|вчера|сегодня"
    r"|\d{1,2}\s?(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)[а-я]*\.?(?:\s\d{4})?"
)
_DOTTED_DAY = r"\d{1,2}\.\d{1,2}(?:\.\d{2,4})?"
_SURE_DAY = r"\d{1,2}\.0\d(?:\.\d{2,4})?|\d{1,2}\.\d{1,2}\.\d{4}"
"""No row bears such a number: where none stands beside it, «12.03» is a day and «3.4» is a row."""

_PLAIN = (
    r"(?:{words})[.!]*",
    r"{number}{join}(?:{words})[.!]*",
    r"(?:{words}){join}{number}[.!]*",
)
_DATED = (
    r"(?:{words}){join}(?P<day>{worded}|{sure})[.!]*",
    r"(?P<day>{worded}|{sure}){join}(?:{words})[.!]*",
    r"{number}{join}(?:{words}){join}(?P<day>{worded}|{dotted})[.!]*",
    r"{number}{join}(?P<day>{worded}){join}(?:{words})[.!]*",
    r"(?:{words}){join}{number}{join}(?P<day>{worded}|{sure})[.!]*",
)
_NOTED = (
    r"(?:{words})\s*[,:;.—-]\s*(?P<note>.+)",
    r"{number}{join}(?:{words})\s*[,:;.—-]\s*(?P<note>.+)",
)
_SHAPES: Mapping[Verb, tuple[str, ...]] = {
    Verb.DONE: (*_DATED, *_PLAIN),
    Verb.IN_PROGRESS: _PLAIN,
    Verb.HELP: (*_PLAIN, *_NOTED),
    Verb.NOT_HELD: (*_PLAIN, *_NOTED),
    Verb.MEDK: _PLAIN,
}


def _forms() -> tuple[tuple[Verb, re.Pattern[str]], ...]:
    parts = {"number": _NUMBER, "join": _JOIN, "worded": _WORDED_DAY, "dotted": _DOTTED_DAY, "sure": _SURE_DAY}
    return tuple(
        (verb, re.compile(shape.format(words=words, **parts))) for verb, words in WORDS for shape in _SHAPES[verb]
    )


_FORMS = _forms()
_LONGEST = 1000


def read_mark(text: str) -> MarkByWords | None:
    """Read a status somebody typed; None where the text is anything else."""
    if len(text) > _LONGEST:
        return None
    folded = fold(text)
    for verb, form in _FORMS:
        found = form.fullmatch(folded)
        if found:
            said = found.groupdict("")
            note = _as_typed(text, said.get("note", "").strip())
            return MarkByWords(said.get("number") or None, verb, note, said.get("day", ""))
    return None


def _as_typed(text: str, note: str) -> str:
    """The same last words with their own letters, where folding has kept their number."""
    typed = squeeze(text)[-len(note) :] if note else ""
    return typed if fold(typed) == note else note
