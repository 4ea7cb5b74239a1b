"""Rows that carry the work in and out: what arrived, what is to be said, where a talk stands, what was done."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.domain.inbox import InboxState
from models.domain.outbox import OutboxState
from models.tables.base import Base


class InboxRow(Base):
    """An update as it came. `chat` keeps the order within a talk. See InboxState for its life."""

    __tablename__ = "inbox"

    update_id: Mapped[int] = mapped_column(primary_key=True)
    chat: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[InboxState] = mapped_column(default=InboxState.WAITING)
    received_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    duplicates: Mapped[int] = mapped_column(default=0)
    incident: Mapped[str | None]

    __table_args__ = (Index("ix_inbox_state", "state", "update_id"),)


class OutboxRow(Base):
    """A piece of news for one person. `lane` is a domain.outbox.Lane.

    `once` with the kind and the person is unique: the same fact is told once.

    `role`, `school_id` and `territory_id` say in what quality the person is told; who lost the role is not told.
    Until `leased_until` nobody claims it: a claimed row is in somebody's hands, a waiting one rests after a failure.
    """

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    once: Mapped[str]
    lane: Mapped[int]
    role: Mapped[str | None]
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    state: Mapped[OutboxState] = mapped_column(default=OutboxState.WAITING)
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    in_doubt: Mapped[int] = mapped_column(default=0)
    settled_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    chat_id: Mapped[str | None]
    message_id: Mapped[int | None]

    __table_args__ = (
        UniqueConstraint("person_id", "kind", "once"),
        Index("ix_outbox_due", "state", "lane", "not_before"),
        Index("ix_outbox_created", "created_at"),
        Index("ix_outbox_fact", "kind", "once"),
    )


class Dialogue(Base):
    """Where a talk stands: the step that waits for an answer, and what was said so far."""

    __tablename__ = "dialogues"

    platform: Mapped[str] = mapped_column(primary_key=True)
    chat_id: Mapped[str] = mapped_column(primary_key=True)
    step: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at: Mapped[datetime]


class AuditEntry(Base):
    """Who did what to what, and when."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    action: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[int | None]
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)


class Fact(Base):
    """A fact the bot learns about itself, such as its username."""

    __tablename__ = "facts"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
