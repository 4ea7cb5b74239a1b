"""What a person sees of a document."""

from dataclasses import dataclass
from datetime import date

from models.cards.tasks import DocumentBrief, TaskCard
from models.domain.lifecycles import Remark, Verdict
from models.domain.returns import Reason
from models.domain.waiting import Waiting


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
class LiftedCard:
    """A confirmation that was lifted: by whom, in whose place, and why."""

    by: str
    acting_for: str | None
    words: str


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """One version of a document with its task. `standing` is False once a newer version came.

    `sent_for` and `decided_for` are the absent people in whose place it was sent and judged. `earlier` is the version
    before it that came back, `lifted` the coordinator's word that it is to be judged once more. `undo` is the reader's
    own decision that they may still take back, `decision_id` the newest one that stands, whosever it is.
    `replaced` says that a file has just taken the place of another one in the same version.
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
    words: str | None = None
    blameless: bool = False
    earlier: DocumentBrief | None = None
    lifted: LiftedCard | None = None
    waiting: Waiting | None = None
    decision_id: int | None = None
    undo: int | None = None
    may_add_words: bool = False
    may_lift: bool = False
    may_replace: bool = False
    may_withdraw: bool = False
    replaced: bool = False

    @property
    def file(self) -> SentFile:
        """The first of its files; an empty one where all were taken away."""
        return self.files[0] if self.files else SentFile()


@dataclass(frozen=True, slots=True)
class ReasonsCard:
    """The reasons to return a document that hold somewhere: of the place's own, of the region above, or the usual ones.

    `owner` is the name of the territory whose list it is, None for the usual list. By `change_id` the change that was
    just made is taken back.
    """

    territory_id: int
    place: str
    reasons: tuple[Reason, ...]
    owner: str | None = None
    own: bool = False
    change_id: int | None = None
