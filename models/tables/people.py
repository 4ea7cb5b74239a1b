"""People, the addresses they are reached at, and what they are appointed to."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.domain.access import Role
from models.tables.base import Base


class Person(Base):
    """Somebody who takes part; without `consented_at` nothing personal is kept or shown."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    consented_at: Mapped[datetime | None]


class Account(Base):
    """Where a person is reached: `chat_id` is text, since not every messenger numbers its chats."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    platform: Mapped[str]
    chat_id: Mapped[str]
    unreachable_since: Mapped[datetime | None]
    unreachable_reason: Mapped[str | None]

    __table_args__ = (UniqueConstraint("platform", "chat_id"),)

    def lose(self, reason: str, at: datetime) -> None:
        """Nothing more is sent here until the person writes again."""
        self.unreachable_since, self.unreachable_reason = at, reason

    def regain(self) -> None:
        self.unreachable_since = self.unreachable_reason = None


class Appointment(Base):
    """A person's role at a territory or at one school, by an order, for a time, maybe in place of another."""

    __tablename__ = "appointments"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[Role]
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"), index=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"), index=True)
    since_on: Mapped[date]
    until_on: Mapped[date | None]
    acting_for_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    order_number: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("(territory_id IS NULL) <> (school_id IS NULL)", name="one_place"),
        Index("uq_appointments_open", "person_id", "role", "territory_id", "school_id", "since_on", unique=True),
    )


class Invitation(Base):
    """A personal link: only the hash of its token is kept; it opens once, until `expires_at`."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    role: Mapped[Role]
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"))
    name: Mapped[str | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class InvitedSchool(Base):
    """A school that the invited person will answer for: a curator may have several."""

    __tablename__ = "invited_schools"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id"), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), primary_key=True)
