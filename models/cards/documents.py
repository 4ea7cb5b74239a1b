"""What a person sees of a document."""

from dataclasses import dataclass
from datetime import date

from models.cards.tasks import TaskCard
from models.domain.lifecycles import Remark, Verdict


@dataclass(frozen=True, slots=True)
class SentFile:
    """What a person sends: a file or a photo that the messenger keeps under `file_id`, or a link.

    `album` is the messenger's name for what was sent together; `sha256` names the bot's own copy once there is one.
    """

    name: str | None = None
    file_id: str | None = None
    link: str | None = None
    photo: bool = False
    size: int | None = None
    album: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """One version of a document with its task. `standing` is False once a newer version came.

    `sent_for` and `decided_for` are the absent people in whose place it was sent and judged.
    """

    document_id: int
    version: int
    task: TaskCard
    files: tuple[SentFile, ...]
    sent_by: str
    sent_on: date
    verdict: Verdict
    remark: Remark | None
    remark_text: str | None
    decided_by: str | None
    standing: bool
    may_judge: bool
    told: int = 0
    fresh: bool = True
    sent_for: str | None = None
    decided_for: str | None = None

    @property
    def file(self) -> SentFile:
        """The first of its files; an empty one where all were taken away."""
        return self.files[0] if self.files else SentFile()
