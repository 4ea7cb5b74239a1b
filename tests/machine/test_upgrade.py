"""A database is brought up to date once, copied before it changes, and put back when that fails."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.upgrade import BrokenReferences, Change, sqlite_file, upgrade


def ask(file: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        return connection.execute(statement).fetchall()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path / 'data' / 'vekha.sqlite3'}"


@pytest.fixture
async def file(url: str) -> Path:
    """A database that is up to date and knows something."""
    assert await upgrade(url) is None, "a new database needs no copy"
    file = sqlite_file(url)
    assert file is not None
    ask(file, "INSERT INTO facts VALUES ('username', 'vekha_bot')")
    return file


async def test_an_upgrade_run_twice_changes_nothing(url: str, file: Path) -> None:
    before = ask(file, "SELECT sql FROM sqlite_master ORDER BY name")
    assert await upgrade(url) is None
    assert ask(file, "SELECT sql FROM sqlite_master ORDER BY name") == before


def add_a_column(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE facts ADD COLUMN note VARCHAR")
    connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")


def fail_half_way(connection: Connection) -> None:
    add_a_column(connection)
    connection.exec_driver_sql("DELETE FROM facts")
    raise ZeroDivisionError


def point_at_nothing(connection: Connection) -> None:
    connection.exec_driver_sql("INSERT INTO schools (territory_id, name, key) VALUES (5, 'Школа', 'ш')")


async def test_the_database_is_copied_before_it_changes(url: str, file: Path) -> None:
    copy = await upgrade(url, to="9999", change=add_a_column)
    assert copy is not None
    assert ask(file, "SELECT note FROM facts") == [(None,)]
    assert ask(copy, "SELECT * FROM facts") == [("username", "vekha_bot")]


@pytest.mark.parametrize(
    ("change", "error"), [(fail_half_way, ZeroDivisionError), (point_at_nothing, BrokenReferences)]
)
async def test_after_a_failure_all_is_as_it_was(url: str, file: Path, change: Change, error: type[Exception]) -> None:
    with pytest.raises(error):
        await upgrade(url, to="9999", change=change)
    assert ask(file, "SELECT * FROM facts") == [("username", "vekha_bot")]
    assert ask(file, "SELECT count(*) FROM schools") == [(0,)]


@pytest.mark.parametrize("url", ["sqlite+aiosqlite://", "postgresql+asyncpg://vekha@db/vekha"])
def test_only_sqlite_has_a_file(url: str) -> None:
    assert sqlite_file(url) is None
