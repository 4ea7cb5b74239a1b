"""Road maps, drafts on their way to become one, rows, and the schools that take part."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.domain.drafts import DraftState
from models.domain.plan import Kind, Level, Marking, NoteKind, Period, Relative, Scope
from models.tables.base import Base


class RoadMap(Base):
    """A published table of measures of one territory and year; `draft_id` is the draft of the edition in force."""

    __tablename__ = "roadmaps"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), index=True)
    level: Mapped[Level]
    title: Mapped[str]
    year: Mapped[int]
    edition: Mapped[int] = mapped_column(default=1)
    archived: Mapped[bool] = mapped_column(default=False)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), unique=True)
    published_at: Mapped[datetime]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class Draft(Base):
    """A file as it was sent and what the reader made of it; `body` is the JSON of the gold schema."""

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    source_name: Mapped[str]
    source_hash: Mapped[str] = mapped_column(index=True)
    source: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[DraftState] = mapped_column(default=DraftState.OPEN)
    created_at: Mapped[datetime]


class DraftAnswer(Base):
    """What the coordinator decided about one field of one row of a draft."""

    __tablename__ = "draft_answers"

    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime]


class Participation(Base):
    """A school takes part in a road map; without a road map it stands in the territory's list for the next ones."""

    __tablename__ = "participations"

    id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[int | None] = mapped_column(ForeignKey("roadmaps.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    in_project: Mapped[bool]
    since_on: Mapped[date]
    until_on: Mapped[date | None]

    __table_args__ = (
        UniqueConstraint("roadmap_id", "school_id"),
        Index(
            "uq_participations_standing",
            "school_id",
            unique=True,
            sqlite_where=roadmap_id.is_(None),
            postgresql_where=roadmap_id.is_(None),
        ),
    )


class Task(Base):
    """One row of a road map, in the order's own words; `executors` are codes of domain.plan.Executor, as printed.

    `position` is the place in the file from 0; what stands in no file (any more) has minus its id instead.
    A next step that was agreed on a visit is a task too: `step_of_id` is the visit's assignment, and the row belongs to
    no file, only to the map of its visit.
    """

    __tablename__ = "tasks"

    id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmaps.id"))
    position: Mapped[int]
    number: Mapped[str]
    section: Mapped[str | None]
    text: Mapped[str]
    timing_raw: Mapped[str]
    executors_raw: Mapped[str | None]
    executors: Mapped[list[str]] = mapped_column(JSON)
    indicator: Mapped[str | None]
    links: Mapped[list[str]] = mapped_column(JSON)
    kind: Mapped[Kind]
    scope: Mapped[Scope]
    project_only: Mapped[bool] = mapped_column(default=False)
    needs_document: Mapped[bool] = mapped_column(default=False)
    in_medk: Mapped[bool] = mapped_column(default=False)
    frequency_in_text: Mapped[str | None]
    marking: Mapped[Marking | None]
    withdrawn_at: Mapped[datetime | None]
    step_of_id: Mapped[int | None] = mapped_column(
        ForeignKey("assignments.id", use_alter=True, name="fk_tasks_step_of_id"), index=True
    )
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("roadmap_id", "position"),)


class TaskPeriod(Base):
    """A term of a row, both days inclusive; with a note it may have no days."""

    __tablename__ = "task_periods"

    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    start_on: Mapped[date | None]
    end_on: Mapped[date | None]
    rrule: Mapped[str | None]
    label: Mapped[str | None]
    note: Mapped[str | None]
    note_kind: Mapped[NoteKind | None]
    relative_offset: Mapped[int | None]
    relative_unit: Mapped[str | None]
    relative_direction: Mapped[str | None]
    relative_anchor: Mapped[str | None]
    time: Mapped[str | None]
    times: Mapped[int | None]

    @classmethod
    def of(cls, task_id: int, position: int, period: Period) -> "TaskPeriod":
        """Keep a term with all that its words said."""
        relative = period.relative
        return cls(
            task_id=task_id,
            position=position,
            start_on=period.start,
            end_on=period.end,
            rrule=period.rrule,
            label=period.label,
            note=period.note,
            note_kind=period.note_kind,
            relative_offset=relative and relative.offset,
            relative_unit=relative and relative.unit,
            relative_direction=relative and relative.direction,
            relative_anchor=relative and relative.anchor,
            time=period.time,
            times=period.times,
        )

    def period(self) -> Period:
        """The term as it was read."""
        return Period(
            start=self.start_on,
            end=self.end_on,
            rrule=self.rrule,
            label=self.label,
            note=self.note,
            note_kind=self.note_kind,
            relative=self._relative(),
            time=self.time,
            times=self.times,
        )

    def _relative(self) -> Relative | None:
        offset, unit, direction, anchor = (
            self.relative_offset,
            self.relative_unit,
            self.relative_direction,
            self.relative_anchor,
        )
        if offset is None or unit is None or direction is None or anchor is None:
            return None
        return Relative(offset, unit, direction, anchor)


class TaskSchool(Base):
    """A school that a row names, as printed; `school_id` once it is known which one is meant."""

    __tablename__ = "task_schools"

    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))


class SchoolAlias(Base):
    """A printed name and the school that a territory means by it; without a school, the name is none of theirs.

    `key` is the name folded, so that the next file's writing is known too.
    """

    __tablename__ = "school_aliases"

    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime]


class TaskLink(Base):
    """What was answered about a municipal row and a regional one: accepted, the school is asked once, both count."""

    __tablename__ = "task_links"

    municipal_task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    regional_task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    accepted: Mapped[bool]
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime]
