"""Documents that schools send and curators judge."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.domain.lifecycles import Remark, Verdict
from models.tables.base import Base


class Document(Base):
    """One version of what fills an assignment's slot: `file_id` is the messenger's own handle, or there is a link."""

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"))
    version: Mapped[int]
    file_id: Mapped[str | None]
    file_name: Mapped[str | None]
    is_photo: Mapped[bool] = mapped_column(default=False)
    link: Mapped[str | None]
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    sent_at: Mapped[datetime]
    verdict: Mapped[Verdict] = mapped_column(default=Verdict.SENT)
    remark: Mapped[Remark | None]
    remark_text: Mapped[str | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]

    def decide(
        self, verdict: Verdict, *, by: int, at: datetime, remark: Remark | None = None, words: str | None = None
    ) -> None:
        """Put the curator's word under it."""
        self.verdict, self.decided_by_id, self.decided_at = verdict, by, at
        self.remark, self.remark_text = remark, words

    __table_args__ = (UniqueConstraint("assignment_id", "version"),)
