"""Editions of a road map: which draft became which, and what each changed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.domain.editions import EditionState, TermChange
from models.tables.base import Base


class Edition(Base):
    """A draft that is, or may be, an edition of a published map. Accepted ones are numbered, the first published is 1.

    `share` is how much of the two is the same work, in per cent.
    """

    __tablename__ = "editions"

    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), primary_key=True)
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmaps.id"), index=True)
    state: Mapped[EditionState]
    share: Mapped[int]
    number: Mapped[int | None]
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    __table_args__ = (UniqueConstraint("roadmap_id", "number"),)


class TaskChange(Base):
    """What an edition did to a row: codes of domain.editions.RowChange, and the row before and after, as it was read.

    `fields` are codes of roadmap.editions.Field.
    """

    __tablename__ = "task_changes"

    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    changes: Mapped[list[str]] = mapped_column(JSON)
    fields: Mapped[list[str]] = mapped_column(JSON)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class AssignmentChange(Base):
    """What an edition did to an assignment: its days before and after; one that is done keeps its own and is absent."""

    __tablename__ = "assignment_changes"

    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), primary_key=True)
    change: Mapped[TermChange]
    start_before: Mapped[date | None]
    due_before: Mapped[date | None]
    start_after: Mapped[date | None]
    due_after: Mapped[date | None]
