"""What the migrations make is what the tables say."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, Connection, Index, create_engine, inspect, text
from sqlalchemy.schema import CreateIndex

from models.migrations.run import config, migrate, newest, present
from models.tables import Base


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{tmp_path / 'vekha.sqlite3'}")
    with engine.connect() as connection:
        migrate(connection)
        connection.commit()
        yield connection
    engine.dispose()


def statements(connection: Connection) -> dict[str, str]:
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    return {row.name: " ".join(row.sql.split()) for row in rows}


# SQLite tells nothing of an index over an expression; the test below looks at its statement instead.
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection:sqlalchemy.exc.SAWarning")
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index:UserWarning")
def test_the_migrated_schema_equals_the_tables(connection: Connection) -> None:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    assert compare_metadata(context, Base.metadata) == []


def special_indexes() -> list[Index]:
    """Those with an expression or a condition."""
    return [
        index
        for table in Base.metadata.tables.values()
        for index in table.indexes
        if not all(isinstance(part, Column) for part in index.expressions)
        or index.dialect_options["sqlite"]["where"] is not None
    ]


@pytest.mark.parametrize("index", special_indexes(), ids=lambda index: str(index.name))
def test_indexes_with_expressions_and_conditions_are_there(index: Index, connection: Connection) -> None:
    wanted = str(CreateIndex(index).compile(dialect=connection.dialect))
    assert statements(connection)[str(index.name)] == " ".join(wanted.split())


def test_the_occurrence_of_a_task_for_a_unit_is_unique() -> None:
    assert "uq_assignments_occurrence" in {index.name for index in special_indexes()}


def test_a_database_ends_at_the_newest_revision(connection: Connection) -> None:
    assert present(connection) == newest() is not None


def test_a_migration_run_twice_changes_nothing(connection: Connection) -> None:
    before = statements(connection)
    migrate(connection)
    assert statements(connection) == before


# Tables are made anew on the way down, and SQLite is asked for indexes it does not tell of.
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection:sqlalchemy.exc.SAWarning")
def test_the_way_down_leads_up_again(connection: Connection) -> None:
    steps = ("0003", "0002")
    for revision in steps:
        command.downgrade(config(connection), revision)
        assert present(connection) == revision
    migrate(connection)
    assert present(connection) == newest()
    assert {*Base.metadata.tables} <= {*inspect(connection).get_table_names()}


def test_a_new_database_has_no_revision(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    with engine.connect() as connection:
        assert present(connection) is None
        assert inspect(connection).get_table_names() == []
    engine.dispose()
