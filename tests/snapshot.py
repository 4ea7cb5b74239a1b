"""Everything that stands in the tables, so that two moments can be laid side by side."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from models.tables import Base
from models.work import Work

MACHINE = frozenset({"inbox", "dialogues", "audit"})
"""What every update leaves behind, and where a talk stands."""

Snapshot = dict[str, list[tuple[Any, ...]]]


async def snapshot(work: Work, *, besides: Collection[str] = MACHINE) -> Snapshot:
    """The rows of all tables but some, by the tables' names."""
    async with work.reading() as session:
        return {
            table.name: sorted((tuple(row) for row in (await session.execute(select(table))).all()), key=repr)
            for table in Base.metadata.sorted_tables
            if table.name not in besides
        }


def differing(before: Snapshot, after: Snapshot) -> list[str]:
    """The tables that are no longer as they were."""
    return [name for name in before if before[name] != after[name]]
