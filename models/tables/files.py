"""Files and links that people send as a document or as evidence."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.domain.files import FileUse
from models.tables.base import Base


class File(Base):
    """A file, a photo or a link that belongs to an assignment, in the order it came; an album is several of them.

    `file_id` is the messenger's own handle, `album` its name for what was sent together. `sha256` names the copy in the
    bot's folder, None until there is one; `size` is in bytes. What was replaced or taken away has `removed_at`.
    After a failure it is not fetched before `try_at`.
    """

    __tablename__ = "files"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), index=True)
    use: Mapped[FileUse]
    file_id: Mapped[str | None]
    name: Mapped[str | None]
    is_photo: Mapped[bool]
    link: Mapped[str | None]
    size: Mapped[int | None]
    album: Mapped[str | None]
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    sent_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    sha256: Mapped[str | None]
    stored_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None]
    try_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_files_unstored", "stored_at", "attempts"),)
