"""What a file that people send is for, and which files are taken."""

from enum import StrEnum
from pathlib import PurePosixPath

MOST_BYTES = 20 * 1024 * 1024
"""What a bot can fetch (Bot API, getFile)."""
TAKEN = frozenset(
    {
        *(".docx", ".doc", ".odt", ".rtf", ".txt"),
        ".pdf",
        *(".xlsx", ".xls", ".ods", ".csv"),
        *(".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp", ".tif", ".tiff", ".bmp"),
    }
)
"""Texts, tables, PDFs and pictures: what a curator opens with one touch, and what carries no program."""


class FileUse(StrEnum):
    """A document fills a task's slot; a photo and a reference («справка») are evidence of what was done."""

    DOCUMENT = "document"
    PHOTO = "photo"
    REFERENCE = "reference"


def suffix(name: str | None) -> str:
    """The end of a file's name by which its kind is known, in small letters; empty where there is none."""
    return PurePosixPath(name or "").suffix.lower()
