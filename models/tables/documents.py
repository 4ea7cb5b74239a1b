"""Documents that schools send and curators judge."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from models.domain.lifecycles import Remark, Verdict
from models.domain.returns import Because
from models.tables.base import Base


class Document(Base):
    """One version of what fills an assignment's slot; its files stand in `files`.

    `remark_text` is the reason as it was worded then, `words` what was added to it. `opened_at` is when one of its
    judges first saw it. A return without fault put the assignment's term off from `term_before` to `term_until`.
    """

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"))
    version: Mapped[int]
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    sent_at: Mapped[datetime]
    verdict: Mapped[Verdict] = mapped_column(default=Verdict.SENT)
    remark: Mapped[Remark | None]
    remark_text: Mapped[str | None]
    words: Mapped[str | None]
    reason_id: Mapped[int | None] = mapped_column(ForeignKey("return_reasons.id"))
    blameless: Mapped[bool] = mapped_column(default=False, server_default=false())
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    opened_at: Mapped[datetime | None]
    term_before: Mapped[date | None]
    term_until: Mapped[date | None]

    def decide(self, verdict: Verdict, *, by: int | None, at: datetime | None, because: Because | None = None) -> None:
        """Put a word under it; nobody's word where it waits again."""
        self.verdict, self.decided_by_id, self.decided_at = verdict, by, at
        self.remark = because.remark if because else None
        self.remark_text = because.text if because else None
        self.words = because.words if because else None
        self.reason_id = because.reason_id if because else None
        self.blameless = because is not None and because.blameless

    __table_args__ = (UniqueConstraint("assignment_id", "version"),)


class DocumentDecision(Base):
    """One word said about a document, kept for good: confirmed, returned, lifted (sent again), or withdrawn.

    `undoes_id` is the word that this one takes back; the verdict is then the one that stands again.
    """

    __tablename__ = "document_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    verdict: Mapped[Verdict]
    remark: Mapped[Remark | None]
    remark_text: Mapped[str | None]
    reason_id: Mapped[int | None] = mapped_column(ForeignKey("return_reasons.id"))
    words: Mapped[str | None]
    blameless: Mapped[bool] = mapped_column(default=False)
    decided_at: Mapped[datetime]
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("document_decisions.id"), unique=True)

    @property
    def because(self) -> Because | None:
        """The reason of a return."""
        if self.remark is None:
            return None
        return Because(self.remark, self.remark_text, self.reason_id, self.words, self.blameless)


class ReturnReason(Base):
    """A ready reason of a territory's own, at its place in the list; `text` stands above the words of its `code`.

    A reason is never reworded: the old row is retired and another takes its place, so history keeps what was said.
    """

    __tablename__ = "return_reasons"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), index=True)
    code: Mapped[Remark | None]
    text: Mapped[str | None]
    position: Mapped[int]
    blameless: Mapped[bool] = mapped_column(default=False)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
