"""The commands. What needs no messenger imports none: aiogram alone costs a second."""

import asyncio
import sys
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click

from bot import sayings
from bot.config import FILE, MistakenConfig, Settings, read_settings
from models.domain.access import Role
from models.domain.refusals import PlaceUnknown
from models.language.participants import ColumnsMissing, SchoolLine, read_lines
from models.roadmap.decoding import decode
from models.roadmap.refusals import UnknownEncoding

# Exit codes: the settings do not let us begin; what was asked could not be done.
WRONG_SETTINGS = 2
REFUSED = 1

DAY = click.DateTime(["%Y-%m-%d", "%d.%m.%Y"])


@click.group()
@click.option("--config", type=click.Path(path_type=Path), default=FILE, envvar="VEKHA_CONFIG", show_default=True)
@click.pass_context
def main(context: click.Context, config: Path) -> None:
    """Веха: бот, который ведёт школы по дорожной карте."""
    context.obj = config


def settings_of(file: Path) -> Settings:
    """The settings, or the end: every mistake is told at once."""
    try:
        return read_settings(file)
    except MistakenConfig as error:
        click.echo("\n".join([sayings.CONFIG_BAD, *map(sayings.wrong, error.mistakes)]), err=True)
        sys.exit(WRONG_SETTINGS)


@main.command()
@click.pass_obj
def run(config: Path) -> None:
    """Запустить бота."""
    settings = settings_of(config)
    if settings.telegram.token is None:
        click.echo(sayings.NOBODY_TO_BE, err=True)
        sys.exit(WRONG_SETTINGS)
    from bot.database import AlreadyRunning, look_for_another

    try:
        # The messenger's library takes seconds to import: who is not alone is told before that.
        look_for_another(settings.database.address)
        from bot.serving import serve

        asyncio.run(serve(settings))
    except AlreadyRunning:
        refuse(sayings.ALREADY_RUNNING)


@main.command()
@click.pass_obj
def migrate(config: Path) -> None:
    """Привести базу данных к нужному виду; прежняя копируется рядом."""
    from bot.upgrade import upgrade

    copy = asyncio.run(upgrade(settings_of(config).database.address))
    click.echo(sayings.MIGRATED.format(copy=copy) if copy else sayings.UP_TO_DATE)


@main.command("check-config")
@click.pass_obj
def check_config(config: Path) -> None:
    """Проверить настройки и назвать все ошибки сразу."""
    settings = settings_of(config)
    if settings.telegram.token is None:
        click.echo(sayings.NOBODY_TO_BE, err=True)
        sys.exit(WRONG_SETTINGS)
    click.echo(sayings.CONFIG_GOOD)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Для программ: схема описана в docs.")
@click.option("--year", type=int, help="Год, если в файле его нет.")
def read(file: Path, as_json: bool, year: int | None) -> None:
    """Прочитать дорожную карту и показать, что в ней понято."""
    from bot.reading import read_command

    sys.exit(read_command(file, as_json=as_json, year=year))


@main.group()
def school() -> None:
    """Школы, которые участвуют."""


@school.command("add")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def school_add(config: Path, file: Path) -> None:
    """Добавить школы из таблицы CSV: территория, школа, часовой пояс, в проекте."""
    from bot.desk import add_schools

    outcomes = asyncio.run(add_schools(settings_of(config), lines_of(file)))
    click.echo("\n".join(map(sayings.school, outcomes)))
    sys.exit(REFUSED if any(one.outcome in sayings.MISTAKES for one in outcomes) else 0)


def lines_of(file: Path) -> list[SchoolLine]:
    """The list in the file, or the end with a sentence."""
    try:
        return read_lines(decode(file.read_bytes(), file.name))
    except UnknownEncoding:
        refuse(sayings.NOT_TEXT.format(file=file))
    except ColumnsMissing as error:
        refuse(sayings.NO_COLUMNS.format(names=", ".join(error.names)))


def refuse(words: str) -> NoReturn:
    click.echo(words, err=True)
    sys.exit(REFUSED)


@main.command()
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--territory", help="Территория координатора; для остальных уточняет, где школа.")
@click.option("--school", "schools", multiple=True, help="Школа; можно несколько раз.")
@click.option("--name", help="Как зовут человека.")
@click.pass_obj
def invite(config: Path, role: str, territory: str | None, schools: tuple[str, ...], name: str | None) -> None:
    """Выдать личную ссылку: она открывается один раз в течение семи дней."""
    from bot import desk

    try:
        made = asyncio.run(desk.invite(settings_of(config), desk.Asked(Role(role), territory, schools, name)))
    except PlaceUnknown as error:
        refuse(sayings.NO_PLACE.format(name=error.name))
    click.echo(sayings.invitation(*made))


@main.command()
@click.option("--person", help="Кому: номер или имя участника.")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="Каждому с этой ролью.")
@click.option("--from", "first", type=DAY, help="Первый день; без него — год дорожной карты.")
@click.option("--to", "last", type=DAY, help="Последний день.")
@click.pass_obj
def rehearse(config: Path, person: str | None, role: str | None, first: datetime | None, last: datetime | None) -> None:
    """Показать, кому, когда и что пришлёт бот, ничего не отправляя."""
    from bot.rehearsal.command import rehearse_in_terminal
    from bot.rehearsal.rehearse import Asked

    asked = Asked(person, Role(role) if role else None, first and first.date(), last and last.date())
    sys.exit(asyncio.run(rehearse_in_terminal(settings_of(config), asked)))


@main.command()
@click.argument("text")
@click.option("--as", "person", required=True, help="От чьего имени: номер или имя участника.")
@click.option("--json", "as_json", is_flag=True, help="Ответ в JSON.")
@click.pass_obj
def ask(config: Path, text: str, person: str, as_json: bool) -> None:
    """Ответить на вопрос так, как бот ответил бы этому человеку."""
    from bot import desk

    sys.exit(asyncio.run(desk.ask(settings_of(config), text, person, as_json=as_json)))
