"""Files of documents and of evidence."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.documents import SentFile
from models.cards.files import KeptCard, UnkeptCard
from models.domain.files import FileUse
from models.tables import Document, File
from models.tables.base import Rows, columns


def file_row(file: SentFile, *, use: FileUse, by: int, at: datetime) -> File:
    """The row that keeps a file; whose it is, is still to be said."""
    return File(
        use=use,
        file_id=file.file_id,
        name=file.name,
        is_photo=file.photo,
        link=file.link,
        size=file.size,
        album=file.album,
        sent_by_id=by,
        sent_at=at,
    )


async def files_of(session: Rows, documents: Collection[Document]) -> dict[int, list[SentFile]]:
    """What makes up each of the versions now, in the order it came."""
    one = columns(File)
    rows = await session.execute(
        select(one.document_id, one.name, one.file_id, one.link, one.is_photo, one.size, one.album, one.sha256)
        .where(one.document_id.in_([document.id for document in documents]), one.removed_at.is_(None))
        .order_by(one.id)
    )
    found: dict[int, list[SentFile]] = {document.id: [] for document in documents}
    for document_id, *values in rows.all():
        found[document_id].append(SentFile(*values))
    return found


async def remove_files(session: AsyncSession, document: Document, at: datetime) -> None:
    """The files of a version give way to others, or go with it."""
    own = update(File).where(File.document_id == document.id, File.removed_at.is_(None))
    await session.execute(own.values(removed_at=at))


async def unkept(session: AsyncSession, now: datetime, attempts: int, most: int) -> tuple[UnkeptCard, ...]:
    """Files that lie with the messenger alone and have failed fewer times than `attempts`, the oldest first."""
    rows = await session.execute(
        select(File.id, File.file_id, File.attempts)
        .where(
            File.stored_at.is_(None),
            File.attempts < attempts,
            File.file_id.is_not(None),
            File.removed_at.is_(None),
            or_(File.try_at.is_(None), File.try_at <= now),
        )
        .order_by(File.id)
        .limit(most)
    )
    return tuple(UnkeptCard(number, handle, failed) for number, handle, failed in rows.all() if handle is not None)


async def copy_of(session: AsyncSession, handle: str) -> KeptCard | None:
    """Our copy of what the messenger knows by that handle."""
    rows = await session.execute(
        select(File.sha256, File.name).where(File.file_id == handle, File.sha256.is_not(None)).limit(1)
    )
    row = rows.first()
    return KeptCard(row.sha256, row.name) if row is not None and row.sha256 is not None else None
