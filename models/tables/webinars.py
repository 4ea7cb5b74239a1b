"""Webinars and who comes."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class Webinar(Base):
    """An hour on the air for some roles of a territory; `revision` grows with every change that people must hear of."""

    __tablename__ = "webinars"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), index=True)
    title: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    zone: Mapped[str]
    link: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(JSON)
    revision: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]


class Attendance(Base):
    """A person's answer to an invitation."""

    __tablename__ = "attendances"

    webinar_id: Mapped[int] = mapped_column(ForeignKey("webinars.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    going: Mapped[bool]
    answered_at: Mapped[datetime]
