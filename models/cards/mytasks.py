"""What a person has to do themselves, in parts."""

from dataclasses import dataclass

from models.cards.tasks import TaskCard
from models.domain.parts import Part

PAGE = 10
"""How many tasks of a part stand on one page."""


@dataclass(frozen=True, slots=True)
class PartCount:
    part: Part
    count: int


@dataclass(frozen=True, slots=True)
class MyTasksCard:
    """How many tasks each part holds, in the order in which the parts are shown."""

    parts: tuple[PartCount, ...]

    @property
    def overdue(self) -> int:
        return self._in(Part.OVERDUE)

    @property
    def open(self) -> int:
        return self._in(Part.OVERDUE, Part.WEEK, Part.LATER)

    @property
    def empty(self) -> bool:
        return not any(one.count for one in self.parts)

    def _in(self, *parts: Part) -> int:
        return sum(one.count for one in self.parts if one.part in parts)


@dataclass(frozen=True, slots=True)
class PartCard:
    """A page of one part, counted from 0; `several` says that its tasks are of several schools or territories."""

    part: Part
    page: int
    total: int
    tasks: tuple[TaskCard, ...]
    several: bool = False

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))

    @property
    def first(self) -> int:
        """The place of the page's first task in the whole part, from 1."""
        return self.page * PAGE + 1
