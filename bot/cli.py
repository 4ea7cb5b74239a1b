"""The commands. What needs no messenger imports none: aiogram alone costs a second."""

import asyncio
import sys
from pathlib import Path

import click

from bot import sayings
from bot.config import FILE, MistakenConfig, Settings, read_settings

WRONG_SETTINGS = 2


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
    from bot.serving import serve

    sys.exit(asyncio.run(serve(settings)))


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
