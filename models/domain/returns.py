"""Why a document goes back to the school."""

from dataclasses import dataclass

from models.domain.lifecycles import Remark

NO_FAULT = frozenset({Remark.REQUIREMENTS})
"""Ready reasons that are no fault of the school."""
RESPITE = 5
"""Working days that a school has for a new version after a return without fault, where its term ends sooner."""


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


@dataclass(frozen=True, slots=True)
class Reason:
    """A ready reason as a button offers it; `reason_id` is None where the list is nobody's own."""

    remark: Remark
    text: str | None = None
    reason_id: int | None = None
    blameless: bool = False

    @property
    def because(self) -> Because:
        return Because(self.remark, self.text, self.reason_id, blameless=self.blameless)


USUAL = tuple(Reason(one, blameless=one in NO_FAULT) for one in Remark if one is not Remark.IN_WORDS)
"""The list where no coordinator has made one of their own."""
