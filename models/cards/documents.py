"""What a person sees of a document."""

from dataclasses import dataclass
from datetime import date

from models.cards.tasks import TaskCard
from models.domain.lifecycles import Remark, Verdict


@dataclass(frozen=True, slots=True)
class SentFile:
    """What a person sends: a file or a photo that the messenger keeps under `file_id`, or a link."""

    name: str | None = None
    file_id: str | None = None
    link: str | None = None
    photo: bool = False


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """One version of a document with its task. `standing` is False once a newer version came.

    `sent_for` and `decided_for` are the absent people in whose place it was sent and judged.
    """

    document_id: int
    version: int
    task: TaskCard
    file: SentFile
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
