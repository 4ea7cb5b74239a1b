"""Why a document goes back to the school."""

from dataclasses import dataclass

from models.domain.lifecycles import Remark


@dataclass(frozen=True, slots=True)
class Because:
    """A ready reason by its code or its own text, and free words beside it.

    `reason_id` is the territory's own reason; `blameless` says that the school is not at fault.
    """

    remark: Remark
    text: str | None = None
    reason_id: int | None = None
    words: str | None = None
    blameless: bool = False
