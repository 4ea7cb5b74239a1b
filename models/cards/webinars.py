"""What a person sees of a webinar."""

from dataclasses import dataclass
from datetime import datetime

from models.domain.access import Role


@dataclass(frozen=True, slots=True)
class WebinarCard:
    """A webinar; `starts_at` is an aware moment in the webinar's own zone."""

    webinar_id: int
    title: str
    starts_at: datetime
    zone: str
    link: str
    roles: tuple[Role, ...]
    invited: int
    going: bool | None = None
    may_edit: bool = False
    cancelled: bool = False
