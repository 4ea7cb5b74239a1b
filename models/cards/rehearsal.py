"""What a rehearsal tells: who would be written to, when and in which words, and how often."""

from dataclasses import dataclass
from datetime import date, datetime

from models.cards.people import PersonCard
from models.domain.access import Role
from models.domain.fatigue import Load


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody who takes part; `zone` is what their clock on the wall shows.

    `open` says that the one who asked may read their messages: all their places are within reach.
    """

    person: PersonCard
    zone: str
    open: bool = True

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(post.role for post in self.person.posts)


@dataclass(frozen=True, slots=True)
class Span:
    """The days of the running road maps: the first publication, and the last due day."""

    published_on: date
    last_due_on: date


@dataclass(frozen=True, slots=True)
class RehearsedMessage:
    """A message as it would be sent: the local moment, its words as HTML, its rows of buttons, the name of its file."""

    at: datetime
    words: str
    buttons: tuple[tuple[str, ...], ...] = ()
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Diary:
    """All that one person would receive, in order."""

    part: Part
    load: Load
    messages: tuple[RehearsedMessage, ...]


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """How many messages one person gets."""

    part: Part
    load: Load


@dataclass(frozen=True, slots=True)
class RoleLoad:
    """How many messages a role gets: `played` of its `people` were played out; `busiest` had the largest week."""

    role: Role
    people: int
    played: int
    load: Load
    busiest: str


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A time that was played out; both days inclusive.

    `each` are the people who were asked about, in short; `diaries` what is shown word for word.
    """

    first: date
    last: date
    loads: tuple[RoleLoad, ...]
    each: tuple[PersonLoad, ...]
    diaries: tuple[Diary, ...]
