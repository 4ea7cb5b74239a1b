"""The ground under all tables: naming of constraints and the type of a moment."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum, MetaData, Table
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment. SQLite keeps no zone, so it is stored bare and comes back with UTC.

    Raises:
        ValueError: a naive moment is refused on its way in.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values(codes: type[StrEnum]) -> list[str]:
    return [code.value for code in codes]


Rows = AsyncSession | AsyncConnection
"""Whatever runs a statement over plain tables."""


def table_of(entity: type["Base"]) -> Table:
    """The plain table: a statement over it is spared the object-relational way."""
    return entity.metadata.tables[entity.__tablename__]


def columns(entity: type["Base"]) -> Any:
    """The plain columns by name; a statement over them gives rows, not entities."""
    return table_of(entity).c


class Base(DeclarativeBase):
    """One metadata for all tables."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: dict[Any, Any] = {  # noqa: RUF012  SQLAlchemy reads this very name
        datetime: Moment,
        # Values, not names, and no native type: a new code is no migration of a type.
        StrEnum: Enum(StrEnum, native_enum=False, length=32, values_callable=_values, create_constraint=False),
    }
