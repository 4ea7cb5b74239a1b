"""Names of schools in a draft, to be told whose they are."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WhereNamed:
    """A row that prints the name."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class NameCard:
    """A printed name. Answered, it means `school`, or with `not_ours` none; else it waits for an answer.

    `narrows` where a row is meant for the named schools alone.
    """

    code: int
    name: str
    rows: tuple[WhereNamed, ...]
    narrows: bool
    school: str | None = None
    not_ours: bool = False


@dataclass(frozen=True, slots=True)
class SchoolChoice:
    """A school to choose; `place` is its municipality, where the draft is of a region."""

    school_id: int
    name: str
    place: str | None


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A municipality to which a school may be added."""

    territory_id: int
    name: str


@dataclass(frozen=True, slots=True)
class NamesCard:
    """The names of a draft that no participant bears: those to ask about, and those that were answered."""

    draft_id: int
    asked: tuple[NameCard, ...]
    answered: tuple[NameCard, ...]


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """One name with all that may be answered; `places` are where a new school may stand."""

    names: NamesCard
    name: NameCard
    likely: tuple[SchoolChoice, ...]
    everybody: tuple[SchoolChoice, ...]
    places: tuple[PlaceChoice, ...]
