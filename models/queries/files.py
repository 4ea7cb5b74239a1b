"""Files of documents and of evidence."""

from collections.abc import Collection

from sqlalchemy import select

from models.cards.documents import SentFile
from models.tables import Document, File
from models.tables.base import Rows, columns


def file_row(file: SentFile, **belongs: object) -> File:
    """The row that keeps a file; `belongs` are its other columns."""
    return File(
        file_id=file.file_id,
        name=file.name,
        is_photo=file.photo,
        link=file.link,
        size=file.size,
        album=file.album,
        **belongs,
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
