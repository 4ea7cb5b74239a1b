"""What the reader refuses to read, and the values the person needs to know why."""

from collections.abc import Mapping
from typing import Any

from models.domain.refusals import Refusal


class FileRefused(Refusal):
    """The file cannot become a draft. `filename` is the name it came under."""

    def __init__(self, filename: str) -> None:
        super().__init__(filename)
        self.filename = filename


class EmptyFile(FileRefused):
    """There is nothing in the file."""


class TooLarge(FileRefused):
    """The file is over the limit; both are in bytes."""

    def __init__(self, filename: str, size: int, limit: int) -> None:
        super().__init__(filename)
        self.size = size
        self.limit = limit


class FormatNotRead(FileRefused):
    """Files of this sort are not read; `extension` is in small letters with its dot, or empty."""

    def __init__(self, filename: str, extension: str) -> None:
        super().__init__(filename)
        self.extension = extension


class UnknownEncoding(FileRefused):
    """The bytes are not text in an encoding that is read."""


class FileDamaged(FileRefused):
    """The bytes are not what the file's name promises, or parts of it are broken."""


class FileLocked(FileRefused):
    """The file asks for a password."""


class MacrosInside(FileRefused):
    """The file carries programs: such files are not opened."""


class UnsafeFile(FileRefused):
    """The file asks the reader to fetch or to multiply text, as no office program does."""


class UnpacksTooLarge(FileRefused):
    """The file swells when unpacked; `limit` is in bytes."""

    def __init__(self, filename: str, limit: int) -> None:
        super().__init__(filename)
        self.limit = limit


class TooManyRows(FileRefused):
    """A sheet has more rows than any road map; `limit` is the most that is read."""

    def __init__(self, filename: str, limit: int) -> None:
        super().__init__(filename)
        self.limit = limit


class TooManyPages(FileRefused):
    """The document has more pages than are read."""

    def __init__(self, filename: str, pages: int, limit: int) -> None:
        super().__init__(filename)
        self.pages = pages
        self.limit = limit


class ScannedFile(FileRefused):
    """The pages are pictures: there is no text in them."""


class PictureFile(FileRefused):
    """The file is a picture."""


class NotRoadMap(FileRefused):
    """The file has text, and no table of measures with their timing."""


class ColumnsUnclear(FileRefused):
    """A PDF's table has no ruling lines, and the places of its words do not part its columns."""


class YearMissing(FileRefused):
    """Neither title nor order nor cells give a year: ask, and read again with it."""


class ReadingTimedOut(FileRefused):
    """Reading took longer than allowed; `seconds` is the limit."""

    def __init__(self, filename: str, seconds: float) -> None:
        super().__init__(filename)
        self.seconds = seconds


class ReadingTooHeavy(FileRefused):
    """Reading needed more memory or time than the child process may have."""


class SheetReturned(FileRefused):
    """No road map but the table of a draft, corrected by a person: `sheet` are the values of a ReturnedSheet."""

    def __init__(self, filename: str, sheet: dict[str, Any]) -> None:
        super().__init__(filename)
        self.sheet = sheet


class SheetAltered(FileRefused):
    """The table of a draft whose sheet, headings or hidden column are no longer there."""


_ALL: tuple[type[FileRefused], ...] = (
    EmptyFile,
    TooLarge,
    FormatNotRead,
    UnknownEncoding,
    FileDamaged,
    FileLocked,
    MacrosInside,
    UnsafeFile,
    UnpacksTooLarge,
    TooManyRows,
    TooManyPages,
    ScannedFile,
    PictureFile,
    NotRoadMap,
    ColumnsUnclear,
    YearMissing,
    ReadingTimedOut,
    ReadingTooHeavy,
    SheetReturned,
    SheetAltered,
)


def refusal_json(refusal: FileRefused) -> dict[str, Any]:
    """Give a refusal as JSON values, to carry it out of another process."""
    return {"code": type(refusal).__name__, "values": dict(vars(refusal))}


def refusal_from_json(values: Mapping[str, Any]) -> FileRefused:
    """Take back what `refusal_json` gave."""
    kind = next(kind for kind in _ALL if kind.__name__ == values["code"])
    return kind(**values["values"])
