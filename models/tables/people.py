"""People, the addresses they are reached at, and what they are appointed to."""

from datetime import date, datetime, time

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.domain.access import Role
from models.domain.hours import Hours, Subject
from models.tables.base import Base


class Person(Base):
    """Somebody who takes part; without `consented_at` nothing personal is kept or shown."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    consented_at: Mapped[datetime | None]


class Account(Base):
    """Where a person is reached: `chat_id` is text, since not every messenger numbers its chats.

    `menu` names the commands that the messenger was last told to offer there, None before the first time.
    """

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    platform: Mapped[str]
    chat_id: Mapped[str]
    unreachable_since: Mapped[datetime | None]
    unreachable_reason: Mapped[str | None]
    menu: Mapped[str | None]

    __table_args__ = (UniqueConstraint("platform", "chat_id"),)

    def lose(self, reason: str, at: datetime) -> None:
        """Nothing more is sent here until the person writes again."""
        self.unreachable_since, self.unreachable_reason = at, reason

    def regain(self) -> None:
        """The person is there again; what menu the messenger shows them by now is not known."""
        self.unreachable_since = self.unreachable_reason = self.menu = None


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


class Preferences(Base):
    """A person's own times and what they do without; who chose nothing has no row. See `domain.hours.Hours`."""

    __tablename__ = "preferences"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    letter_weekday: Mapped[int]
    digest_hour: Mapped[time]
    day_begins: Mapped[time]
    day_ends: Mapped[time]
    muted: Mapped[list[str]] = mapped_column(JSON)
    zone: Mapped[str | None]

    @property
    def hours(self) -> Hours:
        muted = frozenset(Subject(code) for code in self.muted)
        return Hours(self.letter_weekday, self.digest_hour, self.day_begins, self.day_ends, muted, self.zone)


class Absence(Base):
    """Days, both inclusive, on which a person is away; the substitute acts for them by appointments of their own."""

    __tablename__ = "absences"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    since_on: Mapped[date]
    until_on: Mapped[date]
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    order_number: Mapped[str | None]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    entered_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]

    def is_of(self, since: date, until: date, substitute_id: int | None) -> bool:
        """Whether it is of these very days, with that substitute."""
        return (self.since_on, self.until_on, self.substitute_id) == (since, until, substitute_id)

    __table_args__ = (CheckConstraint("since_on <= until_on", name="days_in_order"),)


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
