"""The command `rehearse`: what somebody would receive, printed; nothing is sent and the database stays as it is."""

from pathlib import Path

import click

from bot.asking import NOBODY, SEVERAL
from bot.clock import utc_now
from bot.config import Settings
from bot.rehearsal.copy import copied
from bot.rehearsal.rehearse import Asked, DaysWrong, NothingRuns, rehearse_plan
from bot.tuning import calm_collector
from bot.upgrade import sqlite_file
from handlers.texts import Texts
from handlers.views.rehearsal import rehearsal_words
from models.usecases.asking import AskerUnclear
from models.work import Clock

NOT_HERE = "Репетиция пока умеет работать только с базой данных SQLite."
NO_YEAR = (
    "Опубликованной дорожной карты со сроками нет, поэтому год неизвестен. "
    "Назовите дни: --from 2027-01-11 --to 2027-05-31."
)
DAYS_WRONG = "Последний день раньше первого, или между ними больше 400 дней."
REFUSED = 1


async def rehearse_in_terminal(settings: Settings, asked: Asked, clock: Clock = utc_now) -> int:
    """Print what would come; 0, or 1 with a sentence where it can't be told."""
    file = sqlite_file(settings.database.address)
    if file is None:
        return _refuse(NOT_HERE)
    if not file.exists():
        return _refuse(NO_YEAR)
    try:
        words = await _words(file, Texts(settings.calendar.calendars), asked, clock)
    except AskerUnclear as unclear:
        sentence = SEVERAL if unclear.names else NOBODY
        return _refuse(sentence.format(person=asked.person, names=", ".join(unclear.names)))
    except NothingRuns:
        return _refuse(NO_YEAR)
    except DaysWrong:
        return _refuse(DAYS_WRONG)
    click.echo(words, nl=False)
    return 0


async def _words(file: Path, texts: Texts, asked: Asked, clock: Clock) -> str:
    async with copied(file) as sessions:
        calm_collector()
        return rehearsal_words(texts, await rehearse_plan(sessions, clock(), texts, asked))


def _refuse(words: str) -> int:
    click.echo(words, err=True)
    return REFUSED
