"""Territories, their schools, and what is at risk there."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.domain.plan import Level
from models.tables.base import Base


class Territory(Base):
    """A region or one of its municipalities; `zone` is an IANA name."""

    __tablename__ = "territories"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    level: Mapped[Level]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"), index=True)
    zone: Mapped[str]

    __table_args__ = (UniqueConstraint("name"),)


class School(Base):
    """A school of a municipality; `key` is its name in the form names are matched by."""

    __tablename__ = "schools"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    name: Mapped[str]
    key: Mapped[str]

    __table_args__ = (UniqueConstraint("territory_id", "key"),)


class SchoolRisk(Base):
    """What a coordinator named as a risk of a school, in their words, until it is lifted."""

    __tablename__ = "school_risks"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    text: Mapped[str]
    named_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    named_at: Mapped[datetime]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    lifted_at: Mapped[datetime | None]
