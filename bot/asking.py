"""The command `ask`: a question answered in the terminal as its asker would be answered in the chat."""

import html
import json
import re

import click

from handlers.texts import Texts
from handlers.views.asking import answer_screen, answer_words, understood_words
from models.cards.asking import AnswerCard, NotUnderstood
from models.usecases.asking import AskerUnclear, answer, asker
from models.work import Clock, Sessions, Work

NOBODY = "Нет участника, которого можно так назвать: «{person}». Подойдут номер или имя из списка участников."
SEVERAL = "Под «{person}» подходят несколько участников: {names}. Уточните имя или укажите номер."
REFUSED = 1

_TAG = re.compile(r"</?[a-z][^>]*>")


async def answer_in_terminal(sessions: Sessions, clock: Clock, text: str, person: str, *, as_json: bool) -> int:
    """Print the answer; 0, or 1 where the asker is nobody known or one of several."""
    work = Work(sessions, clock)
    try:
        actor = await asker(work, person)
    except AskerUnclear as unclear:
        words = SEVERAL if unclear.names else NOBODY
        click.echo(words.format(person=person, names=", ".join(unclear.names)), err=True)
        return REFUSED
    card = await answer(work, actor, text)
    texts = Texts()
    click.echo(json.dumps(_json(texts, card), ensure_ascii=False, indent=1) if as_json else _lines(texts, card))
    return 0


def _json(texts: Texts, card: AnswerCard) -> dict[str, object]:
    """`intent`, `slots`, `understood` and `answer`; what was not understood is null, the words are plain."""
    known = not isinstance(card.answer, NotUnderstood)
    return {
        **card.understood.question.to_json(),
        "understood": _plain(understood_words(texts, card)) if known else None,
        "answer": _plain(answer_words(texts, card)),
    }


def _lines(texts: Texts, card: AnswerCard) -> str:
    """The words of the screen, and what its buttons would ask."""
    screen = answer_screen(texts, card, asked_id=0)
    buttons = [f"[{button.text}]" for row in screen.rows for button in row]
    return "\n".join([_plain(screen.text), *buttons])


def _plain(words: str) -> str:
    return html.unescape(_TAG.sub("", words))
