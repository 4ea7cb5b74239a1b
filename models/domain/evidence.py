"""What a file sent about a visit is: a photo or a reference («справка»)."""

from models.domain.files import MOST_BYTES, TAKEN, FileUse, suffix
from models.domain.refusals import FileTooLarge, NotEvidence

_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp", ".gif", ".bmp", ".tif", ".tiff"})


def use_of(wanted: FileUse, name: str | None, size: int | None, *, photo: bool) -> FileUse:
    """What the file is kept as; a paper among the photos is a reference.

    Raises:
        NotEvidence: it is neither a picture nor a paper.
        FileTooLarge: the bot would never get hold of it.
    """
    kind = suffix(name)
    picture = photo or kind in _PICTURES
    if not picture and kind not in TAKEN:
        raise NotEvidence
    if size is not None and size > MOST_BYTES:
        raise FileTooLarge
    return wanted if picture else FileUse.REFERENCE
