"""What a file that people send is for."""

from enum import StrEnum


class FileUse(StrEnum):
    """A document fills a task's slot; a photo and a reference («справка») are evidence of what was done."""

    DOCUMENT = "document"
    PHOTO = "photo"
    REFERENCE = "reference"
