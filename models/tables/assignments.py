"""Assignments: a row's occurrence for one unit, and all that happens to it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from models.domain.access import Role
from models.domain.lifecycles import EARLIER_STATES, State, WithdrawalReason
from models.tables.base import Base


class Standing(Protocol):
    """An assignment as it stands before it moves on."""

    @property
    def id(self) -> int: ...
    @property
    def state(self) -> State: ...
    @property
    def done_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """Who makes an entry, when, in whose name, and what day it is there."""

    person_id: int
    at: datetime
    today: date
    on_behalf: Role | None = None
    comment: str | None = None

    def of(self, standing: Standing, to: State, on: date | None) -> dict[str, Any]:
        """The columns of the journal's entry; `on` is the day it happened, today when None."""
        return {
            "assignment_id": standing.id,
            "person_id": self.person_id,
            "on_behalf": self.on_behalf,
            "from_state": standing.state,
            "to_state": to,
            "from_day": standing.done_on,
            "happened_on": on or self.today,
            "entered_at": self.at,
            "comment": self.comment,
        }


def done_on(to: State, on: date | None) -> date | None:
    """The day that stands with a state: only what is done has one."""
    return on if to is State.DONE else None


class Assignment(Base):
    """One occurrence of a task for one unit: a school, or the territory itself when `school_id` is None.

    `due_on` is None where the row's words give no day. `done_on` is the day it happened, not the day it was entered.
    """

    __tablename__ = "assignments"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"))
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))
    period: Mapped[int]
    occurrence: Mapped[int]
    start_on: Mapped[date | None]
    due_on: Mapped[date | None]
    label: Mapped[str | None]
    state: Mapped[State] = mapped_column(default=State.PLANNED)
    done_on: Mapped[date | None]
    medk_on: Mapped[date | None]
    withdrawn_at: Mapped[datetime | None]

    def turn(self, to: State, on: date | None, entry: Entry) -> "StateChange":
        """Move to another state and give the journal's entry for it; for one assignment see `queries.journal`."""
        change = StateChange(**entry.of(self, to, on))
        self.state, self.done_on = to, done_on(to, on)
        return change

    def withdraw(self, reason: WithdrawalReason, at: datetime, person_id: int | None = None) -> "Withdrawal":
        """Take it out of the plan and give the row that says why; its state and journal stay."""
        self.withdrawn_at = at
        return Withdrawal(assignment_id=self.id, reason=reason, person_id=person_id, withdrawn_at=at)

    __table_args__ = (
        Index(
            "uq_assignments_occurrence",
            "task_id",
            "territory_id",
            func.coalesce(school_id, 0),
            "period",
            "occurrence",
            unique=True,
        ),
        Index("ix_assignments_due", "territory_id", "state", "due_on"),
        Index("ix_assignments_school", "school_id", "state", "due_on"),
        Index("ix_assignments_day", "due_on", "state"),
    )


class Withdrawal(Base):
    """Why and when an assignment left the plan, and when it came back; `person_id` is None at the command line."""

    __tablename__ = "withdrawals"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), index=True)
    reason: Mapped[WithdrawalReason]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_at: Mapped[datetime]
    returned_at: Mapped[datetime | None]


class ServedTask(Base):
    """A further task that an assignment also serves, by a link between a municipal and a regional row.

    It does so in place of that task's own assignment for the same unit, which is withdrawn and keeps its days.
    """

    __tablename__ = "served_tasks"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), primary_key=True)
    in_place_of_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), index=True)

    __table_args__ = (UniqueConstraint("in_place_of_id"),)


class StateChange(Base):
    """One entry of the journal: when it happened and, apart from it, when it was entered."""

    __tablename__ = "state_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    on_behalf: Mapped[Role | None]
    from_state: Mapped[State]
    to_state: Mapped[State]
    from_day: Mapped[date | None]
    happened_on: Mapped[date]
    entered_at: Mapped[datetime] = mapped_column(index=True)
    comment: Mapped[str | None]
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("state_changes.id"), unique=True)

    @property
    def answers_earlier(self) -> bool:
        """Whether it is the coordinator's word on what began before the start, and not the document for it."""
        return self.from_state in EARLIER_STATES and self.to_state is not State.DONE

    @property
    def about_holding(self) -> bool:
        """Whether it says, or takes back, that the task is not held."""
        return State.NOT_HELD in (self.from_state, self.to_state)


class HelpRequest(Base):
    """Somebody asks for help with an assignment; it stands beside the state."""

    __tablename__ = "help_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    text: Mapped[str | None]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    taken_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class NotHeldRequest(Base):
    """Somebody says that a task is not held, and why; until the coordinator has decided, it stays as it is.

    `accepted` is None as long as nobody has decided; `closed_at` says that who asked thought better of it.
    """

    __tablename__ = "not_held_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    on_behalf: Mapped[Role | None]
    asked_at: Mapped[datetime]
    reason: Mapped[str]
    accepted: Mapped[bool | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class MedkEntry(Base):
    """One entry of the second tick: entered into ИС МЭДК on that day, or with no day, taken back.

    What stands is `Assignment.medk_on`.
    """

    __tablename__ = "medk_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    on_behalf: Mapped[Role | None]
    medk_on: Mapped[date | None]
    entered_at: Mapped[datetime]


class Visit(Base):
    """That a school was visited, and on which day."""

    __tablename__ = "visits"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), primary_key=True)
    visited_on: Mapped[date]
    marked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    marked_at: Mapped[datetime]


class VisitCompanion(Base):
    """Somebody who was at a visit together with the one who marked it: one mark is both's."""

    __tablename__ = "visit_companions"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    joined_at: Mapped[datetime]


class VisitNote(Base):
    """Words about a visit. They stay with the assignment, also where the mark is taken back and made anew."""

    __tablename__ = "visit_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str]
    noted_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
