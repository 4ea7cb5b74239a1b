"""What a person sees of their own settings."""

from dataclasses import dataclass

from models.cards.absences import AbsenceCard
from models.domain.hours import Hours, Subject


@dataclass(frozen=True, slots=True)
class SettingsCard:
    """A person's own hours, the zone they live by and that of their place, and when they are away or act for others.

    `usual` says that nothing was chosen; `subjects` are what they may do without; `staff` says that they look after
    other people's absences. `moved` says that the hour of letter and lists had to move along.
    """

    person_id: int
    hours: Hours
    zone: str
    place_zone: str
    usual: bool
    subjects: tuple[Subject, ...]
    absences: tuple[AbsenceCard, ...] = ()
    acting: tuple[AbsenceCard, ...] = ()
    staff: bool = False
    moved: bool = False
    fresh: bool = True
